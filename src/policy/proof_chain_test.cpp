#include "policy/proof_chain.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "base/sanitized.hpp"

namespace wick::policy::proof_chain_test {
namespace {

using Word = ProofChain::Word;
using Places = std::vector<ProofChain::Place>;
using Indices = std::vector<std::size_t>;

TEST(Continues, WithinAHundredthOfTheSmaller) {
  EXPECT_TRUE(continues(100, 100));
  EXPECT_TRUE(continues(100, 101));
  EXPECT_TRUE(continues(101, 100));
  EXPECT_FALSE(continues(100, 101.5));
  EXPECT_FALSE(continues(101.5, 100));
  EXPECT_TRUE(continues(0.00003461, 0.00003463));
  EXPECT_FALSE(continues(0.00003461, 0.00003561));
  EXPECT_FALSE(continues(43'000, 2'300)) << "bitcoin and ether";
  EXPECT_FALSE(continues(2'300, 43'000));
}

// A run of `length` objects; each opens at what the one before it closed at, beginning with 100.
Places run(std::size_t length) {
  Places places(length);
  for (std::size_t i = 1; i < length; ++i) places[i].adjoins = true;
  return places;
}
ProofChain::Edges own(std::size_t at) {
  const double begin = 100 + static_cast<double>(at) * 10;
  return {begin, begin + 10};
}
const ProofChain::Edges kForeign{2'000, 2'010};

std::string text_of(const ProofChain::Step& step) {
  std::string text;
  const auto add = [&](const char* what, const Indices& all) {
    for (const std::size_t at : all) text += what + std::to_string(at) + " ";
  };
  add("proven ", step.proven);
  add("taken ", step.taken);
  add("ask ", step.ask);
  return text;
}

TEST(ProofChain, TheFirstOfARunIsAskedAboutBeforeItHasCome) {
  ProofChain chain(run(3), {});
  EXPECT_EQ(text_of(chain.next()), "ask 0 ");
  EXPECT_EQ(text_of(chain.next()), "") << "once";
  chain.arrived(2, own(2));
  chain.arrived(1, own(1));
  EXPECT_EQ(text_of(chain.next()), "") << "they may follow from it";
  chain.arrived(0, own(0));
  EXPECT_EQ(text_of(chain.next()), "");
  chain.told(0, Word::kTheSame);
  EXPECT_EQ(text_of(chain.next()), "proven 0 proven 1 proven 2 ");
  EXPECT_EQ(text_of(chain.next()), "");
}

TEST(ProofChain, WhatContinuesTheBarsBesideItIsProvenWithoutAnyQuestion) {
  for (const bool before : {true, false}) {
    Places places = run(3);
    if (before) places.front().before = 100.5;
    if (!before) places.back().after = 129.5;
    ProofChain chain(places, {});
    EXPECT_EQ(text_of(chain.next()), "");
    for (const std::size_t at : {1U, 0U, 2U}) chain.arrived(at, own(at));
    const Indices proven = chain.next().proven;
    EXPECT_EQ(proven.size(), 3U);
    EXPECT_EQ(text_of(chain.next()), "");
  }
}

TEST(ProofChain, WhatDoesNotContinueIsAskedAbout) {
  Places places = run(1);
  places[0].before = 100;
  ProofChain chain(places, {});
  EXPECT_EQ(text_of(chain.next()), "");
  chain.arrived(0, kForeign);
  EXPECT_EQ(text_of(chain.next()), "ask 0 ");
  chain.told(0, Word::kAnother);
  EXPECT_EQ(text_of(chain.next()), "") << "whoever asked has refused it";
}

TEST(ProofChain, OneSideThatFitsIsNotEnoughWhereTheOtherDoesNot) {
  Places places = run(1);
  places[0].before = 100;
  places[0].after = 500;
  ProofChain chain(places, {});
  chain.arrived(0, own(0));
  EXPECT_EQ(text_of(chain.next()), "ask 0 ");
  chain.told(0, Word::kTheSame);
  EXPECT_EQ(text_of(chain.next()), "proven 0 ") << "the second source decides";
}

TEST(ProofChain, AForeignOneInTheMiddleIsFoundByItsNeighbours) {
  Places places = run(4);
  places[0].before = 100;
  ProofChain chain(places, {});
  chain.arrived(0, own(0));
  EXPECT_EQ(text_of(chain.next()), "proven 0 ");
  chain.arrived(1, kForeign);
  EXPECT_EQ(text_of(chain.next()), "ask 1 ");
  chain.arrived(2, own(2));
  EXPECT_EQ(text_of(chain.next()), "") << "it waits for what is said of the one before it";
  chain.told(1, Word::kAnother);
  EXPECT_EQ(text_of(chain.next()), "ask 2 ") << "nothing is left from which it could follow";
  chain.arrived(3, own(3));
  chain.told(2, Word::kTheSame);
  EXPECT_EQ(text_of(chain.next()), "proven 2 proven 3 ");
}

TEST(ProofChain, BehindOneThatIsAbsentAnotherIsAskedAbout) {
  ProofChain chain(run(3), {});
  EXPECT_EQ(text_of(chain.next()), "ask 0 ");
  chain.gone(0);
  EXPECT_EQ(text_of(chain.next()), "") << "only the first is asked about unseen";
  chain.arrived(1, own(1));
  EXPECT_EQ(text_of(chain.next()), "ask 1 ") << "nothing is held until all have come";
  chain.told(1, Word::kTheSame);
  EXPECT_EQ(text_of(chain.next()), "proven 1 ");
  chain.arrived(2, own(2));
  EXPECT_EQ(text_of(chain.next()), "proven 2 ");
}

// Half a file ends before its period does: nothing follows from its last row.
TEST(ProofChain, NothingFollowsOverAGap) {
  Places places = run(2);
  places[0].before = 100;
  ProofChain chain(places, {});
  chain.arrived(0, {.open = 100, .close = std::nullopt});
  EXPECT_EQ(text_of(chain.next()), "proven 0 ");
  chain.arrived(1, own(1));
  EXPECT_EQ(text_of(chain.next()), "ask 1 ");
}

TEST(ProofChain, ALongRunDoesNotWaitForWhatIsKnownAfterIt) {
  for (const std::size_t length : {12U, 13U}) {
    Places places = run(length);
    places.back().after = own(length).open;
    ProofChain chain(places, {});
    EXPECT_EQ(text_of(chain.next()), length == 12 ? "" : "ask 0 ");
  }
}

TEST(ProofChain, ASilentSourceLeavesItTakenAndWhatFollowsFollows) {
  ProofChain chain(run(3), {});
  (void)chain.next();
  for (const std::size_t at : {0U, 1U}) chain.arrived(at, own(at));
  chain.told(0, Word::kNone);
  EXPECT_EQ(text_of(chain.next()), "proven 1 taken 0 ");
  chain.arrived(2, kForeign);
  EXPECT_EQ(text_of(chain.next()), "ask 2 ");
}

TEST(ProofChain, WhereNobodyCanBeAskedAllIsTaken) {
  Places places = run(3);
  places[0].before = 100;
  ProofChain chain(places, {});
  chain.arrived(0, own(0));
  chain.arrived(1, kForeign);
  EXPECT_EQ(text_of(chain.next()), "proven 0 ask 1 ");
  chain.cannot_be_asked();
  EXPECT_EQ(text_of(chain.next()), "taken 1 ");
  chain.arrived(2, own(2));
  EXPECT_EQ(text_of(chain.next()), "taken 2 ");
}

TEST(ProofChain, AfterAForeignOneTheOthersAreAskedAboutAtOnceAndNotAllTogether) {
  ProofChain chain(run(10), {});
  (void)chain.next();
  for (std::size_t at = 0; at < 10; ++at) chain.arrived(at, kForeign);
  chain.told(0, Word::kAnother);
  EXPECT_EQ(text_of(chain.next()), "ask 1 ask 2 ask 3 ask 4 ");
  chain.told(2, Word::kAnother);
  EXPECT_EQ(text_of(chain.next()), "ask 5 ");
}

TEST(ProofChain, WherePricesSayNothingEachIsAskedAbout) {
  Places places = run(3);
  ProofChain chain(places, {.judging = ProofChain::Judging::kByTheSecondSource});
  EXPECT_EQ(text_of(chain.next()), "ask 0 ");
  for (const std::size_t at : {0U, 1U, 2U}) chain.arrived(at, {0.0001, 0.0001});
  EXPECT_EQ(text_of(chain.next()), "ask 1 ask 2 ");
  for (const std::size_t at : {0U, 1U, 2U}) chain.told(at, Word::kTheSame);
  EXPECT_EQ(text_of(chain.next()), "proven 0 proven 1 proven 2 ");
}

// A world in which some objects are foreign, absent or have a gap, drawn by a seed.
struct Drawn {
  explicit Drawn(std::uint64_t seed) : chance(seed), length(1 + chance() % 30) {
    places.resize(length);
    for (std::size_t at = 0; at < length; ++at) {
      places[at].adjoins = at > 0 && chance() % 8 != 0;
      foreign.push_back(chance() % 4 == 0);
      absent.push_back(chance() % 6 == 0);
      gap.push_back(chance() % 9 == 0);
    }
    for (std::size_t at = 0; at < length; ++at) {
      const bool ends = at + 1 == length || !places[at + 1].adjoins;
      if (!places[at].adjoins && chance() % 3 == 0) places[at].before = own(at).open;
      if (ends && chance() % 3 == 0) places[at].after = own(at).close;
    }
    for (std::size_t at = 0; at < length; ++at) coming.push_back(at);
    std::shuffle(coming.begin(), coming.end(), chance);
  }
  [[nodiscard]] ProofChain::Edges edges(std::size_t at) const {
    ProofChain::Edges edges = foreign[at] ? ProofChain::Edges{own(at).open.value_or(0) * 20,
                                                              own(at).close.value_or(0) * 20}
                                          : own(at);
    if (gap[at]) edges.open.reset();
    return edges;
  }

