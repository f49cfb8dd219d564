#include "live/volume_scale.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace wick::live {
namespace {

double median(std::span<double> values) {
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle];
  return (values[middle - 1] + values[middle]) / 2;
}

}  // namespace

void VolumeScale::learn(double volume, std::int64_t ticks) {
  if (!(volume > 0) || !std::isfinite(volume) || ticks <= 0) return;
  samples_.at(next_) = {volume, static_cast<double>(ticks)};
  next_ = (next_ + 1) % kSamplesMax;
  count_ = std::min(count_ + 1, kSamplesMax);
}

std::optional<double> VolumeScale::tick_volume() const {
  if (count_ == 0) return std::nullopt;
  std::array<double, kSamplesMax> ratios{};
  double product = 0;
  double square = 0;
  for (std::size_t i = 0; i < count_; ++i) {
    const Sample& each = samples_.at(i);
    ratios.at(i) = each.volume / each.ticks;
    product += each.volume * each.ticks;
    square += each.ticks * each.ticks;
  }
  const double middle = median(std::span(ratios).first(count_));
  const double squares = product / square;
  return median_error(squares) < median_error(middle) ? squares : middle;
}

double VolumeScale::median_error(double tick_volume) const {
  std::array<double, kSamplesMax> errors{};
  for (std::size_t i = 0; i < count_; ++i) {
    const Sample& each = samples_.at(i);
    errors.at(i) = std::abs(each.ticks * tick_volume - each.volume) / each.volume;
  }
  return median(std::span(errors).first(count_));
}

double tick_volume_of(const VolumeScale& own, const VolumeScale& minutes) {
  return own.tick_volume().value_or(minutes.tick_volume().value_or(1));
}

}  // namespace wick::live
