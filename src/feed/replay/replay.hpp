// A feed out of a recording: the ticks as they were, in the order of its lines.
//
// At speed 1 they come as far apart as they were received, at speed 60 an hour takes a minute, and
// at speed 0 they come as fast as the owner steps. Times are those of the recording: a tick was
// received at its snap time, and never before the tick of the line above. Lines that are no ticks
// are passed over and told with file and line, the first few; the end says how many there were. A
// byte order mark in front is passed over.
// A recording may be packed by gzip, as its first bytes tell; it is unpacked in memory, so one with
// too much text is refused. A recording that cannot be read, or has no tick, ends with an error.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "feed/replay/recording.hpp"
#include "feed/symbol_table.hpp"
#include "port/feed.hpp"
#include "port/files.hpp"

namespace wick::feed::replay {

struct ReplayOptions {
  std::string path{};
  double speed{1};                                // 0: as fast as it is stepped
  std::size_t text_max{std::size_t{512} << 20U};  // bytes inside a packed one
  // Hears of the lines that were passed over; without it they are notes.
  std::function<void(const std::string& text)> tell{};
};

class Replay final : public port::Feed {
 public:
  Replay(port::Files& files, ReplayOptions options);  // the files: must outlive

  // It begins with the first of these. What is not in the recording is refused at its end; where
  // that is all of them, it ends with an error.
  void subscribe(std::vector<std::string> symbols) override;
  void step(core::Now now, std::vector<port::FeedEvent>& out) override;
  [[nodiscard]] core::MonoTime wake() const override;
  // That of the recording; before it is played, when it begins. Ours where it has no tick.
  [[nodiscard]] core::UtcTime clock(core::UtcTime now) const override;
  [[nodiscard]] port::FeedVolume volume() const override { return port::FeedVolume::kSizes; }

 private:
  using Out = std::vector<port::FeedEvent>;
  enum class Phase { kWaiting, kPlaying, kOver };
  enum class Due { kNow, kLater };

  [[nodiscard]] bool open(Out& out);
  [[nodiscard]] base::Result<port::Mapped> load();
  void look_ahead();
  [[nodiscard]] std::optional<std::string_view> next_line();
  [[nodiscard]] std::optional<RecordedTick> tick_of(std::string_view line, Out& out);
  void take(const RecordedTick& recorded, Out& out);
  void odd(const std::string& what, Out& out);
  void say(const std::string& text, Out& out) const;
  void begin(port::Mapped file);
  [[nodiscard]] std::string fruitless() const;
  [[nodiscard]] std::string meant(const std::string& wanted) const;
  void finish(std::optional<base::Error> error, Out& out);
  void refuse_absent(std::optional<base::Error>& error, Out& out);
  [[nodiscard]] std::string names() const;
  [[nodiscard]] Due due(const core::Tick& tick, core::Now now);

  port::Files& files_;
  const ReplayOptions options_;
  RecordingReader reader_;
  SymbolTable symbols_;
  Phase phase_{Phase::kWaiting};
  bool subscribed_{};

  port::Mapped file_{};
  port::Mapped unpacked_{};  // until it is played
  std::size_t at_{};         // the next byte
  std::size_t line_{};       // the number of the line before it
  std::size_t odd_lines_{};
  std::string first_odd_;
  std::size_t ticks_{};
  bool told_open_{};
  std::vector<bool> heard_{};                   // by symbol
  std::set<std::string, std::less<>> names_{};  // of symbols in the recording, up to a bound
  std::optional<RecordedTick> held_;            // read, and not yet due
  std::optional<core::UtcTime> first_;          // received; as of first_at_ by our clock
  core::MonoTime first_at_{};
  core::UtcTime first_at_wall_{};
  core::UtcTime last_{};
  core::MonoTime wake_{core::MonoTime::min()};
};

}  // namespace wick::feed::replay
