// Many objects of one kind from one source, a bounded number at a time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "port/bar_source.hpp"
#include "venue/gate.hpp"

namespace wick::venue {

// A Job is one object on its way in:
//   std::optional<port::Reply> step(core::Now)  the reply, once there is one
//   core::MonoTime wake()                       when to step though no I/O finished
//   port::Reply refused(const base::Error&)     the reply where it is not even tried
//   std::string_view waits_for()                where it has that: see port::Inquiry
// A Door says whether more may be asked for, and hears of errors: a Gate, or a Pace.
template <typename Job, typename Door = Gate>
class Batch final : public port::Inquiry {
 public:
  // `door` must outlive the Batch.
  Batch(std::deque<Job> jobs, std::size_t in_flight_max, Door& door)
      : queued_(std::move(jobs)), in_flight_max_(in_flight_max), door_(door) {}

  std::vector<port::Reply> step(core::Now now) override {
    std::vector<port::Reply> replies;
    for (auto job = running_.begin(); job != running_.end();) {
      auto reply = job->step(now);
      if (!reply) {
        ++job;
        continue;
      }
      take(*std::move(reply), replies, now);
      job = running_.erase(job);
    }
    start_more(replies, now);
    return replies;
  }

  [[nodiscard]] bool finished() const override { return queued_.empty() && running_.empty(); }

  [[nodiscard]] core::MonoTime wake() const override {
    core::MonoTime wake = core::MonoTime::max();
    for (const Job& job : running_) wake = std::min(wake, job.wake());
    return wake;
  }

  [[nodiscard]] std::string_view waits_for() const override {
    if constexpr (requires(const Job& job) { job.waits_for(); }) {
      return running_.empty() ? std::string_view() : running_.front().waits_for();
    }
    return {};
  }

 private:
  void take(port::Reply reply, std::vector<port::Reply>& replies, core::Now now) {
    if (reply.error) door_.learn(*reply.error, now);
    replies.push_back(std::move(reply));
  }

  void start_more(std::vector<port::Reply>& replies, core::Now now) {
    while (!queued_.empty() && running_.size() < in_flight_max_) {
      Job job = std::move(queued_.front());
      queued_.pop_front();
      if (const auto closed = door_.closed(now)) {
        replies.push_back(job.refused(*closed));
      } else if (auto reply = job.step(now)) {  // known before anything was sent
        take(*std::move(reply), replies, now);
      } else {
        running_.push_back(std::move(job));
      }
    }
  }

  std::deque<Job> queued_;
  std::vector<Job> running_;
  std::size_t in_flight_max_;
  Door& door_;
};

}  // namespace wick::venue
