// The live table on a terminal: drawn over itself, below whatever stood there.
//
// The cursor is never hidden, so that nothing has to be put right, however the program ends.
#pragma once

#include <string>
#include <vector>

#include "cli/shell.hpp"
#include "cli/stream_request.hpp"
#include "cli/stream_show.hpp"
#include "cli/stream_table.hpp"
#include "cli/stream_writer.hpp"

namespace wick::cli {

// What COLUMNS and LINES say, else the terminal on standard output, else 80 and 24.
[[nodiscard]] WindowSize window_size(const Shell& shell);

// Frame after frame: what to send to the terminal so that the next one stands in the place of the
// last. Pure.
class FramePainter {
 public:
  [[nodiscard]] std::string paint(const std::vector<std::string>& lines, WindowSize window);

 private:
  std::size_t drawn_{0};
  WindowSize window_{};
};

class StreamScreen final : public StreamShow {
 public:
  // The sink and the shell must outlive it.
  StreamScreen(const StreamRequest& request, TextSink& sink, const Shell& shell);

  void take(const live::CandleEvent& event, core::Now now) override;
  void notice(const std::string& text) override { table_.notice(text); }
  void step(core::Now now, const StreamState& state) override;
  [[nodiscard]] core::MonoTime wake() const override { return next_; }
  [[nodiscard]] bool full() const override { return false; }
  [[nodiscard]] bool done() const override { return sink_.idle(); }
  [[nodiscard]] std::int64_t dropped() const override { return 0; }

 private:
  TextSink& sink_;
  const Shell& shell_;
  StreamTable table_;
  FramePainter painter_;
  core::MonoTime next_{core::MonoTime::min()};
};

}  // namespace wick::cli
