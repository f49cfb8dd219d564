#include "live/probe.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <variant>

namespace wick::live {
namespace {

constexpr core::Micros kPatience = std::chrono::seconds{5};
constexpr std::int64_t kRequest = 1;

}  // namespace

Probe::Probe(core::Subject subject, World world, core::MonoTime now)
    : subject_(std::move(subject)), world_(world), begin_(now), end_(now + kPatience) {
  for (std::size_t host = 0; host < world_.dialect->hosts(); ++host) {
    Door door;
    door.heard.address = world_.dialect->address(subject_.topic, host);
    door.socket = world_.sockets->open(door.heard.address);
    doors_.push_back(std::move(door));
  }
}

Probe::~Probe() = default;

void Probe::step(core::MonoTime now) {
  for (Door& door : doors_) {
    if (!door.done) listen(door, now);
    if (now < end_ || door.done) continue;
    door.done = true;
    if (door.heard.accepted) continue;
    door.heard.trouble = base::Error{
        base::ErrorKind::kUnavailable,
        door.heard.opened ? "no answer to a subscription in 5 s" : "no connection in 5 s"};
  }
}

void Probe::listen(Door& door, core::MonoTime now) {
  while (!door.done) {
    const auto event = door.socket->take();
    if (!event) return;
    hear(door, *event, now);
  }
}

void Probe::hear(Door& door, const port::WebSocketEvent& event, core::MonoTime now) {
  const core::Micros passed = now - begin_;
  if (std::holds_alternative<port::Opened>(event)) {
    door.heard.opened = passed;
    door.socket->send(world_.dialect->subscribe(std::span(&subject_, 1), kRequest));
  } else if (const auto* text = std::get_if<port::Text>(&event)) {
    read(door, text->text, passed);
  } else if (const auto* lost = std::get_if<port::Lost>(&event)) {
    door.heard.trouble = lost->error;
    door.done = true;
  }
}

void Probe::read(Door& door, const std::string& text, core::Micros passed) const {
  const auto event = world_.dialect->read(text);
  if (!event) {
    door.heard.trouble = event.error();
  } else if (std::holds_alternative<port::Accepted>(*event)) {
    door.heard.accepted = passed;
  } else if (const auto* refused = std::get_if<port::Refused>(&*event)) {
    door.heard.trouble = base::Error{base::ErrorKind::kUnsupported, "refused: " + refused->reason};
  } else if (!std::holds_alternative<port::Unknown>(*event) &&
             !std::holds_alternative<port::GoingAway>(*event)) {
    door.heard.spoken = passed;
  }
  door.done = door.heard.trouble.has_value() || door.heard.spoken.has_value();
}

bool Probe::done() const {
  return std::ranges::all_of(doors_, &Door::done);
}

std::vector<HostHeard> Probe::report() const {
  std::vector<HostHeard> all;
  for (const Door& door : doors_) all.push_back(door.heard);
  return all;
}

}  // namespace wick::live
