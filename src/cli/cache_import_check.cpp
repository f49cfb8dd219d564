#include "cli/cache_import_check.hpp"

#include <algorithm>
#include <utility>

#include "cli/amounts.hpp"
#include "codec/decimal.hpp"
#include "history/retrieval.hpp"

namespace wick::cli {
namespace {

constexpr std::size_t kSampleBars = 3;

history::Answer fetch(const core::SeriesId& id, core::RangeSet wanted, Runtime& runtime) {
  const wiring::History::Wish wish{.id = id, .wanted = std::move(wanted)};
  auto tiers = runtime.history().tiers(wish);
  std::erase_if(tiers,
                [](const history::Tier& tier) { return tier.rung.tier == core::Tier::kCache; });
  history::Request request = runtime.history().request(wish, runtime.now().utc);
  request.store = nullptr;  // what is only compared is not kept
  request.along = {};
  history::Retrieval retrieval(std::move(request), std::move(tiers));
  for (;;) {
    retrieval.step(runtime.now());
    if (retrieval.done()) return retrieval.take();
    runtime.reactor().wait(retrieval.wake());
  }
}

struct Difference {
  const char* field{};
  double ours{};
  double theirs{};
};

// The first field in which they differ.
std::optional<Difference> difference(const core::Bar& ours, const core::Bar& theirs) {
  for (const Difference& field :
       {Difference{"open", ours.open, theirs.open}, Difference{"high", ours.high, theirs.high},
        Difference{"low", ours.low, theirs.low}, Difference{"close", ours.close, theirs.close},
        Difference{"volume", ours.volume, theirs.volume}}) {
    if (field.ours != field.theirs) return field;
  }
  return std::nullopt;
}

std::string why_nothing_came(const history::Answer& answer) {
  if (answer.refusal) return answer.refusal->what;
  return answer.failures.empty() ? "the exchange has none of them"
                                 : answer.failures.front().error.what;
}

}  // namespace

std::vector<core::Bar> sample_of(const std::vector<core::Bar>& bars) {
  const auto size = static_cast<std::ptrdiff_t>(std::min(bars.size(), kSampleBars));
  return {bars.begin(), bars.begin() + size};
}

std::optional<std::string> disagreement(const core::SeriesId& id,
                                        const std::vector<core::Bar>& bars, Runtime& runtime) {
  const core::Grid grid = core::grid_of(id);
  core::RangeSet wanted;
  for (const core::Bar& bar : bars) wanted.add({bar.open_time, grid.next(bar.open_time)});
  const history::Answer answer = fetch(id, wanted, runtime);
  const std::vector<core::Bar> theirs = answer.series.bars();
  if (theirs.empty()) return "it could not be compared: " + why_nothing_came(answer);
  for (const core::Bar& bar : theirs) {
    const auto ours = std::ranges::find(bars, bar.open_time, &core::Bar::open_time);
    const auto differs = ours == bars.end() ? std::nullopt : difference(*ours, bar);
    if (!differs) continue;
    std::string why = "its bars are not those of the exchange: at " + instant_text(bar.open_time) +
                      " " + differs->field + " is ";
    codec::append_shortest(why, differs->ours);
    why += ", there ";
    codec::append_shortest(why, differs->theirs);
    return why;
  }
  return std::nullopt;
}

}  // namespace wick::cli
