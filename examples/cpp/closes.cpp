// Prints the closes of a day, and where the bars came from.   closes BTCUSDT 2024-03-04
#include <wick/wick.hpp>

#include <chrono>
#include <cstdio>

namespace {

int fail(const wick::Error& error) {
  std::fprintf(stderr, "closes: %s: %s\n", wick::name(error.kind), error.what.c_str());
  return 1;
}

void print(const wick::Bars& bars) {
  for (const wick::Piece& piece : bars.pieces()) {
    for (std::size_t row = 0; row < piece.size(); ++row) {
      const wick::Time open{wick::Micros{piece.columns.open_time[row]}};
      std::printf("%s %.8g\n", wick::to_text(open).c_str(), piece.columns.close[row]);
    }
  }
  for (const auto& [tier, rows] : bars.sources()) {
    std::fprintf(stderr, "%zu bars from %s\n", rows, tier.c_str());
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: closes SYMBOL DAY\n");
    return 2;
  }
  const auto day = wick::parse_time(argv[2], wick::Time{});
  if (!day) return fail(day.error());
  auto client = wick::Client::open();
  if (!client) return fail(client.error());

  wick::Request request{.series = {.symbol = argv[1], .interval = "1h"}};
  request.from = *day;
  request.to = *day + std::chrono::days{1};
  const auto bars = client->get(request);
  if (!bars) return fail(bars.error());
  print(*bars);
  return bars->complete() ? 0 : 3;
}
