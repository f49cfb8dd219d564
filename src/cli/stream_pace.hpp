// Lines that go out at the reader's pace: what waits, and when to look whether the reader is back.
#pragma once

#include <functional>
#include <string>

#include "cli/stream_writer.hpp"
#include "core/time.hpp"
#include "policy/outbox.hpp"

namespace wick::cli {

class PacedLines {
 public:
  using Weight = policy::Outbox::Weight;
  // Appends a line that says how many of a series were dropped, if there is such a line.
  using DroppedLine = std::function<void(std::string& out, std::size_t series, std::int64_t lost)>;

  PacedLines(policy::SlowReader slow, TextSink& sink, DroppedLine dropped_line)  // outlived by both
      : sink_(sink), outbox_({.slow = slow}), dropped_line_(std::move(dropped_line)) {}

  void add(std::size_t series, Weight weight, std::string line);
  void step(core::MonoTime now);
  [[nodiscard]] core::MonoTime wake() const { return wake_; }

  [[nodiscard]] bool full() const { return outbox_.full(); }
  [[nodiscard]] bool done() const { return outbox_.empty() && batch_.empty() && sink_.idle(); }
  [[nodiscard]] std::int64_t dropped() const { return outbox_.dropped(); }

 private:
  void fill_batch();
  void give_batch();
  void look_again(core::MonoTime now);

  TextSink& sink_;
  policy::Outbox outbox_;
  DroppedLine dropped_line_;
  std::string batch_;
  core::Micros pause_{};
  core::MonoTime wake_{core::MonoTime::max()};
};

}  // namespace wick::cli
