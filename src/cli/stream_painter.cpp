#include "cli/stream_painter.hpp"

#include <sys/ioctl.h>

#include <charconv>

#include "cli/terminal.hpp"

namespace wick::cli {
namespace {

constexpr core::Micros kBetweenFrames = std::chrono::milliseconds{250};
constexpr int kRowsUsual = 24;
constexpr int kRowsMax = 10'000;

int terminal_rows(const Shell& shell) {
  const auto said = shell.environment.find("LINES");
  if (said != shell.environment.end()) {
    const std::string& text = said->second;
    int rows{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), rows);
    if (read.ec == std::errc{} && rows >= 1 && rows <= kRowsMax) return rows;
  }
  winsize size{};
  const bool known = shell.out_is_terminal &&
                     ::ioctl(::fileno(shell.out), TIOCGWINSZ, &size) == 0 && size.ws_row > 0;
  return known ? size.ws_row : kRowsUsual;
}

}  // namespace

WindowSize window_size(const Shell& shell) {
  return {terminal_columns(shell), terminal_rows(shell)};
}

std::string FramePainter::paint(const std::vector<std::string>& lines, WindowSize window) {
  std::string text;
  if (drawn_ > 0 && window != window_) {
    text += "\x1b[H\x1b[J";  // nobody knows where a terminal puts its lines when it is resized
  } else if (drawn_ > 0) {
    text += "\x1b[" + std::to_string(drawn_) + "A\r";
  }
  for (const std::string& line : lines) text += line + "\x1b[K\n";
  text += "\x1b[J";
  drawn_ = lines.size();
  window_ = window;
  return text;
}

StreamScreen::StreamScreen(const StreamRequest& request, TextSink& sink, const Shell& shell)
    : sink_(sink), shell_(shell), table_(request.series) {}

void StreamScreen::take(const live::CandleEvent& event, core::Now now) {
  table_.take(event, now.mono);
}

void StreamScreen::step(core::Now now, const StreamState& state) {
  if (now.mono < next_) return;
  next_ = now.mono + kBetweenFrames;
  if (!sink_.idle()) return;  // a slow terminal shows fewer frames
  const WindowSize window = window_size(shell_);
  const auto lines =
      table_.view(state, {.now = now, .window = window, .colour = shell_.colour_out()});
  sink_.give(painter_.paint(lines, window));
}

}  // namespace wick::cli
