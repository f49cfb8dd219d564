// The local cache: sealed files and tails, asked like any other source, and kept filled.
#pragma once

#include "port/bar_store.hpp"
#include "store/disk.hpp"

namespace wick::store {

// Answers at once and touches no network. A damaged file is moved away and reported; what was in
// it is left to other sources. What it cannot write it says once and goes on reading.
class Cache final : public port::BarStore {
 public:
  explicit Cache(Disk disk);

  // Neither the inquiry nor the keeping may outlive the cache.
  [[nodiscard]] std::unique_ptr<port::Inquiry> ask(const core::SeriesId& id,
                                                   core::RangeSet ranges) override;
  [[nodiscard]] std::unique_ptr<port::Keeping> keep(const core::SeriesId& id) override;
  [[nodiscard]] std::unique_ptr<port::Turns> turns(const core::SeriesId& id) override;

  [[nodiscard]] const Disk& disk() const { return disk_; }

 private:
  Disk disk_;
};

}  // namespace wick::store
