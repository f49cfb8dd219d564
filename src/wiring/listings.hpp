// Since when a symbol is listed, for those who must know the day and not only that they ask too
// early.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/series_id.hpp"
#include "port/memory.hpp"
#include "venue/services.hpp"
#include "wiring/config.hpp"

namespace wick::wiring {

struct Listed {
  std::optional<core::UtcTime> since{};  // nothing where the day could not be learnt
  std::optional<base::Error> denial{};   // the venue has no such symbol
  std::string said{};                    // for people
};

class Listings {
 public:
  // All of it must outlive the listings; the memory may be none.
  Listings(const Config& config, const venue::Services& services, port::Memory* memory);
  ~Listings();

  // One question, answered from memory or by a few small requests.
  class Search {
   public:
    virtual ~Search() = default;
    [[nodiscard]] virtual std::optional<Listed> step(core::Now now) = 0;  // the answer, once
  };
  // Whether bars of the series can exist from `asked` on. Must not outlive the listings.
  [[nodiscard]] std::unique_ptr<Search> search(const core::SeriesId& id, core::UtcTime asked) const;

 private:
  struct Shared;
  std::unique_ptr<Shared> shared_;
};

}  // namespace wick::wiring
