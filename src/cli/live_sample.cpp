#include "cli/live_sample.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "cli/amounts.hpp"
#include "core/time_text.hpp"

namespace wick::cli {
namespace {

constexpr std::size_t kLinesAtOnce = 256;

class Fetching {
 public:
  explicit Fetching(SampleParts& parts)
      : feed_(*parts.feed), outlet_(parts.outlet), sample_(parts.wish, *parts.feed->history()) {
    feed_.subscribe({parts.wish.symbol});
  }

  void run() {
    while (!sample_.done() && !error_ && !outlet_.closed()) {
      step(outlet_.reactor->now());
      if (sample_.done() || error_) return;
      outlet_.reactor->wait(std::min(sample_.wake(), feed_.wake()));
    }
  }

  [[nodiscard]] const live::Sample& sample() const { return sample_; }
  [[nodiscard]] const std::optional<base::Error>& error() const {
    return error_ ? error_ : sample_.error();
  }

 private:
  void step(core::Now now) {
    heard_.clear();
    feed_.step(now, heard_);
    for (const port::FeedEvent& event : heard_) hear(event);
    now.utc = feed_.clock(now.utc);
    sample_.step(now, notices_);
    for (const live::Notice& notice : std::exchange(notices_, {})) outlet_.tell(notice);
  }

  void hear(const port::FeedEvent& event) {
    if (const auto* const refusal = std::get_if<port::FeedRefusal>(&event)) {
      error_ = refusal->error;
    } else if (const auto* const end = std::get_if<port::FeedEnd>(&event)) {
      error_ = end->error.value_or(
          base::Error{base::ErrorKind::kUnavailable, "the feed has ended before its history"});
    } else if (const auto* const note = std::get_if<port::FeedNote>(&event)) {
      outlet_.tell(note->text);
    }
  }

  port::Feed& feed_;
  const StreamOutlet& outlet_;
  live::Sample sample_;
  std::vector<port::FeedEvent> heard_;
  std::vector<live::Notice> notices_;
  std::optional<base::Error> error_;
};

void print(const std::vector<live::QuoteBar>& bars, const SampleParts& parts) {
  const LiveText text({parts.text});
  TextSink& sink = *parts.outlet.sink;
  std::size_t next = 0;
  const auto next_lines = [&] {
    std::string lines;
    for (std::size_t i = 0; i < kLinesAtOnce && next < bars.size(); ++i, ++next) {
      text.append(lines, {.kind = live::LiveEvent::Kind::kBar,
                          .interval = parts.wish.interval,
                          .made_by = live::MadeBy::kHistory,
                          .bar = bars[next]});
    }
    return lines;
  };
  parts.outlet.drain([&](core::Now) {
    while (next < bars.size() && sink.ready()) sink.give(next_lines());
    return next == bars.size() && sink.idle();
  });
}

std::string summary(const std::vector<live::QuoteBar>& bars, const SampleParts& parts) {
  const std::string series =
      " of " + parts.wish.symbol + " " + std::string(core::name(parts.wish.interval));
  if (bars.empty()) return "no bars" + series + " since " + core::to_iso(parts.wish.range.begin);
  return plural(bars.size(), "bar") + series + " from " + core::to_iso(bars.front().open_time) +
         " to " + core::to_iso(bars.back().end);
}

}  // namespace

Exit run_sample(SampleParts parts) {
  Fetching fetching(parts);
  fetching.run();
  const auto bars = fetching.sample().bars();
  print(bars, parts);
  if (fetching.error()) {
    say(*parts.outlet.shell, "wick: " + fetching.error()->what);
    return Exit::kFailed;
  }
  const bool cut = !fetching.sample().done();
  const Exit code = parts.outlet.verdict(summary(bars, parts) + (cut ? ", interrupted" : ""));
  if (code != Exit::kOk || parts.outlet.sink->fate() != TextSink::Fate::kOpen) return code;
  if (cut) return Exit::kPartial;
  return bars.empty() ? Exit::kNoData : Exit::kOk;
}

}  // namespace wick::cli
