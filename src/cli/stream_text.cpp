#include "cli/stream_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/json_text.hpp"
#include "cli/amounts.hpp"
#include "codec/decimal.hpp"
#include "core/hole.hpp"

namespace wick::cli {
namespace {

using base::json_quoted;
using codec::append_shortest;
using live::CandleEvent;
using live::Tidings;

constexpr std::size_t kNumberWidth = 12;

void append_integer(std::string& out, std::int64_t value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  out.append(digits.data(), end.ptr);
}

void append_number(std::string& out, const char* name, double value) {
  out += name;
  append_shortest(out, value);
}

const char* type_of(Tidings kind) {
  switch (kind) {
    case Tidings::kClosed:
      return R"({"type":"candle",)";
    case Tidings::kRevised:
      return R"({"type":"revision",)";
    case Tidings::kForming:
      return R"({"type":"update",)";
    case Tidings::kHole:
      return R"({"type":"hole",)";
  }
  return "";
}

// Moves what was appended after `begin` to the right of its column.
void pad_left(std::string& out, std::size_t begin, std::size_t width) {
  const std::size_t size = out.size() - begin;
  if (size < width) out.insert(begin, width - size, ' ');
}

core::UtcTime end_of(const core::Bar& bar) {
  return bar.close_time + core::Micros{1};
}

}  // namespace

StreamText::StreamText(const StreamRequest& request)
    : form_(request.form), time_(request.time), updates_(request.updates) {
  for (const core::SeriesId& id : request.series) {
    symbol_width_ = std::max(symbol_width_, id.symbol.size());
  }
  for (const core::SeriesId& id : request.series) {
    words_.push_back(words_of(id, request.series.size()));
  }
}

StreamText::Words StreamText::words_of(const core::SeriesId& id, std::size_t width) const {
  const std::string interval(core::name(id.interval));
  Words words{.name = id.symbol + " " + interval,
              .members = R"("symbol":)" + json_quoted(id.symbol) + R"(,"market":)" +
                         json_quoted(core::name(id.market)),
              .interval = R"(,"interval":)" + json_quoted(interval),
              .cell = ""};
  if (form_ == StreamForm::kCsv && width > 1) words.cell = id.symbol + ",";
  if (form_ == StreamForm::kRows) {
    words.cell = id.symbol + std::string(symbol_width_ - id.symbol.size() + 1, ' ');
  }
  return words;
}

void StreamText::append_head(std::string& out) const {
  if (form_ == StreamForm::kCsv) {
    append_csv_header(out, {.with_symbol = words_.size() > 1});
    if (updates_) out.insert(out.size() - 1, ",closed,revision");
  }
  if (form_ != StreamForm::kRows) return;
  out += "symbol" + std::string(symbol_width_ - 6 + 1, ' ') + "open_time           ";
  for (const char* const title : {"open", "high", "low", "close", "volume", "trades"}) {
    out += ' ';
    const std::size_t begin = out.size();
    out += title;
    pad_left(out, begin, kNumberWidth);
  }
  out += "  source\n";
}

bool StreamText::append(std::string& out, const CandleEvent& event) const {
  const Words& words = words_[event.series];
  const bool json = form_ == StreamForm::kJson;
  if (event.kind == Tidings::kHole) {
    if (json) append_hole(out, event, words);
    return json;
  }
  const Line line{&out, &event, &words};
  if (json) {
    append_json(line);
  } else if (form_ == StreamForm::kCsv) {
    append_csv(line);
  } else {
    append_row(line);
  }
  return true;
}

bool StreamText::append_dropped(std::string& out, std::size_t series, std::int64_t updates) const {
  if (form_ != StreamForm::kJson) return false;
  out += R"({"type":"dropped",)" + words_[series].members + words_[series].interval;
  out += R"(,"updates":)";
  append_integer(out, updates);
  out += "}\n";
  return true;
}

std::string StreamText::aside(const CandleEvent& event) const {
  const std::string from = instant_text(event.bar.open_time);
  const std::string& name = words_[event.series].name;
  return name + ": no candle from " + from + " to " + instant_text(end_of(event.bar)) + " (" +
         std::string(core::name(core::Cause::kNoBarAtSource)) + ")";
}

std::int64_t StreamText::Line::revision() const {
  return event->kind == Tidings::kRevised ? event->mark.revision : 0;
}

void StreamText::append_json(const Line& line) const {
  std::string& out = *line.out;
  const core::Bar& bar = line.event->bar;
  out += type_of(line.event->kind);
  out += line.words->members;
  out += line.words->interval;
  out += R"(,"open_time":)";
  append_quoted_time(out, bar.open_time);
  append_number(out, R"(,"open":)", bar.open);
  append_number(out, R"(,"high":)", bar.high);
  append_number(out, R"(,"low":)", bar.low);
  append_number(out, R"(,"close":)", bar.close);
  append_number(out, R"(,"volume":)", bar.volume);
  out += R"(,"close_time":)";
  append_quoted_time(out, bar.close_time);
  append_number(out, R"(,"quote_asset_volume":)", bar.quote_volume);
  out += R"(,"count":)";
  append_integer(out, bar.count);
  append_number(out, R"(,"taker_buy_volume":)", bar.taker_volume);
  append_number(out, R"(,"taker_buy_quote_volume":)", bar.taker_quote_volume);
  out += R"(,"source":")";
  out += core::name(line.event->tier);
  out += '"';
  if (line.event->kind == Tidings::kForming) out += R"(,"closed":false)";
  if (line.revision() > 0) {
    out += R"(,"revision":)";
    append_integer(out, line.revision());
  }
  out += "}\n";
}

