#include "fake/web.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace wick::fake {
namespace {

base::Error unavailable(std::string what) {
  return {base::ErrorKind::kUnavailable, std::move(what)};
}

// How the exchange ends, and after how long: the limits of the request cut in as they would on a
// real connection.
std::pair<core::Micros, port::HttpResult> ending(const WebOutcome& outcome,
                                                 const port::HttpLimits& limits) {
  const core::Micros patience = std::min(limits.silence, limits.whole);
  if (outcome.silent || outcome.delay > patience) {
    return {patience, unavailable("no answer in time")};
  }
  if (outcome.reset) return {outcome.delay, unavailable("connection reset")};
  if (outcome.cut_after && *outcome.cut_after < outcome.body.size()) {
    return {outcome.delay, unavailable("the body ended early")};
  }
  if (outcome.body.size() > limits.body_max) {
    return {outcome.delay,
            base::Error{base::ErrorKind::kCorrupt, "the body is larger than allowed"}};
  }
  port::HttpResponse response;
  response.status = outcome.status;
  response.headers = outcome.headers;
  response.body = std::make_shared<const std::string>(outcome.body);
  response.elapsed = outcome.delay;
  return {outcome.delay, std::move(response)};
}

}  // namespace

void Web::attach(std::string base_url, Site& site) {
  sites_[std::move(base_url)] = &site;
}

Site* Web::site_of(const std::string& url) const {
  Site* found = nullptr;
  for (const auto& [base, site] : sites_) {  // in order, so the longest prefix comes last
    if (url.starts_with(base)) found = site;
  }
  return found;
}

port::Pending<port::HttpResult> Web::get(port::HttpRequest request) {
  ++requests_;
  auto [promise, pending] = port::Promise<port::HttpResult>::make();
  const core::Micros travel{static_cast<std::int64_t>(500 + world_.random().below(20'000))};
  Site* const site = site_of(request.url);
  if (site == nullptr) {
    world_.after(travel, [promise = std::move(promise)]() mutable {
      promise.fulfil(unavailable("no such host"));
    });
    return std::move(pending);
  }
  // The server sees the request when it arrives, not when it is sent.
  world_.after(
      travel, [this, site, promise = std::move(promise), request = std::move(request)]() mutable {
        if (!promise.wanted()) return;
        auto [delay, result] = ending(site->answer(request, world_.now()), request.limits);
        world_.after(delay, [promise = std::move(promise), result = std::move(result)]() mutable {
          promise.fulfil(std::move(result));
        });
      });
  return std::move(pending);
}

}  // namespace wick::fake
