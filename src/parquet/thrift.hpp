// Structs in Thrift's compact protocol, in which the metadata of Parquet is written.
// For the sources of this room alone.
//
// A reader walks over bytes once. Where they break the protocol it has failed for good: whatever is
// read after that is zero or empty, so that its user asks once, at the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wick::parquet {

class Thrift {
 public:
  explicit Thrift(std::string_view bytes) : bytes_(bytes) {}

  enum class Kind : std::uint8_t {
    kStop = 0,
    kTrue = 1,
    kFalse = 2,
    kByte = 3,
    kI16 = 4,
    kI32 = 5,
    kI64 = 6,
    kDouble = 7,
    kBinary = 8,
    kList = 9,
    kSet = 10,
    kMap = 11,
    kStruct = 12,
  };
  struct Field {
    std::int64_t id{};
    Kind kind{};
  };

  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] std::size_t used() const { return at_; }

  // Calls `take` with each field of the struct that comes next. It reads the field's value by one
  // of these functions, or leaves it to skip().
  template <typename Take>
  void each_field(Take take) {
    std::int64_t id = 0;
    if (++depth_ > kDepthMax) failed_ = true;
    for (Field field = next_field(id); field.kind != Kind::kStop; field = next_field(id)) {
      take(field);
    }
    --depth_;
  }
  template <typename Take>
  void each_field(const Field& field, Take take) {
    if (expect(field, Kind::kStruct)) each_field(take);
  }
  // The same with each item of a list, as if it were a field.
  template <typename Take>
  void each_item(const Field& field, Take take) {
    Field item;
    for (std::uint64_t left = enter_list(field, item); left > 0 && !failed_; --left) take(item);
  }

  std::int64_t integer(const Field& field);
  bool truth(const Field& field);
  std::string_view text(const Field& field);
  void skip(const Field& field);

 private:
  static constexpr int kDepthMax = 16;

  Field next_field(std::int64_t& id);
  bool expect(const Field& field, Kind kind);
  std::uint64_t enter_list(const Field& field, Field& item);
  void skip_value(const Field& field);
  void skip_item(const Field& item);
  void skip_map();
  std::uint8_t byte();
  std::uint64_t varint();
  std::int64_t zigzag();
  std::string_view take(std::uint64_t size);

  std::string_view bytes_;
  std::size_t at_{0};
  int depth_{0};
  bool failed_{false};
};

}  // namespace wick::parquet
