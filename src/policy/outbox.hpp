// Lines on their way to a reader who may be slow.
//
// A lasting line (a closed candle, a revision, a hole) is never dropped, and the lines of a series
// keep their order. A passing one (a candle under way) is worth nothing once the next of its series
// is there: under kDrop at most one of a series waits, and what it replaced is counted. Memory is
// bounded by whoever heeds full(). Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace wick::policy {

enum class SlowReader : std::uint8_t {
  kDrop,   // passing lines give way
  kBlock,  // nothing is dropped; whoever speaks has to wait
};

class Outbox {
 public:
  enum class Weight : std::uint8_t { kPassing, kLasting };
  struct Options {
    SlowReader slow{SlowReader::kDrop};
    std::size_t bytes_max{std::size_t{4} << 20U};  // of lines that may not be dropped
  };
  explicit Outbox(Options options) : options_(options) {}

  // Also when full; that is for the caller to avoid.
  void add(std::size_t series, Weight weight, std::string text);

  struct Next {
    std::size_t series{};
    std::int64_t dropped{};  // passing lines of that series since its last one
    std::string text;
  };
  // The oldest line.
  [[nodiscard]] std::optional<Next> take();

  [[nodiscard]] bool empty() const { return waiting_ == 0; }
  [[nodiscard]] std::size_t waiting() const { return waiting_; }
  [[nodiscard]] bool full() const { return bytes_ >= options_.bytes_max; }
  [[nodiscard]] std::int64_t dropped() const { return dropped_; }  // of all series, ever

 private:
  struct Place {
    std::size_t series{};
    Weight weight{};
    std::string text;
    bool vacant{};
  };
  struct Series {
    std::optional<std::uint64_t> passing;  // where its passing line waits
    std::uint64_t last{};                  // where its newest line is, or was
    std::int64_t lost{};                   // since the last line that was taken
  };

  [[nodiscard]] bool counts(const Place& place) const;
  [[nodiscard]] bool replaced(Series& series, std::string& text);
  void leave(Place& place);

  Options options_;
  std::deque<Place> places_;
  std::uint64_t first_{0};  // the number of the foremost place
  std::vector<Series> series_;
  std::size_t waiting_{0};
  std::size_t bytes_{0};
  std::int64_t dropped_{0};
};

}  // namespace wick::policy
