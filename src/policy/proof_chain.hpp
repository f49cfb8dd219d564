// Whether the objects of an archive hold the rows of the symbol whose name they bear, as far as
// prices can tell.
//
// Pure. A series goes on where it stopped: a bar opens at what the one before it closed at, or
// next to it, however long bars are. So an object that continues what is known beside it is
// accepted, and each that continues that one. Where nothing is known beside a run of objects, or
// something else, a second source is to be asked about one object, so that the others can follow
// from it. Where that one is silent an object is taken unproven, and where it cannot be asked all
// are. An object of a symbol that costs the same is not noticed by its neighbours.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace wick::policy {

// Whether a bar that opens there may be the one after a bar that closed there: within a hundredth.
[[nodiscard]] bool continues(double close, double open);

class ProofChain {
 public:
  // Of an object, before it has come. In order of time.
  struct Place {
    bool adjoins{false};             // it begins where the one before it ends
    std::optional<double> before{};  // at what the bar before it closed, where that is known
    std::optional<double> after{};   // at what the bar after it opens
  };
  enum class Judging : std::uint8_t { kByPrices, kByTheSecondSource };
  struct Options {
    Judging judging{Judging::kByPrices};
    std::size_t asked_at_once{4};
    // A run of so many objects waits for what is known after it; a longer one would be held for
    // too long, and a question is asked about its first one.
    std::size_t run_held_max{12};
  };
  ProofChain(const std::vector<Place>& places, Options options);

  // At what its first bar opens and its last one closes; nothing where that is not the first or
  // the last bar of its period.
  struct Edges {
    std::optional<double> open{};
    std::optional<double> close{};
  };
  void arrived(std::size_t at, Edges edges);
  void gone(std::size_t at);  // it is absent, or was refused

  // What the second source said of an object that has arrived.
  enum class Word : std::uint8_t { kTheSame, kAnother, kNone };
  void told(std::size_t at, Word word);
  void cannot_be_asked();

  struct Step {
    std::vector<std::size_t> proven;  // each object once, in here or there
    std::vector<std::size_t> taken;   // though nothing proves it
    std::vector<std::size_t> ask;     // the second source about these; some have not arrived yet
  };
  [[nodiscard]] Step next();

 private:
  enum class Fate : std::uint8_t { kAwaited, kHere, kAccepted, kGone };
  struct Object {
    Place place{};
    Edges edges{};
    Fate fate{Fate::kAwaited};
    bool asked{false};  // and not told yet
    bool waits_for_after{false};
  };
  struct Beside {
    std::optional<double> close{};
    std::optional<double> open{};
  };
  [[nodiscard]] bool adjoins_next(std::size_t at) const;
  [[nodiscard]] Beside beside(std::size_t at) const;
  [[nodiscard]] bool contradicted(std::size_t at) const;
  [[nodiscard]] bool follows(std::size_t at) const;
  [[nodiscard]] bool may_still_follow(std::size_t at) const;
  [[nodiscard]] bool to_be_asked(std::size_t at) const;
  [[nodiscard]] bool first_of_a_run_without_neighbours(std::size_t at) const;
  void look_at_runs();
  void accept_what_follows(Step& step);
  void ask_what_is_stuck(Step& step);
  void accept(std::size_t at, std::vector<std::size_t>& to);

  std::vector<Object> objects_;
  Options options_;
  std::vector<std::size_t> told_same_;
  std::vector<std::size_t> told_nothing_;
  std::size_t asking_{0};
  bool one_was_another_{false};
  bool cannot_be_asked_{false};
};

}  // namespace wick::policy
