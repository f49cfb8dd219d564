// What the program says about its own doings: one line an event, on stderr or to a receiver.
//
// A Log is handed to the shells that do I/O; machines never log, their steps carry reasons. On a
// terminal lines are for people, elsewhere and on request they are JSON, one object a line.
#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wick::base {

enum class LogLevel { kDebug, kInfo, kWarning, kError, kOff };
enum class LogFormat { kText, kJson };

[[nodiscard]] std::optional<LogLevel> parse_log_level(std::string_view text);
[[nodiscard]] std::optional<LogFormat> parse_log_format(std::string_view text);

class Log {
 public:
  using Field = std::pair<std::string, std::string>;
  struct Options {
    LogLevel level{LogLevel::kWarning};
    LogFormat format{LogFormat::kText};
    bool colour{};
    // Gets the lines instead of stderr where there is one, on whatever thread speaks.
    std::function<void(LogLevel, std::string_view line)> receive{};
  };
  explicit Log(Options options);

  // The same log with a field on every line: a request id, a symbol.
  [[nodiscard]] Log with(Field field) const;

  void debug(std::string_view event, std::initializer_list<Field> fields = {}) const;
  void info(std::string_view event, std::initializer_list<Field> fields = {}) const;
  void warning(std::string_view event, std::initializer_list<Field> fields = {}) const;
  void error(std::string_view event, std::initializer_list<Field> fields = {}) const;
  [[nodiscard]] bool says(LogLevel level) const;

  // The line as it would be written, without time, level and colour; for tests.
  [[nodiscard]] std::string line(std::string_view event, const std::vector<Field>& fields) const;

 private:
  struct Sink;
  void write(LogLevel level, std::string_view event, std::initializer_list<Field> fields) const;

  std::shared_ptr<Sink> sink_;
  std::vector<Field> always_;
};

}  // namespace wick::base
