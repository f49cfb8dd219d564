// The file system, cut at its system calls, so that a test can stop the world between any two.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace wick::port {

class Files {
 public:
  using Handle = int;
  virtual ~Files() = default;

  [[nodiscard]] virtual base::Result<std::string> read(const std::string& path,
                                                       std::size_t size_max) = 0;
  [[nodiscard]] virtual base::Result<std::vector<std::string>> list(const std::string& folder) = 0;

  // Writing. What was written is durable after sync(); a name is durable after its folder's.
  [[nodiscard]] virtual base::Result<Handle> create(const std::string& path) = 0;  // must be new
  [[nodiscard]] virtual base::Result<void> write(Handle file, std::string_view bytes) = 0;
  [[nodiscard]] virtual base::Result<void> sync(Handle file) = 0;
  virtual void close(Handle file) = 0;
  [[nodiscard]] virtual base::Result<void> rename(const std::string& from,
                                                  const std::string& to) = 0;
  [[nodiscard]] virtual base::Result<void> remove(const std::string& path) = 0;
  [[nodiscard]] virtual base::Result<void> sync_folder(const std::string& folder) = 0;
  [[nodiscard]] virtual base::Result<void> make_folders(const std::string& folder) = 0;
};

// The whole new content or the old one, whatever happens in between: written beside, synced,
// renamed over, folder synced. `unique` keeps two writers apart.
[[nodiscard]] base::Result<void> replace_file(Files& files, const std::string& path,
                                              std::string_view bytes, std::uint64_t unique);

// "a/b" of "a/b/c", "." of "c", "/" of "/c".
[[nodiscard]] std::string folder_of(const std::string& path);

}  // namespace wick::port
