#include "store/events.hpp"

#include <utility>

namespace wick::store {

Events::Events(port::Files& files, std::string path) : files_(files), path_(std::move(path)) {}

void Events::add(const std::string& line) {
  turn_over();
  if (!files_.make_folders(port::folder_of(path_))) return;
  const auto file = files_.append(path_);
  if (!file) return;
  (void)files_.write(*file, line + "\n");  // one call, so that two programs' lines do not mix
  files_.close(*file);
}

void Events::turn_over() {
  const auto facts = files_.facts(path_);
  if (facts && facts->size >= kSizeMax) (void)files_.rename(path_, path_ + ".1");
}

}  // namespace wick::store
