#include "fake/files.hpp"

#include "base/check.hpp"

namespace wick::fake {
namespace {

base::Error unavailable(const std::string& what) {
  return {base::ErrorKind::kUnavailable, what};
}
base::Error absent(const std::string& path) {
  return {base::ErrorKind::kUnsupported, path + ": no such file or folder"};
}

}  // namespace

base::Result<void> Files::write_call() {
  ++write_calls_;
  if (calls_left_ == 0) return unavailable("killed here");
  --calls_left_;
  return {};
}

base::Result<std::string> Files::read(const std::string& path, std::size_t size_max) {
  const auto file = seen_.find(path);
  if (file == seen_.end()) return absent(path);
  if (file->second->seen.size() > size_max) {
    return base::Error{base::ErrorKind::kCorrupt, path + ": larger than allowed"};
  }
  return file->second->seen;
}

base::Result<std::vector<std::string>> Files::list(const std::string& folder) {
  if (!folders_.contains(folder)) return absent(folder);
  std::vector<std::string> names;
  for (const auto& [path, inode] : seen_) {
    if (port::folder_of(path) == folder) names.push_back(path.substr(path.find_last_of('/') + 1));
  }
  return names;
}

base::Result<Files::Handle> Files::create(const std::string& path) {
  if (auto alive = write_call(); !alive) return alive.error();
  if (!folders_.contains(port::folder_of(path))) return absent(port::folder_of(path));
  if (seen_.contains(path)) return unavailable(path + ": file exists");
  seen_[path] = std::make_shared<Inode>();
  open_[next_handle_] = seen_[path];
  return next_handle_++;
}

base::Result<void> Files::write(Handle file, std::string_view bytes) {
  WICK_CHECK(open_.contains(file));
  if (auto alive = write_call(); !alive) return alive;
  if (disk_full_) {
    open_[file]->seen += bytes.substr(0, bytes.size() / 2);  // as much as still fitted
    return unavailable("no space left on device");
  }
  open_[file]->seen += bytes;
  return {};
}

base::Result<void> Files::sync(Handle file) {
  WICK_CHECK(open_.contains(file));
  if (auto alive = write_call(); !alive) return alive;
  open_[file]->durable = open_[file]->seen;
  return {};
}

void Files::close(Handle file) {
  WICK_CHECK(open_.erase(file) == 1);
}

base::Result<void> Files::rename(const std::string& from, const std::string& to) {
  if (auto alive = write_call(); !alive) return alive;
  const auto file = seen_.find(from);
  if (file == seen_.end()) return absent(from);
  if (!folders_.contains(port::folder_of(to))) return absent(port::folder_of(to));
  const auto inode = file->second;
  seen_.erase(file);
  seen_[to] = inode;
  return {};
}

base::Result<void> Files::remove(const std::string& path) {
  if (auto alive = write_call(); !alive) return alive;
  if (seen_.erase(path) == 0) return absent(path);
  return {};
}

base::Result<void> Files::sync_folder(const std::string& folder) {
  if (auto alive = write_call(); !alive) return alive;
  if (!folders_.contains(folder)) return absent(folder);
  std::erase_if(durable_,
                [&](const auto& entry) { return port::folder_of(entry.first) == folder; });
  for (const auto& [path, inode] : seen_) {
    if (port::folder_of(path) == folder) durable_[path] = inode;
  }
  return {};
}

base::Result<void> Files::make_folders(const std::string& folder) {
  if (auto alive = write_call(); !alive) return alive;
  for (std::string path = folder; !folders_.contains(path); path = port::folder_of(path)) {
    folders_.insert(path);
  }
  return {};
}

void Files::cut_power() {
  seen_ = durable_;
  for (const auto& [path, inode] : seen_) inode->seen = inode->durable;
  open_.clear();
  calls_left_ = UINT64_MAX;
}

}  // namespace wick::fake
