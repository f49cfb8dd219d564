#include "fake/files.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace wick::fake {
namespace {

base::Error unavailable(const std::string& what) {
  return {base::ErrorKind::kUnavailable, what};
}
base::Error absent(const std::string& path) {
  return {base::ErrorKind::kUnsupported, path + ": no such file or folder"};
}
base::Error not_a_file(const std::string& path) {
  return {base::ErrorKind::kInvalid, path + ": not a regular file"};
}

}  // namespace

base::Result<void> Files::write_call() {
  ++write_calls_;
  if (calls_left_ == 0) return unavailable("killed here");
  --calls_left_;
  if (health_ == Health::kGone) return unavailable("input/output error");
  if (health_ == Health::kReadOnly) {
    return base::Error{base::ErrorKind::kUnauthorized, "read-only file system"};
  }
  return {};
}

base::Result<void> Files::read_call(const std::string& path) {
  ++read_calls_;
  const bool broken = health_ == Health::kGone || unreadable_.contains(path);
  if (broken) return unavailable(path + ": input/output error");
  return {};
}

base::Result<InodeRef> Files::readable(const std::string& path) {
  if (auto done = read_call(path); !done) return done.error();
  if (disk_.has_folder(path)) return not_a_file(path);
  auto inode = disk_.find(path);
  if (inode == nullptr) return absent(path);
  return inode;
}

base::Result<std::string> Files::read(const std::string& path, std::size_t size_max) {
  std::string bytes;
  if (auto done = read_into(path, size_max, bytes); !done) return done.error();
  return bytes;
}

base::Result<void> Files::read_into(const std::string& path, std::size_t size_max,
                                    std::string& buffer) {
  const auto file = readable(path);
  if (!file) return file.error();
  if ((*file)->seen.size() > size_max) {
    return base::Error{base::ErrorKind::kCorrupt, path + ": larger than allowed"};
  }
  (*file)->used = now_;
  buffer = (*file)->seen;
  return {};
}

base::Result<port::Mapped> Files::map(const std::string& path) {
  const auto file = readable(path);
  if (!file) return file.error();
  (*file)->used = now_;
  const auto bytes = std::make_shared<std::string>((*file)->seen);
  std::erase_if(mappings_, [](const Mapping& mapping) { return mapping.bytes.expired(); });
  mappings_.push_back({.path = path, .inode = *file, .bytes = bytes});
  return port::Mapped{std::as_bytes(std::span(*bytes)), bytes};
}

base::Result<port::FileFacts> Files::facts(const std::string& path) {
  if (disk_.has_folder(path)) {
    if (auto done = read_call(path); !done) return done.error();
    return port::FileFacts{};
  }
  const auto file = readable(path);
  if (!file) return file.error();
  const Inode& inode = **file;
  return port::FileFacts{.size = inode.seen.size(),
                         .modified = inode.modified,
                         .used = std::max(inode.used, inode.modified)};
}

base::Result<std::vector<std::string>> Files::list(const std::string& folder) {
  if (auto done = read_call(folder); !done) return done.error();
  if (!disk_.has_folder(folder)) return absent(folder);
  return disk_.files_in(folder);
}

base::Result<std::vector<std::string>> Files::list_folders(const std::string& folder) {
  if (auto done = read_call(folder); !done) return done.error();
  if (!disk_.has_folder(folder)) return absent(folder);
  return disk_.folders_in(folder);
}

base::Result<void> Files::room_for(const std::string& path) const {
  const std::string folder = port::folder_of(path);
  if (!disk_.has_folder(folder)) return absent(folder);
  if (disk_.has_folder(path)) return not_a_file(path);
  return {};
}

InodeRef Files::made(const std::string& path) {
  auto inode = std::make_shared<Inode>();
  inode->modified = now_;
  disk_.put(path, inode);
  return inode;
}

Files::Handle Files::opened(InodeRef inode) {
  open_[next_handle_] = std::move(inode);
  return next_handle_++;
}

Inode& Files::changed(Handle file) {
  Inode& inode = *open_.at(file);
  inode.modified = now_;
  return inode;
}

base::Result<Files::Handle> Files::create(const std::string& path) {
  if (auto alive = write_call(); !alive) return alive.error();
  if (disk_.find(path) != nullptr || disk_.has_folder(path)) {
    return unavailable(path + ": file exists");
  }
  if (auto room = room_for(path); !room) return room.error();
  return opened(made(path));
}

base::Result<Files::Handle> Files::append(const std::string& path) {
  if (auto alive = write_call(); !alive) return alive.error();
  if (auto room = room_for(path); !room) return room.error();
  const InodeRef inode = disk_.find(path);
  return opened(inode != nullptr ? inode : made(path));
}

base::Result<void> Files::write(Handle file, std::string_view bytes) {
  WICK_CHECK(open_.contains(file));
  if (auto alive = write_call(); !alive) return alive;
  if (health_ == Health::kFull) {
    changed(file).seen += bytes.substr(0, bytes.size() / 2);  // as much as still fitted
    return unavailable("no space left on device");
  }
  changed(file).seen += bytes;
  return {};
}

base::Result<void> Files::truncate(Handle file, std::uint64_t size) {
  WICK_CHECK(open_.contains(file));
  if (auto alive = write_call(); !alive) return alive;
  resize(changed(file), size);
  return {};
}

base::Result<void> Files::sync(Handle file) {
  WICK_CHECK(open_.contains(file));
  if (auto alive = write_call(); !alive) return alive;
  open_.at(file)->sync();
  return {};
}

