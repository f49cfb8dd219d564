// One page of bars on its way in, from whichever exchange, and tries until then.
//
// Settles every final instant that it was asked for: what a page leaves out does not exist. Where
// that would be odd the page is asked for once more: two answers that leave out the same are
// believed, and what is left out by one alone is not settled.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/attempts.hpp"
#include "policy/cut.hpp"
#include "port/bar_source.hpp"
#include "venue/pace.hpp"
#include "venue/page_format.hpp"
#include "venue/services.hpp"

namespace wick::venue {

class RestPage {
 public:
  struct Task {
    const Services* services{};
    const std::vector<std::string>* hosts{};
    Pace* pace{};  // of all pages; must outlive the page
    std::int64_t weight{1};
    core::Grid grid;
    policy::Piece piece;
    std::string path;
    PageFormat format{};
    core::Micros finality_margin{};
    bool include_open{};
    // Bars that ended longer ago are not had from here, and not asked for.
    core::Micros reach{core::Micros::max()};
  };
  RestPage(Task task, policy::Attempts::Options attempts);

  // A Job of a Batch.
  [[nodiscard]] std::optional<port::Reply> step(core::Now now);
  [[nodiscard]] core::MonoTime wake() const { return wake_; }
  [[nodiscard]] port::Reply refused(const base::Error& error) const;
  [[nodiscard]] std::string_view waits_for() const { return waits_for_; }

 private:
  [[nodiscard]] bool out_of_reach(core::UtcTime now) const;
  [[nodiscard]] std::optional<port::Reply> try_again(core::Now now);
  [[nodiscard]] std::optional<port::Reply> send(const std::string& host, core::Now now);
  [[nodiscard]] std::string endpoint() const;
  void start_reading(const port::HttpResponse& response);
  [[nodiscard]] std::optional<port::Reply> heard(port::Reply reply, core::Now now);
  [[nodiscard]] bool is_odd(const port::Reply& reply) const;
  [[nodiscard]] port::Reply filled(Klines klines) const;
  [[nodiscard]] core::UtcTime told_from(const core::Chunk& page) const;
  void add_open_bar(const core::Chunk& forming, port::Reply& reply) const;

  Task task_;
  policy::Attempts attempts_;
  base::Error last_error_;
  std::optional<port::Reply> odd_;  // the first answer, where a second one is asked for
  std::optional<port::Pending<port::HttpResult>> fetching_;
  std::optional<port::Pending<base::Result<Klines>>> reading_;
  core::UtcTime final_before_;
  core::MonoTime wake_{core::MonoTime::max()};
  std::string_view waits_for_;
  int requests_{0};
  std::int64_t bytes_{0};
  core::Micros took_{};
};

}  // namespace wick::venue
