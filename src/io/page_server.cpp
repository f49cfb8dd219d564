#include "io/page_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "io/connection.hpp"

namespace wick::io {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::uint32_t kHeadMax = 8'192;
using Text = std::shared_ptr<const std::string>;

}  // namespace

struct PageServer::Desk {
  explicit Desk(Options wanted) : options(std::move(wanted)), acceptor(context), pause(context) {}

  void accept();
  void accept_later();
  [[nodiscard]] Text page() {
    const std::lock_guard lock(mutex);
    return text;
  }

  const Options options;
  std::mutex mutex;
  Text text{std::make_shared<const std::string>()};
  std::size_t guests{};  // of the thread alone, and of the guests that end with the context
  asio::io_context context{1};
  tcp::acceptor acceptor;
  asio::steady_timer pause;
  std::thread thread;
};

// One connection: questions and answers until somebody has had enough.
class PageServer::Guest : public std::enable_shared_from_this<Guest> {
 public:
  Guest(Desk& desk, tcp::socket socket) : desk_(desk), stream_(std::move(socket)) {
    ++desk_.guests;
  }
  ~Guest() { --desk_.guests; }
  Guest(const Guest&) = delete;
  Guest& operator=(const Guest&) = delete;

  void listen() {
    question_.emplace();
    question_->header_limit(kHeadMax);
    question_->body_limit(kHeadMax);
    stream_.expires_after(desk_.options.patience);
    http::async_read(stream_, buffer_, *question_,
                     [self = shared_from_this()](const error_code& error, std::size_t) {
                       if (!error) return self->answer();
                       if (error != http::error::end_of_stream) self->refuse(error);
                     });
  }

 private:
  void answer() {
    const auto& asked = question_->get();
    const bool head = asked.method() == http::verb::head;
    const std::string_view target(asked.target().data(), asked.target().size());
    reply_ = {};
    reply_.version(asked.version());
    reply_.keep_alive(asked.keep_alive());
    if (!head && asked.method() != http::verb::get) {
      reply_.set(http::field::allow, "GET, HEAD");
      fill(http::status::method_not_allowed, "ask with GET\n");
    } else if (target.substr(0, target.find('?')) != desk_.options.path) {
      fill(http::status::not_found, "look at " + desk_.options.path + "\n");
    } else {
      fill(http::status::ok, *desk_.page());
      reply_.set(http::field::content_type, desk_.options.type);
    }
    if (head) reply_.body().clear();
    write();
  }
  // What cannot be understood is answered once.
  void refuse(const error_code& error) {
    const error_code one_of_http = http::error::bad_method;
    if (error.category() != one_of_http.category()) return;
    reply_ = {};
    reply_.keep_alive(false);
    fill(http::status::bad_request, "that is no request: " + error.message() + "\n");
    write();
  }
  void fill(http::status status, std::string text) {
    reply_.result(status);
    reply_.set(http::field::content_type, "text/plain; charset=utf-8");
    reply_.body() = std::move(text);
    reply_.prepare_payload();
  }
  void write() {
    http::async_write(stream_, reply_,
                      [self = shared_from_this()](const error_code& error, std::size_t) {
                        if (!error && self->reply_.keep_alive()) return self->listen();
                        error_code ignored;
                        self->stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
                      });
  }

  Desk& desk_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_{std::size_t{2} * kHeadMax};
  std::optional<http::request_parser<http::string_body>> question_;
  http::response<http::string_body> reply_;
};

// Whoever comes when all places are taken is let go again.
void PageServer::Desk::accept() {
  acceptor.async_accept([this](const error_code& error, tcp::socket socket) {
    if (error == asio::error::operation_aborted) return;
    if (error) return accept_later();
    if (guests < options.guests_max) {
      std::make_shared<Guest>(*this, std::move(socket))->listen();
    }
    accept();
  });
}

// Where the process has no descriptor left, asking again at once would change nothing.
void PageServer::Desk::accept_later() {
  pause.expires_after(std::chrono::seconds{1});
  pause.async_wait([this](const error_code& error) {
    if (!error) accept();
  });
}

base::Result<std::unique_ptr<PageServer>> PageServer::open(const Options& options) {
  const auto failed = [&](const std::string& why) {
    return base::Error{base::ErrorKind::kInvalid,
                       options.host + " port " + std::to_string(options.port) + ": " + why};
  };
  error_code error;
  const auto address = asio::ip::make_address(options.host, error);
  if (error) return failed("not a numeric address");
  auto desk = std::make_unique<Desk>(options);
  const tcp::endpoint place(address, options.port);
  desk->acceptor.open(place.protocol(), error);
  if (!error) desk->acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) desk->acceptor.bind(place, error);
  if (!error) desk->acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return failed(error.message());
  return std::unique_ptr<PageServer>(new PageServer(std::move(desk)));
}

PageServer::PageServer(std::unique_ptr<Desk> desk) : desk_(std::move(desk)) {
  desk_->accept();
  desk_->thread = std::thread([&context = desk_->context] { context.run(); });
}

PageServer::~PageServer() {
  desk_->context.stop();
  desk_->thread.join();
}

void PageServer::show(std::string text) {
  auto shown = std::make_shared<const std::string>(std::move(text));
  const std::lock_guard lock(desk_->mutex);
  desk_->text.swap(shown);
}

std::uint16_t PageServer::port() const {
  return desk_->acceptor.local_endpoint().port();
}

}  // namespace wick::io
