#include "sim/broker/fix_message.hpp"

#include <algorithm>
#include <charconv>

#include "sim/broker/new_york.hpp"

namespace wick::sim {
namespace {

constexpr std::string_view kBegin =
    "8=FIX.4.4\x01"
    "9=";
constexpr std::string_view kTrailer =
    "\x01"
    "10=";
constexpr std::size_t kTrailerBytes = 7;  // 10=nnn and its end
constexpr std::size_t kBytesMax = 64UL * 1024;

std::optional<std::int64_t> integer_of(std::string_view text) {
  std::int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

void append_padded(std::string& out, std::int64_t value, std::size_t width) {
  const std::string digits = std::to_string(value);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

std::string checksum_of(std::string_view text) {
  unsigned sum = 0;
  for (const char c : text) sum += static_cast<unsigned char>(c);
  std::string out;
  append_padded(out, sum % 256, 3);
  return out;
}

// Into fields; false where something is no tag=value.
bool read_fields(std::string_view text, FixMessage& message) {
  while (!text.empty()) {
    const std::size_t end = text.find(kFixEnd);
    if (end == std::string_view::npos) return false;
    const std::string_view field = text.substr(0, end);
    const std::size_t equals = field.find('=');
    const auto tag = integer_of(field.substr(0, std::min(equals, field.size())));
    if (equals == std::string_view::npos || !tag || *tag < 1 || *tag > 99'999) return false;
    message.fields.emplace_back(static_cast<int>(*tag), field.substr(equals + 1));
    text.remove_prefix(end + 1);
  }
  return !message.fields.empty() && message.fields.front().first == 35;
}

// One whole text, from 8= to the end of 10=.
FixMessage message_of(std::string_view text) {
  FixMessage message;
  message.garbled = true;
  const std::size_t length_end = text.find(kFixEnd, kBegin.size());
  const auto length = integer_of(text.substr(kBegin.size(), length_end - kBegin.size()));
  const std::size_t body = length_end + 1;
  const std::size_t trailer = text.size() - kTrailerBytes;
  if (!length || body > trailer || static_cast<std::int64_t>(trailer - body) != *length) {
    return message;
  }
  if (checksum_of(text.substr(0, trailer)) != text.substr(trailer + 3, 3)) return message;
  message.garbled = !read_fields(text.substr(body, trailer - body), message);
  return message;
}

}  // namespace

const std::string* FixMessage::find(int tag) const {
  const auto at = std::ranges::find(fields, tag, &std::pair<int, std::string>::first);
  return at == fields.end() ? nullptr : &at->second;
}

std::string_view FixMessage::text(int tag) const {
  const std::string* found = find(tag);
  return found == nullptr ? std::string_view() : *found;
}

std::optional<std::int64_t> FixMessage::integer(int tag) const {
  return integer_of(text(tag));
}

std::vector<std::string> FixMessage::all(int tag) const {
  std::vector<std::string> values;
  for (const auto& [of, value] : fields) {
    if (of == tag) values.push_back(value);
  }
  return values;
}

std::optional<FixMessage> FixSplitter::next() {
  const std::size_t begin = heard_.find(kBegin);
  if (begin == std::string::npos) {
    // Nothing here, but what may be the first bytes of one.
    if (heard_.size() > kBegin.size()) heard_.erase(0, heard_.size() - kBegin.size());
    return std::nullopt;
  }
  heard_.erase(0, begin);
  const std::size_t trailer = heard_.find(kTrailer);
  const std::size_t end =
      trailer == std::string::npos ? std::string::npos : heard_.find(kFixEnd, trailer + 1);
  if (end == std::string::npos) {
    if (heard_.size() <= kBytesMax) return std::nullopt;
    heard_.clear();
    FixMessage message;
    message.garbled = true;
    return message;
  }
  const std::string text = heard_.substr(0, end + 1);
  heard_.erase(0, end + 1);
  if (end - trailer != kTrailerBytes) {
    FixMessage message;
    message.garbled = true;
    return message;
  }
  return message_of(text);
}

FixBody& FixBody::add(int tag, std::string_view value) {
  text_ += std::to_string(tag);
  text_ += '=';
  text_ += value;
  text_ += kFixEnd;
  return *this;
}

std::string fix_frame(std::string_view inside) {
  std::string out(kBegin);
  out += std::to_string(inside.size());
  out += kFixEnd;
  out += inside;
  const std::string sum = checksum_of(out);
  return out + "10=" + sum + kFixEnd;
}

std::string fix_date(Micros at) {
  const CivilDay day = civil_day(at / kDay);
  std::string out;
  append_padded(out, day.year, 4);
  append_padded(out, day.month, 2);
  append_padded(out, day.day, 2);
  return out;
}

std::string fix_whole_second(Micros at) {
  const std::int64_t second = at % kDay / kSecond;
  std::string out;
  append_padded(out, second / 3600, 2);
  append_padded(out += ':', second / 60 % 60, 2);
  append_padded(out += ':', second % 60, 2);
  return out + ".000";
}

std::string fix_time(Micros at) {
  std::string out = fix_date(at) + '-' + fix_whole_second(at);
  out.resize(out.size() - 3);
  append_padded(out, at % kSecond / 1000, 3);
  return out;
}

}  // namespace wick::sim
