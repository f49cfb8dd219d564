// What a stranger says, without our secrets: each of them is ***, wherever the text repeats it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wick::feed {

class Mask {
 public:
  Mask() = default;
  explicit Mask(std::vector<std::string> secrets);  // empty ones hide nothing

  // Before a text is cut: half a secret is not found any more.
  [[nodiscard]] std::string over(std::string_view text) const;

 private:
  std::vector<std::string> secrets_;  // the longest first: one may hold another
};

}  // namespace wick::feed
