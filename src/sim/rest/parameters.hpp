// Reads the parameters of one request, as strictly as the exchange does.
//
// The first error sticks and every later reading gives nothing, so callers read all they need and
// then look once. Total on arbitrary bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "sim/http.hpp"
#include "sim/rest/venue_error.hpp"

namespace wick::sim {

constexpr std::string_view kLegalNumber = "^[0-9]{1,20}$";
constexpr std::string_view kLegalSymbol = "^[A-Z0-9-_.]{1,20}$";

[[nodiscard]] bool is_legal_symbol(std::string_view text);

class Parameters {
 public:
  explicit Parameters(const Target& target);  // must outlive this

  [[nodiscard]] std::string mandatory(std::string_view name);
  [[nodiscard]] std::string mandatory_symbol(std::string_view name = "symbol");
  [[nodiscard]] std::optional<std::string> optional(std::string_view name);
  [[nodiscard]] std::optional<std::int64_t> number(std::string_view name);
  // At least 1; more than `max` is silently `max`.
  [[nodiscard]] std::int64_t limit(std::int64_t usual, std::int64_t max);

  void fail(VenueError error);  // keeps an earlier one
  void finish();                // what was not read by now should not have been sent
  [[nodiscard]] const std::optional<VenueError>& error() const { return error_; }

 private:
  const Target& target_;
  std::set<std::string, std::less<>> read_;
  std::optional<VenueError> error_;
};

}  // namespace wick::sim
