#include "store/sealed_facts.hpp"

#include <array>
#include <charconv>
#include <optional>

#include "base/json_text.hpp"
#include "core/time_text.hpp"
#include "store/holes_json.hpp"

namespace wick::store {
namespace {

constexpr char kBetweenFields = '\t';
constexpr char kAfterLine = '\n';

base::Error corrupt(std::string what) {
  return {base::ErrorKind::kCorrupt, std::move(what)};
}

// Control characters would end a field or a line too early.
std::string printable(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ') c = '?';
  }
  return text;
}

std::string sources_text(const std::vector<core::Source>& sources) {
  std::string text;
  for (const core::Source& source : sources) {
    text += std::to_string(static_cast<int>(source.origin)) + kBetweenFields +
            std::to_string(source.revision) + kBetweenFields + core::to_iso(source.fetched) +
            kBetweenFields + printable(source.checksum) + kBetweenFields +
            printable(source.object) + kAfterLine;
  }
  return text;
}

std::string untidy_text(const std::vector<core::Source>& sources) {
  std::string text;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const core::Untidy& untidy = sources[i].untidy;
    if (!untidy.any()) continue;
    text += std::to_string(i) + kBetweenFields + std::to_string(untidy.unsorted) + kBetweenFields +
            std::to_string(untidy.duplicates) + kBetweenFields +
            std::to_string(untidy.implausible) + kAfterLine;
  }
  return text;
}

std::string runs_text(const std::vector<RowRun>& runs) {
  std::string text;
  for (const RowRun& run : runs) {
    text += std::to_string(run.rows) + kBetweenFields + std::to_string(run.source) + kAfterLine;
  }
  return text;
}

// Everything up to the mark, which is taken off too; nothing where there is no mark.
std::optional<std::string_view> take_until(std::string_view& text, char mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(at + 1);
  return part;
}

template <typename T>
bool read_number(std::optional<std::string_view> text, T& value) {
  if (!text) return false;
  const auto [rest, failure] = std::from_chars(text->data(), text->data() + text->size(), value);
  return failure == std::errc{} && rest == text->data() + text->size();
}

bool read_source(std::string_view line, core::Source& source) {
  int origin = 0;
  if (!read_number(take_until(line, kBetweenFields), origin)) return false;
  if (origin < 1 || origin > static_cast<int>(core::Origin::kFeed)) return false;
  source.origin = static_cast<core::Origin>(origin);
  if (!read_number(take_until(line, kBetweenFields), source.revision)) return false;
  const auto fetched = take_until(line, kBetweenFields);
  const auto at = fetched ? core::parse_utc(*fetched) : std::nullopt;
  const auto checksum = take_until(line, kBetweenFields);
  if (!at || !checksum) return false;
  source.fetched = *at;
  source.checksum = *checksum;
  source.object = line;
  return true;
}

bool read_sources(std::string_view text, std::vector<core::Source>& sources) {
  while (!text.empty()) {
    const auto line = take_until(text, kAfterLine);
    if (!line || !read_source(*line, sources.emplace_back())) return false;
  }
  return true;
}

bool read_untidy(std::string_view text, std::vector<core::Source>& sources) {
  while (!text.empty()) {
    auto line = take_until(text, kAfterLine);
    std::size_t source = 0;
    core::Untidy untidy;
    if (!line || !read_number(take_until(*line, kBetweenFields), source) ||
        source >= sources.size() ||
        !read_number(take_until(*line, kBetweenFields), untidy.unsorted) ||
        !read_number(take_until(*line, kBetweenFields), untidy.duplicates) ||
        !read_number(line, untidy.implausible)) {
      return false;
    }
    sources[source].untidy = untidy;
  }
  return true;
}

// The runs together are the rows of the file, and speak of sources that are named.
bool read_runs(std::string_view text, SealedFacts& facts) {
  std::uint64_t rows = 0;
  while (!text.empty()) {
    auto line = take_until(text, kAfterLine);
    RowRun& run = facts.runs.emplace_back();
    if (!line || !read_number(take_until(*line, kBetweenFields), run.rows)) return false;
    if (!read_number(line, run.source) || run.source >= facts.sources.size()) return false;
    rows += run.rows;
    if (run.rows > facts.rows || rows > facts.rows) return false;
  }
  return rows == facts.rows;
}

