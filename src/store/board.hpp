// The board as files in a folder: one for each text, with its lock beside it.
//
// A text is renamed into place whole, so that whoever looks needs no lock. It is not synced: a
// power cut may lose it, the end of a program does not.
#pragma once

#include <map>
#include <optional>

#include "port/board.hpp"
#include "port/files.hpp"

namespace wick::store {

class Board final : public port::Board {
 public:
  // {folder}/{name}. The files must outlive this.
  Board(port::Files& files, std::string folder);

  [[nodiscard]] std::string look(const std::string& name) override;
  void change(const std::string& name, const Change& change) override;

  // Why the last change is known here alone; nothing where all is shared.
  [[nodiscard]] const std::optional<base::Error>& trouble() const { return trouble_; }

 private:
  [[nodiscard]] base::Result<void> write(const std::string& path, const std::string& text);
  // Beside it.
  [[nodiscard]] base::Result<void> lay_down(const std::string& path, const std::string& text);
  [[nodiscard]] std::string path_of(const std::string& name) const;

  port::Files& files_;
  std::string folder_;
  bool folder_made_{false};
  std::map<std::string, std::string> unshared_;  // of a disk that takes nothing
  std::optional<base::Error> trouble_;
};

}  // namespace wick::store
