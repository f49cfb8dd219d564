// The loop of `wick live`: one thread, one place to wait, until somebody has had enough.
#pragma once

#include <functional>
#include <string>

#include "cli/live_session.hpp"
#include "cli/stream_outlet.hpp"
#include "live/connector.hpp"

namespace wick::cli {

struct LiveParts {  // what it names must outlive the run
  live::Connector::World world{};
  live::Connector::Options rules{};
  port::BarLog* log{};  // nothing: bars are not kept
  StreamOutlet outlet{};
  bool endless{true};  // false: until the past is there
  // Where given, it gets the page of figures once a second.
  std::function<void(std::string)> show_figures{};
};

[[nodiscard]] Exit run_connector(const LiveWish& wish, LiveParts parts);

}  // namespace wick::cli
