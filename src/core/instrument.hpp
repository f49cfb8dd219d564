// What is or was traded at a venue under one symbol, and since when until when, as far as known.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/series_id.hpp"
#include "core/time.hpp"

namespace wick::core {

// Who told a date: the venue's own list, or the first or last day in its archive.
enum class DateOrigin : std::uint8_t { kExchangeInfo, kArchive };
[[nodiscard]] std::string_view name(DateOrigin origin);  // exchangeInfo, archive
[[nodiscard]] std::optional<DateOrigin> parse_date_origin(std::string_view text);

struct KnownDate {
  UtcTime time{};
  DateOrigin from{};

  bool operator==(const KnownDate&) const = default;
};

struct Instrument {
  Provider provider{};
  Market market{};
  std::string symbol{};  // canonical, as in SeriesId
  std::string status{};  // as the venue spells it; empty where it has no such symbol any more
  std::string base{};    // of symbols that the venue has no more, read off their name, where
  std::string quote{};   // that can be done
  std::string contract_type{};  // PERPETUAL, CURRENT_QUARTER, ...; empty on spot
  std::string pair{};           // of futures
  bool tradable{};
  std::optional<KnownDate> listed{};
  std::optional<KnownDate> delisted{};  // in the past: the last day with bars, or the delivery

  bool operator==(const Instrument&) const = default;
};

// Whether there will be no more bars of it: the venue has it no more, or it has ended.
[[nodiscard]] inline bool is_delisted(const Instrument& instrument) {
  return instrument.status.empty() || instrument.delisted.has_value();
}

}  // namespace wick::core
