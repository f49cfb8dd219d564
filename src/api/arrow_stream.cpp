#include <wick/arrow.hpp>

#include <array>
#include <memory>
#include <utility>
#include <vector>

namespace wick {
namespace {

struct Field {
  const char* name;
  const char* format;
};
constexpr std::array kFields = {
    Field{"open_time", "tsu:UTC"},
    Field{"open", "g"},
    Field{"high", "g"},
    Field{"low", "g"},
    Field{"close", "g"},
    Field{"volume", "g"},
    Field{"close_time", "tsu:UTC"},
    Field{"quote_asset_volume", "g"},
    Field{"count", "l"},
    Field{"taker_buy_volume", "g"},
    Field{"taker_buy_quote_volume", "g"},
    Field{"origin", "C"},
    Field{"final", "b"},
};

std::size_t field_count(const Bars& bars) {
  return kFields.size() - (bars.facts().include_open ? 0 : 1);
}

// Children may be moved out of their parent and outlive it: each owns what it needs.
template <typename Structure>
struct Family {
  std::vector<Structure> children;
  std::vector<Structure*> pointers;
  const void* no_buffer{};

  explicit Family(std::size_t size) : children(size), pointers(size) {
    for (std::size_t i = 0; i < size; ++i) pointers[i] = &children[i];
  }
};

template <typename Structure>
void release_family(Structure* parent) {
  const std::unique_ptr<Family<Structure>> family(
      static_cast<Family<Structure>*>(parent->private_data));
  for (Structure& child : family->children) {
    if (child.release != nullptr) child.release(&child);
  }
  parent->release = nullptr;
}

// Names and formats of a child are constants.
void release_field(ArrowSchema* field) {
  field->release = nullptr;
}

struct Column {
  std::shared_ptr<const void> memory;
  std::array<const void*, 2> buffers{};  // no validity, values
};

void release_column(ArrowArray* array) {
  delete static_cast<Column*>(array->private_data);  // NOLINT(*-owning-memory): C's to hold
  array->release = nullptr;
}

void fill(ArrowArray& out, std::size_t rows, std::shared_ptr<const void> memory,
          const void* values) {
  auto column = std::make_unique<Column>();
  column->memory = std::move(memory);
  column->buffers[1] = values;
  out = {};
  out.length = static_cast<std::int64_t>(rows);
  out.n_buffers = 2;
  out.buffers = column->buffers.data();
  out.release = release_column;
  out.private_data = column.release();
}

void fill_all_alike(ArrowArray& out, std::size_t rows, std::size_t bytes, std::uint8_t value) {
  const auto memory = std::make_shared<const std::vector<std::uint8_t>>(bytes, value);
  fill(out, rows, memory, memory->data());
}

std::array<const void*, 11> values_of(const Columns& columns) {
  return {columns.open_time.data(),
          columns.open.data(),
          columns.high.data(),
          columns.low.data(),
          columns.close.data(),
          columns.volume.data(),
          columns.close_time.data(),
          columns.quote_asset_volume.data(),
          columns.count.data(),
          columns.taker_buy_volume.data(),
          columns.taker_buy_quote_volume.data()};
}

struct Stream {
  Bars bars;
  std::size_t next{0};
};

Stream& stream_of(ArrowArrayStream* stream) {
  return *static_cast<Stream*>(stream->private_data);
}

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
  export_schema(stream_of(stream).bars, out);
  return 0;
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) {
  Stream& state = stream_of(stream);
  if (state.next == state.bars.pieces().size()) {
    *out = {};  // the end
    return 0;
  }
  export_piece(state.bars, state.next, out);
  ++state.next;
  return 0;
}

const char* get_last_error(ArrowArrayStream* /*stream*/) {
  return nullptr;
}

void release_stream(ArrowArrayStream* stream) {
  delete static_cast<Stream*>(stream->private_data);  // NOLINT(*-owning-memory): C's to hold
  stream->release = nullptr;
}

}  // namespace

void export_schema(const Bars& bars, ArrowSchema* out) {
  auto family = std::make_unique<Family<ArrowSchema>>(field_count(bars));
  for (std::size_t i = 0; i < family->children.size(); ++i) {
    ArrowSchema& field = family->children[i];
    field.format = kFields[i].format;
    field.name = kFields[i].name;
    field.release = release_field;
  }
  *out = {};
  out->format = "+s";
  out->name = "";
  out->n_children = static_cast<std::int64_t>(family->children.size());
  out->children = family->pointers.data();
  out->release = release_family<ArrowSchema>;
  out->private_data = family.release();
}

void export_piece(const Bars& bars, std::size_t index, ArrowArray* out) {
  const Piece& piece = bars.pieces()[index];
  const std::size_t rows = piece.size();
  auto family = std::make_unique<Family<ArrowArray>>(field_count(bars));
  const auto values = values_of(piece.columns);
  for (std::size_t i = 0; i < values.size(); ++i) {
    fill(family->children[i], rows, piece.memory, values[i]);
  }
  fill_all_alike(family->children[values.size()], rows, rows,
                 static_cast<std::uint8_t>(piece.origin));
  if (bars.facts().include_open) {
    fill_all_alike(family->children.back(), rows, (rows + 7) / 8, piece.final ? 0xff : 0);
  }
  *out = {};
  out->length = static_cast<std::int64_t>(rows);
  out->n_buffers = 1;
  out->buffers = &family->no_buffer;
  out->n_children = static_cast<std::int64_t>(family->children.size());
  out->children = family->pointers.data();
  out->release = release_family<ArrowArray>;
  out->private_data = family.release();
}

void export_stream(const Bars& bars, ArrowArrayStream* out) {
  *out = {};
  out->get_schema = get_schema;
  out->get_next = get_next;
  out->get_last_error = get_last_error;
  out->release = release_stream;
  out->private_data = new Stream{bars};  // NOLINT(*-owning-memory): C's to hold
}

}  // namespace wick
