#include "venue/fxcm/candle_file.hpp"

#include <utility>

#include "codec/gzip.hpp"
#include "codec/sha256.hpp"
#include "venue/http_answer.hpp"

namespace wick::venue::fxcm {
namespace {

constexpr std::size_t kGzipMax = std::size_t{16} << 20U;  // a week of minutes is about 250 kB
constexpr std::size_t kTextMax = std::size_t{64} << 20U;

base::Error refusal(int status) {
  using enum base::ErrorKind;
  switch (status) {
    case 404:
    case 410:
      return {kUnsupported, "not there"};
    case 401:
    case 403:
    case 451:
      return {kUnauthorized, "blocked by the host"};
    case 429:
      return {kThrottled, "too many requests"};
    default:
      return {kUnavailable, "no answer"};
  }
}

}  // namespace

std::optional<base::Error> file_verdict(const port::HttpResponse& response,
                                        const std::string& name) {
  if (response.status == 200) return std::nullopt;
  base::Error error = refusal(response.status);
  if (error.kind == base::ErrorKind::kThrottled) {
    error.retry_after = retry_after(response, std::chrono::seconds{30});
  }
  return base::within(status_of(response, name), std::move(error));
}

CandleFile::CandleFile(Task task) : task_(std::move(task)), attempts_(task_.attempts) {}

const CandleFile::Outcome* CandleFile::step(core::Now now) {
  if (outcome_) return &*outcome_;
  if (fetching_ && fetching_->ready()) take_answer(now.mono);
  if (reading_ && reading_->ready()) take_content(now.mono);
  if (!outcome_ && !fetching_ && !reading_) try_again(now.mono);
  return outcome_ ? &*outcome_ : nullptr;
}

void CandleFile::take_answer(core::MonoTime now) {
  auto answer = fetching_->take();
  fetching_.reset();
  if (!answer) return failed(base::within(task_.name, answer.error()), now);
  if (auto error = file_verdict(*answer, task_.name)) return failed(*std::move(error), now);
  took_ = answer->elapsed;
  reading_ = port::submit(*task_.services->workers, [gzip = answer->body, filed = task_.filed] {
    return read(*gzip, filed);
  });
}

void CandleFile::take_content(core::MonoTime now) {
  auto content = reading_->take();
  reading_.reset();
  if (!content) return failed(base::within(task_.name, content.error()), now);
  content->took = took_;
  outcome_ = std::move(content);
  wake_ = core::MonoTime::max();
}

void CandleFile::failed(base::Error error, core::MonoTime now) {
  last_error_ = std::move(error);
  attempts_.failed(last_error_, now);
}

void CandleFile::try_again(core::MonoTime now) {
  wake_ = core::MonoTime::max();
  const auto step = attempts_.next(now);
  if (std::holds_alternative<policy::Attempts::GiveUp>(step)) {
    outcome_ = last_error_;
  } else if (const auto* wait = std::get_if<policy::Attempts::Wait>(&step)) {
    wake_ = wait->until;
  } else {
    const auto host = std::get<policy::Attempts::Try>(step).host;
    fetching_ = task_.services->http->get({.url = task_.hosts->at(host) + "/" + task_.name,
                                           .headers = {},
                                           .limits = {.body_max = kGzipMax}});
    ++requests_;
  }
}

CandleFile::Outcome CandleFile::read(std::string_view gzip, core::Interval filed) {
  const auto text = codec::gunzip(gzip, kTextMax);
  if (!text) return text.error();
  auto candles = parse_candle_csv(*text, filed);
  if (!candles) return candles.error();
  return Content{.candles = *std::move(candles),
                 .sha256 = codec::sha256_hex(gzip),
                 .bytes = static_cast<std::int64_t>(gzip.size())};
}

}  // namespace wick::venue::fxcm
