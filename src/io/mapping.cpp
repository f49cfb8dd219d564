#include "io/mapping.hpp"

#include <sys/mman.h>

#include <atomic>
#include <mutex>
#include <set>
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

class Mapping {
 public:
  Mapping(Pages pages, FaultGuard guard, std::string path)
      : pages_(std::move(pages)),
        guard_(std::move(guard)),
        path_(std::move(path)),
        last_(last_byte()) {}

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] bool lost() const { return last_byte() != last_ || guard_.cut(); }

 private:
  // Volatile, since the file may change below the compiler's feet.
  [[nodiscard]] std::byte last_byte() const {
    const volatile std::byte& last = pages_.bytes().back();
    return last;
  }

  Pages pages_;
  FaultGuard guard_;  // goes before the pages do
  std::string path_;
  std::byte last_;
};

// A small file costs less to read than to map. So does a day, as long as its memory is used again
// and again: many days that are held at once would each need new memory.
constexpr std::uint64_t kSmall = std::uint64_t{16} << 10U;
constexpr std::uint64_t kDay = std::uint64_t{256} << 10U;
constexpr std::uint64_t kReadMax = std::uint64_t{1} << 20U;  // and held at a time

using Sum = std::atomic<std::uint64_t>;

// Memory for a file that is read instead; the sum is over all that live.
class Buffer {
 public:
  Buffer(std::size_t size, std::shared_ptr<Sum> sum)
      : bytes_(std::make_unique_for_overwrite<std::byte[]>(size)),
        size_(size),
        sum_(std::move(sum)) {
    sum_->fetch_add(size_);
  }
  ~Buffer() { sum_->fetch_sub(size_); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  [[nodiscard]] std::span<std::byte> bytes() const { return {bytes_.get(), size_}; }

 private:
  std::unique_ptr<std::byte[]> bytes_;
  std::size_t size_;
  std::shared_ptr<Sum> sum_;
};

}  // namespace

class Mappings::Register {
 public:
  void add(const Mapping* mapping) {
    const std::lock_guard lock(mutex_);
    alive_.insert(mapping);
  }

  void remove(const Mapping* mapping) {
    const std::lock_guard lock(mutex_);
    note(*mapping);
    alive_.erase(mapping);
  }

  [[nodiscard]] bool better_read(std::uint64_t size) const {
    return size <= kSmall || (size <= kDay && size + read_->load() <= kReadMax);
  }
  [[nodiscard]] base::Result<port::Mapped> read(const ReadableFile& file,
                                                const std::string& path) const {
    const auto buffer = std::make_shared<const Buffer>(static_cast<std::size_t>(file.size), read_);
    const auto size = read_some(file, path, buffer->bytes());
    if (!size) return size.error();
    return port::Mapped{buffer->bytes().first(*size), buffer};
  }

  [[nodiscard]] std::optional<std::string> lost() {
    const std::lock_guard lock(mutex_);
    for (const Mapping* mapping : alive_) note(*mapping);
    return lost_;
  }

 private:
  void note(const Mapping& mapping) {
    if (!lost_ && mapping.lost()) lost_ = mapping.path();
  }

  std::mutex mutex_;
  std::set<const Mapping*> alive_;
  std::optional<std::string> lost_;
  std::shared_ptr<Sum> read_{std::make_shared<Sum>(0)};
};

Mappings::Mappings() : register_(std::make_shared<Register>()) {}

base::Result<port::Mapped> Mappings::map(const std::string& path) {
  const auto file = open_to_read(path);
  if (!file) return file.error();
  if (file->size == 0) return port::Mapped{};
  if (register_->better_read(file->size)) return register_->read(*file, path);
  const auto size = static_cast<std::size_t>(file->size);
  const int descriptor = file->descriptor.number();
  Pages pages(::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0), size);
  if (!pages.mapped()) return register_->read(*file, path);
  auto guard = FaultGuard::watch(pages.bytes());
  if (!guard) return register_->read(*file, path);

  const std::span<const std::byte> bytes = pages.bytes();
  auto mapping = std::make_unique<Mapping>(std::move(pages), std::move(*guard), path);
  register_->add(mapping.get());
  const auto forget = [remembered = register_](const Mapping* gone) {
    remembered->remove(gone);
    delete gone;
  };
  return port::Mapped{bytes, std::shared_ptr<const Mapping>(mapping.release(), forget)};
}

std::optional<std::string> Mappings::lost() const {
  return register_->lost();
}

}  // namespace wick::io
