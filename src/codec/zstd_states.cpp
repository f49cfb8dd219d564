#include "codec/zstd_states.hpp"

#include <bit>
#include <cstdlib>
#include <numeric>

namespace wick::codec {
namespace {

constexpr unsigned kAccuracyMin = 5;
constexpr unsigned kMoreZeros = 3;

unsigned highest_bit(std::uint32_t value) {
  return static_cast<unsigned>(std::bit_width(value)) - 1;
}

// One number between -1 and what is left, in as few bits as that takes.
int take_times(ForwardBits& bits, int left) {
  const auto most = static_cast<std::uint32_t>(left) + 1;
  const unsigned width = highest_bit(most) + 1;
  const std::uint32_t low = (1U << (width - 1)) - 1;
  const std::uint32_t spare = (1U << width) - 1 - most;
  std::uint32_t value = bits.read(width);
  if ((value & low) < spare) {
    bits.step_back(1);
    value &= low;
  } else if (value > low) {
    value -= spare;
  }
  return static_cast<int>(value) - 1;
}

// Behind a zero stands how many more there are, in steps of up to three.
void take_zeros(ForwardBits& bits, std::vector<std::int16_t>& times, std::size_t most) {
  std::uint32_t more = kMoreZeros;
  while (more == kMoreZeros && times.size() <= most && !bits.failed()) {
    more = bits.read(2);
    times.insert(times.end(), more, 0);
  }
}

}  // namespace

std::optional<States> States::take(std::string_view& bytes, const Limits& limits) {
  ForwardBits bits(bytes);
  const unsigned accuracy = bits.read(4) + kAccuracyMin;
  if (accuracy > limits.accuracy) return std::nullopt;
  int left = 1 << accuracy;
  std::vector<std::int16_t> times;
  while (left > 0 && times.size() < limits.symbols && !bits.failed()) {
    const int one = take_times(bits, left);
    left -= std::abs(one);
    times.push_back(static_cast<std::int16_t>(one));
    if (one == 0) take_zeros(bits, times, limits.symbols);
  }
  if (left != 0 || bits.failed() || times.size() > limits.symbols) return std::nullopt;
  bytes.remove_prefix(bits.bytes_used());
  return of(times, accuracy);
}

std::optional<States> States::of(std::span<const std::int16_t> times, unsigned accuracy) {
  const int sum = std::accumulate(times.begin(), times.end(), 0,
                                  [](int all, int one) { return all + std::abs(one); });
  if (sum != 1 << accuracy) return std::nullopt;
  States states;
  states.accuracy_ = accuracy;
  states.states_.resize(std::size_t{1} << accuracy);
  if (!states.spread(times)) return std::nullopt;
  states.number(times);
  return states;
}

// The rare ones at the end, the others over the rest in wide steps.
bool States::spread(std::span<const std::int16_t> times) {
  const std::size_t size = states_.size();
  std::size_t end = size;
  for (std::size_t symbol = 0; symbol < times.size(); ++symbol) {
    if (times[symbol] < 0) states_[--end].symbol = static_cast<std::uint8_t>(symbol);
  }
  const std::size_t step = (size >> 1U) + (size >> 3U) + 3;
  std::size_t at = 0;
  for (std::size_t symbol = 0; symbol < times.size(); ++symbol) {
    for (int i = 0; i < times[symbol]; ++i) {
      states_[at].symbol = static_cast<std::uint8_t>(symbol);
      at = (at + step) % size;
      while (at >= end && end > 0) at = (at + step) % size;
    }
  }
  return at == 0;
}

void States::number(std::span<const std::int16_t> times) {
  std::vector<std::uint32_t> next;
  next.reserve(times.size());
  for (const std::int16_t one : times) next.push_back(static_cast<std::uint32_t>(std::abs(one)));
  for (State& state : states_) {
    const std::uint32_t place = next[state.symbol]++;
    const unsigned bits = accuracy_ - highest_bit(place);
    state.bits = static_cast<std::uint8_t>(bits);
    state.base = static_cast<std::uint16_t>((place << bits) - states_.size());
  }
}

}  // namespace wick::codec
