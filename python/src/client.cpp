#include "client.hpp"

#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/unique_ptr.h>
#include <nanobind/stl/vector.h>

#include <chrono>
#include <iterator>
#include <optional>

#include "api/process.hpp"
#include "at_work.hpp"
#include "bars.hpp"
#include "stream.hpp"

namespace nb = nanobind;

namespace wick::python {
namespace {

int python_level(LogLevel level) {
  constexpr int kStep = 10;  // DEBUG 10, INFO 20, WARNING 30, ERROR 40
  return kStep * (static_cast<int>(level) + 1);
}

Time now() {
  return std::chrono::floor<Micros>(std::chrono::system_clock::now());
}

// Tells Python whatever there is to tell, while the caller waits. Holds the GIL. False when an
// exception is set.
class Teller {
 public:
  Teller(nb::object watch, nb::object log, std::shared_ptr<LogQueue> lines)
      : watch_(std::move(watch)), log_(std::move(log)), lines_(std::move(lines)) {}

  [[nodiscard]] bool tell(const Progress& progress) {
    if (PyErr_CheckSignals() != 0) return false;
    try {
      drain();
      if (!watch_.is_none()) watch_(progress.settled, progress.wanted, progress.waits_for);
    } catch (nb::python_error& error) {
      error.restore();
      return false;
    }
    return true;
  }
  void drain() {
    for (const auto& [level, line] : lines_->take()) log_(level, line);
  }

