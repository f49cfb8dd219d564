#include "base/shown_url.hpp"

#include <algorithm>

namespace wick::base {
namespace {

constexpr std::string_view kScheme = "://";
constexpr std::string_view kDigits = "0123456789";

// Where the host begins, in what follows the scheme; 0 where there is no login.
std::size_t login_size(std::string_view rest) {
  const std::string_view place = rest.substr(0, rest.find_first_of("/?#"));
  if (const auto at = place.rfind('@'); at != std::string_view::npos) return at + 1;
  // No port has letters, so this is a password with a slash in it.
  const std::size_t colon = place.rfind(':');
  const bool ported = colon == std::string_view::npos || place.starts_with('[') ||
                      place.find_first_not_of(kDigits, colon + 1) == std::string_view::npos;
  const std::size_t at = rest.rfind('@');
  return ported || at == std::string_view::npos ? 0 : at + 1;
}

std::string word_without_login(std::string_view word, bool is_url) {
  const std::size_t scheme = word.find(kScheme);
  if (scheme == std::string_view::npos && !is_url) return std::string(word);
  const std::size_t begin = scheme == std::string_view::npos ? 0 : scheme + kScheme.size();
  const std::size_t login = login_size(word.substr(begin));
  if (login == 0) return std::string(word);
  return std::string(word.substr(0, begin)) + "***@" + std::string(word.substr(begin + login));
}

std::string words_without_logins(std::string_view text, bool are_urls) {
  std::string shown;
  while (!text.empty()) {
    std::size_t end = std::min(text.find_first_of(", \t"), text.size());
    // A comma inside of a login parts nothing.
    while (end < text.size() && text[end] == ',') {
      const std::size_t next = std::min(text.find_first_of(", \t", end + 1), text.size());
      const std::string_view after = text.substr(end + 1, next - end - 1);
      const bool goes_on = after.find(kScheme) == std::string_view::npos &&
                           after.find('@') != std::string_view::npos;
      if (!goes_on) break;
      end = next;
    }
    shown += word_without_login(text.substr(0, end), are_urls);
    if (end < text.size()) shown += text[end];
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return shown;
}

}  // namespace

std::string urls_without_logins(std::string_view text) {
  return words_without_logins(text, true);
}

std::string text_without_logins(std::string_view text) {
  return words_without_logins(text, false);
}

std::string shown_url(std::string_view url) {
  const std::string shown = word_without_login(url, true);
  return shown.substr(0, shown.find('?'));
}

}  // namespace wick::base
