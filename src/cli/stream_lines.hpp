// Candles as lines for whoever reads standard output, at the reader's pace.
#pragma once

#include <string>

#include "cli/shell.hpp"
#include "cli/stream_pace.hpp"
#include "cli/stream_show.hpp"
#include "cli/stream_text.hpp"
#include "cli/stream_writer.hpp"

namespace wick::cli {

class StreamLines final : public StreamShow {
 public:
  // The sink and the shell must outlive it.
  StreamLines(const StreamRequest& request, TextSink& sink, const Shell& shell);
  StreamLines(const StreamLines&) = delete;
  StreamLines& operator=(const StreamLines&) = delete;

  void take(const live::CandleEvent& event, core::Now now) override;
  void notice(const std::string& /*text*/) override {}
  void step(core::Now now, const StreamState& state) override;
  [[nodiscard]] core::MonoTime wake() const override { return lines_.wake(); }
  [[nodiscard]] bool full() const override { return lines_.full(); }
  [[nodiscard]] bool done() const override { return lines_.done(); }
  [[nodiscard]] std::int64_t dropped() const override { return lines_.dropped(); }

 private:
  void tell_dropped(core::MonoTime now);

  const Shell& shell_;
  StreamText text_;
  PacedLines lines_;
  std::int64_t untold_{0};  // updates that were dropped, in a form that has no line for it
  core::MonoTime told_{core::MonoTime::min()};
};

}  // namespace wick::cli
