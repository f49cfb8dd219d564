// From the bytes of a stream's frames to candles.
#include <array>
#include <charconv>
#include <memory>
#include <sstream>

#include "base/check.hpp"
#include "checksum.hpp"
#include "figures.hpp"
#include "inputs.hpp"
#include "venue/binance/stream_frame.hpp"

namespace wick::bench {
namespace {

using Frames = std::vector<std::string>;

Frames frames_of(const Settings& settings) {
  std::stringstream text(load_frames(settings.inputs));
  Frames frames;
  for (std::string line; std::getline(text, line);) frames.push_back(line);
  return frames;
}
std::size_t bytes_of(const Frames& frames) {
  std::size_t bytes = 0;
  for (const std::string& frame : frames) bytes += frame.size();
  return bytes;
}

// Where the numbers stand is known already; the standard library converts them.
struct Numbers {
  std::array<std::string_view, 4> whole;
  std::array<std::string_view, 8> decimal;
};

std::string_view after(std::string_view frame, const std::string& mark) {
  const std::string_view rest = frame.substr(frame.find(mark) + mark.size());
  return rest.substr(0, rest.find_first_not_of("0123456789."));
}
Numbers numbers_of(std::string_view frame) {
  Numbers numbers;
  constexpr std::string_view kWhole = "EtTn";
  constexpr std::string_view kDecimal = "ochlvqVQ";
  for (std::size_t i = 0; i < kWhole.size(); ++i) {
    numbers.whole.at(i) = after(frame, std::string("\"") + kWhole[i] + "\":");
  }
  for (std::size_t i = 0; i < kDecimal.size(); ++i) {
    numbers.decimal.at(i) = after(frame, std::string("\"") + kDecimal[i] + "\":\"");
  }
  return numbers;
}

template <typename T>
void convert(std::string_view text) {
  T value{};
  WICK_CHECK(std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc{});
  keep(value);
}

Work floor_of(const Settings& settings) {
  const auto frames = std::make_shared<Frames>(frames_of(settings));
  const auto numbers = std::make_shared<std::vector<Numbers>>();
  for (const std::string& frame : *frames) numbers->push_back(numbers_of(frame));
  return {[=] {
            for (const Numbers& each : *numbers) {
              for (const std::string_view text : each.whole) convert<std::int64_t>(text);
              for (const std::string_view text : each.decimal) convert<double>(text);
            }
          },
          [=] { return Facts{.rows = frames->size(), .bytes = bytes_of(*frames)}; }};
}

Work ours(const Settings& settings) {
  const auto frames = std::make_shared<Frames>(frames_of(settings));
  const auto bars = std::make_shared<std::vector<core::Bar>>(frames->size());
  return {[=] {
            auto bar = bars->begin();
            for (const std::string& frame : *frames) {
              const auto event = venue::binance::read_frame(frame);
              WICK_CHECK(event && std::holds_alternative<core::CandleNews>(*event));
              *bar++ = std::get<core::CandleNews>(*event).bar;
            }
          },
          [=] {
            core::ChunkBuilder rows;
            for (const core::Bar& bar : *bars) rows.push(bar);
            const auto chunk = std::move(rows).finish(core::Tier::kStream, {});
            return Facts{
                .rows = bars->size(), .bytes = bytes_of(*frames), .checksum = checksum({chunk})};
          }};
}

}  // namespace

void add_stream_figures(Figures& figures) {
  figures["stream-frame.floor"] = floor_of;
  figures["stream-frame.ours"] = ours;
}

}  // namespace wick::bench
