// For tests: a broker's candle files, written by other hands than those that read them. Numbers of
// weeks, absent and broken files are what a test says.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/quote.hpp"
#include "core/time.hpp"
#include "fake/packed.hpp"
#include "venue/binance/scripted_web_test.hpp"

namespace wick::venue::fxcm {

class BrokerFiles {
 public:
  using Range = core::TimeRange;

  // What a file holds, by "year/week", or by "year" for days; others are not there.
  std::map<std::string, Range> files;
  std::set<std::string> broken;
  core::Micros days_open_at{};  // after midnight

  // Trading from Sunday 22:00 to Friday 22:00, every 17th minute without a trade.
  static bool trades(core::UtcTime minute) {
    const std::int64_t minutes = core::micros_of(minute) / 60'000'000;
    const std::int64_t of_week = (minutes + 4 * 1440) % (7 * 1440);  // 1970 began on a Thursday
    return of_week >= 22 * 60 && of_week < (5 * 24 + 22) * 60 && minutes % 17 != 5;
  }
  // Prices are multiples of 2^-10, so that text and sums are exact.
  static core::HistoryBar minute_bar(core::UtcTime t) {
    const std::int64_t n = core::micros_of(t) / 60'000'000;
    const auto at = [&](std::int64_t step) { return 1 + static_cast<double>(step) / 1024; };
    const std::int64_t open = n * 7 % 500;
    const std::int64_t close = n * 11 % 500;
    const std::int64_t high = std::max(open, close) + n % 3;
    const std::int64_t low = std::min(open, close) - n % 5;
    return {.open_time = t,
            .open = core::quote_of(at(open), at(open + 2)),
            .high = core::quote_of(at(high), at(high + 3)),
            .low = core::quote_of(at(low), at(low + 1)),
            .close = core::quote_of(at(close), at(close + 2))};
  }
  // One bar out of all minutes of that length that trade; nothing where none does.
  static bool bar(core::UtcTime t, core::Micros length, core::HistoryBar& out) {
    bool any = false;
    for (core::UtcTime m = t; m < t + length; m += std::chrono::minutes{1}) {
      if (!trades(m)) continue;
      const core::HistoryBar part = minute_bar(m);
      if (!any) out = part;
      any = true;
      out.open_time = t;
      out.high = core::quote_of(std::max(out.high.bid, part.high.bid),
                                std::max(out.high.ask, part.high.ask));
      out.low =
          core::quote_of(std::min(out.low.bid, part.low.bid), std::min(out.low.ask, part.low.ask));
      out.close = part.close;
    }
    return any;
  }

  binance::Scripted answer(const std::string& url) const {
    const std::size_t folder = url.find('/', url.find("://") + 3) + 1;
    const std::string name = url.substr(folder);  // m1/EURUSD/2024/5.csv.gz
    const std::string number = name.substr(10, name.find('.') - 10);
    const auto file = files.find(number);
    if (file == files.end()) return {.status = 404, .body = "nothing here"};
    if (broken.contains(number))
      return {.body = fake::packed(text_of(name, file->second)).substr(0, 99)};
    return {.body = fake::packed(text_of(name, file->second))};
  }

  static std::string row_of(const core::HistoryBar& bar) {
    const auto day = std::chrono::floor<std::chrono::days>(bar.open_time);
    const std::chrono::year_month_day date(day);
    const auto minutes = static_cast<int>((bar.open_time - day) / std::chrono::minutes{1});
    char text[256];
    std::snprintf(
        text, sizeof text,
        "%02u/%02u/%04d %02d:%02d:00.000,%.10f,%.10f,%.10f,%.10f,%.10f,%.10f,%.10f,%.10f\n",
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(date.year()), minutes / 60, minutes % 60, bar.open.bid, bar.high.bid,
        bar.low.bid, bar.close.bid, bar.open.ask, bar.high.ask, bar.low.ask, bar.close.ask);
    return text;
  }

 private:
  std::string text_of(const std::string& name, Range range) const {
    std::string text = "DateTime,BidOpen,BidHigh,BidLow,BidClose,AskOpen,AskHigh,AskLow,AskClose\n";
    const core::Micros length = name.starts_with("m1")   ? std::chrono::minutes{1}
                                : name.starts_with("H1") ? std::chrono::hours{1}
                                                         : core::kDay;
    const core::Micros late = length == core::kDay ? days_open_at : core::Micros{};
    for (core::UtcTime t = range.begin + late; t < range.end; t += length) {
      core::HistoryBar one;
      if (bar(t, length, one)) text += row_of(one);
    }
    return text;
  }
};

}  // namespace wick::venue::fxcm
