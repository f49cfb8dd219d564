// Text on its way out of the process, without making anybody wait.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "io/bell.hpp"

namespace wick::cli {

// A command writes into this; tests read what it wrote.
class TextSink {
 public:
  enum class Fate : std::uint8_t {
    kOpen,
    kGone,    // the reader has left; that is its good right
    kFailed,  // failure() says why
  };
  virtual ~TextSink() = default;
  [[nodiscard]] virtual bool ready() const = 0;  // to take more; a slow reader makes it not so
  virtual void give(std::string_view text) = 0;  // all of it, ready or not
  [[nodiscard]] virtual bool idle() const = 0;   // all that was given is out
  [[nodiscard]] virtual Fate fate() const = 0;
  [[nodiscard]] virtual std::string failure() const = 0;
};

// A descriptor, written by a thread of its own: a file, a pipe, a socket or a terminal. The flags
// of the descriptor stay as they are, for others may share it; so what is written at once is no
// more than a pipe that polls writable takes without blocking. Whole lines, where they fit. Notices
// when the reader of a pipe leaves, though nothing is to be written. SIGPIPE must be ignored.
class DescriptorWriter final : public TextSink {
 public:
  explicit DescriptorWriter(int descriptor);
  ~DescriptorWriter() override;  // what is not out by now stays behind
  DescriptorWriter(const DescriptorWriter&) = delete;
  DescriptorWriter& operator=(const DescriptorWriter&) = delete;

  [[nodiscard]] bool ready() const override;
  void give(std::string_view text) override;
  [[nodiscard]] bool idle() const override;
  [[nodiscard]] Fate fate() const override;
  [[nodiscard]] std::string failure() const override;

 private:
  void work();
  [[nodiscard]] bool next_batch();
  [[nodiscard]] bool wait_for_room();
  void write_some();
  void end(int error);

  int descriptor_;
  io::Bell bell_;
  mutable std::mutex mutex_;
  // Guarded by the mutex.
  std::string given_;
  bool writing_{false};
  bool stop_{false};
  Fate fate_{Fate::kOpen};
  int error_{0};
  // The thread's own.
  std::string batch_;
  std::size_t written_{0};

  std::thread thread_;  // the last, so that it finds all else made
};

}  // namespace wick::cli