base::Result<void> check_identity(const arrow::FileView& view, const core::SeriesId& id,
                                  const Period& period) {
  const auto format = view.metadata("format");
  if (!format) return corrupt("no bars of this program");
  if (*format != kSealedFormat) {
    return base::Error{base::ErrorKind::kUnsupported,
                       "written in the format '" + std::string(*format) +
                           "' by a newer program; this one reads " + std::string(kSealedFormat)};
  }
  using Expected = std::pair<std::string_view, std::string>;
  const std::array<Expected, 6> expected = {{{"provider", std::string(core::name(id.provider))},
                                             {"market", std::string(core::name(id.market))},
                                             {"chart", std::string(core::name(id.chart))},
                                             {"symbol", id.symbol},
                                             {"interval", std::string(core::name(id.interval))},
                                             {"date", name(period)}}};
  for (const auto& [key, wanted] : expected) {
    const auto found = view.metadata(key);
    if (found == wanted) continue;
    return corrupt("its " + std::string(key) + " is '" + std::string(found.value_or("")) +
                   "', and its path says '" + wanted + "'");
  }
  return {};
}

struct Units {
  const char* volume{};
  const char* quote_volume{};
};

Units units_of(core::Market market) {
  if (market == core::Market::kFuturesCoin) return {"contracts", "base asset"};
  if (market == core::Market::kFx) return {"ticks", "none"};
  return {"base asset", "quote asset"};
}

}  // namespace

arrow::Metadata metadata_of(const SealedFacts& facts) {
  const Units units = units_of(facts.id.market);
  arrow::Metadata metadata = {{"format", facts.format},
                              {"provider", std::string(core::name(facts.id.provider))},
                              {"market", std::string(core::name(facts.id.market))},
                              {"chart", std::string(core::name(facts.id.chart))},
                              {"symbol", facts.id.symbol},
                              {"interval", std::string(core::name(facts.id.interval))},
                              {"date", name(facts.period)},
                              {"phase_days", std::to_string(facts.id.phase_days)},
                              {"rows", std::to_string(facts.rows)},
                              {"expected_rows", std::to_string(facts.expected)},
                              {"revision", std::to_string(facts.revision)},
                              {"writer", facts.writer},
                              {"volume_unit", units.volume},
                              {"quote_asset_volume_unit", units.quote_volume},
                              {"sources", sources_text(facts.sources)},
                              {"row_ranges", runs_text(facts.runs)},
                              {"holes", holes_json(facts.holes)}};
  const std::string untidy = untidy_text(facts.sources);
  if (!untidy.empty()) metadata.emplace_back("untidy", untidy);
  return metadata;
}

base::Result<SealedFacts> read_facts(const arrow::FileView& view, const core::SeriesId& id,
                                     const Period& period) {
  if (auto same = check_identity(view, id, period); !same) return same.error();
  SealedFacts facts;
  facts.id = id;
  facts.period = period;
  facts.writer = view.metadata("writer").value_or("");
  (void)read_number(view.metadata("phase_days"), facts.id.phase_days);
  if (!read_number(view.metadata("revision"), facts.revision) ||
      !read_number(view.metadata("rows"), facts.rows) ||
      !read_number(view.metadata("expected_rows"), facts.expected)) {
    return corrupt("its metadata has no revision or no row count");
  }
  if (!read_sources(view.metadata("sources").value_or(""), facts.sources)) {
    return corrupt("its table of sources is malformed");
  }
  if (!read_untidy(view.metadata("untidy").value_or(""), facts.sources)) {
    return corrupt("its table of untidy sources is malformed");
  }
  if (!read_runs(view.metadata("row_ranges").value_or(""), facts)) {
    return corrupt("its table of row ranges does not fit its rows");
  }
  auto holes = read_holes_json(view.metadata("holes").value_or("[]"));
  if (!holes) return holes.error();
  facts.holes = *std::move(holes);
  return facts;
}

}  // namespace wick::store
