#include "core/instrument.hpp"

namespace wick::core {

std::string_view name(DateOrigin origin) {
  return origin == DateOrigin::kExchangeInfo ? "exchangeInfo" : "archive";
}

std::optional<DateOrigin> parse_date_origin(std::string_view text) {
  for (const DateOrigin origin : {DateOrigin::kExchangeInfo, DateOrigin::kArchive}) {
    if (text == name(origin)) return origin;
  }
  return std::nullopt;
}

}  // namespace wick::core
