#include "parquet/footer.hpp"

#include <algorithm>
#include <utility>

#include "parquet/schema.hpp"
#include "parquet/thrift.hpp"

namespace wick::parquet {
namespace {

constexpr std::string_view kMagic = "PAR1";
constexpr std::string_view kEncrypted = "PARE";
constexpr std::size_t kTailSize = 4 + 4;  // the footer's size, the magic
constexpr std::size_t kFooterMax = 2U << 20U;
constexpr std::size_t kRowsMax = 1'000'000;  // a day of seconds has 86,400

// What a part is said to be, before it is looked at.
struct ToldPart {
  bool elsewhere{};  // in another file
  bool encrypted{};
  std::int64_t type{-1};
  std::int64_t codec{};
  std::int64_t size{-1};
  std::int64_t data{-1};
  std::int64_t dictionary{};
};
struct ToldGroup {
  std::int64_t rows{-1};
  std::vector<ToldPart> parts;
};
struct Told {
  std::int64_t rows{-1};
  bool encrypted{};
  std::vector<Column> columns;
  std::vector<ToldGroup> groups;
};

std::size_t u32(std::string_view bytes) {
  std::size_t value = 0;
  for (std::size_t i = 4; i-- > 0;) value = value << 8U | static_cast<unsigned char>(bytes[i]);
  return value;
}

void read_part_facts(Thrift& thrift, const Thrift::Field& facts, ToldPart& part) {
  thrift.each_field(facts, [&](const Thrift::Field& field) {
    switch (field.id) {
      case 1:
        part.type = thrift.integer(field);
        break;
      case 4:
        part.codec = thrift.integer(field);
        break;
      case 7:
        part.size = thrift.integer(field);
        break;
      case 9:
        part.data = thrift.integer(field);
        break;
      case 11:
        part.dictionary = thrift.integer(field);
        break;
      default:
        thrift.skip(field);
    }
  });
}

ToldPart read_part(Thrift& thrift, const Thrift::Field& item) {
  ToldPart part;
  thrift.each_field(item, [&](const Thrift::Field& field) {
    part.elsewhere = part.elsewhere || field.id == 1;
    part.encrypted = part.encrypted || field.id == 8;
    field.id == 3 ? read_part_facts(thrift, field, part) : thrift.skip(field);
  });
  return part;
}

void read_parts(Thrift& thrift, const Thrift::Field& list, ToldGroup& group) {
  thrift.each_item(
      list, [&](const Thrift::Field& part) { group.parts.push_back(read_part(thrift, part)); });
}

ToldGroup read_group(Thrift& thrift, const Thrift::Field& item) {
  ToldGroup group;
  thrift.each_field(item, [&](const Thrift::Field& field) {
    if (field.id == 3) {
      group.rows = thrift.integer(field);
    } else if (field.id == 1) {
      read_parts(thrift, field, group);
    } else {
      thrift.skip(field);
    }
  });
  return group;
}

void read_groups(Thrift& thrift, const Thrift::Field& list, Told& told) {
  thrift.each_item(
      list, [&](const Thrift::Field& group) { told.groups.push_back(read_group(thrift, group)); });
}

Told read_told(Thrift& thrift) {
  Told told;
  thrift.each_field([&](const Thrift::Field& field) {
    switch (field.id) {
      case 2:
        told.columns = read_columns(thrift, field);
        break;
      case 3:
        told.rows = thrift.integer(field);
        break;
      case 4:
        read_groups(thrift, field, told);
        break;
      default:
        told.encrypted = told.encrypted || field.id == 8;
        thrift.skip(field);
    }
  });
  return told;
}

// `end` is where the footer begins.
base::Result<Part> check_part(const ToldPart& told, const Column& column, std::size_t end) {
  if (told.elsewhere) return not_read_here("a column of it lies in another file");
  if (told.encrypted) return not_read_here("it is encrypted");
  if (told.type != static_cast<std::int64_t>(column.physical)) {
    return not_whole("column " + column.name + " is of another type in a row group");
  }
  // Some writers say 0 where there is no dictionary.
  const std::int64_t begin = told.dictionary > 0 ? std::min(told.dictionary, told.data) : told.data;
  if (begin < 0 || told.size < 0 || static_cast<std::size_t>(begin) > end ||
      static_cast<std::size_t>(told.size) > end - static_cast<std::size_t>(begin)) {
    return not_whole("a column reaches into the footer");
  }
  return Part{told.codec, static_cast<std::size_t>(begin), static_cast<std::size_t>(told.size)};
}

base::Result<Group> check_group(const ToldGroup& told, const std::vector<Column>& columns,
                                std::size_t end) {
  if (told.parts.size() != columns.size()) return not_whole("a row group lacks columns");
  Group group;
  group.rows = static_cast<std::size_t>(told.rows);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto part = check_part(told.parts[i], columns[i], end);
    if (!part) return part.error();
    group.parts.push_back(*part);
  }
  return group;
}

base::Result<Footer> check(Told told, std::size_t end) {
  if (told.encrypted) return not_read_here("it is encrypted");
  if (told.columns.empty()) return not_whole("it has no columns");
  Footer footer;
  for (const ToldGroup& group : told.groups) {
    if (group.rows < 0) return not_whole("a row group does not count its rows");
    if (static_cast<std::uint64_t>(group.rows) > kRowsMax - footer.rows) {
      return not_read_here("it has more rows than a day can have");
    }
    auto checked = check_group(group, told.columns, end);
    if (!checked) return checked.error();
    footer.rows += checked->rows;
    footer.groups.push_back(*std::move(checked));
  }
  if (told.rows < 0 || static_cast<std::uint64_t>(told.rows) != footer.rows) {
    return not_whole("its row groups have other rows than it counts");
  }
  footer.columns = std::move(told.columns);
  return footer;
}

}  // namespace

base::Error not_whole(const std::string& what) {
  return {base::ErrorKind::kCorrupt, "the Parquet file is cut or damaged: " + what};
}

base::Error not_read_here(std::string what) {
  return {base::ErrorKind::kUnsupported, std::move(what)};
}

base::Result<Footer> read_footer(std::string_view file) {
  if (file.starts_with(kEncrypted)) return not_read_here("it is encrypted");
  if (!file.starts_with(kMagic)) return not_whole("no magic at its beginning");
  if (file.size() < kMagic.size() + kTailSize || !file.ends_with(kMagic)) {
    return not_whole("no magic at its end");
  }
  const std::size_t size = u32(file.substr(file.size() - kTailSize));
  if (size > file.size() - kMagic.size() - kTailSize) return not_whole("no footer");
  if (size > kFooterMax) return not_read_here("its footer is larger than that of a day can be");
  const std::size_t begin = file.size() - kTailSize - size;
  Thrift thrift(file.substr(begin, size));
  Told told = read_told(thrift);
  if (thrift.failed()) return not_whole("its footer is malformed");
  return check(std::move(told), begin);
}

}  // namespace wick::parquet
