#include <wick/stream.hpp>

#include <algorithm>
#include <utility>

#include "api/stream_desk.hpp"

namespace wick {
namespace {

Candle::Kind kind_of(live::Tidings kind) {
  switch (kind) {
    case live::Tidings::kClosed:
      return Candle::Kind::kClosed;
    case live::Tidings::kRevised:
      return Candle::Kind::kRevised;
    case live::Tidings::kForming:
      return Candle::Kind::kForming;
    case live::Tidings::kHole:
      return Candle::Kind::kHole;
  }
  return Candle::Kind::kHole;
}

Candle candle_of(const live::CandleEvent& event, const std::string& symbol) {
  const core::Bar& bar = event.bar;
  return {.symbol = symbol,
          .kind = kind_of(event.kind),
          .open_time = bar.open_time,
          .open = bar.open,
          .high = bar.high,
          .low = bar.low,
          .close = bar.close,
          .volume = bar.volume,
          .close_time = bar.close_time,
          .quote_asset_volume = bar.quote_volume,
          .count = bar.count,
          .taker_buy_volume = bar.taker_volume,
          .taker_buy_quote_volume = bar.taker_quote_volume,
          .source = std::string(core::name(event.tier)),
          .revision = event.mark.revision};
}

}  // namespace

Stream::Stream(std::unique_ptr<api::StreamDesk> desk) : desk_(std::move(desk)) {}

// A parent's is left alone: its thread is not here, and its locks may be held for ever.
Stream::~Stream() {
  if (desk_ && !desk_->of_this_process()) (void)desk_.release();
}

Stream::Stream(Stream&& other) noexcept = default;

Stream& Stream::operator=(Stream&& other) noexcept {
  std::swap(desk_, other.desk_);
  return *this;
}

Result<std::optional<Candle>> Stream::next(Micros patience) {
  if (!desk_->of_this_process()) {
    return Error{.kind = ErrorKind::kInvalid,
                 .what = "this stream belongs to the process that forked this one; open another"};
  }
  const auto event = desk_->queue().take(patience);
  if (!event) return event.error();
  if (!*event) return std::optional<Candle>();
  return std::optional(candle_of(**event, desk_->symbols()[(*event)->series]));
}

int Stream::descriptor() const {
  return desk_->queue().descriptor();
}

void Stream::stop() {
  if (desk_->of_this_process()) desk_->stop();
}

void Stream::close() {
  if (desk_->of_this_process()) desk_->close();
}

const std::vector<std::string>& Stream::symbols() const {
  return desk_->symbols();
}

const std::string& Stream::interval() const {
  return desk_->interval();
}

std::vector<Stream::Refusal> Stream::refused() const {
  return desk_->of_this_process() ? desk_->refused() : std::vector<Refusal>();
}

}  // namespace wick
