#include "store/event.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/json_text.hpp"
#include "core/time_text.hpp"

namespace wick::store {
namespace {

namespace dom = simdjson::dom;

constexpr std::array kTiers = {core::Tier::kCache,  core::Tier::kBulk,    core::Tier::kRest,
                               core::Tier::kStream, core::Tier::kListing, core::Tier::kTurn};

std::optional<core::Tier> parse_tier(std::string_view text) {
  const auto* const found =
      std::ranges::find_if(kTiers, [&](core::Tier tier) { return core::name(tier) == text; });
  if (found == kTiers.end()) return std::nullopt;
  return *found;
}

void append_number(std::string& out, std::int64_t value) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

// The members of an object, one after the other, appended as they are named.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) { out_ += '{'; }
  // For whoever writes the value himself.
  std::string& key(std::string_view key) {
    out_.append(first_ ? "\"" : ",\"").append(key).append("\":");
    first_ = false;
    return out_;
  }
  Members& text(std::string_view key, std::string_view value) {
    base::append_json_quoted(this->key(key), value);
    return *this;
  }
  Members& number(std::string_view key, std::int64_t value) {
    append_number(this->key(key), value);
    return *this;
  }
  Members& time(std::string_view key, core::UtcTime value) {
    core::append_iso(this->key(key) += '"', value);
    out_ += '"';
    return *this;
  }
  void end() { out_ += '}'; }

 private:
  std::string& out_;
  bool first_{true};
};

template <typename Values, typename Append>
void append_list(std::string& out, const Values& values, const Append& append_one) {
  out += '[';
  for (const auto& value : values) {
    if (out.back() != '[') out += ',';
    append_one(out, value);
  }
  out += ']';
}

void append(std::string& out, const std::map<core::Tier, std::int64_t>& rows) {
  Members members(out);
  for (const auto& [tier, count] : rows) members.number(core::name(tier), count);
  members.end();
}

void append_untidy(std::string& out, const EventTier& tier) {
  Members members(out);
  members.number("objects", tier.untidy)
      .number("out_of_order", tier.odd_rows.unsorted)
      .number("repeated", tier.odd_rows.duplicates)
      .number("implausible", tier.odd_rows.implausible);
  members.end();
}

void append(std::string& out, const EventTier& tier) {
  Members members(out);
  const std::vector<core::Micros> took = chosen_evenly(tier.took, kLatenciesMax);
  members.number("asked", tier.asked)
      .number("failed", tier.failed)
      .number("requests", tier.requests)
      .number("rows", tier.rows)
      .number("bytes", tier.bytes);
  append_list(members.key("took_us"), took,
              [](std::string& to, core::Micros time) { append_number(to, time.count()); });
  const auto given = static_cast<std::int64_t>(tier.took.size());
  const std::int64_t measured = std::max(given, tier.measured);
  if (measured > static_cast<std::int64_t>(took.size())) members.number("measured", measured);
  if (tier.untidy > 0) append_untidy(members.key("untidy"), tier);
  members.end();
}

void append(std::string& out, const std::vector<EventTier>& tiers) {
  Members members(out);
  for (const EventTier& tier : tiers) append(members.key(core::name(tier.tier)), tier);
  members.end();
}

void append(std::string& out, const EventError& error) {
  Members members(out);
  members.text("tier", core::name(error.tier))
      .text("kind", error.kind)
      .text("what", error.what)
      .number("times", error.times);
  if (error.retry_after_s) members.number("retry_after_s", *error.retry_after_s);
  members.end();
}

std::string line_of(const Event& event) {
  constexpr std::size_t kUsualSize = 512;
  std::string json;
  json.reserve(kUsualSize);
  Members members(json);
  members.time("at", event.at)
      .text("command", event.command)
      .text("provider", core::name(event.id.provider))
      .text("market", core::name(event.id.market))
      .text("chart", core::name(event.id.chart))
      .text("symbol", event.id.symbol)
      .text("interval", core::name(event.id.interval))
      .time("from", event.range.begin)
      .time("to", event.range.end);
  append(members.key("rows"), event.rows);
  members.number("missing", event.missing)
      .number("requests", event.requests)
      .number("conflicts", event.conflicts)
      .number("elapsed_us", event.elapsed.count());
  append(members.key("tiers"), event.tiers);
  append_list(members.key("errors"), event.errors,
              [](std::string& to, const EventError& error) { append(to, error); });
  members.end();
  return json;
}

bool read_text(const dom::object& object, const char* key, std::string& text) {
  std::string_view found;
  if (object[key].get(found) != simdjson::SUCCESS) return false;
  text = found;
  return true;
}

// What is missing, or of another kind, leaves the value as it is.
void read_number(const dom::object& object, const char* key, std::int64_t& value) {
  std::int64_t found{};
  if (object[key].get(found) == simdjson::SUCCESS) value = found;
}

bool read_time(const dom::object& object, const char* key, core::UtcTime& time) {
  std::string text;
  if (!read_text(object, key, text)) return false;
  const auto read = core::parse_utc(text);
  if (read) time = *read;
  return read.has_value();
}

// A provider or market that is not known yet makes the line one of a newer program.
bool read_series(const dom::object& object, core::SeriesId& id) {
  std::string provider;
  std::string market;
  std::string chart;
  std::string interval;
  if (!read_text(object, "provider", provider) || !read_text(object, "market", market) ||
      !read_text(object, "chart", chart) || !read_text(object, "symbol", id.symbol) ||
      !read_text(object, "interval", interval)) {
    return false;
  }
  const auto known_provider = core::parse_provider(provider);
  const auto known_market = core::parse_market(market);
  const auto known_chart = core::parse_chart(chart);
  const auto known_interval = core::parse_interval(interval);
  if (!known_provider || !known_market || !known_chart || !known_interval) return false;
  id.provider = *known_provider;
  id.market = *known_market;
  id.chart = *known_chart;
  id.interval = *known_interval;
  return true;
}

void read_rows(const dom::object& object, Event& event) {
  dom::object rows;
  if (object["rows"].get(rows) != simdjson::SUCCESS) return;
  for (const auto& member : rows) {
    const auto tier = parse_tier(member.key);
    std::int64_t count{};
    if (tier && member.value.get(count) == simdjson::SUCCESS) event.rows[*tier] = count;
  }
}

void read_took(const dom::object& object, std::vector<core::Micros>& took) {
  dom::array times;
  if (object["took_us"].get(times) != simdjson::SUCCESS) return;
  for (const dom::element time : times) {
    std::int64_t micros{};
    if (time.get(micros) == simdjson::SUCCESS) took.emplace_back(micros);
  }
}

void read_untidy(const dom::object& object, EventTier& tier) {
  dom::object untidy;
  if (object["untidy"].get(untidy) != simdjson::SUCCESS) return;
  read_number(untidy, "objects", tier.untidy);
  const auto read_rows = [&](const char* key, std::uint32_t& rows) {
    std::int64_t wide = 0;
    read_number(untidy, key, wide);
    if (std::in_range<std::uint32_t>(wide)) rows = static_cast<std::uint32_t>(wide);
  };
  read_rows("out_of_order", tier.odd_rows.unsorted);
  read_rows("repeated", tier.odd_rows.duplicates);
  read_rows("implausible", tier.odd_rows.implausible);
}

void read_tiers(const dom::object& object, Event& event) {
  dom::object tiers;
  if (object["tiers"].get(tiers) != simdjson::SUCCESS) return;
  for (const auto& member : tiers) {
    const auto known = parse_tier(member.key);
    dom::object facts;
    if (!known || member.value.get(facts) != simdjson::SUCCESS) continue;
    EventTier& tier = event.tiers.emplace_back();
    tier.tier = *known;
    read_number(facts, "asked", tier.asked);
    read_number(facts, "failed", tier.failed);
    read_number(facts, "requests", tier.requests);
    read_number(facts, "rows", tier.rows);
    read_number(facts, "bytes", tier.bytes);
    read_took(facts, tier.took);
    tier.measured = static_cast<std::int64_t>(tier.took.size());
    read_number(facts, "measured", tier.measured);
    read_untidy(facts, tier);
  }
}

void read_errors(const dom::object& object, Event& event) {
  dom::array errors;
  if (object["errors"].get(errors) != simdjson::SUCCESS) return;
  for (const dom::element element : errors) {
    dom::object facts;
    std::string tier;
    if (element.get(facts) != simdjson::SUCCESS || !read_text(facts, "tier", tier)) continue;
    const auto known = parse_tier(tier);
    if (!known) continue;
    EventError& error = event.errors.emplace_back();
    error.tier = *known;
    error.times = 1;
    (void)read_text(facts, "kind", error.kind);
    (void)read_text(facts, "what", error.what);
    read_number(facts, "times", error.times);
    std::int64_t wait = -1;
    read_number(facts, "retry_after_s", wait);
    if (wait >= 0) error.retry_after_s = wait;
  }
}

}  // namespace

