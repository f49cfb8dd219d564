// An exchange's end of its streams, made by hand: no library, no faults, no thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wick::bench {

class StreamServer {
 public:
  StreamServer();  // listens on a port of its own, on this machine alone
  ~StreamServer();
  StreamServer(const StreamServer&) = delete;
  StreamServer& operator=(const StreamServer&) = delete;

  [[nodiscard]] std::string url() const;

  // Lets clients in and accepts what they subscribe to, until those are so many symbols.
  void await(std::size_t symbols);

  // To whoever has subscribed to it. Waits where that client does not read.
  void send(unsigned symbol, std::string_view text);

 private:
  struct Client {
    int socket{};
    std::string received{};
    bool greeted{};
  };
  void greet(Client& client) const;
  void hear(Client& client);
  void subscribe(const Client& client, const std::string& message);

  int listener_;
  std::uint16_t port_{};
  std::vector<Client> clients_;
  std::vector<int> sockets_;  // by symbol
  std::size_t subscribed_{};
};

// A message of text as its bytes on the way, from a server or, with a mask, from a client.
enum class Masked { kNo, kYes };
[[nodiscard]] std::string framed(std::string_view text, Masked masked);

// The first message in what was received, taken out of it. False: it is not all there.
[[nodiscard]] bool take_message(std::string& received, std::string& message);

void send_all(int socket, std::string_view bytes);

}  // namespace wick::bench
