#include "sim/okx/okx_error.hpp"

#include <algorithm>
#include <array>

namespace wick::sim {
namespace {

constexpr int kTooMany = 50011;

std::array<OkxError, 7> known() {
  return {okx_busy(),         okx_timeout(),    okx_too_many_requests(), okx_missing("instId"),
          okx_system_error(), okx_wrong("bar"), okx_unknown_instrument()};
}

}  // namespace

OkxError okx_busy() {
  return {503, 50001, "Service temporarily unavailable. Please try again later."};
}

OkxError okx_timeout() {
  return {408, 50004,
          "API endpoint request timeout (does not mean that the request was successful or failed, "
          "please check the request result)."};
}

OkxError okx_too_many_requests() {
  return {429, kTooMany, "Too Many Requests"};
}

OkxError okx_missing(std::string_view parameter) {
  return {400, 50014, "Parameter " + std::string(parameter) + " can not be empty."};
}

OkxError okx_system_error() {
  return {500, 50026, "System error. Try again later."};
}

OkxError okx_wrong(std::string_view parameter) {
  return {400, 51000, "Parameter " + std::string(parameter) + " error"};
}

OkxError okx_unknown_instrument() {
  return {200, 51001, "Instrument ID doesn't exist."};
}

std::string okx_error_json(const OkxError& error) {
  const std::string code = std::to_string(error.code);
  if (error.code == kTooMany) {
    return R"({"msg":")" + error.message + R"(","code":")" + code + R"("})";
  }
  return R"({"code":")" + code + R"(","msg":")" + error.message + R"(","data":[]})";
}

Response okx_error_response(const OkxError& error) {
  return text_response(error.status, "application/json", okx_error_json(error));
}

std::optional<OkxError> known_okx_error(int code) {
  const auto all = known();
  const auto* const found = std::ranges::find(all, code, &OkxError::code);
  return found == all.end() ? std::nullopt : std::optional(*found);
}

std::string known_okx_error_codes() {
  std::string out;
  for (const OkxError& error : known()) {
    if (!out.empty()) out += ", ";
    out += std::to_string(error.code);
  }
  return out;
}

}  // namespace wick::sim
