// What the program did, one line of JSON for each request, for `stats` and for the curious.
//
// A bounded ring of two files, neither synced: losing the last lines costs nothing that matters.
// Any number of programs write to it at once; a line is never torn by another one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "port/files.hpp"
#include "store/event.hpp"

namespace wick::store {

class Events {
 public:
  static constexpr std::uint64_t kSizeMax = std::uint64_t{4} << 20U;  // of each of the two files

  // `path`, and path.1 for the older half.
  Events(port::Files& files, std::string path);

  // Where it cannot be written it is let go.
  void add(const std::string& line);

  struct Content {
    std::vector<Event> events;     // in the order in which they were written
    std::uint64_t lines_unread{};  // torn by a full disk, or of a newer program
  };
  // An absent ring is an empty one.
  [[nodiscard]] base::Result<Content> read() const;

 private:
  void turn_over();
  [[nodiscard]] bool is_full() const;
  [[nodiscard]] base::Result<std::string> read_file(const std::string& path) const;

  port::Files& files_;
  std::string path_;
};

// The events of these lines are added to the content.
void read_events(std::string_view lines, Events::Content& content);

}  // namespace wick::store
