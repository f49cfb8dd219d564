#include "line_reader.hpp"

#include <unistd.h>

#include <array>

namespace wick::bench {

LineReader::LineReader(int descriptor) : descriptor_(descriptor), thread_([this] { read(); }) {}

const std::vector<LineReader::Line>& LineReader::finish() {
  thread_.join();
  ::close(descriptor_);
  return lines_;
}

void LineReader::read() {
  std::array<char, 65536> block{};
  for (;;) {
    const ssize_t got = ::read(descriptor_, block.data(), block.size());
    if (got <= 0) return;
    take({block.data(), static_cast<std::size_t>(got)}, std::chrono::steady_clock::now());
  }
}

void LineReader::take(std::string_view text, Instant at) {
  for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    rest_ += text.substr(0, end);
    if (const auto frame = told_by(rest_)) lines_.push_back({*frame, at});
    rest_.clear();
    text.remove_prefix(end + 1);
  }
  rest_ += text;
}

}  // namespace wick::bench
