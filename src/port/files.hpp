// The file system, cut at its system calls, so that a test can stop the world between any two.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/time.hpp"

namespace wick::port {

// A file's bytes in memory for as long as `keep` lives, whatever happens to its name.
struct Mapped {
  std::span<const std::byte> bytes;
  std::shared_ptr<const void> keep;
};

struct FileFacts {
  std::uint64_t size{};
  core::UtcTime modified{};
  core::UtcTime used{};  // when last read, as well as the system keeps it
};

class Files {
 public:
  using Handle = int;
  virtual ~Files() = default;

  // Reading. What is not there is kUnsupported, what may not be touched kUnauthorized, and what is
  // no regular file kInvalid.
  [[nodiscard]] virtual base::Result<std::string> read(const std::string& path,
                                                       std::size_t size_max) = 0;
  // The same into a buffer that is used again and again.
  [[nodiscard]] virtual base::Result<void> read_into(const std::string& path, std::size_t size_max,
                                                     std::string& buffer) = 0;
  [[nodiscard]] virtual base::Result<Mapped> map(const std::string& path) = 0;
  // The path of a mapped file that somebody cut while it was being looked at: its bytes from there
  // on have read as zeros since. Nothing when that never happened.
  [[nodiscard]] virtual std::optional<std::string> lost_mapping() const = 0;
  // Of a folder as well, whose size means nothing.
  [[nodiscard]] virtual base::Result<FileFacts> facts(const std::string& path) = 0;
  [[nodiscard]] virtual base::Result<std::vector<std::string>> list(const std::string& folder) = 0;
  [[nodiscard]] virtual base::Result<std::vector<std::string>> list_folders(
      const std::string& folder) = 0;

  // Writing, always at the end. What was written is durable after sync(), a name after its
  // folder's, and new folders at once.
  [[nodiscard]] virtual base::Result<Handle> create(const std::string& path) = 0;  // must be new
  [[nodiscard]] virtual base::Result<Handle> append(const std::string& path) = 0;  // new or not
  [[nodiscard]] virtual base::Result<void> write(Handle file, std::string_view bytes) = 0;
  [[nodiscard]] virtual base::Result<void> truncate(Handle file, std::uint64_t size) = 0;
  [[nodiscard]] virtual base::Result<void> sync(Handle file) = 0;
  virtual void close(Handle file) = 0;
  [[nodiscard]] virtual base::Result<void> rename(const std::string& from,
                                                  const std::string& to) = 0;
  [[nodiscard]] virtual base::Result<void> remove(const std::string& path) = 0;
  [[nodiscard]] virtual base::Result<void> sync_folder(const std::string& folder) = 0;
  [[nodiscard]] virtual base::Result<void> make_folders(const std::string& folder) = 0;

  // Waits until no other process and no other holder in this one has the lock of that path, whose
  // file is made where it is missing. Released when the handle goes, also by being killed.
  using Lock = std::shared_ptr<const void>;
  [[nodiscard]] virtual base::Result<Lock> lock(const std::string& path) = 0;
  // The same without waiting: nothing while somebody else has it.
  [[nodiscard]] virtual base::Result<std::optional<Lock>> try_lock(const std::string& path) = 0;

  // The numbered parts of a file that is only there to be locked, each held by one holder at a
  // time, in this process or another. Nobody waits here. What is held is released when the object
  // goes, also by being killed.
  class Parts {
   public:
    virtual ~Parts() = default;
    // All of them or none; parts that are held here already count as free.
    [[nodiscard]] virtual bool take(std::uint64_t first, std::uint64_t count) = 0;
  };
  [[nodiscard]] virtual base::Result<std::unique_ptr<Parts>> parts(const std::string& path) = 0;
};

// The whole new content or the old one, whatever happens in between: written beside, synced,
// renamed over, folder synced. `unique` keeps two writers apart.
[[nodiscard]] base::Result<void> replace_file(Files& files, const std::string& path,
                                              std::string_view bytes, std::uint64_t unique);

// "a/b" of "a/b/c", "." of "c", "/" of "/c".
[[nodiscard]] std::string folder_of(const std::string& path);

}  // namespace wick::port
