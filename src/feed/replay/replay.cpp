#include "feed/replay/replay.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <span>
#include <utility>

#include "codec/gzip.hpp"

namespace wick::feed::replay {
namespace {

constexpr int kLinesAtOnce = 500;
constexpr std::size_t kOddLinesTold = 5;
constexpr std::size_t kNamesMax = 1000;
constexpr std::size_t kNamesTold = 10;
constexpr std::string_view kGzip = "\x1f\x8b";
constexpr std::string_view kMark = "\xEF\xBB\xBF";

std::string_view text_of(const port::Mapped& file) {
  return {reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size()};  // NOLINT
}

}  // namespace

Replay::Replay(port::Files& files, ReplayOptions options)
    : files_(files), options_(std::move(options)) {
  look_ahead();
}

// To know when it begins; whatever is wrong is told when it is played.
void Replay::look_ahead() {
  auto file = load();
  if (!file) return;
  begin(*std::move(file));
  RecordingReader reader;
  while (const auto line = next_line()) {
    const auto recorded = reader.read(*line);
    if (!recorded || !*recorded) continue;
    last_ = (*recorded)->tick.received;
    break;
  }
  file_ = {};
}

void Replay::begin(port::Mapped file) {
  file_ = std::move(file);
  at_ = text_of(file_).starts_with(kMark) ? kMark.size() : 0;
  line_ = 0;
}

core::UtcTime Replay::clock(core::UtcTime now) const {
  if (last_ == core::UtcTime{}) return now;
  if (!first_ || options_.speed <= 0 || phase_ == Phase::kOver) return last_;
  const auto passed = static_cast<double>((now - first_at_wall_).count()) * options_.speed;
  return std::max(last_, *first_ + core::Micros{static_cast<std::int64_t>(passed)});
}

void Replay::subscribe(std::vector<std::string> symbols) {
  symbols_ = SymbolTable(std::move(symbols));
  heard_.clear();
  for (const std::string& name : symbols_.names()) heard_.push_back(names_.contains(name));
  subscribed_ = true;
}

core::MonoTime Replay::wake() const {
  return subscribed_ && phase_ != Phase::kOver ? wake_ : core::MonoTime::max();
}

void Replay::step(core::Now now, Out& out) {
  if (!subscribed_ || phase_ == Phase::kOver) return;
  if (phase_ == Phase::kWaiting && !open(out)) return;
  wake_ = core::MonoTime::min();
  for (int lines = 0; lines < kLinesAtOnce; ++lines) {
    if (!held_) {
      const auto line = next_line();
      if (!line) return finish(std::nullopt, out);
      held_ = tick_of(*line, out);
      if (!held_) continue;
    }
    if (due(held_->tick, now) == Due::kLater) return;
    take(*held_, out);
    held_.reset();
  }
}

std::optional<RecordedTick> Replay::tick_of(std::string_view line, Out& out) {
  const auto recorded = reader_.read(line);
  if (recorded) return *recorded;
  odd(recorded.error().what, out);
  return std::nullopt;
}

base::Result<port::Mapped> Replay::load() {
  if (unpacked_.keep) return std::exchange(unpacked_, {});
  auto file = files_.map(options_.path);
  if (!file || !text_of(*file).starts_with(kGzip)) return file;
  auto text = codec::gunzip(text_of(*file), options_.text_max);
  if (!text) return base::within(options_.path + ", packed", text.error());
  const auto keep = std::make_shared<const std::string>(*std::move(text));
  unpacked_ = {.bytes = std::as_bytes(std::span(*keep)), .keep = keep};
  return unpacked_;
}

bool Replay::open(Out& out) {
  auto file = load();
  if (!file) {
    finish(base::within("the recording", file.error()), out);
    return false;
  }
  begin(*std::move(file));
  phase_ = Phase::kPlaying;
  return true;
}

std::optional<std::string_view> Replay::next_line() {
  if (at_ >= file_.bytes.size()) return std::nullopt;
  const char* const from = text_of(file_).data() + at_;
  const std::size_t left = file_.bytes.size() - at_;
  const auto* const end = static_cast<const char*>(std::memchr(from, '\n', left));
  const std::size_t length = end == nullptr ? left : static_cast<std::size_t>(end - from);
  at_ += length + 1;
  ++line_;
  return std::string_view(from, length);
}

Replay::Due Replay::due(const core::Tick& tick, core::Now now) {
  if (!first_) {
    first_ = tick.received;
    first_at_ = now.mono;
    first_at_wall_ = now.utc;
  }
  if (options_.speed <= 0) return Due::kNow;
  const auto passed = static_cast<double>((tick.received - *first_).count()) / options_.speed;
  wake_ = first_at_ + core::Micros{static_cast<std::int64_t>(passed)};
  return now.mono < wake_ ? Due::kLater : Due::kNow;
}

void Replay::take(const RecordedTick& recorded, Out& out) {
  ++ticks_;
  last_ = std::max(last_, recorded.tick.received);
  if (!std::exchange(told_open_, true)) {
    out.emplace_back(port::FeedTurn{
        .state = port::FeedState::kOpen, .at = last_, .why = "replaying " + options_.path});
  }
  const auto number = symbols_.find(recorded.symbol);
  const bool known = number && heard_[*number];
  if (!known && names_.size() < kNamesMax && !names_.contains(recorded.symbol)) {
    names_.emplace(recorded.symbol);
  }
  if (!number) return;
  heard_[*number] = true;
  port::FeedTick tick{.symbol = *number, .tick = recorded.tick};
  tick.tick.received = last_;
  out.emplace_back(tick);
}

void Replay::odd(const std::string& what, Out& out) {
  const std::string place = options_.path + ":" + std::to_string(line_) + ": " + what;
  if (++odd_lines_ == 1) first_odd_ = place;
  if (odd_lines_ <= kOddLinesTold) say(place + "; passed over", out);
}

void Replay::say(const std::string& text, Out& out) const {
  if (options_.tell) {
    options_.tell(text);
  } else {
    out.emplace_back(port::FeedNote{text});
  }
}

void Replay::refuse_absent(std::optional<base::Error>& error, Out& out) {
  const auto& wanted = symbols_.names();
  const auto absent = [&](const std::string& name) {
    return base::Error{base::ErrorKind::kInvalid,
                       options_.path + " has no " + name + "; it has " + names() + meant(name)};
  };
  const bool any = std::ranges::find(heard_, true) != heard_.end();
  if (!any && !wanted.empty()) {
    error = absent(wanted.size() == 1 ? wanted.front() : "such symbols");
    return;
  }
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!heard_[i]) out.emplace_back(port::FeedRefusal{i, absent(wanted[i])});
  }
}

