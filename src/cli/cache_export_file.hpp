// One day of bars as the bytes of a file: the columns and texts of `wick get`. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/series_id.hpp"
#include "store/exporting.hpp"

namespace wick::cli {

enum class ExportFormat : std::uint8_t { kArrow, kCsv };
[[nodiscard]] std::optional<ExportFormat> parse_export_format(std::string_view text);

// {provider}/{market}/{chart}/{SYMBOL}/{interval}/{YYYY-MM-DD}.{arrow|csv}
[[nodiscard]] std::string export_path(const core::SeriesId& id, core::UtcTime day,
                                      ExportFormat format);
[[nodiscard]] std::string export_bytes(const core::SeriesId& id, const store::ExportedDay& day,
                                       ExportFormat format);

}  // namespace wick::cli
