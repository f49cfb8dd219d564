// The feed `fxcm-fix`, from what people configure.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "core/calendar_zone.hpp"
#include "policy/backoff.hpp"
#include "port/byte_stream.hpp"
#include "port/feed.hpp"

namespace wick::wiring {

// fix://HOST:PORT, or fixs:// for TLS. An IPv6 address stands in brackets.
[[nodiscard]] base::Result<port::Address> parse_fix_url(std::string_view url);

struct FixLogin {
  std::string user{};
  std::string password{};
  std::string sender{};  // SenderCompID; empty: MD_USER_client1
  std::string target{"FXCM"};
  std::string target_sub{};  // TargetSubID, as in U100D1; the venue is silent without it
};

struct FixFeedChoice {
  std::string url{};
  FixLogin login{};
  std::chrono::seconds heartbeat{30};
  policy::PlainBackoffOptions backoff{policy::kFxcmLoginBackoff};
  core::Micros logon_every{};  // at least, from one logon to the next
  std::uint64_t seed{};        // of the waits between tries
  const core::Zones* zones{};  // none: the session has no hours, and is tried at any time
};

// The streams must outlive the feed. Refuses a choice that cannot work, and says what is missing.
[[nodiscard]] base::Result<std::unique_ptr<port::Feed>> make_fix_feed(const FixFeedChoice& choice,
                                                                      port::ByteStreams& streams);

}  // namespace wick::wiring
