// Keeps a mapped file that somebody cuts, or a disk that fails under one, from killing the program.
//
// Touching a mapped page that is no longer there raises SIGBUS. For a watched mapping the rest of
// it, from that page on, becomes zeros, the program goes on, and cut() says so from then on. Any
// other SIGBUS goes where it went before the first mapping was watched. The kernel does not raise
// the signal on our behalf: write(2) from a cut mapping fails with EFAULT instead.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <utility>

namespace wick::io {

// One watched mapping. Must go before the mapping does; any thread.
class FaultGuard {
 public:
  static constexpr std::size_t kWatchedMax = 16384;

  // `mapping` begins at a page. Nothing when as many are watched already.
  [[nodiscard]] static std::optional<FaultGuard> watch(std::span<const std::byte> mapping);
  ~FaultGuard();
  FaultGuard(FaultGuard&& other) noexcept : slot_(std::exchange(other.slot_, kNone)) {}
  FaultGuard& operator=(FaultGuard&&) = delete;

  [[nodiscard]] bool cut() const;

 private:
  static constexpr std::size_t kNone = kWatchedMax;
  explicit FaultGuard(std::size_t slot) : slot_(slot) {}

  std::size_t slot_;
};

}  // namespace wick::io
