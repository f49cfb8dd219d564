#include "fake/disk.hpp"

#include <algorithm>

#include "fake/world.hpp"
#include "port/files.hpp"

namespace wick::fake {
namespace {

constexpr std::size_t kSector = 512;

std::string name_of(const std::string& path) {
  return path.substr(path.find_last_of('/') + 1);
}

std::string first_bytes(const Inode& inode, std::size_t count) {
  if (count == 0) return inode.durable;
  const auto differ = std::ranges::mismatch(inode.seen, inode.durable).in1;
  return inode.seen.substr(0, static_cast<std::size_t>(differ - inode.seen.begin()) + count);
}

// Every sector is the old one or the new one, or zeros where that had none yet.
std::string torn(const Inode& inode, SeededRandom& random) {
  const auto [least, most] = std::minmax({inode.seen.size(), inode.durable.size()});
  std::string bytes(least + random.below(most - least + 1), '\0');
  for (std::size_t at = 0; at < bytes.size(); at += kSector) {
    const std::string& from = random.one_in(2) ? inode.seen : inode.durable;
    const std::size_t end = std::min({at + kSector, bytes.size(), from.size()});
    if (at < end) bytes.replace(at, end - at, from, at, end - at);
  }
  return bytes;
}

}  // namespace

InodeRef Disk::find(const std::string& path) const {
  const auto file = seen_.find(path);
  return file == seen_.end() ? nullptr : file->second;
}

std::vector<std::string> Disk::files_in(const std::string& folder) const {
  std::vector<std::string> names;
  for (const auto& [path, inode] : seen_) {
    if (port::folder_of(path) == folder) names.push_back(name_of(path));
  }
  return names;
}

std::vector<std::string> Disk::folders_in(const std::string& folder) const {
  std::vector<std::string> names;
  for (const std::string& path : folders_) {
    const bool itself = path == folder;
    if (!itself && port::folder_of(path) == folder) names.push_back(name_of(path));
  }
  return names;
}

void Disk::put(const std::string& path, InodeRef inode) {
  seen_[path] = inode;
  changes_.push_back({.gone = {}, .come = path, .inode = std::move(inode)});
}

void Disk::rename(const std::string& from, const std::string& to) {
  const InodeRef inode = seen_.at(from);
  seen_.erase(from);
  seen_[to] = inode;
  changes_.push_back({.gone = from, .come = to, .inode = inode});
}

void Disk::remove(const std::string& path) {
  changes_.push_back({.gone = path, .come = {}, .inode = seen_.at(path)});
  seen_.erase(path);
}

void Disk::sync_names(const std::string& folder) {
  std::erase_if(durable_,
                [&](const auto& entry) { return port::folder_of(entry.first) == folder; });
  for (const auto& [path, inode] : seen_) {
    if (port::folder_of(path) == folder) durable_[path] = inode;
  }
  for (Change& change : changes_) {
    if (port::folder_of(change.gone) == folder) change.gone.clear();
    if (port::folder_of(change.come) == folder) change.come.clear();
  }
  std::erase_if(changes_, [](const Change& c) { return c.gone.empty() && c.come.empty(); });
}

void Disk::keep_names(std::size_t count) {
  changes_.resize(std::min(count, changes_.size()));
  for (const Change& change : changes_) {
    durable_.erase(change.gone);
    if (!change.come.empty()) durable_[change.come] = change.inode;
  }
}

void Disk::start_again() {
  seen_ = durable_;
  changes_.clear();
}

void Disk::cut_power(const Kept& kept) {
  keep_names(kept.names);
  for (const auto& [path, inode] : durable_) {
    inode->seen = first_bytes(*inode, kept.bytes);
    inode->sync();
  }
  start_again();
}

void Disk::cut_power_anywhere(std::uint64_t seed) {
  SeededRandom random(seed);
  keep_names(random.below(changes_.size() + 1));
  for (const auto& [path, inode] : durable_) {
    inode->seen = torn(*inode, random);
    inode->sync();
  }
  start_again();
}

}  // namespace wick::fake
