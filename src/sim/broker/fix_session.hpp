// The broker's side of one FIX connection, without the socket: bytes in, bytes out, and when to ask
// again.
//
// Says nothing to who is not logged on, nor to a message without TargetSubID (57). Sequence numbers
// begin at 1 with each logon, whatever 141 says. A resend is answered with one gap fill: prices are
// not told twice.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/broker/fix_message.hpp"
#include "sim/broker/fix_quotes.hpp"
#include "sim/broker/quote_flow.hpp"

namespace wick::sim {

constexpr std::string_view kExampleUser = "demo", kExamplePassword = "demo";

class FixSession {
 public:
  struct Output {
    std::string bytes;
    bool ends{};    // the connection is closed behind them
    bool resets{};  // it breaks instead, and nothing is sent
  };

  // The source must outlive it.
  FixSession(const BrokerSource& source, Micros now)
      : source_(source), began_(now), heard_at_(now) {}

  [[nodiscard]] Output on_bytes(std::string_view bytes, Micros now);
  [[nodiscard]] Output poll(Micros now);
  [[nodiscard]] Micros next_due() const;  // kNever once it is over

 private:
  enum class Stage : std::uint8_t { kSilent, kNoUser, kOn, kOver };
  struct Subscription {
    std::string request;
    bool high{}, low{}, bid{}, ask{};
    DayRange range{};
  };
  using Subscriptions = std::map<const FxInstrument*, Subscription>;

  void hear(const FixMessage& message, Micros now);
  [[nodiscard]] bool in_sequence(const FixMessage& message, Micros now);
  void logon(const FixMessage& message, Micros now);
  void user_request(const FixMessage& message, Micros now);
  void obey(const FixMessage& message, Micros now);
  void resend(const FixMessage& message, Micros now);
  void status_request(const FixMessage& message, Micros now);
  void data_request(const FixMessage& message, Micros now);
  void unsubscribe(const std::string& request, Micros now);
  [[nodiscard]] static DayRange range_of(FxReader& reader, Micros now);
  [[nodiscard]] static Snapshot snapshot_of(const Subscription& subscription,
                                            const FxInstrument& instrument, const FxTick& tick);
  void tell_quotes(Micros now);
  void watch_time(Micros now);
  void log_out(std::string_view why, Micros now);
  void refuse(const FixMessage& message, int tag, Micros now);
  void send(const FixBody& body, Micros now);
  void send_as(const FixBody& body, std::int64_t number, Micros now);
  [[nodiscard]] Output spoken(Micros now);

  const BrokerSource& source_;
  std::shared_ptr<const Broker> broker_{};  // in force during the call at hand
  Micros began_;
  Micros heard_at_;
  Micros said_at_{};
  FixSplitter splitter_;
  Stage stage_{};
  bool asked_if_there_{};
  Micros heartbeat_{30 * kSecond};
  std::string client_, sub_;  // 49 and 57 of its logon
  std::string status_request_;
  bool wants_status_{}, told_open_{};
  std::int64_t expected_{1}, next_{1};
  Subscriptions subscriptions_;
  QuoteFlow flow_;
  Output out_;
};

}  // namespace wick::sim
