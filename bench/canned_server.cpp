#include "canned_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <functional>
#include <sstream>
#include <thread>

#include "base/check.hpp"

namespace wick::bench {
namespace {

std::string answer_of(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  WICK_CHECK(stream.good());
  std::stringstream body;
  body << stream.rdbuf();
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.view().size()) + "\r\n\r\n" +
         body.str();
}

int listen_anywhere() {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  WICK_CHECK(::bind(listener, any, size) == 0 && ::listen(listener, 16) == 0);
  WICK_CHECK(::getsockname(listener, any, &size) == 0);
  std::printf("%d\n", ntohs(address.sin_port));
  std::fflush(stdout);
  return listener;
}

// A request comes in one piece here: it is short, and nobody sends two at once.
void serve(int client, const std::string& answer) {
  const int on = 1;
  ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  std::string request(4096, '\0');
  while (::recv(client, request.data(), request.size(), 0) > 0) {
    if (::send(client, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) break;
  }
  ::close(client);
}

}  // namespace

void serve_canned(const std::string& file) {
  const std::string answer = answer_of(file);
  const int listener = listen_anywhere();
  for (;;) {
    const int client = ::accept(listener, nullptr, nullptr);
    WICK_CHECK(client >= 0);
    std::thread(serve, client, std::cref(answer)).detach();
  }
}

}  // namespace wick::bench
