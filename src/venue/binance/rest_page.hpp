// One page of klines on its way in, and tries until then.
#pragma once

#include <optional>

#include "venue/binance/kline.hpp"
#include "venue/binance/rest.hpp"

namespace wick::venue::binance {

class RestPage {
 public:
  struct Task {
    const Services* services{};
    const std::vector<std::string>* hosts{};
    Pace* pace{};
    std::int64_t weight{};
    core::Grid grid;
    policy::Piece piece;
    std::string path;
    core::Micros finality_margin{};
    bool include_open{};
  };
  RestPage(Task task, policy::Attempts::Options attempts);

  // A Job of a Batch.
  [[nodiscard]] std::optional<port::Reply> step(core::Now now);
  [[nodiscard]] core::MonoTime wake() const { return wake_; }
  [[nodiscard]] port::Reply refused(const base::Error& error) const;

 private:
  [[nodiscard]] std::optional<port::Reply> try_again(core::Now now);
  [[nodiscard]] std::optional<port::Reply> send(const std::string& host, core::Now now);
  [[nodiscard]] std::string endpoint() const;
  void start_reading(const port::HttpResponse& response);
  [[nodiscard]] port::Reply filled(Klines klines) const;
  void add_open_bar(const core::Chunk& page, port::Reply& reply) const;

  Task task_;
  policy::Attempts attempts_;
  base::Error last_error_;
  std::optional<port::Pending<port::HttpResult>> fetching_;
  std::optional<port::Pending<base::Result<Klines>>> reading_;
  core::UtcTime final_before_;
  core::MonoTime wake_{core::MonoTime::max()};
  int requests_{0};
  std::int64_t bytes_{0};
  core::Micros took_{};
};

}  // namespace wick::venue::binance
