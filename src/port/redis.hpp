// What we ask of Redis: commands with their replies, and messages of subscribed channels.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "port/pending.hpp"

namespace wick::port {

struct RedisNil {
  bool operator==(const RedisNil&) const = default;
};
// A scalar reply, or an array of scalars. An error reply is a base::Error.
using RedisScalar = std::variant<RedisNil, std::int64_t, std::string>;
using RedisReply = std::variant<RedisNil, std::int64_t, std::string, std::vector<RedisScalar>>;

struct RedisMessage {
  std::string channel;
  std::string payload;

  bool operator==(const RedisMessage&) const = default;
};

// One connection; replies come in the order of the commands.
class Redis {
 public:
  virtual ~Redis() = default;
  [[nodiscard]] virtual Pending<base::Result<RedisReply>> call(std::vector<std::string> words) = 0;
  [[nodiscard]] virtual std::optional<RedisMessage> take() = 0;  // of a subscribed channel
};

}  // namespace wick::port
