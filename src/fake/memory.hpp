// A memory that keeps what it was told for exactly as long as it was told.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "port/memory.hpp"

namespace wick::fake {

class Memory final : public port::Memory {
 public:
  [[nodiscard]] std::optional<std::string> recall(const std::string& key,
                                                  core::UtcTime now) override {
    const auto fact = facts_.find(key);
    if (fact == facts_.end() || now >= fact->second.until) return std::nullopt;
    return fact->second.value;
  }
  void remember(const std::string& key, std::string value, core::UtcTime until) override {
    facts_[key] = {std::move(value), until};
  }

  void forget_all() { facts_.clear(); }

 private:
  struct Fact {
    std::string value;
    core::UtcTime until{};
  };
  std::map<std::string, Fact> facts_;
};

}  // namespace wick::fake
