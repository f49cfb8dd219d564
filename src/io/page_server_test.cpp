#include "io/page_server.hpp"

#include <gtest/gtest.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace wick::io::page_server_test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

class PageServerTest : public testing::Test {
 protected:
  void open(PageServer::Options options = {}) {
    auto opened = PageServer::open(options);
    ASSERT_TRUE(opened) << opened.error().what;
    server_ = *std::move(opened);
  }
  tcp::socket connect() {
    tcp::socket socket(context_);
    socket.connect({asio::ip::make_address("127.0.0.1"), server_->port()});
    return socket;
  }
  // Everything until the server hangs up.
  std::string all(tcp::socket& socket) {
    std::string heard;
    boost::system::error_code error;
    asio::read(socket, asio::dynamic_buffer(heard), error);
    return heard;
  }
  std::string ask(const std::string& question) {
    tcp::socket socket = connect();
    boost::system::error_code gone;  // perhaps the answer came before all was said
    asio::write(socket, asio::buffer(question), gone);
    return all(socket);
  }
  static std::string get(const std::string& target, const std::string& method = "GET") {
    return method + ' ' + target + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";
  }

  asio::io_context context_;
  std::unique_ptr<PageServer> server_;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(PageServerTest, ShowsWhatItWasGivenLast) {
  open();
  EXPECT_TRUE(ask(get("/metrics")).ends_with("\r\n\r\n"));
  server_->show("one 1\n");
  server_->show("two 2\n");
  const std::string answer = ask(get("/metrics"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
  EXPECT_TRUE(has(answer, "Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\ntwo 2\n")) << answer;
  EXPECT_TRUE(ask(get("/metrics?name[]=x")).ends_with("two 2\n"));
}

TEST_F(PageServerTest, HeadTellsTheSizeAlone) {
  open();
  server_->show("four");
  const std::string answer = ask(get("/metrics", "HEAD"));
  EXPECT_TRUE(has(answer, "Content-Length: 4\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST_F(PageServerTest, OneConnectionMayAskAgain) {
  open();
  server_->show("same\n");
  const std::string question = "GET /metrics HTTP/1.1\r\nHost: here\r\n\r\n";
  const std::string answers = ask(question + question + get("/metrics"));
  std::size_t found = 0;
  for (std::size_t at = 0; (at = answers.find("same\n", at)) != std::string::npos; ++at) ++found;
  EXPECT_EQ(found, 3U) << answers;
}

TEST_F(PageServerTest, WhatIsNotThereIsToldAndNotServed) {
  open();
  server_->show("secretless\n");
  EXPECT_TRUE(ask(get("/")).starts_with("HTTP/1.1 404 "));
  EXPECT_TRUE(has(ask(get("/metricsx")), "look at /metrics\n"));
  const std::string posted = ask(get("/metrics", "POST"));
  EXPECT_TRUE(posted.starts_with("HTTP/1.1 405 ")) << posted;
  EXPECT_TRUE(has(posted, "Allow: GET, HEAD\r\n")) << posted;
}

TEST_F(PageServerTest, NonsenseIsRefusedInFewWords) {
  open();
  server_->show("text\n");
  EXPECT_TRUE(ask("nonsense\r\n\r\n").starts_with("HTTP/1.1 400 "));
  const std::string long_head = get("/" + std::string(20'000, 'a'));
  EXPECT_FALSE(has(ask(long_head), "200 OK"));
  EXPECT_TRUE(ask(get("/metrics")).ends_with("text\n")) << "and others are served";
}

TEST_F(PageServerTest, AGuestWhoSaysNothingIsLetGo) {
  open({.patience = std::chrono::milliseconds{50}});
  tcp::socket silent = connect();
  EXPECT_EQ(all(silent), "");
}

TEST_F(PageServerTest, NoMoreGuestsThanThereArePlaces) {
  open({.guests_max = 2});
  server_->show("text\n");
  std::vector<tcp::socket> guests;
  for (int i = 0; i < 2; ++i) {
    guests.push_back(connect());
    const std::string question = "GET /metrics HTTP/1.1\r\nHost: here\r\n\r\n";
    asio::write(guests.back(), asio::buffer(question));
    std::string heard;
    asio::read_until(guests.back(), asio::dynamic_buffer(heard), "text\n");
  }
  EXPECT_EQ(ask(get("/metrics")), "");
}

TEST_F(PageServerTest, APortThatIsTakenIsToldWithItsPlace) {
  open();
  const auto second = PageServer::open({.port = server_->port()});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().what,
            "127.0.0.1 port " + std::to_string(server_->port()) + ": Address already in use");
  const auto nowhere = PageServer::open({.host = "localhost", .port = 0});
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().what, "localhost port 0: not a numeric address");
}

TEST_F(PageServerTest, ItEndsWhileGuestsAreThere) {
  open();
  tcp::socket guest = connect();
  server_.reset();
  EXPECT_EQ(all(guest), "");
}

}  // namespace
}  // namespace wick::io::page_server_test
