#include "sim/http.hpp"

#include <algorithm>

namespace wick::sim {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

enum class Plus { kItself, kSpace };

std::string decode(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && text.size() - i > 2 && hex_value(text[i + 1]) >= 0 &&
                        hex_value(text[i + 2]) >= 0;
    if (escape) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i] == '+' && plus == Plus::kSpace ? ' ' : text[i];
    }
  }
  return out;
}

}  // namespace

std::optional<std::string_view> Request::header(std::string_view name) const {
  const auto found =
      std::ranges::find_if(headers, [&](const Header& h) { return same_name(h.first, name); });
  if (found == headers.end()) return std::nullopt;
  return found->second;
}

Response text_response(int status, std::string content_type, std::string body) {
  Response response;
  response.status = status;
  response.headers.emplace_back("Content-Type", std::move(content_type));
  response.headers.emplace_back("Content-Length", std::to_string(body.size()));
  response.body = std::make_shared<const std::string>(std::move(body));
  return response;
}

const std::string* Target::find(std::string_view name) const {
  const auto found = std::ranges::find(query, name, &std::pair<std::string, std::string>::first);
  return found == query.end() ? nullptr : &found->second;
}

Target parse_target(std::string_view target) {
  Target out;
  const std::size_t mark = target.find('?');
  out.path = decode(target.substr(0, mark), Plus::kItself);
  if (mark == std::string_view::npos) return out;

  std::string_view rest = target.substr(mark + 1);
  while (!rest.empty()) {
    const std::string_view item = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(item.size() + 1, rest.size()));
    if (item.empty()) continue;
    const std::size_t equals = item.find('=');
    const bool bare = equals == std::string_view::npos;
    out.query.emplace_back(decode(item.substr(0, equals), Plus::kSpace),
                           bare ? std::string() : decode(item.substr(equals + 1), Plus::kSpace));
  }
  return out;
}

}  // namespace wick::sim
