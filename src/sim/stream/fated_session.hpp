// A session whose frames meet what a scenario has in store for them: lost, twice, late, cut off.
//
// Whoever carries the frames, a socket or a fake one, does nothing but send them, end a connection
// after a close or a reset, and say nothing more after a silence. The same calls give the same
// frames in the same order, however often poll() is asked. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/fault/stream_fate.hpp"
#include "sim/stream/frame_session.hpp"
#include "sim/stream/session.hpp"

namespace wick::sim {

// Decides what becomes of streams.
class StreamJudge {
 public:
  virtual ~StreamJudge() = default;
  [[nodiscard]] virtual StreamFate stream_fate(const StreamEvent& event, Micros now) = 0;
  // False: no frame meets any fate at present, so it need not be asked about each.
  [[nodiscard]] virtual bool touches_frames() const { return true; }
  [[nodiscard]] virtual StreamOptions stream_options(Venue venue) const {
    return StreamOptions::of(venue);
  }
  // A client was disconnected for too many messages or streams.
  virtual void stream_misused(const StreamEvent& /*event*/, Micros /*now*/) {}
};

// The handshake of a stream as an event to judge.
struct StreamVisitor {
  Host host{};
  std::string client;  // address
  std::string target;  // path and query

  [[nodiscard]] StreamEvent event(StreamMoment moment) const;
};

class FatedSession final : public FrameSession {
 public:
  struct Opening {
    StreamVisitor visitor;
    Route route;
    StreamOptions options;
    StreamFate fate;  // of the handshake, which it was not refused by
  };
  // Judge and tape must outlive the session.
  FatedSession(StreamJudge& judge, TradeTape& tape, Opening opening, Micros now);

  // What the client sent, and what there is to say to it.
  [[nodiscard]] std::vector<Frame> on_text(std::string_view text, Micros now) override;
  [[nodiscard]] std::vector<Frame> on_ping(Micros now) override;
  [[nodiscard]] std::vector<Frame> on_pong(std::string_view payload, Micros now) override;

  // All frames due up to now, in order; a close, reset or silence comes last of all.
  [[nodiscard]] std::vector<Frame> poll(Micros now) override;
  [[nodiscard]] Micros next_due() const override;  // kNever once it is over

  [[nodiscard]] Frame shutdown_notice(Micros now) const override {
    return session_.shutdown_notice(now);
  }

 private:
  void hear(std::vector<Frame> frames, std::vector<Frame>& out);
  void meet(Frame frame, std::vector<Frame>& out);
  [[nodiscard]] bool ends(const StreamFate& fate, Micros at, std::vector<Frame>& out);
  void linger(const StreamFate& fate, Micros at, std::vector<Frame>& out);
  void deliver(Frame frame, const StreamFate& fate, std::vector<Frame>& out);
  void hold(Frame frame, Micros until, int copies);
  void finish(Frame frame, std::vector<Frame>& out);

  StreamJudge& judge_;
  StreamVisitor visitor_;
  bool microseconds_;
  StreamSession session_;
  StreamFate opening_;  // what is left to do of the handshake's
  Micros opened_;
  bool greeted_{};
  bool mute_{}, leaving_{}, over_{};
  StreamEvent event_;  // of the frame at hand; most of it is the same for all
  std::multimap<Micros, Frame> held_;
};

}  // namespace wick::sim
