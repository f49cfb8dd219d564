// The parts of a LiveConfig in whose values a mistake may hide.
#include <simdjson.h>

#include <algorithm>

#include "core/calendar_rules.hpp"
#include "wiring/live_config_parts.hpp"

namespace wick::wiring {
namespace {

namespace dom = simdjson::dom;
using base::Result;

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs pairs_of(std::string_view text) {
  Pairs pairs;
  for (const std::string& part : parts_of(text)) {
    const std::size_t equals = std::min(part.find('='), part.size());
    pairs.emplace_back(part.substr(0, equals), part.substr(std::min(equals + 1, part.size())));
  }
  return pairs;
}

// {"kid": "secret"}; nothing where it is anything else.
std::optional<Pairs> secrets_of_json(const std::string& text) {
  dom::parser parser;
  dom::object object;
  const simdjson::padded_string padded(text);
  if (parser.parse(padded).get(object) != simdjson::SUCCESS) return std::nullopt;
  Pairs pairs;
  for (const auto& [key, value] : object) {
    std::string_view secret;
    if (value.get(secret) != simdjson::SUCCESS) return std::nullopt;
    pairs.emplace_back(key, secret);
  }
  return pairs;
}

Result<std::map<std::string, Secret>> command_secrets(const LiveValues& values) {
  constexpr std::string_view kMap = "COMMAND_AUTH_SECRETS";
  std::map<std::string, Secret> secrets;
  const std::string& kid = values.text("FXCM_HMAC_KID");
  const std::string& own = values.text("FXCM_HMAC_SECRET");
  if (!kid.empty() && !own.empty()) secrets[kid] = Secret(own);
  const std::string& text = values.text(kMap);
  const auto pairs =
      text.starts_with('{') ? secrets_of_json(text) : std::optional<Pairs>(pairs_of(text));
  const bool good = pairs && std::ranges::none_of(*pairs, [](const auto& pair) {
                      return pair.first.empty() || pair.second.empty();
                    });
  if (!good) {
    return values.wrong(kMap, "must be as kid=secret,kid=secret or as a JSON object of texts");
  }
  for (const auto& [name, secret] : *pairs) secrets[name] = Secret(secret);
  return secrets;
}

// "has 'NAME=WORD'; write ADVICE"
std::string bad_pair(const std::pair<std::string, std::string>& pair, const char* advice) {
  std::string text = "has '" + pair.first;
  text.append("=").append(pair.second).append("'; write ").append(advice);
  return text;
}

CommandAuth auth_of(const std::string& word) {
  if (word == "off") return CommandAuth::kOff;
  return word == "required" ? CommandAuth::kRequired : CommandAuth::kPermissive;
}

std::optional<PriceBasis> basis_of(std::string_view word) {
  if (word == "mid") return PriceBasis::kMid;
  if (word == "bid") return PriceBasis::kBid;
  if (word == "ask") return PriceBasis::kAsk;
  return std::nullopt;
}

Result<void> fill_bases(const LiveValues& values, LiveConfig& config) {
  constexpr std::string_view kLabel = "stream.price_basis_by_symbol";
  config.ticks.basis = basis_of(values.text("stream.price_basis")).value_or(PriceBasis::kMid);
  for (const auto& [name, word] : pairs_of(values.text(kLabel))) {
    const auto symbol = parse_live_symbol(name);
    const auto basis = basis_of(word);
    if (!symbol || !basis) {
      return values.wrong(kLabel, bad_pair({name, word}, "XAU/USD=bid, mid or ask"));
    }
    config.ticks.basis_of[symbol->wire] = *basis;
  }
  return {};
}

Result<void> fill_calendar(const LiveValues& values, LiveConfig& config) {
  constexpr std::string_view kLabel = "calendar.instruments";
  const std::string& profile = values.text("calendar.profile");
  if (core::shipped_calendar(profile) == nullptr) {
    return values.wrong("calendar.profile", "is '" + profile + "'; see wick calendar --profiles");
  }
  config.calendar = {.profile = profile, .overrides = values.text("calendar.overrides")};
  for (const auto& [name, wanted] : pairs_of(values.text(kLabel))) {
    const auto symbol = parse_live_symbol(name);
    if (!symbol || core::shipped_calendar(wanted) == nullptr) {
      return values.wrong(
          kLabel, bad_pair({name, wanted}, "XAU/USD=metals, and see wick calendar --profiles"));
    }
    config.calendar.profile_of[symbol->wire] = wanted;
  }
  return {};
}

void fill_ingest(const LiveValues& values, LiveConfig& config) {
  LiveConfig::Ingest& ingest = config.ingest;
  ingest.batch_max = values.whole("FXCM_INGEST_MAX_BATCH");
  ingest.secret = Secret(values.text("FXCM_INGEST_HMAC_SECRET"));
  ingest.previous_secret = Secret(values.text("FXCM_INGEST_HMAC_SECRET_PREVIOUS"));
  ingest.algorithm = values.text("FXCM_INGEST_HMAC_ALGO");
  for (const std::string& part : parts_of(values.text("FXCM_INGEST_ALLOWED_SYMBOLS"))) {
    if (auto symbol = parse_live_symbol(part)) ingest.symbols.push_back(*std::move(symbol));
  }
  for (const std::string& part : parts_of(values.text("FXCM_INGEST_ALLOWED_TIMEFRAMES"))) {
    if (const auto interval = parse_live_timeframe(part)) ingest.intervals.push_back(*interval);
  }
}

// The one symbol or timeframe of a value that may hold a list.
Result<void> fill_sample(const LiveValues& values, LiveConfig& config) {
  const auto symbols = parts_of(values.text("sample_request.symbol"));
  const auto frames = parts_of(values.text("sample_request.timeframe"));
  if (symbols.size() != 1) return values.wrong("sample_request.symbol", "must be one symbol");
  if (frames.size() != 1) return values.wrong("sample_request.timeframe", "must be one timeframe");
  config.sample = {.symbol = parse_live_symbol(symbols.front()).value_or(LiveSymbol{}),
                   .interval = parse_live_timeframe(frames.front()).value_or(core::Interval::k1m),
                   .span = std::chrono::hours{values.whole("sample_request.hours")}};
  return {};
}

}  // namespace

Result<void> fill_commands(const LiveValues& values, LiveConfig& config) {
  auto secrets = command_secrets(values);
  if (!secrets) return secrets.error();
  config.commands = {.auth = auth_of(values.text("commands.auth")),
                     .secrets = *std::move(secrets),
                     .allowed_kids = parts_of(values.text("commands.allowed_kids")),
                     .min_interval = values.seconds("commands.min_interval_seconds"),
                     .skew_max = values.seconds("commands.max_skew_seconds"),
                     .payload_bytes_max = values.whole("commands.payload_bytes_max"),
                     .rate = values.ratio("commands.rate_per_second"),
                     .burst = values.whole("commands.burst"),
                     .command_rate = values.ratio("commands.command_rate_per_second"),
                     .command_burst = values.whole("commands.command_burst"),
                     .error_coalescing = values.seconds("commands.error_coalescing_seconds")};
  return {};
}

Result<void> fill_symbols(const LiveValues& values, LiveConfig& config) {
  if (config.stream.targets.empty()) {
    return values.wrong("stream.config", "names nothing to stream; write XAU/USD:m1");
  }
  if (auto done = fill_bases(values, config); !done) return done;
  if (auto done = fill_calendar(values, config); !done) return done;
  if (auto done = fill_sample(values, config); !done) return done;
  fill_ingest(values, config);
  return {};
}

}  // namespace wick::wiring
