#include "wiring/nearest_name.hpp"

#include <algorithm>

#include "base/edit_distance.hpp"

namespace wick::wiring {

std::string nearest_name(std::string_view name, std::span<const std::string_view> names) {
  // A name of a kilobyte is no slip of the finger; its beginning is enough to compare.
  constexpr std::size_t kComparedMax = 100;
  const auto changes = [&](std::string_view known) {
    return base::edit_distance(known, name.substr(0, kComparedMax));
  };
  const auto nearest = std::ranges::min_element(names, {}, changes);
  return nearest == names.end() ? "" : std::string(*nearest);
}

}  // namespace wick::wiring
