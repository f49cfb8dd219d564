#include "live/cross_check.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/check.hpp"
#include "core/time_text.hpp"

namespace wick::live {
namespace {

constexpr core::Micros kPostponed = std::chrono::seconds{5};
constexpr core::Micros kRetry = std::chrono::minutes{1};
constexpr std::array kSides = {std::pair{Basis::kBid, "bid "}, std::pair{Basis::kAsk, "ask "}};

void append(std::string& out, double value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value);
  out.append(text.data(), end.ptr);
}

std::string prices(const core::Bar& bar) {
  std::string out;
  append(out, bar.open);
  for (const double price : {bar.high, bar.low, bar.close}) append(out += ' ', price);
  return out;
}

std::string volume(const core::Bar& bar) {
  std::string out;
  append(out, bar.volume);
  return out;
}

}  // namespace

CrossCheck::CrossCheck(Options options, std::vector<std::string> symbols)
    : options_(std::move(options)),
      symbols_(std::move(symbols)),
      targets_(symbols_.size() * options_.intervals.size()) {}

std::optional<std::size_t> CrossCheck::place(std::size_t symbol, core::Interval interval) const {
  const auto at = std::ranges::find(options_.intervals, interval);
  if (at == options_.intervals.end()) return std::nullopt;
  return symbol * options_.intervals.size() +
         static_cast<std::size_t>(at - options_.intervals.begin());
}

CrossCheck::Target& CrossCheck::target(const Question& question) {
  const auto at = place(question.symbol, question.interval);
  WICK_CHECK(at.has_value());
  return targets_[*at];
}

// A bar that its trading day cuts short has no equal elsewhere.
void CrossCheck::remember(const LiveEvent& event) {
  const bool complete =
      event.kind == LiveEvent::Kind::kBar || event.kind == LiveEvent::Kind::kRevision;
  const auto at = complete ? place(event.symbol, event.interval) : std::nullopt;
  if (!at || event.bar.synthetic || event.bar.partial || event.bar.only) return;
  if (event.bar.end - event.bar.open_time != core::length_max(event.interval)) return;
  Target& target = targets_[*at];
  if (event.bar.open_time < target.bar.open_time) return;
  target.bar = event.bar;
  target.fresh = true;
}

core::TimeRange CrossCheck::Question::range() const {
  return {ours.open_time - core::length_max(interval) + core::Micros{1}, ours.end};
}

std::optional<CrossCheck::Question> CrossCheck::due(core::Now now) const {
  if (checks_ >= options_.checks_max) return std::nullopt;
  const Target* first = nullptr;
  for (const Target& each : targets_) {
    if (!each.fresh || each.refused || now.mono < each.not_before) continue;
    if (each.bar.end + options_.settling > now.utc) continue;
    if (first == nullptr || each.asked < first->asked) first = &each;
  }
  if (first == nullptr) return std::nullopt;
  const auto number = static_cast<std::size_t>(first - targets_.data());
  return Question{.symbol = number / options_.intervals.size(),
                  .interval = options_.intervals[number % options_.intervals.size()],
                  .ours = first->bar};
}

void CrossCheck::asked(const Question& question, core::MonoTime now) {
  Target& asked = target(question);
  asked.asked = now;
  asked.not_before = now + options_.min_interval;
  asked.fresh = false;
  ++checks_;
  ++counts_.asked;
}

void CrossCheck::postpone(const Question& question, core::MonoTime now) {
  target(question).not_before = now + kPostponed;
}

void CrossCheck::unanswered(const Question& question) {
  Target& asked = target(question);
  asked.not_before = std::max(asked.not_before, asked.asked + kRetry);
  asked.fresh = true;
}

void CrossCheck::judge(const Question& question, const port::FeedHistoryPage& page, core::Now now,
                       std::vector<Notice>& notices) {
  const QuoteBar& ours = question.ours;
  bool otherwise = false;
  for (const ConfirmedBar& theirs : confirmed(page.bars, question.interval, now.utc)) {
    if (theirs.bar.open_time == ours.open_time) return compare(question, theirs.bar, notices);
    otherwise = otherwise || (theirs.bar.open_time < ours.end && theirs.bar.end > ours.open_time);
  }
  if (otherwise) {
    ++counts_.anchored_otherwise;
    target(question).not_before = now.mono + options_.look_again;
    return tell_absent(question, "history's bars begin at other times; they are not compared",
                       notices);
  }
  const bool settled = page.settled.begin <= ours.open_time && ours.open_time < page.settled.end;
  if (!settled) return;
  ++counts_.missing;
  tell_absent(question, "history has no such bar; ours is " + prices(bar_of(ours, Basis::kMid)),
              notices);
}

void CrossCheck::compare(const Question& question, const QuoteBar& theirs,
                         std::vector<Notice>& notices) {
  target(question).absent = false;
  for (const auto& [basis, side] : kSides) {
    const core::Bar a = bar_of(question.ours, basis);
    const core::Bar b = bar_of(theirs, basis);
    const Difference found = difference(a, b, options_.tolerance);
    if (found == Difference::kNone) continue;
    if (found == Difference::kVolume && !options_.exact_volume) continue;
    ++counts_.different;
    const std::string values = found == Difference::kPrices
                                   ? side + prices(a) + ", history " + prices(b)
                                   : "volume " + volume(a) + ", history " + volume(b);
    notices.push_back({Notice::Kind::kDiffers, title(question) + values});
    return;
  }
  ++counts_.same;
}

void CrossCheck::refuse(const Question& question, const base::Error& error,
                        std::vector<Notice>& notices) {
  ++counts_.refused;
  const bool whole_interval = error.kind == base::ErrorKind::kUnsupported;
  for (std::size_t i = 0; i < symbols_.size(); ++i) {
    if (i == question.symbol || whole_interval) {
      targets_[*place(i, question.interval)].refused = true;
    }
  }
  const std::string who = whole_interval ? "" : symbols_[question.symbol] + " ";
  notices.push_back({Notice::Kind::kOdd, who + std::string(core::name(question.interval)) +
                                             " bars are not compared: " + error.what});
}

std::string CrossCheck::title(const Question& question) const {
  return symbols_[question.symbol] + " " + std::string(core::name(question.interval)) + " of " +
         core::to_iso(question.ours.open_time) + ": ";
}

void CrossCheck::tell_absent(const Question& question, const std::string& what,
                             std::vector<Notice>& notices) {
  Target& absent = target(question);
  if (std::exchange(absent.absent, true)) return;
  notices.push_back({Notice::Kind::kDiffers, title(question) + what});
}

}  // namespace wick::live
