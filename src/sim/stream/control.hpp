// What a client may say on a stream connection, and what the exchange answers when it cannot
// follow. The error texts are the exchange's own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace wick::sim {

struct Control {
  enum class Method : std::uint8_t {
    kSubscribe,
    kUnsubscribe,
    kListSubscriptions,
    kSetProperty,
    kGetProperty,
  };

  Method method{};
  std::vector<std::string> streams;  // of SUBSCRIBE and UNSUBSCRIBE
  bool combined{};                   // of SET_PROPERTY, the only property there is
  std::string id{"null"};            // as JSON: a number, a string, or null
};

struct Refusal {
  std::string reply;
};

[[nodiscard]] std::variant<Control, Refusal> read_control(std::string_view text);

// {"result":<result>,"id":<id>}
[[nodiscard]] std::string control_reply(std::string_view result, std::string_view id);

}  // namespace wick::sim
