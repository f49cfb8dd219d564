// Any text as a record of a journal: nothing, or an entry whose own spelling reads back as itself.
#include "store/journal_record.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wick::store;
  const auto entry = read_journal_record(wick::fuzz::Input(data, size).rest());
  if (!entry) return 0;
  const std::string record = journal_record(*entry);
  const auto again = read_journal_record(record);
  WICK_CHECK(again.has_value());
  WICK_CHECK(journal_record(*again) == record);
  return 0;
}
