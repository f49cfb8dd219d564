// What every HTTP client behind port::Http must do: libcurl against a socket, and the fake web.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "fake/web.hpp"
#include "io/reactor.hpp"

namespace wick::http_contract_test {
namespace {

using namespace std::chrono_literals;

// What the server does, by the path that is asked for.
fake::WebOutcome outcome_of(const std::string& path) {
  fake::WebOutcome outcome;
  outcome.headers = {{"X-Thing", "one"}};
  if (path == "/hello") outcome.body = "hello";
  if (path == "/empty") outcome.body = "";
  if (path == "/big") outcome.body = std::string(1'000'000, 'x');
  if (path == "/missing") outcome.status = 404;
  if (path == "/cut") {
    outcome.body = std::string(5'000, 'x');
    outcome.cut_after = 1'000;
  }
  if (path == "/reset") outcome.reset = true;
  if (path == "/silent") outcome.silent = true;
  return outcome;
}

// One side of the contract: a reactor, a client on it, and a server that both know.
class Bench {
 public:
  virtual ~Bench() = default;
  virtual port::Reactor& reactor() = 0;
  virtual port::Http& http() = 0;
  virtual std::string url() = 0;

  port::HttpResult get(port::HttpRequest request) {
    auto pending = http().get(std::move(request));
    while (!pending.ready()) reactor().wait(reactor().now().mono + 10s);
    return pending.take();
  }
};

class FakeBench final : public Bench, fake::Site {
 public:
  FakeBench() { web_.attach(url(), *this); }
  port::Reactor& reactor() override { return world_; }
  port::Http& http() override { return web_; }
  std::string url() override { return "http://server"; }

 private:
  fake::WebOutcome answer(const port::HttpRequest& request, core::Now) override {
    return outcome_of(request.url.substr(url().size()));
  }
  fake::World world_{1, core::midnight(2024, 1, 1)};
  fake::Web web_{world_};
};

// A server of few words on a loopback socket: one request a connection, as outcome_of() says.
class SocketServer {
 public:
  SocketServer() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(socket_, 16), 0);
    socklen_t size = sizeof address;
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this] { serve(); });
  }
  ~SocketServer() {
    stopping_ = true;
    ::shutdown(socket_, SHUT_RDWR);
    thread_.join();
    ::close(socket_);
    for (const int held : held_) ::close(held);
  }
  SocketServer(const SocketServer&) = delete;
  SocketServer& operator=(const SocketServer&) = delete;
  [[nodiscard]] int port() const { return port_; }

 private:
  void serve() {
    while (!stopping_) {
      const int client = ::accept(socket_, nullptr, nullptr);
      if (client >= 0) answer(client);
    }
  }
  void answer(int client) {
    std::string request;
    char byte = 0;
    while (!request.ends_with("\r\n\r\n") && ::recv(client, &byte, 1, 0) == 1) request += byte;
    const std::size_t begin = request.find(' ') + 1;
    const auto outcome = outcome_of(request.substr(begin, request.find(' ', begin) - begin));
    if (outcome.silent) {
      held_.push_back(client);
      return;
    }
    if (outcome.reset) {
      const linger at_once{1, 0};
      ::setsockopt(client, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
      ::close(client);
      return;
    }
    std::string reply = "HTTP/1.1 " + std::to_string(outcome.status) + " Text\r\n";
    for (const auto& [name, value] : outcome.headers) reply += name + ": " + value + "\r\n";
    reply += "Content-Length: " + std::to_string(outcome.body.size()) +
             "\r\nConnection: close\r\n\r\n" +
             outcome.body.substr(0, outcome.cut_after.value_or(outcome.body.size()));
    for (std::size_t sent = 0; sent < reply.size();) {
      const auto n = ::send(client, reply.data() + sent, reply.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) break;
      sent += static_cast<std::size_t>(n);
    }
    ::close(client);
  }

  int socket_;
  int port_{};
  std::atomic<bool> stopping_{false};
  std::vector<int> held_;
  std::jthread thread_;
};

