// Small texts that all programs of a user see at once, and change one at a time.
#pragma once

#include <functional>
#include <string>

namespace wick::port {

class Board {
 public:
  virtual ~Board() = default;

  // Empty where nobody has written yet, or where it cannot be read.
  [[nodiscard]] virtual std::string look(const std::string& name) = 0;

  // Nobody changes it in between. Where it cannot be shared this program keeps it to itself.
  using Change = std::function<std::string(const std::string& text)>;
  virtual void change(const std::string& name, const Change& change) = 0;
};

}  // namespace wick::port
