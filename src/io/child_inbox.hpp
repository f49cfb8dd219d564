// What an inbox does with the lines of a child.
#pragma once

#include <variant>

#include "io/inbox.hpp"
#include "port/child.hpp"

namespace wick::io {

struct ChildManners {
  using Event = port::ChildEvent;
  static std::size_t bytes_of(const Event& event) {
    const auto* line = std::get_if<port::Line>(&event);
    const auto* complaint = std::get_if<port::Complaint>(&event);
    return (line == nullptr ? 0 : line->text.size()) +
           (complaint == nullptr ? 0 : complaint->text.size());
  }
  static bool is_last(const Event& event) { return std::holds_alternative<port::Ended>(event); }
  static bool says_again(const Event& /*before*/, const Event& /*event*/) { return false; }
};
using ChildInbox = Inbox<ChildManners>;

}  // namespace wick::io
