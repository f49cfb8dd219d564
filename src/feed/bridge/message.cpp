#include "feed/bridge/message.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/json_text.hpp"

namespace wick::feed::bridge {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t kTextMax = 400;            // of what is shown to people
constexpr double kYear2200 = 7'258'118'400'000;  // in milliseconds
constexpr std::size_t kTypeMax = 20;
constexpr std::size_t kCells = 10;  // of a bar

base::Error corrupt(const std::string& what) {
  return {base::ErrorKind::kCorrupt, what};
}

// One line for people, whatever the bridge wrote.
std::string shown(std::string_view text, const Mask& mask) {
  std::string out = mask.over(text).substr(0, kTextMax);
  std::ranges::replace_if(
      out, [](char c) { return (c >= '\0' && c < ' ') || c == '\x7f'; }, ' ');
  return out;
}

std::optional<core::UtcTime> time_of(const dom::element& value) {
  double millis = 0;
  if (value.get(millis) != simdjson::SUCCESS || !(millis > 0 && millis < kYear2200)) {
    return std::nullopt;
  }
  return core::utc_micros(std::llround(millis * 1000));
}

// The members of one object, with what was wrong with the first that was asked for in vain.
class Members {
 public:
  Members(const dom::object& object, const Mask& mask) : object_(object), mask_(mask) {}

  [[nodiscard]] bool has(std::string_view key) const { return find(key).has_value(); }
  [[nodiscard]] std::optional<dom::element> find(std::string_view key) const {
    dom::element found;
    const bool there = object_.at_key(key).get(found) == simdjson::SUCCESS && !found.is_null();
    return there ? std::optional(found) : std::nullopt;
  }

  std::string_view text(std::string_view key) { return need<std::string_view>(key, "text"); }
  double number(std::string_view key) { return need<double>(key, "number"); }
  std::int64_t integer(std::string_view key) { return need<std::int64_t>(key, "whole number"); }
  std::vector<dom::element> list(std::string_view key) {
    dom::array found;
    if (object_.at_key(key).get(found) == simdjson::SUCCESS) return {found.begin(), found.end()};
    blame(key, "list");
    return {};
  }

  std::string_view text_or(std::string_view key, std::string_view otherwise) {
    return has(key) ? text(key) : otherwise;
  }
  std::string for_people(std::string_view key) { return shown(text(key), mask_); }
  std::string for_people_or(std::string_view key, std::string_view otherwise) {
    return shown(text_or(key, otherwise), mask_);
  }
  double number_or(std::string_view key, double otherwise) {
    return has(key) ? number(key) : otherwise;
  }
  std::optional<core::UtcTime> time(std::string_view key) {
    const auto value = find(key);
    if (!value) return std::nullopt;
    const auto time = time_of(*value);
    if (!time) blame(key, "time in milliseconds since 1970");
    return time;
  }
  void blame(std::string_view key, std::string_view wanted) {
    if (!wrong_.empty()) return;
    wrong_ = "\"" + std::string(key) + "\" is no " + std::string(wanted);
  }
  [[nodiscard]] const std::string& wrong() const { return wrong_; }
  [[nodiscard]] const Mask& mask() const { return mask_; }

 private:
  template <typename T>
  T need(std::string_view key, std::string_view wanted) {
    T value{};
    if (object_.at_key(key).get(value) != simdjson::SUCCESS) blame(key, wanted);
    return value;
  }

