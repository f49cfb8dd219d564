// From the bytes of a REST page to columns.
#include <simdjson.h>

#include <memory>

#include "base/check.hpp"
#include "checksum.hpp"
#include "figures.hpp"
#include "inputs.hpp"
#include "venue/binance/kline_json.hpp"

namespace wick::bench {
namespace {

// The document's structure and its strings, with no decimal converted.
Work floor_of(const Settings& settings) {
  const auto page =
      std::make_shared<simdjson::padded_string>(load_page(settings.inputs, settings.rows));
  const auto parser = std::make_shared<simdjson::dom::parser>();
  const auto rows = std::make_shared<std::size_t>();
  return {[=] {
            simdjson::dom::array array;
            WICK_CHECK(parser->parse(*page).get_array().get(array) == simdjson::SUCCESS);
            *rows = array.size();
          },
          [=] { return Facts{.rows = *rows, .bytes = page->size()}; }};
}

Work ours(const Settings& settings) {
  const auto page = std::make_shared<std::string>(load_page(settings.inputs, settings.rows));
  const auto chunk = std::make_shared<std::optional<core::Chunk>>();
  const venue::KlineRules rules{core::Grid(series().interval), page_period()};
  return {[=] {
            auto klines = venue::binance::parse_kline_json(*page, rules);
            WICK_CHECK(static_cast<bool>(klines));
            *chunk = std::move(klines->rows).finish(core::Tier::kRest, {});
          },
          [=] {
            return Facts{
                .rows = (*chunk)->size(), .bytes = page->size(), .checksum = checksum({**chunk})};
          }};
}

}  // namespace

void add_page_figures(Figures& figures) {
  figures["rest-page.floor"] = floor_of;
  figures["rest-page.ours"] = ours;
}

}  // namespace wick::bench
