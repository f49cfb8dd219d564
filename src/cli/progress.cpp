#include "cli/progress.hpp"

#include <string>

namespace wick::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr core::Micros kQuiet = milliseconds{500};
constexpr core::Micros kBetween = milliseconds{100};
constexpr std::int64_t kBarWidth = 30;

std::string duration(core::Micros time) {
  const auto whole = std::chrono::ceil<seconds>(time).count();
  if (whole < 60) return std::to_string(whole) + " s";
  return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
}

}  // namespace

void Progress::show(history::Retrieval::Progress progress, core::MonoTime now) {
  if (terminal_ == nullptr || progress.wanted == 0) return;
  if (start_ == core::MonoTime{}) start_ = now;
  const core::Micros spent = now - start_;
  if (spent < kQuiet || now - shown_ < kBetween) return;
  shown_ = now;
  visible_ = true;

  const std::int64_t filled = kBarWidth * progress.settled / progress.wanted;
  std::string line(static_cast<std::size_t>(filled), '#');
  line.resize(static_cast<std::size_t>(kBarWidth), '.');
  line += " " + std::to_string(100 * progress.settled / progress.wanted) + " %  ";
  line += std::to_string(progress.settled) + " of " + std::to_string(progress.wanted) + " bars";
  if (progress.settled > 0) {
    const auto rate = static_cast<double>(progress.settled) / static_cast<double>(spent.count());
    const auto left = static_cast<double>(progress.wanted - progress.settled) / rate;
    line += ", " + duration(core::Micros{static_cast<std::int64_t>(left)}) + " left";
  }
  std::fprintf(terminal_, "\r%s\x1b[K", line.c_str());
  std::fflush(terminal_);
}

void Progress::clear() {
  if (!visible_) return;
  std::fprintf(terminal_, "\r\x1b[K");
  std::fflush(terminal_);
}

}  // namespace wick::cli
