// Trades of one symbol in the order of their numbers, each once.
//
// While one connection relieves another, both tell, and either may be ahead; so
// a number that is missing is waited for a little before it is called a gap. Where
// trades are sums, one whose first part follows the last part told leaves no gap,
// whatever their numbers say.
// Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <variant>

#include "core/stream.hpp"
#include "core/time.hpp"

namespace wick::live {

struct TradeGap {
  std::int64_t from_id{};  // both missed themselves
  std::int64_t to_id{};

  bool operator==(const TradeGap&) const = default;
};

class TradeOrder {
 public:
  explicit TradeOrder(core::Micros patience) : patience_(patience) {}

  // False where it was told before, or comes after its gap was.
  [[nodiscard]] bool add(const core::TradeNews& trade, core::MonoTime now);

  // What is next.
  using Item = std::variant<core::TradeNews, TradeGap>;
  [[nodiscard]] std::optional<Item> take(core::MonoTime now);
  [[nodiscard]] core::MonoTime wake() const;  // when a gap is one

 private:
  core::Micros patience_;
  [[nodiscard]] bool follows(const core::TradeNews& trade) const;

  std::optional<std::int64_t> next_;
  std::int64_t next_part_{};  // 0: no parts are told
  std::map<std::int64_t, core::TradeNews> waiting_;
  core::MonoTime waits_since_{};
};

}  // namespace wick::live
