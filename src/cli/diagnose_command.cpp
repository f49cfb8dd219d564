#include "cli/diagnose_command.hpp"

#include "cli/diagnose_local.hpp"
#include "cli/diagnose_text.hpp"
#include "cli/get_request.hpp"
#include "cli/runtime.hpp"
#include "wiring/probing.hpp"

namespace wick::cli {
namespace {

base::Result<core::SeriesId> series_of(const DiagnoseOptions& options, core::UtcTime now) {
  if (options.market == "fxcm" || options.market == "fx" || options.provider == "fxcm") {
    return base::Error{base::ErrorKind::kInvalid,
                       "fxcm comes with the live half of the program; there is spot, "
                       "futures_usdt (um) and futures_coin (cm)"};
  }
  GetOptions as_get;  // the same words mean the same series
  as_get.symbols = {options.symbol};
  as_get.provider = options.provider;
  as_get.market = options.market;
  as_get.interval = options.interval;
  const auto request = understand(as_get, now);
  if (!request) return request.error();
  return request->series.front();
}

venue::binance::ProbeReport knock(const wiring::Config& config, const core::SeriesId& id,
                                  Runtime& runtime) {
  io::Reactor& reactor = runtime.reactor();
  const auto probe = wiring::make_probe(config, id, runtime.services(), &runtime.memory());
  for (;;) {
    probe->step(reactor.now());
    if (probe->done()) return probe->report();
    reactor.wait(probe->wake());
  }
}

}  // namespace

Exit run_diagnose(const DiagnoseOptions& options, const Shell& shell) {
  const auto config = load_config(shell);
  if (!config) return complain(shell, config.error());
  Runtime runtime(*config, shell);
  auto id = series_of(options, runtime.now().utc);
  if (!id) return complain(shell, id.error());
  if (id->interval == core::Interval::k3d) {
    id->phase_days = runtime.history().three_day_phase(*id, wiring::History::Network::kNotUsed,
                                                       runtime.reactor());
  }

  DiagnosisPage page{.id = *id, .at = std::chrono::floor<std::chrono::seconds>(runtime.now().utc)};
  page.findings.push_back(configuration_finding(*config, *id, shell.environment));
  page.findings.push_back(cache_finding(*id, runtime, page.local));
  const auto report = knock(*config, *id, runtime);
  for (Finding& finding : findings_of(report, *id)) page.findings.push_back(std::move(finding));
  page.findings.push_back(missing_finding(*id, runtime, page.local));
  page.diagnosis = diagnose(*id, page.local, report);
  const std::string text =
      options.json ? diagnosis_json(page) : diagnosis_text(page, shell.colour_out());
  std::fputs(text.c_str(), shell.out);
  return page.diagnosis.code;
}

}  // namespace wick::cli
