// What the simulated archive spends on files that nobody has asked for yet.
#include <libdeflate.h>

#include <memory>

#include "base/check.hpp"
#include "figures.hpp"
#include "inputs.hpp"
#include "sim/archive/csv.hpp"
#include "sim/archive/zip.hpp"

namespace wick::bench {
namespace {

std::vector<sim::Object> months_of(const sim::Market& market, const Settings& settings) {
  std::vector<sim::Object> objects;
  const sim::Symbol* const symbol = market.find(sim::Venue::kSpot, series().symbol);
  WICK_CHECK(symbol != nullptr);
  for (unsigned month = 1; month <= settings.months; ++month) {
    const auto begin = core::micros_of(core::midnight(kInputYear, month, 1));
    objects.push_back({symbol, sim::Interval::k1m, sim::period_of(sim::Span::kMonthly, begin)});
  }
  return objects;
}

// The same texts deflated at the same level, and nothing else.
Work floor_of(const Settings& settings) {
  const sim::Market market(1);
  const auto texts = std::make_shared<std::vector<std::string>>();
  for (const auto& object : months_of(market, settings)) {
    texts->push_back(sim::csv_text(market, object));
  }
  const auto bytes = std::make_shared<std::size_t>();
  return {[=] {
            *bytes = 0;
            libdeflate_compressor* const compressor = libdeflate_alloc_compressor(sim::kZipLevel);
            for (const std::string& text : *texts) {
              std::string zip(libdeflate_deflate_compress_bound(compressor, text.size()), '\0');
              *bytes += libdeflate_deflate_compress(compressor, text.data(), text.size(),
                                                    zip.data(), zip.size());
            }
            libdeflate_free_compressor(compressor);
          },
          [=] { return Facts{.bytes = *bytes}; }};
}

Work ours(const Settings& settings) {
  const auto market = std::make_shared<sim::Market>(1);
  const auto objects = months_of(*market, settings);
  const auto bytes = std::make_shared<std::size_t>();
  return {[=] {
            *bytes = 0;
            for (const auto& object : objects) {
              *bytes +=
                  sim::build_zip(sim::object_name(object) + ".csv", sim::csv_text(*market, object))
                      .size();
            }
          },
          [=] { return Facts{.bytes = *bytes}; }};
}

}  // namespace

void add_making_figures(Figures& figures) {
  figures["sim-year.floor"] = floor_of;
  figures["sim-year.ours"] = ours;
}

}  // namespace wick::bench
