#include "cli/cache_import_walk.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace wick::cli {
namespace {

class Walk {
 public:
  Walk(port::Files& files, const std::string& root) : files_(files), root_(root) {}

  Walked run() {
    look_into("", 0);
    std::ranges::sort(walked_.files);
    return std::move(walked_);
  }

 private:
  [[nodiscard]] static bool is_link(const std::string& path) {
    std::error_code ignored;
    return std::filesystem::is_symlink(path, ignored);
  }

  void look_into(const std::string& below, std::size_t depth) {
    const std::string folder = below.empty() ? root_ : root_ + "/" + below;
    if (depth > kWalkDepthMax) {
      walked_.closed.push_back({below, "it is too far down: no layout is that deep"});
      return;
    }
    const auto names = files_.list(folder);
    const auto folders = files_.list_folders(folder);
    if (!names || !folders) {
      walked_.closed.push_back({below, (names ? folders.error() : names.error()).what});
      return;
    }
    const std::string inside = folder + "/";
    const std::string front = below.empty() ? "" : below + "/";
    for (const std::string& name : *names) {
      (is_link(inside + name) ? walked_.links : walked_.files).push_back(front + name);
    }
    for (const std::string& name : *folders) {
      if (is_link(inside + name)) {
        walked_.links.push_back(front + name);
      } else {
        look_into(front + name, depth + 1);
      }
    }
  }

  port::Files& files_;
  const std::string& root_;
  Walked walked_;
};

}  // namespace

Walked walk(port::Files& files, const std::string& root) {
  return Walk(files, root).run();
}

}  // namespace wick::cli
