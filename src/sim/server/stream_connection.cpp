#include <algorithm>
#include <array>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <iterator>
#include <utility>

#include "sim/server/hall.hpp"

namespace wick::sim {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using boost::system::error_code;

constexpr std::size_t kMessageBytesMax = 1024UL * 1024;
constexpr std::size_t kOutboxBytesMax = 64UL * 1024 * 1024;  // then the client is too slow

// A Wire as the websocket code wants to see it.
class WireStream {
 public:
  using executor_type = asio::io_context::executor_type;

  WireStream(asio::io_context& loop, std::shared_ptr<Wire> wire)
      : loop_(loop), wire_(std::move(wire)) {}

  [[nodiscard]] executor_type get_executor() const { return loop_.get_executor(); }
  [[nodiscard]] Wire& wire() const { return *wire_; }

  template <typename Buffers, typename Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return asio::async_initiate<Token, void(error_code, std::size_t)>(
        [](auto handler, Wire* wire, const Buffers& into) {
          const auto first = first_of(into);
          wire->read({static_cast<char*>(first[0].data()), first[0].size()},
                     told(std::move(handler)));
        },
        token, wire_.get(), buffers);
  }

  template <typename Buffers, typename Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return asio::async_initiate<Token, void(error_code, std::size_t)>(
        [](auto handler, Wire* wire, const Buffers& from) {
          const auto parts = first_of(from);
          wire->write(text_of(parts[0]), text_of(parts[1]), told(std::move(handler)));
        },
        token, wire_.get(), buffers);
  }

  // How the websocket code ends a connection; it finds them by their names.
  template <typename Handler>
  friend void async_teardown(beast::role_type /*role*/, WireStream& stream, Handler&& handler) {
    stream.wire().close();
    asio::post(stream.get_executor(),
               beast::bind_front_handler(std::forward<Handler>(handler), error_code{}));
  }
  friend void beast_close_socket(WireStream& stream) { stream.wire().close(); }

 private:
  // The first two that are not empty: a frame's head and its payload.
  template <typename Buffers>
  static auto first_of(const Buffers& buffers) {
    using Buffer =
        typename std::iterator_traits<decltype(asio::buffer_sequence_begin(buffers))>::value_type;
    std::array<Buffer, 2> parts{};
    std::size_t filled = 0;
    const auto end = asio::buffer_sequence_end(buffers);
    for (auto at = asio::buffer_sequence_begin(buffers); at != end && filled < 2; ++at) {
      const Buffer part = *at;
      if (part.size() > 0) parts[filled++] = part;
    }
    return parts;
  }

  static std::string_view text_of(asio::const_buffer part) {
    return {static_cast<const char*>(part.data()), part.size()};
  }

  // Handlers can only be moved, a Done wants to be copied.
  template <typename Handler>
  static Wire::Done told(Handler handler) {
    auto kept = std::make_shared<Handler>(std::move(handler));
    return [kept](bool good, std::size_t bytes) {
      Handler once = std::move(*kept);
      once(good ? error_code{} : asio::error::make_error_code(asio::error::eof), bytes);
    };
  }

  asio::io_context& loop_;
  std::shared_ptr<Wire> wire_;
};

}  // namespace

class StreamConnection : public std::enable_shared_from_this<StreamConnection> {
 public:
  StreamConnection(Hall& hall, std::shared_ptr<Wire> wire, Upgrade upgrade)
      : hall_(hall),
        wire_(std::move(wire)),
        socket_(hall.loop, wire_),
        request_(std::move(upgrade.request)),
        session_(std::move(upgrade.session)),
        alarm_(hall.loop) {
    hall_.streams.insert(this);
  }
  ~StreamConnection() { hall_.streams.erase(this); }

  void start() {
    socket_.read_message_max(kMessageBytesMax);
    socket_.control_callback([this](websocket::frame_type kind, beast::string_view payload) {
      asio::post(hall_.loop, [self = shared_from_this(), kind, text = std::string(payload)] {
        self->on_control(kind, text);
      });
    });
    http::request<http::empty_body> request;
    request.method_string(request_.method);
    request.target(request_.target);
    for (const auto& [name, value] : request_.headers) request.insert(name, value);
    socket_.async_accept(request, [self = shared_from_this()](error_code error) {
      if (error) return;
      self->listen();
      self->sleep();
    });
  }

  void announce_shutdown() { say({session_->shutdown_notice(hall_.now())}); }

