#include "wiring/live_feeds.hpp"

#include "base/shown_url.hpp"
#include "feed/bridge/bridge.hpp"
#include "feed/gateway/feed.hpp"
#include "feed/replay/replay.hpp"
#include "wiring/fix_feed.hpp"
#include "wiring/live_rules.hpp"
#include "wiring/named_feed.hpp"
#include "wiring/news_feed.hpp"

namespace wick::wiring {
namespace {

using Made = base::Result<std::unique_ptr<port::Feed>>;

base::Error invalid(std::string what) {
  return {base::ErrorKind::kInvalid, std::move(what)};
}

Made make_fix(const LiveConfig& live, const Config& config, const FeedWorld& world) {
  const std::string& own = live.fix.url;
  return make_fix_feed({.url = own.empty() ? config.text(Key::kFxcmFixUrl) : own,
                        .login = {.user = live.login.user,
                                  .password = live.login.password.reveal(),
                                  .sender = live.fix.sender_comp_id,
                                  .target = live.fix.target_comp_id,
                                  .target_sub = live.fix.target_sub_id},
                        .heartbeat = live.fix.heartbeat,
                        .backoff = plain_backoff(live.backoffs.login),
                        .logon_every = live.fix.reconnect,
                        .seed = world.seed,
                        .zones = world.zones},
                       *world.byte_streams);
}

Made make_bridge(const LiveConfig& live, const FeedWorld& world) {
  auto words = command_words(live.feed.bridge_command);
  if (!words) return words.error();
  if (words->empty()) {
    return invalid(
        "the feed bridge needs a program: --bridge 'node bridges/example-node/bridge.js', or "
        "stream.bridge_command");
  }
  feed::bridge::BridgeOptions options;
  options.command = {.words = *std::move(words),
                     .environment = {{"FXCM_USERNAME", live.login.user},
                                     {"FXCM_PASSWORD", live.login.password.reveal()},
                                     {"FXCM_CONNECTION", live.login.connection},
                                     {"FXCM_HOST_URL", live.login.host_url}}};
  // It has our whole environment.
  options.secrets = {live.login.password.reveal(), live.redis.password.reveal(),
                     live.signature.secret.reveal()};
  options.backoff = plain_backoff(live.backoffs.feed);
  return std::unique_ptr<port::Feed>(
      std::make_unique<feed::bridge::Bridge>(*world.children, std::move(options)));
}

Made make_gateway(const LiveConfig& live, const Config& config, const FeedWorld& world) {
  const std::string& url = config.text(Key::kGatewayUrl);
  if (url.empty()) {
    return invalid(
        "the feed sim needs WICK_GATEWAY_URL, where a broker's gateway is; to try one: "
        "eval \"$(wick sim --print-env --daemon)\"");
  }
  auto feed = feed::gateway::Feed::open(
      *world.sockets, *world.http,
      {.url = url, .seed = world.seed, .backoff = plain_backoff(live.backoffs.feed)});
  if (!feed) return feed.error();
  return std::unique_ptr<port::Feed>(*std::move(feed));
}

Made make_replay(const LiveConfig& live, const FeedWorld& world) {
  if (live.feed.replay_file.empty()) {
    return invalid(
        "the feed replay needs a recording: --replay ticks.jsonl, or stream.replay_file");
  }
  return std::unique_ptr<port::Feed>(std::make_unique<feed::replay::Replay>(
      *world.files,
      feed::replay::ReplayOptions{
          .path = live.feed.replay_file, .speed = live.feed.replay_speed, .tell = world.tell}));
}

// Candles are of trades: they would revise every bar of quotes.
Made make_binance(const LiveConfig& live, const FeedWorld& world) {
  const bool trades = live.feed.binance_topic == core::Topic::kTrades;
  return std::unique_ptr<port::Feed>(std::make_unique<NewsFeed>(
      NewsFeed::Options{
          .market = live.feed.binance_market, .topic = live.feed.binance_topic, .seed = world.seed},
      NewsFeed::World{world.sockets, world.dialect, trades ? world.past : nullptr}));
}

// Of those that may refuse a symbol.
Made named(Made made) {
  if (!made) return made;
  return std::unique_ptr<port::Feed>(std::make_unique<NamedFeed>(*std::move(made)));
}

}  // namespace

Made make_feed(const LiveConfig& live, const Config& config, const FeedWorld& world) {
  if (!live.feed.kind) {
    return invalid(
        "choose a feed with --feed, FXCM_FEED or stream.feed: fxcm-fix, binance-ws, sim, replay, "
        "bridge; to try one: eval \"$(wick sim --print-env --daemon)\", then "
        "wick live --no-bus --feed sim");
  }
  switch (*live.feed.kind) {
    case FeedKind::kFix:
      return named(make_fix(live, config, world));
    case FeedKind::kBridge:
      return named(make_bridge(live, world));
    case FeedKind::kSim:
      return named(make_gateway(live, config, world));
    case FeedKind::kReplay:
      return make_replay(live, world);
    case FeedKind::kBinance:
      return make_binance(live, world);
  }
  return invalid("there is no such feed");
}

base::Result<std::vector<std::string>> command_words(std::string_view text) {
  std::vector<std::string> words;
  char quote = '\0';
  bool inside = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t';
    if (blank && quote == '\0') {
      inside = false;
      continue;
    }
    if (!inside) words.emplace_back();
    inside = true;
    const bool opens = quote == '\0' && (c == '"' || c == '\'');
    if (opens) {
      quote = c;
    } else if (c == quote) {
      quote = '\0';
    } else {
      words.back() += c;
    }
  }
  if (quote == '\0') return words;
  return invalid("the bridge's command has a quote that is not closed: " +
                 base::text_without_logins(text));
}

}  // namespace wick::wiring
