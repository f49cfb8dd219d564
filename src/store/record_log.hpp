// A file that only grows: records one after the other, each with its own checksum.
//
// A record torn by a crash, or damaged later, costs itself alone: reading goes on at the next whole
// one. What one append() adds is one record, so it is there as a whole or not at all. Reading takes
// time in proportion to the bytes, whatever they are. See docs/formats/record_log.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "port/files.hpp"

namespace wick::store {

inline constexpr std::size_t kRecordMax = std::size_t{16} << 20U;  // as stored
inline constexpr std::size_t kLogMax = std::size_t{1} << 30U;

struct Records {
  std::vector<std::string> payloads;  // of all whole records, one or more each
  std::size_t damaged_bytes{};        // that belong to no whole record, but for a torn end
  std::uint64_t whole_until{};        // what follows is a torn end, and may be cut off
};

// The bytes of a whole log; never fails, whatever they are.
[[nodiscard]] Records read_records(std::string_view bytes);

// A record, of at most kRecordMax bytes, with that payload or with all of these.
void append_record(std::string& out, std::string_view payload);
void append_record(std::string& out, const std::vector<std::string>& payloads);

class RecordLog {
 public:
  RecordLog(port::Files& files, std::string path);

  // An absent file has no records.
  [[nodiscard]] base::Result<Records> read() const;

  // All of them or none, durable on return. Cuts off a torn end first. One writer at a time: the
  // caller holds the lock of the series. Refuses, as kInvalid, what would be too large to read.
  [[nodiscard]] base::Result<void> append(const std::vector<std::string>& payloads);

  // These instead of what is there; with none, the file is removed.
  [[nodiscard]] base::Result<void> rewrite(const std::vector<std::string>& payloads,
                                           std::uint64_t unique);

 private:
  struct Extent {
    std::uint64_t size{};
    std::uint64_t whole{};  // without a torn end
  };
  [[nodiscard]] base::Result<Extent> extent() const;
  [[nodiscard]] base::Result<void> add(port::Files::Handle file, Extent extent,
                                       std::string_view record) const;
  [[nodiscard]] base::Result<void> remove() const;

  port::Files& files_;
  std::string path_;
};

}  // namespace wick::store
