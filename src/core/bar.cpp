#include "core/bar.hpp"

#include <tuple>

namespace wick::core {
namespace {

// Stream below imported files below the archive below REST, which serves the exchange's own
// latest word.
int trust(Origin origin) {
  switch (origin) {
    case Origin::kStream:
    case Origin::kFeed:
      return 0;
    case Origin::kImport:
      return 1;
    case Origin::kArchive:
      return 2;
    case Origin::kRest:
      return 3;
  }
  return 0;
}

auto rank(const Mark& mark) {
  return std::tuple(mark.final, mark.revision, trust(mark.origin));
}

}  // namespace

std::string_view name(Tier tier) {
  switch (tier) {
    case Tier::kCache:
      return "CACHE";
    case Tier::kBulk:
      return "BULK";
    case Tier::kRest:
      return "REST";
    case Tier::kStream:
      return "STREAM";
    case Tier::kListing:
      return "LISTING";
    case Tier::kTurn:
      return "TURN";
  }
  return "";
}

bool beats(const Mark& a, const Mark& b) {
  return rank(a) > rank(b);
}

}  // namespace wick::core
