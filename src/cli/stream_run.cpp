#include "cli/stream_run.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "cli/stream_notes.hpp"
#include "cli/stream_session.hpp"

namespace wick::cli {
namespace {

constexpr std::size_t kManySeries = 100;  // each is a file that is synced

live::CandleStream::Wish wish_of(const StreamRequest& request, std::uint64_t seed) {
  return {.series = request.series,
          .since = request.since,
          .forming = request.updates || request.form == StreamForm::kLive,
          .seed = seed};
}

class Run {
 public:
  Run(const StreamRequest& request, const StreamParts& parts)
      : request_(request),
        parts_(parts),
        reactor_(*parts.outlet.reactor),
        stream_(wish_of(request, parts.seed), parts.world),
        session_(request, {parts.log, parts.show}, reactor_.now().mono) {}

  void listen() {
    for (;;) {
      const core::Now now = reactor_.now();
      step(now);
      if (session_.over(now.mono) || parts_.outlet.closed() || nothing_left()) return;
      reactor_.wait(wake());
    }
  }

  // The store first: it is safe, whatever the reader does.
  void finish() {
    if (parts_.log != nullptr && request_.series.size() >= kManySeries) {
      say(*parts_.outlet.shell, "wick: keeping what came of " +
                                    std::to_string(request_.series.size()) +
                                    " series; Ctrl-C again ends at once");
    }
    session_.finish(reactor_.now());
    tell_trouble();
    parts_.outlet.drain([&](core::Now now) {
      parts_.show->step(now, session_.state());
      return parts_.show->done();
    });
  }

  [[nodiscard]] Exit verdict() const {
    for (const std::string& text : warnings_) say(*parts_.outlet.shell, "wick: " + text);
    if (nothing_left()) return Exit::kUsage;
    const Exit code =
        parts_.outlet.verdict(stream_summary(session_.state(), parts_.show->dropped()));
    return code == Exit::kOk && !stream_.refusals().empty() ? Exit::kPartial : code;
  }

 private:
  void step(core::Now now) {
    if (session_.listens()) {
      events_.clear();
      stream_.step(now, events_);
      session_.take(events_, now);
    }
    for (const live::Notice& notice : stream_.take_notices()) tell(notice);
    session_.step(now, stream_.standing(now), stream_.counters());
    tell_trouble();
    tell_refusals();
  }

  [[nodiscard]] core::MonoTime wake() const {
    return session_.listens() ? std::min(session_.wake(), stream_.wake()) : session_.wake();
  }

  // There are no such symbols.
  [[nodiscard]] bool nothing_left() const {
    return stream_.refusals().size() == request_.series.size();
  }

  void tell(const live::Notice& notice) const {
    parts_.show->notice(notice_text(notice));
    if (!in_the_way() && notice.kind != live::Notice::Kind::kRefused) parts_.outlet.tell(notice);
  }

  void tell_refusals() {
    const auto& refusals = stream_.refusals();
    for (; refusals_told_ < refusals.size(); ++refusals_told_) {
      const auto& refusal = refusals[refusals_told_];
      warn(request_.series[refusal.series].symbol + ": " + refusal.error.what);
    }
  }

  // Once: it is written again and again until it is gone.
  void tell_trouble() {
    if (parts_.log == nullptr || troubled_) return;
    const auto trouble = parts_.log->trouble();
    if (!trouble) return;
    troubled_ = true;
    warn("candles are not kept: " + trouble->what);
  }

  // A line on stderr would tear the table: there it waits for the end.
  [[nodiscard]] bool in_the_way() const {
    return request_.form == StreamForm::kLive && parts_.outlet.shell->err_is_terminal;
  }

  void warn(const std::string& text) {
    parts_.show->notice(text);
    if (in_the_way()) {
      warnings_.push_back(text);
    } else {
      say(*parts_.outlet.shell, "wick: " + text);
    }
  }

  const StreamRequest& request_;
  const StreamParts& parts_;
  port::Reactor& reactor_;
  live::CandleStream stream_;
  StreamSession session_;
  std::vector<live::CandleEvent> events_;
  std::size_t refusals_told_{0};
  std::vector<std::string> warnings_;
  bool troubled_{false};
};

}  // namespace

Exit stream_candles(const StreamRequest& request, const StreamParts& parts) {
  Run run(request, parts);
  run.listen();
  run.finish();
  return run.verdict();
}

}  // namespace wick::cli
