// How fast a server hands out one file on one keep-alive connection, and what that costs it.
#include <filesystem>
#include <fstream>
#include <memory>

#include "connection.hpp"
#include "figures.hpp"

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

struct Client {
  Client(const std::string& url, std::size_t slash)
      : connection(url.substr(0, slash)), path(url.substr(slash)) {}

  Connection connection;
  std::string path;
  std::size_t bytes{};
  std::size_t calls{};
};

// Any server at `url`, which names the file too, running as process `pid`.
Work served(const Settings& settings) {
  const std::string& url = settings.url;
  const auto client = std::make_shared<Client>(url, url.find('/', url.find("//") + 2));
  (void)client->connection.get(client->path);  // the simulator makes a file for its first request
  const double before = cpu_seconds(settings.pid);
  return {[=] {
            client->bytes = client->connection.get(client->path).size();
            ++client->calls;
          },
          [=, pid = settings.pid] {
            const auto calls = static_cast<double>(client->calls);
            return Facts{.bytes = client->bytes,
                         .cpu_seconds = (cpu_seconds(pid) - before) / calls};
          }};
}

}  // namespace

void add_serve_figures(Figures& figures) {
  figures["serve.any"] = served;
}

}  // namespace wick::bench
