#include "cli/progress.hpp"

namespace wick::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr core::Micros kQuiet = milliseconds{500};
constexpr core::Micros kBetweenFrames = milliseconds{100};
constexpr core::Micros kBetweenLines = seconds{10};
constexpr std::int64_t kBarWidth = 30;

std::string duration(std::int64_t whole_seconds) {
  if (whole_seconds < 60) return std::to_string(whole_seconds) + " s";
  return std::to_string(whole_seconds / 60) + " min " + std::to_string(whole_seconds % 60) + " s";
}

std::string bar(history::Retrieval::Progress progress) {
  const std::int64_t filled = kBarWidth * progress.settled / progress.wanted;
  std::string text(static_cast<std::size_t>(filled), '#');
  text.resize(static_cast<std::size_t>(kBarWidth), '.');
  return text + " ";
}

}  // namespace

std::string progress_text(history::Retrieval::Progress progress, core::Micros spent) {
  std::string text = std::to_string(100 * progress.settled / progress.wanted) + " %  " +
                     std::to_string(progress.settled) + " of " + std::to_string(progress.wanted) +
                     " bars";
  if (!progress.waits_for.empty()) return text + ", waiting for " + std::string(progress.waits_for);
  if (spent.count() <= 0) return text;
  const auto per_second = static_cast<std::int64_t>(static_cast<double>(progress.settled) * 1e6 /
                                                    static_cast<double>(spent.count()));
  if (per_second == 0) return text;
  const std::int64_t left = progress.wanted - progress.settled;
  return text + ", " + std::to_string(per_second) + "/s, " +
         duration((left + per_second - 1) / per_second) + " left";
}

void Progress::show(history::Retrieval::Progress progress, core::MonoTime now) {
  if (style_ == ProgressStyle::kNone || progress.wanted == 0) return;
  const bool terminal = style_ == ProgressStyle::kTerminal;
  if (start_ == core::MonoTime{}) start_ = shown_ = now;
  const core::Micros spent = now - start_;
  if (terminal && spent < kQuiet) return;
  if (now - shown_ < (terminal ? kBetweenFrames : kBetweenLines)) return;
  shown_ = now;
  const std::string text = progress_text(progress, spent);
  if (terminal) {
    visible_ = true;
    std::fprintf(out_, "\r%s%s\x1b[K", bar(progress).c_str(), text.c_str());
  } else {
    std::fprintf(out_, "%s\n", text.c_str());
  }
  std::fflush(out_);
}

void Progress::clear() {
  if (!visible_) return;
  std::fprintf(out_, "\r\x1b[K");
  std::fflush(out_);
}

}  // namespace wick::cli
