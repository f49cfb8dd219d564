#include "store/exporting_manifest.hpp"

#include <simdjson.h>

#include "base/json_text.hpp"
#include "core/time_text.hpp"

namespace wick::store {
namespace {

namespace dom = simdjson::dom;

std::string quoted(std::string_view key, std::string_view value) {
  return base::json_quoted(key) + ":" + base::json_quoted(value);
}

}  // namespace

void add(Manifest& manifest, const ManifestEntry& entry) {
  const core::SeriesId& id = entry.id;
  manifest[entry.path] =
      "{" + quoted("path", entry.path) + "," + quoted("provider", core::name(id.provider)) + "," +
      quoted("market", core::name(id.market)) + "," + quoted("chart", core::name(id.chart)) + "," +
      quoted("symbol", id.symbol) + "," + quoted("interval", core::name(id.interval)) + "," +
      quoted("from", core::to_iso(entry.range.begin)) + "," +
      quoted("to", core::to_iso(entry.range.end)) + ",\"rows\":" + std::to_string(entry.rows) +
      ",\"expected_rows\":" + std::to_string(entry.expected) +
      ",\"bytes\":" + std::to_string(entry.bytes) + "," + quoted("sha256", entry.sha256) + "}";
}

std::string manifest_text(const Manifest& manifest, std::string_view writer) {
  std::string text =
      "{" + quoted("format", kExportFormat) + "," + quoted("writer", writer) + ",\"files\":[";
  const char* between = "\n";
  for (const auto& [path, json] : manifest) {
    text += between + json;
    between = ",\n";
  }
  return text + "\n]}\n";
}

base::Result<Manifest> read_manifest(std::string_view text) {
  const base::Error foreign{base::ErrorKind::kCorrupt, "it is no manifest of an export"};
  dom::parser parser;
  dom::element document;
  std::string_view format;
  dom::array files;
  const simdjson::padded_string padded(text);
  if (parser.parse(padded).get(document) != simdjson::SUCCESS ||
      document["format"].get(format) != simdjson::SUCCESS || format != kExportFormat ||
      document["files"].get(files) != simdjson::SUCCESS) {
    return foreign;
  }
  Manifest manifest;
  for (const dom::element& file : files) {
    std::string_view path;
    if (file["path"].get(path) != simdjson::SUCCESS) return foreign;
    manifest[std::string(path)] = simdjson::minify(file);
  }
  return manifest;
}

}  // namespace wick::store
