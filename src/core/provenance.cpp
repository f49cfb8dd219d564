#include "core/provenance.hpp"

namespace wick::core {

void Untidy::add(const Untidy& other) {
  unsorted += other.unsorted;
  duplicates += other.duplicates;
  implausible += other.implausible;
}

std::string describe(const Untidy& untidy) {
  std::string text;
  const auto add = [&](std::uint32_t count, const char* what) {
    if (count == 0) return;
    if (!text.empty()) text += ", ";
    text += std::to_string(count) + what;
  };
  add(untidy.unsorted, " out of order");
  add(untidy.duplicates, " repeated");
  add(untidy.implausible, " with high or low inside open and close");
  return text;
}

}  // namespace wick::core
