// The listing of the archive's keys, page by page, as S3 would give it.
//
// The tree of folders is walked in the order of the keys and only where the page can reach, so a
// page costs as much as it is long, not as much as the archive is large.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/archive/object.hpp"

namespace wick::sim {

// What is on the shelf at one instant.
struct Shelf {
  const Market* market{};  // must outlive this
  Micros delay{};          // added to every publication
  Micros now{};

  [[nodiscard]] Micros published(const Object& object) const;
  [[nodiscard]] bool has(const Object& object) const;  // published, and with rows
};

constexpr std::size_t kPageMax = 1000;

struct ListQuery {
  std::string prefix;
  std::string after;          // keys and folders up to here are left out
  bool by_folder{};           // delimiter "/": what lies deeper is told by its folder only
  std::size_t max{kPageMax};  // keys and folders together
};

struct ListedKey {
  std::string key;
  Object object;
  bool checksum{};  // the key is that of the object's checksum
};

struct ListPage {
  std::vector<ListedKey> keys;
  std::vector<std::string> folders;
  bool truncated{};
  std::string last;  // the greatest of both; the next page begins after it
};

// `admit` is asked before each zip but the first; its refusal ends the page early, which S3 may
// do at any time.
using Admit = std::function<bool(const Object&)>;
[[nodiscard]] ListPage list_page(const Shelf& shelf, const ListQuery& query, const Admit& admit);

}  // namespace wick::sim
