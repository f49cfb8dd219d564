#include "cli/output.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include "io/device_random.hpp"

namespace wick::cli {
namespace {

base::Error unwritable() {
  return {base::ErrorKind::kUnavailable,
          "cannot write standard output: " + std::generic_category().message(errno)};
}

}  // namespace

Output::Output(const Shell& shell, std::string path) : out_(shell.out), path_(std::move(path)) {}

Output::~Output() {
  if (!file_) return;
  files_.close(*file_);
  (void)files_.remove(beside_);  // it is of no use to anybody
}

base::Result<void> Output::begin() {
  beside_ = path_ + "." + std::to_string(io::DeviceRandom().next()) + ".tmp";
  const auto file = files_.create(beside_);
  if (!file) return base::within("cannot write " + path_, file.error());
  file_ = *file;
  return {};
}

base::Result<void> Output::check_source() const {
  const auto cut = source_ == nullptr ? std::nullopt : source_->lost_mapping();
  if (!cut) return {};
  return base::Error{base::ErrorKind::kCorrupt,
                     *cut +
                         " was cut while it was being read, and what follows is not known; ask "
                         "again, and it will be fetched anew"};
}

base::Result<void> Output::write(std::string_view text) {
  if (auto whole = check_source(); !whole) return whole;
  if (path_.empty()) {
    if (std::fwrite(text.data(), 1, text.size(), out_) == text.size()) return {};
    return unwritable();
  }
  if (!file_) {
    if (auto begun = begin(); !begun) return begun;
  }
  auto written = files_.write(*file_, text);
  if (!written) return base::within("cannot write " + path_, written.error());
  return {};
}

base::Result<void> Output::commit() {
  if (auto whole = check_source(); !whole) return whole;
  if (path_.empty()) {
    if (std::fflush(out_) == 0) return {};
    return unwritable();
  }
  if (!file_) {
    if (auto begun = begin(); !begun) return begun;
  }
  auto done = files_.sync(*file_);
  if (done) done = files_.rename(beside_, path_);
  if (!done) return base::within("cannot write " + path_, done.error());
  files_.close(*std::exchange(file_, std::nullopt));
  return files_.sync_folder(port::folder_of(path_));
}

}  // namespace wick::cli
