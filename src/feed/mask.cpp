#include "feed/mask.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace wick::feed {

Mask::Mask(std::vector<std::string> secrets) : secrets_(std::move(secrets)) {
  std::erase_if(secrets_, [](const std::string& secret) { return secret.empty(); });
  std::ranges::stable_sort(secrets_, std::ranges::greater{}, &std::string::size);
}

std::string Mask::over(std::string_view text) const {
  constexpr std::string_view kStars = "***";
  std::string shown;
  while (!text.empty()) {
    const auto here = std::ranges::find_if(
        secrets_, [&](const std::string& secret) { return text.starts_with(secret); });
    const bool hidden = here != secrets_.end();
    shown += hidden ? kStars : text.substr(0, 1);
    text.remove_prefix(hidden ? here->size() : 1);
  }
  return shown;
}

}  // namespace wick::feed
