// Thousands of lines against a server that misbehaves, each in a time of its own.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "base/sanitized.hpp"
#include "policy/line.hpp"

namespace wick::policy::line_walk_test {
namespace {

using core::Micros;
using core::MonoTime;
using namespace std::chrono_literals;

constexpr MonoTime kBegin{100h};
constexpr MonoTime kNever = MonoTime::max();

enum class Mood : std::uint8_t { kRough, kClosed, kGood };

// What the server knows of one connection, and what it will do next.
struct Peer {
  MonoTime asked{};
  MonoTime shakes{kNever};
  MonoTime cuts{kNever};
  MonoTime data{kNever};
  MonoTime ping{kNever};
  MonoTime goodbye{kNever};
  MonoTime refuses{kNever};
  std::vector<MonoTime> answers;   // to come
  std::vector<MonoTime> messages;  // ours, pongs included
  std::vector<MonoTime> sent;      // subscriptions alone
  MonoTime byte{};
  std::size_t answered{};
  bool shook{};
  bool deaf{};   // it takes everything and says nothing
  bool quiet{};  // it has no data
  bool told{};   // goodbye, or a refusal
};

class Walk {
 public:
  Walk(std::uint64_t seed, Mood mood)
      : seed_(seed), random_(seed), mood_(mood), options_(options()), line_(options_) {}

  void run(Micros time) {
    const MonoTime end = now_ + time;
    while (now_ < end && !testing::Test::HasFatalFailure()) {
      obey();
      const MonoTime event = next_event();
      MonoTime at = std::min({wake_, event, end});
      if (below(20) == 0) at = now_ + (at - now_) / 2;  // woken for nothing
      now_ = at;
      happen();
    }
  }
  void calm() {
    mood_ = Mood::kGood;
    for (auto& [link, peer] : peers_) peer.cuts = now_;  // the bad ones go
  }

  [[nodiscard]] const Line& line() const { return line_; }
  [[nodiscard]] MonoTime now() const { return now_; }
  [[nodiscard]] MonoTime last_data() const { return last_data_; }
  [[nodiscard]] const std::vector<MonoTime>& opens() const { return opens_; }
  [[nodiscard]] std::uint64_t trace() const { return trace_; }
  [[nodiscard]] const Line::Options& given() const { return options_; }

