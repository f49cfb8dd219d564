// A Line and a clock, obeyed step by step. For tests.
#pragma once

#include <gtest/gtest.h>

#include <optional>

#include "policy/line.hpp"

namespace wick::policy {

inline constexpr core::MonoTime kStart{std::chrono::hours{1000}};

struct Driven {
  explicit Driven(const Line::Options& given) : options(given), line(given) {}

  // What is asked for now. A wait must end exactly when something else is asked for.
  Line::Step step() {
    const Line::Step now_due = line.next(now);
    if (const auto* wait = std::get_if<Line::Wait>(&now_due)) {
      EXPECT_GT(wait->until, now);
      EXPECT_FALSE(std::holds_alternative<Line::Wait>(line.next(wait->until)));
      const Line::Step before = line.next(wait->until - core::Micros{1});
      const auto* still = std::get_if<Line::Wait>(&before);
      EXPECT_TRUE(still != nullptr && still->until == wait->until);
    }
    return now_due;
  }

  // Obeys an Open. Its host is kept.
  LinkId open() {
    const Line::Step asked = step();
    const auto* found = std::get_if<Line::Open>(&asked);
    EXPECT_NE(found, nullptr) << "step " << asked.index();
    host = found == nullptr ? 999 : found->host;
    return line.opening(now);
  }

  // Obeys a Close, and says why.
  std::optional<Leave> close(LinkId link) {
    const Line::Step asked = step();
    const auto* found = std::get_if<Line::Close>(&asked);
    if (found == nullptr || found->link != link) return std::nullopt;
    line.closed(link);
    return found->why;
  }

  void send(LinkId link, std::size_t batch) {
    const Line::Step asked = step();
    const auto* found = std::get_if<Line::Send>(&asked);
    ASSERT_NE(found, nullptr) << "step " << asked.index();
    EXPECT_EQ(found->link, link);
    EXPECT_EQ(found->batch, batch);
    line.sent(link, now);
  }

  // Of one message: sent and accepted.
  void subscribe(LinkId link) {
    line.opened(link, now);
    send(link, 0);
    line.accepted(link, now);
    EXPECT_EQ(line.state(link), LinkState::kSpeaking);
  }

  LinkId speak() {
    const LinkId link = open();
    subscribe(link);
    return link;
  }

  // How long nothing is to be done.
  core::Micros wait() {
    const Line::Step asked = step();
    const auto* found = std::get_if<Line::Wait>(&asked);
    EXPECT_NE(found, nullptr) << "step " << asked.index();
    return found == nullptr ? core::Micros{-1} : found->until - now;
  }

  // Sleeps until something is due.
  core::Micros sleep() {
    const core::Micros time = wait();
    now += time;
    return time;
  }

  // Until an Open is due, if it is not already.
  core::Micros until_open() {
    return std::holds_alternative<Line::Open>(step()) ? core::Micros::zero() : sleep();
  }

  // Data each second, the last one now.
  void talk(LinkId link, core::Micros time) {
    const core::MonoTime end = now + time;
    for (; now < end; now += std::min<core::Micros>(std::chrono::seconds{1}, end - now)) {
      line.heard_data(link, now);
    }
    line.heard_data(link, now);
  }

  // Pings at their interval and nothing else, until something is due.
  core::Micros hold(LinkId link) {
    const core::MonoTime since = now;
    for (;;) {
      const Line::Step asked = step();
      const auto* found = std::get_if<Line::Wait>(&asked);
      if (found == nullptr) return now - since;
      now = std::min(found->until, now + options.limits.ping_every);
      if (now < found->until) line.heard_ping(link, now);
    }
  }

  Line::Options options;
  Line line;
  core::MonoTime now{kStart};
  std::size_t host{999};
};

}  // namespace wick::policy
