#include "sim/server/loopback_test.hpp"

#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <sys/poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "base/check.hpp"

namespace wick::sim {

Response FakeBackend::respond(Host host, const Request& request, Micros now) {
  if (const auto known = responses.find(request.target); known != responses.end()) {
    return known->second;
  }
  return text_response(200, "text/plain",
                       request.method + ' ' + std::to_string(static_cast<int>(host)) + ' ' +
                           request.target + ' ' + request.client + ' ' + request.body + ' ' +
                           (now >= kLoopbackStart ? ";" : "!"));
}

bool FakeBackend::quick(Host, const Request& request) const {
  return request.target.find("slow") == std::string::npos;
}

StreamFate FakeBackend::stream_fate(const StreamEvent& event, Micros) {
  const std::lock_guard lock(mutex_);
  events_.push_back(event);
  if (event.moment == StreamMoment::kHandshake) return handshake;
  return event.frames_sent < frames_spared ? StreamFate{} : frame;
}

const Market& FakeBackend::market() const {
  static const Market one(7);
  return one;
}

std::shared_ptr<const Broker> FakeBackend::broker() const {
  static const auto one = std::make_shared<const Broker>(BrokerOptions{7, 7, 0, {}});
  return one;
}

std::vector<StreamEvent> FakeBackend::events() const {
  const std::lock_guard lock(mutex_);
  return events_;
}

LoopbackServer::LoopbackServer(Backend& backend, ServerOptions options) {
  options.now = [begin = std::chrono::steady_clock::now(), speed = options.speed] {
    const auto past = std::chrono::steady_clock::now() - begin;
    return kLoopbackStart +
           speed * std::chrono::duration_cast<std::chrono::microseconds>(past).count();
  };
  server_ = std::make_unique<Server>(backend, std::move(options));
  WICK_CHECK(server_->open());
  thread_ = std::thread([this] { server_->run(); });
}

LoopbackServer::~LoopbackServer() {
  stop();
}

void LoopbackServer::stop() {
  if (!thread_.joinable()) return;
  server_->stop();
  thread_.join();
  server_.reset();
}

LoopbackClient::LoopbackClient(std::uint16_t port)
    : connection_(BIO_new_connect(("127.0.0.1:" + std::to_string(port)).c_str())) {
  WICK_CHECK(BIO_do_connect(connection_) == 1);
  BIO_get_fd(connection_, &socket_);
  const timeval patience{10, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

LoopbackClient::~LoopbackClient() {
  SSL_free(tls_);
  SSL_CTX_free(context_);
  BIO_free_all(connection_);
}

bool LoopbackClient::trust(const std::string& authority_file) {
  context_ = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, nullptr);
  if (SSL_CTX_load_verify_locations(context_, authority_file.c_str(), nullptr) != 1) return false;
  tls_ = SSL_new(context_);
  SSL_set1_host(tls_, "localhost");
  SSL_set_fd(tls_, socket_);
  return SSL_connect(tls_) == 1;
}

void LoopbackClient::send(std::string_view text) {
  if (tls_ != nullptr) {
    SSL_write(tls_, text.data(), static_cast<int>(text.size()));
  } else {
    ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
  }
}

std::string LoopbackClient::receive() {
  char buffer[4096];
  const auto got = tls_ != nullptr ? SSL_read(tls_, buffer, sizeof buffer)
                                   : ::recv(socket_, buffer, sizeof buffer, 0);
  broken_ = got < 0;
  return {buffer, static_cast<std::size_t>(std::max<ssize_t>(got, 0))};
}

std::string LoopbackClient::take(std::size_t count) {
  count = std::min(count, heard_.size());
  std::string taken = heard_.substr(0, count);
  heard_.erase(0, count);
  return taken;
}

std::string LoopbackClient::receive_until(std::string_view mark) {
  for (;;) {
    if (const std::size_t at = heard_.find(mark); at != heard_.npos) return take(at + mark.size());
    const std::string more = receive();
    if (more.empty()) return take(heard_.size());
    heard_ += more;
  }
}

std::string LoopbackClient::receive_bytes(std::size_t count) {
  while (heard_.size() < count) {
    const std::string more = receive();
    if (more.empty()) break;
    heard_ += more;
  }
  return take(count);
}

std::string LoopbackClient::receive_all() {
  for (std::string more = receive(); !more.empty(); more = receive()) heard_ += more;
  return take(heard_.size());
}

std::pair<int, std::string> LoopbackClient::receive_frame() {
  const std::string head = receive_bytes(2);
  if (head.size() < 2) return {-1, ""};
  std::size_t size = static_cast<unsigned char>(head[1]);
  if (size == 126) {
    const std::string wide = receive_bytes(2);
    if (wide.size() < 2) return {-1, ""};
    size = static_cast<unsigned char>(wide[0]) * 256U + static_cast<unsigned char>(wide[1]);
  }
  return {static_cast<unsigned char>(head[0]) & 0xF, receive_bytes(size)};
}

bool LoopbackClient::hears_within(std::chrono::milliseconds time) const {
  pollfd place{socket_, POLLIN, 0};
  return ::poll(&place, 1, static_cast<int>(time.count())) > 0;
}

std::string get_request(const std::string& target, const std::string& headers) {
  return "GET " + target + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n";
}

std::string upgrade_request(const std::string& target) {
  return get_request(target,
                     "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
}

std::string client_frame(int opcode, const std::string& payload) {
  // A client must mask; a mask of zeros is one.
  std::string frame{static_cast<char>(0x80 | opcode), static_cast<char>(0x80 | payload.size())};
  return frame + std::string(4, '\0') + payload;
}

}  // namespace wick::sim
