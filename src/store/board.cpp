#include "store/board.hpp"

#include <utility>

namespace wick::store {
namespace {

constexpr const char* kComing = ".new";
constexpr std::size_t kTextMax = std::size_t{64} << 10U;

std::string text_of(port::Files& files, const std::string& path) {
  auto text = files.read(path, kTextMax);
  return text ? *std::move(text) : std::string();
}

// Letters, digits, '.' and '-': a name is what a server is called, and becomes one of a file.
std::string file_name(const std::string& name) {
  std::string safe;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    safe += plain || c == '-' || (c == '.' && !safe.empty()) ? c : '_';
  }
  return safe;
}

}  // namespace

Board::Board(port::Files& files, std::string folder) : files_(files), folder_(std::move(folder)) {}

std::string Board::path_of(const std::string& name) const {
  return folder_ + "/" + file_name(name);
}

std::string Board::look(const std::string& name) {
  const auto kept = unshared_.find(name);
  if (kept != unshared_.end()) return kept->second;
  return text_of(files_, path_of(name));
}

// Under the lock there is one writer at a time, so the text on its way may have a fixed name: what
// a killed writer left of it is in nobody's way.
void Board::change(const std::string& name, const Change& change) {
  const std::string path = path_of(name);
  if (!folder_made_) folder_made_ = static_cast<bool>(files_.make_folders(folder_));
  const auto held = files_.lock(path + ".lock");
  // What was kept apart is not written over what the others share: once the disk takes something
  // again, theirs counts.
  const auto kept = unshared_.find(name);
  if (held && kept != unshared_.end() && lay_down(path, kept->second)) unshared_.erase(kept);
  std::string text = change(look(name));
  const auto written = held ? write(path, text) : held.error();
  if (written) {
    unshared_.erase(name);
    trouble_.reset();
  } else {
    unshared_[name] = std::move(text);
    trouble_ = written.error();
  }
}

base::Result<void> Board::write(const std::string& path, const std::string& text) {
  auto laid = lay_down(path, text);
  if (!laid) return laid;
  return files_.rename(path + kComing, path);
}

base::Result<void> Board::lay_down(const std::string& path, const std::string& text) {
  const std::string coming = path + kComing;
  (void)files_.remove(coming);
  const auto file = files_.create(coming);
  if (!file) return file.error();
  auto written = files_.write(*file, text);
  files_.close(*file);
  return written;
}

}  // namespace wick::store
