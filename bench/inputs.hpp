// What the figures work on: archive files, a page of klines and frames of a stream, made by the
// simulator's own code.
#pragma once

#include <string>
#include <vector>

#include "core/chunk.hpp"
#include "core/series_id.hpp"

namespace wick::bench {

inline constexpr int kInputYear = 2023;

// Writes into `folder`: the first days, ten for a month and a hundred for more, and the first
// `months` of the year as zip, CHECKSUM and name, page.json, the first 1,000 minutes, page-N.json,
// the first N, and frames.jsonl, the 1,000 of USD-M futures as a stream, symbols-N, the names of
// the first of a live exchange, and quotes.fix and ticks.jsonl, see quote_texts.hpp.
void prepare(const std::string& folder, unsigned months);

struct ArchiveFile {
  std::string name;  // as Archive::Object::name
  std::string zip;
  std::string checksum;
  core::TimeRange period;
};
enum class Extent { kDay, kMonth, kYear };
[[nodiscard]] std::vector<ArchiveFile> load(const std::string& folder, Extent extent);
[[nodiscard]] std::vector<ArchiveFile> load_days(const std::string& folder, unsigned days);
[[nodiscard]] core::Chunk read(const ArchiveFile& file);
[[nodiscard]] ArchiveFile make_month(core::UtcTime begin);

[[nodiscard]] std::string load_page(const std::string& folder, unsigned rows);
[[nodiscard]] std::string load_frames(const std::string& folder);  // one a line
[[nodiscard]] std::string load_text(const std::string& folder, const std::string& name);
[[nodiscard]] core::TimeRange page_period();
[[nodiscard]] const core::SeriesId& series();

}  // namespace wick::bench
