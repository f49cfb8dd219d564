#include "cli/live_run.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/amounts.hpp"
#include "cli/failure_json.hpp"
#include "cli/live_absence.hpp"
#include "cli/live_figures.hpp"

namespace wick::cli {
namespace {

constexpr core::Micros kLook = std::chrono::seconds{1};
constexpr std::chrono::days kSoon{366};  // as far as calendars are to be believed

std::vector<live::TradingHours> hours_of(const live::Connector::Options& rules) {
  std::vector<live::TradingHours> hours;
  for (const live::Connector::Symbol& symbol : rules.symbols) hours.push_back(symbol.hours);
  return hours;
}

std::vector<std::string> names_of(const LiveWish& wish) {
  std::vector<std::string> names;
  for (const LiveSymbolText& symbol : wish.symbols) names.push_back(symbol.wire);
  return names;
}

class Run {
 public:
  Run(const LiveWish& wish, LiveParts parts)
      : outlet_(parts.outlet),
        endless_(parts.endless),
        keeps_(parts.log != nullptr),
        reactor_(*parts.outlet.reactor),
        feed_(*parts.world.feed),
        hours_(hours_of(parts.rules)),
        connector_(std::move(parts.rules), parts.world),
        session_(wish, *parts.outlet.sink, parts.log, reactor_.now().mono),
        figures_(names_of(wish), wish.shown),
        show_figures_(std::move(parts.show_figures)) {}

  void listen() {
    for (;;) {
      const core::Now now = reactor_.now();
      step(now);
      if (session_.over(now.mono) || outlet_.closed() || connector_.end() || warm(now)) return;
      reactor_.wait(wake());
    }
  }

  // The store first: it is safe, whatever the reader does.
  void finish() {
    session_.finish(reactor_.now());
    tell_trouble();
    outlet_.drain([&](core::Now now) {
      session_.step(now);
      return session_.done();
    });
  }

  [[nodiscard]] Exit verdict() const {
    const auto& end = connector_.end();
    if (end && end->error) return Refusal(*outlet_.shell, outlet_.json)(*end->error);
    const Exit code = outlet_.verdict(summary());
    // One pass is there to fill the store.
    if (code == Exit::kOk && !endless_ && keeps_ && !session_.keeps()) return Exit::kFailed;
    return code == Exit::kOk && session_.lost() > 0 ? Exit::kPartial : code;
  }

 private:
  void step(core::Now now) {
    if (session_.listens()) {
      events_.clear();
      connector_.step(now, events_);
      session_.take(events_, now);
      if (show_figures_) figures_.take(events_, feed_.clock(now.utc));
    }
    for (const live::Notice& notice : connector_.take_notices()) tell(notice);
    tell_absence(now);
    session_.step(now);
    tell_trouble();
    show_figures(now);
  }

  [[nodiscard]] core::MonoTime wake() const {
    const core::MonoTime page = show_figures_ ? show_at_ : core::MonoTime::max();
    const core::MonoTime first = std::min(session_.wake(), page);
    return session_.listens() ? std::min(first, connector_.wake()) : first;
  }

  // One pass is over when no symbol waits for its past any more.
  [[nodiscard]] bool warm(core::Now now) const {
    if (endless_) return false;
    const auto standing = connector_.standing(now);
    return !standing.warming && standing.waiting == 0;
  }

  void tell(const live::Notice& notice) {
    using Kind = live::Notice::Kind;
    absence_.note(notice);
    const bool always = notice.kind == Kind::kRefused || notice.kind == Kind::kUnfinished;
    if (always) return say(*outlet_.shell, "wick: " + notice.text);
    // A feed says why, and not what it is.
    if (notice.kind == Kind::kConnected) return outlet_.tell("listening: " + notice.text);
    if (notice.kind == Kind::kLost) return outlet_.tell("lost: " + notice.text);
    // What a feed has to say is odd in few cases, and says so then.
    if (notice.kind == Kind::kOdd) return outlet_.tell(notice.text);
    outlet_.tell(notice);
  }

  // A recording is silent when it is over, and its market is one of the past.
  void tell_absence(core::Now now) {
    if (now.mono < look_at_ || feed_.clock(now.utc) != now.utc || connector_.end()) return;
    look_at_ = now.mono + kLook;
    const auto standing = connector_.standing(now);
    const LiveAbsence::Sight sight{.up = standing.state != port::FeedState::kDown,
                                   .open = standing.calendar_open || standing.ticks_alive,
                                   .opens = opens(now.utc)};
    for (const std::string& text : absence_.look(sight, now.mono)) {
      say(*outlet_.shell, "wick: " + text);
    }
  }

  void show_figures(core::Now now) {
    if (!show_figures_ || now.mono < show_at_) return;
    show_at_ = now.mono + kLook;
    const core::UtcTime market = feed_.clock(now.utc);
    LiveFigures::Sight sight{.wall = now.utc,
                             .market = market,
                             .standing = connector_.standing(now),
                             .counts = connector_.counts(),
                             .opens = opens(market),
                             .cache_io = session_.tally().cache_io,
                             .kept = session_.tally().kept,
                             .keeps = session_.keeps()};
    if (connector_.desk() != nullptr) sight.not_ready = connector_.desk()->counts().not_ready;
    show_figures_(figures_.page(sight));
  }

  [[nodiscard]] std::optional<core::UtcTime> opens(core::UtcTime now) const {
    core::UtcTime first = now + kSoon;
    for (const live::TradingHours& hours : hours_) {
      first = std::min(first, hours.stretch_at(now).time.end);
    }
    return first < now + kSoon ? std::optional(first) : std::nullopt;
  }

  void tell_trouble() {
    const auto news = session_.take_news();
    if (!news) return;
    say(*outlet_.shell, "wick: " + *news);
    outlet_.notes->info(
        "fxcm_connector_errors_total",
        {{"type", "cache_io"}, {"value", std::to_string(session_.tally().cache_io)}});
  }

  [[nodiscard]] std::string summary() const {
    const LiveSession::Tally& tally = session_.tally();
    std::string text = plural(static_cast<std::size_t>(tally.bars), "bar") + " told, ";
    if (tally.kept > 0 && !session_.keeps()) text += "not all of ";
    text += std::to_string(tally.kept) + " kept";
    if (tally.revisions > 0) text += ", " + std::to_string(tally.revisions) + " revised";
    if (const auto lost = session_.lost(); lost > 0) {
      text += ", " + plural(static_cast<std::uint64_t>(lost), "minute") + " lost";
    }
    if (tally.cache_io > 0) {
      text += ", " + plural(static_cast<std::uint64_t>(tally.cache_io), "error") + " of the cache";
    }
    if (session_.dropped() > 0) text += ", " + std::to_string(session_.dropped()) + " dropped";
    return text;
  }

  StreamOutlet outlet_;
  bool endless_;
  bool keeps_;  // has a store to keep bars in
  port::Reactor& reactor_;
  port::Feed& feed_;
  std::vector<live::TradingHours> hours_;
  LiveAbsence absence_;
  core::MonoTime look_at_{core::MonoTime::min()};
  live::Connector connector_;
  LiveSession session_;
  LiveFigures figures_;
  std::function<void(std::string)> show_figures_;
  core::MonoTime show_at_{core::MonoTime::min()};  // the next page
  std::vector<live::LiveEvent> events_;
};

}  // namespace

Exit run_connector(const LiveWish& wish, LiveParts parts) {
  Run run(wish, std::move(parts));
  run.listen();
  run.finish();
  return run.verdict();
}

}  // namespace wick::cli
