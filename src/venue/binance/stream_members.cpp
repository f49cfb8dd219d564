#include "venue/binance/stream_members.hpp"

#include <utility>

#include "codec/decimal.hpp"

namespace wick::venue::binance {

StreamMembers::StreamMembers(std::optional<simdjson::dom::object> object, std::string path)
    : path_(std::move(path)) {
  if (!object) return;
  for (const auto member : *object) {
    if (member.key.size() != 1) continue;
    const char name = member.key.front();
    const auto place = static_cast<unsigned char>(name);
    if (place >= members_.size()) continue;
    if (members_[place]) complain(name, " comes twice");
    members_[place] = member.value;
  }
}

bool StreamMembers::has(char name) const {
  return members_.at(static_cast<unsigned char>(name)).has_value();
}

std::string_view StreamMembers::text(char name) {
  return read<std::string_view>(name, " is no text").value_or("");
}
std::int64_t StreamMembers::integer(char name) {
  return read<std::int64_t>(name, " is no whole number").value_or(0);
}
bool StreamMembers::flag(char name) {
  return read<bool>(name, " is neither true nor false").value_or(false);
}

double StreamMembers::decimal(char name) {
  std::string_view text = this->text(name);
  const auto value = codec::take_decimal(text);
  if (value && text.empty()) return *value;
  complain(name, " is no decimal");
  return 0;
}

StreamMembers StreamMembers::inside(char name) {
  const auto object = read<simdjson::dom::object>(name, " is no object");
  StreamMembers members(object, path_ + name + '.');
  if (!wrong_.empty()) members.wrong_ = wrong_;
  return members;
}

template <typename T>
std::optional<T> StreamMembers::read(char name, const char* kind) {
  const auto& member = members_.at(static_cast<unsigned char>(name));
  T value{};
  if (member && member->get(value) == simdjson::SUCCESS) return value;
  complain(name, member ? kind : " is missing");
  return std::nullopt;
}

void StreamMembers::complain(char name, const std::string& what) {
  if (wrong_.empty()) wrong_ = path_ + name + what;
}

}  // namespace wick::venue::binance
