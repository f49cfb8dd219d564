#include "sim/server/wire.hpp"

#include <array>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <optional>
#include <utility>

namespace wick::sim {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto kFarewellMax = std::chrono::seconds(2);
constexpr auto kAcceptRetry = std::chrono::milliseconds(50);

std::string address_of(const tcp::socket& socket) {
  error_code error;
  const auto remote = socket.remote_endpoint(error);
  return error ? std::string() : remote.address().to_string();
}

void finish(tcp::socket& socket) {
  error_code ignored;
  socket.shutdown(tcp::socket::shutdown_send, ignored);
  socket.close(ignored);
}

void abort(tcp::socket& socket) {
  error_code ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

auto telling(Wire::Done done) {
  return [done = std::move(done)](error_code error, std::size_t bytes) { done(!error, bytes); };
}

std::array<asio::const_buffer, 2> joined(std::string_view head, std::string_view body) {
  return {asio::buffer(head), asio::buffer(body)};
}

class PlainWire : public Wire, public std::enable_shared_from_this<PlainWire> {
 public:
  PlainWire(asio::io_context& loop, tcp::socket socket)
      : loop_(loop), socket_(std::move(socket)), client_(address_of(socket_)) {}

  void open(Done done) override {
    asio::post(loop_, [done = std::move(done)] { done(true, 0); });
  }
  void read(std::span<char> into, Done done) override {
    socket_.async_read_some(asio::buffer(into.data(), into.size()), telling(std::move(done)));
  }
  void write(std::string_view head, std::string_view body, Done done) override {
    asio::async_write(socket_, joined(head, body), telling(std::move(done)));
  }
  void cancel() override {
    error_code ignored;
    socket_.cancel(ignored);
  }
  // Bytes of the client that nobody read would turn the end into a reset, and the reset could
  // overtake the last answer: so they are read, for a while.
  void close() override {
    cancel();
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    auto timer = std::make_shared<asio::steady_timer>(socket_.get_executor(), kFarewellMax);
    timer->async_wait([self = shared_from_this()](error_code) { finish(self->socket_); });
    drain(timer);
  }
  void reset() override { abort(socket_); }
  [[nodiscard]] const std::string& client() const override { return client_; }

 private:
  void drain(const std::shared_ptr<asio::steady_timer>& timer) {
    socket_.async_read_some(asio::buffer(rest_),
                            [self = shared_from_this(), timer](error_code error, std::size_t) {
                              if (error) {
                                timer->cancel();
                              } else {
                                self->drain(timer);
                              }
                            });
  }

  asio::io_context& loop_;
  tcp::socket socket_;
  std::array<char, 1024> rest_{};
  std::string client_;
};

class TlsWire : public Wire, public std::enable_shared_from_this<TlsWire> {
 public:
  TlsWire(tcp::socket socket, asio::ssl::context& context)
      : stream_(std::move(socket), context), client_(address_of(stream_.next_layer())) {}

  void open(Done done) override {
    stream_.async_handshake(asio::ssl::stream_base::server,
                            [done = std::move(done)](error_code error) { done(!error, 0); });
  }
  void read(std::span<char> into, Done done) override {
    stream_.async_read_some(asio::buffer(into.data(), into.size()), telling(std::move(done)));
  }
  void write(std::string_view head, std::string_view body, Done done) override {
    asio::async_write(stream_, joined(head, body), telling(std::move(done)));
  }
  void cancel() override {
    error_code ignored;
    stream_.next_layer().cancel(ignored);
  }
  // The farewell of TLS waits for the client's own; not every client has one.
  void close() override {
    cancel();
    auto timer = std::make_shared<asio::steady_timer>(stream_.get_executor(), kFarewellMax);
    const auto end = [self = shared_from_this(), timer](error_code) {
      timer->cancel();
      finish(self->stream_.next_layer());
    };
    timer->async_wait(end);
    stream_.async_shutdown(end);
  }
  void reset() override { abort(stream_.next_layer()); }
  [[nodiscard]] const std::string& client() const override { return client_; }

 private:
  asio::ssl::stream<tcp::socket> stream_;
  std::string client_;
};

class TcpDoor : public Door {
 public:
  TcpDoor(asio::io_context& loop, Visit visit)
      : loop_(loop), acceptor_(loop), pause_(loop), visit_(std::move(visit)) {}

  [[nodiscard]] error_code listen(std::uint16_t port) {
    error_code error;
    const tcp::endpoint place(asio::ip::address_v4::loopback(), port);
    acceptor_.open(place.protocol(), error);
    if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(place, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (!error) port_ = acceptor_.local_endpoint(error).port();
    return error;
  }

  [[nodiscard]] error_code use(const Certificate& certificate) {
    error_code error;
    context_.emplace(asio::ssl::context::tls_server);
    context_->use_certificate_chain(asio::buffer(certificate.chain), error);
    if (error) return error;
    context_->use_private_key(asio::buffer(certificate.key), asio::ssl::context::pem, error);
    return error;
  }

  void accept() {
    acceptor_.async_accept([this](error_code error, tcp::socket socket) {
      if (error == asio::error::operation_aborted) return;
      if (error) return accept_later();
      welcome(std::move(socket));
      accept();
    });
  }

  [[nodiscard]] std::uint16_t port() const override { return port_; }

 private:
  // Out of file descriptors, mostly: it passes when a client leaves.
  void accept_later() {
    pause_.expires_after(kAcceptRetry);
    pause_.async_wait([this](error_code error) {
      if (!error) accept();
    });
  }

  void welcome(tcp::socket socket) {
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    if (context_) {
      visit_(std::make_shared<TlsWire>(std::move(socket), *context_));
    } else {
      visit_(std::make_shared<PlainWire>(loop_, std::move(socket)));
    }
  }

  asio::io_context& loop_;
  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  Visit visit_;
  std::optional<asio::ssl::context> context_;
  std::uint16_t port_{};
};

}  // namespace

base::Result<std::unique_ptr<Door>> open_door(asio::io_context& loop, const DoorOptions& options,
                                              Door::Visit visit) {
  auto door = std::make_unique<TcpDoor>(loop, std::move(visit));
  error_code error =
      options.certificate == nullptr ? error_code{} : door->use(*options.certificate);
  if (!error) error = door->listen(options.port);
  if (error) {
    return base::Error{base::ErrorKind::kUnavailable,
                       "port " + std::to_string(options.port) + ": " + error.message()};
  }
  door->accept();
  return std::unique_ptr<Door>(std::move(door));
}

}  // namespace wick::sim