void StreamText::append_csv(const Line& line) const {
  std::string& out = *line.out;
  const core::Bar& bar = line.event->bar;
  out += line.words->cell;
  append_time(out, bar.open_time, time_);
  append_number(out, ",", bar.open);
  append_number(out, ",", bar.high);
  append_number(out, ",", bar.low);
  append_number(out, ",", bar.close);
  append_number(out, ",", bar.volume);
  out += ',';
  append_time(out, bar.close_time, time_);
  append_number(out, ",", bar.quote_volume);
  out += ',';
  append_integer(out, bar.count);
  append_number(out, ",", bar.taker_volume);
  append_number(out, ",", bar.taker_quote_volume);
  out += ',';
  out += core::name(line.event->tier);
  if (updates_) {
    out += line.event->kind == Tidings::kForming ? ",false," : ",true,";
    append_integer(out, line.revision());
  }
  out += '\n';
}

void StreamText::append_row(const Line& line) const {
  std::string& out = *line.out;
  const core::Bar& bar = line.event->bar;
  out += line.words->cell;
  append_time(out, bar.open_time, time_);
  for (const double value : {bar.open, bar.high, bar.low, bar.close, bar.volume}) {
    out += ' ';
    const std::size_t begin = out.size();
    append_shortest(out, value);
    pad_left(out, begin, kNumberWidth);
  }
  out += ' ';
  const std::size_t begin = out.size();
  append_integer(out, bar.count);
  pad_left(out, begin, kNumberWidth);
  out += "  ";
  out += core::name(line.event->tier);
  if (line.event->kind == Tidings::kForming) out += ", under way";
  if (line.revision() > 0) out += ", told anew";
  out += '\n';
}

void StreamText::append_hole(std::string& out, const CandleEvent& event, const Words& words) const {
  out += type_of(Tidings::kHole) + words.members + words.interval + R"(,"from":)";
  append_quoted_time(out, event.bar.open_time);
  out += R"(,"to":)";
  append_quoted_time(out, end_of(event.bar));
  out += R"(,"cause":)" + json_quoted(core::name(core::Cause::kNoBarAtSource)) + "}\n";
}

void StreamText::append_quoted_time(std::string& out, core::UtcTime t) const {
  const bool quoted = time_ == TimeStyle::kIso;
  if (quoted) out += '"';
  append_time(out, t, time_);
  if (quoted) out += '"';
}

}  // namespace wick::cli
