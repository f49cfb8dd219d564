#include "sim/archive/cache.hpp"

namespace wick::sim {

ObjectCache::ObjectCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

BuiltObject ObjectCache::get(const std::string& key, const Build& build) {
  std::unique_lock lock(mutex_);
  built_.wait(lock, [&] { return !building_.contains(key); });
  if (const auto found = entries_.find(key); found != entries_.end()) {
    order_.splice(order_.begin(), order_, found->second);
    return found->second->object;
  }
  building_.insert(key);
  lock.unlock();
  BuiltObject object = build();
  lock.lock();
  building_.erase(key);
  insert(key, object);
  built_.notify_all();
  return object;
}

bool ObjectCache::holds(const std::string& key) const {
  const std::lock_guard lock(mutex_);
  return entries_.contains(key);
}

std::size_t ObjectCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

void ObjectCache::insert(const std::string& key, const BuiltObject& object) {
  order_.push_front({key, object});
  entries_[key] = order_.begin();
  bytes_ += object.zip->size();
  // The newest stays even if it alone is too large: its checksum is asked for next.
  while (bytes_ > bytes_max_ && order_.size() > 1) {
    bytes_ -= order_.back().object.zip->size();
    entries_.erase(order_.back().key);
    order_.pop_back();
  }
}

}  // namespace wick::sim
