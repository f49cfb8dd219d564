#include "venue/binance/brief_request.hpp"

namespace wick::venue::binance {
namespace {

using std::chrono::seconds;

constexpr port::HttpLimits kPatience{.connect = seconds{2},
                                     .silence = seconds{4},
                                     .whole = seconds{6},
                                     .body_max = std::size_t{1} << 20U};

bool another_host_may_help(const base::Error& error) {
  return error.kind == base::ErrorKind::kUnavailable ||
         error.kind == base::ErrorKind::kUnauthorized;
}

}  // namespace

std::optional<port::HttpResult> BriefRequest::step() {
  if (!fetching_) return ask_next_host();
  if (!fetching_->ready()) return std::nullopt;
  auto response = fetching_->take();
  fetching_.reset();
  const auto error = response ? task_.verdict(*response, task_.what)
                              : std::optional(base::within(task_.what, response.error()));
  if (!error) return response;
  last_error_ = *error;
  if (another_host_may_help(last_error_)) return ask_next_host();
  return last_error_;
}

std::optional<port::HttpResult> BriefRequest::ask_next_host() {
  if (next_host_ == task_.hosts->size()) return last_error_;
  const std::string& host = task_.hosts->at(next_host_++);
  fetching_ = task_.http->get({.url = host + task_.path, .headers = {}, .limits = kPatience});
  ++requests_;
  return std::nullopt;
}

}  // namespace wick::venue::binance
