#include "io/posix_files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace wick::io {
namespace {

base::Error failed(const std::string& path) {
  const int reason = errno;
  std::string what = path + ": " + std::generic_category().message(reason);
  switch (reason) {
    case ENOENT:
    case ENOTDIR:
      return {base::ErrorKind::kUnsupported, std::move(what)};
    case EACCES:
    case EPERM:
    case EROFS:
      return {base::ErrorKind::kUnauthorized, std::move(what)};
    default:
      return {base::ErrorKind::kUnavailable, std::move(what)};
  }
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool open() const { return number_ >= 0; }

 private:
  int number_;
};

// Until `size` bytes or the end of the file; what a signal interrupts is continued.
ssize_t read_fully(int file, char* to, std::size_t size) {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got = ::read(file, to + done, size - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -1;
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return static_cast<ssize_t>(done);
}

}  // namespace

base::Result<std::string> PosixFiles::read(const std::string& path, std::size_t size_max) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat facts {};
  if (!file.open() || ::fstat(file.number(), &facts) != 0) return failed(path);
  if (static_cast<std::uint64_t>(facts.st_size) > size_max) {
    return base::Error{base::ErrorKind::kCorrupt, path + ": larger than allowed"};
  }
  std::string bytes(static_cast<std::size_t>(facts.st_size), '\0');
  const ssize_t got = read_fully(file.number(), bytes.data(), bytes.size());
  if (got < 0) return failed(path);
  bytes.resize(static_cast<std::size_t>(got));
  return bytes;
}

base::Result<std::vector<std::string>> PosixFiles::list(const std::string& folder) {
  const auto close_folder = [](DIR* open) { ::closedir(open); };
  const std::unique_ptr<DIR, decltype(close_folder)> open(::opendir(folder.c_str()), close_folder);
  if (!open) return failed(folder);
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(open.get())) {
    if (entry->d_type != DT_DIR) names.emplace_back(entry->d_name);
  }
  std::ranges::sort(names);
  return names;
}

base::Result<PosixFiles::Handle> PosixFiles::create(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0) return failed(path);
  return file;
}

base::Result<void> PosixFiles::write(Handle file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(file, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return failed("writing");
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return {};
}

base::Result<void> PosixFiles::sync(Handle file) {
  if (::fsync(file) != 0) return failed("syncing");
  return {};
}

void PosixFiles::close(Handle file) {
  ::close(file);
}

base::Result<void> PosixFiles::rename(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return failed(to);
  return {};
}

base::Result<void> PosixFiles::remove(const std::string& path) {
  if (::unlink(path.c_str()) != 0) return failed(path);
  return {};
}

base::Result<void> PosixFiles::sync_folder(const std::string& folder) {
  const Descriptor open(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!open.open() || ::fsync(open.number()) != 0) return failed(folder);
  return {};
}

base::Result<void> PosixFiles::make_folders(const std::string& folder) {
  if (::mkdir(folder.c_str(), 0777) == 0) return {};
  if (errno == ENOENT) {
    if (auto above = make_folders(port::folder_of(folder)); !above) return above;
    if (::mkdir(folder.c_str(), 0777) == 0) return {};
  }
  struct stat facts {};
  if (errno == EEXIST && ::stat(folder.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode)) return {};
  return failed(folder);
}

}  // namespace wick::io
