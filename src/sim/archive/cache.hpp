// Built objects, the most recently used ones within a budget of bytes.
//
// Several threads may ask at once. An object is built outside the lock and by one thread only:
// others that want the same one wait for it. What leaves the cache lives on while it is in use.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>

namespace wick::sim {

struct BuiltObject {
  std::shared_ptr<const std::string> zip;
  std::string sha256;  // of the zip, in hex
};

class ObjectCache {
 public:
  using Build = std::function<BuiltObject()>;

  explicit ObjectCache(std::size_t bytes_max);

  [[nodiscard]] BuiltObject get(const std::string& key, const Build& build);
  [[nodiscard]] bool holds(const std::string& key) const;
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Entry {
    std::string key;
    BuiltObject object;
  };
  using Order = std::list<Entry>;  // most recently used first

  void insert(const std::string& key, const BuiltObject& object);

  const std::size_t bytes_max_;
  mutable std::mutex mutex_;
  std::condition_variable built_;
  std::set<std::string> building_;
  Order order_;
  std::unordered_map<std::string, Order::iterator> entries_;
  std::size_t bytes_{};
};

}  // namespace wick::sim
