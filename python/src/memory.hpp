// Memory for frames. What a frame gives back is kept for the next one, for it costs more to get
// new memory from the system than to copy a year of minutes into it. The system may take what is
// kept whenever it is short; what it holds is not wanted any more. Only with the GIL held.
#pragma once

#include <nanobind/nanobind.h>

#include <cstddef>
#include <span>

namespace wick::python {

// A writable buffer of Python's. Its bytes are whatever they are.
class FrameMemory {
 public:
  explicit FrameMemory(std::size_t bytes);  // throws std::bad_alloc
  ~FrameMemory();
  FrameMemory(const FrameMemory&) = delete;
  FrameMemory& operator=(const FrameMemory&) = delete;

  [[nodiscard]] std::span<std::byte> bytes() const { return {stretch_.begin, size_}; }

  struct Stretch {
    std::byte* begin{};
    std::size_t size{};  // a whole number of large pages
  };

 private:
  Stretch stretch_;
  std::size_t size_;
};

void bind_memory(nanobind::module_& module);

}  // namespace wick::python
