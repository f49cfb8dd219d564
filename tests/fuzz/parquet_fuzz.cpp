// Any bytes as a Parquet file that somebody else wrote: a value for each row, or a reason.
#include "parquet/file.hpp"

#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = wick::fuzz::Input(data, size).rest();
  const auto file = wick::parquet::File::open(bytes);
  if (!file) {
    WICK_CHECK(!file.error().what.empty());
    return 0;
  }
  for (const char* name : {"t", "x", "f", "n", "u", "b", "s", "l", "open_time", "open", ""}) {
    const auto times = file->times(name);
    const auto numbers = file->numbers(name);
    const auto texts = file->texts(name);
    WICK_CHECK(!times || times->size() == file->rows());
    WICK_CHECK(!numbers || numbers->size() == file->rows());
    WICK_CHECK(!texts || texts->size() == file->rows());
    WICK_CHECK((times ? 1 : 0) + (numbers ? 1 : 0) + (texts ? 1 : 0) <= 1);
    WICK_CHECK(times || numbers || texts || !times.error().what.empty());
  }
  return 0;
}
