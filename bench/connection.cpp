#include "connection.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "base/check.hpp"

namespace wick::bench {
namespace {

constexpr std::size_t kAtATime = std::size_t{256} << 10U;

int connect_to(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  WICK_CHECK(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

std::size_t content_length(std::string head) {
  std::ranges::transform(head, head.begin(), [](unsigned char c) { return std::tolower(c); });
  const std::string_view key = "\r\ncontent-length:";
  const std::size_t at = head.find(key);
  WICK_CHECK(head.starts_with("http/1.1 200") && at != std::string::npos);
  return std::strtoul(head.c_str() + at + key.size(), nullptr, 10);
}

}  // namespace

Connection::Connection(const std::string& url)
    : socket_(connect_to(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))))),
      host_(url.substr(url.find("//") + 2)) {}

Connection::~Connection() {
  ::close(socket_);
}

void Connection::send_all(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    WICK_CHECK(sent > 0);
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

// Reads until `size` bytes are there, or as much as comes at once where that is zero.
std::size_t Connection::receive_until(std::size_t size) {
  static thread_local std::string block(kAtATime, '\0');
  do {
    const ssize_t got = ::recv(socket_, block.data(), block.size(), 0);
    WICK_CHECK(got > 0);
    received_.append(block, 0, static_cast<std::size_t>(got));
  } while (received_.size() < size);
  return received_.size();
}

std::string_view Connection::get(const std::string& path) {
  received_.clear();
  send_all("GET " + path + " HTTP/1.1\r\nHost: " + host_ + "\r\nAccept: */*\r\n\r\n");
  std::size_t head = std::string::npos;
  while (head == std::string::npos) {
    (void)receive_until(0);
    head = received_.find("\r\n\r\n");
  }
  const std::size_t begin = head + 4;
  const std::size_t size = content_length(received_.substr(0, begin));
  if (received_.size() < begin + size) (void)receive_until(begin + size);
  return std::string_view(received_).substr(begin, size);
}

}  // namespace wick::bench