 private:
  void listen() {
    socket_.async_read(heard_, [self = shared_from_this()](error_code error, std::size_t) {
      if (error) return self->end();
      const std::string text = beast::buffers_to_string(self->heard_.data());
      self->heard_.consume(self->heard_.size());
      self->say(self->session_->on_text(text, self->hall_.now()));
      self->sleep();  // it may have something to say earlier now
      if (!self->silent_) self->listen();
    });
  }

  void on_control(websocket::frame_type kind, const std::string& payload) {
    if (kind == websocket::frame_type::ping) say(session_->on_ping(hall_.now()));
    if (kind == websocket::frame_type::pong) say(session_->on_pong(payload, hall_.now()));
  }

  void sleep() {
    const Micros due = session_->next_due();
    if (ended_ || silent_ || due == kNever) return;
    const Micros wait = std::max<Micros>(due - hall_.now(), 0);
    alarm_.expires_after(hall_.nap(wait));
    alarm_.async_wait([self = shared_from_this()](error_code error) {
      if (error) return;
      self->say(self->session_->poll(self->hall_.now()));
      self->sleep();
    });
  }

  void say(std::vector<Frame> frames) {
    for (Frame& frame : frames) {
      if (ended_ || silent_) return;
      enqueue(std::move(frame));
    }
    write_next();
  }

  static bool ends(Frame::Kind kind) {
    return kind == Frame::Kind::kClose || kind == Frame::Kind::kReset ||
           kind == Frame::Kind::kSilence;
  }

  void enqueue(Frame frame) {
    if (closing_) return;
    closing_ = ends(frame.kind);
    outbox_bytes_ += frame.text.size();
    outbox_.push_back(std::move(frame));
    if (outbox_bytes_ > kOutboxBytesMax) reset();
  }

  void write_next() {
    if (writing_ || ended_ || silent_ || outbox_.empty()) return;
    writing_ = true;
    const Frame& frame = outbox_.front();
    switch (frame.kind) {
      case Frame::Kind::kEvent:
      case Frame::Kind::kReply:
        socket_.text(true);
        socket_.async_write(
            asio::buffer(frame.text),
            [self = shared_from_this()](error_code error, std::size_t) { self->written(error); });
        return;
      case Frame::Kind::kPing:
        socket_.async_ping(websocket::ping_data(frame.text),
                           [self = shared_from_this()](error_code error) { self->written(error); });
        return;
      case Frame::Kind::kClose:
        socket_.async_close(
            websocket::close_reason(static_cast<websocket::close_code>(frame.code), frame.text),
            [self = shared_from_this()](error_code error) { self->written(error); });
        return;
      case Frame::Kind::kReset:
        return reset();
      case Frame::Kind::kSilence:
        return fall_silent();
    }
  }

  void written(error_code error) {
    writing_ = false;
    if (error) return end();
    outbox_bytes_ -= outbox_.front().text.size();
    outbox_.pop_front();
    write_next();
  }

  void reset() {
    wire_->reset();
    end();
  }

  // The connection stays, and nothing comes any more.
  void fall_silent() {
    silent_ = true;
    wire_->cancel();
    alarm_.expires_after(hall_.options.silence_max);
    alarm_.async_wait([self = shared_from_this()](error_code error) {
      if (!error) self->wire_->close();
    });
    asio::post(hall_.loop, [self = shared_from_this()] { self->listen_in_vain(); });
  }
  void listen_in_vain() {
    wire_->read(unheard_, [self = shared_from_this()](bool good, std::size_t) {
      if (!good) return self->leave();
      self->listen_in_vain();
    });
  }

  // The websocket is of no use any more; under a silence that is not the end.
  void end() {
    if (!silent_) leave();
  }
  void leave() {
    ended_ = true;
    alarm_.cancel();
  }

  Hall& hall_;
  std::shared_ptr<Wire> wire_;
  websocket::stream<WireStream, false> socket_;
  Request request_;
  std::unique_ptr<FrameSession> session_;
  asio::steady_timer alarm_;

  beast::flat_buffer heard_;
  std::array<char, 1024> unheard_{};
  std::deque<Frame> outbox_;  // the first is being written
  std::size_t outbox_bytes_{};
  bool writing_{}, closing_{}, silent_{}, ended_{};
};

void serve_stream(Hall& hall, std::shared_ptr<Wire> wire, Upgrade upgrade) {
  std::make_shared<StreamConnection>(hall, std::move(wire), std::move(upgrade))->start();
}

void announce_shutdown(Hall& hall) {
  for (StreamConnection* stream : hall.streams) stream->announce_shutdown();
}

}  // namespace wick::sim
