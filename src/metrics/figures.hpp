// What a running program counts and measures, as Prometheus reads it.
//
// A family has one name and one meaning; its members differ by their labels, and exist from the
// first time that they are set. Belongs to one thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace wick::metrics {

struct Family {
  enum class Kind : std::uint8_t {
    kCount,  // of what happened so far: never less than before
    kLevel,  // as it is now
  };
  std::string name{};
  std::string about{};
  Kind kind{};
};
using Labels = std::map<std::string, std::string>;

class Figures {
 public:
  Figures();
  ~Figures();
  Figures(const Figures&) = delete;
  Figures& operator=(const Figures&) = delete;

  // A count that would fall stays where it is.
  void set(const Family& family, const Labels& labels, double value);

  // All of it in the text format 0.0.4, families by name.
  [[nodiscard]] std::string text() const;

 private:
  struct Registry;
  std::unique_ptr<Registry> registry_;
};

}  // namespace wick::metrics
