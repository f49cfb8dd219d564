// A gateway's own history: one request for each question, read into a page of bars that are over.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "feed/gateway/messages.hpp"
#include "port/feed.hpp"
#include "port/http.hpp"

namespace wick::feed::gateway {

class History final : public port::FeedHistory {
 public:
  // `http` must outlive it. `url` has no slash at its end.
  History(port::Http& http, std::string url) : http_(http), url_(std::move(url)) {}

  [[nodiscard]] port::Pending<base::Result<port::FeedHistoryPage>> ask(
      const port::FeedHistoryAsk& ask) override;
  void step(core::Now now) override;
  [[nodiscard]] core::MonoTime wake() const override { return core::MonoTime::max(); }

  // The server has said since the last question that our session is no longer valid.
  [[nodiscard]] bool take_session_lost() { return std::exchange(session_lost_, false); }

 private:
  using Answer = base::Result<port::FeedHistoryPage>;
  struct Errand {
    port::FeedHistoryAsk ask;
    port::Pending<port::HttpResult> request;
    port::Promise<Answer> promise;
  };

  [[nodiscard]] Answer answer(const Errand& errand, const port::HttpResult& result);
  [[nodiscard]] base::Error refusal(const Errand& errand, const port::HttpResponse& response);

  port::Http& http_;
  std::string url_;
  Reader reader_;
  std::vector<Errand> errands_;
  bool session_lost_{false};
};

}  // namespace wick::feed::gateway
