// The file system of the machine.
#pragma once

#include "io/mapping.hpp"
#include "port/files.hpp"

namespace wick::io {

class PosixFiles final : public port::Files {
 public:
  base::Result<std::string> read(const std::string& path, std::size_t size_max) override;
  base::Result<void> read_into(const std::string& path, std::size_t size_max,
                               std::string& buffer) override;
  base::Result<port::Mapped> map(const std::string& path) override;
  // Of those that this object mapped.
  [[nodiscard]] std::optional<std::string> lost_mapping() const override;
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
  [[nodiscard]] base::Result<std::unique_ptr<Parts>> parts(const std::string& path) override;

 private:
  Mappings mappings_;
};

}  // namespace wick::io
