// told_frames: what each line of stdin, a frame of a Binance stream, says to us; a line for each.
#include <cstdio>
#include <iostream>
#include <string>

#include "venue/binance/stream_event_text_test.hpp"
#include "venue/binance/stream_frame.hpp"

int main() {
  for (std::string frame; std::getline(std::cin, frame);) {
    std::puts(wick::venue::binance::line_of(wick::venue::binance::read_frame(frame)).c_str());
  }
  return 0;
}
