#include "io/posix_files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>

#include "io/descriptor.hpp"

namespace wick::io {
namespace {

core::UtcTime time_of(const timespec& time) {
  const auto whole = std::chrono::seconds{time.tv_sec};
  return core::UtcTime{whole +
                       std::chrono::floor<core::Micros>(std::chrono::nanoseconds{time.tv_nsec})};
}

enum class Entry { kFile, kFolder };

// A link is what it points at, and a file where it points at nothing.
Entry what_is(int folder, const dirent& entry) {
  if (entry.d_type == DT_DIR) return Entry::kFolder;
  if (entry.d_type != DT_UNKNOWN && entry.d_type != DT_LNK) return Entry::kFile;
  struct stat facts {};
  const bool known = ::fstatat(folder, std::data(entry.d_name), &facts, 0) == 0;
  return known && S_ISDIR(facts.st_mode) ? Entry::kFolder : Entry::kFile;
}

base::Result<std::vector<std::string>> names(const std::string& folder, Entry wanted) {
  const auto close_folder = [](DIR* open) { ::closedir(open); };
  const std::unique_ptr<DIR, decltype(close_folder)> open(::opendir(folder.c_str()), close_folder);
  if (!open) return failed(folder);
  std::vector<std::string> found;
  for (;;) {
    errno = 0;
    const dirent* entry = ::readdir(open.get());  // NOLINT(concurrency-mt-unsafe): a DIR of ours
    if (entry == nullptr) break;
    const std::string_view name = std::data(entry->d_name);
    if (name == "." || name == "..") continue;
    if (what_is(::dirfd(open.get()), *entry) == wanted) found.emplace_back(name);
  }
  if (errno != 0) return failed(folder);
  std::ranges::sort(found);
  return found;
}

// Every write goes to the end, also after the file was cut.
base::Result<port::Files::Handle> open_to_write(const std::string& path, int how) {
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY | how, 0666);
  if (file < 0) return failed(path);
  return file;
}

// A forked child inherits the descriptor and with it the lock; so whoever took it lets go of it by
// name, and nobody else does.
class HeldLock {
 public:
  explicit HeldLock(Descriptor file) : file_(std::move(file)), holder_(::getpid()) {}
  ~HeldLock() {
    if (file_.open() && ::getpid() == holder_) ::flock(file_.number(), LOCK_UN);
  }
  HeldLock(const HeldLock&) = delete;
  HeldLock& operator=(const HeldLock&) = delete;

 private:
  Descriptor file_;
  pid_t holder_;
};

// Locks on ranges of a file that belong to the opened file and not to the process, so that two
// holders in one process keep each other out as well.
class HeldParts final : public port::Files::Parts {
 public:
  explicit HeldParts(Descriptor file) : file_(std::move(file)), holder_(::getpid()) {}
  ~HeldParts() override {
    if (::getpid() == holder_) (void)set(F_UNLCK, 0, 0);
  }
  HeldParts(const HeldParts&) = delete;
  HeldParts& operator=(const HeldParts&) = delete;

  [[nodiscard]] bool take(std::uint64_t first, std::uint64_t count) override {
    return set(F_WRLCK, first, count);
  }

 private:
  [[nodiscard]] bool set(short kind, std::uint64_t first, std::uint64_t count) const {
    struct flock range {};
    range.l_type = kind;
    range.l_whence = SEEK_SET;
    range.l_start = static_cast<off_t>(first);
    range.l_len = static_cast<off_t>(count);
#ifdef F_OFD_SETLK
    return ::fcntl(file_.number(), F_OFD_SETLK, &range) == 0;
#else
    return true;  // this system has no such locks: the same may then be fetched twice
#endif
  }

  Descriptor file_;
  pid_t holder_;
};

bool locked(const Descriptor& file, int how) {
  int done = 0;
  do {
    done = ::flock(file.number(), how);
  } while (done != 0 && errno == EINTR);
  return done == 0;
}

// Outermost first. What was made is told, also where the rest cannot be.
base::Result<void> make_missing(const std::string& folder, std::vector<std::string>& made) {
  int done = ::mkdir(folder.c_str(), 0777);
  if (done != 0 && errno == ENOENT) {
    if (auto above = make_missing(port::folder_of(folder), made); !above) return above;
    done = ::mkdir(folder.c_str(), 0777);
  }
  if (done == 0) {
    made.push_back(folder);
    return {};
  }
  struct stat facts {};
  if (errno == EEXIST && ::stat(folder.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode)) return {};
  return failed(folder);
}

Descriptor open_to_lock(const std::string& path) {
  return Descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666));
}

