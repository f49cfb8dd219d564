#include "io/web_socket_inbox.hpp"

#include <utility>
#include <variant>

namespace wick::io {
namespace {

using port::WebSocketEvent;

std::size_t bytes_of(const WebSocketEvent& event) {
  const auto* text = std::get_if<port::Text>(&event);
  return sizeof event + (text == nullptr ? 0 : text->text.size());
}

}  // namespace

WebSocketInbox::Room WebSocketInbox::put(WebSocketEvent event) {
  bool first = false;
  Room room = Room::kLeft;
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(lost_, lost_ || std::holds_alternative<port::Lost>(event))) return room;
    first = events_.empty();
    const bool again = !first && std::holds_alternative<port::Pinged>(event) &&
                       std::holds_alternative<port::Pinged>(events_.back());
    if (!again) {
      bytes_ += bytes_of(event);
      events_.push_back(std::move(event));
    }
    full_ = full_ || bytes_ >= limits_.bytes_max || events_.size() >= limits_.events_max;
    if (full_) room = Room::kFull;
  }
  if (first) bell_.ring();
  return room;
}

WebSocketInbox::Taken WebSocketInbox::take() {
  const std::lock_guard lock(mutex_);
  if (events_.empty()) return {};
  Taken taken{std::move(events_.front()), false};
  events_.pop_front();
  bytes_ -= bytes_of(*taken.event);
  const bool half = bytes_ <= limits_.bytes_max / 2 && events_.size() <= limits_.events_max / 2;
  taken.drained = full_ && half;
  if (taken.drained) full_ = false;
  return taken;
}

bool WebSocketInbox::lost() const {
  const std::lock_guard lock(mutex_);
  return lost_;
}

}  // namespace wick::io
