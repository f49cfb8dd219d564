#include "store/instrument_book.hpp"

#include <simdjson.h>

#include "base/json_text.hpp"
#include "codec/crc32c.hpp"
#include "core/time_text.hpp"

namespace wick::store {
namespace {

namespace dom = simdjson::dom;
using core::Instrument;
using core::KnownDate;

constexpr std::string_view kFormat = "candlewick instruments 1";
constexpr std::string_view kCheckBegin = R"({"crc32c":")";
constexpr std::string_view kCheckEnd = "\"}\n";
constexpr std::size_t kCheckSize = kCheckBegin.size() + 8 + kCheckEnd.size();
constexpr std::size_t kBookMax = std::size_t{32} << 20U;

base::Error damaged(const std::string& what) {
  return {base::ErrorKind::kCorrupt, "the book of instruments is damaged: " + what};
}

void append_member(std::string& line, std::string_view key, std::string_view value) {
  if (value.empty()) return;
  line += ',';
  line += base::json_quoted(key) + ":" + base::json_quoted(value);
}

void append_date(std::string& line, const std::string& key, const std::optional<KnownDate>& date) {
  if (!date) return;
  append_member(line, key, core::to_iso(date->time));
  append_member(line, key + "_from", core::name(date->from));
}

std::string head_of(const InstrumentBook& book) {
  std::string line = R"({"format":)" + base::json_quoted(kFormat);
  append_member(line, "provider", core::name(book.provider));
  append_member(line, "market", core::name(book.market));
  append_member(line, "as_of", core::to_iso(book.as_of));
  if (book.archive_as_of) append_member(line, "archive_as_of", core::to_iso(*book.archive_as_of));
  return line + R"(,"symbols":)" + std::to_string(book.instruments.size()) + "}\n";
}

std::string line_of(const Instrument& one) {
  std::string line = R"({"symbol":)" + base::json_quoted(one.symbol);
  append_member(line, "status", one.status);
  append_member(line, "base", one.base);
  append_member(line, "quote", one.quote);
  append_member(line, "contract_type", one.contract_type);
  append_member(line, "pair", one.pair);
  if (one.tradable) line += R"(,"tradable":true)";
  append_date(line, "listed", one.listed);
  append_date(line, "delisted", one.delisted);
  return line + "}\n";
}

// One line as a JSON object of plain members.
class Line {
 public:
  explicit Line(std::string_view text) {
    const simdjson::padded_string padded(text);
    good_ = parser_.parse(padded).get(object_) == simdjson::SUCCESS;
  }
  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] std::string text(const char* key) const {
    std::string_view value;
    if (object_[key].get(value) != simdjson::SUCCESS) return "";
    return std::string(value);
  }
  [[nodiscard]] std::int64_t number(const char* key) const {
    std::int64_t value = -1;
    return object_[key].get(value) == simdjson::SUCCESS ? value : -1;
  }
  [[nodiscard]] bool flag(const char* key) const {
    bool value = false;
    return object_[key].get(value) == simdjson::SUCCESS && value;
  }
  [[nodiscard]] std::optional<core::UtcTime> time(const char* key) const {
    return core::parse_utc(text(key));
  }
  [[nodiscard]] std::optional<KnownDate> date(const std::string& key) const {
    const auto at = time(key.c_str());
    const auto from = core::parse_date_origin(text((key + "_from").c_str()));
    if (!at || !from) return std::nullopt;
    return KnownDate{*at, *from};
  }

 private:
  dom::parser parser_;
  dom::object object_;
  bool good_{};
};

// Takes the line at the front.
std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

base::Result<std::string_view> checked(std::string_view text) {
  if (text.size() < kCheckSize) return damaged("it is cut");
  const std::string_view content = text.substr(0, text.size() - kCheckSize);
  std::string_view check = text.substr(content.size());
  if (!check.starts_with(kCheckBegin) || !check.ends_with(kCheckEnd)) return damaged("it is cut");
  check.remove_prefix(kCheckBegin.size());
  check.remove_suffix(kCheckEnd.size());
  if (!codec::is_crc_text(check, codec::crc32c(0, content))) return damaged("its checksum differs");
  return content;
}

base::Result<InstrumentBook> read_head(std::string_view text, std::int64_t& symbols) {
  const Line line(text);
  if (!line.good() || line.text("format") != kFormat)
    return damaged("its head is of no known form");
  const auto provider = core::parse_provider(line.text("provider"));
  const auto market = core::parse_market(line.text("market"));
  const auto as_of = line.time("as_of");
  symbols = line.number("symbols");
  if (!provider || !market || !as_of) return damaged("its head is of no known form");
  return InstrumentBook{.provider = *provider,
                        .market = *market,
                        .as_of = *as_of,
                        .archive_as_of = line.time("archive_as_of")};
}

base::Result<Instrument> read_instrument(std::string_view text, const InstrumentBook& book) {
  const Line line(text);
  if (!line.good()) return damaged("a line is no JSON object");
  const auto symbol = core::canonical_symbol(line.text("symbol"));
  if (!symbol || *symbol != line.text("symbol")) return damaged("a line has no symbol");
  return Instrument{.provider = book.provider,
                    .market = book.market,
                    .symbol = *symbol,
                    .status = line.text("status"),
                    .base = line.text("base"),
                    .quote = line.text("quote"),
                    .contract_type = line.text("contract_type"),
                    .pair = line.text("pair"),
                    .tradable = line.flag("tradable"),
                    .listed = line.date("listed"),
                    .delisted = line.date("delisted")};
}

}  // namespace

std::string book_path(const std::string& state_folder, core::Provider provider,
                      core::Market market) {
  return state_folder + "/instruments/" + std::string(core::name(provider)) + "-" +
         std::string(core::name(market)) + ".ndjson";
}

std::string book_text(const InstrumentBook& book) {
  std::string text = head_of(book);
  for (const Instrument& one : book.instruments) text += line_of(one);
  const std::string check = codec::crc_text(codec::crc32c(0, text));
  return text + std::string(kCheckBegin) + check + std::string(kCheckEnd);
}

base::Result<InstrumentBook> parse_book(std::string_view text) {
  const auto content = checked(text);
  if (!content) return content.error();
  std::string_view rest = *content;
  std::int64_t symbols = 0;
  auto book = read_head(take_line(rest), symbols);
  if (!book) return book;
  while (!rest.empty()) {
    auto one = read_instrument(take_line(rest), *book);
    if (!one) return one.error();
    const auto& before = book->instruments;
    if (!before.empty() && before.back().symbol >= one->symbol) return damaged("it has no order");
    book->instruments.push_back(*std::move(one));
  }
  if (std::cmp_not_equal(book->instruments.size(), symbols)) return damaged("lines are missing");
  return book;
}

base::Result<InstrumentBook> read_book(port::Files& files, const std::string& path) {
  const auto text = files.read(path, kBookMax);
  if (!text) return text.error();
  auto book = parse_book(*text);
  if (!book) return base::within(path, book.error());
  return book;
}

base::Result<void> write_book(port::Files& files, const std::string& path,
                              const InstrumentBook& book, std::uint64_t unique) {
  if (auto made = files.make_folders(port::folder_of(path)); !made) return made;
  return port::replace_file(files, path, book_text(book), unique);
}

}  // namespace wick::store
