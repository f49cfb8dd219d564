#include "store/remembered.hpp"

#include <algorithm>
#include <utility>

#include "core/time_text.hpp"

namespace wick::store {
namespace {

constexpr char kBetween = '\t';
// A log with more dead records than this, and more dead than alive, is written anew.
constexpr std::size_t kDeadMax = 1000;

// "2024-06-01T00:00:00Z <tab> key <tab> value"
std::string record_of(const std::string& key, const std::string& value, core::UtcTime until) {
  return core::to_iso(until) + kBetween + key + kBetween + value;
}

}  // namespace

Remembered::Remembered(port::Files& files, port::Random& random, std::string folder)
    : files_(files),
      random_(random),
      folder_(std::move(folder)),
      path_(folder_ + "/memory.log"),
      log_(files, path_) {}

Remembered::~Remembered() {
  flush();
}

std::optional<std::string> Remembered::recall(const std::string& key, core::UtcTime now) {
  load();
  latest_ = std::max(latest_, now);
  const auto fact = facts_.find(key);
  if (fact == facts_.end() || now >= fact->second.until) return std::nullopt;
  return fact->second.value;
}

void Remembered::remember(const std::string& key, std::string value, core::UtcTime until) {
  load();
  unwritten_.push_back(record_of(key, value, until));
  facts_.insert_or_assign(key, Fact{std::move(value), until});
  flush();
}

// Again, where another program has written since.
void Remembered::load() {
  const auto facts = files_.facts(path_);
  if (!facts || (facts->size == read_.size && facts->modified == read_.modified)) return;
  read_ = *facts;
  const auto records = log_.read();
  if (!records) return;
  for (const std::string& record : records->payloads) learn(record);
  records_read_ = records->payloads.size();
}

void Remembered::learn(std::string_view record) {
  const std::size_t key = record.find(kBetween);
  if (key == std::string_view::npos) return;
  const std::size_t value = record.find(kBetween, key + 1);
  const auto until = core::parse_utc(record.substr(0, key));
  if (value == std::string_view::npos || !until) return;
  facts_.insert_or_assign(std::string(record.substr(key + 1, value - key - 1)),
                          Fact{std::string(record.substr(value + 1)), *until});
}

void Remembered::flush() {
  if (unwritten_.empty()) return;
  const auto kept = keep(std::exchange(unwritten_, {}));
  trouble_ = kept ? std::nullopt : std::optional(kept.error());
}

base::Result<void> Remembered::keep(const std::vector<std::string>& fresh) {
  if (auto made = files_.make_folders(folder_); !made) return made;
  const auto held = files_.lock(folder_ + "/memory.lock");
  if (!held) return held.error();
  load();
  for (const std::string& record : fresh) learn(record);  // ours is the latest word
  std::erase_if(facts_, [&](const auto& entry) { return entry.second.until <= latest_; });
  const std::size_t dead = records_read_ - std::min(records_read_, facts_.size());
  if (dead > kDeadMax && dead > facts_.size()) {
    return log_.rewrite(all_records(), random_.next());
  }
  return log_.append(fresh);
}

std::vector<std::string> Remembered::all_records() const {
  std::vector<std::string> records;
  for (const auto& [key, fact] : facts_) records.push_back(record_of(key, fact.value, fact.until));
  return records;
}

}  // namespace wick::store
