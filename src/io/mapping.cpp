#include "io/mapping.hpp"

#include <sys/mman.h>

#include <chrono>
#include <iterator>
#include <list>
#include <mutex>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "io/descriptor.hpp"
#include "io/fault_guard.hpp"

namespace wick::io {
namespace {

// Address space of ours, given back at the end.
class Pages {
 public:
  Pages(void* begin, std::size_t size) : begin_(begin), size_(size) {}
  ~Pages() {
    if (begin_ != MAP_FAILED) ::munmap(begin_, size_);
  }
  Pages(Pages&& other) noexcept
      : begin_(std::exchange(other.begin_, MAP_FAILED)), size_(other.size_) {}
  Pages& operator=(Pages&&) = delete;

  [[nodiscard]] bool mapped() const { return begin_ != MAP_FAILED; }
  [[nodiscard]] std::span<const std::byte> bytes() const {
    return {static_cast<const std::byte*>(begin_), size_};
  }

 private:
  void* begin_;
  std::size_t size_;
};

// A file's pages. Once cut they are no more what the file has, whatever becomes of it.
class Mapping {
 public:
  Mapping(Pages pages, FaultGuard guard) : pages_(std::move(pages)), guard_(std::move(guard)) {}

  [[nodiscard]] std::span<const std::byte> bytes() const { return pages_.bytes(); }
  [[nodiscard]] bool cut() const { return guard_.cut(); }
  // Volatile, since the file may change below the compiler's feet.
  [[nodiscard]] std::byte last_byte() const {
    const volatile std::byte& last = pages_.bytes().back();
    return last;
  }

 private:
  Pages pages_;
  FaultGuard guard_;  // goes before the pages do
};

// One who looks at a mapping, for as long as he does.
class Look {
 public:
  Look(std::shared_ptr<const Mapping> mapping, std::string path)
      : mapping_(std::move(mapping)), path_(std::move(path)), last_(mapping_->last_byte()) {}

  [[nodiscard]] std::span<const std::byte> bytes() const { return mapping_->bytes(); }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] bool lost() const { return mapping_->last_byte() != last_ || mapping_->cut(); }

 private:
  std::shared_ptr<const Mapping> mapping_;
  std::string path_;
  std::byte last_;
};

// The mappings that were asked for last, by the names of their files.
class Kept {
 public:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] std::shared_ptr<const Mapping> find(const std::string& path) {
    const auto known = by_path_.find(path);
    if (known == by_path_.end()) return nullptr;
    const Entry& entry = *known->second;
    const bool good = !entry.mapping->cut() && Clock::now() - entry.since < kAgeMax;
    if (!good || state_of(path) != entry.state) {
      erase(known->second);
      return nullptr;
    }
    entries_.splice(entries_.begin(), entries_, known->second);
    return entry.mapping;
  }

  void add(const std::string& path, const FileState& state,
           std::shared_ptr<const Mapping> mapping) {
    if (state.size > Mappings::kKeptBytesMax) return;
    if (const auto known = by_path_.find(path); known != by_path_.end()) erase(known->second);
    entries_.push_front({path, state, std::move(mapping), Clock::now()});
    by_path_.emplace(entries_.front().path, entries_.begin());
    bytes_ += state.size;
    while (bytes_ > Mappings::kKeptBytesMax || entries_.size() > Mappings::kKeptMax) {
      erase(std::prev(entries_.end()));
    }
  }

  void clear() {
    by_path_.clear();
    entries_.clear();
    bytes_ = 0;
  }

 private:
  // By mapping it anew a file counts as used; the system notes that once a day.
  static constexpr Clock::duration kAgeMax = std::chrono::hours{1};

  struct Entry {
    std::string path;
    FileState state;
    std::shared_ptr<const Mapping> mapping;
    Clock::time_point since;
  };
  using Place = std::list<Entry>::iterator;

  void erase(Place place) {
    bytes_ -= place->state.size;
    by_path_.erase(place->path);
    entries_.erase(place);
  }

  std::list<Entry> entries_;  // the last asked for comes first
  std::unordered_map<std::string_view, Place> by_path_;
  std::uint64_t bytes_{0};
};

// What is smaller costs less to read than to map.
constexpr std::uint64_t kSmall = std::uint64_t{16} << 10U;

base::Result<port::Mapped> read(const ReadableFile& file, const std::string& path) {
  const auto size = static_cast<std::size_t>(file.state.size);
  const auto buffer =
      std::make_shared_for_overwrite<std::byte[]>(size);  // NOLINT: as large as it is
  const auto done = read_some(file, path, {buffer.get(), size});
  if (!done) return done.error();
  return port::Mapped{{buffer.get(), *done}, buffer};
}

// Nothing where no more can be mapped or watched.
std::shared_ptr<const Mapping> mapping_of(const ReadableFile& file) {
  const auto size = static_cast<std::size_t>(file.state.size);
  const int descriptor = file.descriptor.number();
  Pages pages(::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0), size);
  if (!pages.mapped()) return nullptr;
  auto guard = FaultGuard::watch(pages.bytes());
  if (!guard) return nullptr;
  return std::make_shared<const Mapping>(std::move(pages), *std::move(guard));
}

}  // namespace

class Mappings::Register {
 public:
  [[nodiscard]] std::shared_ptr<const Mapping> kept(const std::string& path) {
    const std::lock_guard lock(mutex_);
    return kept_.find(path);
  }
  void keep(const std::string& path, const FileState& state,
            std::shared_ptr<const Mapping> mapping) {
    const std::lock_guard lock(mutex_);
    kept_.add(path, state, std::move(mapping));
  }
  void keep_nothing() {
    const std::lock_guard lock(mutex_);
    kept_.clear();
  }

  void add(const Look* look) {
    const std::lock_guard lock(mutex_);
    looks_.insert(look);
  }
  void remove(const Look* look) {
    const std::lock_guard lock(mutex_);
    note(*look);
    looks_.erase(look);
  }
  [[nodiscard]] std::optional<std::string> lost() {
    const std::lock_guard lock(mutex_);
    for (const Look* look : looks_) note(*look);
    return lost_;
  }

 private:
  void note(const Look& look) {
    if (!lost_ && look.lost()) lost_ = look.path();
  }

  std::mutex mutex_;
  Kept kept_;
  std::set<const Look*> looks_;
  std::optional<std::string> lost_;
};

Mappings::Mappings() : register_(std::make_shared<Register>()) {}

Mappings::~Mappings() {
  register_->keep_nothing();
}

base::Result<port::Mapped> Mappings::map(const std::string& path) {
  std::shared_ptr<const Mapping> mapping = register_->kept(path);
  if (mapping == nullptr) {
    const auto file = open_to_read(path);
    if (!file) return file.error();
    if (file->state.size == 0) return port::Mapped{};
    if (file->state.size > kSmall) mapping = mapping_of(*file);
    if (mapping == nullptr) return read(*file, path);
    register_->keep(path, file->state, mapping);
  }
  auto look = std::make_unique<const Look>(std::move(mapping), path);
  register_->add(look.get());
  const std::span<const std::byte> bytes = look->bytes();
  const auto forget = [remembered = register_](const Look* gone) {
    remembered->remove(gone);
    delete gone;
  };
  return port::Mapped{bytes, std::shared_ptr<const Look>(look.release(), forget)};
}

std::optional<std::string> Mappings::lost() const {
  return register_->lost();
}

}  // namespace wick::io
