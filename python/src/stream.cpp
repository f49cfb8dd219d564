#include "stream.hpp"

#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <vector>

#include "at_work.hpp"

namespace nb = nanobind;

namespace wick::python {
namespace {

using Word = Result<std::optional<Candle>>;
using std::chrono::steady_clock;

constexpr Micros kLook = std::chrono::milliseconds{50};
constexpr Micros kPatienceMax = std::chrono::hours{24 * 365};

std::vector<std::weak_ptr<Stream>> streams;  // that may be open; guarded by the GIL

void remember(const std::shared_ptr<Stream>& stream) {
  std::erase_if(streams, [](const auto& known) { return known.expired(); });
  streams.push_back(stream);
}

nb::tuple candle_tuple(const Candle& candle) {
  return nb::make_tuple(
      candle.symbol, static_cast<int>(candle.kind), candle.open_time.time_since_epoch().count(),
      candle.open, candle.high, candle.low, candle.close, candle.volume,
      candle.close_time.time_since_epoch().count(), candle.quote_asset_volume, candle.count,
      candle.taker_buy_volume, candle.taker_buy_quote_volume, candle.revision, candle.source);
}

bool has_something(const Word& word) {
  return !word || word->has_value();
}

}  // namespace

PyStream::PyStream(Stream stream, std::shared_ptr<LogQueue> lines)
    : process_(::getpid()),
      stream_(std::make_shared<Stream>(std::move(stream))),
      lines_(std::move(lines)) {
  remember(stream_);
}

PyStream::~PyStream() {
  close();
}

nb::object PyStream::next(std::int64_t patience, const nb::object& log) {
  const std::shared_ptr<Stream> stream = stream_;
  const auto begin = steady_clock::now();
  const Micros limit = patience < 0 ? kPatienceMax : std::min(Micros{patience}, kPatienceMax);
  Word word = stream->next(Micros{0});
  while (!has_something(word)) {
    const Micros left = std::chrono::ceil<Micros>(begin + limit - steady_clock::now());
    if (patience >= 0 && left <= Micros{0}) break;
    {
      const AtWork at_work;
      word = stream->next(std::clamp(left, Micros{1}, kLook));
    }
    if (has_something(word)) break;
    if (PyErr_CheckSignals() != 0) throw nb::python_error();
    end_thread_if_leaving();
    tell(log);
  }
  if (word && *word) return candle_tuple(**word);
  tell(log);
  if (!word) return error_dict(word.error());
  return nb::none();
}

// A parent's lines are left alone: their lock may be held for ever.
void PyStream::tell(const nb::object& log) {
  if (process_ != ::getpid()) return;
  for (const auto& [level, line] : lines_->take()) log(level, line);
}

void PyStream::stop() {
  stream_->stop();
}

void PyStream::close() {
  if (leaving()) {
    stream_->close();  // nobody may ask for the GIL any more
    return;
  }
  const AtWork at_work;
  stream_->close();
}

void close_streams() {
  std::vector<std::shared_ptr<Stream>> open;
  for (const auto& known : streams) {
    if (auto stream = known.lock()) open.push_back(std::move(stream));
  }
  for (const auto& stream : open) stream->stop();
  for (const auto& stream : open) stream->close();
}

void bind_stream(nb::module_& module) {
  nb::class_<StreamRequest>(module, "StreamRequest")
      .def("__init__",
           [](StreamRequest* self, std::vector<std::string> symbols, std::string market,
              std::string interval) {
             new (self) StreamRequest{.symbols = std::move(symbols),
                                      .market = std::move(market),
                                      .interval = std::move(interval)};
           })
      .def_prop_rw(
          "since",
          [](const StreamRequest& r) { return r.since ? r.since->time_since_epoch().count() : 0; },
          [](StreamRequest& r, std::int64_t micros) { r.since = Time{Micros{micros}}; })
      .def_rw("forming", &StreamRequest::forming)
      .def_rw("keep", &StreamRequest::keep);

  nb::class_<PyStream>(module, "Stream")
      .def("next", &PyStream::next)
      .def("stop", &PyStream::stop)
      .def("close", &PyStream::close)
      .def("descriptor", [](const PyStream& self) { return self.stream().descriptor(); })
      .def("symbols", [](const PyStream& self) { return self.stream().symbols(); })
      .def("interval", [](const PyStream& self) { return self.stream().interval(); })
      .def("refused", [](const PyStream& self) {
        nb::dict refused;
        for (const Stream::Refusal& refusal : self.stream().refused()) {
          refused[nb::str(refusal.symbol.c_str())] = error_dict(refusal.error);
        }
        return refused;
      });
}

}  // namespace wick::python
