#include "memory.hpp"

#include <sys/mman.h>

#include <array>
#include <cstdint>
#include <new>
#include <vector>

namespace nb = nanobind;

namespace wick::python {
namespace {

using Stretch = FrameMemory::Stretch;

constexpr std::size_t kLargePage = std::size_t{2} << 20U;
// A new frame is often made before the old one goes, and each has an index besides.
constexpr std::size_t kKeptMax = 4;
constexpr std::size_t kKeptBytesMax = std::size_t{64} << 20U;  // of each

std::vector<Stretch>& kept() {
  static auto* const stretches = new std::vector<Stretch>;  // frames may outlive static objects
  return *stretches;
}

// It begins on a large page, so that all of it can lie in those.
Stretch map_new(std::size_t size) {
  void* const raw = ::mmap(nullptr, size + kLargePage, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (raw == MAP_FAILED) throw std::bad_alloc();
  auto* const begin = static_cast<std::byte*>(raw);
  const std::size_t before = kLargePage - reinterpret_cast<std::uintptr_t>(raw) % kLargePage;
  ::munmap(begin, before);
  if (before < kLargePage) ::munmap(begin + before + size, kLargePage - before);
#ifdef MADV_HUGEPAGE
  (void)::madvise(begin + before, size, MADV_HUGEPAGE);  // slower without, and right all the same
#endif
  return {begin + before, size};
}

bool fits(const Stretch& stretch, std::size_t size) {
  return stretch.size >= size && stretch.size <= 2 * size;
}

Stretch take(std::size_t size) {
  for (Stretch& stretch : kept()) {
    if (!fits(stretch, size)) continue;
    const Stretch found = stretch;
    stretch = kept().back();
    kept().pop_back();
    return found;
  }
  return map_new(size);
}

void give_back(const Stretch& stretch) {
  if (stretch.size > kKeptBytesMax) {
    ::munmap(stretch.begin, stretch.size);
    return;
  }
  if (kept().size() == kKeptMax) {
    ::munmap(kept().front().begin, kept().front().size);
    kept().erase(kept().begin());
  }
#ifdef MADV_FREE
  (void)::madvise(stretch.begin, stretch.size, MADV_FREE);
#endif
  kept().push_back(stretch);
}

int get_buffer(PyObject* object, Py_buffer* view, int flags) {
  const std::span<std::byte> bytes = nb::inst_ptr<FrameMemory>(object)->bytes();
  return PyBuffer_FillInfo(view, object, bytes.data(), static_cast<Py_ssize_t>(bytes.size()), 0,
                           flags);
}

std::array<PyType_Slot, 2> buffer_slots = {
    {{Py_bf_getbuffer, reinterpret_cast<void*>(get_buffer)}, {0, nullptr}}};

}  // namespace

FrameMemory::FrameMemory(std::size_t bytes)
    : stretch_(take((bytes + kLargePage - 1) / kLargePage * kLargePage)), size_(bytes) {}

FrameMemory::~FrameMemory() {
  give_back(stretch_);
}

void bind_memory(nb::module_& module) {
  nb::class_<FrameMemory>(module, "FrameMemory", nb::type_slots(buffer_slots.data()))
      .def(nb::init<std::size_t>());
}

}  // namespace wick::python
