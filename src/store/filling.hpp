// What one request brings, sorted into days and months, and sealed as soon as one is whole.
#pragma once

#include <map>

#include "port/bar_store.hpp"
#include "store/sealing.hpp"
#include "store/tail.hpp"

namespace wick::store {

// Rows of days that stay incomplete are let go at the end of an ordinary request, since asking
// again costs little. Where the request was interrupted they go to the tail, so that what was paid
// for is not lost. Rows of today are never written.
class Filling final : public port::Keeping {
 public:
  explicit Filling(Shelf shelf);

  void take(const port::Reply& reply, core::Now now) override;
  void finish(bool interrupted, core::Now now) override;
  [[nodiscard]] std::optional<base::Error> trouble() const override { return trouble_; }

 private:
  struct Basket {
    Period period;
    Brought brought;
    core::RangeSet settled;
  };
  using Baskets = std::map<core::UtcTime, Basket>;  // by the begin of their period

  void sort_rows(const core::Source& source, const core::Chunk& chunk, core::UtcTime now);
  void sort_hole(const core::Hole& hole, core::UtcTime now);
  [[nodiscard]] Basket& basket_for(core::UtcTime open);
  void expect_month(core::UtcTime open);
  void seal_complete(Baskets& baskets, core::UtcTime now);
  [[nodiscard]] bool seal_one(const Basket& basket, core::UtcTime now);
  void split(const Basket& month);
  void keep_in_tail(core::UtcTime now);

  Shelf shelf_;
  Baskets months_;
  Baskets days_;  // of no month above
  std::optional<base::Error> trouble_;
};

}  // namespace wick::store
