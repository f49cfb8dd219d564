#include "stream_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/check.hpp"
#include "candle_frames.hpp"

namespace wick::bench {
namespace {

constexpr int kPatienceMillis = 30'000;
constexpr std::size_t kSymbolsMax = 10'000;
constexpr std::size_t kAtATime = std::size_t{64} << 10U;
constexpr unsigned char kText = 0x81;
constexpr unsigned char kMaskBit = 0x80;

std::string accept_of(const std::string& key) {
  const std::string text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  ::SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::array<unsigned char, 40> encoded{};
  const int size = ::EVP_EncodeBlock(encoded.data(), digest.data(), SHA_DIGEST_LENGTH);
  return {encoded.begin(), encoded.begin() + size};
}

std::string header(const std::string& head, const std::string& name) {
  std::string lower = head;
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
  const std::size_t at = lower.find("\r\n" + name + ": ");
  WICK_CHECK(at != std::string::npos);
  const std::size_t begin = at + name.size() + 4;
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

std::size_t big_endian(std::string_view bytes) {
  std::size_t value = 0;
  for (const char byte : bytes) value = value << 8U | static_cast<unsigned char>(byte);
  return value;
}

}  // namespace

std::string framed(std::string_view text, Masked masked) {
  std::string bytes(1, static_cast<char>(kText));
  const unsigned char mask = masked == Masked::kYes ? kMaskBit : 0;
  if (text.size() < 126) {
    bytes += static_cast<char>(mask | text.size());
  } else {
    WICK_CHECK(text.size() < 65'536);
    bytes += static_cast<char>(mask | 126U);
    bytes += static_cast<char>(text.size() >> 8U);
    bytes += static_cast<char>(text.size() & 0xffU);
  }
  if (masked == Masked::kYes) bytes.append(4, '\0');  // a mask that changes nothing
  return bytes.append(text);
}

bool take_message(std::string& received, std::string& message) {
  if (received.size() < 2) return false;
  const auto second = static_cast<unsigned char>(received[1]);
  std::size_t begin = 2;
  std::size_t size = second & 0x7fU;
  if (size >= 126) {
    const std::size_t wide = size == 126 ? 2 : 8;
    if (received.size() < begin + wide) return false;
    size = big_endian(std::string_view(received).substr(begin, wide));
    begin += wide;
  }
  const std::size_t mask = begin;
  if ((second & kMaskBit) != 0) begin += 4;
  if (received.size() < begin + size) return false;
  message = received.substr(begin, size);
  if (begin > mask) {
    for (std::size_t i = 0; i < size; ++i) {
      message[i] = static_cast<char>(message[i] ^ received[mask + i % 4]);
    }
  }
  received.erase(0, begin + size);
  return true;
}

void send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    WICK_CHECK(sent > 0);
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

StreamServer::StreamServer()
    : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), sockets_(kSymbolsMax, -1) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  WICK_CHECK(::bind(listener_, any, size) == 0 && ::listen(listener_, 16) == 0);
  WICK_CHECK(::getsockname(listener_, any, &size) == 0);
  port_ = ntohs(address.sin_port);
}

StreamServer::~StreamServer() {
  for (const Client& client : clients_) ::close(client.socket);
  ::close(listener_);
}

std::string StreamServer::url() const {
  return "ws://127.0.0.1:" + std::to_string(port_);
}

void StreamServer::await(std::size_t symbols) {
  while (subscribed_ < symbols) {
    std::vector<pollfd> all{{listener_, POLLIN, 0}};
    for (const Client& client : clients_) all.push_back({client.socket, POLLIN, 0});
    WICK_CHECK(::poll(all.data(), all.size(), kPatienceMillis) > 0);
    for (std::size_t i = 1; i < all.size(); ++i) {
      if (all[i].revents != 0) hear(clients_[i - 1]);
    }
    if (all[0].revents == 0) continue;
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    clients_.push_back({socket});
  }
}

void StreamServer::send(unsigned symbol, std::string_view text) {
  send_all(sockets_[symbol], framed(text, Masked::kNo));
}

void StreamServer::greet(Client& client) const {
  const std::size_t end = client.received.find("\r\n\r\n");
  if (end == std::string::npos) return;
  const std::string key = header(client.received.substr(0, end + 2), "sec-websocket-key");
  send_all(client.socket,
           "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Accept: " +
               accept_of(key) + "\r\n\r\n");
  client.received.erase(0, end + 4);
  client.greeted = true;
}

void StreamServer::hear(Client& client) {
  std::string block(kAtATime, '\0');
  const ssize_t got = ::recv(client.socket, block.data(), block.size(), 0);
  WICK_CHECK(got > 0);  // nobody leaves before it begins
  client.received.append(block, 0, static_cast<std::size_t>(got));
  if (!client.greeted) greet(client);
  std::string message;
  while (client.greeted && take_message(client.received, message)) subscribe(client, message);
}

void StreamServer::subscribe(const Client& client, const std::string& message) {
  const std::string mark = "usdt@kline_1m\"";
  for (auto at = message.find(mark); at != std::string::npos; at = message.find(mark, at + 1)) {
    int& socket = sockets_.at(std::stoul(message.substr(at - 4, 4)));
    subscribed_ += socket < 0 ? 1 : 0;
    socket = client.socket;
  }
  const std::size_t id = message.find("\"id\":");
  if (id == std::string::npos) return;
  const unsigned long number = std::stoul(message.substr(id + 5));
  send_all(client.socket,
           framed(R"({"result":null,"id":)" + std::to_string(number) + "}", Masked::kNo));
}

}  // namespace wick::bench
