#include "cli/failure_json.hpp"

#include <chrono>

#include "base/json_text.hpp"

namespace wick::cli {
namespace {

using base::json_quoted;

std::string failure_json(const history::Failure& failure) {
  std::string json = R"({"tier":)" + json_quoted(core::name(failure.tier)) + R"(,"kind":)" +
                     json_quoted(base::name(failure.error.kind)) + R"(,"what":)" +
                     json_quoted(failure.error.what) + R"(,"times":)" +
                     std::to_string(failure.times);
  if (failure.error.retry_after) {
    const auto wait = std::chrono::ceil<std::chrono::seconds>(*failure.error.retry_after);
    json += R"(,"retry_after_s":)" + std::to_string(wait.count());
  }
  return json + "}";
}

}  // namespace

std::string failures_json(const std::vector<history::Failure>& failures) {
  std::string json = "[";
  for (const history::Failure& failure : failures) {
    if (json.size() > 1) json += ',';
    json += failure_json(failure);
  }
  return json + "]";
}

}  // namespace wick::cli
