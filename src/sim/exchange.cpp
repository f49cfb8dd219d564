#include "sim/exchange.hpp"

#include <algorithm>
#include <charconv>
#include <mutex>
#include <utility>
#include <vector>

#include "sim/archive/calendar.hpp"
#include "sim/backdoor.hpp"
#include "sim/fault/json_reader.hpp"
#include "sim/fault/scenario.hpp"
#include "sim/fault/shape.hpp"
#include "sim/fault/shipped.hpp"
#include "sim/fault/subject.hpp"
#include "sim/log.hpp"
#include "sim/world.hpp"

namespace wick::sim {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

// By shipped name, or as JSON text.
Result<Scenario> scenario_of(std::string_view text) {
  text = trimmed(text);
  if (const ShippedScenario* shipped = find_shipped(text)) return parse_scenario(shipped->json);
  if (text.starts_with('{')) return parse_scenario(text);
  std::vector<std::string_view> names;
  for (const ShippedScenario& shipped : shipped_scenarios()) names.push_back(shipped.name);
  std::string what = "no scenario of the name ";
  append_quoted(what, text.substr(0, 40));
  const std::string_view near = nearest(text, names);
  if (!near.empty()) what += "; did you mean \"" + std::string(near) + "\"?";
  return Error{ErrorKind::kInvalid, std::move(what), {}};
}

Response json_response(std::string body) {
  return text_response(200, "application/json", std::move(body));
}

Response complaint(int status, const std::string& what) {
  return text_response(status, "text/plain", what + "\n");
}

std::int64_t number_parameter(const Target& target, std::string_view name) {
  std::int64_t number = 0;
  if (const std::string* text = target.find(name)) {
    std::from_chars(text->data(), text->data() + text->size(), number);
  }
  return std::max<std::int64_t>(number, 0);
}

// Nothing reaches the client of a reset or silent connection.
int status_told(const Response& response) {
  return response.fate.reset || response.fate.silent ? 0 : response.status;
}

std::size_t bytes_told(const Response& response) {
  if (response.body == nullptr || status_told(response) == 0) return 0;
  return std::min(response.body->size(), response.fate.cut_after.value_or(response.body->size()));
}

// The scenario's own refusal goes before that of the gate.
void admit(const Admission& admission, StreamFate& fate) {
  if (admission.refuse_status == 0 || fate.refuse_status != 0) return;
  fate.refuse_status = admission.refuse_status;
  fate.retry_after_s = admission.retry_after_s;
}

}  // namespace

struct Exchange::State {
  ExchangeOptions options;
  Market market;
  std::unique_ptr<RequestLog> log;
  mutable std::mutex mutex{};
  std::shared_ptr<World> world{};  // guarded by mutex; what a request began with, it ends with

  [[nodiscard]] std::shared_ptr<World> current() const {
    const std::scoped_lock lock(mutex);
    return world;
  }
  void replace(Scenario scenario, Micros now);
  [[nodiscard]] Result<void> load(std::string_view text, Micros now);
  [[nodiscard]] Response backdoor(const Request& request, Micros now);
  [[nodiscard]] Response backdoor_read(const Target& target, Micros now) const;
};

void Exchange::State::replace(Scenario scenario, Micros now) {
  const std::scoped_lock lock(mutex);
  const WorldOptions world_options{options.seed, now, options.archive_cache_bytes_max};
  world = std::make_shared<World>(market, std::move(scenario), world_options, world.get());
}

Result<void> Exchange::State::load(std::string_view text, Micros now) {
  Result<Scenario> scenario = scenario_of(text);
  if (!scenario) return scenario.error();
  replace(*std::move(scenario), now);
  return {};
}

Response Exchange::State::backdoor(const Request& request, Micros now) {
  const Target target = parse_target(request.target);
  const bool writes = request.method == "POST" || request.method == "PUT";
  if (!writes) return backdoor_read(target, now);
  if (target.path == "/_sim/reset") {
    replace(current()->faults().scenario(), now);
    log->forget();
    return json_response("{}\n");
  }
  if (target.path != "/_sim/scenario") return complaint(404, "no such door: " + target.path);
  const Result<void> loaded = load(request.body, now);
  if (!loaded) return complaint(400, loaded.error().what);
  return backdoor_read(parse_target("/_sim/state"), now);
}

