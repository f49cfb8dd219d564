#include "feed/gateway/history.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace wick::feed::gateway {
namespace {

using base::Error;
using base::ErrorKind;

constexpr std::int64_t kRetryMost = 24LL * 3600;  // seconds

std::optional<std::string> frame_of(core::Interval interval) {
  switch (interval) {
    case core::Interval::k1m:
      return "m1";
    case core::Interval::k5m:
      return "m5";
    case core::Interval::k15m:
      return "m15";
    case core::Interval::k30m:
      return "m30";
    case core::Interval::k1h:
      return "H1";
    case core::Interval::k4h:
      return "H4";
    case core::Interval::k1d:
      return "D1";
    default:
      return std::nullopt;
  }
}

std::string escaped(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    }
  }
  return out;
}

// The first whole millisecond at or after.
std::int64_t millis_from(core::UtcTime t) {
  return std::chrono::ceil<std::chrono::milliseconds>(t).time_since_epoch().count();
}

std::optional<core::Micros> retry_after(const port::HttpResponse& response) {
  const auto text = response.header("Retry-After");
  std::int64_t seconds = 0;
  if (!text) return std::nullopt;
  const auto read = std::from_chars(text->data(), text->data() + text->size(), seconds);
  if (read.ec != std::errc() || seconds < 0) return std::nullopt;
  return std::chrono::seconds{std::min(seconds, kRetryMost)};
}

template <typename T>
port::Pending<T> at_once(T value) {
  auto [promise, pending] = port::Promise<T>::make();
  promise.fulfil(std::move(value));
  return pending;
}

// Only what is over, and what of the range is thereby answered.
port::FeedHistoryPage settled_page(CandlePage page, const port::FeedHistoryAsk& ask) {
  // A bar that opens before this has ended.
  const core::UtcTime over =
      page.now - core::length_max(ask.interval) + std::chrono::milliseconds{1};
  port::FeedHistoryPage out{.bars = std::move(page.bars), .settled = ask.range};
  if (page.more) out.settled.begin = out.bars.front().open_time;
  out.settled.end = std::max(out.settled.begin, std::min(ask.range.end, over));
  std::erase_if(out.bars,
                [&](const core::HistoryBar& bar) { return bar.open_time >= out.settled.end; });
  return out;
}

}  // namespace

port::Pending<base::Result<port::FeedHistoryPage>> History::ask(const port::FeedHistoryAsk& ask) {
  const auto frame = frame_of(ask.interval);
  if (!frame) {
    return at_once(
        Answer(Error{ErrorKind::kUnsupported,
                     "the gateway has no bars of " + std::string(core::name(ask.interval))}));
  }
  if (ask.range.empty()) {
    return at_once(Answer(port::FeedHistoryPage{.bars = {}, .settled = ask.range}));
  }
  std::string url = url_ + "/v1/candles?instrument=" + escaped(ask.symbol) + "&timeframe=" + *frame;
  url += "&from=" + std::to_string(millis_from(ask.range.begin));
  url += "&to=" + std::to_string(millis_from(ask.range.end));
  auto [promise, pending] = port::Promise<Answer>::make();
  errands_.push_back(
      {ask, http_.get({.url = std::move(url), .headers = {}, .limits = {}}), std::move(promise)});
  return pending;
}

void History::step(core::Now /*now*/) {
  for (Errand& errand : errands_) {
    if (!errand.promise.wanted() || !errand.request.ready()) continue;
    errand.promise.fulfil(answer(errand, errand.request.take()));
    errand.promise = port::Promise<Answer>::make().first;  // which nobody waits for: done
  }
  std::erase_if(errands_, [](const Errand& errand) { return !errand.promise.wanted(); });
}

History::Answer History::answer(const Errand& errand, const port::HttpResult& result) {
  if (!result) return result.error();
  constexpr int kOk = 200;
  if (result->status != kOk || result->body == nullptr) return refusal(errand, *result);
  auto page = reader_.candles(*result->body, errand.ask);
  if (!page) return page.error();
  return settled_page(*std::move(page), errand.ask);
}

Error History::refusal(const Errand& errand, const port::HttpResponse& response) {
  const auto told =
      response.body == nullptr ? Reader::Complaint{} : reader_.complaint(*response.body);
  const std::string words = told.text.empty() ? told.error : told.text;
  const std::string what = "history of " + errand.ask.symbol + ": HTTP " +
                           std::to_string(response.status) + (words.empty() ? "" : " " + words);
  session_lost_ |= response.status == 401;
  if (response.status == 404 && told.error == "no_data") return {ErrorKind::kInvalid, what};
  if (response.status == 400) return {ErrorKind::kUnsupported, what};
  if (response.status == 429) return {ErrorKind::kThrottled, what, retry_after(response)};
  return {ErrorKind::kUnavailable, what, retry_after(response)};
}

}  // namespace wick::feed::gateway
