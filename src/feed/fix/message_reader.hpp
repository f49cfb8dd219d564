// Messages of FIX 4.4 out of a stream of bytes that is cut anywhere.
//
// A message counts only where its frame is whole: begin, length, trailer and checksum. Whatever
// else lies in the stream is passed over up to the next thing that looks like a begin, and is
// counted. Takes no memory once its buffer has grown to the usual size, and holds a bounded amount:
// a message that says it is longer than `bytes_max` is none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "feed/fix/message.hpp"

namespace wick::feed::fix {

inline constexpr std::string_view kBegin = "8=FIX.4.4\x01";

class MessageReader {
 public:
  explicit MessageReader(std::size_t bytes_max = std::size_t{1} << 20U) : bytes_max_(bytes_max) {}

  // More of the stream. Ends the life of messages told before.
  void feed(std::string_view bytes);

  // The next message; it lives until the next call of feed() or next(). nullptr: it takes more
  // bytes. Call it until then before feeding more.
  [[nodiscard]] const Message* next();

  // A new connection: forgets what was begun. Counts stay.
  void restart();

  struct Odd {
    std::uint64_t garbled{};        // messages that broke their own frame
    std::uint64_t bytes_skipped{};  // of them, and of what was no message at all
  };
  [[nodiscard]] const Odd& odd() const { return odd_; }
  [[nodiscard]] std::size_t bytes_held() const { return buffer_.size() - begin_; }

 private:
  enum class Frame { kWhole, kShort, kBroken };
  struct Look {
    Frame frame{};
    std::size_t body{};  // where it begins
    std::size_t end{};   // and ends
  };
  [[nodiscard]] Look look() const;
  [[nodiscard]] Look look_at_trailer(Look found) const;
  [[nodiscard]] bool read_fields(std::string_view body);
  void skip();

  std::size_t bytes_max_;
  std::string buffer_;
  std::size_t begin_{};  // of what has not been read yet
  Message message_;
  Odd odd_;
};

}  // namespace wick::feed::fix
