// Candles as lines for whoever reads standard output, at the reader's pace.
#pragma once

#include <cstdio>
#include <string>

#include "cli/shell.hpp"
#include "cli/stream_show.hpp"
#include "cli/stream_text.hpp"
#include "cli/stream_writer.hpp"
#include "policy/outbox.hpp"

namespace wick::cli {

class StreamLines final : public StreamShow {
 public:
  // The sink and the shell must outlive it.
  StreamLines(const StreamRequest& request, TextSink& sink, const Shell& shell);

  void take(const live::CandleEvent& event, core::Now now) override;
  void notice(const std::string& /*text*/) override {}
  void step(core::Now now, const StreamState& state) override;
  [[nodiscard]] core::MonoTime wake() const override { return wake_; }
  [[nodiscard]] bool full() const override { return outbox_.full(); }
  [[nodiscard]] bool done() const override { return outbox_.empty() && sink_.idle(); }
  [[nodiscard]] std::int64_t dropped() const override { return outbox_.dropped(); }

 private:
  void fill_batch();
  void look_again(core::MonoTime now);
  void tell_dropped(core::MonoTime now);

  TextSink& sink_;
  const Shell& shell_;
  StreamText text_;
  policy::Outbox outbox_;
  std::string batch_;
  core::Micros pause_{};
  core::MonoTime wake_{core::MonoTime::max()};
  std::int64_t untold_{0};  // updates that were dropped, in a form that has no line for it
  core::MonoTime told_{core::MonoTime::min()};
};

}  // namespace wick::cli
