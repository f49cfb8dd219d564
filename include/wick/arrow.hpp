// Bars as Arrow, by its C data and stream interface: any Arrow library takes them without a copy.
//
// A released structure touches memory and nothing else, so it may be released on any thread.
#pragma once

#include <cstdint>

#include "wick/bars.hpp"

// As Arrow's own pages define them; every library that speaks it guards them by the same names.
extern "C" {
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE
#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4
struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};
struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};
#endif
#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE
struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema* out);
  int (*get_next)(struct ArrowArrayStream*, struct ArrowArray* out);
  const char* (*get_last_error)(struct ArrowArrayStream*);
  void (*release)(struct ArrowArrayStream*);
  void* private_data;
};
#endif
}

namespace wick {

// Columns open_time (timestamp[us, UTC]), open, high, low, close, volume, close_time,
// quote_asset_volume, count (int64), taker_buy_volume, taker_buy_quote_volume, origin (uint8), and
// final (bool) where the forming bar was asked for. No column has nulls.
WICK_API void export_schema(const Bars& bars, ArrowSchema* out);

// One batch for each piece, over the memory of the piece.
WICK_API void export_stream(const Bars& bars, ArrowArrayStream* out);

// One piece; `index` is below pieces().size().
WICK_API void export_piece(const Bars& bars, std::size_t index, ArrowArray* out);

}  // namespace wick
