// A board in memory: what all programs of a simulated machine see.
#pragma once

#include <map>
#include <string>

#include "port/board.hpp"

namespace wick::fake {

class Board final : public port::Board {
 public:
  [[nodiscard]] std::string look(const std::string& name) override { return texts_[name]; }
  void change(const std::string& name, const Change& change) override {
    texts_[name] = change(texts_[name]);
  }

 private:
  std::map<std::string, std::string> texts_;
};

}  // namespace wick::fake
