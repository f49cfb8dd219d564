#include "wiring/live_settings_file.hpp"

#include <simdjson.h>

#include <algorithm>

#include "wiring/live_settings_text.hpp"
#include "wiring/live_targets.hpp"
#include "wiring/nearest_name.hpp"

namespace wick::wiring {
namespace {

namespace od = simdjson::ondemand;
using base::Result;
using Type = od::json_type;

constexpr std::string_view kMark = "\xEF\xBB\xBF";

bool is_numeric(LiveKind kind) {
  return kind == LiveKind::kWhole || kind == LiveKind::kSeconds || kind == LiveKind::kRatio ||
         kind == LiveKind::kPort;
}

bool is_word(LiveKind kind) {
  return kind == LiveKind::kFlag || kind == LiveKind::kChoice;
}

bool is_list(LiveKind kind) {
  return kind == LiveKind::kTargets || kind == LiveKind::kSymbols ||
         kind == LiveKind::kTimeframes || kind == LiveKind::kNames;
}

std::string shape_of(LiveKind kind) {
  if (kind == LiveKind::kFlag) return "must be true or false";
  if (kind == LiveKind::kTargets) {
    return "must be a text as XAU/USD:m1, or a list of such texts or of objects with symbol and tf";
  }
  if (kind == LiveKind::kPairs) return "must be an object of texts";
  if (is_numeric(kind)) return "must be a number";
  return is_list(kind) ? "must be a text or a list of texts" : "must be a text";
}

// Keys are told to people; what a terminal would obey is not.
std::string printable(std::string_view text) {
  constexpr std::size_t kShown = 80;
  std::string shown(text.substr(0, kShown));
  std::ranges::replace_if(
      shown, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, '?');
  return shown;
}

bool is_section(const std::string& name) {
  return std::ranges::any_of(all_live_settings(), [&](const LiveFacts& facts) {
    return facts.key.starts_with(name + ".");
  });
}

std::string nearest_key(const std::string& name) {
  std::vector<std::string_view> names;
  for (const LiveFacts& facts : all_live_settings()) {
    if (!facts.key.empty()) names.push_back(facts.key);
    // Sections can be misspelt as well.
    for (std::size_t dot = facts.key.find('.'); dot != std::string_view::npos;
         dot = facts.key.find('.', dot + 1)) {
      names.push_back(facts.key.substr(0, dot));
    }
  }
  return nearest_name(name, names);
}

// A list's part must not fall into two where the list becomes a text.
bool is_part(std::string_view text) {
  return text.find(',') == std::string_view::npos;
}

class Reader {
 public:
  Reader(std::string path, const simdjson::padded_string& text)
      : path_(std::move(path)), text_(text) {}

  Result<std::vector<LiveEntry>> read();

 private:
  Result<void> section(od::object object, const std::string& prefix);
  Result<void> member(od::value value, const std::string& name);
  Result<void> setting(od::value value, const LiveFacts& facts);
  // Nothing where the value has another shape.
  static std::optional<std::string> text_of(od::value value, LiveKind kind);
  static std::optional<std::string> list_of(od::value value, LiveKind kind);
  static std::optional<std::string> target_of(od::value value);
  static std::optional<std::string> pairs_of(od::value value);

  [[nodiscard]] base::Error wrong(const std::string& what) const {
    return {base::ErrorKind::kInvalid, path_ + ":" + std::to_string(line_) + ": " + what};
  }
  [[nodiscard]] base::Error broken(simdjson::error_code error) const {
    return wrong(std::string("is not JSON from here on (") + simdjson::error_message(error) + ")");
  }
  void stand_at(const char* place) {
    const auto size = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(
        place - text_.data(), 0, static_cast<std::ptrdiff_t>(text_.size())));
    const std::string_view before(text_.data(), size);
    line_ = 1 + static_cast<std::size_t>(std::ranges::count(before, '\n'));
  }

