// One run of `wick live`, but for the connector: what it tells is kept and shown as it was asked
// for, and it is known when enough has been told.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cli/live_text.hpp"
#include "cli/stream_pace.hpp"
#include "core/range_set.hpp"
#include "core/series_id.hpp"
#include "port/bar_log.hpp"

namespace wick::cli {

struct LiveWish {
  std::vector<LiveSymbolText> symbols{};
  std::set<std::pair<std::size_t, core::Interval>> shown{};  // symbol and interval
  core::Provider provider{core::Provider::kFxcm};
  core::Market market{core::Market::kFx};
  core::UtcTime live_from{};  // what was over before is kept and not shown
  bool holes{true};           // a minute that nobody told is one in which nobody traded
  std::optional<std::int64_t> count{};
  std::optional<core::Micros> lasting{};
};

class LiveSession {
 public:
  // Both must outlive it. Without a log nothing is kept.
  LiveSession(const LiveWish& wish, TextSink& sink, port::BarLog* log, core::MonoTime begin);

  [[nodiscard]] bool listens() const { return !lines_.full(); }
  void take(const std::vector<live::LiveEvent>& events, core::Now now);
  [[nodiscard]] bool over(core::MonoTime now) const;

  void step(core::Now now);
  [[nodiscard]] core::MonoTime wake() const;
  [[nodiscard]] bool done() const { return lines_.done(); }
  void finish(core::Now now);  // the keeping

  // That bars are not kept any more, or are again; told once each.
  [[nodiscard]] std::optional<std::string> take_news() {
    return std::exchange(news_, std::nullopt);
  }

  struct Tally {
    std::int64_t bars{};
    std::int64_t kept{};
    std::int64_t revisions{};
    std::int64_t previews{};
    std::int64_t cache_io{};  // fxcm_connector_errors_total{type="cache_io"}
  };
  [[nodiscard]] const Tally& tally() const { return tally_; }
  [[nodiscard]] bool keeps() const { return log_ != nullptr && keeps_; }
  [[nodiscard]] std::int64_t lost() const;  // minutes that are not known to this moment
  [[nodiscard]] std::int64_t dropped() const { return lines_.dropped(); }

 private:
  void show(const live::LiveEvent& event);
  void keep(const live::LiveEvent& event, core::Now now);
  void keep_quiet(std::size_t symbol, core::TimeRange minutes, core::Now now);
  void keep_holes(std::size_t symbol, core::TimeRange until, core::Now now);
  void note_lost(const live::LiveEvent& event);
  void look_at_log();
  [[nodiscard]] core::SeriesId series(std::size_t symbol, core::Interval interval) const;
  [[nodiscard]] bool enough() const { return wish_.count && tally_.bars >= *wish_.count; }

  const LiveWish& wish_;
  core::UtcTime whole_from_;  // the first minute that is live from its beginning
  LiveText text_;
  PacedLines lines_;
  port::BarLog* log_;
  std::vector<core::RangeSet> quiet_;  // by symbol, not handed to the log yet
  std::vector<core::RangeSet> lost_;   // by symbol
  core::MonoTime end_;
  bool keeps_{true};
  std::optional<std::string> news_;
  Tally tally_;
};

}  // namespace wick::cli
