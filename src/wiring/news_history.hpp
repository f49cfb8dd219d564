// The klines of a venue as the past of a live source: bid and ask are the price.
#pragma once

#include <list>
#include <map>
#include <memory>

#include "core/series_id.hpp"
#include "port/bar_source.hpp"
#include "port/feed.hpp"

namespace wick::wiring {

// Bars that have closed, as the source tells them, with the volume of the base. What it does not
// settle is unavailable, until it does.
class NewsHistory final : public port::FeedHistory {
 public:
  struct Of {
    core::Provider provider{};
    core::Market market{};
  };
  // The past must outlive this.
  NewsHistory(Of of, port::BarSource& past) : of_(of), past_(past) {}

  [[nodiscard]] port::Pending<base::Result<port::FeedHistoryPage>> ask(
      const port::FeedHistoryAsk& ask) override;
  void step(core::Now now) override;
  [[nodiscard]] core::MonoTime wake() const override { return wake_; }

 private:
  using Answer = base::Result<port::FeedHistoryPage>;
  struct Question {
    port::Promise<Answer> promise;
    std::unique_ptr<port::Inquiry> inquiry;
    core::TimeRange range;
    std::map<core::UtcTime, core::HistoryBar> bars{};
    core::RangeSet settled{};
    std::optional<base::Error> error{};
  };
  // Nobody wants it any more, or it has been answered.
  [[nodiscard]] bool is_done(Question& question, core::Now now);
  static void take(port::Reply reply, Question& question);
  [[nodiscard]] static Answer answer(Question& question);

  Of of_;
  port::BarSource& past_;
  std::list<Question> questions_;
  core::MonoTime wake_{core::MonoTime::max()};
};

}  // namespace wick::wiring
