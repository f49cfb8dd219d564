#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <optional>
#include <utility>

#include "sim/broker/gateway_json.hpp"
#include "sim/broker/gateway_session.hpp"
#include "sim/server/hall.hpp"

namespace wick::sim {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

constexpr std::uint32_t kHeaderBytesMax = 16 * 1024;
constexpr std::uint64_t kBodyBytesMax = 1024UL * 1024;
constexpr std::size_t kReadBytes = 16UL * 1024;
constexpr std::int64_t kSlicesPerSecond = 20;  // of a body that is sent slowly

// One client: request, answer, request, answer, in the order they came.
class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(Hall& hall, Host host, std::shared_ptr<Wire> wire)
      : hall_(hall), host_(host), wire_(std::move(wire)), watch_(hall.loop), pause_(hall.loop) {}

  void start() {
    wait_at_most(hall_.options.idle_max);
    wire_->open([self = shared_from_this()](bool good, std::size_t) {
      if (good) {
        self->next_request();
      } else {
        self->watch_.cancel();
      }
    });
  }

 private:
  void wait_at_most(std::chrono::milliseconds time) {
    watch_.expires_after(time);
    watch_.async_wait([self = shared_from_this()](error_code error) {
      if (!error) self->wire_->close();
    });
  }

  void next_request() {
    parser_.emplace();
    parser_->header_limit(kHeaderBytesMax);
    parser_->body_limit(kBodyBytesMax);
    parser_->eager(true);
    wait_at_most(hall_.options.idle_max);
    parse();
  }

  void parse() {
    error_code error;
    if (!heard_.empty()) heard_.erase(0, parser_->put(asio::buffer(heard_), error));
    if (error && error != http::error::need_more) return refuse(error);
    if (parser_->is_done()) return answer();
    wire_->read(fresh_, [self = shared_from_this()](bool good, std::size_t bytes) {
      if (!good) return self->end();
      self->heard_.append(self->fresh_.data(), bytes);
      self->parse();
    });
  }

  void refuse(error_code error) {
    auto status = http::status::bad_request;
    if (error == http::error::body_limit) status = http::status::payload_too_large;
    if (error == http::error::header_limit) {
      status = http::status::request_header_fields_too_large;
    }
    request_ = {};
    keep_alive_ = false;
    send(text_response(static_cast<int>(status), "text/plain", error.message() + "\n"));
  }

  void answer() {
    watch_.cancel();
    const auto& message = parser_->get();
    keep_alive_ = message.keep_alive();
    request_.method = std::string(message.method_string());
    request_.target = std::string(message.target());
    request_.client = wire_->client();
    request_.body = message.body();
    request_.headers.clear();
    for (const auto& field : message) {
      request_.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    }
    if (beast::websocket::is_upgrade(message) && upgrade()) return;
    if (hall_.backend.quick(host_, request_)) {
      send(hall_.backend.respond(host_, request_, hall_.now()));
    } else {
      answer_elsewhere();
    }
  }

  void answer_elsewhere() {
    asio::post(hall_.workers, [self = shared_from_this()] {
      auto response = self->hall_.backend.respond(self->host_, self->request_, self->hall_.now());
      asio::post(self->hall_.loop, [self, response = std::move(response)]() mutable {
        self->send(std::move(response));
      });
    });
  }

  // False where the path leads to no streams; it is then a request like any other.
  bool upgrade() {
    auto route = route_of(host_, request_.target);
    const bool ticks = host_ == Host::kGateway && parse_target(request_.target).path == kTicksPath;
    if (!route && !ticks) return false;
    StreamEvent event;
    event.moment = StreamMoment::kHandshake;
    event.host = host_;
    event.client = request_.client;
    event.target = request_.target;
    const StreamFate fate = hall_.backend.stream_fate(event, hall_.now());
    if (fate.refuse_status != 0 || fate.reset || fate.silent) {
      keep_alive_ = false;
      auto response = text_response(fate.refuse_status, "text/plain", "");
      if (fate.retry_after_s >= 0) {
        response.headers.emplace_back("Retry-After", std::to_string(fate.retry_after_s));
      }
      response.fate.reset = fate.reset;
      response.fate.silent = fate.silent;
      response.fate.delay = fate.delay;
      send(std::move(response));
      return true;
    }
    after(fate.delay, [self = shared_from_this(), route = std::move(route), fate]() mutable {
      auto session = self->session_of(std::move(route), fate);
      serve_stream(self->hall_, std::move(self->wire_),
                   {std::move(self->request_), std::move(session)});
    });
    return true;
  }

