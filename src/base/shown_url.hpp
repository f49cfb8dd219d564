// Addresses fit to be told: what stands before the @ may be a password, and is ***.
//
// Total: a text that is no address is handed back as it is, or has its login taken out all the
// same. Where a login and a path cannot be told apart, more is hidden rather than less.
#pragma once

#include <string>
#include <string_view>

namespace wick::base {

// One or more addresses parted by commas or blanks; they may lack their scheme.
[[nodiscard]] std::string urls_without_logins(std::string_view text);

// Any text: only what follows a :// is looked at.
[[nodiscard]] std::string text_without_logins(std::string_view text);

// One address, without its login and without its query.
[[nodiscard]] std::string shown_url(std::string_view url);

}  // namespace wick::base
