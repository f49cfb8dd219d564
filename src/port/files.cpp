#include "port/files.hpp"

namespace wick::port {
namespace {

base::Result<void> write_durably(Files& files, const std::string& path, std::string_view bytes) {
  const auto file = files.create(path);
  if (!file) return file.error();
  auto done = files.write(*file, bytes);
  if (done) done = files.sync(*file);
  files.close(*file);
  return done;
}

}  // namespace

base::Result<void> replace_file(Files& files, const std::string& path, std::string_view bytes,
                                std::uint64_t unique) {
  const std::string beside = path + "." + std::to_string(unique) + ".tmp";
  auto done = write_durably(files, beside, bytes);
  if (done) done = files.rename(beside, path);
  if (!done) {
    (void)files.remove(beside);  // a leftover is harmless; the first error is the one to tell
    return done;
  }
  return files.sync_folder(folder_of(path));
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace wick::port
