// One candle file on its way in: the download, the check, the rows, and tries until then.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policy/attempts.hpp"
#include "port/http.hpp"
#include "venue/fxcm/candle_csv.hpp"
#include "venue/services.hpp"

namespace wick::venue::fxcm {

// What came of one request; nothing where the file is there.
[[nodiscard]] std::optional<base::Error> file_verdict(const port::HttpResponse& response,
                                                      const std::string& name);

// Several may hold and step the same one.
class CandleFile {
 public:
  struct Task {
    const Services* services{};
    const std::vector<std::string>* hosts{};
    std::string name{};  // see candidates()
    core::Interval filed{};
    policy::Attempts::Options attempts{};
  };
  explicit CandleFile(Task task);

  struct Content {
    Candles candles;
    std::string sha256;  // of the file as it came
    std::int64_t bytes{};
    core::Micros took{};
  };
  using Outcome = base::Result<Content>;

  // What it holds, or why that cannot be had; nothing yet while it is on its way.
  [[nodiscard]] const Outcome* step(core::Now now);
  [[nodiscard]] core::MonoTime wake() const { return wake_; }
  [[nodiscard]] const std::string& name() const { return task_.name; }
  [[nodiscard]] int requests() const { return requests_; }

  // The file's bytes to rows.
  [[nodiscard]] static Outcome read(std::string_view gzip, core::Interval filed);

 private:
  void take_answer(core::MonoTime now);
  void take_content(core::MonoTime now);
  void failed(base::Error error, core::MonoTime now);
  void try_again(core::MonoTime now);

  Task task_;
  policy::Attempts attempts_;
  std::optional<port::Pending<port::HttpResult>> fetching_;
  std::optional<port::Pending<Outcome>> reading_;
  std::optional<Outcome> outcome_;
  base::Error last_error_;
  core::Micros took_{};
  int requests_{0};
  core::MonoTime wake_{core::MonoTime::min()};
};

}  // namespace wick::venue::fxcm
