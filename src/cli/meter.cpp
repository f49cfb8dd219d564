#include "cli/meter.hpp"

#include <algorithm>
#include <utility>

#include "cli/amounts.hpp"

namespace wick::cli {
namespace {

constexpr core::Micros kQuiet = std::chrono::milliseconds{500};
constexpr core::Micros kRedraw = std::chrono::milliseconds{100};
constexpr core::Micros kBetweenLines = std::chrono::seconds{10};
constexpr double kMicros = 1e6;

}  // namespace

std::string meter_text(const MeterReading& reading, const std::string& noun, core::Micros spent) {
  std::string text = std::to_string(reading.done) + " of " + plural(reading.total, noun);
  if (reading.done == 0 || spent.count() <= 0) return text;
  const auto elapsed = static_cast<double>(spent.count());
  if (reading.bytes > 0) {
    const double rate = static_cast<double>(reading.bytes) / elapsed * kMicros;
    text += ", " + bytes_text(static_cast<std::uint64_t>(rate)) + "/s";
  } else {
    const double rate = static_cast<double>(reading.done) / elapsed * kMicros;
    text += ", " + std::to_string(static_cast<std::uint64_t>(rate)) + "/s";
  }
  const auto left = static_cast<double>(reading.total - std::min(reading.done, reading.total));
  const double time = elapsed * left / static_cast<double>(reading.done);
  return text + ", " + seconds_text(core::Micros{static_cast<std::int64_t>(time)}) + " left";
}

Meter::Meter(const Shell& shell, std::string noun)
    : out_(shell.err), terminal_(shell.err_is_terminal), noun_(std::move(noun)) {}

void Meter::show(const MeterReading& reading, core::MonoTime now) {
  if (start_ == core::MonoTime{}) start_ = shown_ = now;
  const core::Micros quiet = visible_ ? kRedraw : kQuiet;
  if (now - shown_ < (terminal_ ? quiet : kBetweenLines)) return;
  shown_ = now;
  visible_ = terminal_;
  const std::string text = meter_text(reading, noun_, now - start_);
  std::fprintf(out_, terminal_ ? "\r%s\x1b[K" : "wick: %s\n", text.c_str());
  std::fflush(out_);
}

void Meter::clear() {
  if (!visible_) return;
  std::fprintf(out_, "\r\x1b[K");
  std::fflush(out_);
  visible_ = false;
}

}  // namespace wick::cli
