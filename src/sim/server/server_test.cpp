#include "sim/server/server.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <optional>

#include "sim/server/loopback_test.hpp"

namespace wick::sim::server_test {
namespace {

Response with_body(std::size_t size) {
  return text_response(200, "application/zip", std::string(size, 'z'));
}

class ServerTest : public testing::Test {
 protected:
  void start() { server_.emplace(backend_, options_); }

  FakeBackend backend_;
  ServerOptions options_;
  std::optional<LoopbackServer> server_;
};

TEST_F(ServerTest, AnswersOnEveryDoor) {
  options_.certificate_folder = testing::TempDir() + "server_test_certificates";
  start();
  for (int host = 0; host < 5; host++) {
    const std::string expected = "GET " + std::to_string(host) + " /a?b=c 127.0.0.1  ;";
    LoopbackClient plain(server_->port(static_cast<Host>(host)));
    plain.send(get_request("/a?b=c"));
    const std::string head = plain.receive_until("\r\n\r\n");
    EXPECT_EQ(head.find("HTTP/1.1 200 OK\r\n"), 0U);
    EXPECT_NE(head.find("Content-Length: " + std::to_string(expected.size()) + "\r\n"), head.npos);
    EXPECT_EQ(plain.receive_bytes(expected.size()), expected);

    LoopbackClient tls(server_->port(static_cast<Host>(host), Security::kTls));
    ASSERT_TRUE(tls.trust(options_.certificate_folder + "/ca.pem"));
    tls.send(get_request("/a?b=c"));
    tls.receive_until("\r\n\r\n");
    EXPECT_EQ(tls.receive_bytes(expected.size()), expected);
  }
  std::filesystem::remove_all(options_.certificate_folder);
}

TEST_F(ServerTest, KeepsOrderWhenRequestsComeAtOnce) {
  start();
  LoopbackClient client(server_->port());
  std::string requests;
  for (int i = 0; i < 50; i++)
    requests += get_request((i % 3 == 0 ? "/slow/" : "/") + std::to_string(i));
  client.send(requests);
  for (int i = 0; i < 50; i++) {
    client.receive_until("\r\n\r\n");
    const std::string target = (i % 3 == 0 ? "/slow/" : "/") + std::to_string(i);
    EXPECT_EQ(client.receive_until(";"), "GET 1 " + target + " 127.0.0.1  ;");
  }
}

TEST_F(ServerTest, RequestsMayComeInPiecesAndHaveBodies) {
  start();
  LoopbackClient client(server_->port());
  const std::string request =
      "POST /p HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello" + get_request("/next");
  for (const char letter : request) client.send({&letter, 1});
  client.receive_until("\r\n\r\n");
  EXPECT_EQ(client.receive_until(";"), "POST 1 /p 127.0.0.1 hello ;");
  client.receive_until("\r\n\r\n");
  EXPECT_EQ(client.receive_until(";"), "GET 1 /next 127.0.0.1  ;");
}

TEST_F(ServerTest, HeadHasTheLengthAndNoBody) {
  backend_.responses["/zip"] = with_body(70'000);
  start();
  LoopbackClient client(server_->port());
  client.send("HEAD /zip HTTP/1.1\r\n\r\n" + get_request("/after"));
  EXPECT_NE(client.receive_until("\r\n\r\n").find("Content-Length: 70000\r\n"), std::string::npos);
  EXPECT_EQ(client.receive_until("\r\n").find("HTTP/1.1 200"), 0U);
}

TEST_F(ServerTest, HeadKeepsTheLengthThatItIsTold) {
  Response response;
  response.headers.emplace_back("Content-Length", "70000");
  response.body = std::make_shared<const std::string>();
  backend_.responses["/zip"] = response;
  start();
  LoopbackClient client(server_->port());
  client.send("HEAD /zip HTTP/1.1\r\n\r\n" + get_request("/after"));
  EXPECT_NE(client.receive_until("\r\n\r\n").find("Content-Length: 70000\r\n"), std::string::npos);
  EXPECT_EQ(client.receive_until("\r\n").find("HTTP/1.1 200"), 0U);
}

TEST_F(ServerTest, NotModifiedHasNoLength) {
  Response response = text_response(304, "text/plain", "");
  backend_.responses["/same"] = response;
  start();
  LoopbackClient client(server_->port());
  client.send(get_request("/same") + get_request("/after"));
  EXPECT_EQ(client.receive_until("\r\n\r\n").find("Content-Length"), std::string::npos);
  EXPECT_EQ(client.receive_until("\r\n").find("HTTP/1.1 200"), 0U);
}

TEST_F(ServerTest, ClosesWhenTheClientWants) {
  start();
  LoopbackClient client(server_->port());
  client.send(get_request("/last", "Connection: close\r\n"));
  const std::string all = client.receive_all();
  EXPECT_NE(all.find("Connection: close\r\n"), std::string::npos);
  EXPECT_EQ(all.substr(all.size() - 2), " ;");
  EXPECT_FALSE(client.broken());
}

TEST_F(ServerTest, RefusesWhatIsNoRequest) {
  start();
  const std::pair<std::string, std::string> bad[] = {
      {"nonsense\r\n\r\n", "HTTP/1.1 400 "},
      {"GET / HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n", "HTTP/1.1 431 "},
      {"POST / HTTP/1.1\r\nContent-Length: 2000000\r\n\r\n", "HTTP/1.1 413 "}};
  for (const auto& [request, status] : bad) {
    LoopbackClient client(server_->port());
    client.send(request);
    EXPECT_EQ(client.receive_all().find(status), 0U) << status;
  }
}

TEST_F(ServerTest, IdleClientsAreSentAway) {
  options_.idle_max = std::chrono::milliseconds(30);
  start();
  LoopbackClient client(server_->port());
  EXPECT_EQ(client.receive_all(), "");
  EXPECT_FALSE(client.broken());
}

TEST_F(ServerTest, FateCutsShort) {
  Response response = with_body(1000);
  response.fate.cut_after = 300;
  backend_.responses["/cut"] = response;
  start();
  LoopbackClient client(server_->port());
  client.send(get_request("/cut"));
  EXPECT_NE(client.receive_until("\r\n\r\n").find("Content-Length: 1000\r\n"), std::string::npos);
  EXPECT_EQ(client.receive_all().size(), 300U);
  EXPECT_FALSE(client.broken());
}

TEST_F(ServerTest, FateResets) {
  Response response = with_body(10);
  response.fate.reset = true;
  backend_.responses["/reset"] = response;
  start();
  LoopbackClient client(server_->port());
  client.send(get_request("/reset"));
  EXPECT_EQ(client.receive_all(), "");
  EXPECT_TRUE(client.broken());
}

TEST_F(ServerTest, FateIsSilent) {
  Response response = with_body(10);
  response.fate.silent = true;
  backend_.responses["/silent"] = response;
  options_.silence_max = std::chrono::milliseconds(60);
  start();
  LoopbackClient client(server_->port());
  client.send(get_request("/silent"));
  EXPECT_FALSE(client.hears_within(std::chrono::milliseconds(20)));
  EXPECT_EQ(client.receive_all(), "") << "bounded";
  EXPECT_FALSE(client.broken());
}

TEST_F(ServerTest, FateDelaysInTheExchangesTime) {
  Response response = with_body(10);
  response.fate.delay = 50 * kSecond;
  backend_.responses["/late"] = response;
  options_.speed = 1000;
  start();
  LoopbackClient client(server_->port());
  const auto begin = std::chrono::steady_clock::now();
  client.send(get_request("/late"));
  EXPECT_EQ(client.receive_until("\r\n").find("HTTP/1.1 200"), 0U);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(50));
}

TEST_F(ServerTest, FateSlowsDown) {
  Response response = with_body(400);
  response.fate.bytes_per_second = 4000;
  backend_.responses["/slowly"] = response;
  start();
  LoopbackClient client(server_->port());
  const auto begin = std::chrono::steady_clock::now();
  client.send(get_request("/slowly"));
  client.receive_until("\r\n\r\n");
  EXPECT_EQ(client.receive_bytes(400), std::string(400, 'z'));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(45));
}

TEST_F(ServerTest, ABusyPortIsNamed) {
  start();
  ServerOptions options;
  options.base_port = server_->port(Host::kSpot);
  Server other(backend_, options);
  const auto opened = other.open();
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().what.find(std::to_string(options.base_port)), std::string::npos);
}

TEST_F(ServerTest, StopsWithClientsInTheMiddle) {
  Response response = with_body(10);
  response.fate.delay = kHour;
  backend_.responses["/never"] = response;
  start();
  LoopbackClient waiting(server_->port());
  waiting.send(get_request("/never"));
  LoopbackClient streaming(server_->port());
  streaming.send(upgrade_request("/ws/btcusdt@trade"));
  streaming.receive_until("\r\n\r\n");
  server_->stop();
  EXPECT_EQ(waiting.receive_all(), "");
}

}  // namespace
}  // namespace wick::sim::server_test
