// wick_bench: one measurement for each run; bench/run.py puts them side by side.
//
//   wick_bench about
//   wick_bench prepare FOLDER MONTHS
//   wick_bench store FOLDER DAYS
//   wick_bench canned FILE
//   wick_bench measure FIGURE.PART SECONDS [inputs=FOLDER] [url=URL] [pid=N]
//     [months=N] [days=N] [cache=FOLDER | fresh=FOLDER] [-- COMMAND...]
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "canned_server.hpp"
#include "figures.hpp"
#include "inputs.hpp"
#include "stored.hpp"

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
  add_live_figures(figures);
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
    if (word->starts_with("cache=")) settings.cache = value;
    if (word->starts_with("fresh=")) settings.fresh = value;
    if (*word == "--") {
      settings.command.assign(word + 1, words.end());
      break;
    }
  }
  return settings;
}

int run(const std::vector<std::string>& words) {
  if (words.size() == 1 && words[0] == "about") {
    std::printf("%s, %s\n", WICK_BENCH_COMPILER, WICK_BENCH_BUILD);
    return 0;
  }
  if (words.size() == 3 && words[0] == "prepare") {
    prepare(words[1], number(words[2]));
    return 0;
  }
  if (words.size() == 3 && words[0] == "store") {
    prepare_store(words[1], number(words[2]));
    return 0;
  }
  if (words.size() == 2 && words[0] == "canned") serve_canned(words[1]);
  const Figures figures = all_figures();
  if (words.size() < 3 || words[0] != "measure" || !figures.contains(words[1])) {
    std::fprintf(stderr, "wick_bench: about, prepare, store, canned, or measure one of\n");
    for (const auto& [name, maker] : figures) std::fprintf(stderr, "  %s\n", name.c_str());
    return 2;
  }
  const Work work = figures.at(words[1])(settings_of(words));
  const Timing timing = measure(work, std::stod(words[2]));
  std::printf("%s\n", json_line(timing, work.facts()).c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return run({argv + 1, argv + argc});
}