 private:
  std::uint64_t below(std::uint64_t count) { return random_() % count; }
  Micros up_to(Micros most) {
    return Micros{static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most.count()) + 1))};
  }
  void note(std::uint64_t what) { trace_ = (trace_ ^ what) * 0x100000001b3ULL; }

  Line::Options options() {
    Line::Options given{.hosts = 1 + below(3), .batches = 1 + below(12), .seed = seed_};
    given.limits.messages_per_second = 3 + below(8);
    given.limits.ping_every = below(2) == 0 ? Micros{20s} : Micros{3min};
    given.limits.lifetime = below(2) == 0 ? Micros{30min} : Micros{24h};
    return given;
  }

  void obey() {
    std::size_t steps = 0;
    for (;;) {
      ASSERT_LE(line_.links(), 2U) << where();
      ASSERT_LE(++steps, 4 + 2 * options_.limits.messages_per_second) << where();
      const Line::Step step = line_.next(now_);
      note(step.index());
      if (const auto* wait = std::get_if<Line::Wait>(&step)) {
        check(*wait);
        wake_ = wait->until;
        return;
      }
      if (const auto* open = std::get_if<Line::Open>(&step)) {
        // Others have opened many: not yet.
        if (below(10) == 0) {
          postponed_ = now_ + up_to(20s) + 1us;
          line_.postpone(postponed_);
          continue;
        }
        connect(open->host);
      }
      if (const auto* send = std::get_if<Line::Send>(&step)) hear(*send);
      if (const auto* close = std::get_if<Line::Close>(&step)) leave(*close);
      if (testing::Test::HasFatalFailure()) return;
    }
  }

  void check(const Line::Wait& wait) {
    ASSERT_GT(wait.until, now_) << where();
    ASSERT_FALSE(std::holds_alternative<Line::Wait>(line_.next(wait.until))) << where();
    const Line::Step before = line_.next(wait.until - 1us);
    const auto* still = std::get_if<Line::Wait>(&before);
    ASSERT_TRUE(still != nullptr && still->until == wait.until) << where();
    if (peers_.empty()) {
      const MonoTime latest = std::max(gone_ + options_.backoff_max, postponed_);
      ASSERT_LE(wait.until, latest) << where() << "it hesitates";
    }
    // Between data and the next attempt, and between attempts.
    const Micros attempt = options_.connect_max + options_.answer_max + 12s;
    const Micros most = options_.quiet_limit + attempt + options_.backoff_max;
    const MonoTime latest = std::max({last_data_, last_open_, postponed_}) + most;
    ASSERT_LE(now_, latest) << where() << "it gave up";
  }

  void connect(std::size_t host) {
    ASSERT_LT(host, options_.hosts) << where();
    ASSERT_LE(peers_.size(), 1U) << where() << "a third link";
    for (const auto& [link, peer] : peers_) {
      ASSERT_EQ(peer.answered, options_.batches) << where() << "while one is on its way";
    }
    note(host);
    const LinkId link = line_.opening(now_);
    ASSERT_FALSE(peers_.contains(link)) << where();
    Peer& peer = peers_[link];
    peer.asked = peer.byte = now_;
    last_open_ = now_;
    opens_.push_back(now_);
    peer.cuts = now_ + options_.limits.lifetime;
    if (mood_ == Mood::kGood) {
      peer.shakes = now_ + 10ms + up_to(500ms);
      return;
    }
    const std::uint64_t fate = mood_ == Mood::kClosed ? 9 : below(10);
    if (fate != 8) peer.shakes = now_ + up_to(fate < 6 ? Micros{1s} : Micros{15s});
    if (fate == 9) peer.cuts = now_ + up_to(3s);
    if (fate == 9 && mood_ == Mood::kClosed) peer.shakes = kNever;
    if (fate < 3) peer.cuts = std::min(peer.cuts, now_ + up_to(20min));
    if (fate == 4 || fate == 5) peer.goodbye = now_ + up_to(10min);
    peer.deaf = fate == 7 && below(2) == 0;
    peer.quiet = below(3) == 0;
  }

  void hear(const Line::Send& send) {
    ASSERT_TRUE(peers_.contains(send.link)) << where();
    Peer& peer = peers_[send.link];
    ASSERT_TRUE(peer.shook) << where();
    ASSERT_EQ(send.batch, peer.sent.size()) << where();
    const auto lately = std::count_if(peer.messages.begin(), peer.messages.end(),
                                      [&](MonoTime at) { return at > now_ - 1s; });
    const auto most = static_cast<std::ptrdiff_t>(options_.limits.messages_per_second - 2);
    ASSERT_LT(lately, most) << where() << "too many messages";
    peer.messages.push_back(now_);
    peer.sent.push_back(now_);
    line_.sent(send.link, now_);
    const bool good = mood_ == Mood::kGood;
    if (!good && below(60) == 0) return;  // never answered
    if (!good && below(60) == 0) peer.refuses = now_ + up_to(1s);
    peer.answers.push_back(now_ + up_to(!good && below(20) == 0 ? Micros{13s} : Micros{300ms}));
  }

  // The old link is closed only when the new one speaks, or when it is not worth keeping.
  void leave(const Line::Close& close) {
    ASSERT_TRUE(peers_.contains(close.link)) << where();
    const Peer& peer = peers_[close.link];
    const bool all = peer.answered == options_.batches;
    switch (close.why) {
      case Leave::kRelieved: {
        const Peer& next = peers_.rbegin()->second;
        ASSERT_NE(close.link, peers_.rbegin()->first) << where();
        ASSERT_EQ(next.answered, options_.batches) << where() << "relieved too early";
        break;
      }
      case Leave::kDead:
        ASSERT_GE(now_ - peer.byte, 3 * options_.limits.ping_every) << where() << "alive";
        break;
      case Leave::kNoAnswer:
        ASSERT_FALSE(all) << where();
        ASSERT_TRUE(peer.shook ? now_ - peer.sent.at(peer.answered) >= options_.answer_max
                               : now_ - peer.asked >= options_.connect_max)
            << where() << "too early";
        break;
      default:
        ASSERT_TRUE(peer.told && !all) << where() << name(close.why);
    }
    note(static_cast<std::uint64_t>(close.why));
    line_.closed(close.link);
    gone(close.link);
  }

  void gone(LinkId link) {
    peers_.erase(link);
    gone_ = now_;
  }

  static MonoTime soonest(const Peer& peer) {
    MonoTime at = std::min({peer.shakes, peer.cuts, peer.data, peer.ping, peer.goodbye});
    at = std::min(at, peer.refuses);
    for (const MonoTime answer : peer.answers) at = std::min(at, answer);
    return at;
  }
  MonoTime next_event() const {
    MonoTime at = doubt_;
    for (const auto& [link, peer] : peers_) at = std::min(at, soonest(peer));
    return at;
  }

  void happen() {
    if (doubt_ <= now_) {
      if (mood_ != Mood::kGood) line_.doubted(now_);
      doubt_ = now_ + up_to(30min);
    }
    std::vector<LinkId> links;
    for (const auto& [link, peer] : peers_) links.push_back(link);
    for (const LinkId link : links) happen(link, peers_.at(link));
  }

  void happen(LinkId link, Peer& peer) {
    if (peer.cuts <= now_) {
      line_.lost(link, now_);
      ASSERT_EQ(line_.state(link), std::nullopt);
      if (below(4) == 0) line_.heard_data(link, now_);  // an echo of what is gone
      gone(link);
      return;
    }
    if (due(peer.shakes)) {
      peer.shook = true;
      peer.byte = now_;
      line_.opened(link, now_);
      if (!peer.deaf) peer.ping = now_ + up_to(2s);
    }
    if (!peer.shook || peer.deaf) return silence(peer);
    say(link, peer);
  }

  bool due(MonoTime& at) const {
    if (at > now_) return false;
    at = kNever;
    return true;
  }
  void silence(Peer& peer) const {
    peer.answers.clear();
    if (peer.goodbye <= now_) peer.goodbye = kNever;
    if (peer.refuses <= now_) peer.refuses = kNever;
  }

  void say(LinkId link, Peer& peer) {
    for (MonoTime& answer : peer.answers) {
      if (!due(answer)) continue;
      peer.byte = now_;
      if (!peer.told || peer.answered < options_.batches) line_.accepted(link, now_);
      if (++peer.answered == options_.batches && !peer.quiet) peer.data = now_ + up_to(2s);
    }
    if (due(peer.ping)) {
      peer.byte = now_;
      peer.messages.push_back(now_);
      line_.heard_ping(link, now_);
      peer.ping = now_ + options_.limits.ping_every;
    }
    if (due(peer.data)) {
      peer.byte = last_data_ = now_;
      line_.heard_data(link, now_);
      peer.data = now_ + 100ms + up_to(mood_ == Mood::kGood ? Micros{5s} : Micros{30s});
      if (mood_ == Mood::kRough && below(200) == 0) peer.data = kNever;
      if (mood_ == Mood::kRough && below(300) == 0) peer.deaf = true;
    }
    if (due(peer.goodbye)) {
      peer.byte = now_;
      peer.told = true;
      line_.going_away(link, now_);
      peer.cuts = std::min(peer.cuts, now_ + up_to(2min));
    }
    if (due(peer.refuses)) {
      peer.byte = now_;
      peer.told = true;
      line_.refused(link, now_);
    }
    if (peer.deaf) peer.data = peer.ping = kNever;
  }

  [[nodiscard]] std::string where() const {
    return "seed " + std::to_string(seed_) + " at " + std::to_string((now_ - kBegin).count()) +
           " us: ";
  }

  std::uint64_t seed_;
  std::mt19937_64 random_;
  Mood mood_;
  Line::Options options_;
  Line line_;
  MonoTime now_{kBegin};
  MonoTime wake_{kBegin};
  MonoTime doubt_{kBegin + 1min};
  MonoTime last_data_{kBegin};
  MonoTime last_open_{kBegin};
  MonoTime postponed_{kBegin};
  MonoTime gone_{kBegin};
  std::map<LinkId, Peer> peers_;  // by age
  std::vector<MonoTime> opens_;
  std::uint64_t trace_{0xcbf29ce484222325ULL};
};

