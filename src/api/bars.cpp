#include <wick/bars.hpp>

#include <algorithm>
#include <utility>

namespace wick {
namespace {

Piece cut(const Piece& piece, std::size_t begin, std::size_t size) {
  const auto part = [&](auto span) { return span.subspan(begin, size); };
  const Columns& from = piece.columns;
  Piece rows = piece;
  rows.columns = {.open_time = part(from.open_time),
                  .open = part(from.open),
                  .high = part(from.high),
                  .low = part(from.low),
                  .close = part(from.close),
                  .volume = part(from.volume),
                  .close_time = part(from.close_time),
                  .quote_asset_volume = part(from.quote_asset_volume),
                  .count = part(from.count),
                  .taker_buy_volume = part(from.taker_buy_volume),
                  .taker_buy_quote_volume = part(from.taker_buy_quote_volume)};
  return rows;
}

}  // namespace

Bars::Bars(std::shared_ptr<const Facts> facts, std::vector<Piece> pieces)
    : facts_(std::move(facts)), pieces_(std::move(pieces)) {
  for (const Piece& piece : pieces_) rows_ += piece.size();
}

bool Bars::complete() const {
  return std::ranges::all_of(facts_->missing, &Hole::settled);
}

std::map<std::string, std::size_t> Bars::sources() const {
  std::map<std::string, std::size_t> rows;
  for (const Piece& piece : pieces_) rows[piece.source] += piece.size();
  return rows;
}

Bars Bars::slice(std::size_t begin, std::size_t end) const {
  std::vector<Piece> rows;
  std::size_t first = 0;  // row of the piece
  for (const Piece& piece : pieces_) {
    const std::size_t from = std::clamp(begin, first, first + piece.size());
    const std::size_t to = std::clamp(end, from, first + piece.size());
    if (from < to) rows.push_back(cut(piece, from - first, to - from));
    first += piece.size();
  }
  return {facts_, std::move(rows)};
}

}  // namespace wick
