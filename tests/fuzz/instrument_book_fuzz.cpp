// Any text as a book of instruments: refused, or a book that is written as it was read. The text is
// taken as it is, and once more with a checksum that fits it.
#include <string>

#include "codec/crc32c.hpp"
#include "store/instrument_book.hpp"
#include "tests/fuzz/input.hpp"

namespace {

void check(std::string_view text) {
  const auto book = wick::store::parse_book(text);
  if (!book) {
    WICK_CHECK(book.error().kind == wick::base::ErrorKind::kCorrupt);
    return;
  }
  const auto again = wick::store::parse_book(wick::store::book_text(*book));
  WICK_CHECK(again && *again == *book);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(wick::fuzz::Input(data, size).rest());

  check(text);
  const std::string sum = wick::codec::crc_text(wick::codec::crc32c(0, text));
  check(text + R"({"crc32c":")" + sum + "\"}\n");
  return 0;
}
