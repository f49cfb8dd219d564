#include "api/answer.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "api/error.hpp"
#include "wiring/fetch_event.hpp"

namespace wick::api {
namespace {

Piece piece_of(const core::Chunk& chunk) {
  const auto held = std::make_shared<const core::Chunk>(chunk);
  const core::Columns& from = held->columns();
  return {.columns = {.open_time = from.open_time,
                      .open = from.open,
                      .high = from.high,
                      .low = from.low,
                      .close = from.close,
                      .volume = from.volume,
                      .close_time = from.close_time,
                      .quote_asset_volume = from.quote_volume,
                      .count = from.count,
                      .taker_buy_volume = from.taker_volume,
                      .taker_buy_quote_volume = from.taker_quote_volume},
          .source = std::string(core::name(chunk.tier())),
          .origin = origin_of(chunk.mark().origin),
          .final = chunk.mark().final,
          .memory = held};
}

std::vector<std::string> warnings_of(const history::Answer& answer) {
  std::vector<std::string> warnings;
  if (const std::size_t n = answer.series.conflicts().size(); n > 0) {
    warnings.push_back(std::to_string(n) + (n == 1 ? " bar" : " bars") +
                       " came with two different values; the first stands");
  }
  if (answer.trouble) warnings.push_back("not kept: " + answer.trouble->what);
  return warnings;
}

}  // namespace

Origin origin_of(core::Origin origin) {
  switch (origin) {
    case core::Origin::kArchive:
      return Origin::kArchive;
    case core::Origin::kRest:
      return Origin::kRest;
    case core::Origin::kStream:
      return Origin::kStream;
    case core::Origin::kImport:
      return Origin::kImport;
    case core::Origin::kFeed:
      return Origin::kFeed;
  }
  return Origin::kRest;
}

Hole hole_of(const core::Hole& hole) {
  return {.range = {hole.range.begin, hole.range.end},
          .cause = std::string(core::name(hole.cause)),
          .evidence = hole.evidence,
          .settled = core::settled(hole)};
}

Result<Bars> bars_of(const Question& question, const history::Answer& answer,
                     core::Micros elapsed) {
  if (answer.refusal) {
    return symbol_error(base::within(core::describe(question.id), *answer.refusal));
  }
  if (answer.series.rows() == 0 && !std::ranges::all_of(answer.missing, core::settled)) {
    const std::string name = core::describe(question.id);
    if (question.source == wiring::SourceChoice::kCache && answer.failures.empty()) {
      return Error{.kind = ErrorKind::kUnsupported,
                   .what = name + ": not in the cache; source auto fetches it"};
    }
    return nothing_obtained(name, answer);
  }
  const auto facts = std::make_shared<Bars::Facts>();
  facts->series = series_of(question.id);
  facts->range = {question.range.begin, question.range.end};
  for (const core::Hole& hole : answer.missing) facts->missing.push_back(hole_of(hole));
  for (const history::Failure& failure : answer.failures) {
    facts->failures.push_back(failure_of(failure));
  }
  facts->warnings = warnings_of(answer);
  facts->requests = answer.requests;
  facts->elapsed = elapsed;
  facts->include_open = question.include_open;
  std::vector<Piece> pieces;
  for (const core::Chunk& chunk : answer.series.chunks()) {
    if (!chunk.empty()) pieces.push_back(piece_of(chunk));
  }
  return Bars(facts, std::move(pieces));
}

Result<Bars> concluded(const Question& question, history::Answer answer, const Ending& ending,
                       store::Events& events) {
  // Of a chart that has few bars, an instant that is known to have none is no gap.
  if (core::is_sparse(question.id.chart)) std::erase_if(answer.missing, core::settled);
  if (question.source != wiring::SourceChoice::kCache && !answer.refusal) {
    const wiring::Fetched fetched{question.id, answer, ending.elapsed};
    auto event = wiring::event_of(fetched, question.range, ending.at.utc, "api");
    events.add(store::event_line(std::move(event)), ending.at.mono);
  }
  return bars_of(question, answer, ending.elapsed);
}

}  // namespace wick::api
