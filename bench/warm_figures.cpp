// A start again: the last 60,000 minutes of 20 symbols, from files of days.
#include <filesystem>
#include <memory>

#include "base/check.hpp"
#include "figures.hpp"
#include "io/device_random.hpp"
#include "io/posix_files.hpp"
#include "store/shelf.hpp"
#include "store/warm_start.hpp"

namespace wick::bench {
namespace {

constexpr std::size_t kSymbols = 20;
constexpr std::size_t kBars = 60'000;
constexpr int kDays = 42;

struct Kept {
  explicit Kept(const std::string& root)
      : disk{.files = &files, .random = &random, .layout = store::Layout(root), .writer = "bench"} {
  }

  io::PosixFiles files;
  io::DeviceRandom random;
  store::Disk disk;
};

std::vector<core::SeriesId> series() {
  std::vector<core::SeriesId> all;
  for (std::size_t i = 0; i < kSymbols; ++i) {
    all.push_back({core::Provider::kFxcm, core::Market::kFx, core::ChartType::kKlines,
                   "SYMBOL" + std::to_string(i), core::Interval::k1m});
  }
  return all;
}

core::Chunk day_of_bars(core::TimeRange day, double price) {
  core::ChunkBuilder rows;
  for (core::UtcTime t = day.begin; t < day.end; t += std::chrono::minutes{1}) {
    price += static_cast<double>(t.time_since_epoch().count() / 60'000'000 % 7) - 3;
    rows.push({.open_time = t,
               .close_time = t + std::chrono::minutes{1} - core::Micros{1},
               .open = price,
               .high = price + 2,
               .low = price - 2,
               .close = price + 1,
               .volume = 7});
  }
  return std::move(rows).finish(core::Tier::kRest, {.origin = core::Origin::kImport});
}

void fill(const store::Disk& disk, const core::SeriesId& id) {
  const store::Shelf shelf(disk, id);
  for (int day = 0; day < kDays; ++day) {
    const auto period = store::Period::day(core::midnight(2024, 3, 1) + day * core::kDay);
    core::Source source;
    source.origin = core::Origin::kImport;
    source.fetched = period.range.end;
    store::SealedFacts facts;
    facts.id = id;
    facts.period = period;
    facts.expected = 1440;
    WICK_CHECK(shelf.write(std::move(facts), {{source, day_of_bars(period.range, 5000 + day)}}));
  }
}

std::shared_ptr<Kept> kept(const Settings& settings) {
  const std::string root = settings.inputs + "/warm-start";
  auto made = std::make_shared<Kept>(root);
  if (std::filesystem::exists(root)) return made;
  for (const core::SeriesId& id : series()) fill(made->disk, id);
  return made;
}

std::uint64_t sum_of(const core::Columns& columns) {
  double sum = 0;
  for (const double close : columns.close) sum += close;
  return static_cast<std::uint64_t>(sum) + columns.open_time.size();
}

Work ours(const Settings& settings) {
  const auto store = kept(settings);
  const auto facts = std::make_shared<Facts>();
  return {[=] {
            *facts = {};
            for (const auto& warm : store::warm_start(store->disk, series(), kBars)) {
              facts->rows += warm.rows;
              for (const core::Chunk& chunk : warm.chunks) {
                facts->checksum += sum_of(chunk.columns());
              }
            }
          },
          [=] { return *facts; }};
}

// The same files, mapped, and one byte of each page looked at.
Work floor_of(const Settings& settings) {
  const auto store = kept(settings);
  const auto facts = std::make_shared<Facts>();
  return {[=] {
            *facts = {};
            for (const core::SeriesId& id : series()) {
              for (const auto& period : store::Shelf(store->disk, id).periods()) {
                const auto mapped = store->files.map(store->disk.layout.sealed(id, period));
                WICK_CHECK(mapped);
                for (std::size_t at = 0; at < mapped->bytes.size(); at += 4096) {
                  keep(mapped->bytes[at]);
                }
              }
            }
            facts->rows = kSymbols * kBars;
          },
          [=] { return *facts; }};
}

}  // namespace

void add_warm_figures(Figures& figures) {
  figures["warm-start.floor"] = floor_of;
  figures["warm-start.ours"] = ours;
}

}  // namespace wick::bench