  // Without a route it is the gateway's.
  std::unique_ptr<FrameSession> session_of(std::optional<Route> route, const StreamFate& fate) {
    const Micros now = hall_.now();
    if (!route) return std::make_unique<GatewaySession>(hall_.backend, now);
    const StreamOptions options =
        hall_.options.streams ? *hall_.options.streams : hall_.backend.stream_options(route->venue);
    FatedSession::Opening opening{
        {host_, request_.client, request_.target}, *std::move(route), options, fate};
    return std::make_unique<FatedSession>(hall_.backend, hall_.tape, std::move(opening), now);
  }

  template <typename Next>
  void after(Micros delay, Next next) {
    if (delay <= 0) return next();
    pause_.expires_after(hall_.real(delay));
    pause_.async_wait([next = std::move(next)](error_code error) mutable {
      if (!error) next();
    });
  }

  void send(Response response) {
    response_ = std::move(response);
    after(response_.fate.delay, [self = shared_from_this()] { self->deliver(); });
  }

  void deliver() {
    if (response_.fate.reset) return wire_->reset();
    if (response_.fate.silent) return hold();
    write_head();
    rest_ = request_.method == "HEAD" || response_.body == nullptr ? std::string_view()
                                                                   : *response_.body;
    if (response_.fate.cut_after) rest_ = rest_.substr(0, *response_.fate.cut_after);
    write_slice();
  }

  // Never answered; until the client has had enough.
  void hold() {
    wait_at_most(hall_.options.silence_max);
    listen_in_vain();
  }
  void listen_in_vain() {
    wire_->read(fresh_, [self = shared_from_this()](bool good, std::size_t) {
      if (!good) return self->end();
      self->listen_in_vain();
    });
  }

  void write_head() {
    const auto status = static_cast<unsigned>(response_.status);
    head_ = "HTTP/1.1 " + std::to_string(status) + ' ';
    head_ += std::string_view(http::obsolete_reason(static_cast<http::status>(status)));
    head_ += "\r\n";
    for (const auto& [name, value] : response_.headers) {
      if (frames_message(name)) continue;
      head_.append(name).append(": ").append(value).append("\r\n");
    }
    const bool bare = status < 200 || status == 204 || status == 304;
    if (!bare) head_.append("Content-Length: ").append(length()).append("\r\n");
    head_ += keep_alive_ ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  }

  // How a message is framed is decided here alone.
  static bool frames_message(std::string_view name) {
    return beast::iequals(name, "Content-Length") || beast::iequals(name, "Connection") ||
           beast::iequals(name, "Transfer-Encoding");
  }

  // To HEAD, the length is that of what GET would bring.
  [[nodiscard]] std::string length() const {
    for (const auto& [name, value] : response_.headers) {
      if (request_.method == "HEAD" && beast::iequals(name, "Content-Length")) return value;
    }
    return std::to_string(response_.body == nullptr ? 0 : response_.body->size());
  }

  void write_slice() {
    std::size_t size = rest_.size();
    const std::int64_t rate = response_.fate.bytes_per_second;
    if (rate > 0) {
      size = std::min(size,
                      static_cast<std::size_t>(std::max<std::int64_t>(1, rate / kSlicesPerSecond)));
    }
    const std::string_view slice = rest_.substr(0, size);
    rest_.remove_prefix(size);
    wait_at_most(hall_.options.silence_max);  // for a client that does not read
    wire_->write(head_, slice, [self = shared_from_this(), size](bool good, std::size_t) {
      if (!good) return self->end();
      self->head_.clear();
      self->written(size);
    });
  }

  void written(std::size_t size) {
    if (!rest_.empty()) {
      const auto bytes = static_cast<Micros>(size);
      pause_.expires_after(
          std::chrono::microseconds(bytes * kSecond / response_.fate.bytes_per_second));
      pause_.async_wait([self = shared_from_this()](error_code error) {
        if (!error) self->write_slice();
      });
      return;
    }
    const bool whole = !response_.fate.cut_after;
    response_ = {};
    if (keep_alive_ && whole) return next_request();
    wire_->close();
    end();
  }

  void end() {
    watch_.cancel();
    pause_.cancel();
  }

  Hall& hall_;
  Host host_;
  std::shared_ptr<Wire> wire_;
  asio::steady_timer watch_;  // for clients that do nothing
  asio::steady_timer pause_;  // ours, before or within an answer

  std::array<char, kReadBytes> fresh_{};
  std::string heard_;  // not yet understood
  std::optional<http::request_parser<http::string_body>> parser_;

  Request request_;
  bool keep_alive_{};
  Response response_;
  std::string head_;
  std::string_view rest_;  // of the body
};

}  // namespace

void serve_http(Hall& hall, Host host, std::shared_ptr<Wire> wire) {
  std::make_shared<HttpConnection>(hall, host, std::move(wire))->start();
}

}  // namespace wick::sim
