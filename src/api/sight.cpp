#include "api/sight.hpp"

#include <utility>

namespace wick::api {
namespace {

class Saying final : public port::Inquiry {
 public:
  explicit Saying(std::vector<port::Reply> replies) : replies_(std::move(replies)) {}

  std::vector<port::Reply> step(core::Now /*now*/) override {
    said_ = true;
    return std::exchange(replies_, {});
  }
  [[nodiscard]] bool finished() const override { return said_; }
  [[nodiscard]] core::MonoTime wake() const override {
    return said_ ? core::MonoTime::max() : core::MonoTime::min();
  }

 private:
  std::vector<port::Reply> replies_;
  bool said_{false};
};

}  // namespace

std::unique_ptr<port::Inquiry> Recalled::ask(const core::SeriesId& id, core::RangeSet ranges) {
  const bool same = id == sight_.question.id && ranges == sight_.asked;
  if (said_ || !same) return cache_.ask(id, std::move(ranges));
  said_ = true;
  return std::make_unique<Saying>(std::move(sight_.replies));
}

}  // namespace wick::api
