// The first and the last day of which the archive has bars of a symbol, found with few requests.
//
// One page of its days tells both where it holds them all. Of a longer life the months say, on one
// page, where the last days are to be looked for. Days without a file in between do not matter.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/instrument.hpp"
#include "venue/binance/brief_request.hpp"
#include "venue/binance/endpoints.hpp"
#include "venue/binance/s3_listing.hpp"

namespace wick::venue::binance {

// Nothing where the archive has no day of it.
struct ArchiveLife {
  std::optional<core::UtcTime> first{};
  std::optional<core::UtcTime> last{};

  bool operator==(const ArchiveLife&) const = default;
};

class LifeSearch {
 public:
  enum class Wanted : std::uint8_t { kFirst, kFirstAndLast };
  // What it points to must outlive the search.
  struct Task {
    port::Http* http{};
    const Endpoints* endpoints{};
    core::Market market{};
    std::string symbol{};
    Wanted wanted{};
  };
  explicit LifeSearch(Task task);

  // The answer, once; sends when stepped for the first time.
  [[nodiscard]] std::optional<base::Result<ArchiveLife>> step();

 private:
  using Answer = std::optional<base::Result<ArchiveLife>>;  // nothing: more was asked for
  using Learn = Answer (LifeSearch::*)(const Listing& page);
  void ask(policy::Unit unit, const std::string& marker, Learn learn);
  [[nodiscard]] Answer learn_first(const Listing& page);
  [[nodiscard]] Answer learn_months(const Listing& page);
  [[nodiscard]] Answer learn_last(const Listing& page);
  void take_days(const Listing& page);

  Task task_;
  core::SeriesId days_;
  std::optional<BriefRequest> asking_;
  Learn learn_{};
  std::string marker_;   // of the page that is asked for
  std::string goes_on_;  // where the first page of days ended
  ArchiveLife life_;
};

// What the archive's days say of an instrument: since when, where nobody else told, and until when
// where it is not traded any more. One that the venue still names, but stopped trading, is taken
// for delisted once a week has passed without a day of it.
void learn_life(core::Instrument& instrument, const ArchiveLife& life, core::UtcTime now);

}  // namespace wick::venue::binance
