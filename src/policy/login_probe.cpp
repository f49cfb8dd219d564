#include "policy/login_probe.hpp"

#include <algorithm>
#include <array>

namespace wick::policy {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

struct Step {
  core::Micros from;  // so long before the opening or longer
  core::Micros wait;
};
constexpr std::array<Step, 6> kSteps{{{hours{12}, seconds{1800}},
                                      {hours{6}, seconds{900}},
                                      {hours{2}, seconds{300}},
                                      {minutes{30}, seconds{120}},
                                      {minutes{10}, seconds{30}},
                                      {minutes{2}, seconds{10}}}};
constexpr core::Micros kNear = seconds{2};

core::Micros by_table(core::Micros to_open) {
  const auto step = std::find_if(kSteps.begin(), kSteps.end(),
                                 [&](const Step& each) { return to_open >= each.from; });
  return step == kSteps.end() ? kNear : step->wait;
}

}  // namespace

core::Micros login_probe(std::optional<core::Micros> to_open, const LoginProbeOptions& options) {
  if (!to_open.has_value()) return options.unknown;
  return std::max(options.least, std::min(by_table(*to_open), *to_open - options.margin));
}

}  // namespace wick::policy
