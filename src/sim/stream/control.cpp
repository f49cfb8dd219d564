#include "sim/stream/control.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "sim/stream/positioned_json.hpp"

namespace wick::sim {
namespace {

using Kind = JsonValue::Kind;
using Outcome = std::variant<Control, Refusal>;

constexpr std::size_t kIdLettersMax = 36;
constexpr std::array<std::string_view, 5> kMethods = {
    "SUBSCRIBE", "UNSUBSCRIBE", "LIST_SUBSCRIPTIONS", "SET_PROPERTY", "GET_PROPERTY"};

Refusal refusal(int code, std::string_view message) {
  std::string reply = R"({"code":)" + std::to_string(code) + R"(,"msg":)";
  append_json_string(reply, message);
  return {reply + '}'};
}

Refusal invalid_request(std::string_view why) {
  return refusal(2, "Invalid request: " + std::string(why));
}

Refusal unknown_property(const Control& control) {
  return {R"({"code":0,"msg":"Unknown property","id":)" + control.id + '}'};
}

bool is_int64(std::string_view digits) {
  std::int64_t number{};
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), number);
  return error == std::errc{} && end == digits.end();
}

bool is_alphanumeric(char letter) {
  return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
         (letter >= 'A' && letter <= 'Z');
}

std::optional<std::string> id_of(const JsonValue* id) {
  if (id == nullptr || id->kind == Kind::kNull) return "null";
  if (id->kind == Kind::kNumber && is_int64(id->text)) return id->text;
  const bool name = id->kind == Kind::kString && id->text.size() <= kIdLettersMax &&
                    std::all_of(id->text.begin(), id->text.end(), is_alphanumeric);
  if (!name) return std::nullopt;
  return '"' + id->text + '"';
}

Outcome with_streams(Control control, const std::vector<JsonValue>& params) {
  for (const JsonValue& param : params) {
    if (param.kind != Kind::kString) return invalid_request("stream name must be a string");
    control.streams.push_back(param.text);
  }
  return control;
}

Outcome with_property(Control control, const std::vector<JsonValue>& params) {
  const bool sets = control.method == Control::Method::kSetProperty;
  if (params.size() > (sets ? 2U : 1U)) return invalid_request("too many parameters");
  if (params.empty() || params[0].kind != Kind::kString) {
    return invalid_request("property name must be a string");
  }
  if (params[0].text != "combined") return unknown_property(control);
  if (!sets) return control;
  if (params.size() < 2 || params[1].kind != Kind::kBool) {
    return refusal(1, "Invalid value type: expected Boolean");
  }
  control.combined = params[1].text == "true";
  return control;
}

Outcome with_params(Control control, const JsonValue* params) {
  static const std::vector<JsonValue> none;
  if (params != nullptr && params->kind != Kind::kArray && params->kind != Kind::kNull) {
    return invalid_request("params must be an array");
  }
  const auto& items = params == nullptr ? none : params->items;
  switch (control.method) {
    case Control::Method::kSubscribe:
    case Control::Method::kUnsubscribe:
      return with_streams(std::move(control), items);
    case Control::Method::kSetProperty:
    case Control::Method::kGetProperty:
      return with_property(std::move(control), items);
    case Control::Method::kListSubscriptions:
      break;
  }
  return control;
}

Refusal unknown_method(std::string_view text, const JsonValue& method) {
  return invalid_request("unknown variant `" + method.text +
                         "`, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, "
                         "`SET_PROPERTY`, `GET_PROPERTY`" +
                         at_place(text, method.end));
}

}  // namespace

std::variant<Control, Refusal> read_control(std::string_view text) {
  const auto parsed = read_json(text);
  if (const auto* error = std::get_if<JsonError>(&parsed)) {
    return refusal(3, "Invalid JSON: " + error->what + at_place(text, error->offset));
  }
  const auto& request = std::get<JsonValue>(parsed);
  const JsonValue* method = request.find("method");
  if (method == nullptr) {
    return invalid_request("missing field `method`" + at_place(text, request.end));
  }
  const auto* known = std::find(kMethods.begin(), kMethods.end(), method->text);
  if (method->kind != Kind::kString || known == kMethods.end()) {
    return unknown_method(text, *method);
  }
  auto id = id_of(request.find("id"));
  if (!id) return invalid_request("request ID must be an unsigned integer");

  Control control;
  control.method = static_cast<Control::Method>(known - kMethods.begin());
  control.id = std::move(*id);
  return with_params(std::move(control), request.find("params"));
}

std::string control_reply(std::string_view result, std::string_view id) {
  std::string reply = R"({"result":)";
  reply += result;
  reply += R"(,"id":)";
  reply += id;
  return reply + '}';
}

}  // namespace wick::sim
