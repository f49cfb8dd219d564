// A file system in memory that can lose power, fill up, go away, and be killed at any call.
//
// It promises what the real one promises and nothing more: see fake::Disk for what a power cut
// leaves. One thread. Waiting for a lock that is held would be for ever here: a mistake of ours.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "fake/disk.hpp"
#include "port/files.hpp"

namespace wick::fake {

class Files final : public port::Files {
 public:
  Files();
  ~Files() override;
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;

  base::Result<std::string> read(const std::string& path, std::size_t size_max) override;
  base::Result<void> read_into(const std::string& path, std::size_t size_max,
                               std::string& buffer) override;
  base::Result<port::Mapped> map(const std::string& path) override;
  [[nodiscard]] std::optional<std::string> lost_mapping() const override { return lost_; }
  base::Result<port::FileFacts> facts(const std::string& path) override;
  base::Result<std::vector<std::string>> list(const std::string& folder) override;
  base::Result<std::vector<std::string>> list_folders(const std::string& folder) override;

  base::Result<Handle> create(const std::string& path) override;
  base::Result<Handle> append(const std::string& path) override;
  base::Result<void> write(Handle file, std::string_view bytes) override;
  base::Result<void> truncate(Handle file, std::uint64_t size) override;
  base::Result<void> sync(Handle file) override;
  void close(Handle file) override;
  base::Result<void> rename(const std::string& from, const std::string& to) override;
  base::Result<void> remove(const std::string& path) override;
  base::Result<void> sync_folder(const std::string& folder) override;
  base::Result<void> make_folders(const std::string& folder) override;
  base::Result<Lock> lock(const std::string& path) override;
  base::Result<std::optional<Lock>> try_lock(const std::string& path) override;
  base::Result<std::unique_ptr<Parts>> parts(const std::string& path) override;

  // The program ends and starts again: open files, mappings and locks are gone, nothing else.
  void restart();
  // The same, and what was not synced is lost, except for what is `kept`.
  void cut_power(const Kept& kept = {});
  void cut_power_anywhere(std::uint64_t seed);  // what is kept, the seed decides
  [[nodiscard]] std::size_t unsynced_names() const { return disk_.unsynced_names(); }

  // The n-th write-side call from now fails, and all after it: the program was killed there.
  void kill_at(std::uint64_t call) { calls_left_ = call; }
  [[nodiscard]] std::uint64_t write_calls() const { return write_calls_; }
  [[nodiscard]] std::uint64_t read_calls() const { return read_calls_; }

  enum class Health { kGood, kFull, kReadOnly, kGone };
  void set_health(Health health) { health_ = health; }
  void fill_disk() { set_health(Health::kFull); }
  void make_room() { set_health(Health::kGood); }
  void fail_reads(const std::string& path) { unreadable_.insert(path); }
  void heal_reads(const std::string& path) { unreadable_.erase(path); }

  // What others do to a file, on the platter as well. It is there, and large enough.
  void flip_bit(const std::string& path, std::uint64_t bit);
  void cut(const std::string& path, std::uint64_t size);

  void set_time(core::UtcTime now) { now_ = now; }  // for facts()

 private:
  class HeldParts;
  class PartsOfOne;
  struct Mapping {
    std::string path;
    InodeRef inode;
    std::weak_ptr<std::string> bytes;
  };

  [[nodiscard]] base::Result<void> write_call();
  [[nodiscard]] base::Result<void> read_call(const std::string& path);
  [[nodiscard]] base::Result<InodeRef> readable(const std::string& path);
  [[nodiscard]] base::Result<void> room_for(const std::string& path) const;
  [[nodiscard]] InodeRef made(const std::string& path);
  [[nodiscard]] Handle opened(InodeRef inode);
  [[nodiscard]] Inode& changed(Handle file);
  void resize(Inode& inode, std::uint64_t size);

  Disk disk_;
  std::map<Handle, InodeRef> open_;
  std::map<InodeRef, std::weak_ptr<const void>> locks_;
  std::map<InodeRef, std::shared_ptr<HeldParts>> parts_;
  std::vector<Mapping> mappings_;
  std::optional<std::string> lost_;
  std::set<std::string> unreadable_;
  core::UtcTime now_{};
  Handle next_handle_{3};
  std::uint64_t calls_left_{UINT64_MAX};
  std::uint64_t write_calls_{0};
  std::uint64_t read_calls_{0};
  Health health_{Health::kGood};
};

}  // namespace wick::fake
