// The front door: past bars from the cache, the archive and the API, and candles as they close.
//
// A Client may be used by any number of threads at once. What the cache has whole is answered by
// the thread that asks; all else goes through one reactor, so that two who miss the same file cause
// one download. After fork() the child begins anew: it shares no connection, thread or lock with
// its parent. Nothing happens before the first question.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wick/bars.hpp"
#include "wick/environment.hpp"
#include "wick/provenance.hpp"
#include "wick/stream.hpp"

namespace wick {

struct Progress {
  std::int64_t settled{};  // of the wanted instants
  std::int64_t wanted{};
  std::string waits_for{};  // "a server's pause"; empty while it is at work
};

// Called in the thread that asked, at least twenty times a second while it waits. The answer false
// gives up: what has come is kept in the cache, and the call ends with kCancelled at once.
using Watch = std::function<bool(const Progress&)>;

class WICK_API Client {
 public:
  // Refuses settings that cannot be. Reads the configuration file, touches no network.
  [[nodiscard]] static Result<Client> open(Options options = {});
  ~Client();
  Client(Client&& other) noexcept;
  Client& operator=(Client&& other) noexcept;

  // Where some instants could not be had the rest is the answer, and is not complete(). Where
  // nothing could be had at all there is an error that names each tier's reason.
  [[nodiscard]] Result<Bars> get(const Request& request, const Watch& watch = {});

  // All at the same time; one result for each, in their order.
  [[nodiscard]] std::vector<Result<Bars>> get_many(std::span<const Request> requests,
                                                   const Watch& watch = {});

  // Candles as they close. Refuses words that cannot be; touches the network on a thread of its
  // own, and needs the client no longer.
  [[nodiscard]] Result<Stream> stream(const StreamRequest& request);

  // Of the bar that holds `time`. Reads the cache only.
  [[nodiscard]] Result<Provenance> why(const Series& series, Time time);

  // The settings in force, by the names of the environment, with folders filled in.
  [[nodiscard]] std::map<std::string, std::string> settings() const;

 private:
  class Door;
  explicit Client(std::unique_ptr<Door> door);
  std::unique_ptr<Door> door_;
};

[[nodiscard]] WICK_API std::string_view version();

}  // namespace wick
