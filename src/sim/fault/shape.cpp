#include "sim/fault/shape.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "sim/archive/calendar.hpp"
#include "sim/archive/reply.hpp"
#include "sim/fault/known_errors.hpp"
#include "sim/okx/okx_error.hpp"

namespace wick::sim {
namespace {

constexpr std::string_view kJson = "application/json;charset=UTF-8";
constexpr std::int64_t kThrottleSeconds = 10;
constexpr std::int64_t kBanSeconds = 120;

constexpr std::array<int, 8> kAnswerStatus{429, 418, 451, 403, 403, 404, 408, 503};

constexpr std::string_view kGeoText =
    "Service unavailable from a restricted location according to 'b. Eligibility' in "
    "https://www.binance.com/en/terms. Please contact customer service if you believe you received "
    "this message in error.";
constexpr std::string_view kHtml403 =
    "<!DOCTYPE html>\n<html><head><title>ERROR: The request could not be satisfied</title></head>"
    "<body><h1>403 ERROR</h1><h2>The request could not be satisfied.</h2>"
    "<p>Request blocked.</p></body></html>\n";

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::ranges::equal(a, b, {}, lower, lower);
}

Response venue_answer(const VenueError& error) {
  Response response = text_response(error.status, std::string(kJson), error_json(error));
  if (error.retry_after) {
    const std::int64_t seconds = *error.retry_after / kSecond;
    response.headers.emplace_back("Retry-After", std::to_string(seconds));
  }
  return response;
}

// Codes above zero are OKX's.
Response error_answer(int code) {
  if (code > 0) return okx_error_response(*known_okx_error(code));
  return venue_answer(*known_error(code));
}

VenueError throttle(std::int64_t retry_after_s) {
  VenueError error = *known_error(-1003);
  error.retry_after = retry_after_s * kSecond;
  return error;
}

// OKX knows no ban: who goes on asking is refused as before.
std::optional<OkxError> okx_ready_made(Answer answer) {
  switch (answer) {
    case Answer::kThrottle429:
    case Answer::kBan418:
      return okx_too_many_requests();
    case Answer::kTimeout408:
      return okx_timeout();
    case Answer::kBusy503:
      return okx_busy();
    case Answer::kGeo451:
    case Answer::kHtml403:
    case Answer::kAccessDenied:
    case Answer::kNoSuchKey:
      break;
  }
  return std::nullopt;
}

Response ready_made(Answer answer, const Then& then, const Occasion& occasion) {
  if (occasion.subject.host == Host::kOkx) {
    if (const auto error = okx_ready_made(answer)) return okx_error_response(*error);
  }
  const Micros now = occasion.now;
  const std::string_view key = std::string_view(occasion.subject.path)
                                   .substr(occasion.subject.path.starts_with('/') ? 1 : 0);
  switch (answer) {
    case Answer::kThrottle429:
      return venue_answer(throttle(then.retry_after_s.value_or(kThrottleSeconds)));
    case Answer::kBan418:
      return venue_answer(banned(now + then.retry_after_s.value_or(kBanSeconds) * kSecond, now));
    case Answer::kGeo451:
      return venue_answer(VenueError{451, 0, std::string(kGeoText), {}});
    case Answer::kHtml403:
      return text_response(403, "text/html", std::string(kHtml403));
    case Answer::kAccessDenied:
      return access_denied();
    case Answer::kNoSuchKey:
      return no_such_key(key);
    case Answer::kTimeout408:
      return venue_answer(backend_timeout());
    case Answer::kBusy503:
      break;
  }
  if (occasion.subject.host != Host::kArchive) return venue_answer(overloaded());
  return s3_error({503, "SlowDown", "Please reduce your request rate."}, key);
}

// The digits after the key are milliseconds, or microseconds where there are sixteen.
void skew_server_time(Response& response, std::string_view after, std::int64_t seconds) {
  constexpr std::size_t kMillisDigits = 13;
  if (response.body == nullptr) return;
  const std::size_t key = response.body->find(after);
  if (key == std::string::npos) return;
  const std::size_t begin = key + after.size();
  std::size_t end = begin;
  std::int64_t time = 0;
  while (end < response.body->size() && end - begin < 18 && (*response.body)[end] >= '0' &&
         (*response.body)[end] <= '9') {
    time = time * 10 + ((*response.body)[end++] - '0');
  }
  const std::int64_t per_second = end - begin > kMillisDigits ? 1'000'000 : 1000;
  std::string body = *response.body;
  body.replace(begin, end - begin, std::to_string(time + seconds * per_second));
  set_body(response, std::move(body));
}

void change_checksum(Response& response, const Then& then) {
  if (response.status != 200 || response.body == nullptr || response.body->empty()) return;
  std::string body = *response.body;
  if (then.wrong_checksum) body[0] = body[0] == '0' ? '1' : '0';
  if (then.checksum_newline) {
    while (body.ends_with('\n')) body.pop_back();
    if (*then.checksum_newline) body += '\n';
  }
  set_body(response, std::move(body));
}

void corrupt(Response& response, const Then& then, std::uint64_t dice) {
  if (response.body == nullptr || response.body->empty()) return;
  std::string body = *response.body;
  std::size_t at = dice % body.size();
  if (then.corrupt_at) at = std::min(then.corrupt_at->of(body.size()), body.size() - 1);
  body[at] = static_cast<char>(static_cast<unsigned char>(body[at]) ^ 0x15U);
  set_body(response, std::move(body));
}

// Half of it, as if the sender had died, yet with a length that says all is well.
void break_json(Response& response) {
  if (response.body == nullptr) return;
  set_body(response, response.body->substr(0, response.body->size() / 2));
}

void change_head(Response& response, const Then& then, const Occasion& occasion) {
  if (then.retry_after_s) {
    set_header(response, "Retry-After", std::to_string(*then.retry_after_s));
  }
  if (then.clock_skew_s != 0) {
    set_header(response, "Date", http_date(occasion.now + then.clock_skew_s * kSecond));
  }
  for (const auto& [name, value] : then.headers) {
    if (value) {
      set_header(response, name, *value);
    } else {
      remove_header(response, name);
    }
  }
}

void change_fate(Response& response, const Then& then) {
  Fate& fate = response.fate;
  if (then.delay) fate.delay = *then.delay;
  if (then.bytes_per_second > 0) fate.bytes_per_second = then.bytes_per_second;
  if (then.truncate_at) {
    fate.cut_after = then.truncate_at->of(response.body == nullptr ? 0 : response.body->size());
  }
  fate.reset |= then.reset;
  fate.silent |= then.silent;
}

}  // namespace