class CurlBench final : public Bench {
 public:
  port::Reactor& reactor() override { return reactor_; }
  port::Http& http() override { return reactor_.http(); }
  std::string url() override { return "http://127.0.0.1:" + std::to_string(server_.port()); }

 private:
  SocketServer server_;
  io::Reactor reactor_{{.curl = {.ca_file = "", .user_agent = "test"}, .worker_threads = 1},
                       base::Log({.level = base::LogLevel::kOff})};
};

struct Maker {
  const char* name;
  std::unique_ptr<Bench> (*make)();
};

class HttpContract : public testing::TestWithParam<Maker> {
 protected:
  port::HttpResult get(const std::string& path, port::HttpLimits limits = {}) {
    return bench_->get({.url = bench_->url() + path, .headers = {}, .limits = limits});
  }
  std::unique_ptr<Bench> bench_ = GetParam().make();
};

TEST_P(HttpContract, AnAnswerComesWholeWithItsHeaders) {
  const auto hello = get("/hello");
  ASSERT_TRUE(hello) << hello.error().what;
  EXPECT_EQ(hello->status, 200);
  EXPECT_EQ(*hello->body, "hello");
  EXPECT_EQ(hello->header("x-thing"), "one");
  EXPECT_EQ(hello->header("X-THING"), "one");
  EXPECT_EQ(hello->header("x-none"), std::nullopt);
  EXPECT_EQ(get("/big")->body->size(), 1'000'000U);
  EXPECT_EQ(*get("/empty")->body, "");
}

TEST_P(HttpContract, AnyStatusIsAnAnswer) {
  EXPECT_EQ(get("/missing")->status, 404);
}

TEST_P(HttpContract, ABodyThatEndsEarlyIsNoAnswer) {
  EXPECT_EQ(get("/cut").error().kind, base::ErrorKind::kUnavailable);
}

TEST_P(HttpContract, AResetIsNoAnswer) {
  EXPECT_EQ(get("/reset").error().kind, base::ErrorKind::kUnavailable);
}

TEST_P(HttpContract, SilenceEndsInTime) {
  const core::MonoTime start = bench_->reactor().now().mono;
  EXPECT_EQ(get("/silent", {.whole = 300ms}).error().kind, base::ErrorKind::kUnavailable);
  EXPECT_GE(bench_->reactor().now().mono - start, 290ms);  // libcurl counts in whole milliseconds
}

TEST_P(HttpContract, ABodyBeyondTheLimitIsRefused) {
  EXPECT_EQ(get("/big", {.body_max = 999'999}).error().kind, base::ErrorKind::kCorrupt);
  EXPECT_TRUE(get("/big", {.body_max = 1'000'000}));
}

TEST_P(HttpContract, ManyAtOnceAllCome) {
  std::vector<port::Pending<port::HttpResult>> pending;
  for (int i = 0; i < 30; ++i) {
    pending.push_back(bench_->http().get({.url = bench_->url() + "/hello", .headers = {}}));
  }
  for (auto& one : pending) {
    while (!one.ready()) bench_->reactor().wait(bench_->reactor().now().mono + 10s);
    EXPECT_EQ(*one.take()->body, "hello");
  }
}

TEST_P(HttpContract, ADroppedRequestDisturbsNobody) {
  { (void)bench_->http().get({.url = bench_->url() + "/silent", .headers = {}}); }
  EXPECT_TRUE(get("/hello"));
}

INSTANTIATE_TEST_SUITE_P(
    , HttpContract,
    testing::Values(
        Maker{"Fake", []() -> std::unique_ptr<Bench> { return std::make_unique<FakeBench>(); }},
        Maker{"Curl", []() -> std::unique_ptr<Bench> { return std::make_unique<CurlBench>(); }}),
    [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace wick::http_contract_test