void Files::close(Handle file) {
  WICK_CHECK(open_.erase(file) == 1);
}

base::Result<void> Files::rename(const std::string& from, const std::string& to) {
  if (auto alive = write_call(); !alive) return alive;
  if (disk_.find(from) == nullptr) return absent(from);
  if (auto room = room_for(to); !room) return room;
  disk_.rename(from, to);
  return {};
}

base::Result<void> Files::remove(const std::string& path) {
  if (auto alive = write_call(); !alive) return alive;
  if (disk_.has_folder(path)) return not_a_file(path);
  if (disk_.find(path) == nullptr) return absent(path);
  disk_.remove(path);
  return {};
}

base::Result<void> Files::sync_folder(const std::string& folder) {
  if (auto alive = write_call(); !alive) return alive;
  if (!disk_.has_folder(folder)) return absent(folder);
  disk_.sync_names(folder);
  return {};
}

base::Result<void> Files::make_folders(const std::string& folder) {
  if (auto alive = write_call(); !alive) return alive;
  for (std::string path = folder; !disk_.has_folder(path); path = port::folder_of(path)) {
    if (disk_.find(path) != nullptr) return unavailable(path + ": file exists");
  }
  for (std::string path = folder; !disk_.has_folder(path); path = port::folder_of(path)) {
    disk_.make_folder(path);
  }
  return {};
}

base::Result<Files::Lock> Files::lock(const std::string& path) {
  auto lock = try_lock(path);
  if (!lock) return lock.error();
  const bool expired = lock->has_value();
  WICK_CHECK(expired);
  return **lock;
}

base::Result<std::optional<Files::Lock>> Files::try_lock(const std::string& path) {
  if (auto alive = write_call(); !alive) return alive.error();
  if (auto room = room_for(path); !room) return room.error();
  InodeRef inode = disk_.find(path);
  if (inode == nullptr) inode = made(path);
  std::weak_ptr<const void>& holder = locks_[inode];
  if (!holder.expired()) return std::optional<Lock>();
  Lock lock = std::make_shared<const int>();
  holder = lock;
  return std::optional(std::move(lock));
}

// Which parts of one file are held, and by whom.
class Files::HeldParts {
 public:
  [[nodiscard]] bool take(const void* holder, std::uint64_t first, std::uint64_t count) {
    for (const Range& range : held_) {
      const bool apart = range.first + range.count <= first || first + count <= range.first;
      if (!apart && range.holder != holder) return false;
    }
    held_.push_back({holder, first, count});
    return true;
  }
  void release(const void* holder) {
    std::erase_if(held_, [&](const Range& range) { return range.holder == holder; });
  }

 private:
  struct Range {
    const void* holder{};
    std::uint64_t first{};
    std::uint64_t count{};
  };
  std::vector<Range> held_;
};

class Files::PartsOfOne final : public port::Files::Parts {
 public:
  explicit PartsOfOne(std::shared_ptr<HeldParts> all) : all_(std::move(all)) {}
  ~PartsOfOne() override { all_->release(this); }
  PartsOfOne(const PartsOfOne&) = delete;
  PartsOfOne& operator=(const PartsOfOne&) = delete;

  [[nodiscard]] bool take(std::uint64_t first, std::uint64_t count) override {
    return all_->take(this, first, count);
  }

 private:
  std::shared_ptr<HeldParts> all_;
};

Files::Files() = default;
Files::~Files() = default;

base::Result<std::unique_ptr<port::Files::Parts>> Files::parts(const std::string& path) {
  if (auto alive = write_call(); !alive) return alive.error();
  if (auto room = room_for(path); !room) return room.error();
  InodeRef inode = disk_.find(path);
  if (inode == nullptr) inode = made(path);
  std::shared_ptr<HeldParts>& all = parts_[inode];
  if (all == nullptr) all = std::make_shared<HeldParts>();
  return std::unique_ptr<Parts>(std::make_unique<PartsOfOne>(all));
}

void Files::restart() {
  parts_.clear();
  open_.clear();
  locks_.clear();
  mappings_.clear();
  lost_.reset();
  calls_left_ = UINT64_MAX;
}

void Files::cut_power(const Kept& kept) {
  disk_.cut_power(kept);
  restart();
}

void Files::cut_power_anywhere(std::uint64_t seed) {
  disk_.cut_power_anywhere(seed);
  restart();
}

void Files::flip_bit(const std::string& path, std::uint64_t bit) {
  const InodeRef inode = disk_.find(path);
  WICK_CHECK(inode != nullptr && bit / 8 < inode->seen.size());
  const auto flip = [bit](std::string& bytes) {
    if (bit / 8 >= bytes.size()) return;
    char& byte = bytes[bit / 8];
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << bit % 8));
  };
  flip(inode->seen);
  flip(inode->durable);
}

void Files::cut(const std::string& path, std::uint64_t size) {
  const InodeRef inode = disk_.find(path);
  WICK_CHECK(inode != nullptr && size <= inode->seen.size());
  resize(*inode, size);
  inode->durable.resize(std::min<std::size_t>(inode->durable.size(), size));
}

void Files::resize(Inode& inode, std::uint64_t size) {
  inode.seen.resize(size);
  for (const Mapping& mapping : mappings_) {
    const auto bytes = mapping.bytes.lock();
    if (bytes == nullptr || mapping.inode.get() != &inode || bytes->size() <= size) continue;
    std::fill(bytes->begin() + static_cast<std::ptrdiff_t>(size), bytes->end(), '\0');
    if (!lost_) lost_ = mapping.path;
  }
}

}  // namespace wick::fake