  std::mt19937_64 chance;
  std::size_t length;
  Places places;
  std::vector<bool> foreign;
  std::vector<bool> absent;
  std::vector<bool> gap;
  Indices coming;
};

// Whatever comes when: each object that came is handed on once or refused, no foreign one is handed
// on, none that is the symbol's is refused, and no question is put twice.
TEST(ProofChain, AnyOrderEndsWithTheTruth) {
  for (std::uint64_t seed = 0; seed < (base::kSanitized ? 1'000 : 5'000); ++seed) {
    SCOPED_TRACE(seed);
    Drawn drawn(seed);
    ProofChain chain(drawn.places, {});
    std::vector<int> fate(drawn.length, 0);
    std::vector<int> questions(drawn.length, 0);
    std::vector<bool> here(drawn.length, false);
    Indices open;
    std::size_t next = 0;
    for (int round = 0; round < 1'000; ++round) {
      const ProofChain::Step step = chain.next();
      EXPECT_TRUE(step.taken.empty());
      for (const std::size_t at : step.proven) {
        ++fate[at];
        EXPECT_FALSE(drawn.foreign[at]) << at;
      }
      for (const std::size_t at : step.ask) {
        EXPECT_EQ(++questions[at], 1) << at;
        open.push_back(at);
      }
      const auto answered = std::ranges::find_if(open, [&](std::size_t at) { return here[at]; });
      if (answered != open.end() && (next == drawn.length || drawn.chance() % 2 == 0)) {
        const std::size_t at = *answered;
        open.erase(answered);
        chain.told(at, drawn.foreign[at] ? Word::kAnother : Word::kTheSame);
        if (drawn.foreign[at]) ++fate[at];
      } else if (next < drawn.length) {
        const std::size_t at = drawn.coming[next++];
        here[at] = !drawn.absent[at];
        if (drawn.absent[at]) {
          chain.gone(at);
          std::erase(open, at);
        } else {
          chain.arrived(at, drawn.edges(at));
        }
      }
    }
    for (std::size_t at = 0; at < drawn.length; ++at) EXPECT_EQ(fate[at], here[at] ? 1 : 0) << at;
    ASSERT_FALSE(HasFailure());
  }
}

}  // namespace
}  // namespace wick::policy::proof_chain_test
