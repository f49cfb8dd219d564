#include "quote_texts.hpp"

#include <chrono>

#include "core/time.hpp"
#include "feed/fix/fix_time.hpp"
#include "feed/fix/message_writer.hpp"
#include "feed/fix/tags.hpp"

namespace wick::bench {
namespace {

constexpr std::int64_t kQuotes = 1000;

struct Quote {
  std::int64_t number{};
  core::UtcTime time{};
  std::string bid;
  std::string ask;
};

std::string price(std::int64_t thousandths) {
  const std::string rest = std::to_string(1000 + thousandths % 1000).substr(1);
  return std::to_string(thousandths / 1000) + "." + rest;
}

Quote quote(std::int64_t number) {
  const std::int64_t bid = 126'000 + number * 37 % 1000;
  return {.number = number,
          .time = core::midnight(2018, 8, 17) + std::chrono::seconds{number},
          .bid = price(bid),
          .ask = price(bid + 8)};
}

void add_entry(feed::fix::Body& body, std::int64_t side, const Quote& quote) {
  const std::string at = feed::fix::timestamp(quote.time);
  body.add(269, side).add(270, side == 0 ? quote.bid : quote.ask).add(271, std::int64_t{0});
  body.add(272, at.substr(0, 8)).add(273, at.substr(9)).add(336, "FXCM").add(625, "PSFX");
  body.add(276, "A").add(282, "PSFX_DESK").add(299, "FXCM-EURJPY-19288641");
  body.add(537, std::int64_t{1});
}

std::string snapshot(const Quote& quote) {
  feed::fix::Body body("W");
  const auto sent = quote.time + std::chrono::milliseconds{495};
  body.add(34, quote.number + 4).add(49, "FXCM").add(50, "U100D1");
  body.add(52, feed::fix::timestamp(sent)).add(56, "MD_d101968187_client1").add(55, "EUR/JPY");
  for (const auto& [tag, value] : {std::pair{228, "1"},
                                   {231, "1"},
                                   {460, "4"},
                                   {9001, "3"},
                                   {9002, "0.01"},
                                   {9005, "10"},
                                   {9011, "0"},
                                   {9020, "0"},
                                   {9080, "1"},
                                   {9090, "0"},
                                   {9091, "0"},
                                   {9092, "0"},
                                   {9093, "0"},
                                   {9094, "50000000"},
                                   {9095, "1"},
                                   {9096, "O"}}) {
    body.add(tag, value);
  }
  body.add(268, std::int64_t{4});
  add_entry(body, 0, quote);
  add_entry(body, 1, quote);
  body.add(269, std::int64_t{7}).add(270, "127.448").add(269, std::int64_t{8}).add(270, "125.567");
  return feed::fix::framed(body.bytes());
}

}  // namespace

std::string fix_quotes() {
  std::string text;
  for (std::int64_t i = 0; i < kQuotes; ++i) text += snapshot(quote(i)) + "\n";
  return text;
}

std::string gateway_ticks() {
  std::string text;
  for (std::int64_t i = 0; i < kQuotes; ++i) {
    const Quote each = quote(i);
    text += R"({"tick":["EUR/JPY",)" + std::to_string(core::millis_of(each.time)) + "," + each.bid +
            "," + each.ask + "," + std::to_string(i % 100 + 1) + "]}\n";
  }
  return text;
}

}  // namespace wick::bench
