#include "io/mapping.hpp"

#include <sys/mman.h>

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

base::Result<port::Mapped> read_instead(const ReadableFile& file, const std::string& path) {
  auto bytes = std::make_shared<std::string>();
  if (auto done = read_whole(file, path, *bytes); !done) return done.error();
  return port::Mapped{std::as_bytes(std::span(*bytes)), bytes};
}

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
};

Mappings::Mappings() : register_(std::make_shared<Register>()) {}

base::Result<port::Mapped> Mappings::map(const std::string& path) {
  const auto file = open_to_read(path);
  if (!file) return file.error();
  if (file->size == 0) return port::Mapped{};
  const auto size = static_cast<std::size_t>(file->size);
  const int descriptor = file->descriptor.number();
  Pages pages(::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0), size);
  if (!pages.mapped()) return read_instead(*file, path);
  auto guard = FaultGuard::watch(pages.bytes());
  if (!guard) return read_instead(*file, path);

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
