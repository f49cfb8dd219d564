// The metadata of an Arrow file or stream: flatbuffers, without their framing.
// For the sources of this room alone.
//
// The same arguments give the same bytes. What cannot be told in a flatbuffer, which ends at
// 2 GiB, is a mistake of the caller's.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "arrow/encoder.hpp"
#include "arrow/schema.hpp"

namespace wick::arrow {

// What a batch is made of. `buffers` are the columns' in order, relative to the body.
struct BatchShape {
  std::int64_t rows{};
  std::size_t columns{};
  std::span<const Extent> buffers{};
  std::uint64_t body_size{};
};

struct FooterFacts {
  const std::vector<Field>& fields;
  const Metadata& schema;
  const Metadata& footer;
  std::span<const Block> blocks;
};

[[nodiscard]] std::string schema_message(const std::vector<Field>& fields,
                                         const Metadata& metadata);
[[nodiscard]] std::string batch_message(const BatchShape& shape);
[[nodiscard]] std::string footer(const FooterFacts& facts);

}  // namespace wick::arrow
