// Whether a symbol that was listed is traded still, and what follows its last bar where it is not.
//
// First from memory; then from the most recent names of its daily objects, which prove that it
// lives; then from the last daily bar of REST, since archives stand still at times. Only where both
// are silent for more than a week, or REST denies the symbol, the archive is asked for its last
// day. Of a symbol that came back it is the last day of its last life. Whatever trouble comes in
// between, the search ends, and nothing is claimed.
#pragma once

#include <optional>
#include <string>

#include "core/hole.hpp"
#include "venue/binance/archive_life.hpp"
#include "venue/binance/brief_request.hpp"
#include "venue/binance/listing.hpp"
#include "venue/pace.hpp"

namespace wick::venue::binance {

class LifeEndSearch {
 public:
  // What it points to must outlive the search.
  struct Task {
    port::Http* http{};
    const ListingOptions* options{};
    Pace* rest{};
    core::SeriesId id;      // its chart and interval do not matter
    core::UtcTime until{};  // the end of what is wanted
  };
  explicit LifeEndSearch(Task task);

  struct Found {
    // What follows the last bar, until when it was asked for; nothing where it is traded, or nobody
    // can tell. kDelisted where REST knows the symbol no more.
    std::optional<core::Hole> after{};
    std::string said{};  // for people
  };
  // The answer, once.
  [[nodiscard]] std::optional<Found> step(core::Now now);

 private:
  using Answer = std::optional<Found>;  // nothing: the next question is on its way
  enum class Stage : std::uint8_t { kNew, kRecent, kRest, kLast };

  [[nodiscard]] Answer recall(core::UtcTime now) const;
  void ask_recent(core::UtcTime now);
  [[nodiscard]] Answer learn_recent(const port::HttpResult& answer, core::Now now);
  [[nodiscard]] Answer ask_rest(core::Now now);
  [[nodiscard]] Answer learn_rest(const port::HttpResult& answer, core::Now now);
  [[nodiscard]] Answer learn_last(core::Now now);
  [[nodiscard]] Found alive(core::UtcTime now) const;
  [[nodiscard]] static Found ended(core::UtcTime last_day, bool denied, core::UtcTime checked);
  void remember(std::string value, core::UtcTime until) const;

  Task task_;
  Stage stage_{Stage::kNew};
  std::optional<BriefRequest> asking_;
  std::optional<LifeSearch> last_;
  std::optional<core::UtcTime> rest_last_;  // the day of REST's last bar
};

// Where the bars of the symbol end, by what such a search has left in memory; nothing where none
// did, or it lives.
[[nodiscard]] std::optional<core::UtcTime> remembered_end(port::Memory& memory,
                                                          const core::SeriesId& id,
                                                          core::UtcTime now);

}  // namespace wick::venue::binance
