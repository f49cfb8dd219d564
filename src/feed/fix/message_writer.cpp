#include "feed/fix/message_writer.hpp"

#include "feed/fix/message_reader.hpp"

namespace wick::feed::fix {

Body& Body::add(int tag, std::string_view value) {
  bytes_ += std::to_string(tag);
  bytes_ += '=';
  bytes_ += value.substr(0, value.find(kSoh));
  bytes_ += kSoh;
  return *this;
}

Body& Body::add(int tag, std::int64_t value) {
  return add(tag, std::to_string(value));
}

Body& Body::append(std::string_view fields) {
  bytes_ += fields;
  return *this;
}

std::string framed(std::string_view body) {
  std::string bytes(kBegin);
  bytes += "9=" + std::to_string(body.size()) + kSoh;
  bytes += body;
  const auto trailer = trailer_of(bytes);
  bytes.append(trailer.data(), trailer.size());
  return bytes;
}

std::array<char, 7> trailer_of(std::string_view before) {
  unsigned sum = 0;
  for (const char byte : before) sum += static_cast<unsigned char>(byte);
  sum %= 256;
  const auto digit = [&](unsigned unit) { return static_cast<char>('0' + sum / unit % 10); };
  return {'1', '0', '=', digit(100), digit(10), digit(1), kSoh};
}

}  // namespace wick::feed::fix
