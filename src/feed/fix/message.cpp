#include "feed/fix/message.hpp"

#include <algorithm>

namespace wick::feed::fix {
namespace {

constexpr std::size_t kDigitsMax = 9;
constexpr std::size_t kEntryFieldsMax = 64;  // of one entry: looking for repeats is quadratic

}  // namespace

std::optional<std::int64_t> whole_number(std::string_view text) {
  if (text.empty() || text.size() > kDigitsMax) return std::nullopt;
  std::int64_t value = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return std::nullopt;
    value = value * 10 + (digit - '0');
  }
  return value;
}

const Field* Message::find(int tag) const {
  const auto found = std::ranges::find(fields_, tag, &Field::tag);
  return found == fields_.end() ? nullptr : &*found;
}

std::string_view Message::text(int tag) const {
  return text_of(fields_, tag);
}

std::optional<std::int64_t> Message::number(int tag) const {
  return whole_number(text(tag));
}

Groups::Groups(const Message& message, int count_tag) {
  const auto fields = message.fields();
  const auto count = std::ranges::find(fields, count_tag, &Field::tag);
  if (count == fields.end()) return;
  left_ = whole_number(count->value).value_or(0);
  rest_ = fields.subspan(static_cast<std::size_t>(count - fields.begin()) + 1);
}

std::span<const Field> Groups::next() {
  if (left_ == 0 || rest_.empty()) return {};
  --left_;
  std::size_t size = 1;
  const std::size_t size_max = std::min(rest_.size(), kEntryFieldsMax);
  while (size < size_max) {
    const auto entry = rest_.first(size);
    if (std::ranges::find(entry, rest_[size].tag, &Field::tag) != entry.end()) break;
    ++size;
  }
  const auto entry = rest_.first(size);
  rest_ = rest_.subspan(size);
  return entry;
}

std::string_view text_of(std::span<const Field> entry, int tag) {
  const auto found = std::ranges::find(entry, tag, &Field::tag);
  return found == entry.end() ? std::string_view() : found->value;
}

}  // namespace wick::feed::fix
