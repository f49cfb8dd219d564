// Every measurement by name. A figure has a floor, which is the unavoidable part done by a library,
// and ours; its peers live in other languages and in files of their own.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "measure.hpp"

namespace wick::bench {

struct Settings {
  std::string inputs;   // a folder that prepare() has filled
  std::string url;      // of a running simulator, for the figures that ask one
  int pid{};            // of that simulator
  unsigned months{12};  // of the year, for figures that can do with fewer
  unsigned days{1};     // of those that are stored, or of zips
  unsigned rows{1000};  // of a page
  unsigned symbols{1};  // of a live exchange or feed
  std::string cache;    // of `wick get`
  std::string fresh;    // the same, but emptied before each run
  std::vector<std::string> command;
};

using Maker = std::function<Work(const Settings&)>;
using Figures = std::map<std::string, Maker>;  // "zip-day.ours"

// What cannot be repeated at will is watched, once, for about so many seconds.
struct Observation {
  Timing timing{};
  Facts facts{};
};
using Watcher = std::function<Observation(const Settings&, double seconds)>;
using Watchers = std::map<std::string, Watcher>;

void add_zip_figures(Figures& figures);
void add_page_figures(Figures& figures);
void add_stream_figures(Figures& figures);
void add_call_figures(Figures& figures);
void add_serve_figures(Figures& figures);
void add_output_figures(Figures& figures);
void add_making_figures(Figures& figures);
void add_process_figures(Figures& figures);
void add_stored_figures(Figures& figures);
void add_keeping_figures(Figures& figures);
void add_memory_figures(Watchers& watchers);
void add_live_figures(Watchers& watchers);
void add_tick_figures(Figures& figures);
void add_live_bars_figures(Figures& figures);
void add_live_latency_figures(Watchers& watchers);
void add_tick_decoding_figures(Figures& figures);
void add_calendar_figures(Figures& figures);
void add_warm_figures(Figures& figures);

}  // namespace wick::bench
