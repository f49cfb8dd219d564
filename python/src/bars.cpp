#include "bars.hpp"

#include <nanobind/stl/map.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>
#include <wick/arrow.hpp>

#include <array>
#include <cstring>
#include <optional>
#include <string_view>
#include <variant>

#include "api/block.hpp"
#include "at_work.hpp"
#include "client.hpp"

namespace nb = nanobind;

namespace wick::python {
namespace {

using Values = std::variant<std::span<const std::int64_t>, std::span<const double>>;

constexpr std::array<const char*, 11> kColumns = {"open_time",
                                                  "open",
                                                  "high",
                                                  "low",
                                                  "close",
                                                  "volume",
                                                  "close_time",
                                                  "quote_asset_volume",
                                                  "count",
                                                  "taker_buy_volume",
                                                  "taker_buy_quote_volume"};

std::array<Values, kColumns.size()> values_of(const Columns& columns) {
  return {columns.open_time,
          columns.open,
          columns.high,
          columns.low,
          columns.close,
          columns.volume,
          columns.close_time,
          columns.quote_asset_volume,
          columns.count,
          columns.taker_buy_volume,
          columns.taker_buy_quote_volume};
}

std::size_t column_index(std::string_view name) {
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    if (name == kColumns[i]) return i;
  }
  throw nb::key_error(std::string(name).c_str());
}

std::span<const std::byte> bytes_of(const Values& values) {
  return std::visit([](const auto& span) { return std::as_bytes(span); }, values);
}

// A capsule that releases what it holds unless somebody has moved it out. No Python in there but
// the capsule itself.
template <typename Structure>
nb::object capsule(std::unique_ptr<Structure> held, const char* name) {
  PyObject* const made = PyCapsule_New(held.get(), name, [](PyObject* object) {
    const std::unique_ptr<Structure> dying(
        static_cast<Structure*>(PyCapsule_GetPointer(object, PyCapsule_GetName(object))));
    if (dying && dying->release != nullptr) dying->release(dying.get());
  });
  if (made == nullptr) throw nb::python_error();
  (void)held.release();
  return nb::steal(made);
}

nb::object schema_capsule(const Bars& bars) {
  auto schema = std::make_unique<ArrowSchema>();
  export_schema(bars, schema.get());
  return capsule(std::move(schema), "arrow_schema");
}

nb::object stream_capsule(const Bars& bars) {
  auto stream = std::make_unique<ArrowArrayStream>();
  export_stream(bars, stream.get());
  return capsule(std::move(stream), "arrow_array_stream");
}

nb::object array_capsule(const Bars& bars, std::size_t index) {
  if (index >= bars.pieces().size()) throw nb::index_error("no such piece");
  auto array = std::make_unique<ArrowArray>();
  export_piece(bars, index, array.get());
  return capsule(std::move(array), "arrow_array");
}

// A buffer of Python's, of one stretch, for as long as this lives.
class Buffer {
 public:
  Buffer(const nb::object& object, int flags) {
    if (PyObject_GetBuffer(object.ptr(), &view_, flags | PyBUF_C_CONTIGUOUS) != 0) {
      throw nb::python_error();
    }
  }
  ~Buffer() { PyBuffer_Release(&view_); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  [[nodiscard]] std::span<std::byte> bytes() const {
    return {static_cast<std::byte*>(view_.buf), static_cast<std::size_t>(view_.len)};
  }

 private:
  Py_buffer view_{};
};

// The one copy of a column: from where it lies to where the caller wants it.
void copy_column(const Bars& bars, const std::string& name, const nb::object& buffer) {
  const std::size_t index = column_index(name);
  const Buffer target(buffer, PyBUF_WRITABLE);
  if (target.bytes().size() != bars.size() * sizeof(double)) {
    throw nb::value_error("the buffer has another size than the column");
  }
  const AtWork at_work;
  std::byte* to = target.bytes().data();
  for (const Piece& piece : bars.pieces()) {
    const auto from = bytes_of(values_of(piece.columns)[index]);
    std::memcpy(to, from.data(), from.size());
    to += from.size();
  }
}

// All columns into open times and a block. `grid` is None, or open times in microseconds.
std::size_t lay_out(const Bars& bars, const std::pair<nb::object, nb::object>& targets,
                    const nb::object& grid, bool nanoseconds) {
  const Buffer open_time(targets.first, PyBUF_WRITABLE);
  const Buffer columns(targets.second, PyBUF_WRITABLE);
  std::optional<Buffer> times;
  api::BlockShape shape{.nanoseconds = nanoseconds};
  if (!grid.is_none()) {
    const std::span<const std::byte> bytes = times.emplace(grid, PyBUF_SIMPLE).bytes();
    shape.grid.emplace(reinterpret_cast<const std::int64_t*>(bytes.data()),
                       bytes.size() / sizeof(std::int64_t));
  }
  const std::size_t column = api::block_rows(bars, shape) * sizeof(double);
  if (open_time.bytes().size() != column || columns.bytes().size() != api::kBlockColumns * column) {
    throw nb::value_error("the block has another size than the columns");
  }
  const AtWork at_work;
  return api::lay_out(bars, shape,
                      {{reinterpret_cast<std::int64_t*>(open_time.bytes().data()),
                        open_time.bytes().size() / sizeof(std::int64_t)},
                       columns.bytes()});
}

// Each its first row, its rows, and its first open time; None if there are more than `most`.
nb::object stretch_list(const Bars& bars, std::int64_t step, std::size_t most) {
  const auto found = api::stretches(bars, Micros{step}, most);
  if (!found) return nb::none();
  nb::list stretches;
  for (const api::Stretch& one : *found) {
    stretches.append(nb::make_tuple(one.row, one.rows, one.open_time));
  }
  return stretches;
}

nb::tuple row_tuple(const Bars& bars, std::size_t row) {
  const Bars one = bars.slice(row, row + 1);
  if (one.empty()) throw nb::index_error("there are fewer bars");
  nb::list values;
  for (const Values& column : values_of(one.pieces().front().columns)) {
    std::visit([&](const auto& span) { values.append(nb::cast(span.front())); }, column);
  }
  return nb::tuple(values);
}

nb::list piece_list(const Bars& bars) {
  nb::list pieces;
  for (const Piece& piece : bars.pieces()) {
    pieces.append(
        nb::make_tuple(piece.size(), piece.source, static_cast<int>(piece.origin), piece.final));
  }
  return pieces;
}

std::uintptr_t address(const Bars& bars, std::size_t index, const std::string& name) {
  if (index >= bars.pieces().size()) throw nb::index_error("no such piece");
  const auto values = values_of(bars.pieces()[index].columns)[column_index(name)];
  return reinterpret_cast<std::uintptr_t>(bytes_of(values).data());
}

nb::dict facts_dict(const Bars& bars) {
  const Bars::Facts& facts = bars.facts();
  nb::dict value;
  value["symbol"] = facts.series.symbol;
  value["provider"] = facts.series.provider;
  value["market"] = facts.series.market;
  value["chart"] = facts.series.chart;
  value["interval"] = facts.series.interval;
  value["start"] = facts.range.from.time_since_epoch().count();
  value["end"] = facts.range.to.time_since_epoch().count();
  nb::list missing;
  for (const Hole& hole : facts.missing) missing.append(hole_dict(hole));
  value["missing"] = missing;
  value["failures"] =
      error_dict({.kind = {}, .what = {}, .retry_after = {}, .tiers = facts.failures})["tiers"];
  nb::list warnings;
  for (const std::string& warning : facts.warnings) warnings.append(warning);
  value["warnings"] = warnings;
  value["requests"] = facts.requests;
  value["elapsed"] = facts.elapsed.count();
  value["include_open"] = facts.include_open;
  return value;
}

}  // namespace

nb::dict hole_dict(const Hole& hole) {
  nb::dict value;
  value["start"] = hole.range.from.time_since_epoch().count();
  value["end"] = hole.range.to.time_since_epoch().count();
  value["cause"] = hole.cause;
  value["evidence"] = hole.evidence;
  value["settled"] = hole.settled;
  return value;
}

void bind_bars(nb::module_& module) {
  nb::class_<Bars>(module, "Bars")
      .def("__len__", &Bars::size)
      .def("slice", &Bars::slice)
      .def("row", &row_tuple)
      .def("pieces", &piece_list)
      .def("sources", &Bars::sources)
      .def("facts", &facts_dict)
      .def("complete", &Bars::complete)
      .def("copy_column", &copy_column)
      .def("stretches", &stretch_list)
      .def("lay_out", &lay_out, nb::arg(), nb::arg().none(), nb::arg())
      .def("address", &address)
      .def("schema", &schema_capsule)
      .def("stream", &stream_capsule)
      .def("array", &array_capsule);
}

}  // namespace wick::python
