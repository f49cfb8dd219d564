// A TCP connection, plain or over TLS, as asio and Beast want to see one. Both are of one type, so
// what those compose upon it is compiled once. For the sources of this room alone.
#pragma once

#include <array>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/role.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/error.hpp"

namespace wick::io {

// What is called when bytes have come or gone. It can only be moved.
class Transferred {
 public:
  template <typename Handler>
  explicit Transferred(Handler handler) : call_(new CallOf<Handler>(std::move(handler))) {}
  void operator()(boost::system::error_code error, std::size_t bytes) { call_->run(error, bytes); }

 private:
  struct Call {
    virtual ~Call() = default;
    virtual void run(boost::system::error_code error, std::size_t bytes) = 0;
  };
  template <typename Handler>
  struct CallOf final : Call {
    explicit CallOf(Handler h) : handler(std::move(h)) {}
    void run(boost::system::error_code error, std::size_t bytes) override { handler(error, bytes); }
    Handler handler;
  };
  std::unique_ptr<Call> call_;
};

class Socket {
 public:
  using executor_type = boost::asio::io_context::executor_type;

  Socket(boost::asio::io_context& loop, boost::asio::ip::tcp::socket reached);
  Socket(boost::asio::io_context& loop, boost::asio::ip::tcp::socket reached,
         boost::asio::ssl::context& context);
  ~Socket();
  Socket(Socket&& moved) noexcept;
  Socket& operator=(Socket&&) = delete;

  // Over TLS, first of all: agrees on it, with that host and no other. The error names the place.
  using Agreed = std::function<void(std::optional<base::Error>)>;
  void agree(const std::string& host, const std::string& place, Agreed done);

  void say_no_more();  // the other side may go on
  void close();

  [[nodiscard]] executor_type get_executor() const { return loop_->get_executor(); }

  template <typename Buffers, typename Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this](auto handler, const Buffers& into) {
          read_some(first_of<boost::asio::mutable_buffer>(into).front(),
                    Transferred(std::move(handler)));
        },
        token, buffers);
  }

  template <typename Buffers, typename Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this](auto handler, const Buffers& from) {
          write_some(first_of<boost::asio::const_buffer>(from), Transferred(std::move(handler)));
        },
        token, buffers);
  }

  // The end of a websocket, found by its name. Beast's own would wait for the server to hang up
  // first, and not every server does.
  template <typename Handler>
  friend void async_teardown(boost::beast::role_type /*role*/, Socket& socket, Handler&& handler) {
    socket.hang_up();
    boost::asio::post(socket.get_executor(),
                      boost::beast::bind_front_handler(std::forward<Handler>(handler),
                                                       boost::system::error_code{}));
  }
  friend void beast_close_socket(Socket& socket) { socket.close(); }

  struct Way;  // plain or over TLS

 private:
  template <typename Buffer>
  using Two = std::array<Buffer, 2>;

  // The first that are not empty: the head of a frame, and what it carries.
  template <typename Buffer, typename Buffers>
  static Two<Buffer> first_of(const Buffers& buffers) {
    Two<Buffer> parts{};
    std::size_t filled = 0;
    const auto end = boost::asio::buffer_sequence_end(buffers);
    for (auto at = boost::asio::buffer_sequence_begin(buffers); at != end && filled < 2; ++at) {
      const Buffer part = *at;
      if (part.size() > 0) parts[filled++] = part;
    }
    return parts;
  }

  void read_some(boost::asio::mutable_buffer into, Transferred done);
  void write_some(const Two<boost::asio::const_buffer>& from, Transferred done);
  void hang_up();

  boost::asio::io_context* loop_;
  std::unique_ptr<Way> way_;
};

}  // namespace wick::io
