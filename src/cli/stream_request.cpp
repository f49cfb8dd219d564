#include "cli/stream_request.hpp"

#include <algorithm>
#include <utility>

#include "core/time_text.hpp"

namespace wick::cli {
namespace {

base::Error invalid(std::string what) {
  return {base::ErrorKind::kInvalid, std::move(what)};
}

base::Error unknown(const std::string& option, const std::string& value, const char* known) {
  return invalid(option + " '" + value + "' is not known; there is " + known);
}

base::Result<StreamForm> form_of(const StreamOptions& options, bool on_terminal) {
  if (options.json || options.format == "json") return StreamForm::kJson;
  if (options.format == "csv") return StreamForm::kCsv;
  if (options.format == "table") return on_terminal ? StreamForm::kLive : StreamForm::kRows;
  if (options.format.empty()) return on_terminal ? StreamForm::kLive : StreamForm::kJson;
  return unknown("--format", options.format, "table, json and csv");
}

base::Result<core::Topic> topic_of(const StreamOptions& options) {
  if (options.feed == "candles") return core::Topic::kCandles;
  if (options.feed == "trades") return core::Topic::kTrades;
  if (options.feed == "quotes") return core::Topic::kQuotes;
  return unknown("--feed", options.feed, "candles, trades and quotes");
}

base::Result<policy::SlowReader> slow_of(const std::string& text) {
  if (text == "drop") return policy::SlowReader::kDrop;
  if (text == "block") return policy::SlowReader::kBlock;
  return unknown("--slow", text, "drop and block");
}

base::Result<std::optional<core::UtcTime>> since_of(const StreamOptions& options,
                                                    core::UtcTime now) {
  using Since = std::optional<core::UtcTime>;
  if (options.since.empty()) return Since();
  const auto t = parse_instant(options.since, now);
  if (!t) {
    return invalid("--since '" + options.since +
                   "' is no time; write 2024-01-01T05:30, or 36h for that long ago");
  }
  if (*t > now) return invalid("--since " + core::to_iso(*t) + " is still to come; leave it out");
  return Since(t);
}

base::Result<std::optional<core::Micros>> lasting_of(const std::string& text) {
  using Lasting = std::optional<core::Micros>;
  if (text.empty()) return Lasting();
  const auto length = core::parse_duration(text);
  if (!length) return invalid("--for '" + text + "' is no duration; write 90s, 10m or 36h");
  return Lasting(length);
}

// The words that mean a series to `wick get` mean it here.
base::Result<GetRequest> as_get(const StreamOptions& options,
                                const std::vector<std::string>& symbols, const StreamFrame& frame) {
  GetOptions get;
  get.symbols = symbols;
  get.market = options.market;
  get.interval = options.interval;
  get.time = options.time;
  return understand(get, frame.now, frame.three_day_phase);
}

base::Result<void> check_together(const StreamOptions& options, const StreamRequest& request) {
  if (options.count < 0) {
    return invalid("--count is " + std::to_string(options.count) + "; it must be 1 or more");
  }
  if (request.topic == core::Topic::kCandles) return {};
  const std::string feed = "--feed " + options.feed;
  if (request.since) return invalid(feed + " begins now; leave out --since");
  if (options.updates) return invalid(feed + " has no updates; leave out --updates");
  if (!options.interval.empty()) return invalid(feed + " has no interval; leave it out");
  if (options.format != "json" && !options.format.empty()) {
    return invalid(feed + " is told as json alone; leave out --format");
  }
  return {};
}

// 7m, whether there is such an interval or not; no symbol looks like that.
bool is_like_interval(std::string_view word) {
  if (core::parse_interval(word)) return true;
  const std::size_t digits = word.find_first_not_of("0123456789");
  return digits != std::string_view::npos && digits > 0 && digits + 1 == word.size() &&
         std::string_view("smhdwM").find(word.back()) != std::string_view::npos;
}

}  // namespace

void take_interval_word(StreamOptions& options) {
  auto& words = options.symbols.named;
  const bool elsewhere = options.symbols.all || !options.symbols.file.empty();
  if (!options.interval.empty() || words.empty() || (words.size() == 1 && !elsewhere)) return;
  if (!is_like_interval(words.back())) return;
  options.interval = words.back();
  words.pop_back();
}

base::Result<StreamRequest> understand(const StreamOptions& options,
                                       const std::vector<std::string>& symbols,
                                       const StreamFrame& frame) {
  StreamRequest request;
  const auto get = as_get(options, symbols, frame);
  if (!get) return get.error();
  const auto topic = topic_of(options);
  if (!topic) return topic.error();
  const auto form = form_of(options, frame.on_terminal);
  if (!form) return form.error();
  const auto slow = slow_of(options.slow);
  if (!slow) return slow.error();
  const auto since = since_of(options, frame.now);
  if (!since) return since.error();
  const auto lasting = lasting_of(options.lasting);
  if (!lasting) return lasting.error();
  request = {.series = get->series,
             .topic = *topic,
             .since = *since,
             .form = *topic == core::Topic::kCandles ? *form : StreamForm::kJson,
             .time = get->time,
             .slow = *slow,
             .count = options.count > 0 ? std::optional(options.count) : std::nullopt,
             .lasting = *lasting,
             .updates = options.updates,
             .keep = !options.no_store,
             .verbose = options.verbose};
  if (auto fits = check_together(options, request); !fits) return fits.error();
  return request;
}

}  // namespace wick::cli
