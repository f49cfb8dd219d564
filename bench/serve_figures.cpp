// How fast a server hands out one file on one keep-alive connection, and what that costs it.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

#include "base/check.hpp"
#include "connection.hpp"
#include "figures.hpp"
#include "inputs.hpp"

namespace wick::bench {
namespace {

// What all threads of a process have spent on a processor so far.
double cpu_seconds(int pid) {
  double nanoseconds = 0;
  for (const auto& task :
       std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/task")) {
    std::ifstream file(task.path() / "schedstat");
    double spent = 0;
    if (file >> spent) nanoseconds += spent;
  }
  return nanoseconds / 1e9;
}

// The least a server can do: one thread that sends the same bytes to every request.
class CannedServer {
 public:
  explicit CannedServer(const std::string& body)
      : answer_("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                body),
        listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    WICK_CHECK(::bind(listener_, any, size) == 0 && ::listen(listener_, 1) == 0);
    WICK_CHECK(::getsockname(listener_, any, &size) == 0);
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::jthread([this] { serve(); });
  }

  [[nodiscard]] const std::string& url() const { return url_; }
  [[nodiscard]] double cpu_seconds() const {
    clockid_t clock{};
    timespec spent{};
    auto& thread = const_cast<std::jthread&>(thread_);  // native_handle() is not const
    WICK_CHECK(::pthread_getcpuclockid(thread.native_handle(), &clock) == 0);
    WICK_CHECK(::clock_gettime(clock, &spent) == 0);
    return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
  }

 private:
  void serve() const {
    const int client = ::accept(listener_, nullptr, nullptr);
    std::string request(4096, '\0');
    while (::recv(client, request.data(), request.size(), 0) > 0) {
      if (::send(client, answer_.data(), answer_.size(), MSG_NOSIGNAL | MSG_WAITALL) < 0) break;
    }
    ::close(client);
    ::close(listener_);
  }

  std::string answer_;
  int listener_;
  std::string url_;
  std::jthread thread_;
};

struct Client {
  std::unique_ptr<CannedServer> canned;  // outlives the connection
  std::unique_ptr<Connection> connection;
  std::string path{"/"};
  std::size_t bytes{};
  std::size_t calls{};
  double cpu_before{};
};

Work work_of(const std::shared_ptr<Client>& client, std::function<double()> cpu) {
  client->cpu_before = cpu();
  return {[=] {
            client->bytes = client->connection->get(client->path).size();
            ++client->calls;
          },
          [=, cpu = std::move(cpu)] {
            return Facts{
                .bytes = client->bytes,
                .cpu_seconds = (cpu() - client->cpu_before) / static_cast<double>(client->calls)};
          }};
}

Work floor_of(const Settings& settings) {
  const auto client = std::make_shared<Client>();
  client->canned = std::make_unique<CannedServer>(load(settings.inputs, Extent::kDay).front().zip);
  client->connection = std::make_unique<Connection>(client->canned->url());
  return work_of(client, [client] { return client->canned->cpu_seconds(); });
}

// The server at `url`, which names the file too, running as process `pid`.
Work served(const Settings& settings) {
  const auto client = std::make_shared<Client>();
  const std::size_t slash = settings.url.find('/', settings.url.find("//") + 2);
  client->path = settings.url.substr(slash);
  client->connection = std::make_unique<Connection>(settings.url.substr(0, slash));
  (void)client->connection->get(client->path);  // built with the first request
  return work_of(client, [pid = settings.pid] { return cpu_seconds(pid); });
}

}  // namespace

void add_serve_figures(Figures& figures) {
  figures["sim-serve.floor"] = floor_of;
  figures["sim-serve.ours"] = served;
}

}  // namespace wick::bench
