#include "live_exchange.hpp"

#include <algorithm>
#include <thread>

namespace wick::bench {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t kSomeMinute = 1'717'200'000'000;
constexpr milliseconds kUpdateEvery{250};
constexpr milliseconds kTick{1};

}  // namespace

LiveExchange::LiveExchange(unsigned symbols, milliseconds before_close)
    : before_close_(before_close), minute_(kSomeMinute), said_(symbols) {}

void LiveExchange::await_clients() {
  server_.await(said_.size());
  begin_ = Clock::now();
}

void LiveExchange::flow(milliseconds time) {
  const Instant begin = Clock::now();
  const Instant end = begin + time;
  std::size_t told = 0;
  for (Instant now = begin; now < end; now = Clock::now()) {
    if (this->time() >= minute_ + kMinuteMillis) close_minute();
    const auto due = static_cast<std::size_t>((now - begin) * said_.size() / kUpdateEvery);
    for (; told < due; ++told) {
      tell(static_cast<unsigned>(turn_++ % said_.size()), minute_, false);
    }
    std::this_thread::sleep_for(kTick);
  }
}

void LiveExchange::update_all() {
  for (unsigned symbol = 0; symbol < said_.size(); ++symbol) tell(symbol, minute_, false);
}

void LiveExchange::close_all(std::chrono::microseconds apart) {
  begin_ = Clock::now() - before_close_;
  for (unsigned symbol = 0; symbol < said_.size(); ++symbol) {
    std::this_thread::sleep_until(begin_ + before_close_ + symbol * apart);
    tell(symbol, minute_, true);
  }
  minute_ += kMinuteMillis;
}

std::size_t LiveExchange::told() const {
  std::size_t frames = 0;
  for (const auto& of_symbol : said_) frames += of_symbol.size();
  return frames;
}

std::vector<double> LiveExchange::latencies(const std::vector<LineReader::Line>& lines,
                                            Instant since) const {
  std::vector<double> found;
  for (const auto& [frame, at] : lines) {
    const Instant said = said_.at(frame.symbol).at(frame.number - 1);
    if (said >= since) found.push_back(std::chrono::duration<double>(at - said).count());
  }
  std::ranges::sort(found);
  return found;
}

std::int64_t LiveExchange::time() const {
  const auto left = before_close_ - duration_cast<milliseconds>(Clock::now() - begin_);
  return minute_ + kMinuteMillis - left.count();
}

void LiveExchange::tell(unsigned symbol, std::int64_t open_time, bool closed) {
  const auto number = static_cast<unsigned>(said_[symbol].size() + 1);
  const std::string text = text_of({symbol, number, time(), open_time, closed});
  said_[symbol].push_back(Clock::now());
  server_.send(symbol, text);
}

void LiveExchange::close_minute() {
  for (unsigned symbol = 0; symbol < said_.size(); ++symbol) tell(symbol, minute_, true);
  minute_ += kMinuteMillis;
  before_close_ += milliseconds{kMinuteMillis};
}

}  // namespace wick::bench