  std::string path_;
  const simdjson::padded_string& text_;
  std::size_t line_{1};
  std::vector<LiveEntry> entries_;
};

Result<std::vector<LiveEntry>> Reader::read() {
  od::parser parser;
  od::document document;
  if (const auto error = parser.iterate(text_).get(document); error != simdjson::SUCCESS) {
    return base::Error{base::ErrorKind::kInvalid,
                       path_ + ": is not JSON (" + simdjson::error_message(error) + ")"};
  }
  od::object object;
  if (document.get_object().get(object) != simdjson::SUCCESS) {
    return base::Error{base::ErrorKind::kInvalid, path_ + ": is not a JSON object"};
  }
  if (auto done = section(object, ""); !done) return done.error();
  const bool ended = document.current_location().error() == simdjson::OUT_OF_BOUNDS;
  if (!ended) return wrong("there is more after the end of the object");
  return std::move(entries_);
}

Result<void> Reader::section(od::object object, const std::string& prefix) {
  for (auto entry : object) {
    od::field field;
    if (const auto error = std::move(entry).get(field); error != simdjson::SUCCESS) {
      return broken(error);
    }
    stand_at(field.key().raw());
    std::string_view key;
    if (const auto error = field.unescaped_key().get(key); error != simdjson::SUCCESS) {
      return broken(error);
    }
    if (auto done = member(field.value(), prefix + std::string(key)); !done) return done;
  }
  return {};
}

Result<void> Reader::member(od::value value, const std::string& name) {
  if (const LiveFacts* const facts = live_setting_of_key(name)) return setting(value, *facts);
  if (!is_section(name)) {
    return wrong("there is no setting '" + printable(name) + "'; did you mean '" +
                 nearest_key(name) + "'?");
  }
  od::object object;
  if (value.get_object().get(object) != simdjson::SUCCESS) {
    return wrong("'" + name + "' must be an object");
  }
  return section(object, name + ".");
}

Result<void> Reader::setting(od::value value, const LiveFacts& facts) {
  for (const LiveEntry& entry : entries_) {
    if (entry.facts != &facts) continue;
    return wrong("'" + std::string(facts.key) + "' is already set on line " +
                 std::to_string(entry.line));
  }
  const auto text = text_of(value, facts.kind);
  if (!text) return wrong("'" + std::string(facts.key) + "' " + shape_of(facts.kind));
  entries_.push_back({&facts, *text, line_});
  return {};
}

std::optional<std::string> string_of(od::value value) {
  std::string_view text;
  if (value.get_string().get(text) != simdjson::SUCCESS) return std::nullopt;
  return std::string(text);
}

std::optional<std::string> real_of(od::value value) {
  double number = 0;
  if (value.get_double().get(number) != simdjson::SUCCESS) return std::nullopt;
  return number_text(number);
}

std::optional<std::string> flag_of(od::value value) {
  bool flag = false;
  if (value.get_bool().get(flag) != simdjson::SUCCESS) return std::nullopt;
  return flag ? "true" : "false";
}

std::optional<std::string> Reader::text_of(od::value value, LiveKind kind) {
  Type type{};
  if (value.type().get(type) != simdjson::SUCCESS) return std::nullopt;
  if (type == Type::string) return string_of(value);
  const bool word = is_word(kind);
  if (type == Type::number && (is_numeric(kind) || word)) return real_of(value);
  if (type == Type::boolean && word) return flag_of(value);
  if (type == Type::array && is_list(kind)) return list_of(value, kind);
  if (type == Type::object && kind == LiveKind::kPairs) return pairs_of(value);
  return std::nullopt;
}

std::optional<std::string> Reader::list_of(od::value value, LiveKind kind) {
  od::array items;
  if (value.get_array().get(items) != simdjson::SUCCESS) return std::nullopt;
  std::vector<std::string> parts;
  for (auto entry : items) {
    od::value item;
    if (entry.get(item) != simdjson::SUCCESS) return std::nullopt;
    Type type{};
    if (item.type().get(type) != simdjson::SUCCESS) return std::nullopt;
    const bool object = type == Type::object && kind == LiveKind::kTargets;
    const auto part = object ? target_of(item) : text_of(item, LiveKind::kText);
    if (!part || !is_part(*part)) return std::nullopt;
    parts.push_back(*part);
  }
  return joined(parts);
}

// The text of that member; nothing where it is another's, empty, or there already.
bool take(const std::string& text, bool mine, std::string& wanted) {
  if (!mine || text.empty() || !wanted.empty()) return false;
  wanted = text;
  return true;
}

// {"symbol": "XAU/USD", "tf": "m1"}, also with pair and timeframe; without either it is m1.
std::optional<std::string> Reader::target_of(od::value value) {
  od::object object;
  if (value.get_object().get(object) != simdjson::SUCCESS) return std::nullopt;
  std::string symbol;
  std::string timeframe;
  for (auto entry : object) {
    od::field field;
    if (std::move(entry).get(field) != simdjson::SUCCESS) return std::nullopt;
    std::string_view unescaped;
    if (field.unescaped_key().get(unescaped) != simdjson::SUCCESS) return std::nullopt;
    const std::string key(unescaped);
    const std::string text = text_of(field.value(), LiveKind::kText).value_or("");
    const bool taken = take(text, key == "symbol" || key == "pair", symbol) ||
                       take(text, key == "tf" || key == "timeframe", timeframe);
    if (!taken) return std::nullopt;
  }
  if (symbol.empty()) return std::nullopt;
  return symbol + ":" + (timeframe.empty() ? "m1" : timeframe);
}

std::optional<std::string> Reader::pairs_of(od::value value) {
  od::object object;
  if (value.get_object().get(object) != simdjson::SUCCESS) return std::nullopt;
  std::vector<std::string> parts;
  for (auto entry : object) {
    od::field field;
    if (std::move(entry).get(field) != simdjson::SUCCESS) return std::nullopt;
    std::string_view unescaped;
    if (field.unescaped_key().get(unescaped) != simdjson::SUCCESS) return std::nullopt;
    const std::string key(unescaped);  // its bytes are the parser's, and go with the next text
    const auto text = text_of(field.value(), LiveKind::kText);
    if (!text || !is_part(key) || !is_part(*text) || key.find('=') != std::string::npos) {
      return std::nullopt;
    }
    parts.push_back(key + "=" + *text);
  }
  return joined(parts);
}

}  // namespace

Result<std::vector<LiveEntry>> read_live_settings(const std::string& path, std::string_view text) {
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  const simdjson::padded_string padded(text);
  return Reader(path, padded).read();
}

}  // namespace wick::wiring