Response Exchange::State::backdoor_read(const Target& target, Micros now) const {
  if (target.path == "/_sim/state") {
    return json_response(state_json({now, market.seed(), log->count()}, current()->faults()));
  }
  if (target.path == "/_sim/scenarios") return json_response(scenarios_json());
  if (target.path == "/_sim/log") {
    return text_response(200, "application/x-ndjson",
                         log->since(number_parameter(target, "since")));
  }
  if (target.path == "/_sim/truth") {
    Result<std::string> truth = truth_json(market, target);
    return truth ? json_response(*std::move(truth)) : complaint(400, truth.error().what);
  }
  if (target.path == "/_sim/fundings") {
    Result<std::string> truth = fundings_truth_json(market, target);
    return truth ? json_response(*std::move(truth)) : complaint(400, truth.error().what);
  }
  return complaint(404, "no such door: " + target.path);
}

Result<std::unique_ptr<Exchange>> Exchange::open(ExchangeOptions options, Micros now) {
  Result<std::unique_ptr<RequestLog>> log =
      RequestLog::open(options.log_path, options.log_lines_max);
  if (!log) return log.error();
  const std::uint64_t seed = options.seed;
  const std::string scenario = options.scenario;
  std::unique_ptr<State> state(new State{std::move(options), Market(seed), *std::move(log)});
  const Result<void> loaded = state->load(scenario, now);
  if (!loaded) return loaded.error();
  return std::unique_ptr<Exchange>(new Exchange(std::move(state)));
}

Exchange::Exchange(std::unique_ptr<State> state) : state_(std::move(state)) {}
Exchange::~Exchange() = default;

Response Exchange::respond(Host host, const Request& request, Micros now) {
  if (request.target.starts_with(kBackdoor)) {
    Response response = state_->backdoor(request, now);
    set_header(response, "Date", http_date(now));
    return response;
  }
  const Subject subject = subject_of(host, request);
  World::Answer answer = state_->current()->respond(request, subject, now);
  state_->log->add({now, subject, request.target, status_told(answer.response),
                    bytes_told(answer.response), std::move(answer.fault)});
  return std::move(answer.response);
}

bool Exchange::quick(Host host, const Request& request) const {
  const std::string_view asked = request.target;
  if (asked.starts_with(kBackdoor)) {
    return !asked.starts_with("/_sim/truth") && !asked.starts_with("/_sim/fundings");
  }
  return state_->current()->quick(request, subject_of(host, request));
}

StreamFate Exchange::stream_fate(const StreamEvent& event, Micros now) {
  constexpr int kSwitchingProtocols = 101;
  const Subject subject = subject_of(event);
  const std::shared_ptr<World> world = state_->current();
  const std::vector<Strike> strikes = world->faults().decide(subject, now);
  StreamFate fate = stream_fate_of(strikes, event.moment);
  if (event.moment != StreamMoment::kHandshake) return fate;
  if (subject.market) admit(world->gate(*subject.market).knock(event.client, now), fate);
  int status = fate.refuse_status == 0 ? kSwitchingProtocols : fate.refuse_status;
  if (fate.reset || fate.silent) status = 0;
  state_->log->add(
      {now, subject, event.target, status, 0, names_of(strikes, world->faults().scenario())});
  return fate;
}

bool Exchange::touches_frames() const {
  return state_->current()->faults().touches_frames();
}

StreamOptions Exchange::stream_options(Venue venue) const {
  return state_->current()->stream_options(venue);
}

void Exchange::stream_misused(const StreamEvent& event, Micros now) {
  const Subject subject = subject_of(event);
  if (subject.market) state_->current()->gate(*subject.market).offence(event.client, now);
}

std::shared_ptr<const Broker> Exchange::broker() const {
  return state_->current()->broker();
}

Result<void> Exchange::load(std::string_view scenario, Micros now) {
  return state_->load(scenario, now);
}

const Market& Exchange::market() const {
  return state_->market;
}

}  // namespace wick::sim
