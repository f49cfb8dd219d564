// The requests of one errand, each stepping whenever something has come in. For the sources of this
// room alone.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "api/errand.hpp"
#include "api/sight.hpp"
#include "api/world.hpp"
#include "history/retrieval.hpp"

namespace wick::api {

// Belongs to the thread of its world, which must outlive it.
class Fetch {
 public:
  Fetch(std::shared_ptr<Errand> errand, World& world);

  // Moves as far as it can go without waiting. True once the errand is done or given up.
  [[nodiscard]] bool step();
  [[nodiscard]] core::MonoTime wake() const;
  void stop();  // what is under way is given up; the errand ends with what it has

 private:
  struct Part {
    core::MonoTime begun{};
    std::optional<Question> question;
    std::unique_ptr<Recalled> recalled;  // before the retrieval that asks it
    std::optional<history::Retrieval> retrieval;
    std::optional<Result<Bars>> result;
    std::int64_t wanted{};  // instants
  };
  [[nodiscard]] Part begin(const Request& request);
  [[nodiscard]] Part begin(Sight sight);
  void retrieve(Part& part) const;
  void end(Part& part);
  [[nodiscard]] Progress progress() const;

  World& world_;
  std::shared_ptr<Errand> errand_;
  std::vector<Part> parts_;
};

}  // namespace wick::api
