// Any bytes as a record of a tail: nothing, or an entry that is written as these very bytes.
#include "store/tail_record.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wick::store;
  const std::string_view bytes = wick::fuzz::Input(data, size).rest();
  const auto entry = read_tail_record(bytes);
  if (!entry) return 0;
  for (std::size_t row = 1; row < entry->rows.size(); ++row) {
    WICK_CHECK(entry->rows.open_time(row - 1) < entry->rows.open_time(row));
  }
  const auto records = tail_records(*entry);
  const bool empty = entry->rows.empty() && entry->holes.empty();
  WICK_CHECK(records.empty() == empty);
  WICK_CHECK(records.size() != 1 || records[0] == bytes);
  return 0;
}
