#include "cli/origin_name.hpp"

namespace wick::cli {

std::string_view origin_name(core::Origin origin) {
  switch (origin) {
    case core::Origin::kArchive:
      return "archive";
    case core::Origin::kRest:
      return "REST";
    case core::Origin::kStream:
      return "stream";
    case core::Origin::kImport:
      return "import";
    case core::Origin::kFeed:
      return "feed";
  }
  return "";
}

}  // namespace wick::cli
