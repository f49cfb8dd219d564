// A scenario as plain data: settings of the exchange, and rules of the form "when this is asked,
// then that goes wrong". scenario.hpp reads them from JSON; docs/scenarios.md tells users of them.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/broker/broker_settings.hpp"
#include "sim/fault/subject.hpp"
#include "sim/market/market.hpp"
#include "sim/rest/limiter.hpp"
#include "sim/stream/stream_options.hpp"

namespace wick::sim {

constexpr std::int64_t kMillion = 1'000'000;

// A point in something of known length: so many rows or bytes, or a share of it in millionths.
struct Portion {
  bool share{};
  std::int64_t value{};

  [[nodiscard]] std::size_t of(std::size_t length) const;
};

// Rows in [begin, end).
struct RowRange {
  Portion begin{}, end{};
};

struct When {
  // Of which one must fit; empty: all do.
  std::vector<Host> hosts{};
  std::vector<Venue> markets{};
  std::vector<Kind> kinds{};
  // The same, as globs.
  std::vector<std::string> method{}, path{}, symbol{}, interval{}, period{}, client{};
  std::optional<StreamMoment> moment{};
  std::optional<bool> closing{};
  std::int64_t after_frames{};

  Micros from{std::numeric_limits<Micros>::min()}, to{kNever};  // on the exchange's clock
  Micros after{0}, lasting{kNever};                             // since the scenario began

  std::int64_t after_gets{};  // only once the same path was fetched so often
  std::int64_t skip{}, every{1}, first{std::numeric_limits<std::int64_t>::max()};
  std::int64_t probability{kMillion};  // millionths
};

// Ready-made answers of the venue, and of the boxes in front of it.
enum class Answer : std::uint8_t {
  kThrottle429,
  kBan418,
  kGeo451,
  kHtml403,
  kAccessDenied,
  kNoSuchKey,
  kTimeout408,
  kBusy503,
};

enum class Unit : std::uint8_t { kMillis, kMicros };

// Changes of the rows of an archive file or of a klines answer. An archive file changed this way is
// zipped again, and its checksum and ETag are those of the new bytes.
struct Content {
  std::optional<RowRange> drop_rows{}, duplicate_rows{}, early_close{};
  bool unsorted{};
  bool absurd_numbers{};
  bool extra_column{};
  std::optional<Unit> unit{};
  std::int64_t revision{};  // 0: as first published

  // Of archive files only.
  std::optional<bool> header{};
  std::string other_symbol{};  // its rows under the name of the symbol asked for
  bool wrong_period{};         // the rows of the day or month before
  std::string member_name{};   // in place of the honest one; may point out of any folder
  std::int64_t zip_bomb_mib{};

  [[nodiscard]] bool any() const;
};

struct Then {
  // In place of the honest answer.
  std::optional<Answer> answer{};
  std::optional<int> error{};  // the venue's own code
  std::optional<int> status{};
  std::optional<std::string> body{};
  bool body_is_json{};

  // Of the answer's head.
  std::vector<std::pair<std::string, std::optional<std::string>>> headers{};  // nothing: removed
  std::optional<std::int64_t> retry_after_s{};
  std::int64_t clock_skew_s{};

  // Of its bytes.
  Content content{};
  bool malformed_json{};
  bool wrong_checksum{};
  std::optional<bool> checksum_newline{};
  bool corrupt{};
  std::optional<Portion> corrupt_at{};  // nothing: the seed decides

  // Of its way to the client; delay, reset and silent are for streams too.
  std::optional<Micros> delay{};
  std::optional<Portion> truncate_at{};
  std::int64_t bytes_per_second{};
  bool reset{};
  bool silent{};

  // Of streams only.
  bool drop{};
  int copies{1};
  int close_code{};
  bool mute{};
  bool rough{};
  std::optional<Micros> shutdown{};
};

struct Rule {
  std::string name{};
  When when{};
  Then then{};
};

struct Settings {
  // Empty: the usual ones. OKX counts each endpoint by itself.
  std::vector<RateLimit> spot_limits{}, um_limits{}, cm_limits{}, okx_limits{};
  std::optional<std::int64_t> ban_after{};         // ignored 429s until the client is banned
  std::optional<Micros> ban{};                     // length of a first ban
  Micros archive_delay{};                          // files appear so much later than usual
  StreamSettings streams{};                        // of all markets
  std::array<StreamSettings, 3> market_streams{};  // by Venue; they go before
  BrokerSettings broker{};

  [[nodiscard]] StreamOptions stream_options(Venue venue) const;
};

struct Scenario {
  std::string name{};
  std::string about{};
  std::optional<std::uint64_t> seed{};
  Settings settings{};
  std::vector<Rule> rules{};
};

}  // namespace wick::sim
