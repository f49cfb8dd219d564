#include "cli/failure_json.hpp"

#include <chrono>

#include "base/json_text.hpp"

namespace wick::cli {
namespace {

using base::json_quoted;

// Behind the kind and the text.
std::string wait_json(const base::Error& error) {
  if (!error.retry_after) return "";
  const auto wait = std::chrono::ceil<std::chrono::seconds>(*error.retry_after);
  return R"(,"retry_after_s":)" + std::to_string(wait.count());
}

std::string words_json(const base::Error& error) {
  return R"("kind":)" + json_quoted(base::name(error.kind)) + R"(,"what":)" +
         json_quoted(error.what);
}

std::string failure_json(const history::Failure& failure) {
  return R"({"tier":)" + json_quoted(core::name(failure.tier)) + "," + words_json(failure.error) +
         R"(,"times":)" + std::to_string(failure.times) + wait_json(failure.error) + "}";
}

}  // namespace

Exit Refusal::operator()(const base::Error& error) const {
  if (json_) {
    const std::string json = "{" + words_json(error) + wait_json(error) + "}";
    std::fprintf(shell_.out, "{\"error\":%s}\n", json.c_str());
  }
  return complain(shell_, error);
}

std::string failures_json(const std::vector<history::Failure>& failures) {
  std::string json = "[";
  for (const history::Failure& failure : failures) {
    if (json.size() > 1) json += ',';
    json += failure_json(failure);
  }
  return json + "]";
}

}  // namespace wick::cli
