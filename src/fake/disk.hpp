// What a disk holds, twice: as running programs see it, and as it is on the platter.
//
// Bytes reach the platter with sync(), names with sync_names(). A power cut goes back to the
// platter. Real disks may have kept some of what was not synced by then, and they keep what they
// like of a file; of the changes of names they keep the first ones, in order. Folders are durable
// as soon as they are made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/time.hpp"

namespace wick::fake {

struct Inode {
  std::string seen;
  std::string durable;
  core::UtcTime modified{};
  core::UtcTime used{};

  void sync() { durable = seen; }
};
using InodeRef = std::shared_ptr<Inode>;

// How much of what was not synced outlives a power cut.
struct Kept {
  std::size_t names{};  // the first changes of names, of all folders
  std::size_t bytes{};  // of each file: this many of the bytes that differ
};

class Disk {
 public:
  [[nodiscard]] InodeRef find(const std::string& path) const;  // null: no such file
  [[nodiscard]] bool has_folder(const std::string& path) const { return folders_.contains(path); }
  [[nodiscard]] std::vector<std::string> files_in(const std::string& folder) const;
  [[nodiscard]] std::vector<std::string> folders_in(const std::string& folder) const;

  void put(const std::string& path, InodeRef inode);
  void rename(const std::string& from, const std::string& to);  // `from` is there
  void remove(const std::string& path);
  void make_folder(const std::string& path) { folders_.insert(path); }
  void sync_names(const std::string& folder);

  [[nodiscard]] std::size_t unsynced_names() const { return changes_.size(); }
  void cut_power(const Kept& kept);
  void cut_power_anywhere(std::uint64_t seed);

 private:
  using Names = std::map<std::string, InodeRef>;
  struct Change {
    std::string gone;  // a name that went; empty for none, or once that is durable
    std::string come;  // a name that came, likewise
    InodeRef inode;
  };
  void keep_names(std::size_t count);
  void start_again();

  Names seen_;
  Names durable_;
  std::vector<Change> changes_;  // of names, not synced yet
  std::set<std::string> folders_{".", "/"};
};

}  // namespace wick::fake
