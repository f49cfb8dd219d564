#include "api/reader.hpp"

#include <algorithm>
#include <utility>

#include "api/answer.hpp"
#include "history/retrieval.hpp"

namespace wick::api {
namespace {

// Some fifty milliseconds of looking: a year of minutes is half of it.
constexpr std::int64_t kInstantsMax = std::int64_t{1} << 20U;
constexpr core::Micros kLengthMax = std::chrono::days{400};

// The cache comes first, and whoever asks has to know nothing else before.
bool begins_with_cache(const Question& question) {
  const bool allowed = question.source == wiring::SourceChoice::kAuto ||
                       question.source == wiring::SourceChoice::kCache;
  const bool phase_needed = question.id.interval == core::Interval::k3d;
  return allowed && !phase_needed && !question.range.empty();
}

// Nothing is left to do, not even to fetch the rest of a day along.
bool is_whole(const Sight& sight) {
  if (sight.question.source == wiring::SourceChoice::kCache) return true;
  core::RangeSet settled;
  for (const port::Reply& reply : sight.replies) {
    if (reply.error) return false;
    settled.add(reply.settled);
  }
  return sight.asked.minus(settled).empty();
}

}  // namespace

Reader::Reader(const wiring::Config& config)
    : cache_({.files = &files_,
              .random = &random_,
              .layout = store::Layout(config.text(wiring::Key::kCacheFolder)),
              .writer = {},
              .clock = &clock_}),
      history_(config, {.cache = &cache_}),
      events_(files_, cache_.disk().layout.events()) {}

std::vector<Sight> Reader::look(std::span<const Request> requests) {
  const core::Now now = clock_.now();
  std::vector<Question> questions;
  std::int64_t instants = 0;
  for (const Request& request : requests) {
    auto question = understand(request, now.utc);
    if (!question || !begins_with_cache(*question)) return {};
    instants += core::grid_of(question->id).count(question->range);
    if (instants > kInstantsMax || question->range.end - question->range.begin > kLengthMax)
      return {};
    questions.push_back(*std::move(question));
  }
  std::vector<Sight> sights;
  sights.reserve(questions.size());
  for (Question& question : questions) sights.push_back(look(std::move(question), now));
  return sights;
}

Sight Reader::look(Question question, core::Now now) {
  const history::Request request = history_.request(wish_of(question), now.utc);
  Sight sight{.begun = now.mono, .question = std::move(question), .asked = request.wanted};
  sight.asked.add(request.along);
  sight.replies = cache_.ask(sight.question.id, sight.asked)->step(now);
  return sight;
}

std::optional<std::vector<Result<Bars>>> Reader::answers(std::vector<Sight>& sights) {
  if (sights.empty() || !std::ranges::all_of(sights, is_whole)) return std::nullopt;
  std::vector<Result<Bars>> results;
  results.reserve(sights.size());
  for (Sight& sight : sights) results.push_back(answer(std::move(sight)));
  return results;
}

Result<Bars> Reader::answer(Sight sight) {
  const Question question = sight.question;
  const core::MonoTime begun = sight.begun;
  history::Request request{.id = question.id, .wanted = {question.range}, .along = sight.asked};
  Recalled seen(std::move(sight), cache_);
  history::Retrieval retrieval(std::move(request),
                               {{policy::Rung{.tier = core::Tier::kCache}, &seen}});
  while (!retrieval.done()) retrieval.step(clock_.now());
  const core::Now now = clock_.now();
  return concluded(question, retrieval.take(), {now.mono - begun, now}, events_);
}

}  // namespace wick::api
