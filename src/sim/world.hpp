// The exchange as one scenario makes it: its faults, and the archive and the REST APIs it sets up.
//
// A new scenario is a new world; the market and the archive's files are the same in all of them.
// Safe to call from several threads.
#pragma once

#include <memory>
#include <vector>

#include "sim/archive/archive.hpp"
#include "sim/broker/broker.hpp"
#include "sim/fault/altered_files.hpp"
#include "sim/fault/faults.hpp"
#include "sim/http.hpp"
#include "sim/market/market.hpp"
#include "sim/okx/okx.hpp"
#include "sim/rest/rest.hpp"
#include "sim/stream/gate.hpp"

namespace wick::sim {

struct WorldOptions {
  std::uint64_t seed{};  // of faults, unless the scenario has its own
  Micros began{};
  std::size_t archive_cache_bytes{};
};

class World {
 public:
  // `market` must outlive this. `before` may be null; an archive it has in common is taken over,
  // with what was built for it.
  World(const Market& market, Scenario scenario, const WorldOptions& options, const World* before);

  struct Answer {
    Response response;
    std::string fault;  // the rules that struck
  };
  [[nodiscard]] Answer respond(const Request& request, const Subject& subject, Micros now);
  [[nodiscard]] bool quick(const Request& request, const Subject& subject) const;
  [[nodiscard]] Faults& faults() { return faults_; }
  [[nodiscard]] const Faults& faults() const { return faults_; }
  [[nodiscard]] StreamOptions stream_options(Venue venue) const;
  [[nodiscard]] StreamGate& gate(Venue venue);  // through which streams are opened
  [[nodiscard]] std::shared_ptr<const Broker> broker() const { return broker_; }

 private:
  [[nodiscard]] const Settings& settings() const;
  [[nodiscard]] bool keeps_archive(const World* before) const;
  [[nodiscard]] Response unshaped(const Request& request, const Subject& subject,
                                  const std::vector<Strike>& strikes, Micros now);
  [[nodiscard]] Response honest(const Request& request, const Subject& subject, Micros now);

  Faults faults_;
  std::shared_ptr<Archive> archive_;
  Rest rest_;
  Okx okx_;
  std::shared_ptr<const Broker> broker_;
  AlteredFiles altered_;
  StreamGate spot_gate_, um_gate_, cm_gate_;
};

}  // namespace wick::sim
