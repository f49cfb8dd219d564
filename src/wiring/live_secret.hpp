// A text that nobody shows: not a log, not a test, not a core of an error. It is told to those who
// ask for it by reveal(), and they do not pass it on.
#pragma once

#include <iosfwd>
#include <string>
#include <utility>

namespace wick::wiring {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  [[nodiscard]] bool empty() const { return text_.empty(); }
  [[nodiscard]] const std::string& reveal() const { return text_; }

 private:
  std::string text_;
};

std::ostream& operator<<(std::ostream& out, const Secret& secret);  // ****, or nothing where empty

}  // namespace wick::wiring
