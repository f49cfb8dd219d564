// What is known of a market's instruments, in one file: docs/formats/instruments.md.
//
// Written whole or not at all, and read whole or not at all: a file that fails its checksum is no
// book. Whoever writes last wins, since everything in it can be asked for again.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/instrument.hpp"
#include "port/files.hpp"

namespace wick::store {

struct InstrumentBook {
  core::Provider provider{};
  core::Market market{};
  core::UtcTime as_of{};                         // when the exchange was asked
  std::optional<core::UtcTime> archive_as_of{};  // when its archive was; nothing: it never was
  std::vector<core::Instrument> instruments{};   // in order of symbol

  bool operator==(const InstrumentBook&) const = default;
};

// "{folder}/instruments/binance-spot.ndjson"
[[nodiscard]] std::string book_path(const std::string& state_folder, core::Provider provider,
                                    core::Market market);

[[nodiscard]] std::string book_text(const InstrumentBook& book);
[[nodiscard]] base::Result<InstrumentBook> parse_book(std::string_view text);

// What is not there is kUnsupported, what is damaged kCorrupt.
[[nodiscard]] base::Result<InstrumentBook> read_book(port::Files& files, const std::string& path);
[[nodiscard]] base::Result<void> write_book(port::Files& files, const std::string& path,
                                            const InstrumentBook& book, std::uint64_t unique);

}  // namespace wick::store
