// Bars of `wick live` as JSON lines. See docs/formats/live.md.
#pragma once

#include <string>
#include <vector>

#include "live/live_event.hpp"

namespace wick::cli {

// What stands for a symbol in its lines.
struct LiveSymbolText {
  std::string wire;  // XAUUSD
  live::Basis basis{};
};

class LiveText {
 public:
  explicit LiveText(std::vector<LiveSymbolText> symbols) : symbols_(std::move(symbols)) {}

  void append(std::string& out, const live::LiveEvent& event) const;
  void append_dropped(std::string& out, std::size_t symbol, std::int64_t previews) const;
  // Why bars are not kept from now on; empty: they are again.
  static void append_keeping(std::string& out, const std::string& trouble, std::int64_t failures);

 private:
  void append_bar(std::string& out, const live::LiveEvent& event) const;

  std::vector<LiveSymbolText> symbols_;
};

}  // namespace wick::cli
