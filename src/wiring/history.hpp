// The tiers of past bars, plugged together for each provider.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "history/retrieval.hpp"
#include "port/board.hpp"
#include "port/http.hpp"
#include "port/memory.hpp"
#include "port/workers.hpp"
#include "wiring/config.hpp"

namespace wick::wiring {

// Which tiers may answer. Bulk and REST alone do not read the cache, but keep what they bring.
enum class SourceChoice { kAuto, kCache, kBulk, kRest };
[[nodiscard]] std::optional<SourceChoice> parse_source_choice(std::string_view text);
// OKX has no archive, and FXCM no REST.
[[nodiscard]] bool has_source(core::Provider provider, SourceChoice choice);

class History {
 public:
  struct World {  // must outlive the History
    port::Http* http{};
    port::Workers* workers{};
    port::BarStore* cache{};  // none: nothing is read from a disk, and nothing kept
    port::Memory* memory{};   // of what was refused or not there; may be none
    port::Board* board{};     // of request limits, shared by all programs; none: nothing is paced
    std::uint64_t seed{};     // of the jitter between attempts
    std::size_t attempts_max{3};  // at each host
  };
  History(const Config& config, World world);
  ~History();

  struct Wish {
    core::SeriesId id;
    core::RangeSet wanted;
    SourceChoice source{};
    bool include_open{};  // the bar that is still forming, too
    bool wait{};          // when throttled, for as long as the server says
    bool lately{};        // for a stream, of the last hours: REST alone, and nothing is kept
  };
  // The days on which three-day bars open there: remembered, or asked of REST with one small
  // request where the network may be used. Zero where nobody can tell.
  enum class Network { kUsed, kNotUsed };
  [[nodiscard]] int three_day_phase(const core::SeriesId& id, Network network,
                                    port::Reactor& reactor) const;

  // Cache, listing, archive months, archive days, then REST: those that can have the series and
  // are allowed. Where the archive will be asked for part of a day the whole day is fetched, so
  // that it can be kept. OKX has neither listing nor archive; FXCM has weekly files and no more.
  [[nodiscard]] history::Request request(const Wish& wish, core::UtcTime now) const;
  [[nodiscard]] std::vector<history::Tier> tiers(const Wish& wish) const;

 private:
  struct Sources;
  core::Micros archive_delay_;
  World world_;
  std::unique_ptr<Sources> sources_;
};

}  // namespace wick::wiring
