// Any bytes as a log of records: every byte is in a record, damaged or torn; a log goes on after
// it; and a record in the midst of any bytes is found.
#include "store/record_log.hpp"

#include <algorithm>

#include "tests/fuzz/input.hpp"

namespace {

using wick::store::append_record;
using wick::store::read_records;

bool starts_with(const std::vector<std::string>& all, const std::vector<std::string>& front) {
  return all.size() >= front.size() && std::equal(front.begin(), front.end(), all.begin());
}

void check_log(std::string_view bytes) {
  const auto read = read_records(bytes);
  WICK_CHECK(read.whole_until <= bytes.size());
  WICK_CHECK(read.damaged_bytes <= read.whole_until);
  WICK_CHECK(!bytes.empty() || read.payloads.empty());

  std::string longer(bytes.substr(0, read.whole_until));
  append_record(longer, "the next one");
  const auto more = read_records(longer);
  WICK_CHECK(starts_with(more.payloads, read.payloads));
  WICK_CHECK(more.payloads.size() == read.payloads.size() + 1);
  WICK_CHECK(more.payloads.back() == "the next one");
  WICK_CHECK(more.damaged_bytes == read.damaged_bytes && more.whole_until == longer.size());
}

// Also with the input itself as what is written.
void check_record_between(std::string_view before, std::string_view after) {
  std::string bytes(before);
  append_record(bytes, {std::string(before), std::string(after)});
  bytes += after;
  const auto read = read_records(bytes);
  const auto found = std::ranges::find(read.payloads, before);
  WICK_CHECK(found != read.payloads.end());
  WICK_CHECK(std::ranges::find(found, read.payloads.end(), after) != read.payloads.end());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = wick::fuzz::Input(data, size).rest();
  check_log(bytes);
  const std::size_t half = bytes.size() / 2;
  check_record_between(bytes.substr(0, half), bytes.substr(half));
  return 0;
}
