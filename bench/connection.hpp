// A keep-alive connection with nothing around it: what any client must at least do.
#pragma once

#include <string>
#include <string_view>

namespace wick::bench {

class Connection {
 public:
  // "http://127.0.0.1:18000"
  explicit Connection(const std::string& url);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // The body of the answer, which must be 200 with a Content-Length; valid until the next call.
  [[nodiscard]] std::string_view get(const std::string& path);

 private:
  void send_all(std::string_view bytes) const;
  [[nodiscard]] std::size_t receive_until(std::size_t size);

  int socket_;
  std::string host_;
  std::string received_;
};

}  // namespace wick::bench
