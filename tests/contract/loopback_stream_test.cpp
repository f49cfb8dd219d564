#include "loopback_stream_test.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <utility>

#include "base/check.hpp"

namespace wick {
namespace {

std::string accept_key(const std::string& key) {
  const std::string text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, 20> digest{};
  WICK_CHECK(EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha1(), nullptr));
  std::array<unsigned char, 32> base64{};
  const int size = EVP_EncodeBlock(base64.data(), digest.data(), digest.size());
  return {reinterpret_cast<const char*>(base64.data()), static_cast<std::size_t>(size)};
}

std::string header_of(const std::string& head, const std::string& name) {
  const std::size_t begin = head.find("\r\n" + name + ": ");
  if (begin == std::string::npos) return {};
  const std::size_t value = begin + name.size() + 4;
  return head.substr(value, head.find("\r\n", value) - value);
}

SSL_CTX* context_of(const sim::Certificate& certificate) {
  SSL_CTX* const context = SSL_CTX_new(TLS_server_method());
  BIO* const chain = BIO_new_mem_buf(certificate.chain.data(), -1);
  X509* const own = PEM_read_bio_X509(chain, nullptr, nullptr, nullptr);
  BIO* const key_text = BIO_new_mem_buf(certificate.key.data(), -1);
  EVP_PKEY* const key = PEM_read_bio_PrivateKey(key_text, nullptr, nullptr, nullptr);
  WICK_CHECK(SSL_CTX_use_certificate(context, own) == 1);
  WICK_CHECK(SSL_CTX_use_PrivateKey(context, key) == 1);
  EVP_PKEY_free(key);
  X509_free(own);
  BIO_free(key_text);
  BIO_free(chain);
  return context;
}

std::string number(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i) & 255U);
  return text;
}

}  // namespace

StreamGuest::StreamGuest(int socket, ssl_ctx_st* context) : socket_(socket) {
  if (context == nullptr) return;
  tls_ = SSL_new(context);
  SSL_set_fd(tls_, socket_);
}

StreamGuest::~StreamGuest() {
  SSL_free(tls_);
  if (socket_ >= 0) ::close(socket_);
}

std::string StreamGuest::read_head() {
  if (tls_ != nullptr && SSL_is_init_finished(tls_) == 0 && SSL_accept(tls_) != 1) return {};
  constexpr std::string_view kEnd = "\r\n\r\n";
  while (heard_.find(kEnd) == std::string::npos) {
    const std::string more = read_some();
    if (more.empty()) return {};
    heard_ += more;
  }
  head_ = take(heard_.find(kEnd) + kEnd.size());
  const std::size_t begin = head_.find(' ') + 1;
  target_ = head_.substr(begin, head_.find(' ', begin) - begin);
  return head_;
}

void StreamGuest::welcome() {
  const std::string key = header_of(read_head(), "Sec-WebSocket-Key");
  write(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: " +
      accept_key(key) + "\r\n\r\n");
}

bool StreamGuest::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = tls_ != nullptr
                          ? SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size()))
                          : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool StreamGuest::frame(int opcode, const std::string& payload, bool last) {
  std::string bytes(1, static_cast<char>((last ? 128 : 0) + opcode));
  if (payload.size() < 126) {
    bytes += static_cast<char>(payload.size());
  } else if (payload.size() < 65'536) {
    bytes += '\x7e' + number(payload.size(), 2);
  } else {
    bytes += '\x7f' + number(payload.size(), 8);
  }
  return write(bytes + payload);
}

void StreamGuest::close(std::uint16_t code, const std::string& reason) {
  frame(8, number(code, 2) + reason);
}

std::optional<StreamFrame> StreamGuest::receive() {
  const std::string head = take(2);
  if (head.size() < 2) return std::nullopt;
  std::size_t size = static_cast<unsigned char>(head[1]) & 127U;
  if (size > 125) {
    const std::string wide = take(size == 126 ? 2 : 8);
    size = 0;
    for (const char c : wide) size = size * 256 + static_cast<unsigned char>(c);
  }
  const std::string mask = take(4);
  StreamFrame read{static_cast<unsigned char>(head[0]) & 15, take(size)};
  if (mask.size() < 4 || read.payload.size() < size) return std::nullopt;
  for (std::size_t i = 0; i < size; ++i) {
    read.payload[i] = static_cast<char>(read.payload[i] ^ mask[i % 4]);
  }
  return read;
}

std::string StreamGuest::read_some() {
  std::array<char, 16'384> buffer{};
  const auto got = tls_ != nullptr ? SSL_read(tls_, buffer.data(), buffer.size())
                                   : ::recv(socket_, buffer.data(), buffer.size(), 0);
  return {buffer.data(), static_cast<std::size_t>(std::max<std::int64_t>(got, 0))};
}

void StreamGuest::await_end() {
  while (!read_some().empty()) continue;
}

void StreamGuest::reset() {
  const linger at_once{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(socket_.exchange(-1));
}

void StreamGuest::interrupt() {
  ::shutdown(socket_, SHUT_RDWR);
}

std::string StreamGuest::take(std::size_t count) {
  while (heard_.size() < count) {
    const std::string more = read_some();
    if (more.empty()) break;
    heard_ += more;
  }
  std::string taken = heard_.substr(0, count);
  heard_.erase(0, count);
  return taken;
}

StreamServer::StreamServer(Script script, Options options)
    : script_(std::move(script)), options_(options), socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  (void)std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without asking for silence
  if (options_.certificate != nullptr) context_ = context_of(*options_.certificate);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  WICK_CHECK(::inet_pton(AF_INET, options_.address, &address.sin_addr) == 1);
  WICK_CHECK(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  WICK_CHECK(::listen(socket_, 64) == 0);
  socklen_t size = sizeof address;
  ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  threads_.emplace_back([this] { serve(); });
}

StreamServer::~StreamServer() {
  stopping_ = true;
  ::shutdown(socket_, SHUT_RDWR);
  threads_.front().join();  // from here on nobody joins the list
  for (StreamGuest& guest : guests_) guest.interrupt();
  threads_.clear();
  ::close(socket_);
  guests_.clear();
  SSL_CTX_free(context_);
}

std::string StreamServer::place() const {
  return std::string(options_.address) + ':' + std::to_string(port_);
}

void StreamServer::serve() {
  while (!stopping_) {
    const int client = ::accept(socket_, nullptr, nullptr);
    if (client < 0) continue;
    StreamGuest& guest = guests_.emplace_back(client, context_);
    threads_.emplace_back([this, &guest] { script_(guest); });
  }
}

}  // namespace wick
