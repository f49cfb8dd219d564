#include "feed/fix/message_reader.hpp"

#include <algorithm>

#include "feed/fix/message_writer.hpp"

namespace wick::feed::fix {
namespace {

constexpr std::string_view kLength = "9=";
constexpr std::size_t kLengthDigitsMax = 7;
constexpr std::size_t kTrailerBytes = 7;  // 10=146|
constexpr int kMessageType = 35;

// Takes "9=497|" off the front. Nothing: there is something else.
std::optional<Field> take_field(std::string_view& text) {
  const std::size_t end = text.find(kSoh);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view whole = text.substr(0, end);
  const std::size_t equals = whole.find('=');
  if (equals == std::string_view::npos || whole.front() == '0') return std::nullopt;
  const auto tag = whole_number(whole.substr(0, equals));
  if (!tag) return std::nullopt;
  text.remove_prefix(end + 1);
  return Field{static_cast<int>(*tag), whole.substr(equals + 1)};
}

}  // namespace

void MessageReader::feed(std::string_view bytes) {
  buffer_.erase(0, begin_);
  begin_ = 0;
  buffer_ += bytes;
}

void MessageReader::restart() {
  buffer_.clear();
  begin_ = 0;
}

const Message* MessageReader::next() {
  while (begin_ < buffer_.size()) {
    const Look found = look();
    if (found.frame == Frame::kShort) return nullptr;
    const std::string_view all = buffer_;
    const bool whole =
        found.frame == Frame::kWhole && read_fields(all.substr(found.body, found.end - found.body));
    if (whole) {
      begin_ = found.end + kTrailerBytes;
      return &message_;
    }
    skip();
  }
  return nullptr;
}

// What stands at the front, as far as it goes.
MessageReader::Look MessageReader::look() const {
  const std::string_view rest = std::string_view(buffer_).substr(begin_);
  const std::string_view begin = rest.substr(0, kBegin.size());
  if (!kBegin.starts_with(begin)) return {Frame::kBroken};
  const std::string_view length = rest.substr(begin.size());
  if (!kLength.starts_with(length.substr(0, kLength.size()))) return {Frame::kBroken};
  const std::string_view digits =
      length.substr(std::min(length.size(), kLength.size())).substr(0, kLengthDigitsMax + 1);
  const std::size_t soh = digits.find(kSoh);
  if (soh == std::string_view::npos) {
    const bool possible =
        digits.size() <= kLengthDigitsMax && (digits.empty() || whole_number(digits));
    return {possible ? Frame::kShort : Frame::kBroken};
  }
  const auto bytes = whole_number(digits.substr(0, soh));
  if (!bytes || static_cast<std::size_t>(*bytes) > bytes_max_) return {Frame::kBroken};
  const std::size_t body = begin_ + kBegin.size() + kLength.size() + soh + 1;
  return look_at_trailer({Frame::kWhole, body, body + static_cast<std::size_t>(*bytes)});
}

MessageReader::Look MessageReader::look_at_trailer(Look found) const {
  const std::string_view all = buffer_;
  if (all.size() < found.end + kTrailerBytes) return {Frame::kShort};
  const std::string_view trailer = all.substr(found.end, kTrailerBytes);
  if (!trailer.starts_with("10=")) return {Frame::kBroken};  // cheaper than the sum
  const std::string_view framed = all.substr(begin_, found.end - begin_);
  if (!std::ranges::equal(trailer, trailer_of(framed))) return {Frame::kBroken};
  return found;
}

bool MessageReader::read_fields(std::string_view body) {
  message_.fields_.clear();
  while (!body.empty()) {
    const auto field = take_field(body);
    if (!field) return false;
    message_.fields_.push_back(*field);
  }
  return !message_.fields_.empty() && message_.fields_.front().tag == kMessageType &&
         !message_.type().empty();
}

// To whatever may be a begin, which must not be the one that stands here.
void MessageReader::skip() {
  const std::string_view rest = std::string_view(buffer_).substr(begin_);
  if (rest.starts_with(kBegin)) ++odd_.garbled;
  std::size_t to = rest.find(kBegin.front(), 1);
  while (to != std::string_view::npos && !kBegin.starts_with(rest.substr(to, kBegin.size()))) {
    to = rest.find(kBegin.front(), to + 1);
  }
  const std::size_t passed = std::min(to, rest.size());
  odd_.bytes_skipped += passed;
  begin_ += passed;
}

}  // namespace wick::feed::fix
