#include "live/vigil.hpp"

#include <utility>

#include "core/time_text.hpp"

namespace wick::live {
namespace {

using policy::MarketAlarm;

// A time that runs as the feed's clock does.
core::MonoTime mono(core::UtcTime t) {
  return core::MonoTime{t.time_since_epoch()};
}

std::string seconds(core::Micros span) {
  return std::to_string(std::chrono::floor<std::chrono::seconds>(span).count()) + " s";
}

std::string apart(core::Micros ahead) {
  return ahead > core::Micros{} ? seconds(ahead) + " ahead of" : seconds(-ahead) + " behind";
}

std::string over(MarketAlarm alarm) {
  switch (alarm) {
    case MarketAlarm::kTicksWhileClosed:
      return "no ticks any more while the calendar says closed";
    case MarketAlarm::kNoTicksWhileOpen:
      return "not silent any more while the calendar says open";
    case MarketAlarm::kHolidaysEnd:
      return "the table of holidays goes on";
    case MarketAlarm::kClockWrong:
      return "ticks are of our own time again";
  }
  return "";
}

}  // namespace

Vigil::Vigil(const Options& options)
    : options_(options),
      watch_(options.ticks_alive),
      alarms_(options.alarms),
      doubt_(options.doubt) {}

void Vigil::look(const Sight& sight, core::Now now, std::vector<Notice>& notices) {
  static_cast<void>(watch_.observe(sight.market, mono(now.utc)));
  const bool expected =
      sight.heard && !sight.recorded && sight.market.calendar_open && !sight.market.feed_closed;
  const core::Micros silence = doubt_.silence(now.mono);
  if (doubt_.step(expected, now.mono)) {
    doubted_ = true;
    notices.push_back({Notice::Kind::kOdd, "no tick for " + seconds(silence) +
                                               " while the market is open; connecting anew"});
  }
  raise(sight, now.utc, notices);
}

bool Vigil::take_doubt() {
  return std::exchange(doubted_, false);
}

void Vigil::raise(const Sight& sight, core::UtcTime now, std::vector<Notice>& notices) {
  const auto changes = alarms_.observe({.calendar_open = sight.market.calendar_open,
                                        .tick_silence = sight.market.tick_silence,
                                        .holidays_end = options_.holidays_end,
                                        .clock_ahead = sight.clock_ahead},
                                       {.utc = now, .mono = mono(now)});
  for (const auto& change : changes) {
    if (!change.raised) notices.push_back({Notice::Kind::kAlarmOver, over(change.alarm)});
  }
  for (const Alarm& raised : alarms()) {
    core::UtcTime& told_at = told_.at(static_cast<std::size_t>(raised.alarm));
    if (told_at >= raised.since && now - told_at < options_.alarm_repeat) continue;
    told_at = now;
    notices.push_back(told(raised.alarm, sight));
  }
}

Notice Vigil::told(MarketAlarm alarm, const Sight& sight) const {
  const auto silence = sight.market.tick_silence;
  switch (alarm) {
    case MarketAlarm::kTicksWhileClosed:
      return {Notice::Kind::kAlarm, "ticks come while the calendar says closed; look at its hours"};
    case MarketAlarm::kNoTicksWhileOpen:
      return {Notice::Kind::kAlarm, "no tick " + (silence ? "for " + seconds(*silence) : "yet") +
                                        " while the calendar says open"};
    case MarketAlarm::kHolidaysEnd:
      return {Notice::Kind::kAlarm, "the table of holidays of " + options_.holidays_of +
                                        " ends at " + core::to_iso(*options_.holidays_end) +
                                        "; write down the next ones"};
    case MarketAlarm::kClockWrong:
      return {Notice::Kind::kAlarm, "the clock of this machine is " + apart(sight.clock_ahead) +
                                        " the venue's, so bars are late or wrong; set it"};
  }
  return {};
}

policy::MarketWatch::View Vigil::view(const Sight& sight, core::UtcTime now) const {
  policy::MarketWatch watch = watch_;
  return watch.observe(sight.market, mono(now));
}

std::vector<Vigil::Alarm> Vigil::alarms() const {
  std::vector<Alarm> raised;
  for (const MarketAlarm alarm : policy::kMarketAlarms) {
    if (const auto since = alarms_.raised(alarm)) raised.push_back({alarm, *since});
  }
  return raised;
}

}  // namespace wick::live
