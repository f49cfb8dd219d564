#include "io/web_socket_connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/websocket/error.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <utility>

#include "io/connection.hpp"
#include "io/dial.hpp"
#include "io/socket.hpp"
#include "io/system_clock.hpp"
#include "io/web_socket_words.hpp"

namespace wick::io {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

HandshakeReply described(const websocket::response_type& reply) {
  std::string reason(reply.reason());
  if (reason.empty()) reason = http::obsolete_reason(reply.result());
  return {static_cast<int>(reply.result_int()), std::move(reason),
          std::string(reply[http::field::retry_after])};
}

class FramesConnection final : public WebSocketConnection,
                               public std::enable_shared_from_this<FramesConnection> {
 public:
  FramesConnection(std::shared_ptr<WebSocketLoop> loop, std::shared_ptr<WebSocketInbox> inbox,
                   WebSocketPlan plan)
      : loop_(std::move(loop)),
        inbox_(std::move(inbox)),
        url_(std::move(plan.url)),
        place_(url_.place()),
        dial_(std::make_shared<Dial>(loop_, url_, plan.proxy)),
        deadline_(loop_->context()) {
    if (plan.proxy) place_ += " through proxy " + plan.proxy->place();
  }

  void start() override {
    if (phase_ != Phase::kReaching) return;
    deadline_.expires_after(loop_->options().connect_max);
    deadline_.async_wait([self = shared_from_this()](error_code error) {
      if (!error && self->phase_ == Phase::kReaching) self->too_late();
    });
    dial_->start([self = shared_from_this()](base::Result<tcp::socket> reached) {
      if (!reached) return self->lose(reached.error());
      self->reached(*std::move(reached));
    });
  }

  void send(std::string text) override {
    if (phase_ != Phase::kOpen) return;
    outbox_bytes_ += text.size();
    if (outbox_bytes_ > loop_->options().outbox_bytes_max) {
      return lose(unavailable("the server does not read what it is sent"));
    }
    outbox_.push_back(std::move(text));
    write_next();
  }

  void resume() override {
    if (phase_ == Phase::kOpen && std::exchange(paused_, false)) read();
  }

  void leave() override {
    if (phase_ == Phase::kReaching) return end();
    if (phase_ != Phase::kOpen) return;
    say_farewell();
    socket_->async_close(websocket::close_code::normal,
                         [self = shared_from_this()](error_code) { self->end(); });
  }

 private:
  enum class Phase { kReaching, kOpen, kFarewell, kEnded };

  void reached(tcp::socket socket) {
    if (url_.security == Security::kPlain) {
      socket_.emplace(loop_->context(), std::move(socket));
      return shake_hands();
    }
    const auto context = loop_->trust().context();
    if (!context) return lose(base::within(place_, context.error()));
    socket_.emplace(loop_->context(), std::move(socket), **context);
    agree_on_tls();
  }

  void agree_on_tls() {
    waiting_for_ = "agreement on TLS";
    socket_->next_layer().agree(url_.host, place_,
                                [self = shared_from_this()](std::optional<base::Error> refused) {
                                  if (self->phase_ != Phase::kReaching) return;
                                  if (!refused) return self->shake_hands();
                                  self->lose(*std::move(refused));
                                });
  }

  void shake_hands() {
    waiting_for_ = "answer to the handshake";
    socket_->read_message_max(loop_->options().message_bytes_max);
    socket_->auto_fragment(false);
    socket_->set_option(websocket::stream_base::decorator(
        [agent = loop_->options().user_agent](websocket::request_type& request) {
          if (!agent.empty()) request.set(http::field::user_agent, agent);
        }));
    // Called within a read, which keeps this object.
    socket_->control_callback([this](websocket::frame_type kind, beast::string_view /*payload*/) {
      if (kind == websocket::frame_type::ping) on_ping();
      if (kind == websocket::frame_type::close) on_close();
    });
    socket_->async_handshake(
        reply_, url_.authority(), url_.target,
        [self = shared_from_this()](error_code error) { self->shaken(error); });
  }

  void shaken(const error_code& error) {
    if (phase_ != Phase::kReaching) return;
    if (error == websocket::error::upgrade_declined) {
      return lose(handshake_refused(place_, described(reply_)));
    }
    if (error) return lose(unavailable("the handshake failed: " + words_for(error)));
    phase_ = Phase::kOpen;
    deadline_.cancel();
    if (put(port::Opened{})) read();
  }

  void read() {
    socket_->async_read(heard_,
                        [self = shared_from_this()](error_code error, std::size_t /*bytes*/) {
                          self->on_message(error);
                        });
  }

  void on_message(const error_code& error) {
    if (phase_ == Phase::kFarewell && error) return end();
    if (phase_ != Phase::kOpen) return;
    if (error) return lose(reading_failed(error));
    bool room = true;
    if (socket_->got_text()) {
      const auto bytes = heard_.data();
      room = put(port::Text{{static_cast<const char*>(bytes.data()), bytes.size()}, mono_now()});
    }
    heard_.consume(heard_.size());
    if (room) read();
  }

  // Beast answers as soon as this returns.
  void on_ping() {
    if (phase_ == Phase::kOpen) (void)inbox_->put(port::Pinged{});
  }

  // Said at once: the farewell that follows is between Beast and the server.
  void on_close() {
    if (phase_ != Phase::kOpen) return;
    const websocket::close_reason& reason = socket_->reason();
    const std::uint16_t code = reason.code == websocket::close_code::none ? 0 : reason.code;
    (void)inbox_->put(port::Lost{closed_by_server(place_, code, reason.reason.c_str())});
    say_farewell();
  }

  // False: no more for now.
  bool put(port::WebSocketEvent event) {
    paused_ = inbox_->put(std::move(event)) == WebSocketInbox::Room::kFull;
    return !paused_;
  }

  void write_next() {
    if (writing_ || outbox_.empty() || phase_ != Phase::kOpen) return;
    writing_ = true;
    socket_->text(true);
    socket_->async_write(asio::buffer(outbox_.front()),
                         [self = shared_from_this()](error_code error, std::size_t) {
                           // The reader will find out, after all that is still to be read.
                           if (error) return;
                           self->writing_ = false;
                           self->outbox_bytes_ -= self->outbox_.front().size();
                           self->outbox_.pop_front();
                           self->write_next();
                         });
  }

  void say_farewell() {
    phase_ = Phase::kFarewell;
    deadline_.expires_after(loop_->options().farewell_max);
    deadline_.async_wait([self = shared_from_this()](error_code error) {
      if (!error) self->end();
    });
  }

  void too_late() {
    lose(unavailable("no " + waiting_for_ + " within " + in_seconds(loop_->options().connect_max)));
  }

  void lose(base::Error error) {
    if (phase_ == Phase::kEnded) return;
    end();
    (void)inbox_->put(port::Lost{std::move(error)});
  }

  void end() {
    phase_ = Phase::kEnded;
    deadline_.cancel();
    dial_->cancel();
    if (socket_) socket_->next_layer().close();
  }

  [[nodiscard]] base::Error unavailable(const std::string& what) const {
    return {base::ErrorKind::kUnavailable, place_ + ": " + what};
  }

  [[nodiscard]] base::Error reading_failed(const error_code& error) const {
    if (error == websocket::error::message_too_big || error == websocket::error::buffer_overflow) {
      return {base::ErrorKind::kCorrupt, place_ + ": a message of more than " +
                                             std::to_string(loop_->options().message_bytes_max) +
                                             " bytes"};
    }
    if (error.category() == make_error_code(websocket::error::closed).category()) {
      return {base::ErrorKind::kCorrupt, place_ + ": this is no WebSocket: " + error.message()};
    }
    return unavailable(words_for(error));
  }

  const std::shared_ptr<WebSocketLoop> loop_;
  const std::shared_ptr<WebSocketInbox> inbox_;
  const WebSocketUrl url_;
  std::string place_;
  const std::shared_ptr<Dial> dial_;
  asio::steady_timer deadline_;
  std::optional<websocket::stream<Socket, false>> socket_;  // false: it cannot even compress
  websocket::response_type reply_;
  beast::flat_buffer heard_;
  std::deque<std::string> outbox_;  // the first is being written
  std::size_t outbox_bytes_{};
  std::string waiting_for_{"connection"};
  Phase phase_{Phase::kReaching};
  bool writing_{}, paused_{};
};

}  // namespace

std::shared_ptr<WebSocketConnection> make_web_socket_connection(
    std::shared_ptr<WebSocketLoop> loop, std::shared_ptr<WebSocketInbox> inbox,
    WebSocketPlan plan) {
  return std::make_shared<FramesConnection>(std::move(loop), std::move(inbox), std::move(plan));
}

}  // namespace wick::io
