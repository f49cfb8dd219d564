// Archive files that hold another symbol's rows, while REST answers: none of them is ever served.
#include <gtest/gtest.h>

#include "base/sanitized.hpp"
#include "core/time_text.hpp"
#include "policy/proof_chain.hpp"
#include "stage.hpp"

namespace wick::simulation::foreign_rows_test {
namespace {

using core::micros_of;
using namespace std::chrono_literals;

constexpr std::uint64_t kSeeds = base::kSanitized ? 12 : 200;

const sim::Symbol& another(const sim::Market& market, const Draw& d, fake::SeededRandom& random) {
  const auto symbols = market.symbols(d.venue);
  for (;;) {
    const sim::Symbol& symbol = symbols[random.below(symbols.size())];
    if (symbol.name != d.symbol->name) return symbol;
  }
}

std::string swapped(const sim::Symbol& other, fake::SeededRandom& random) {
  return R"({"name":"swapped","about":"another symbol's rows","seed":)" +
         std::to_string(random.below(1'000'000)) +
         R"(,"rules":[{"when":{"kind":"zip","probability":0.)" +
         std::to_string(1 + random.below(9)) + R"(},"then":{"other_symbol":")" + other.name +
         R"("}}]})";
}

std::size_t wrong_bars(const history::Answer& answer, const Truth& real) {
  std::size_t wrong = 0;
  for (const core::Bar& bar : answer.series.bars()) {
    const auto there = real.find(bar.open_time);
    if (there == real.end() || there->second != bar) ++wrong;
  }
  return wrong;
}

TEST(ForeignRows, AreNeverServedWhereRestAnswers) {
  auto exchange = sim::Exchange::open({.seed = 7, .scenario = "calm", .log_path = ""}, 0);
  ASSERT_TRUE(exchange) << exchange.error().what;
  std::size_t refused = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    fake::SeededRandom random(seed * 31 + 9);
    const Draw d = draw((*exchange)->market(), random);
    const sim::Symbol& other = another((*exchange)->market(), d, random);
    SCOPED_TRACE(testing::Message()
                 << "seed " << seed << ": " << d.symbol->name << " " << core::name(d.interval)
                 << " with rows of " << other.name << " " << core::to_iso(d.range.begin) << " .. "
                 << core::to_iso(d.range.end) << " at " << core::to_iso(d.now));
    ASSERT_TRUE((*exchange)->load(swapped(other, random), micros_of(d.now)));
    const Truth real = truth((*exchange)->market(), d, d.range);
    Stage stage(**exchange);
    for (int program = 0; program < 2; ++program) {  // the second has what the first one kept
      const auto run =
          stage.fetch(series_of(d), {d.range, wiring::SourceChoice::kAuto, d.now, random.next()});
      ASSERT_FALSE(run.answer.refusal);
      ASSERT_EQ(wrong_bars(run.answer, real), 0U);
      ASSERT_EQ(run.answer.series.rows(), real.size()) << "and nothing is missing";
      for (const history::Failure& failure : run.answer.failures) {
        if (failure.error.kind == base::ErrorKind::kCorrupt) refused += failure.times;
      }
    }
  }
  EXPECT_GT(refused, kSeeds) << "the swaps must bite, or nothing was shown";
}

// What the market prints is never doubted against itself, wherever a file ends.
TEST(ForeignRows, NoSeriesIsDoubtedAgainstItself) {
  auto exchange = sim::Exchange::open({.seed = 7, .scenario = "calm", .log_path = ""}, 0);
  ASSERT_TRUE(exchange) << exchange.error().what;
  std::size_t pairs = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    fake::SeededRandom random(seed);
    const Draw d = draw((*exchange)->market(), random);
    const core::Grid grid(d.interval);
    const core::Bar* before = nullptr;
    const Truth real = truth((*exchange)->market(), d, d.range);
    for (const auto& [open, bar] : real) {
      if (before != nullptr && grid.next(before->open_time) == open) {
        ++pairs;
        ASSERT_TRUE(policy::continues(before->close, bar.open))
            << d.symbol->name << " " << core::name(d.interval) << " " << core::to_iso(open);
      }
      before = &bar;
    }
  }
  EXPECT_GT(pairs, kSeeds * 150);
}

}  // namespace
}  // namespace wick::simulation::foreign_rows_test
