#include "fake/redis.hpp"

#include <deque>
#include <optional>
#include <utility>

namespace wick::fake {

using base::Error;
using base::ErrorKind;
using port::RedisReply;

class RedisServer::Connection final : public port::Redis {
 public:
  explicit Connection(RedisServer* server) : server_(server) {}
  ~Connection() override {
    if (server_ != nullptr) server_->connections_.erase(this);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  port::Pending<base::Result<RedisReply>> call(std::vector<std::string> words) override {
    auto [promise, pending] = port::Promise<base::Result<RedisReply>>::make();
    if (server_ == nullptr || server_->away_) {
      promise.fulfil(Error{ErrorKind::kUnavailable, "redis: connection lost"});
      return std::move(pending);
    }
    // Executed at once and answered a little later, never overtaking an earlier reply.
    auto reply = server_->execute(words, *this);
    const core::MonoTime now = server_->world_.now().mono;
    const core::Micros trip{static_cast<std::int64_t>(20 + server_->world_.random().below(200))};
    last_reply_ = std::max(last_reply_ + core::Micros{1}, now + trip);
    server_->world_.after(last_reply_ - now,
                          [promise = std::move(promise), reply = std::move(reply)]() mutable {
                            promise.fulfil(std::move(reply));
                          });
    return std::move(pending);
  }

  std::optional<port::RedisMessage> take() override {
    if (inbox_.empty()) return std::nullopt;
    port::RedisMessage message = std::move(inbox_.front());
    inbox_.pop_front();
    return message;
  }

  void lose() { server_ = nullptr; }
  void subscribe(const std::string& channel) { channels_.insert(channel); }
  bool deliver(const port::RedisMessage& message) {
    if (!channels_.contains(message.channel)) return false;
    inbox_.push_back(message);
    return true;
  }

 private:
  RedisServer* server_;
  std::set<std::string> channels_;
  std::deque<port::RedisMessage> inbox_;
  core::MonoTime last_reply_{};
};

RedisServer::~RedisServer() {
  go_away();
}

std::unique_ptr<port::Redis> RedisServer::connect() {
  auto connection = std::make_unique<Connection>(away_ ? nullptr : this);
  if (!away_) connections_.insert(connection.get());
  return connection;
}

void RedisServer::go_away() {
  away_ = true;
  for (Connection* connection : connections_) connection->lose();
  connections_.clear();
}

void RedisServer::come_back() {
  away_ = false;
}

std::int64_t RedisServer::publish(const std::string& channel, const std::string& payload) {
  std::int64_t receivers = 0;
  for (Connection* connection : connections_) {
    receivers += connection->deliver({channel, payload}) ? 1 : 0;
  }
  return receivers;
}

base::Result<RedisReply> RedisServer::execute(const std::vector<std::string>& words,
                                              Connection& from) {
  const auto is = [&](const char* name, std::size_t size) {
    return !words.empty() && words[0] == name && words.size() == size;
  };
  if (is("PING", 1)) return RedisReply{std::string("PONG")};
  if (is("SET", 3)) {
    keys_[words[1]] = words[2];
    return RedisReply{std::string("OK")};
  }
  if (is("GET", 2)) {
    const auto key = keys_.find(words[1]);
    return key == keys_.end() ? RedisReply{port::RedisNil{}} : RedisReply{key->second};
  }
  if (is("DEL", 2)) return RedisReply{static_cast<std::int64_t>(keys_.erase(words[1]))};
  if (is("PUBLISH", 3)) return RedisReply{publish(words[1], words[2])};
  if (is("SUBSCRIBE", 2)) {
    from.subscribe(words[1]);
    return RedisReply{
        std::vector<port::RedisScalar>{std::string("subscribe"), words[1], std::int64_t{1}}};
  }
  return Error{ErrorKind::kUnsupported, "ERR unknown command or wrong number of arguments"};
}

}  // namespace wick::fake
