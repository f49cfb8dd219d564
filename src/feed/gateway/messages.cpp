#include "feed/gateway/messages.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/json_text.hpp"

namespace wick::feed::gateway {
namespace {

namespace dom = simdjson::dom;
using base::Error;
using base::ErrorKind;
using base::Result;

constexpr std::size_t kBytesMax = 4UL << 20U;
constexpr std::size_t kWordsMax = 120;
constexpr std::size_t kBarsMax = 10'000;
constexpr std::int64_t kFirstMillis = 946'684'800'000, kLastMillis = 4'102'444'800'000;
constexpr double kPriceMax = 1e12;

Error corrupt(const std::string& what) {
  return {ErrorKind::kCorrupt, "the gateway: " + what};
}

std::string printable(std::string_view words) {
  std::string out(words.substr(0, kWordsMax));
  std::ranges::replace_if(
      out, [](char c) { return c < ' ' || c > '~'; }, '?');
  return out;
}

template <typename T>
std::optional<T> member(const dom::object& object, std::string_view name) {
  T value{};
  if (object[name].get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

std::optional<core::UtcTime> time_of(const simdjson::simdjson_result<dom::element>& from) {
  std::int64_t millis = 0;
  if (from.get(millis) != simdjson::SUCCESS) return std::nullopt;
  if (millis < kFirstMillis || millis >= kLastMillis) return std::nullopt;
  return core::UtcTime{std::chrono::milliseconds{millis}};
}

std::optional<double> price_of(const simdjson::simdjson_result<dom::element>& from) {
  double price = 0;
  if (from.get(price) != simdjson::SUCCESS) return std::nullopt;
  if (!(price > 0) || price > kPriceMax) return std::nullopt;
  return price;
}

Result<Message> tick(const dom::array& fields) {
  std::string_view name;
  std::int64_t number = 0;
  const auto time = time_of(fields.at(1));
  const auto bid = price_of(fields.at(2));
  const auto ask = price_of(fields.at(3));
  const bool named = fields.at(0).get(name) == simdjson::SUCCESS;
  const bool counted = fields.at(4).get(number) == simdjson::SUCCESS && number > 0;
  if (!named || !time || !bid || !ask || !counted) return corrupt("a tick that is none");
  return Message{Tick{name, *time, *bid, *ask, number}};
}

Result<Message> session(const dom::object& root, std::string_view state) {
  const auto now = time_of(root["now"]);
  if (!now || (state != "open" && state != "closed")) return corrupt("a session without a state");
  return Message{Session{state == "open", *now}};
}

Result<Message> subscribed(const dom::object& root, const dom::array& names) {
  Subscribed out;
  for (const dom::element item : names) {
    std::string_view name;
    if (item.get(name) != simdjson::SUCCESS) return corrupt("an instrument without a name");
    out.instruments.emplace_back(name);
  }
  const auto refused = member<dom::array>(root, "refused");
  if (!refused) return Message{std::move(out)};
  for (const dom::element item : *refused) {
    std::string_view name;
    std::string_view text;
    if (item["instrument"].get(name) != simdjson::SUCCESS) return corrupt("a refusal of nothing");
    if (item["text"].get(text) != simdjson::SUCCESS) text = "refused";
    out.refused.push_back({std::string(name), printable(text)});
  }
  return Message{std::move(out)};
}

std::optional<core::HistoryBar> bar(const dom::array& fields) {
  constexpr std::size_t kPrices = 8;
  std::array<double, kPrices> prices{};
  for (std::size_t i = 0; i < kPrices; ++i) {
    const auto price = price_of(fields.at(i + 1));
    if (!price) return std::nullopt;
    prices.at(i) = *price;
  }
  const auto time = time_of(fields.at(0));
  std::int64_t volume = 0;
  if (!time || fields.at(9).get(volume) != simdjson::SUCCESS || volume < 0) return std::nullopt;
  for (const std::size_t side : {0U, 4U}) {
    const auto [low, high] = std::minmax({prices.at(side), prices.at(side + 3)});
    if (prices.at(side + 1) < high || prices.at(side + 2) > low) return std::nullopt;
  }
  return core::HistoryBar{.open_time = *time,
                          .open = core::quote_of(prices[0], prices[4]),
                          .high = core::quote_of(prices[1], prices[5]),
                          .low = core::quote_of(prices[2], prices[6]),
                          .close = core::quote_of(prices[3], prices[7]),
                          .volume = static_cast<double>(volume)};
}

std::optional<port::FeedInstrument> instrument(const dom::element& item) {
  constexpr std::int64_t kDigitsMax = 12;
  std::string_view name;
  std::int64_t digits = 0;
  bool tradable = false;
  const auto point = price_of(item["point"]);
  const bool whole = item["name"].get(name) == simdjson::SUCCESS && !name.empty() &&
                     item["digits"].get(digits) == simdjson::SUCCESS && digits >= 0 &&
                     digits <= kDigitsMax && item["tradable"].get(tradable) == simdjson::SUCCESS;
  if (!whole || !point) return std::nullopt;
  return port::FeedInstrument{std::string(name), static_cast<int>(digits), *point, tradable};
}

}  // namespace

struct Reader::State {
  dom::parser parser{kBytesMax};

  [[nodiscard]] Result<dom::object> object(std::string_view text) {
    if (text.size() > kBytesMax) return corrupt("more than four million bytes at once");
    dom::object root;
    const auto error = parser.parse(text.data(), text.size()).get(root);
    if (error == simdjson::SUCCESS) return root;
    return corrupt("'" + printable(text.substr(0, 40)) + "' is no JSON object");
  }
};

Reader::Reader() : state_(std::make_unique<State>()) {}
Reader::~Reader() = default;

Result<Message> Reader::message(std::string_view text) {
  const auto root = state_->object(text);
  if (!root) return root.error();
  if (const auto fields = member<dom::array>(*root, "tick")) return tick(*fields);
  if (const auto state = member<std::string_view>(*root, "session")) return session(*root, *state);
  if (const auto names = member<dom::array>(*root, "subscribed")) return subscribed(*root, *names);
  return Message{Unknown{}};
}

Result<std::vector<port::FeedInstrument>> Reader::instruments(std::string_view text) {
  const auto root = state_->object(text);
  if (!root) return root.error();
  const auto items = member<dom::array>(*root, "instruments");
  if (!items) return corrupt("no list of instruments");
  std::vector<port::FeedInstrument> out;
  for (const dom::element item : *items) {
    auto one = instrument(item);
    if (!one) return corrupt("an instrument that cannot be read");
    out.push_back(*std::move(one));
  }
  return out;
}

Result<CandlePage> Reader::candles(std::string_view text, const port::FeedHistoryAsk& ask) {
  const auto root = state_->object(text);
  if (!root) return root.error();
  const auto items = member<dom::array>(*root, "bars");
  const auto more = member<bool>(*root, "more");
  const auto now = time_of((*root)["now"]);
  if (!items || !more || !now || items->size() > kBarsMax) return corrupt("no page of candles");
  if (member<std::string_view>(*root, "instrument") != ask.symbol) {
    return corrupt("candles of another instrument");
  }
  CandlePage page{.bars = {}, .now = *now, .more = *more};
  for (const dom::element item : *items) {
    dom::array fields;
    const bool listed = item.get(fields) == simdjson::SUCCESS;
    auto one = listed ? bar(fields) : std::nullopt;
    if (!one) return corrupt("a candle that cannot be read");
    const bool ascends = page.bars.empty() || page.bars.back().open_time < one->open_time;
    if (!ascends || !ask.range.contains(one->open_time)) return corrupt("candles out of order");
    page.bars.push_back(*one);
  }
  if (page.more && page.bars.empty()) return corrupt("more candles, and none here");
  return page;
}

Reader::Complaint Reader::complaint(std::string_view text) {
  const auto root = state_->object(text);
  if (!root) return {};
  const auto error = member<std::string_view>(*root, "error");
  const auto words = member<std::string_view>(*root, "text");
  return {printable(error.value_or("")), printable(words.value_or(""))};
}

std::string subscribe_text(const std::vector<std::string>& instruments) {
  std::string out = "{\"subscribe\":[";
  for (const std::string& name : instruments) {
    if (out.back() != '[') out += ',';
    out += base::json_quoted(name);
  }
  return out + "]}";
}

}  // namespace wick::feed::gateway
