#include "cli/cache_export_file.hpp"

#include <algorithm>

#include "cli/bar_arrow.hpp"
#include "cli/bar_text.hpp"
#include "core/time_text.hpp"

namespace wick::cli {
namespace {

std::string csv_of(const core::SeriesId& id, const store::ExportedDay& day) {
  std::string text;
  append_csv_header(text, {});
  for (const core::Chunk& chunk : day.chunks) append_csv(text, chunk, id.symbol, {});
  return text;
}

std::string arrow_of(const core::SeriesId& id, const store::ExportedDay& day) {
  std::string bytes;
  BarArrow file({.form = arrow::Form::kFile},
                arrow_metadata({.series = {id}, .range = day.opens, .missing = {day.holes}}));
  file.begin(bytes);
  for (const core::Chunk& chunk : day.chunks) {
    for (std::size_t row = 0; row < chunk.size(); row += kArrowBatchRows) {
      file.add(chunk.rows(row, std::min(chunk.size(), row + kArrowBatchRows)), id.symbol, bytes);
    }
  }
  file.end(bytes);
  return bytes;
}

}  // namespace

std::optional<ExportFormat> parse_export_format(std::string_view text) {
  if (text == "arrow") return ExportFormat::kArrow;
  if (text == "csv") return ExportFormat::kCsv;
  return std::nullopt;
}

std::string export_path(const core::SeriesId& id, core::UtcTime day, ExportFormat format) {
  std::string path;
  for (const std::string_view part :
       {core::name(id.provider), core::name(id.market), core::name(id.chart),
        std::string_view(id.symbol), core::path_name(id.interval)}) {
    path.append(part).append("/");
  }
  return path + core::to_date(day) + (format == ExportFormat::kCsv ? ".csv" : ".arrow");
}

std::string export_bytes(const core::SeriesId& id, const store::ExportedDay& day,
                         ExportFormat format) {
  return format == ExportFormat::kCsv ? csv_of(id, day) : arrow_of(id, day);
}

}  // namespace wick::cli
