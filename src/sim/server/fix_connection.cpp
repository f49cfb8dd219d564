#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <string>
#include <utility>

#include "sim/broker/fix_session.hpp"
#include "sim/server/hall.hpp"

namespace wick::sim {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kUnsentMax = 16UL * 1024 * 1024;  // then the client is too slow

// One client of the broker's FIX: carries bytes between the wire and the session.
class FixConnection : public std::enable_shared_from_this<FixConnection> {
 public:
  FixConnection(Hall& hall, std::shared_ptr<Wire> wire)
      : hall_(hall),
        wire_(std::move(wire)),
        alarm_(hall.loop),
        session_(hall.backend, hall.now()) {}

  void start() {
    wire_->open([self = shared_from_this()](bool good, std::size_t) {
      if (!good) return;
      self->listen();
      self->sleep();
    });
  }

 private:
  void listen() {
    wire_->read(heard_, [self = shared_from_this()](bool good, std::size_t bytes) {
      if (!good) return self->end();
      self->say(self->session_.on_bytes({self->heard_.data(), bytes}, self->hall_.now()));
      if (!self->ended_) self->listen();
    });
  }

  void sleep() {
    const Micros due = session_.next_due();
    if (ended_ || due == kNever) return;
    const Micros wait = std::max<Micros>(due - hall_.now(), 0);
    alarm_.expires_after(hall_.nap(wait));
    alarm_.async_wait([self = shared_from_this()](boost::system::error_code error) {
      if (error || self->ended_) return;
      self->say(self->session_.poll(self->hall_.now()));
      self->sleep();
    });
  }

  void say(const FixSession::Output& output) {
    if (ended_) return;
    closing_ |= output.ends;
    waiting_ += output.bytes;
    if (output.resets || waiting_.size() > kUnsentMax) {
      wire_->reset();
      return end();
    }
    write();
  }

  void write() {
    if (writing_ || ended_) return;
    if (waiting_.empty()) {
      if (closing_) leave();
      return;
    }
    writing_ = true;
    under_way_ = std::exchange(waiting_, {});
    wire_->write(under_way_, {}, [self = shared_from_this()](bool good, std::size_t) {
      self->writing_ = false;
      if (!good) return self->end();
      self->write();
    });
  }

  void leave() {
    wire_->close();
    end();
  }
  void end() {
    ended_ = true;
    alarm_.cancel();
  }

  Hall& hall_;
  std::shared_ptr<Wire> wire_;
  asio::steady_timer alarm_;
  FixSession session_;

  std::array<char, 4096> heard_{};
  std::string waiting_, under_way_;
  bool writing_{}, closing_{}, ended_{};
};

}  // namespace

void serve_fix(Hall& hall, std::shared_ptr<Wire> wire) {
  std::make_shared<FixConnection>(hall, std::move(wire))->start();
}

}  // namespace wick::sim
