#include "cli/config_live_text.hpp"

#include <algorithm>

#include "base/json_text.hpp"
#include "cli/amounts.hpp"
#include "wiring/live_settings_text.hpp"

namespace wick::cli {
namespace {

using wiring::LiveFacts;
using wiring::LiveKind;
using wiring::LiveSetting;

constexpr std::size_t kColumns = 80;
constexpr std::string_view kIndent = "    ";

// Words in lines of at most eighty columns, all of them indented.
std::string wrapped(std::string_view words) {
  std::string text;
  std::string line(kIndent);
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    words.remove_prefix(std::min(word.size() + 1, words.size()));
    if (line.size() > kIndent.size() && line.size() + 1 + word.size() > kColumns) {
      text += line + "\n";
      line = kIndent;
    }
    line += (line.size() > kIndent.size() ? " " : "") + std::string(word);
  }
  return text + line + "\n";
}

std::string setting_text(const LiveSetting& setting) {
  const LiveFacts& facts = *setting.facts;
  const bool both = !facts.key.empty() && !facts.variable.empty();
  return std::string(facts.label()) + "  " + (setting.value.empty() ? "(not set)" : setting.value) +
         "\n" +
         wrapped("from " + setting.origin + "; " +
                 (both ? std::string(facts.variable) + ": " : "") + std::string(facts.about));
}

bool is_bounded(const LiveFacts& facts) {
  return facts.kind == LiveKind::kWhole || facts.kind == LiveKind::kSeconds ||
         facts.kind == LiveKind::kRatio;
}

std::string setting_json(const LiveSetting& setting) {
  const LiveFacts& facts = *setting.facts;
  JsonObject object;
  object.text("value", setting.value).text("origin", setting.origin);
  object.text("key", facts.key).text("variable", facts.variable);
  object.text("default", facts.fallback).text("about", facts.about);
  if (is_bounded(facts)) {
    object.raw("least", wiring::number_text(facts.bounds.least));
    object.raw("most", wiring::number_text(facts.bounds.most));
  }
  if (!facts.choices.empty()) object.text("choices", facts.choices);
  if (!facts.alias.empty()) object.text("alias", facts.alias);
  return object.finish();
}

std::string texts_json(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  quoted.reserve(texts.size());
  for (const std::string& text : texts) quoted.push_back(base::json_quoted(text));
  return json_array(quoted);
}

}  // namespace

std::string live_settings_text(const LiveSettings& settings) {
  std::string text;
  for (const LiveSetting& setting : settings.live.origins) text += setting_text(setting);
  for (const std::string& file : settings.files) text += "read: " + file + "\n";
  return text;
}

std::string live_settings_json(const LiveSettings& settings) {
  JsonObject members;
  for (const LiveSetting& setting : settings.live.origins) {
    members.raw(setting.facts->label(), setting_json(setting));
  }
  return JsonObject()
             .raw("settings", members.finish())
             .raw("warnings", texts_json(settings.live.warnings))
             .raw("files", texts_json(settings.files))
             .finish() +
         "\n";
}

}  // namespace wick::cli
