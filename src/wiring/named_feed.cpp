#include "wiring/named_feed.hpp"

#include <algorithm>
#include <utility>

#include "base/edit_distance.hpp"

namespace wick::wiring {
namespace {

constexpr core::Micros kPatience = std::chrono::seconds{2};
// More than a third of a name is no slip of the finger.
constexpr std::size_t kLettersPerChange = 3;

}  // namespace

void NamedFeed::subscribe(std::vector<std::string> symbols) {
  symbols_ = symbols;
  held_.clear();
  feed_->subscribe(std::move(symbols));
}

void NamedFeed::step(core::Now now, Events& out) {
  heard_.clear();
  feed_->step(now, heard_);
  for (port::FeedEvent& event : heard_) tell(std::move(event), now.mono, out);
  if (!offered_.empty() || now.mono >= held_until_) tell_held(out);
}

void NamedFeed::tell(port::FeedEvent event, core::MonoTime now, Events& out) {
  if (const auto* const refusal = std::get_if<port::FeedRefusal>(&event)) {
    if (held_.empty()) held_until_ = now + kPatience;
    held_.push_back(*refusal);
    return;
  }
  if (const auto* const offer = std::get_if<port::FeedOffer>(&event)) {
    offered_.clear();
    for (const port::FeedInstrument& one : offer->instruments) offered_.push_back(one.name);
  }
  if (std::holds_alternative<port::FeedEnd>(event)) tell_held(out);
  out.push_back(std::move(event));
}

void NamedFeed::tell_held(Events& out) {
  for (port::FeedRefusal& refusal : std::exchange(held_, {})) {
    const std::string other = meant(symbols_[refusal.symbol]);
    if (!other.empty()) refusal.error.what += "; did you mean " + other + "?";
    out.emplace_back(std::move(refusal));
  }
}

core::MonoTime NamedFeed::wake() const {
  return held_.empty() ? feed_->wake() : std::min(feed_->wake(), held_until_);
}

std::string NamedFeed::meant(const std::string& symbol) const {
  const auto changes = [&](const std::string& name) { return base::edit_distance(name, symbol); };
  const auto nearest = std::ranges::min_element(offered_, {}, changes);
  if (nearest == offered_.end() || *nearest == symbol) return {};
  return changes(*nearest) * kLettersPerChange <= symbol.size() ? *nearest : std::string{};
}

}  // namespace wick::wiring
