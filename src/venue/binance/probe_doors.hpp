// The doors of Binance, each knocked at directly and without patience, to learn what is behind.
//
// Nothing is asked twice and nothing is kept but what a server says about its limits. A door that
// does not answer within the limits is shut.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "core/series_id.hpp"
#include "policy/ladder.hpp"
#include "port/http.hpp"
#include "venue/pace.hpp"

namespace wick::venue::binance {

struct ArchiveFacts {
  std::string host{};
  std::optional<base::Error> trouble{};   // why it is of no use now
  std::optional<core::UtcTime> newest{};  // the begin of the newest day, or month, that is there
  core::UtcTime expected{};               // the newest that the delay promises
  std::string object{};
  std::size_t bytes{};
  bool verified{};  // against its published checksum
  core::Micros took{};
};

struct RestFacts {
  std::string host{};
  std::optional<base::Error> trouble{};
  std::optional<core::Micros> skew{};  // its clock less ours
  core::Micros time_took{};
  core::Micros klines_took{};
  std::size_t bars{};
  std::optional<core::UtcTime> newest{};  // the open time of the newest bar
  std::optional<std::int64_t> weight_used{};
  std::optional<std::int64_t> weight_limit{};
  std::string status{};  // of the symbol
  bool denied{};         // there is no such symbol
  bool asked{true};      // not where a ban forbids even to knock
};

// What every door needs of the world; must outlive it.
struct ProbeWorld {
  port::Http* http{};
  core::SeriesId id{};
  core::Micros archive_delay{};
};

// 3 s for the whole of a small answer, and a little more for an object.
[[nodiscard]] port::HttpLimits small_patience();
[[nodiscard]] port::HttpLimits object_patience();

// One host of the archive: the checksums of the latest days, then the newest object that is there.
class ArchiveDoor {
 public:
  ArchiveDoor(const ProbeWorld& world, std::string host);

  void step(core::Now now);
  [[nodiscard]] bool done() const { return done_; }
  void give_up();
  [[nodiscard]] const ArchiveFacts& facts() const { return facts_; }

 private:
  using Answer = port::Pending<port::HttpResult>;
  struct Look {
    core::UtcTime begin;
    Answer answer;
  };
  void knock(core::UtcTime now);
  void choose();
  void read_object();
  void end(base::Error error);
  [[nodiscard]] std::string object(core::UtcTime begin) const;

  const ProbeWorld& world_;
  policy::Unit unit_;
  std::vector<Look> looks_;
  std::optional<Answer> zip_;
  std::string checksum_;
  ArchiveFacts facts_;
  bool done_{false};
};

// One host of the REST API: its clock, then the newest bars and what it says of its limits.
class RestDoor {
 public:
  // The pace, which is closed while a ban holds, must outlive it.
  RestDoor(const ProbeWorld& world, std::string host, Pace& pace);

  void step(core::Now now);
  [[nodiscard]] bool done() const { return done_; }
  void give_up();
  [[nodiscard]] const RestFacts& facts() const { return facts_; }

 private:
  using Answer = std::optional<port::Pending<port::HttpResult>>;
  void knock(core::Now now);
  void take_time(core::Now now);
  void take_rest(core::Now now);
  void take_klines(const port::HttpResult& answer, core::Now now);
  void end(base::Error error, core::Now now);
  [[nodiscard]] Answer get(const std::string& path) const;

  const ProbeWorld& world_;
  Pace& pace_;
  std::int64_t klines_weight_;
  std::int64_t info_weight_;
  Answer time_;
  Answer klines_;
  Answer info_;
  core::UtcTime sent_{};
  RestFacts facts_;
  bool done_{false};
};

}  // namespace wick::venue::binance