int replacement_status(const Then& then) {
  if (then.status) return *then.status;
  if (then.error) return error_answer(*then.error).status;
  if (then.answer) return kAnswerStatus.at(static_cast<std::size_t>(*then.answer));
  return 0;
}

std::optional<Response> replacement(const Then& then, const Occasion& occasion) {
  if (then.answer) return ready_made(*then.answer, then, occasion);
  if (then.error) return error_answer(*then.error);
  if (!then.status) return std::nullopt;
  return text_response(*then.status, std::string(then.body_is_json ? kJson : "text/plain"),
                       then.body.value_or(""));
}

bool reads_body(const Then& then) {
  return then.content.any() || then.malformed_json || then.clock_skew_s != 0;
}

void shape(Response& response, const Then& then, const Occasion& occasion) {
  if (then.clock_skew_s != 0) {
    const bool okx = occasion.subject.host == Host::kOkx;
    skew_server_time(response, okx ? "{\"ts\":\"" : "\"serverTime\":", then.clock_skew_s);
  }
  if (occasion.subject.kind == Kind::kChecksum && (then.wrong_checksum || then.checksum_newline)) {
    change_checksum(response, then);
  }
  if (then.malformed_json) break_json(response);
  if (then.corrupt) corrupt(response, then, occasion.dice);
  change_head(response, then, occasion);
  change_fate(response, then);
}

void set_header(Response& response, std::string_view name, std::string value) {
  remove_header(response, name);
  response.headers.emplace_back(name, std::move(value));
}

void remove_header(Response& response, std::string_view name) {
  std::erase_if(response.headers,
                [name](const Header& header) { return same_name(header.first, name); });
}

std::string_view header_of(const Response& response, std::string_view name) {
  const auto at = std::ranges::find_if(
      response.headers, [name](const Header& header) { return same_name(header.first, name); });
  return at == response.headers.end() ? std::string_view() : std::string_view(at->second);
}

void set_body(Response& response, std::string body) {
  if (!header_of(response, "Content-Length").empty()) {
    set_header(response, "Content-Length", std::to_string(body.size()));
  }
  response.body = std::make_shared<const std::string>(std::move(body));
}

}  // namespace wick::sim
