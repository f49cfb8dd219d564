#include "io/byte_stream_connection.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <deque>
#include <optional>
#include <utility>

#include "io/connection.hpp"
#include "io/dial.hpp"
#include "io/socket.hpp"
#include "io/system_clock.hpp"

namespace wick::io {
namespace {

WebSocketUrl url_of(const port::Address& address) {
  return {.security = address.secure ? Security::kTls : Security::kPlain,
          .host = address.host,
          .port = static_cast<std::uint16_t>(address.port),
          .target = "/"};
}

class BytesConnection final : public ByteStreamConnection,
                              public std::enable_shared_from_this<BytesConnection> {
 public:
  BytesConnection(std::shared_ptr<WebSocketLoop> loop, std::shared_ptr<ByteStreamInbox> inbox,
                  ByteStreamPlan plan)
      : loop_(std::move(loop)),
        inbox_(std::move(inbox)),
        options_(std::move(plan.options)),
        secure_(plan.address.secure),
        host_(plan.address.host),
        place_(url_of(plan.address).place()),
        dial_(std::make_shared<Dial>(loop_, url_of(plan.address), std::nullopt)),
        deadline_(loop_->context()) {}

  void start() override {
    if (phase_ != Phase::kReaching) return;
    deadline_.expires_after(options_.connect_max);
    deadline_.async_wait([self = shared_from_this()](error_code error) {
      if (!error && self->phase_ == Phase::kReaching) self->too_late();
    });
    dial_->start([self = shared_from_this()](base::Result<tcp::socket> reached) {
      if (!reached) return self->lose(reached.error());
      self->reached(*std::move(reached));
    });
  }

  void send(std::string bytes) override {
    if (phase_ != Phase::kOpen || bytes.empty()) return;
    outbox_bytes_ += bytes.size();
    if (outbox_bytes_ > options_.outbox_bytes_max) {
      return lose(unavailable("the server does not read what it is sent"));
    }
    outbox_.push_back(std::move(bytes));
    write_next();
  }

  void resume() override {
    if (phase_ == Phase::kOpen && std::exchange(paused_, false)) read();
  }

  void leave() override {
    if (phase_ == Phase::kReaching) return end();
    if (phase_ != Phase::kOpen) return;
    phase_ = Phase::kFarewell;
    deadline_.expires_after(options_.farewell_max);
    deadline_.async_wait([self = shared_from_this()](error_code error) {
      if (!error) self->end();
    });
    // Closing with something unread would take back what the peer has not read yet.
    if (std::exchange(paused_, false)) read();
    write_next();
  }

 private:
  enum class Phase { kReaching, kOpen, kFarewell, kEnded };

  void reached(tcp::socket socket) {
    if (!secure_) {
      socket_.emplace(loop_->context(), std::move(socket));
      return opened();
    }
    const auto context = loop_->trust().context();
    if (!context) return lose(base::within(place_, context.error()));
    socket_.emplace(loop_->context(), std::move(socket), **context);
    agree_on_tls();
  }

  void agree_on_tls() {
    waiting_for_ = "agreement on TLS";
    socket_->agree(host_, place_, [self = shared_from_this()](std::optional<base::Error> refused) {
      if (self->phase_ != Phase::kReaching) return;
      if (!refused) return self->opened();
      self->lose(*std::move(refused));
    });
  }

  void opened() {
    phase_ = Phase::kOpen;
    deadline_.cancel();
    if (put(port::Opened{})) read();
  }

  void read() {
    socket_->async_read_some(asio::buffer(heard_),
                             [self = shared_from_this()](error_code error, std::size_t bytes) {
                               self->on_bytes(error, bytes);
                             });
  }

  void on_bytes(const error_code& error, std::size_t bytes) {
    if (phase_ == Phase::kFarewell) return error ? end() : read();
    if (phase_ != Phase::kOpen) return;
    bool room = true;
    if (bytes > 0) room = put(port::Received{{heard_.data(), bytes}, mono_now()});
    if (error) return lose(unavailable(words_for(error)));
    if (room) read();
  }

  // False: no more for now.
  bool put(port::ByteStreamEvent event) {
    paused_ = inbox_->put(std::move(event)) == ByteStreamInbox::Room::kFull;
    return !paused_;
  }

  void write_next() {
    if (writing_ || phase_ == Phase::kEnded) return;
    if (outbox_.empty()) {
      // The peer has the rest of the farewell to hang up as well.
      if (phase_ == Phase::kFarewell) socket_->say_no_more();
      return;
    }
    writing_ = true;
    asio::async_write(*socket_, asio::buffer(outbox_.front()),
                      [self = shared_from_this()](error_code error, std::size_t) {
                        // The reader will find out, after all that is still to be read.
                        if (error) return;
                        self->writing_ = false;
                        self->outbox_bytes_ -= self->outbox_.front().size();
                        self->outbox_.pop_front();
                        self->write_next();
                      });
  }

  void too_late() {
    lose(unavailable("no " + waiting_for_ + " within " + in_seconds(options_.connect_max)));
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
    if (socket_) socket_->close();
  }

  [[nodiscard]] base::Error unavailable(const std::string& what) const {
    return {base::ErrorKind::kUnavailable, place_ + ": " + what};
  }

  const std::shared_ptr<WebSocketLoop> loop_;
  const std::shared_ptr<ByteStreamInbox> inbox_;
  const ByteStreamOptions options_;
  const bool secure_;
  const std::string host_;
  const std::string place_;
  const std::shared_ptr<Dial> dial_;
  asio::steady_timer deadline_;
  std::optional<Socket> socket_;
  std::array<char, 65'536> heard_{};
  std::deque<std::string> outbox_;  // the first is being written
  std::size_t outbox_bytes_{};
  std::string waiting_for_{"connection"};
  Phase phase_{Phase::kReaching};
  bool writing_{}, paused_{};
};

}  // namespace

std::shared_ptr<ByteStreamConnection> make_byte_stream_connection(
    std::shared_ptr<WebSocketLoop> loop, std::shared_ptr<ByteStreamInbox> inbox,
    ByteStreamPlan plan) {
  return std::make_shared<BytesConnection>(std::move(loop), std::move(inbox), std::move(plan));
}

}  // namespace wick::io
