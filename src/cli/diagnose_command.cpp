#include "cli/diagnose_command.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "cli/diagnose_fx.hpp"
#include "cli/diagnose_live.hpp"
#include "cli/diagnose_local.hpp"
#include "cli/diagnose_text.hpp"
#include "cli/failure_json.hpp"
#include "cli/get_request.hpp"
#include "cli/runtime.hpp"
#include "wiring/probing.hpp"
#include "wiring/streams.hpp"

namespace wick::cli {
namespace {

base::Result<core::SeriesId> series_of(const DiagnoseOptions& options, core::UtcTime now) {
  GetOptions as_get;  // the same words mean the same series
  as_get.symbols = {options.symbol};
  as_get.provider = options.provider;
  as_get.market = options.market;
  as_get.interval = options.interval;
  const auto request = understand(as_get, now);
  if (!request) return request.error();
  return request->series.front();
}

struct Knocked {
  venue::binance::ProbeReport doors;
  std::vector<Finding> streams;
};

bool is_banned(const venue::binance::ProbeReport& report) {
  return std::ranges::any_of(report.rest, [](const venue::binance::RestFacts& facts) {
    return !facts.asked && facts.trouble && facts.trouble->kind == base::ErrorKind::kThrottled;
  });
}

// Why no stream is asked; empty where they are.
std::string silence_of(const core::SeriesId& id, const venue::binance::ProbeReport& report) {
  std::string silent = no_streams(id);
  if (silent.empty() && is_banned(report)) silent = "not asked while the ban lasts";
  return silent;
}

core::MonoTime wake_of(const venue::binance::Probe& probe,
                       const std::optional<live::Probe>& streams) {
  const core::MonoTime wake = probe.done() ? core::MonoTime::max() : probe.wake();
  return streams ? std::min(wake, streams->wake()) : wake;
}

// At all doors at once. Who is banned sends nothing, by no door of the exchange.
Knocked knock(const wiring::Config& config, const core::SeriesId& id, Runtime& runtime) {
  io::Reactor& reactor = runtime.reactor();
  const auto probe = wiring::make_probe(config, id, runtime.services(), &runtime.memory());
  probe->step(reactor.now());
  std::string silent = silence_of(id, probe->report());
  const auto dialect = wiring::stream_dialect(config, id.market);
  std::optional<live::Probe> streams;
  if (silent.empty()) {
    streams.emplace(core::Subject{core::Topic::kCandles, id.symbol, id.interval},
                    live::Probe::World{&reactor.sockets(), dialect.get()}, reactor.now().mono);
  }
  while (!probe->done() || (streams && !streams->done())) {
    reactor.wait(wake_of(*probe, streams));
    const core::Now now = reactor.now();
    if (!probe->done()) probe->step(now);
    if (streams) streams->step(now.mono);
    if (probe->done() && no_such_symbol(probe->report())) {  // then no stream will ever speak
      streams.reset();
      silent = "nobody has such a symbol";
    }
  }
  if (!streams) return {probe->report(), {{"live", Health::kNotTested, std::nullopt, silent}}};
  return {probe->report(), live_findings(streams->report(), traded_no_more(probe->report()))};
}

Exit print(const DiagnosisPage& page, const DiagnoseOptions& options, const Shell& shell) {
  const std::string text =
      options.json ? diagnosis_json(page) : diagnosis_text(page, shell.colour_out());
  std::fputs(text.c_str(), shell.out);
  return page.diagnosis.code;
}

}  // namespace

Exit run_diagnose(const DiagnoseOptions& options, const Shell& shell) {
  const Refusal refuse(shell, options.json);
  const auto config = load_config(shell);
  if (!config) return refuse(config.error());
  Runtime runtime(*config, shell);
  if (is_fx(options)) {
    const auto page = diagnose_fx(options, runtime);
    return page ? print(*page, options, shell) : refuse(page.error());
  }
  auto id = series_of(options, runtime.now().utc);
  if (!id) return refuse(id.error());
  if (id->interval == core::Interval::k3d) {
    id->phase_days = runtime.history().three_day_phase(*id, wiring::History::Network::kNotUsed,
                                                       runtime.reactor());
  }

  DiagnosisPage page{.id = *id, .at = std::chrono::floor<std::chrono::seconds>(runtime.now().utc)};
  page.findings.push_back(configuration_finding(*config, *id, shell.environment));
  page.findings.push_back(cache_finding(*id, runtime, page.local));
  const Knocked knocked = knock(*config, *id, runtime);
  for (Finding& finding : findings_of(knocked.doors, *id)) {
    page.findings.push_back(std::move(finding));
  }
  for (const Finding& finding : knocked.streams) page.findings.push_back(finding);
  page.findings.push_back(
      no_such_symbol(knocked.doors)
          ? Finding{"missing", Health::kNotTested, std::nullopt, "nobody has such a symbol"}
          : missing_finding(*id, runtime, page.local));
  page.diagnosis = diagnose(*id, page.local, knocked.doors, knocked.streams);
  return print(page, options, shell);
}

}  // namespace wick::cli
