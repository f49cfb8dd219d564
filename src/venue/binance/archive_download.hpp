// One archive object on its way in: two downloads, the check, the rows, and tries until then; and,
// where no checksum was published, a look at REST.
#pragma once

#include <optional>

#include "venue/binance/archive.hpp"
#include "venue/binance/archive_comparison.hpp"
#include "venue/binance/archive_refusals.hpp"

namespace wick::venue::binance {

class ArchiveDownload {
 public:
  struct Task {
    const Services* services{};
    const ArchiveOptions* options{};
    Pace* rest{};
    core::SeriesId id;
    policy::Piece piece;
    std::string name;  // see archive_object()
  };
  ArchiveDownload(Task task, policy::Attempts::Options attempts);

  // A Job of a Batch.
  [[nodiscard]] std::optional<port::Reply> step(core::Now now);
  [[nodiscard]] core::MonoTime wake() const { return wake_; }
  [[nodiscard]] port::Reply refused(const base::Error& error) const;

 private:
  using Fetching = std::optional<port::Pending<port::HttpResult>>;
  using Reading = std::optional<port::Pending<base::Result<Archive::Content>>>;

  [[nodiscard]] std::optional<port::Reply> after_reading(core::Now now);
  [[nodiscard]] std::optional<port::Reply> after_comparing(core::Now now);
  void failed(base::Error error, core::Now now);
  [[nodiscard]] std::optional<port::Reply> try_again(core::Now now);
  void start(const std::string& host);
  [[nodiscard]] std::optional<base::Error> check_answers();
  void start_reading();
  void start_comparing();
  [[nodiscard]] port::Reply filled(core::Now now);
  [[nodiscard]] ArchiveRefusals::Object object() const;

  Task task_;
  core::Grid grid_;
  ArchiveRefusals refusals_;
  policy::Attempts attempts_;
  base::Error last_error_;
  std::size_t hosts_closed_{0};
  Fetching zip_;
  Fetching checksum_;
  std::shared_ptr<const std::string> zip_bytes_;
  std::shared_ptr<const std::string> checksum_text_;
  Reading reading_;
  std::optional<Archive::Content> content_;
  std::optional<ArchiveComparison> comparing_;
  core::MonoTime wake_{core::MonoTime::max()};
  int requests_{0};
  std::int64_t bytes_{0};
  core::Micros took_{};
};

}  // namespace wick::venue::binance
