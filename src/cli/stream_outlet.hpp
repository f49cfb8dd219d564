// What every loop of `wick stream` ends at: a reader, somebody at the keyboard, and stderr.
#pragma once

#include <functional>
#include <string>

#include "base/log.hpp"
#include "cli/shell.hpp"
#include "cli/stream_writer.hpp"
#include "live/notice.hpp"
#include "port/clock.hpp"

namespace wick::cli {

struct StreamOutlet {  // what it names must outlive it
  port::Reactor* reactor{};
  TextSink* sink{};
  const Shell* shell{};
  const base::Log* notes{};
  std::function<bool()> interrupted;
  bool verbose{};
  bool json{};  // an error that ends it is a document, too

  // Nobody wants more, or nobody is there.
  [[nodiscard]] bool closed() const;

  // As a line on stderr where that was asked for, else into the log.
  void tell(const live::Notice& notice) const;
  void tell(const std::string& text) const;

  // Steps until `step` says that all is written. Once somebody has asked for an end, a reader has
  // but little time left.
  void drain(const std::function<bool(core::Now)>& step) const;

  // Says why it failed, or how it went; of a reader who left, nothing.
  [[nodiscard]] Exit verdict(const std::string& summary) const;
};

}  // namespace wick::cli
