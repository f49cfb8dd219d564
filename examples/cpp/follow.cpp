// Prints candles as they close, until so many have.   follow BTCUSDT 1m 10 [SINCE]
#include <wick/wick.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace {

int fail(const wick::Error& error) {
  std::fprintf(stderr, "follow: %s: %s\n", wick::name(error.kind), error.what.c_str());
  return 1;
}

int follow(wick::Stream& stream, long count) {
  while (count > 0) {
    const auto candle = stream.next(std::chrono::minutes{1});
    if (!candle) return fail(candle.error());
    if (!*candle) continue;  // nothing has closed meanwhile
    const wick::Candle& it = **candle;
    if (it.kind != wick::Candle::Kind::kClosed) continue;
    std::printf("%s %.8g %s\n", wick::to_text(it.open_time).c_str(), it.close, it.source.c_str());
    std::fflush(stdout);
    --count;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4 && argc != 5) {
    std::fprintf(stderr, "usage: follow SYMBOL INTERVAL COUNT [SINCE]\n");
    return 2;
  }
  wick::StreamRequest request{.symbols = {argv[1]}, .interval = argv[2]};
  if (argc == 5) {
    const auto now = std::chrono::system_clock::now();
    const auto since = wick::parse_time(argv[4], std::chrono::floor<wick::Micros>(now));
    if (!since) return fail(since.error());
    request.since = *since;
  }
  auto client = wick::Client::open();
  if (!client) return fail(client.error());
  auto stream = client->stream(request);
  if (!stream) return fail(stream.error());
  return follow(*stream, std::strtol(argv[3], nullptr, 10));
}
