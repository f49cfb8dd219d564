// The text of a Budget: one fact a line, numbers in microseconds.
#include <charconv>
#include <string>

#include "policy/budget.hpp"

namespace wick::policy {
namespace {

constexpr std::string_view kHead = "budget 1";

void add(std::string& text, std::int64_t number) {
  text += ' ';
  text += std::to_string(number);
}

std::int64_t micros(core::UtcTime t) {
  return core::micros_of(t);
}

// The words of a line, one after the other.
class Words {
 public:
  explicit Words(std::string_view line) : left_(line) {}

  std::string_view word() {
    const std::string_view word = left_.substr(0, left_.find(' '));
    left_.remove_prefix(std::min(left_.size(), word.size() + 1));
    return word;
  }
  std::int64_t number() {
    const std::string_view text = word();
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || end != text.data() + text.size()) good_ = false;
    return value;
  }
  core::UtcTime time() { return core::utc_micros(number()); }
  std::string_view rest() { return left_; }
  [[nodiscard]] bool good() const { return good_; }

 private:
  std::string_view left_;
  bool good_{true};
};

}  // namespace

std::string Budget::text() const {
  std::string text(kHead);
  text += "\nknown";
  add(text, micros(known_until_));
  add(text, micros(survey_until_));
  add(text, early_weight_);
  add(text, early_requests_);
  text += "\nskew";
  add(text, skew_.low.count());
  add(text, skew_.high.count());
  add(text, micros(skew_.at));
  text += "\nclosed";
  add(text, micros(closed_until_));
  text += ' ';
  for (const char c : why_) text += c == '\n' ? ' ' : c;
  for (const Window& window : windows_) {
    text += window.limit.counts == RateLimit::Counts::kWeight ? "\nweight" : "\nrequests";
    add(text, window.limit.window.count());
    add(text, window.limit.most);
    add(text, micros(window.begin));
    add(text, window.leased);
    add(text, window.answered);
    add(text, window.seen);
    add(text, window.foreign);
    add(text, window.foreign_before);
  }
  return text + '\n';
}

bool Budget::parse_line(std::string_view line) {
  Words words(line);
  const std::string_view what = words.word();
  if (what == "known") {
    known_until_ = words.time();
    survey_until_ = words.time();
    early_weight_ = words.number();
    early_requests_ = words.number();
  } else if (what == "skew") {
    skew_.low = core::Micros{words.number()};
    skew_.high = core::Micros{words.number()};
    skew_.at = words.time();
  } else if (what == "closed") {
    closed_until_ = words.time();
    why_ = words.rest();
  } else if (what == "weight" || what == "requests") {
    Window& window = windows_.emplace_back();
    if (what == "requests") window.limit.counts = RateLimit::Counts::kRequests;
    window.limit.window = core::Micros{words.number()};
    window.limit.most = words.number();
    window.begin = words.time();
    window.leased = words.number();
    window.answered = words.number();
    window.seen = words.number();
    window.foreign = words.number();
    window.foreign_before = words.number();
    return words.good() && window.limit.window > core::Micros::zero() && window.limit.most > 0;
  }
  return words.good() && !what.empty();
}

Budget Budget::parse(std::string_view text) {
  Budget budget;
  if (!text.starts_with(kHead) || !text.ends_with('\n')) return {};
  text.remove_prefix(std::min(text.size(), kHead.size() + 1));
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (!budget.parse_line(text.substr(0, end))) return {};
    text.remove_prefix(end + 1);
  }
  return budget;
}

}  // namespace wick::policy
