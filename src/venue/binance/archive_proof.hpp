// One question to the archive, whose replies are held until their rows are proven. For
// proven_archive.cpp.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policy/proof_chain.hpp"
#include "venue/binance/proven_archive.hpp"
#include "venue/binance/rest_sample.hpp"

namespace wick::venue::binance {

class ArchiveProof final : public port::Inquiry {
 public:
  // What it points to must outlive the inquiry.
  struct Task {
    port::Http* http{};
    const ProvenArchiveOptions* options{};
    Pace* rest{};
    core::MonoTime* left_alone_until{};  // REST, which did not answer: for all inquiries
    core::SeriesId id{};
    std::vector<policy::Piece> pieces{};  // as the archive cuts them
  };
  ArchiveProof(Task task, std::unique_ptr<port::Inquiry> archive);

  std::vector<port::Reply> step(core::Now now) override;
  [[nodiscard]] bool finished() const override { return archive_->finished() && held_.empty(); }
  [[nodiscard]] core::MonoTime wake() const override;
  [[nodiscard]] std::string_view waits_for() const override { return archive_->waits_for(); }

 private:
  struct Asking {
    RestSample sample;
    core::MonoTime until{};
  };
  using Replies = std::vector<port::Reply>;

  void begin(core::Now now);
  [[nodiscard]] std::map<core::UtcTime, core::Bar> known(const core::RangeSet& wanted,
                                                         core::Now now) const;
  void look_beside(std::vector<policy::ProofChain::Place>& places, core::Now now) const;
  void take(port::Reply reply, Replies& out);
  [[nodiscard]] bool move_on(core::Now now, Replies& out);
  [[nodiscard]] bool hear_rest(core::Now now);
  void compare(std::size_t at, Replies& out);
  void refuse(std::size_t at, const std::string& difference, Replies& out);
  void ask_rest(std::size_t at, core::Now now);
  [[nodiscard]] core::TimeRange bars_to_ask(std::size_t at) const;
  void give_up(std::string why);
  void hand_on(std::size_t at, const std::string& remark, Replies& out);
  void put(port::Reply reply, Replies& out);
  [[nodiscard]] std::size_t place_of(const port::Reply& reply) const;
  [[nodiscard]] core::TimeRange opens(std::size_t at) const;

  Task task_;
  core::Grid grid_;
  std::unique_ptr<port::Inquiry> archive_;
  std::optional<policy::ProofChain> chain_;
  std::map<std::size_t, port::Reply> held_;
  std::map<std::size_t, Asking> asking_;
  std::map<std::size_t, core::Chunk> told_;  // by REST, of objects that may not have come yet
  std::map<std::size_t, std::string> remarks_;
  std::string not_asked_;  // why REST is not
  int requests_{0};        // that no reply has told yet
};

}  // namespace wick::venue::binance
