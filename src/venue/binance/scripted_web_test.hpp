// For tests: servers that answer from a script and at once, workers that work at once, a memory,
// and a clock that moves only where an inquiry waits for it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "port/bar_source.hpp"
#include "port/http.hpp"
#include "port/memory.hpp"
#include "port/workers.hpp"

namespace wick::venue::binance {

struct Scripted {
  int status{200};
  std::string body{};
  std::vector<port::Header> headers{};
  bool unreachable{false};
};

class ScriptedWeb final : public port::Http {
 public:
  using Script = std::function<Scripted(const std::string& url)>;
  explicit ScriptedWeb(Script script) : script_(std::move(script)) {}

  [[nodiscard]] port::Pending<port::HttpResult> get(port::HttpRequest request) override {
    urls.push_back(request.url);
    limits.push_back(request.limits);
    const Scripted scripted = script_(request.url);
    auto [promise, pending] = port::Promise<port::HttpResult>::make();
    if (scripted.unreachable) {
      promise.fulfil(base::Error{base::ErrorKind::kUnavailable, "out of reach"});
    } else {
      port::HttpResponse response;
      response.status = scripted.status;
      response.headers = scripted.headers;
      response.body = std::make_shared<const std::string>(scripted.body);
      promise.fulfil(std::move(response));
    }
    return std::move(pending);
  }

  std::vector<std::string> urls;
  std::vector<port::HttpLimits> limits;

 private:
  Script script_;
};

class PromptWorkers final : public port::Workers {
 public:
  void run(std::function<void()> job) override { job(); }
};

class PlainMemory final : public port::Memory {
 public:
  [[nodiscard]] std::optional<std::string> recall(const std::string& key,
                                                  core::UtcTime now) override {
    const auto fact = facts.find(key);
    if (fact == facts.end() || now >= fact->second.second) return std::nullopt;
    return fact->second.first;
  }
  void remember(const std::string& key, std::string value, core::UtcTime until) override {
    facts[key] = {std::move(value), until};
  }

  std::map<std::string, std::pair<std::string, core::UtcTime>> facts;
};

// All replies to one question; `now` is moved to each wake.
inline std::vector<port::Reply> replies_of(port::BarSource& source, const core::SeriesId& id,
                                           const core::RangeSet& ranges, core::Now& now) {
  std::vector<port::Reply> all;
  const auto inquiry = source.ask(id, ranges);
  for (int step = 0; !inquiry->finished() && step < 1'000; ++step) {
    for (port::Reply& reply : inquiry->step(now)) all.push_back(std::move(reply));
    const core::MonoTime wake = inquiry->wake();
    if (wake == core::MonoTime::max() || wake <= now.mono) continue;
    now.utc += wake - now.mono;
    now.mono = wake;
  }
  return all;
}

}  // namespace wick::venue::binance
