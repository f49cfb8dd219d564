// wick_bench: one measurement for each run; bench/run.py puts them side by side.
//
//   wick_bench about
//   wick_bench prepare FOLDER MONTHS
//   wick_bench store FOLDER DAYS
//   wick_bench canned FILE
//   wick_bench count|relay SYMBOLS   of the streams at $WICK_BINANCE_UM_WS_URL
//   wick_bench warm SYMBOLS          into $WICK_CACHE_DIR, from $WICK_BINANCE_*_URL
//   wick_bench measure FIGURE.PART SECONDS [inputs=FOLDER] [url=URL] [pid=N]
//     [months=N] [days=N] [rows=N] [symbols=N] [cache=FOLDER | fresh=FOLDER] [-- COMMAND...]
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "canned_server.hpp"
#include "figures.hpp"
#include "inputs.hpp"
#include "stored.hpp"
#include "stream_client.hpp"
#include "warm_of_many.hpp"

namespace {

using namespace wick::bench;

Figures all_figures() {
  Figures figures;
  add_zip_figures(figures);
  add_page_figures(figures);
  add_stream_figures(figures);
  add_call_figures(figures);
  add_serve_figures(figures);
  add_output_figures(figures);
  add_making_figures(figures);
  add_process_figures(figures);
  add_stored_figures(figures);
  add_keeping_figures(figures);
  add_tick_figures(figures);
  add_live_bars_figures(figures);
  add_tick_decoding_figures(figures);
  add_calendar_figures(figures);
  add_warm_figures(figures);
  return figures;
}

unsigned number(const std::string& text) {
  return static_cast<unsigned>(std::stoul(text));
}

Settings settings_of(const std::vector<std::string>& words) {
  Settings settings;
  for (auto word = words.begin(); word != words.end(); ++word) {
    const auto value = word->substr(word->find('=') + 1);
    if (word->starts_with("inputs=")) settings.inputs = value;
    if (word->starts_with("url=")) settings.url = value;
    if (word->starts_with("pid=")) settings.pid = std::atoi(value.c_str());
    if (word->starts_with("months=")) settings.months = number(value);
    if (word->starts_with("days=")) settings.days = number(value);
    if (word->starts_with("rows=")) settings.rows = number(value);
    if (word->starts_with("symbols=")) settings.symbols = number(value);
    if (word->starts_with("cache=")) settings.cache = value;
    if (word->starts_with("fresh=")) settings.fresh = value;
    if (*word == "--") {
      settings.command.assign(word + 1, words.end());
      break;
    }
  }
  return settings;
}

// False: it is another word.
bool make_or_serve(const std::vector<std::string>& words) {
  const std::string verb = words.empty() ? "" : words[0];
  if (verb == "about") std::printf("%s, %s\n", WICK_BENCH_COMPILER, WICK_BENCH_BUILD);
  if (verb == "prepare" && words.size() == 3) prepare(words[1], number(words[2]));
  if (verb == "store" && words.size() == 3) prepare_store(words[1], number(words[2]));
  if (verb == "warm" && words.size() == 2) warm_of_many(number(words[1]));
  if (verb == "canned" && words.size() == 2) serve_canned(words[1]);
  const char* const streams = std::getenv("WICK_BINANCE_UM_WS_URL");
  const bool listens = streams != nullptr && words.size() == 2;
  if (verb == "count" && listens) listen_to(streams, number(words[1]), Hearing::kCount);
  if (verb == "relay" && listens) listen_to(streams, number(words[1]), Hearing::kRelay);
  const std::array<std::string_view, 4> ending{"about", "prepare", "store", "warm"};
  return std::ranges::find(ending, verb) != ending.end();
}

void print(const Timing& timing, const Facts& facts) {
  std::printf("%s\n", json_line(timing, facts).c_str());
}

int measure_one(const std::vector<std::string>& words) {
  const Figures figures = all_figures();
  Watchers watchers;
  add_memory_figures(watchers);
  add_live_figures(watchers);
  add_live_latency_figures(watchers);
  const bool complete = words.size() >= 3 && words[0] == "measure";
  if (complete && figures.contains(words[1])) {
    const Work work = figures.at(words[1])(settings_of(words));
    const Timing timing = measure(work, std::stod(words[2]));
    print(timing, work.facts());
    return 0;
  }
  if (complete && watchers.contains(words[1])) {
    const auto seen = watchers.at(words[1])(settings_of(words), std::stod(words[2]));
    print(seen.timing, seen.facts);
    return 0;
  }
  std::fprintf(stderr, "wick_bench: about, prepare, store, canned, warm, or measure one of\n");
  for (const auto& [name, maker] : figures) std::fprintf(stderr, "  %s\n", name.c_str());
  for (const auto& [name, watcher] : watchers) std::fprintf(stderr, "  %s\n", name.c_str());
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  return make_or_serve(words) ? 0 : measure_one(words);
}
