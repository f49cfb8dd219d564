#include "io/web_socket_words.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>

namespace wick::io {
namespace {

constexpr std::size_t kLineMax = 120;
constexpr std::int64_t kRetryMax = 604'800;  // seconds, a week; nobody is banned for longer

base::ErrorKind kind_of(int status) {
  switch (status) {
    case 418:  // Binance: banned for a while
    case 429:
      return base::ErrorKind::kThrottled;
    case 401:
    case 403:
    case 407:
    case 451:
      return base::ErrorKind::kUnauthorized;
    case 404:
      return base::ErrorKind::kUnsupported;
    default:
      return base::ErrorKind::kUnavailable;
  }
}

std::optional<std::chrono::microseconds> delay_of(std::string_view seconds) {
  std::int64_t count = -1;
  const char* const end = seconds.data() + seconds.size();
  const auto read = std::from_chars(seconds.data(), end, count);
  if (read.ec != std::errc{} || read.ptr != end || count < 0) return std::nullopt;
  return std::chrono::seconds(std::min(count, kRetryMax));
}

// Of RFC 6455 and its registry.
std::string_view words_of(std::uint16_t code) {
  switch (code) {
    case 1000:
      return "normal end";
    case 1001:
      return "going away";
    case 1002:
      return "protocol error";
    case 1003:
      return "unsupported data";
    case 1007:
      return "bad text";
    case 1008:
      return "policy violation";
    case 1009:
      return "message too large";
    case 1011:
      return "internal error";
    case 1012:
      return "service restart";
    case 1013:
      return "try again later";
    case 1014:
      return "bad gateway";
    default:
      return "";
  }
}

}  // namespace

base::Error handshake_refused(const std::string& place, const HandshakeReply& reply) {
  std::string what = place + ": the handshake was answered " + std::to_string(reply.status);
  if (!reply.reason.empty()) what += ' ' + one_line(reply.reason);
  base::Error error{kind_of(reply.status), std::move(what)};
  if (error.kind == base::ErrorKind::kThrottled) error.retry_after = delay_of(reply.retry_after);
  return error;
}

base::Error closed_by_server(const std::string& place, std::uint16_t code,
                             std::string_view reason) {
  std::string what = place + ": closed by the server";
  what += code == 0 ? " without a reason" : ": " + std::to_string(code);
  if (const std::string_view words = words_of(code); !words.empty()) what.append(" ").append(words);
  if (!reason.empty()) what += " (" + one_line(reason) + ')';
  return {base::ErrorKind::kUnavailable, std::move(what)};
}

std::string one_line(std::string_view text) {
  std::string line(text.substr(0, kLineMax));
  std::ranges::replace_if(
      line, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, ' ');
  return line;
}

}  // namespace wick::io
