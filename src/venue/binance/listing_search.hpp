// Since when the exchange has a symbol, found out as cheaply as the question allows.
//
// First from memory; then from the first daily object of the archive, which is proof enough where
// it is early enough; last from the first daily bar of REST, which is the truth. Whatever trouble
// comes in between, the search ends, with kUnknown at worst.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "venue/binance/brief_request.hpp"
#include "venue/binance/listing.hpp"
#include "venue/pace.hpp"

namespace wick::venue::binance {

struct ListingDate {
  enum class Kind : std::uint8_t {
    kSince,    // listed on that day
    kBy,       // on that day at the latest
    kDenied,   // the exchange has no such symbol, and the archive nothing of it
    kUnknown,  // it could not be learnt
  };
  Kind kind{Kind::kUnknown};
  core::UtcTime day{};
  std::string object{};                 // who was asked last
  std::string said{};                   // what it said, for people
  std::optional<base::Error> denial{};  // with kDenied
};

// Whether the bar at `open` can exist where the symbol is listed since `day`: bars longer than a
// day open before the day of listing that they hold.
[[nodiscard]] bool may_exist(core::UtcTime open, core::UtcTime day, const core::Grid& grid);

class ListingSearch {
 public:
  // What it points to must outlive the search.
  struct Task {
    port::Http* http{};
    const ListingOptions* options{};
    Pace* rest{};
    core::SeriesId id;
    core::UtcTime asked{};  // the first bar that is wanted
  };
  explicit ListingSearch(Task task);

  // The answer, once.
  [[nodiscard]] std::optional<ListingDate> step(core::Now now);

 private:
  using Found = std::optional<ListingDate>;  // nothing: the next question is on its way
  using Learn = Found (ListingSearch::*)(const port::HttpResult& answer, core::Now now);

  [[nodiscard]] Found begin(core::Now now);
  [[nodiscard]] Found recall(core::UtcTime now);
  void ask_archive();
  [[nodiscard]] Found learn_archive(const port::HttpResult& answer, core::Now now);
  [[nodiscard]] Found ask_rest(core::Now now);
  void ask_klines(core::Interval interval, const std::string& rest_of_query, Learn learn);
  [[nodiscard]] Found learn_month(const port::HttpResult& answer, core::Now now);
  [[nodiscard]] Found learn_day(const port::HttpResult& answer, core::Now now);
  [[nodiscard]] static base::Result<core::UtcTime> first_bar(const port::HttpResult& answer,
                                                             core::Interval interval,
                                                             core::Now now);

  [[nodiscard]] Found without_bars(const base::Error& error, core::Now now);
  [[nodiscard]] ListingDate found(ListingDate::Kind kind, core::UtcTime day, core::UtcTime now);
  [[nodiscard]] ListingDate unknown(const std::string& why) const;
  void remember(std::string value, core::UtcTime until);
  [[nodiscard]] std::string memory_key() const;

  Task task_;
  std::optional<BriefRequest> asking_;
  Learn learn_{};
  std::int64_t weight_{};                       // of what REST is asked
  std::optional<core::UtcTime> archive_since_;  // the day of its first object
  bool archive_told_{true};                     // unless it was asked and did not answer
  bool archive_empty_{false};                   // it was asked, and has none
};

}  // namespace wick::venue::binance
