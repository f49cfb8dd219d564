// The book of instruments of each market, kept in the state folder and asked for again when old.
//
// Where the exchange cannot be asked, the book that is there serves, however old; where only its
// archive cannot, what the book knew of it before is kept. Either is told as trouble, and so is a
// book that is damaged or cannot be written: none of them stops who has an answer.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "port/board.hpp"
#include "port/clock.hpp"
#include "port/files.hpp"
#include "port/http.hpp"
#include "port/random.hpp"
#include "store/instrument_book.hpp"
#include "wiring/config.hpp"

namespace wick::wiring {

[[nodiscard]] std::string age_text(core::Micros age);  // 40 s, 12 min, 5 h, 3 days

class Instruments {
 public:
  struct World {  // must outlive it
    port::Http* http{};
    port::Files* files{};
    port::Board* board{};  // of request limits; none: nothing is paced
    port::Random* random{};
  };
  Instruments(const Config& config, World world);
  ~Instruments();

  enum class Asking : std::uint8_t { kWhenOld, kAlways, kNever };
  struct Wish {
    core::Provider provider{};  // binance or okx
    core::Market market{};
    core::Micros age_max{std::chrono::hours{24}};
    Asking asking{};
  };
  struct Loaded {
    store::InstrumentBook book{};
    std::vector<base::Error> troubles{};
  };
  [[nodiscard]] base::Result<Loaded> load(const Wish& wish, port::Reactor& reactor) const;

  // Learns from the archive since when and until when there are bars of those, as far as the book
  // does not know, and keeps them in it. `which` are places in the book. Where the archive cannot
  // be asked it stops, and returns why. Of OKX there is no archive: nothing is learnt.
  [[nodiscard]] std::optional<base::Error> learn_dates(store::InstrumentBook& book,
                                                       const std::vector<std::size_t>& which,
                                                       port::Reactor& reactor) const;

 private:
  struct Sources;
  using OldBook = base::Result<store::InstrumentBook>;
  [[nodiscard]] base::Result<Loaded> fetch(const Wish& wish, const OldBook& old,
                                           port::Reactor& reactor) const;
  [[nodiscard]] base::Result<Loaded> fetch_okx(const Wish& wish, const OldBook& old,
                                               port::Reactor& reactor) const;
  static void take_old(Loaded& loaded, const OldBook& old, base::Error trouble, core::UtcTime now);
  [[nodiscard]] base::Result<void> keep(const store::InstrumentBook& book) const;
  [[nodiscard]] std::string path_of(core::Provider provider, core::Market market) const;

  World world_;
  std::string state_folder_;
  std::unique_ptr<Sources> sources_;
};

}  // namespace wick::wiring
