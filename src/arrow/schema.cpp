#include "arrow/schema.hpp"

namespace wick::arrow {

std::size_t width(Type type) {
  switch (type) {
    case Type::kInt64:
    case Type::kFloat64:
    case Type::kUtcMicros:
      return 8;
    case Type::kUint8:
    case Type::kBool:
      return 1;
    case Type::kText:
      break;
  }
  return 0;
}

std::uint64_t stored_size(Type type, std::uint64_t rows) {
  return type == Type::kBool ? rows / 8 + (rows % 8 == 0 ? 0 : 1) : rows * width(type);
}

}  // namespace wick::arrow