 private:
  nb::object watch_;
  nb::object log_;
  std::shared_ptr<LogQueue> lines_;
};

// Works without the GIL; what it tells meanwhile is heard with it.
template <typename Work>
auto told(Teller& teller, const Work& work) {
  auto answer = [&] {
    const AtWork at_work;
    return work([&](const Progress& progress) {
      if (leaving()) return false;
      const nb::gil_scoped_acquire held;
      return teller.tell(progress);
    });
  }();
  if (PyErr_Occurred() != nullptr) throw nb::python_error();
  end_thread_if_leaving();
  teller.drain();
  return answer;
}

nb::object answer_of(Result<Bars> result) {
  if (result) return nb::cast(*std::move(result));
  return error_dict(result.error());
}

std::optional<Time> time_of(std::optional<std::int64_t> micros) {
  if (!micros) return std::nullopt;
  return Time{Micros{*micros}};
}

nb::dict tier_dict(const TierFailure& failure) {
  nb::dict tier;
  tier["tier"] = failure.tier;
  tier["kind"] = name(failure.kind);
  tier["what"] = failure.what;
  tier["times"] = failure.times;
  if (failure.retry_after) tier["retry_after"] = failure.retry_after->count();
  return tier;
}

nb::dict sighting_dict(const Sighting& sighting) {
  nb::dict value;
  value["open"] = sighting.open;
  value["high"] = sighting.high;
  value["low"] = sighting.low;
  value["close"] = sighting.close;
  value["volume"] = sighting.volume;
  value["origin"] = static_cast<int>(sighting.origin);
  value["revision"] = sighting.revision;
  value["object"] = sighting.object;
  value["checksum"] = sighting.checksum;
  value["fetched"] = sighting.fetched.time_since_epoch().count();
  return value;
}

nb::dict provenance_dict(const Provenance& known) {
  nb::dict value;
  value["symbol"] = known.series.symbol;
  value["provider"] = known.series.provider;
  value["market"] = known.series.market;
  value["chart"] = known.series.chart;
  value["interval"] = known.series.interval;
  value["open_time"] = known.open_time.time_since_epoch().count();
  value["file"] = known.file;
  value["rule"] = known.rule;
  value["served"] = known.served ? nb::object(sighting_dict(*known.served)) : nb::none();
  value["hole"] = known.hole ? nb::object(hole_dict(*known.hole)) : nb::none();
  nb::list others;
  for (const Sighting& other : known.others) others.append(sighting_dict(other));
  value["others"] = others;
  nb::list damaged;
  for (const std::string& what : known.damaged) damaged.append(what);
  value["damaged"] = damaged;
  return value;
}

Client opened(const Options& options) {
  auto client = Client::open(options);
  if (!client) throw nb::value_error(client.error().what.c_str());
  return *std::move(client);
}

}  // namespace

void LogQueue::add(LogLevel level, std::string_view line) {
  constexpr std::size_t kLinesMax = 1000;
  const std::lock_guard lock(mutex_);
  if (lines_.size() == kLinesMax) lines_.pop_front();
  lines_.emplace_back(python_level(level), line);
}

std::vector<LogQueue::Line> LogQueue::take() {
  const std::lock_guard lock(mutex_);
  std::vector<Line> lines(std::make_move_iterator(lines_.begin()),
                          std::make_move_iterator(lines_.end()));
  lines_.clear();
  return lines;
}

nb::dict error_dict(const Error& error) {
  nb::dict value;
  value["kind"] = name(error.kind);
  value["what"] = error.what;
  if (error.retry_after) value["retry_after"] = error.retry_after->count();
  nb::list tiers;
  for (const TierFailure& failure : error.tiers) tiers.append(tier_dict(failure));
  value["tiers"] = tiers;
  return value;
}

PyClient::PyClient(Options options) : options_(std::move(options)), process_(api::this_process()) {
  lines_ = std::make_shared<LogQueue>();
  options_.log = [lines = lines_](LogLevel level, std::string_view line) {
    lines->add(level, line);
  };
  client_ = std::make_unique<Client>(opened(options_));
}

PyClient::~PyClient() {
  if (process_ != api::this_process()) (void)client_.release();
}

void PyClient::renew_after_fork() {
  if (process_ == api::this_process()) return;
  (void)client_.release();
  auto* const parents = new std::shared_ptr<LogQueue>(lines_);  // its lock may be held: kept
  (void)parents;
  lines_ = std::make_shared<LogQueue>();
  options_.log = [lines = lines_](LogLevel level, std::string_view line) {
    lines->add(level, line);
  };
  client_ = std::make_unique<Client>(opened(options_));
  process_ = api::this_process();
}

nb::object PyClient::get(const Request& request, const nb::object& watch, const nb::object& log) {
  renew_after_fork();
  Teller teller(watch, log, lines_);
  return answer_of(told(teller, [&](const Watch& tell) { return client_->get(request, tell); }));
}

nb::list PyClient::get_many(const std::vector<Request>& requests, const nb::object& watch,
                            const nb::object& log) {
  renew_after_fork();
  Teller teller(watch, log, lines_);
  auto results = told(teller, [&](const Watch& tell) { return client_->get_many(requests, tell); });
  nb::list answers;
  for (Result<Bars>& result : results) answers.append(answer_of(std::move(result)));
  return answers;
}

nb::object PyClient::stream(const StreamRequest& request) {
  renew_after_fork();
  end_thread_if_leaving();
  auto stream = client_->stream(request);
  if (!stream) return error_dict(stream.error());
  return nb::cast(std::make_unique<PyStream>(*std::move(stream), lines_));
}

nb::object PyClient::why(const Series& series, Time time) {
  renew_after_fork();
  const auto known = [&] {
    const AtWork at_work;
    return client_->why(series, time);
  }();
  nb::dict answer;
  if (!known) {
    answer["error"] = error_dict(known.error());
    return answer;
  }
  return provenance_dict(*known);
}

std::map<std::string, std::string> PyClient::settings() const {
  return client_->settings();
}

void bind_client(nb::module_& module) {
  nb::class_<Request>(module, "Request")
      .def(
          "__init__",
          [](Request* self, std::string symbol, std::string interval,
             std::optional<std::int64_t> start, std::optional<std::int64_t> end, std::string market,
             std::string provider, std::string chart, std::string source) {
            new (self) Request{.series = {.symbol = std::move(symbol),
                                          .provider = std::move(provider),
                                          .market = std::move(market),
                                          .chart = std::move(chart),
                                          .interval = std::move(interval)},
                               .from = time_of(start),
                               .to = time_of(end),
                               .source = std::move(source)};
          },
          nb::arg("symbol"), nb::arg("interval"), nb::arg("start").none(), nb::arg("end").none(),
          nb::arg("market"), nb::arg("provider"), nb::arg("chart"), nb::arg("source"))
      .def_prop_rw(
          "last", [](const Request& r) { return r.last ? r.last->count() : 0; },
          [](Request& r, std::int64_t micros) { r.last = Micros{micros}; })
      .def_prop_rw(
          "bars", [](const Request& r) { return r.bars.value_or(0); },
          [](Request& r, std::int64_t bars) { r.bars = bars; })
      .def_rw("include_open", &Request::include_open)
      .def_rw("wait", &Request::wait);

  nb::class_<PyClient>(module, "Client")
      .def("__init__",
           [](PyClient* self, const std::map<std::string, std::string>& environment, int log_level,
              int attempts, std::int64_t timeout) {
             Options options{.environment = environment, .attempts = attempts};
             if (timeout != 0) options.timeout = Micros{timeout};
             options.log_level = static_cast<LogLevel>(std::clamp(log_level / 10 - 1, 0, 4));
             new (self) PyClient(std::move(options));
           })
      .def("get", &PyClient::get, nb::arg("request"), nb::arg("watch").none(), nb::arg("log"))
      .def("get_many", &PyClient::get_many, nb::arg("requests"), nb::arg("watch").none(),
           nb::arg("log"))
      .def("stream", &PyClient::stream)
      .def("why",
           [](PyClient& self, const Request& request, std::int64_t micros) {
             return self.why(request.series, Time{Micros{micros}});
           })
      .def("settings", &PyClient::settings);

  module.def("parse_time", [](const std::string& text) -> nb::object {
    const auto time = parse_time(text, now());
    if (!time) return error_dict(time.error());
    return nb::int_(time->time_since_epoch().count());
  });
  module.def("parse_duration", [](const std::string& text) -> nb::object {
    const auto length = parse_duration(text);
    if (!length) return error_dict(length.error());
    return nb::int_(length->count());
  });
  module.def("leave", [] {
    leave();
    close_streams();
  });
  module.def("version", [] { return std::string(version()); });
}

}  // namespace wick::python
