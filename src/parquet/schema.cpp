#include "parquet/schema.hpp"

#include <array>
#include <cstddef>

namespace wick::parquet {
namespace {

constexpr std::size_t kDepthMax = 64;

constexpr std::array kPhysicalNames = {
    "a truth value", "an integer", "an integer", "a timestamp",
    "a float",       "a float",    "text",       "bytes of a fixed length"};

// Of the older of two ways to say what a column means.
enum class Converted : std::uint8_t {
  kDecimal = 5,
  kTimestampMillis = 9,
  kTimestampMicros = 10,
  kUnsigned8 = 11,
  kUnsigned64 = 14,
  kSigned8 = 15,
  kSigned64 = 18,
};

// And of the newer one.
enum class Logical : std::uint8_t { kText = 1, kDecimal = 5, kTimestamp = 8, kInteger = 10 };

enum class Repetition : std::uint8_t { kRequired = 0, kOptional = 1, kRepeated = 2 };

struct Element {
  std::int64_t type{-1};
  std::int64_t repetition{};
  std::int64_t children{};
  std::int64_t converted{-1};
  std::int64_t logical{};
  std::int64_t per_second{};
  bool is_signed{true};
  std::string name;
};

std::int64_t per_second_of_unit(std::int64_t unit) {
  constexpr std::array kPerSecond = {1'000, 1'000'000, 1'000'000'000};
  const bool known = unit >= 1 && unit <= std::int64_t{kPerSecond.size()};
  return known ? kPerSecond.at(static_cast<std::size_t>(unit - 1)) : 0;
}

void read_timestamp(Thrift& thrift, const Thrift::Field& field, Element& element) {
  thrift.each_field(field, [&](const Thrift::Field& part) {
    if (part.id != 2) return thrift.skip(part);
    thrift.each_field(part, [&](const Thrift::Field& unit) {
      element.per_second = per_second_of_unit(unit.id);
      thrift.skip(unit);
    });
  });
}

void read_integer(Thrift& thrift, const Thrift::Field& field, Element& element) {
  thrift.each_field(field, [&](const Thrift::Field& part) {
    if (part.id != 2) return thrift.skip(part);
    element.is_signed = thrift.truth(part);
  });
}

void read_logical(Thrift& thrift, const Thrift::Field& field, Element& element) {
  thrift.each_field(field, [&](const Thrift::Field& kind) {
    element.logical = kind.id;
    switch (static_cast<Logical>(kind.id)) {
      case Logical::kTimestamp:
        return read_timestamp(thrift, kind, element);
      case Logical::kInteger:
        return read_integer(thrift, kind, element);
      default:
        return thrift.skip(kind);
    }
  });
}

Element read_element(Thrift& thrift, const Thrift::Field& item) {
  Element element;
  thrift.each_field(item, [&](const Thrift::Field& field) {
    switch (field.id) {
      case 1:
        element.type = thrift.integer(field);
        break;
      case 3:
        element.repetition = thrift.integer(field);
        break;
      case 4:
        element.name = thrift.text(field);
        break;
      case 5:
        element.children = thrift.integer(field);
        break;
      case 6:
        element.converted = thrift.integer(field);
        break;
      case 10:
        read_logical(thrift, field, element);
        break;
      default:
        thrift.skip(field);
    }
  });
  return element;
}

void take_old_meaning(Element& element) {
  if (element.logical != 0 || element.converted < 0) return;
  const auto converted = static_cast<Converted>(element.converted);
  if (converted == Converted::kDecimal) element.logical = static_cast<int>(Logical::kDecimal);
  if (converted == Converted::kTimestampMillis || converted == Converted::kTimestampMicros) {
    element.logical = static_cast<int>(Logical::kTimestamp);
    element.per_second = converted == Converted::kTimestampMillis ? 1'000 : 1'000'000;
  }
  if (converted >= Converted::kUnsigned8 && converted <= Converted::kSigned64) {
    element.logical = static_cast<int>(Logical::kInteger);
    element.is_signed = converted >= Converted::kSigned8;
  }
}

Meaning meaning_of_integer(const Element& element) {
  switch (static_cast<Logical>(element.logical)) {
    case Logical::kTimestamp:
      return element.per_second > 0 ? Meaning::kTime : Meaning::kOther;
    case Logical::kInteger:
      return element.is_signed ? Meaning::kSigned : Meaning::kUnsigned;
    default:
      return element.logical == 0 && element.converted < 0 ? Meaning::kSigned : Meaning::kOther;
  }
}

Meaning meaning_of(Physical physical, const Element& element) {
  switch (physical) {
    case Physical::kInt32:
    case Physical::kInt64:
      return meaning_of_integer(element);
    case Physical::kInt96:
      return Meaning::kTime;
    case Physical::kFloat:
    case Physical::kDouble:
      return Meaning::kReal;
    case Physical::kBytes:
      return element.logical == static_cast<int>(Logical::kDecimal) ? Meaning::kOther
                                                                    : Meaning::kText;
    case Physical::kBoolean:
    case Physical::kFixedBytes:
      break;
  }
  return Meaning::kOther;
}

std::string type_name(Physical physical, const Element& element) {
  switch (static_cast<Logical>(element.logical)) {
    case Logical::kTimestamp:
      return "a timestamp";
    case Logical::kDecimal:
      return "a decimal";
    case Logical::kText:
    case Logical::kInteger:
      break;
  }
  return kPhysicalNames.at(static_cast<std::size_t>(physical));
}

Column column_of(Element element, bool top) {
  Column column;
  if (element.type < 0 || element.type >= std::int64_t{kPhysicalNames.size()}) return column;
  column.physical = static_cast<Physical>(element.type);
  take_old_meaning(element);
  column.per_second = element.per_second;
  column.optional = element.repetition == static_cast<int>(Repetition::kOptional);
  column.type_name = type_name(column.physical, element);
  column.meaning = meaning_of(column.physical, element);
  if (element.repetition == static_cast<int>(Repetition::kRepeated)) {
    column.type_name = "a list";
    column.meaning = Meaning::kOther;
  }
  if (top) column.name = std::move(element.name);
  return column;
}

// Where in the tree the next element stands.
class Tree {
 public:
  // Whether it is right below the root.
  [[nodiscard]] bool top() const { return open_.size() == 1; }
  [[nodiscard]] bool done() const { return open_.empty(); }
  // Takes it in; not where the tree is too deep, or over.
  bool take(std::int64_t children) {
    if (!begun_) {
      begun_ = true;
    } else if (open_.empty()) {
      return false;
    } else {
      --open_.back();
    }
    if (children > 0) open_.push_back(children);
    while (!open_.empty() && open_.back() == 0) open_.pop_back();
    return open_.size() <= kDepthMax;
  }

 private:
  std::vector<std::int64_t> open_;  // children that are still to come, from the root down
  bool begun_{false};
};

}  // namespace

std::vector<Column> read_columns(Thrift& thrift, const Thrift::Field& schema) {
  std::vector<Column> columns;
  Tree tree;
  bool good = true;
  thrift.each_item(schema, [&](const Thrift::Field& item) {
    Element element = read_element(thrift, item);
    const bool top = tree.top();
    good = good && tree.take(element.children);
    if (good && element.children <= 0) columns.push_back(column_of(std::move(element), top));
  });
  if (!good || !tree.done()) columns.clear();
  return columns;
}

}  // namespace wick::parquet
