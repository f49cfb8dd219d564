// Refuses what lies before a symbol's listing, and tells of its delisting, before anybody is asked
// for bars.
//
// A source without bars. It replies once, and settles nothing: with an error where the question
// begins before the day of listing or names a symbol that nobody has, and without one otherwise,
// also where the day could not be learnt. Where it knows the symbol it says so, and what follows
// the last bar of one that has ended. It never stands in the way of those who have bars.
#pragma once

#include <memory>

#include "port/bar_source.hpp"
#include "port/memory.hpp"
#include "venue/binance/endpoints.hpp"
#include "venue/services.hpp"

namespace wick::venue::binance {

struct ListingOptions {
  Endpoints endpoints{};
  port::Memory* memory{};                             // must outlive the guard, where there is one
  core::Micros blocked_for{std::chrono::minutes{1}};  // REST, after it refused us
};

class ListingGuard final : public port::BarSource {
 public:
  ListingGuard(Services services, const ListingOptions& options);
  ~ListingGuard() override;
  // The inquiry must not outlive the guard.
  [[nodiscard]] std::unique_ptr<port::Inquiry> ask(const core::SeriesId& id,
                                                   core::RangeSet ranges) override;

 private:
  struct Shared;
  std::unique_ptr<Shared> shared_;
};

}  // namespace wick::venue::binance
