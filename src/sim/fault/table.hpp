// The rows of an archive's CSV or of a klines answer, as text that can be rearranged and edited.
//
// Rows are comma-separated fields, in klines answers with the quotes that JSON puts around them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wick::sim {

// What the columns of a table mean.
enum class Layout : std::uint8_t {
  kBinance,  // open time, prices, volume, close time and so on
  kOkx,      // the same up to the volume; no other time
};

class Table {
 public:
  [[nodiscard]] static Table of_csv(std::shared_ptr<const std::string> text);
  // Nothing if the text is no list of lists.
  [[nodiscard]] static std::optional<Table> of_klines(std::shared_ptr<const std::string> text);

  [[nodiscard]] std::string csv() const;
  [[nodiscard]] std::string klines() const;

  std::string_view header;  // of CSV: the line of column names; empty: there is none
  std::vector<std::string_view> rows;
  Layout layout{};

  // Keeps a text for as long as the table lives.
  [[nodiscard]] std::string_view keep(std::string text);

 private:
  std::shared_ptr<const std::string> text_;  // what the first rows are views of
  std::deque<std::string> written_;          // what the edited ones are
};

// The fields of a row, and a row of fields.
[[nodiscard]] std::vector<std::string_view> fields_of(std::string_view row);
[[nodiscard]] std::string row_of(const std::vector<std::string_view>& fields);

}  // namespace wick::sim
