// What a tick is worth as volume, learnt from minutes of which history tells the volume.
//
// Of the last 50 such minutes it takes either the median of volume by ticks, or the least squares,
// whichever would have been nearer the truth for the median minute.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace wick::live {

class VolumeScale {
 public:
  // Of one minute. What has no ticks or no volume teaches nothing.
  void learn(double volume, std::int64_t ticks);

  [[nodiscard]] std::optional<double> tick_volume() const;  // none before the first minute
  [[nodiscard]] std::size_t samples() const { return count_; }

 private:
  struct Sample {
    double volume{};
    double ticks{};
  };
  static constexpr std::size_t kSamplesMax = 50;

  [[nodiscard]] double median_error(double tick_volume) const;

  std::array<Sample, kSamplesMax> samples_{};
  std::size_t count_{};
  std::size_t next_{};
};

// A longer bar has the scale of minutes where it has none of its own.
[[nodiscard]] double tick_volume_of(const VolumeScale& own, const VolumeScale& minutes);

}  // namespace wick::live
