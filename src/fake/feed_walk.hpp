// Steps a feed through virtual time and keeps what it told. For the sources of this room alone.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "fake/feed_contract.hpp"
#include "fake/feed_witness.hpp"

namespace wick::fake {

class FeedWalk {
 public:
  explicit FeedWalk(FeedStage& on) : stage(on) {}

  void subscribe(std::vector<std::string> symbols);
  void step();
  void pass(core::Micros time);  // stepped whenever it may have something to do
  // False, and blamed, when it does not come about.
  bool until(const std::string& what, const std::function<bool()>& so);
  bool until(port::FeedState state);

  // The n-th price of its own; 0.5 wide.
  static double bid(std::size_t n) { return 1000 + static_cast<double>(n) / 4; }
  void quote(const std::string& symbol, std::size_t n) {
    stage.quote(symbol, bid(n), bid(n) + 0.5);
  }
  // Ticks with the prices of these numbers, in the order told; others are passed over.
  struct Numbered {
    std::size_t symbol{};
    std::size_t n{};
    bool operator==(const Numbered&) const = default;
  };
  [[nodiscard]] std::vector<Numbered> ticks(std::size_t from, std::size_t to) const;
  void expect_ticks(std::size_t from, const std::vector<std::size_t>& symbols);

  template <typename Event>
  [[nodiscard]] std::vector<Event> all() const {
    std::vector<Event> found;
    for (const auto& one : told) {
      if (const auto* event = std::get_if<Event>(&one)) found.push_back(*event);
    }
    return found;
  }

  [[nodiscard]] core::Now now() const { return stage.world().now(); }
  [[nodiscard]] core::MonoTime wake() const;
  void expect(bool so, const std::string& otherwise) {
    if (!so) witness.blame(otherwise);
  }
  [[nodiscard]] const std::string& fault() const { return witness.fault(); }

  FeedStage& stage;
  FeedWitness witness;
  std::vector<port::FeedEvent> told;

 private:
  void rest(core::MonoTime deadline);

  std::size_t idle_steps_{};
};

}  // namespace wick::fake
