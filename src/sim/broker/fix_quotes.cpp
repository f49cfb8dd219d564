#include "sim/broker/fix_quotes.hpp"

#include <algorithm>
#include <array>

#include "sim/archive/decimal.hpp"

namespace wick::sim {
namespace {

constexpr int kCurrencyProduct = 4, kOtherProduct = 12;  // 460

int product_of(const FxInstrument& one) {
  return one.product == 1 ? kCurrencyProduct : kOtherProduct;
}

std::string point_of(const FxInstrument& one) {
  std::string out;
  append_decimal(out, 1, one.point_digits, one.point_digits);
  return out;
}

std::string price_of(std::int64_t price, const FxInstrument& one) {
  std::string out;
  append_fx_price(out, price, one.digits);
  return out;
}

void add_distances(FixBody& body, bool open) {
  for (const int tag : {9090, 9091, 9092, 9093}) body.add(tag, std::int64_t{0});
  body.add(9094, std::int64_t{50'000'000}).add(9095, std::int64_t{1}).add(9096, open ? "O" : "C");
}

void add_instrument(FixBody& body, const FxInstrument& one, bool open) {
  body.add(55, one.name)
      .add(15, one.quote.empty() ? "USD" : one.quote)
      .add(460, product_of(one))
      .add(228, std::int64_t{1})
      .add(231, std::int64_t{1})
      .add(9001, one.digits)
      .add(9000, offer_of(one))
      .add(9002, point_of(one))
      .add(9080, one.product)
      .add(561, std::int64_t{1000});
  body.add(9003, "-0.35").add(9004, "0.11").add(9005, offer_of(one)).add(9076, "T");
  add_distances(body, open);
}

void add_parameters(FixBody& body) {
  constexpr std::array<std::array<std::string_view, 2>, 8> kParameters{
      {{"BASE_CRNCY", "USD"},
       {"SERVER_TIME_UTC", "UTC"},
       {"BASE_TIME_ZONE", "America/New_York"},
       {"COND_DIST", "0.00"},
       {"COND_DIST_ENTRY", "0.00"},
       {"BASE_UNIT_SIZE", "1000"},
       {"END_TRADING_DAY", "21:00:00"},
       {"TP_94", "0"}}};
  body.add(9016, static_cast<std::int64_t>(kParameters.size()));
  for (const auto& [name, value] : kParameters) body.add(9017, name).add(9018, value);
}

// Of a bid or an offer.
void add_entry(FixBody& body, const Snapshot& snapshot, char side) {
  const FxInstrument& one = *snapshot.instrument;
  const Micros at = snapshot.tick.time * 1000;
  const std::int64_t price = side == '0' ? snapshot.tick.bid : snapshot.tick.ask;
  body.add(269, std::string_view(&side, 1))
      .add(270, price_of(price, one))
      .add(271, std::int64_t{0})
      .add(272, fix_date(at))
      .add(273, fix_whole_second(at))
      .add(336, "FXCM")
      .add(625, "PSFX")
      .add(276, snapshot.open ? "A" : "B")
      .add(282, "PSFX_DESK")
      .add(299, "FXCM-" + file_name(one) + '-' + std::to_string(snapshot.tick.time % 100'000'000))
      .add(537, snapshot.open ? "1" : "0");
}

}  // namespace

bool session_open(Micros now) {
  return MarketHours(Trading::kCurrencies).open(millis_of(now) / kMinuteMillis);
}

FixBody status_message(const Broker& broker, const StatusAsk& ask, Micros now) {
  const Minute present = millis_of(now) / kMinuteMillis;
  std::vector<const FxInstrument*> offered;
  for (const FxInstrument& one : fx_instruments()) {
    if (!broker.rejects(one)) offered.push_back(&one);
  }
  FixBody body("h");
  body.add(336, "FXCM").add(625, ask.sub).add(335, ask.request);
  body.add(340, session_open(now) ? "2" : "3");
  add_parameters(body);
  body.add(146, static_cast<std::int64_t>(offered.size()));
  for (const FxInstrument* one : offered) {
    add_instrument(body, *one, MarketHours(one->trading).open(present));
  }
  // Behind the groups, where no dictionary expects them.
  body.add(339, "2").add(325, "N").add(9019, "0").add(9030, "UTC");
  return body.add(58, session_open(now) ? "Trading session is open" : "Trading session is closed");
}

void DayRange::add(const FxTick& tick) {
  const Minute of_tick = trading_day(tick.time / kMinuteMillis);
  if (of_tick > day) *this = {of_tick, tick.ask, tick.bid};
  high = std::max(high, tick.ask);
  low = std::min(low, tick.bid);
}

FixBody quote_message(const Snapshot& snapshot) {
  const FxInstrument& one = *snapshot.instrument;
  FixBody body("W");
  body.add(55, one.name)
      .add(228, std::int64_t{1})
      .add(231, std::int64_t{1})
      .add(460, product_of(one))
      .add(9001, one.digits)
      .add(9002, point_of(one))
      .add(9005, offer_of(one))
      .add(9011, std::int64_t{0})
      .add(9020, std::int64_t{0})
      .add(9080, one.product);
  add_distances(body, snapshot.open);
  const int entries = (snapshot.bid ? 1 : 0) + (snapshot.ask ? 1 : 0) + (snapshot.high ? 1 : 0) +
                      (snapshot.low ? 1 : 0);
  body.add(268, entries);
  if (snapshot.bid) add_entry(body, snapshot, '0');
  if (snapshot.ask) add_entry(body, snapshot, '1');
  if (snapshot.high) body.add(269, "7").add(270, price_of(*snapshot.high, one));
  if (snapshot.low) body.add(269, "8").add(270, price_of(*snapshot.low, one));
  return body;
}

FixBody reject_message(std::string_view request, const RejectReason& reason) {
  FixBody body("Y");
  body.add(262, request).add(281, std::string_view(&reason.code, 1)).add(58, reason.text);
  return body.add(9025, reason.code == '0' ? "2" : "1").add(9029, reason.text);
}

}  // namespace wick::sim
