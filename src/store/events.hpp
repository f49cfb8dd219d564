// What the program did, one line of JSON for each request, for `stats` and for the curious.
//
// A bounded ring of two files, neither synced: losing the last lines costs nothing that matters.
// Any number of programs write to it at once; a line is never torn by another one.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"
#include "port/files.hpp"
#include "store/event.hpp"

namespace wick::store {

class Events {
 public:
  static constexpr std::uint64_t kSizeMax = std::uint64_t{4} << 20U;  // of each of the two files

  // Of a file that is kept open for more lines. Somebody may turn it over or remove it meanwhile;
  // so long, and no longer, are lines written to what it was.
  static constexpr core::Micros kOpenMax = std::chrono::seconds{1};
  static constexpr int kLinesMax = 64;

  // `path`, and path.1 for the older half. The files must outlive this.
  Events(port::Files& files, std::string path);
  ~Events();
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;

  // Where it cannot be written it is let go. Any thread.
  void add(std::string line);
  // The same for who has many, and would rather not open the file for each.
  void add(std::string line, core::MonoTime now);

  struct Content {
    std::vector<Event> events;     // in the order in which they were written, but for kOpenMax
    std::uint64_t lines_unread{};  // torn by a full disk, or of a newer program
  };
  // An absent ring is an empty one.
  [[nodiscard]] base::Result<Content> read() const;

 private:
  struct Open {
    port::Files::Handle file{};
    core::MonoTime since{};
    int lines_left{kLinesMax};
  };
  [[nodiscard]] std::optional<port::Files::Handle> open();
  [[nodiscard]] bool write(port::Files::Handle file, std::string line);
  void close();
  void turn_over();
  [[nodiscard]] bool is_full() const;
  [[nodiscard]] base::Result<std::string> read_file(const std::string& path) const;

  port::Files& files_;
  std::string path_;
  std::mutex mutex_;
  std::optional<Open> open_;
};

// The events of these lines are added to the content.
void read_events(std::string_view lines, Events::Content& content);

}  // namespace wick::store
