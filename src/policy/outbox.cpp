#include "policy/outbox.hpp"

#include <utility>

namespace wick::policy {

void Outbox::add(std::size_t series, Weight weight, std::string text) {
  if (series >= series_.size()) series_.resize(series + 1);
  Series& own = series_[series];
  const bool gives_way = weight == Weight::kPassing && options_.slow == SlowReader::kDrop;
  if (gives_way && replaced(own, text)) return;
  own.last = first_ + places_.size();
  if (gives_way) own.passing = own.last;
  places_.push_back({.series = series, .weight = weight, .text = std::move(text)});
  ++waiting_;
  if (counts(places_.back())) bytes_ += places_.back().text.size();
}

std::optional<Outbox::Next> Outbox::take() {
  while (!places_.empty() && places_.front().vacant) {
    places_.pop_front();
    ++first_;
  }
  if (places_.empty()) return std::nullopt;
  Place& place = places_.front();
  Series& own = series_[place.series];
  if (own.passing == first_) own.passing.reset();
  Next next{place.series, std::exchange(own.lost, 0), std::move(place.text)};
  --waiting_;
  if (counts(place)) bytes_ -= next.text.size();
  places_.pop_front();
  ++first_;
  return next;
}

bool Outbox::counts(const Place& place) const {
  return place.weight == Weight::kLasting || options_.slow == SlowReader::kBlock;
}

// In the place of the one that waits, unless something of its series has come after it: a candle
// must not overtake the one that it follows. It does not go to the end of the queue otherwise, for
// there a busy series would wait for ever.
bool Outbox::replaced(Series& series, std::string& text) {
  if (!series.passing) return false;
  ++series.lost;
  ++dropped_;
  Place& place = places_[*series.passing - first_];
  if (*series.passing == series.last) {
    place.text = std::move(text);
    return true;
  }
  series.passing.reset();
  leave(place);
  return false;
}

void Outbox::leave(Place& place) {
  place.vacant = true;
  place.text = {};
  --waiting_;
}

}  // namespace wick::policy
