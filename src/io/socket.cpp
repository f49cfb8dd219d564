#include "io/socket.hpp"

#include <boost/asio/ssl/stream.hpp>

#include "base/check.hpp"
#include "io/connection.hpp"
#include "io/tls_trust.hpp"

namespace wick::io {

struct Socket::Way {
  using Bare = boost::asio::ip::tcp::socket;
  using Tls = boost::asio::ssl::stream<Bare>;

  virtual ~Way() = default;
  virtual void read_some(boost::asio::mutable_buffer into, Transferred done) = 0;
  virtual void write_some(const Two<boost::asio::const_buffer>& from, Transferred done) = 0;
  [[nodiscard]] virtual Bare& bare() = 0;
  [[nodiscard]] virtual Tls* tls() = 0;
};

namespace {

template <typename Stream>
struct WayOf final : Socket::Way {
  template <typename... Args>
  explicit WayOf(tcp::socket reached, Args&... args) : stream(std::move(reached), args...) {}

  void read_some(asio::mutable_buffer into, Transferred done) override {
    stream.async_read_some(into, std::move(done));
  }
  void write_some(const std::array<asio::const_buffer, 2>& from, Transferred done) override {
    stream.async_write_some(from, std::move(done));
  }
  [[nodiscard]] tcp::socket& bare() override {
    if constexpr (std::is_same_v<Stream, Tls>) {
      return stream.next_layer();
    } else {
      return stream;
    }
  }
  [[nodiscard]] Tls* tls() override {
    if constexpr (std::is_same_v<Stream, Tls>) {
      return &stream;
    } else {
      return nullptr;
    }
  }

  Stream stream;
};

}  // namespace

Socket::Socket(asio::io_context& loop, tcp::socket reached)
    : loop_(&loop), way_(std::make_unique<WayOf<tcp::socket>>(std::move(reached))) {}

Socket::Socket(asio::io_context& loop, tcp::socket reached, asio::ssl::context& context)
    : loop_(&loop), way_(std::make_unique<WayOf<Way::Tls>>(std::move(reached), context)) {}

Socket::~Socket() = default;
Socket::Socket(Socket&& moved) noexcept = default;

void Socket::agree(const std::string& host, const std::string& place, Agreed done) {
  Way::Tls* const tls = way_->tls();
  WICK_CHECK(tls != nullptr);
  expect_peer(tls->native_handle(), host);
  tls->async_handshake(asio::ssl::stream_base::client,
                       [tls, place, done = std::move(done)](error_code error) {
                         if (!error) return done(std::nullopt);
                         done(tls_failure(place, tls->native_handle(), error));
                       });
}

void Socket::say_no_more() {
  error_code ignored;
  way_->bare().shutdown(tcp::socket::shutdown_send, ignored);
}

void Socket::close() {
  error_code ignored;
  way_->bare().close(ignored);
}

void Socket::hang_up() {
  error_code ignored;
  way_->bare().shutdown(tcp::socket::shutdown_both, ignored);
  close();
}

void Socket::read_some(asio::mutable_buffer into, Transferred done) {
  way_->read_some(into, std::move(done));
}

void Socket::write_some(const Two<asio::const_buffer>& from, Transferred done) {
  way_->write_some(from, std::move(done));
}

}  // namespace wick::io
