// A client of streams as a program: what it takes under load, and how long a frame is on its way
// through it.
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <thread>

#include "base/check.hpp"
#include "child.hpp"
#include "figures.hpp"
#include "live_exchange.hpp"

namespace wick::bench {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds kWarmUp{2000};
constexpr milliseconds kSettle{500};
constexpr milliseconds kShortest{500};  // of what is timed
constexpr std::chrono::microseconds kApart{2500};
constexpr const char* kRefused = "http://127.0.0.1:9";  // nobody is there

struct Pipe {
  int out{};
  int in{};
};
Pipe make_pipe() {
  std::array<int, 2> ends{};
  WICK_CHECK(::pipe2(ends.data(), O_CLOEXEC) == 0);
  return {ends[0], ends[1]};
}

std::string all_of(int descriptor) {
  std::string text;
  std::array<char, 4096> block{};
  for (ssize_t got = 0; (got = ::read(descriptor, block.data(), block.size())) > 0;) {
    text.append(block.data(), static_cast<std::size_t>(got));
  }
  ::close(descriptor);
  return text;
}

enum class Output { kRead, kNowhere };

// The program under measurement. It has no history to ask, and must not want any.
class Client {
 public:
  Client(const Settings& settings, const std::string& url, Output output) {
    WICK_CHECK(!settings.command.empty() && !settings.fresh.empty());
    std::filesystem::remove_all(settings.fresh);
    std::filesystem::remove_all(settings.fresh + ".state");
    keep_bars_in(settings.fresh);
    ::setenv("WICK_BINANCE_UM_URL", kRefused, 1);
    ::setenv("WICK_BINANCE_UM_WS_URL", url.c_str(), 1);
    const Pipe lines = make_pipe();
    const Pipe remarks = make_pipe();
    const int out = output == Output::kRead ? lines.in : kNowhere;
    child_ = start(settings.command, {.out = out, .err = remarks.in});
    ::close(lines.in);
    ::close(remarks.in);
    lines_ = std::make_unique<LineReader>(lines.out);
    remarks_ = remarks.out;
  }

  [[nodiscard]] double cpu() const { return cpu_seconds(child_); }

  [[nodiscard]] std::vector<LineReader::Line> finish() {
    end(child_);
    const std::string remarks = all_of(remarks_);
    const bool ours = remarks.find("wick: ") != std::string::npos;
    WICK_CHECK(!ours || remarks.find(" 0 from history") != std::string::npos);
    return lines_->finish();
  }

 private:
  pid_t child_{};
  std::unique_ptr<LineReader> lines_;
  int remarks_{};
};

milliseconds lasting(double seconds) {
  return std::max(kShortest, milliseconds{static_cast<std::int64_t>(seconds * 1000)});
}

Observation observed(const std::vector<double>& latencies) {
  WICK_CHECK(!latencies.empty());
  const std::size_t count = latencies.size();
  return {{latencies[count / 2], latencies.front(), count, latencies[count * 99 / 100]}, {}};
}

struct Load {
  double cpu{};  // seconds of it in each second
  std::vector<double> latencies;
};
Load under_load(const Settings& settings, double seconds, Output output) {
  const milliseconds time = lasting(seconds);
  LiveExchange exchange(settings.symbols, kWarmUp + time / 2);
  Client client(settings, exchange.url(), output);
  exchange.await_clients();
  exchange.flow(kWarmUp);
  const double before = client.cpu();
  const Instant begin = Clock::now();
  exchange.flow(time);
  const double spent = client.cpu() - before;
  const std::chrono::duration<double> passed = Clock::now() - begin;
  std::this_thread::sleep_for(kSettle);
  return {spent / passed.count(), exchange.latencies(client.finish(), begin)};
}

Watcher cpu_of_load(Output output) {
  return [output](const Settings& settings, double seconds) {
    const Load load = under_load(settings, seconds, output);
    return Observation{{load.cpu, load.cpu, 1, load.cpu}, {}};
  };
}

Observation latency_of_load(const Settings& settings, double seconds) {
  return observed(under_load(settings, seconds, Output::kRead).latencies);
}

// Every closing frame must come out again.
Observation latency_of_closings(const Settings& settings, double seconds) {
  LiveExchange exchange(settings.symbols, milliseconds{10'000});
  Client client(settings, exchange.url(), Output::kRead);
  exchange.await_clients();
  exchange.update_all();
  std::this_thread::sleep_for(kSettle);
  const std::size_t before = exchange.told();
  const Instant begin = Clock::now();
  do {
    exchange.close_all(kApart);
  } while (Clock::now() - begin < lasting(seconds));
  const std::size_t frames = exchange.told() - before;
  std::this_thread::sleep_for(kSettle);
  const auto latencies = exchange.latencies(client.finish(), begin);
  WICK_CHECK(latencies.size() == frames);
  return observed(latencies);
}

}  // namespace

void add_live_figures(Watchers& watchers) {
  watchers["stream-load.any"] = cpu_of_load(Output::kRead);
  watchers["stream-load.unread"] = cpu_of_load(Output::kNowhere);
  watchers["stream-load-latency.any"] = latency_of_load;
  watchers["stream-latency.any"] = latency_of_closings;
}

}  // namespace wick::bench
