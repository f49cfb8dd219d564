#include "core/hole.hpp"

#include <algorithm>

namespace wick::core {

std::string_view name(Cause cause) {
  switch (cause) {
    case Cause::kNoBarAtSource:
      return "no_bar_at_source";
    case Cause::kNotFetched:
      return "not_fetched";
    case Cause::kDelisted:
      return "delisted";
    case Cause::kMarketClosed:
      return "market_closed";
  }
  return "";
}

std::optional<Cause> parse_cause(std::string_view text) {
  for (const Cause cause :
       {Cause::kNoBarAtSource, Cause::kNotFetched, Cause::kDelisted, Cause::kMarketClosed}) {
    if (name(cause) == text) return cause;
  }
  return std::nullopt;
}

std::string_view stored_name(Cause cause) {
  return name(cause == Cause::kNotFetched ? cause : Cause::kNoBarAtSource);
}

std::optional<Cause> parse_stored(std::string_view text, std::string_view evidence) {
  const auto cause = parse_cause(text);
  if (cause != Cause::kNoBarAtSource) return cause;
  if (evidence.starts_with(kDelistedWords)) return Cause::kDelisted;
  if (evidence.starts_with(kMarketClosedWords)) return Cause::kMarketClosed;
  return cause;
}

std::vector<Hole> join(std::vector<Hole> holes) {
  std::ranges::sort(holes, {}, [](const Hole& hole) { return hole.range.begin; });
  std::vector<Hole> joined;
  for (Hole& hole : holes) {
    if (!joined.empty() && joined.back().range.end == hole.range.begin &&
        joined.back().cause == hole.cause && joined.back().evidence == hole.evidence) {
      joined.back().range.end = hole.range.end;
    } else {
      joined.push_back(std::move(hole));
    }
  }
  return joined;
}

}  // namespace wick::core
