// The past as a stream asks for it: a source of bars with all tiers of history behind it.
#pragma once

#include <memory>

#include "port/bar_source.hpp"
#include "wiring/history.hpp"

namespace wick::wiring {

// A short piece of the last hours is asked of REST alone and kept by nobody: whoever asks keeps it.
// A longer one, or an older one, goes the way of any request, and its whole days are kept. Waits
// where a server wants to be left alone. A series that nobody has is an error of the kind invalid.
class Past final : public port::BarSource {
 public:
  // The history must outlive this, and all inquiries.
  explicit Past(const History& history) : history_(history) {}

  [[nodiscard]] std::unique_ptr<port::Inquiry> ask(const core::SeriesId& id,
                                                   core::RangeSet ranges) override;

 private:
  const History& history_;
};

}  // namespace wick::wiring
