// Small facts in a file that all processes of a user share.
//
// What one writes the others know at their next question. A file that cannot be read or written
// costs its use and nothing else.
#pragma once

#include <map>
#include <vector>

#include "port/memory.hpp"
#include "store/disk.hpp"
#include "store/record_log.hpp"

namespace wick::store {

class Remembered final : public port::Memory {
 public:
  // {folder}/memory.log, with its lock beside it. Files and chance must outlive this.
  Remembered(port::Files& files, port::Random& random, std::string folder);
  ~Remembered() override;
  Remembered(const Remembered&) = delete;
  Remembered& operator=(const Remembered&) = delete;

  [[nodiscard]] std::optional<std::string> recall(const std::string& key,
                                                  core::UtcTime now) override;
  void remember(const std::string& key, std::string value, core::UtcTime until) override;

  // Why what was learnt last is known here alone; nothing where all is shared.
  [[nodiscard]] const std::optional<base::Error>& trouble() const { return trouble_; }

 private:
  struct Fact {
    std::string value;
    core::UtcTime until;
  };
  void load();
  void flush();
  [[nodiscard]] base::Result<void> keep(const std::vector<std::string>& fresh);
  void learn(std::string_view record);
  [[nodiscard]] std::vector<std::string> all_records() const;

  port::Files& files_;
  port::Random& random_;
  std::string folder_;
  std::string path_;
  RecordLog log_;
  std::map<std::string, Fact> facts_;
  std::vector<std::string> unwritten_;
  std::size_t records_read_{0};
  core::UtcTime latest_{};  // the latest time that anybody has spoken of here
  port::FileFacts read_{};  // of the file, when it was last read
  std::optional<base::Error> trouble_{};
};

}  // namespace wick::store