  dom::object object_;
  const Mask& mask_;
  std::string wrong_;
};

Message hello_of(Members& from) {
  Hello hello{.protocol = from.integer("protocol"),
              .name = from.for_people_or("name", "bridge"),
              .history = {}};
  if (!from.has("history")) return hello;
  for (const dom::element one : from.list("history")) {
    std::string_view text;
    if (one.get(text) != simdjson::SUCCESS) from.blame("history", "list of intervals");
    if (const auto interval = core::parse_interval(text)) hello.history.push_back(*interval);
  }
  return hello;
}

Message instruments_of(Members& from) {
  Instruments found;
  for (const dom::element one : from.list("instruments")) {
    dom::object object;
    if (one.get(object) != simdjson::SUCCESS) {
      from.blame("instruments", "list of objects");
      break;
    }
    Members members(object, from.mask());
    port::FeedInstrument instrument{
        .name = std::string(members.text("name")),
        .digits = static_cast<int>(std::clamp(members.number_or("digits", 0), 0.0, 20.0)),
        .point = members.number_or("point", 0),
        .tradable = true};
    if (const auto tradable = members.find("tradable")) {
      if (tradable->get(instrument.tradable) != simdjson::SUCCESS)
        members.blame("tradable", "flag");
    }
    if (!members.wrong().empty() || instrument.name.empty()) {
      from.blame("instruments", "list of instruments with a name");
      break;
    }
    found.all.push_back(std::move(instrument));
  }
  return found;
}

Message tick_of(Members& from) {
  Quoted quoted{.symbol = from.text("symbol"),
                .bid = from.number("bid"),
                .ask = from.number("ask"),
                .size = from.number_or("size", 1),
                .time = from.time("time_ms")};
  if (quoted.size < 0) from.blame("size", "amount");
  return quoted;
}

Message state_of(Members& from) {
  using port::FeedState;
  constexpr std::array kStates = {std::pair{"open", FeedState::kOpen},
                                  std::pair{"closed", FeedState::kClosed},
                                  std::pair{"down", FeedState::kDown}};
  const std::string_view text = from.text("state");
  State state{.since = from.time("since_ms"), .why = from.for_people_or("text", "")};
  const auto* const known =
      std::ranges::find_if(kStates, [&](const auto& one) { return one.first == text; });
  if (known == kStates.end()) {
    from.blame("state", "state: open, closed or down");
  } else {
    state.state = known->second;
  }
  return state;
}

Message refused_of(Members& from) {
  return Refused{.symbol = std::string(from.text("symbol")),
                 .why = from.for_people_or("text", "the venue has no such symbol")};
}

std::optional<core::HistoryBar> bar_of(const dom::element& row) {
  dom::array cells;
  if (row.get(cells) != simdjson::SUCCESS || cells.size() != kCells) return std::nullopt;
  std::array<double, kCells> values{};
  std::size_t count = 0;
  for (const dom::element cell : cells) {
    if (cell.get(values.at(count++)) != simdjson::SUCCESS) return std::nullopt;
  }
  const auto open_time = time_of(cells.at(0).value_unsafe());
  const auto& [time, bid_open, bid_high, bid_low, bid_close, ask_open, ask_high, ask_low, ask_close,
               volume] = values;
  if (!open_time || volume < 0) return std::nullopt;
  return core::HistoryBar{.open_time = *open_time,
                          .open = core::quote_of(bid_open, ask_open),
                          .high = core::quote_of(bid_high, ask_high),
                          .low = core::quote_of(bid_low, ask_low),
                          .close = core::quote_of(bid_close, ask_close),
                          .volume = volume};
}

Message page_of(Members& from) {
  Page page{.id = from.integer("id"), .from = from.time("from_ms"), .bars = {}};
  for (const dom::element row : from.list("bars")) {
    auto bar = bar_of(row);
    if (!bar) {
      from.blame("bars", "list of bars of ten numbers each");
      break;
    }
    if (!page.bars.empty() && bar->open_time <= page.bars.back().open_time) {
      from.blame("bars", "list of bars that ascend");
      break;
    }
    page.bars.push_back(*bar);
  }
  return page;
}

Trouble trouble_of(std::string_view code) {
  constexpr std::array kCodes = {
      std::pair{"not_ready", Trouble::kNotReady}, std::pair{"no_data", Trouble::kNoData},
      std::pair{"no_symbol", Trouble::kNoSymbol}, std::pair{"unsupported", Trouble::kUnsupported},
      std::pair{"session", Trouble::kSession},    std::pair{"refused", Trouble::kRefused}};
  for (const auto& [name, trouble] : kCodes) {
    if (name == code) return trouble;
  }
  return Trouble::kFailed;
}

Message failure_of(Members& from) {
  Failure failure{.id = std::nullopt,
                  .trouble = trouble_of(from.text("code")),
                  .why = from.for_people_or("text", from.text("code"))};
  if (from.has("id")) failure.id = from.integer("id");
  return failure;
}

Message message_of(std::string_view type, Members& from) {
  if (type == "tick") return tick_of(from);
  if (type == "pong") return Pong{};
  if (type == "state") return state_of(from);
  if (type == "page") return page_of(from);
  if (type == "error") return failure_of(from);
  if (type == "subscribed") return Subscribed{.id = from.integer("id")};
  if (type == "refused") return refused_of(from);
  if (type == "log") return Remark{.text = from.for_people("text")};
  if (type == "instruments") return instruments_of(from);
  if (type == "hello") return hello_of(from);
  if (type == "bye") return Bye{};
  return Unknown{};
}

}  // namespace

struct Reader::Parser {
  dom::parser json;
};

Reader::Reader(Mask mask) : mask_(std::move(mask)), parser_(std::make_unique<Parser>()) {}
Reader::~Reader() = default;

base::Result<Message> Reader::read(std::string_view line) {
  dom::object object;
  if (parser_->json.parse(line.data(), line.size()).get(object) != simdjson::SUCCESS) {
    return corrupt("a line that is no JSON object");
  }
  Members members(object, mask_);
  const std::string_view type = members.text("type");
  if (!members.wrong().empty()) return corrupt("a line whose " + members.wrong());
  Message message = message_of(type, members);
  if (!members.wrong().empty()) {
    return corrupt("a message \"" + shown(type, mask_).substr(0, kTypeMax) + "\" whose " +
                   members.wrong());
  }
  return message;
}

std::string hello_line() {
  return R"({"type":"hello","protocol":)" + std::to_string(kProtocol) + "}";
}

std::string subscribe_line(std::int64_t id, const std::vector<std::string>& symbols) {
  std::string line = R"({"type":"subscribe","id":)" + std::to_string(id) + R"(,"symbols":[)";
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    if (i > 0) line += ',';
    line += base::json_quoted(symbols[i]);
  }
  return line + "]}";
}

std::string history_line(std::int64_t id, const port::FeedHistoryAsk& ask) {
  return R"({"type":"history","id":)" + std::to_string(id) + R"(,"symbol":)" +
         base::json_quoted(ask.symbol) + R"(,"interval":")" +
         std::string(core::name(ask.interval)) + R"(","from_ms":)" +
         std::to_string(core::millis_of(ask.range.begin)) + R"(,"to_ms":)" +
         std::to_string(core::millis_of(ask.range.end)) + "}";
}

std::string ping_line(std::int64_t id) {
  return R"({"type":"ping","id":)" + std::to_string(id) + "}";
}

}  // namespace wick::feed::bridge
