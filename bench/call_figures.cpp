// A whole request for 1,000 klines over the loopback network.
#include <memory>

#include "base/check.hpp"
#include "base/log.hpp"
#include "checksum.hpp"
#include "connection.hpp"
#include "figures.hpp"
#include "inputs.hpp"
#include "io/reactor.hpp"
#include "venue/binance/endpoints.hpp"
#include "venue/binance/kline_json.hpp"

namespace wick::bench {
namespace {

std::string path() {
  return venue::binance::klines_path(series(), page_period(), 1000);
}

Work floor_of(const Settings& settings) {
  const auto connection = std::make_shared<Connection>(settings.url);
  const auto bytes = std::make_shared<std::size_t>();
  return {[=, path = path()] { *bytes = connection->get(path).size(); },
          [=] { return Facts{.bytes = *bytes}; }};
}

core::Chunk fetch(io::Reactor& reactor, const std::string& url) {
  auto pending = reactor.http().get({.url = url, .headers = {}});
  while (!pending.ready()) reactor.wait(reactor.now().mono + std::chrono::seconds{10});
  const auto response = pending.take();
  WICK_CHECK(response && response->status == 200);
  auto klines = venue::binance::parse_kline_json(*response->body,
                                                 {core::Grid(series().interval), page_period()});
  WICK_CHECK(static_cast<bool>(klines));
  return std::move(klines->rows).finish(core::Tier::kRest, {});
}

Work ours(const Settings& settings) {
  const base::Log quiet(base::Log::Options{.level = base::LogLevel::kOff});
  const auto reactor = std::make_shared<io::Reactor>(
      io::Reactor::Options{.curl = {.ca_file = {}, .user_agent = "wick_bench"}}, quiet);
  const auto chunk = std::make_shared<std::optional<core::Chunk>>();
  return {[=, url = settings.url + path()] { *chunk = fetch(*reactor, url); },
          [=] { return Facts{.rows = (*chunk)->size(), .checksum = checksum({**chunk})}; }};
}

}  // namespace

void add_call_figures(Figures& figures) {
  figures["rest-call.floor"] = floor_of;
  figures["rest-call.ours"] = ours;
}

}  // namespace wick::bench
