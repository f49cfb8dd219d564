#include "io/descriptor.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace wick::io {
namespace {

base::ErrorKind kind_of(int reason) {
  switch (reason) {
    case ENOENT:
    case ENOTDIR:
      return base::ErrorKind::kUnsupported;
    case EACCES:
    case EPERM:
    case EROFS:
      return base::ErrorKind::kUnauthorized;
    case EISDIR:
    case ENAMETOOLONG:
    case ELOOP:
      return base::ErrorKind::kInvalid;
    default:
      return base::ErrorKind::kUnavailable;
  }
}

FileState state_of(const struct stat& facts) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  return {.device = facts.st_dev,
          .number = facts.st_ino,
          .size = static_cast<std::uint64_t>(facts.st_size),
          .changed = facts.st_ctim.tv_sec * kSecond + facts.st_ctim.tv_nsec};
}

}  // namespace

Descriptor::~Descriptor() {
  if (open()) ::close(number_);
}

std::optional<FileState> state_of(const std::string& path) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) return std::nullopt;
  return state_of(facts);
}

base::Result<ReadableFile> open_to_read(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat facts {};
  if (!file.open() || ::fstat(file.number(), &facts) != 0) return failed(path);
  if (!S_ISREG(facts.st_mode)) {
    return base::Error{base::ErrorKind::kInvalid, path + ": not a regular file"};
  }
  return ReadableFile{std::move(file), state_of(facts)};
}

base::Result<std::size_t> read_some(const ReadableFile& file, const std::string& path,
                                    std::span<std::byte> room) {
  std::size_t done = 0;
  while (done < room.size()) {
    const auto rest = room.subspan(done);
    const ssize_t got = ::read(file.descriptor.number(), rest.data(), rest.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed(path);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

base::Result<void> read_whole(const ReadableFile& file, const std::string& path,
                              std::string& buffer) {
  buffer.resize(static_cast<std::size_t>(file.state.size));
  const auto size = read_some(file, path, std::as_writable_bytes(std::span(buffer)));
  if (!size) return size.error();
  buffer.resize(*size);
  return {};
}

base::Error failed(const std::string& what) {
  const int reason = errno;
  return {kind_of(reason), what + ": " + std::generic_category().message(reason)};
}

}  // namespace wick::io
