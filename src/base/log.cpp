#include "base/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/ansicolor_sink.h>

#include <algorithm>

#include "base/json_text.hpp"

namespace wick::base {
namespace {

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
    case LogLevel::kOff:
      return spdlog::level::off;
  }
  return spdlog::level::off;
}

constexpr const char* kTextPattern = "%H:%M:%S.%e %^%-7l%$ %v";
constexpr const char* kJsonPattern = R"({"time":"%Y-%m-%dT%H:%M:%S.%fZ","level":"%l",%v})";

// Needs no quotes: control characters in particular must not reach a terminal.
bool is_plain(std::string_view value) {
  return !value.empty() && std::ranges::none_of(value, [](char c) {
    return c == '"' || c == '=' || c == '\x7f' || static_cast<unsigned char>(c) <= ' ';
  });
}

}  // namespace

struct Log::Sink {
  explicit Sink(Options options)
      : format(options.format),
        receive(std::move(options.receive)),
        logger("wick",
               std::make_shared<spdlog::sinks::ansicolor_stderr_sink_mt>(
                   options.colour ? spdlog::color_mode::always : spdlog::color_mode::never)) {
    const char* pattern = format == LogFormat::kJson ? kJsonPattern : kTextPattern;
    logger.set_formatter(
        std::make_unique<spdlog::pattern_formatter>(pattern, spdlog::pattern_time_type::utc));
    logger.set_level(spdlog_level(options.level));
  }
  LogFormat format;
  std::function<void(LogLevel, std::string_view)> receive;
  spdlog::logger logger;
};

std::optional<LogLevel> parse_log_level(std::string_view text) {
  if (text == "debug") return LogLevel::kDebug;
  if (text == "info") return LogLevel::kInfo;
  if (text == "warning" || text == "warn") return LogLevel::kWarning;
  if (text == "error") return LogLevel::kError;
  if (text == "off") return LogLevel::kOff;
  return std::nullopt;
}

std::optional<LogFormat> parse_log_format(std::string_view text) {
  if (text == "text") return LogFormat::kText;
  if (text == "json") return LogFormat::kJson;
  return std::nullopt;
}

Log::Log(Options options) : sink_(std::make_shared<Sink>(std::move(options))) {}

Log Log::with(Field field) const {
  Log child = *this;
  child.always_.push_back(std::move(field));
  return child;
}

std::string Log::line(std::string_view event, const std::vector<Field>& fields) const {
  if (sink_->format == LogFormat::kJson) {
    std::string text = "\"event\":" + json_quoted(event);
    for (const auto& [key, value] : fields) {
      text += "," + json_quoted(key) + ":" + json_quoted(value);
    }
    return text;
  }
  std::string text(event);
  for (const auto& [key, value] : fields) {
    text += " " + key + "=" + (is_plain(value) ? value : json_quoted(value));
  }
  return text;
}

bool Log::says(LogLevel level) const {
  return sink_->logger.should_log(spdlog_level(level));
}

void Log::write(LogLevel level, std::string_view event, std::initializer_list<Field> fields) const {
  if (!says(level)) return;
  std::vector<Field> all = always_;
  all.insert(all.end(), fields);
  if (sink_->receive) {
    sink_->receive(level, line(event, all));
  } else {
    sink_->logger.log(spdlog_level(level), line(event, all));
  }
}

void Log::debug(std::string_view event, std::initializer_list<Field> fields) const {
  write(LogLevel::kDebug, event, fields);
}
void Log::info(std::string_view event, std::initializer_list<Field> fields) const {
  write(LogLevel::kInfo, event, fields);
}
void Log::warning(std::string_view event, std::initializer_list<Field> fields) const {
  write(LogLevel::kWarning, event, fields);
}
void Log::error(std::string_view event, std::initializer_list<Field> fields) const {
  write(LogLevel::kError, event, fields);
}

}  // namespace wick::base
