// Any text as config/runtime_settings.json: a configuration whose numbers are inside their bounds
// and fit together, made of what another reader takes for JSON too, or a reason that names the
// file.
#include <simdjson.h>

#include <algorithm>

#include "tests/fuzz/input.hpp"
#include "wiring/live_config.hpp"
#include "wiring/live_settings_text.hpp"

namespace {

using namespace wick::wiring;

bool is_json(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  const simdjson::padded_string padded(text);
  return parser.parse(padded).get(object) == simdjson::SUCCESS;
}

void check_bounds(const LiveConfigLoaded& loaded) {
  for (const LiveSetting& setting : loaded.origins) {
    const LiveFacts& facts = *setting.facts;
    if (facts.kind != LiveKind::kWhole && facts.kind != LiveKind::kSeconds &&
        facts.kind != LiveKind::kRatio) {
      continue;
    }
    const double value = number_of(setting.value);
    WICK_CHECK(value >= facts.bounds.least && value <= facts.bounds.most);
    WICK_CHECK(number_text(value) == setting.value);
  }
}

void check_fit(const LiveConfig& config) {
  const LiveConfig::HistoryQuota& quota = config.quota;
  WICK_CHECK(quota.load_min_interval <= quota.load_warn && quota.load_warn <= quota.load_reserve);
  WICK_CHECK(quota.load_reserve <= quota.load_critical);
  WICK_CHECK(config.cache.warmup_bars <= config.cache.max_bars);
  WICK_CHECK(config.stream.backfill_min <= config.stream.backfill_max);
  WICK_CHECK(config.cadence.live_threshold <= config.cadence.idle_threshold);
  for (const BackoffTimes& times : {config.backoffs.history, config.backoffs.redis,
                                    config.backoffs.login, config.backoffs.feed}) {
    WICK_CHECK(times.base <= times.max && times.base.count() > 0);
  }
  WICK_CHECK(!config.stream.targets.empty() && !config.channels.bars.empty());
  const auto again = parse_live_targets(targets_text(config.stream.targets));
  WICK_CHECK(again && *again == config.stream.targets);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = wick::fuzz::Input(data, size).rest();
  const auto loaded = load_live_config({.runtime = Config::File{"r.json", std::string(text)}});
  if (loaded) {
    WICK_CHECK(is_json(text));
    check_bounds(*loaded);
    check_fit(loaded->config);
  } else {
    WICK_CHECK(loaded.error().what.starts_with("r.json:"));
    WICK_CHECK(loaded.error().kind == wick::base::ErrorKind::kInvalid);
  }
  return 0;
}
