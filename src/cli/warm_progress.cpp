#include "cli/warm_progress.hpp"

#include <string>

#include "cli/warm_text.hpp"

namespace wick::cli {
namespace {

constexpr core::Micros kBetweenFrames = std::chrono::milliseconds{200};
constexpr core::Micros kBetweenLines = std::chrono::seconds{5};
constexpr std::size_t kSeriesShown = 6;

std::optional<core::Micros> waiting_of(const WarmSeries& series, core::MonoTime now) {
  const core::MonoTime until = series.throttled_until();
  if (until == core::MonoTime::max() || until <= now) return std::nullopt;
  return until - now;
}

WarmReading reading_of(const WarmSeries& series, core::MonoTime now) {
  return {.name = series_name(series.id()),
          .tally = series.tally(),
          .spent = series.spent(now),
          .waiting = waiting_of(series, now)};
}

void add_lines(const std::string& text, std::vector<std::string>& lines) {
  const std::size_t end = text.find('\n');
  lines.push_back(text.substr(0, end));
  if (end != std::string::npos) lines.push_back(text.substr(end + 1));
}

// Those under way, and where there are several the sum of all.
std::vector<std::string> lines_of(const std::vector<WarmSeries>& series, core::Micros spent,
                                  core::MonoTime now) {
  std::vector<std::string> lines;
  std::size_t shown = 0;
  std::size_t done = 0;
  WarmReading all{.name = "", .spent = spent};
  for (const WarmSeries& one : series) {
    const WarmReading reading = reading_of(one, now);
    all.tally.add(reading.tally);
    if (one.done()) ++done;
    if (!one.begun() || one.done() || shown == kSeriesShown) continue;
    add_lines(progress_line(reading), lines);
    ++shown;
  }
  if (series.size() == 1) return lines;
  all.name = "all, " + std::to_string(done) + " of " + std::to_string(series.size());
  add_lines(progress_line(all), lines);
  return lines;
}

}  // namespace

void WarmProgress::show(const std::vector<WarmSeries>& series, core::MonoTime now) {
  if (style_ == Style::kNone) return;
  if (start_ == core::MonoTime{}) start_ = shown_ = now;
  tell_finished(series, now);
  const bool terminal = style_ == Style::kTerminal;
  if (now - shown_ < (terminal ? kBetweenFrames : kBetweenLines)) return;
  shown_ = now;
  const auto lines = lines_of(series, now - start_, now);
  if (terminal) return draw(lines);
  for (const std::string& line : lines) std::fprintf(out_, "%s\n", line.c_str());
  std::fflush(out_);
}

void WarmProgress::tell_finished(const std::vector<WarmSeries>& series, core::MonoTime now) {
  told_.resize(series.size());
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (told_[i] || !series[i].begun() || !series[i].done()) continue;
    told_[i] = true;
    clear();
    std::string text = finished_line(series[i], now);
    for (const std::string& note : series[i].notes()) text += "\n  " + note;
    std::fprintf(out_, "%s\n", text.c_str());
    std::fflush(out_);
  }
}

void WarmProgress::draw(const std::vector<std::string>& lines) {
  clear();
  for (const std::string& line : lines) {
    std::fprintf(out_, "%s\x1b[K\n", line.substr(0, columns_ - 1).c_str());
  }
  std::fflush(out_);
  drawn_ = lines.size();
}

void WarmProgress::clear() {
  if (drawn_ == 0) return;
  std::fprintf(out_, "\x1b[%zuA\r\x1b[J", drawn_);
  std::fflush(out_);
  drawn_ = 0;
}

}  // namespace wick::cli
