#include "stored.hpp"

#include <filesystem>
#include <fstream>

#include "base/check.hpp"
#include "inputs.hpp"

namespace wick::bench {
namespace {

constexpr int kStoredYear = 2018;

void write(const std::filesystem::path& path, const std::string& bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  file.close();
  WICK_CHECK(file.good());
}

}  // namespace

core::UtcTime stored_begin() {
  return core::midnight(kStoredYear, 1, 1);
}

std::string days_root(const std::string& inputs) {
  return inputs + "/stored/days";
}

std::string months_root(const std::string& inputs) {
  return inputs + "/stored/months";
}

Stored::Stored(const std::string& root)
    : disk_{.files = &files_, .random = &random_, .layout = store::Layout(root), .writer = "bench"},
      shelf_(disk_, series()) {}

std::string Stored::path(const store::Period& period) const {
  return disk_.layout.sealed(series(), period);
}

std::string seal(const store::Period& period, const core::Chunk& rows) {
  const core::Grid grid(series().interval);
  const core::Source source{.origin = core::Origin::kArchive,
                            .revision = 0,
                            .object = "BTCUSDT-1m-" + name(period) + ".zip",
                            .checksum = "sha256:" + std::string(64, '0'),
                            .fetched = period.range.end};
  store::SealedFacts facts;
  facts.id = series();
  facts.period = period;
  facts.expected = static_cast<std::uint64_t>(grid.count(period.range));
  facts.writer = "bench";
  const core::RangeSet absent =
      core::RangeSet{period.range}.minus(core::covered(rows.columns(), grid));
  for (const core::TimeRange& range : absent.ranges()) {
    facts.holes.push_back({{range, core::Cause::kNoBarAtSource, "none"}, false, period.range.end});
  }
  const store::Sourced sourced{source, rows};
  return store::encode_sealed(std::move(facts), {&sourced, 1});
}

void prepare_store(const std::string& inputs, unsigned days) {
  const Stored by_day(days_root(inputs));
  const Stored by_month(months_root(inputs));
  const core::UtcTime end = stored_begin() + days * core::kDay;
  for (core::UtcTime begin = stored_begin(); begin < end; begin = core::month_of(begin).end) {
    const core::Chunk rows = read(make_month(begin));
    const auto month = store::Period::month_with(begin);
    if (begin < core::midnight(kStoredYear + 1, 1, 1)) {
      write(by_month.path(month), seal(month, rows));
    }
    for (auto t = begin; t < std::min(end, month.range.end); t += core::kDay) {
      const auto day = store::Period::day(t);
      write(by_day.path(day), seal(day, rows.within(day.range)));
    }
  }
}

}  // namespace wick::bench
