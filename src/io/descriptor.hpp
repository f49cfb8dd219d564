// An open file of the system, closed when it goes out of sight. For the sources of this room alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "base/result.hpp"

namespace wick::io {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;

  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool open() const { return number_ >= 0; }

 private:
  int number_;
};

// A file, whatever its name, as it was when it was looked at: another one, or the same one since
// then written to, cut or renamed, is not equal.
struct FileState {
  std::uint64_t device{};
  std::uint64_t number{};
  std::uint64_t size{};
  std::int64_t changed{};  // nanoseconds, by the clock of the file system
  friend bool operator==(const FileState&, const FileState&) = default;
};
[[nodiscard]] std::optional<FileState> state_of(const std::string& path);

struct ReadableFile {
  Descriptor descriptor;
  FileState state;
};

// Refuses what is no regular file, and never waits for the other end of a pipe.
[[nodiscard]] base::Result<ReadableFile> open_to_read(const std::string& path);

// Its first bytes, as many as there is room for, or fewer where it has been cut since; how many.
[[nodiscard]] base::Result<std::size_t> read_some(const ReadableFile& file, const std::string& path,
                                                  std::span<std::byte> room);
// All of them that were there when it was opened.
[[nodiscard]] base::Result<void> read_whole(const ReadableFile& file, const std::string& path,
                                            std::string& buffer);

// What errno says, in the terms of port::Files.
[[nodiscard]] base::Error failed(const std::string& what);

}  // namespace wick::io
