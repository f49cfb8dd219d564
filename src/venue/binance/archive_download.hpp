// One archive object on its way in: two downloads, the check, the rows, and tries until then.
#pragma once

#include <optional>

#include "venue/binance/archive.hpp"

namespace wick::venue::binance {

class ArchiveDownload {
 public:
  struct Task {
    const Services* services{};
    const std::vector<std::string>* hosts{};
    core::Grid grid;
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

  [[nodiscard]] std::optional<port::Reply> try_again(core::MonoTime now);
  void start(const std::string& host);
  [[nodiscard]] std::optional<base::Error> check_answers();
  void start_reading();
  [[nodiscard]] port::Reply filled(Archive::Content content) const;

  Task task_;
  policy::Attempts attempts_;
  base::Error last_error_;
  Fetching zip_;
  Fetching checksum_;
  std::shared_ptr<const std::string> zip_bytes_;
  std::shared_ptr<const std::string> checksum_text_;
  Reading reading_;
  core::MonoTime wake_{core::MonoTime::max()};
  int requests_{0};
};

}  // namespace wick::venue::binance
