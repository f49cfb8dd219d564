// A small Redis in memory and in virtual time: keys, channels, and a server that can go away.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "fake/world.hpp"
#include "port/redis.hpp"

namespace wick::fake {

// The server. Knows PING, GET, SET, DEL, PUBLISH and SUBSCRIBE, and says so to anything else.
class RedisServer {
 public:
  explicit RedisServer(World& world) : world_(world) {}
  ~RedisServer();
  [[nodiscard]] std::unique_ptr<port::Redis> connect();

  void go_away();    // every connection fails from here on
  void come_back();  // new connections work; keys are still there

 private:
  class Connection;
  [[nodiscard]] base::Result<port::RedisReply> execute(const std::vector<std::string>& words,
                                                       Connection& from);
  [[nodiscard]] std::int64_t publish(const std::string& channel, const std::string& payload);

  World& world_;
  std::map<std::string, std::string> keys_;
  std::set<Connection*> connections_;
  bool away_{false};
};

}  // namespace wick::fake