std::vector<core::Micros> chosen_evenly(std::vector<core::Micros> values, std::size_t count) {
  std::ranges::sort(values);
  if (values.size() <= count) return values;
  std::vector<core::Micros> chosen;
  const std::size_t last = values.size() - 1;
  for (std::size_t i = 0; i < count; ++i) chosen.push_back(values[i * last / (count - 1)]);
  return chosen;
}

std::string event_line(Event event) {
  constexpr std::size_t kWhatMax = 200;
  for (EventError& error : event.errors) {
    if (error.what.size() > kWhatMax) error.what.resize(kWhatMax);
  }
  std::string line = line_of(event);
  while (line.size() + 1 >= kEventBytesMax && !event.errors.empty()) {
    event.errors.pop_back();
    line = line_of(event);
  }
  return line;
}

std::optional<Event> read_event(std::string_view line) {
  dom::parser parser;
  dom::object object;
  const simdjson::padded_string padded(line);
  if (parser.parse(padded).get(object) != simdjson::SUCCESS) return std::nullopt;
  Event event;
  if (!read_time(object, "at", event.at) || !read_series(object, event.id)) return std::nullopt;
  (void)read_text(object, "command", event.command);
  (void)read_time(object, "from", event.range.begin);
  (void)read_time(object, "to", event.range.end);
  read_rows(object, event);
  read_number(object, "missing", event.missing);
  read_number(object, "requests", event.requests);
  read_number(object, "conflicts", event.conflicts);
  std::int64_t elapsed = 0;
  read_number(object, "elapsed_us", elapsed);
  event.elapsed = core::Micros{elapsed};
  read_tiers(object, event);
  read_errors(object, event);
  return event;
}

}  // namespace wick::store