// The same name in another notation.
std::string Replay::meant(const std::string& wanted) const {
  const auto plain = [](std::string_view name) {
    std::string letters;
    for (const char c : name) {
      if (c >= 'a' && c <= 'z') letters += static_cast<char>(c - 'a' + 'A');
      if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) letters += c;
    }
    return letters;
  };
  const auto same = std::ranges::find(names_, plain(wanted), plain);
  return same == names_.end() ? "" : "; write " + *same + ":m1";
}

std::string Replay::fruitless() const {
  if (odd_lines_ == 0) return options_.path + ": it has no tick";
  return options_.path + ": none of its " + std::to_string(line_) +
         " lines is a tick; the first: " + first_odd_;
}

std::string Replay::names() const {
  std::string text;
  std::size_t told = 0;
  for (const std::string& name : names_) {
    if (told++ == kNamesTold) return text + " and others";
    text += (text.empty() ? "" : ", ") + name;
  }
  return text;
}

void Replay::finish(std::optional<base::Error> error, Out& out) {
  phase_ = Phase::kOver;
  if (!error && ticks_ == 0) error = base::Error{base::ErrorKind::kCorrupt, fruitless()};
  if (!error && odd_lines_ > kOddLinesTold) {
    say(options_.path + ": " + std::to_string(odd_lines_) + " of " + std::to_string(line_) +
            " lines were passed over; the first: " + first_odd_,
        out);
  }
  if (!error && ticks_ > 0) refuse_absent(error, out);
  file_ = {};
  held_.reset();
  out.emplace_back(port::FeedEnd{std::move(error)});
}

}  // namespace wick::feed::replay