TEST(LineWalk, RoughServersAndThenGoodOnes) {
  for (std::uint64_t seed = 0; seed < (base::kSanitized ? 600 : 3000); ++seed) {
    Walk walk(seed, Mood::kRough);
    walk.run(1h);
    ASSERT_FALSE(HasFatalFailure());
    // One proven link in half a minute, and a short row of attempts after it.
    ASSERT_LT(walk.opens().size(), 500U) << "seed " << seed;

    walk.calm();
    walk.run(12min);
    ASSERT_FALSE(HasFatalFailure());
    ASSERT_TRUE(walk.line().speaking()) << "seed " << seed;
    ASSERT_LE(walk.now() - walk.last_data(), 6s) << "seed " << seed;
    if (seed % 100 != 0) continue;
    const std::size_t before = walk.opens().size();
    walk.run(5h);
    ASSERT_FALSE(HasFatalFailure());
    const bool cut = walk.given().limits.lifetime < 24h;
    ASSERT_LE(walk.opens().size() - before, cut ? 15U : 0U) << "seed " << seed;
    ASSERT_LE(walk.now() - walk.last_data(), 6s) << "seed " << seed;
  }
}

TEST(LineWalk, AClosedDoorIsKnockedAtForEverButNotOften) {
  for (std::uint64_t seed = 0; seed < (base::kSanitized ? 40 : 200); ++seed) {
    Walk walk(seed, Mood::kClosed);
    walk.run(12h);
    ASSERT_FALSE(HasFatalFailure());
    const std::vector<MonoTime>& opens = walk.opens();
    ASSERT_GT(opens.size(), 12U * 60) << "seed " << seed;
    for (std::size_t i = 0; i + 30 < opens.size(); ++i) {
      ASSERT_GE(opens[i + 30] - opens[i], 90s) << "seed " << seed;
    }
    walk.calm();
    walk.run(2min);
    ASSERT_TRUE(walk.line().speaking()) << "seed " << seed;
  }
}

TEST(LineWalk, TheSameReportsAlwaysLeadToTheSameSteps) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Walk once(seed, Mood::kRough);
    Walk again(seed, Mood::kRough);
    once.run(1h);
    again.run(1h);
    ASSERT_EQ(once.trace(), again.trace()) << "seed " << seed;
    ASSERT_EQ(once.opens(), again.opens()) << "seed " << seed;
  }
}

}  // namespace
}  // namespace wick::policy::line_walk_test
