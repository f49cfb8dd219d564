#include "wiring/fix_feed.hpp"

#include <charconv>
#include <utility>

#include "base/shown_url.hpp"
#include "feed/fix/fix_feed.hpp"
#include "feed/fix/session_window.hpp"

namespace wick::wiring {
namespace {

constexpr std::string_view kPlain = "fix://";
constexpr std::string_view kSecure = "fixs://";
constexpr int kPortMax = 65'535;
constexpr std::string_view kPlace = "America/New_York";

base::Error wrong(const std::string& what) {
  return {base::ErrorKind::kInvalid, "the feed fxcm-fix: " + what};
}

base::Error no_address(std::string_view url) {
  const std::string shown = base::urls_without_logins(url);
  const bool login = shown != url;
  return wrong(shown + " is no address; write fix://HOST:PORT, or fixs:// for TLS" +
               (login ? "; the login is FXCM_USERNAME and FXCM_PASSWORD" : ""));
}

// What is missing, or nothing.
std::string lacking(const FixLogin& login) {
  if (login.user.empty()) return "the user is missing; set FXCM_USERNAME";
  if (login.password.empty()) return "the password is missing; set FXCM_PASSWORD";
  const std::string place =
      " in config/runtime_settings.json, or in the file that "
      "WICK_RUNTIME_SETTINGS names";
  if (login.target.empty()) {
    return "the target is missing; set fix.target_comp_id" + place + ", usually FXCM";
  }
  if (login.target_sub.empty()) {
    return "the trading session is missing; set fix.target_sub_id" + place +
           ", as U100D1 for a demo account";
  }
  return {};
}

}  // namespace

base::Result<port::Address> parse_fix_url(std::string_view url) {
  const bool secure = url.starts_with(kSecure);
  if (!secure && !url.starts_with(kPlain)) return no_address(url);
  std::string_view place = url.substr(secure ? kSecure.size() : kPlain.size());
  if (place.ends_with('/')) place.remove_suffix(1);
  const std::size_t colon = place.rfind(':');
  if (colon == std::string_view::npos) return no_address(url);
  std::string_view host = place.substr(0, colon);
  const std::string_view digits = place.substr(colon + 1);
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  const bool odd = host.find_first_of(bracketed ? "[]/@ " : "[]/@: ") != std::string_view::npos;
  if (host.empty() || odd) return no_address(url);
  int port = 0;
  const auto [rest, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  const bool whole = failure == std::errc{} && rest == digits.data() + digits.size();
  if (!whole || port < 1 || port > kPortMax) return no_address(url);
  return port::Address{std::string(host), port, secure};
}

base::Result<std::unique_ptr<port::Feed>> make_fix_feed(const FixFeedChoice& choice,
                                                        port::ByteStreams& streams) {
  auto address = parse_fix_url(choice.url);
  if (!address) return std::move(address).error();
  const FixLogin& login = choice.login;
  if (const std::string what = lacking(login); !what.empty()) return wrong(what);
  if (choice.heartbeat < std::chrono::seconds{1}) return wrong("a heartbeat is at least 1 s");

  feed::fix::FixOptions options{.address = *std::move(address)};
  feed::fix::SessionOptions& session = options.session;
  session.sender = login.sender.empty() ? "MD_" + login.user + "_client1" : login.sender;
  session.target = login.target;
  session.target_sub = login.target_sub;
  session.user = login.user;
  session.password = login.password;
  session.heartbeat = choice.heartbeat;
  session.backoff = choice.backoff;
  session.logon_every = choice.logon_every;
  session.seed = choice.seed;
  if (choice.zones != nullptr) {
    const auto place = choice.zones->find(kPlace);
    if (place == choice.zones->end()) return wrong("the time zone America/New_York is not known");
    session.in_window = [rules = place->second](core::UtcTime t) {
      return feed::fix::within({}, rules, t);
    };
  }
  return std::unique_ptr<port::Feed>(
      std::make_unique<feed::fix::FixFeed>(std::move(options), streams));
}

}  // namespace wick::wiring