// While we waited the file may have been removed or replaced; then others lock another one.
bool is_still(const Descriptor& file, const std::string& path) {
  struct stat ours {};
  struct stat named {};
  return ::fstat(file.number(), &ours) == 0 && ::stat(path.c_str(), &named) == 0 &&
         ours.st_dev == named.st_dev && ours.st_ino == named.st_ino;
}

}  // namespace

base::Result<std::string> PosixFiles::read(const std::string& path, std::size_t size_max) {
  std::string bytes;
  if (auto done = read_into(path, size_max, bytes); !done) return done.error();
  return bytes;
}

base::Result<void> PosixFiles::read_into(const std::string& path, std::size_t size_max,
                                         std::string& buffer) {
  const auto file = open_to_read(path);
  if (!file) return file.error();
  if (file->state.size > size_max) {
    return base::Error{base::ErrorKind::kCorrupt, path + ": larger than allowed"};
  }
  return read_whole(*file, path, buffer);
}

base::Result<port::Mapped> PosixFiles::map(const std::string& path) {
  return mappings_.map(path);
}

std::optional<std::string> PosixFiles::lost_mapping() const {
  return mappings_.lost();
}

base::Result<port::FileFacts> PosixFiles::facts(const std::string& path) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) return failed(path);
  const core::UtcTime modified = time_of(facts.st_mtim);
  return port::FileFacts{.size = static_cast<std::uint64_t>(facts.st_size),
                         .modified = modified,
                         .used = std::max(modified, time_of(facts.st_atim))};
}

base::Result<std::vector<std::string>> PosixFiles::list(const std::string& folder) {
  return names(folder, Entry::kFile);
}

base::Result<std::vector<std::string>> PosixFiles::list_folders(const std::string& folder) {
  return names(folder, Entry::kFolder);
}

base::Result<PosixFiles::Handle> PosixFiles::create(const std::string& path) {
  return open_to_write(path, O_CREAT | O_EXCL);
}

base::Result<PosixFiles::Handle> PosixFiles::append(const std::string& path) {
  return open_to_write(path, O_CREAT);
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

base::Result<void> PosixFiles::truncate(Handle file, std::uint64_t size) {
  if (::ftruncate(file, static_cast<off_t>(size)) != 0) return failed("truncating");
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
  if (!open.open()) return failed(folder);
  // EINVAL: this file system has no such thing, and nothing better to offer.
  if (::fsync(open.number()) != 0 && errno != EINVAL) return failed(folder);
  return {};
}

// All are made before the first is synced: one journal of the file system then has them all.
base::Result<void> PosixFiles::make_folders(const std::string& folder) {
  std::vector<std::string> made;
  base::Result<void> done = make_missing(folder, made);
  for (const std::string& one : made) {
    const auto synced = sync_folder(port::folder_of(one));
    if (done && !synced) done = synced;
  }
  return done;
}

base::Result<PosixFiles::Lock> PosixFiles::lock(const std::string& path) {
  for (;;) {
    Descriptor file = open_to_lock(path);
    if (!file.open() || !locked(file, LOCK_EX)) return failed(path);
    if (is_still(file, path)) return Lock(std::make_shared<const HeldLock>(std::move(file)));
  }
}

base::Result<std::optional<PosixFiles::Lock>> PosixFiles::try_lock(const std::string& path) {
  for (;;) {
    Descriptor file = open_to_lock(path);
    if (!file.open()) return failed(path);
    if (!locked(file, LOCK_EX | LOCK_NB)) {
      if (errno == EWOULDBLOCK) return std::optional<Lock>();
      return failed(path);
    }
    if (is_still(file, path)) {
      return std::optional<Lock>(std::make_shared<const HeldLock>(std::move(file)));
    }
  }
}

base::Result<std::unique_ptr<PosixFiles::Parts>> PosixFiles::parts(const std::string& path) {
  Descriptor file = open_to_lock(path);
  if (!file.open()) return failed(path);
  return std::unique_ptr<Parts>(std::make_unique<HeldParts>(std::move(file)));
}

}  // namespace wick::io
