#include <charconv>

#include "venue/binance/endpoints.hpp"
#include "venue/binance/exchange_facts.hpp"
#include "venue/binance/kline_json.hpp"
#include "venue/binance/probe_doors.hpp"
#include "venue/binance/rate_limits.hpp"
#include "venue/binance/verdict.hpp"
#include "venue/http_answer.hpp"

namespace wick::venue::binance {
namespace {

constexpr int kBars = 5;

std::string api_of(core::Market market) {
  switch (market) {
    case core::Market::kSpot:
      return "/api/v3/";
    case core::Market::kFuturesUsdt:
      return "/fapi/v1/";
    case core::Market::kFuturesCoin:
      return "/dapi/v1/";
    case core::Market::kFx:
      break;
  }
  return "";
}

// The futures tell of all symbols or of none.
std::string info_path(const core::SeriesId& id) {
  const std::string path = api_of(id.market) + "exchangeInfo";
  return id.market == core::Market::kSpot ? path + "?symbol=" + id.symbol : path;
}

std::optional<std::int64_t> used_weight(const port::HttpResponse& response) {
  const auto text = response.header("x-mbx-used-weight-1m").value_or("");
  std::int64_t weight = 0;
  const auto [rest, failure] = std::from_chars(text.data(), text.data() + text.size(), weight);
  if (failure != std::errc{} || rest != text.data() + text.size()) return std::nullopt;
  return weight;
}

constexpr std::int64_t kTimeWeight = 1;

}  // namespace

RestDoor::RestDoor(const ProbeWorld& world, std::string host, Pace& pace)
    : world_(world),
      pace_(pace),
      klines_weight_(klines_weight(world.id.market, kBars)),
      info_weight_(rest_rules(world.id.market).weight) {
  facts_.host = std::move(host);
}

RestDoor::Answer RestDoor::get(const std::string& path) const {
  return world_.http->get({.url = facts_.host + path, .headers = {}, .limits = small_patience()});
}

void RestDoor::step(core::Now now) {
  if (done_) return;
  if (time_) {
    if (time_->ready()) take_time(now);
  } else if (klines_) {
    if (klines_->ready() && info_->ready()) take_rest(now);
  } else {
    knock(now);
  }
}

void RestDoor::knock(core::Now now) {
  if (auto closed = pace_.ask_at_once(kTimeWeight + klines_weight_ + info_weight_, now)) {
    facts_.asked = false;
    facts_.trouble = std::move(closed);
    done_ = true;
    return;
  }
  sent_ = now.utc;
  time_ = get(api_of(world_.id.market) + "time");
}

// Alone and first: whoever is banned is told so once.
void RestDoor::take_time(core::Now now) {
  const auto answer = time_->take();
  time_.reset();
  pace_.answered(kTimeWeight, answer ? &*answer : nullptr, now);
  const std::string what = api_of(world_.id.market) + "time";
  if (!answer) return end(base::within(what, answer.error()), now);
  if (auto error = rest_verdict(*answer, what)) return end(*std::move(error), now);
  facts_.time_took = answer->elapsed;
  const auto told = parse_server_time(*answer->body);
  const auto theirs = told ? told : server_time(*answer);
  if (theirs) facts_.skew = *theirs - (sent_ + answer->elapsed / 2);
  klines_ = get(klines_query(world_.id) + "&limit=" + std::to_string(kBars));
  info_ = get(info_path(world_.id));
}

void RestDoor::take_rest(core::Now now) {
  const auto klines = klines_->take();
  const auto info = info_->take();
  pace_.answered(klines_weight_, klines ? &*klines : nullptr, now);
  pace_.answered(info_weight_, info ? &*info : nullptr, now);
  if (info && info->status == 200) {
    auto known = parse_exchange_facts(*info->body, world_.id.symbol);
    facts_.weight_limit = known.weight_a_minute;
    facts_.status = std::move(known.status);
  }
  take_klines(klines, now);
  if (info && used_weight(*info)) {
    facts_.weight_used = std::max(facts_.weight_used, used_weight(*info));
  }
  done_ = true;
}

void RestDoor::take_klines(const port::HttpResult& answer, core::Now now) {
  const std::string query = klines_query(world_.id);
  const std::string what = query.substr(0, query.find('?'));
  if (!answer) return end(base::within(what, answer.error()), now);
  facts_.klines_took = answer->elapsed;
  facts_.weight_used = used_weight(*answer);
  facts_.denied = denies_symbol(*answer);
  if (auto error = rest_verdict(*answer, what)) return end(*std::move(error), now);
  const core::TimeRange past{core::UtcTime{}, now.utc + 40 * core::kDay};
  auto klines = parse_kline_json(*answer->body, {core::grid_of(world_.id), past});
  if (!klines) return end(base::within(what, klines.error()), now);
  const core::Chunk bars = std::move(klines->rows).finish(core::Tier::kRest, {});
  facts_.bars = bars.size();
  if (!bars.empty()) facts_.newest = bars.open_time(bars.size() - 1);
}

void RestDoor::end(base::Error error, core::Now now) {
  if (error.kind == base::ErrorKind::kThrottled) pace_.learn(error, now);
  facts_.trouble = std::move(error);
  done_ = true;
}

void RestDoor::give_up() {
  if (done_) return;
  facts_.trouble = base::Error{base::ErrorKind::kUnavailable, "no answer in time"};
  done_ = true;
}

}  // namespace wick::venue::binance
