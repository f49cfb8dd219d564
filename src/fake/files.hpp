// A file system in memory that can lose power.
//
// It keeps two states: what running programs see, and what is on the platter. write() changes the
// first alone; sync() carries a file's bytes over, sync_folder() the names in a folder. cut_power()
// goes back to the platter, which is how a test learns what was never made durable.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "port/files.hpp"

namespace wick::fake {

class Files final : public port::Files {
 public:
  base::Result<std::string> read(const std::string& path, std::size_t size_max) override;
  base::Result<std::vector<std::string>> list(const std::string& folder) override;
  base::Result<Handle> create(const std::string& path) override;
  base::Result<void> write(Handle file, std::string_view bytes) override;
  base::Result<void> sync(Handle file) override;
  void close(Handle file) override;
  base::Result<void> rename(const std::string& from, const std::string& to) override;
  base::Result<void> remove(const std::string& path) override;
  base::Result<void> sync_folder(const std::string& folder) override;
  base::Result<void> make_folders(const std::string& folder) override;

  void cut_power();
  // The n-th write-side call from now fails, and all after it: the program was killed there.
  void kill_at(std::uint64_t call) { calls_left_ = call; }
  [[nodiscard]] std::uint64_t write_calls() const { return write_calls_; }
  void fill_disk() { disk_full_ = true; }
  void make_room() { disk_full_ = false; }

 private:
  struct Inode {
    std::string seen;
    std::string durable;
  };
  using Names = std::map<std::string, std::shared_ptr<Inode>>;

  [[nodiscard]] base::Result<void> write_call();

  Names seen_;
  Names durable_;
  std::set<std::string> folders_{".", "/"};
  std::map<Handle, std::shared_ptr<Inode>> open_;
  Handle next_handle_{3};
  std::uint64_t calls_left_{UINT64_MAX};
  std::uint64_t write_calls_{0};
  bool disk_full_{false};
};

}  // namespace wick::fake
