#include "io/dial.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <chrono>
#include <string_view>
#include <utility>

#include "io/connection.hpp"
#include "io/web_socket_words.hpp"

namespace wick::io {
namespace {

constexpr auto kPatience = std::chrono::seconds{3};  // with one of several addresses
constexpr std::size_t kReplyMax = 16'384;
constexpr std::string_view kHeadEnd = "\r\n\r\n";

struct StatusLine {
  int status{};
  std::string words;  // "407 Proxy Authentication Required"
};

// "HTTP/1.1 200 Connection established". Anything else has the status 0.
StatusLine status_line(std::string_view head) {
  const std::string_view line = head.substr(0, head.find("\r\n"));
  const std::size_t space = line.find(' ');
  if (!line.starts_with("HTTP/1.") || space == std::string_view::npos) {
    return {0, "no answer of HTTP"};
  }
  const std::string_view words = line.substr(space + 1);
  StatusLine read{0, one_line(words)};
  (void)std::from_chars(words.data(), words.data() + words.size(), read.status);
  return read;
}

bool forbidden(int status) {
  return status == 401 || status == 403 || status == 407;
}

}  // namespace

Dial::Dial(std::shared_ptr<WebSocketLoop> loop, WebSocketUrl url, std::optional<Proxy> proxy)
    : loop_(std::move(loop)),
      url_(std::move(url)),
      proxy_(std::move(proxy)),
      socket_(loop_->context()),
      patience_(loop_->context()) {}

void Dial::start(Done done) {
  done_ = std::move(done);
  look_up(loop_, proxy_ ? proxy_->host : url_.host, proxy_ ? proxy_->port : url_.port,
          [dial = weak_from_this()](base::Result<Endpoints> found) {
            const auto self = dial.lock();
            if (!self || !self->done_) return;
            if (!found) return self->finish(self->failed(found.error().what));
            self->endpoints_ = *std::move(found);
            self->try_next();
          });
}

void Dial::cancel() {
  done_ = nullptr;
  patience_.cancel();
  error_code ignored;
  socket_.close(ignored);
}

// One after the other, and the last one for as long as the caller likes.
void Dial::try_next() {
  const tcp::endpoint& endpoint = endpoints_[tries_++];
  socket_ = tcp::socket(loop_->context());
  trying_ = true;
  if (tries_ < endpoints_.size()) {
    patience_.expires_after(kPatience);
    patience_.async_wait([self = shared_from_this()](error_code error) {
      error_code ignored;
      if (!error && self->trying_) self->socket_.close(ignored);
    });
  }
  socket_.async_connect(endpoint,
                        [self = shared_from_this()](error_code error) { self->tried(error); });
}

void Dial::tried(const error_code& error) {
  trying_ = false;
  patience_.cancel();
  if (!done_) return;
  if (error && tries_ < endpoints_.size()) return try_next();
  if (error) return finish(failed(error.message()));
  error_code ignored;
  socket_.set_option(tcp::no_delay(true), ignored);
  if (proxy_) return ask_for_tunnel();
  finish(std::move(socket_));
}

void Dial::ask_for_tunnel() {
  request_ = "CONNECT " + url_.place() + " HTTP/1.1\r\nHost: " + url_.place() + "\r\n";
  const std::string& agent = loop_->options().user_agent;
  if (!agent.empty()) request_ += "User-Agent: " + agent + "\r\n";
  if (!proxy_->credentials.empty()) {
    request_ += "Proxy-Authorization: " + proxy_->credentials + "\r\n";
  }
  request_ += "\r\n";
  asio::async_write(
      socket_, asio::buffer(request_), [self = shared_from_this()](error_code error, std::size_t) {
        if (!self->done_) return;
        if (error) return self->finish(self->failed(error.message()));
        asio::async_read_until(self->socket_, asio::dynamic_buffer(self->reply_, kReplyMax),
                               kHeadEnd, [self](error_code read_error, std::size_t bytes) {
                                 self->tunnelled(read_error, bytes);
                               });
      });
}

void Dial::tunnelled(const error_code& error, std::size_t head_bytes) {
  if (!done_) return;
  if (error) return finish(failed("no answer to CONNECT: " + error.message()));
  const auto [status, words] = status_line(reply_);
  const bool open = status >= 200 && status < 300;
  // The host speaks second, so what came behind the head is nothing that it said.
  if (open && head_bytes == reply_.size()) return finish(std::move(socket_));
  base::Error refused = failed("it refuses the way to " + url_.place() + ": " +
                               (open ? "it speaks out of turn" : words));
  if (forbidden(status)) refused.kind = base::ErrorKind::kUnauthorized;
  finish(std::move(refused));
}

void Dial::finish(base::Result<tcp::socket> outcome) {
  const Done done = std::exchange(done_, nullptr);
  done(std::move(outcome));
}

base::Error Dial::failed(const std::string& what) const {
  return {base::ErrorKind::kUnavailable,
          (proxy_ ? "proxy " + proxy_->place() : url_.place()) + ": " + what};
}

}  // namespace wick::io
