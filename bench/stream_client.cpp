#include "stream_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "base/check.hpp"
#include "candle_frames.hpp"
#include "stream_server.hpp"

namespace wick::bench {
namespace {

constexpr unsigned kStreamsMax = 200;
constexpr std::size_t kAtATime = std::size_t{64} << 10U;

struct Ear {
  int socket{};
  std::string received{};
};

int connect_to(const std::string& url) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  WICK_CHECK(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  return socket;
}

void receive(Ear& ear) {
  static std::string block(kAtATime, '\0');
  const ssize_t got = ::recv(ear.socket, block.data(), block.size(), 0);
  if (got <= 0) std::exit(0);
  ear.received.append(block, 0, static_cast<std::size_t>(got));
}

Ear subscribed(const std::string& url, unsigned begin, unsigned end) {
  Ear ear{connect_to(url)};
  send_all(ear.socket,
           "GET /stream HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
           "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  while (ear.received.find("\r\n\r\n") == std::string::npos) receive(ear);
  ear.received.erase(0, ear.received.find("\r\n\r\n") + 4);
  std::string wish = R"({"method":"SUBSCRIBE","params":[)";
  for (unsigned symbol = begin; symbol < end; ++symbol) {
    wish += (symbol == begin ? "\"" : ",\"") + stream_name(symbol) + "\"";
  }
  send_all(ear.socket, framed(wish + R"(],"id":1})", Masked::kYes));
  return ear;
}

void write_all(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written <= 0) std::exit(0);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

void listen_to(const std::string& url, unsigned symbols, Hearing hearing) {
  std::vector<Ear> ears;
  std::vector<pollfd> all;
  for (unsigned begin = 0; begin < symbols; begin += kStreamsMax) {
    ears.push_back(subscribed(url, begin, std::min(begin + kStreamsMax, symbols)));
    all.push_back({ears.back().socket, POLLIN, 0});
  }
  std::string message;
  for (std::size_t frames = 0;;) {
    WICK_CHECK(::poll(all.data(), all.size(), -1) > 0);
    for (std::size_t i = 0; i < ears.size(); ++i) {
      if (all[i].revents == 0) continue;
      receive(ears[i]);
      for (; take_message(ears[i].received, message); ++frames) {
        if (hearing == Hearing::kRelay) write_all(message += '\n');
      }
    }
  }
}

}  // namespace wick::bench
