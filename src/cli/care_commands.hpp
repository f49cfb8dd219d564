// The lines of the commands that take care of the store: verify, repair, compact, cache, why.
#pragma once

#include <functional>

#include "cli/cache_command.hpp"
#include "cli/cache_export_command.hpp"
#include "cli/cache_import_command.hpp"
#include "cli/verify_command.hpp"
#include "cli/why_command.hpp"

namespace CLI {
class App;
}

namespace wick::cli {

// What was typed after them.
struct CareChosen {
  CareOptions care{};
  VerifyOptions verify{};
  PruneOptions prune{};
  ImportOptions import{};
  ExportOptions exports{};
  WhyOptions why{};
};

// Sets `run` once one of them is the command. All of it must outlive the parsing and the running.
struct CareSlot {
  CareChosen& chosen;
  std::function<Exit()>& run;
  const Shell& shell;
};
void add_care_commands(CLI::App& app, const CareSlot& slot);

}  // namespace wick::cli
