// How two symbols move together, hour by hour, over a month; both are fetched at the same time.
//   correlation BTCUSDT ETHUSDT 2024-03-01 2024-04-01
#include <wick/wick.hpp>

#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <utility>
#include <vector>

namespace {

using Closes = std::map<std::int64_t, double>;

Closes closes_of(const wick::Bars& bars) {
  Closes closes;
  for (const wick::Piece& piece : bars.pieces()) {
    for (std::size_t row = 0; row < piece.size(); ++row) {
      closes.emplace(piece.columns.open_time[row], piece.columns.close[row]);
    }
  }
  return closes;
}

// The logarithms of how far each went from hour to hour, where both have a bar.
std::vector<std::pair<double, double>> steps(const Closes& a, const Closes& b) {
  std::vector<std::pair<double, double>> found;
  double before_a = 0;
  double before_b = 0;
  for (const auto& [time, close_a] : a) {
    const auto close_b = b.find(time);
    if (close_b == b.end()) continue;
    if (before_a > 0) {
      found.emplace_back(std::log(close_a / before_a), std::log(close_b->second / before_b));
    }
    before_a = close_a;
    before_b = close_b->second;
  }
  return found;
}

double correlation(const std::vector<std::pair<double, double>>& steps) {
  double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
  for (const auto& [x, y] : steps) {
    a += x, b += y, aa += x * x, bb += y * y, ab += x * y;
  }
  const auto n = static_cast<double>(steps.size());
  return (n * ab - a * b) / std::sqrt((n * aa - a * a) * (n * bb - b * b));
}

int fail(const wick::Error& error) {
  std::fprintf(stderr, "correlation: %s\n", error.what.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "usage: correlation SYMBOL SYMBOL FROM TO\n");
    return 2;
  }
  const auto from = wick::parse_time(argv[3], wick::Time{});
  const auto to = wick::parse_time(argv[4], wick::Time{});
  if (!from || !to) return fail(from ? to.error() : from.error());
  auto client = wick::Client::open();
  if (!client) return fail(client.error());

  std::array<wick::Request, 2> requests;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    requests[i].series = {.symbol = argv[1 + i], .interval = "1h"};
    requests[i].from = *from;
    requests[i].to = *to;
  }
  const auto answers = client->get_many(requests, [](const wick::Progress& progress) {
    std::fprintf(stderr, "\r%lld of %lld bars", static_cast<long long>(progress.settled),
                 static_cast<long long>(progress.wanted));
    return true;  // false would give up
  });
  for (const auto& answer : answers) {
    if (!answer) return fail(answer.error());
  }
  const auto found = steps(closes_of(*answers[0]), closes_of(*answers[1]));
  std::printf("%zu hours, correlation %.3f\n", found.size(), correlation(found));
  return 0;
}
