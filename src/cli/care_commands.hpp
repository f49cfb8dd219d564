// The lines of the commands that take care of the store: verify, repair, compact, cache, why.
#pragma once

#include "cli/cache_command.hpp"
#include "cli/cache_export_command.hpp"
#include "cli/cache_import_command.hpp"
#include "cli/verify_command.hpp"
#include "cli/why_command.hpp"

namespace wick::cli {

class Command;

// What was typed after them.
struct CareChosen {
  CareOptions care{};
  VerifyOptions verify{};
  PruneOptions prune{};
  ImportOptions import{};
  ExportOptions exports{};
  WhyOptions why{};
};

void add_care_commands(Command program, CareChosen& chosen);

}  // namespace wick::cli
