// One request for past bars, from the first question to the answer.
//
// A Retrieval is a machine: step() moves it as far as it can go without waiting. It asks the
// sources that the ladder names, merges what comes, and never lets one failed object cost the
// rows of another. Who runs it decides how to wait; retrieve() is the plain blocking way.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/hole.hpp"
#include "core/series.hpp"
#include "core/series_id.hpp"
#include "policy/ladder.hpp"
#include "port/bar_store.hpp"
#include "port/clock.hpp"

namespace wick::history {

// A rung of the ladder and who answers for it; the source must outlive the Retrieval.
struct Tier {
  policy::Rung rung;
  port::BarSource* source{};
};

struct Request {
  core::SeriesId id{};
  core::RangeSet wanted{};  // on the grid of the interval
  // Instants beside them that are fetched too, so that whole days can be kept.
  core::RangeSet along{};
  policy::Ladder::Options options{};
  port::BarStore* store{};  // keeps what other sources bring; must outlive the Retrieval
  bool rows_wanted{true};   // false where only the keeping matters, so that memory stays small
};

// What went wrong at one tier, told once however often it happened.
struct Failure {
  core::Tier tier{};
  base::Error error;
  std::size_t times{};
};

// What one tier was asked for, and what it gave.
struct Effort {
  core::Tier tier{};
  int asked{};   // objects, pages, looks into the cache
  int failed{};  // of these
  int requests{};
  std::int64_t rows{};
  std::int64_t wanted{};  // of the rows: asked for, and not settled before
  std::int64_t bytes{};
  std::vector<core::Micros> took{};  // by each whose time was measured
  std::int64_t untidy{};             // objects and pages that were
  core::Untidy odd_rows{};           // of these together
};

struct Answer {
  core::Series series;
  std::vector<core::Hole> missing;
  std::vector<Failure> failures;
  std::vector<Effort> efforts;  // one for each tier that was asked
  std::vector<port::Evidence> evidence;
  int requests{};                      // data requests that it took
  std::optional<base::Error> refusal;  // the question itself was wrong, says a source
  std::optional<base::Error> trouble;  // why something was not kept
};

class Retrieval {
 public:
  Retrieval(Request request, std::vector<Tier> tiers);

  void step(core::Now now);
  [[nodiscard]] bool done() const { return done_; }
  [[nodiscard]] core::MonoTime wake() const;  // when step() has something to do by itself
  [[nodiscard]] Answer take();                // once, when done

  // For progress: how many of the wanted bars are settled by now.
  struct Progress {
    std::int64_t settled{};
    std::int64_t wanted{};
    std::string_view waits_for{};  // see port::Inquiry
  };
  [[nodiscard]] Progress progress() const;
  [[nodiscard]] const Answer& so_far() const { return answer_; }
  // Until when a server wants to be left alone; max() while none does.
  [[nodiscard]] core::MonoTime throttled_until() const { return ladder_wake_; }

  // Gives up what is under way. What came is kept, and what did not is missing.
  void stop(core::Now now);

 private:
  struct Asked {
    std::size_t rung{};
    std::unique_ptr<port::Inquiry> inquiry;
  };
  [[nodiscard]] bool climb(core::Now now);
  void ask(policy::Ask ask, core::Now now);
  void listen(core::Now now);
  void accept(std::size_t rung, port::Reply reply, core::Now now);
  void hear_listing(port::Reply& reply);
  void hear_archive(std::size_t rung, const port::Reply& reply);
  void doubt_silence(port::Reply& reply) const;
  void name_both(port::Reply& reply) const;
  void take_rows(const port::Reply& reply);
  void keep(core::Tier tier, const port::Reply& reply, core::Now now);
  [[nodiscard]] port::Reply without_old_silence(port::Reply reply, core::UtcTime now) const;
  [[nodiscard]] bool refuse(std::size_t rung, const base::Error& error);
  void settle_by_archive_alone(port::Reply& reply) const;
  void note(core::Tier tier, const base::Error& error);
  void tally(core::Tier tier, const port::Reply& reply);
  void end(std::vector<core::Hole> missing, core::Now now);

  Request request_;
  std::vector<Tier> tiers_;
  core::RangeSet fetched_;  // wanted, and along
  core::Grid grid_;
  policy::Ladder ladder_;
  std::vector<Asked> asked_;
  core::RangeSet settled_;
  core::RangeSet along_held_;      // until it is known whether what is wanted exists at all
  core::RangeSet archive_lacks_;   // asked of the archive, answered, and not there
  core::RangeSet archive_failed_;  // asked of the archive, and not answered
  bool witnessed_{false};          // somebody has something of the symbol
  bool ended_{false};              // it is traded no more
  std::unique_ptr<port::Keeping> keeping_;
  std::optional<base::Error> doubt_;  // a source's word that the question is wrong
  core::MonoTime ladder_wake_{core::MonoTime::max()};
  Answer answer_;
  bool done_{false};
};

// Runs it to the end, waiting in the reactor whenever nothing can move.
[[nodiscard]] Answer retrieve(Retrieval& retrieval, port::Reactor& reactor);

}  // namespace wick::history
