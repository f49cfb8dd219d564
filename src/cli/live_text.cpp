#include "cli/live_text.hpp"

#include "base/json_text.hpp"
#include "codec/decimal.hpp"

namespace wick::cli {
namespace {

using live::LiveEvent;

std::int64_t millis(core::UtcTime t) {
  return std::chrono::floor<std::chrono::milliseconds>(t).time_since_epoch().count();
}

const char* type_of(LiveEvent::Kind kind) {
  switch (kind) {
    case LiveEvent::Kind::kBar:
      return "bar";
    case LiveEvent::Kind::kRevision:
      return "revision";
    case LiveEvent::Kind::kPreview:
      return "preview";
    case LiveEvent::Kind::kLost:
      return "lost";
    case LiveEvent::Kind::kQuiet:
      return "quiet";
  }
  return "";
}

void append_time(std::string& out, const char* name, core::UtcTime t) {
  out += name;
  out += std::to_string(millis(t));
}

void append_flag(std::string& out, const char* name, bool value) {
  out += name;
  out += value ? "true" : "false";
}

void append_number(std::string& out, const char* name, double value) {
  out += name;
  codec::append_shortest(out, value);
}

void append_side(std::string& out, const char* name, const live::QuoteBar& bar,
                 double live::Quote::*side) {
  out += name;
  codec::append_shortest(out, bar.open.*side);
  for (const auto part : {&live::QuoteBar::high, &live::QuoteBar::low, &live::QuoteBar::close}) {
    out += ',';
    codec::append_shortest(out, (bar.*part).*side);
  }
  out += ']';
}

// Of ticks alone: history tells neither how many there were nor their spreads.
void append_quality(std::string& out, const live::QuoteBar& bar) {
  out += R"(,"tick_count":)" + std::to_string(bar.ticks);
  append_number(out, R"(,"avg_spread":)", bar.spread_average());
  append_number(out, R"(,"max_spread":)", bar.high.spread);
}

}  // namespace

void LiveText::append(std::string& out, const LiveEvent& event) const {
  out += R"({"type":")";
  out += type_of(event.kind);
  out += R"(","symbol":)" + base::json_quoted(symbols_[event.symbol].wire) + R"(,"tf":")";
  out += core::name(event.interval);
  out += '"';
  if (event.kind == LiveEvent::Kind::kLost) {
    append_time(out, R"(,"from":)", event.bar.open_time);
    append_time(out, R"(,"to":)", event.bar.end);
  } else {
    append_bar(out, event);
  }
  out += "}\n";
}

void LiveText::append_bar(std::string& out, const LiveEvent& event) const {
  const live::QuoteBar& bar = event.bar;
  const core::Bar priced = live::bar_of(bar, symbols_[event.symbol].basis);
  append_time(out, R"(,"open_time":)", bar.open_time);
  append_time(out, R"(,"close_time":)", bar.end - std::chrono::milliseconds{1});
  append_number(out, R"(,"open":)", priced.open);
  append_number(out, R"(,"high":)", priced.high);
  append_number(out, R"(,"low":)", priced.low);
  append_number(out, R"(,"close":)", priced.close);
  append_number(out, R"(,"volume":)", priced.volume);
  append_flag(out, R"(,"complete":)", event.kind != LiveEvent::Kind::kPreview);
  append_flag(out, R"(,"synthetic":)", bar.synthetic);
  out += R"(,"source":")";
  out += live::name(event.made_by);
  out += '"';
  if (event.kind == LiveEvent::Kind::kRevision) {
    out += R"(,"revision":)" + std::to_string(event.revision);
  }
  if (!bar.only) {
    append_side(out, R"(,"bid":[)", bar, &live::Quote::bid);
    append_side(out, R"(,"ask":[)", bar, &live::Quote::ask);
  }
  append_flag(out, R"(,"mid_derived":)", bar.mid_derived);
  if (!bar.mid_derived && !bar.synthetic) append_quality(out, bar);
}

void LiveText::append_dropped(std::string& out, std::size_t symbol, std::int64_t previews) const {
  out += R"({"type":"dropped","symbol":)" + base::json_quoted(symbols_[symbol].wire) +
         R"(,"previews":)" + std::to_string(previews) + "}\n";
}

void LiveText::append_keeping(std::string& out, const std::string& trouble, std::int64_t failures) {
  out += R"({"type":"keeping")";
  append_flag(out, R"(,"kept":)", trouble.empty());
  out += R"(,"cache_io_errors":)" + std::to_string(failures);
  if (!trouble.empty()) out += R"(,"error":)" + base::json_quoted(trouble);
  out += "}\n";
}

}  // namespace wick::cli
