#include <wick/client.hpp>

#include <unistd.h>

#include <utility>

#include "api/desk.hpp"
#include "api/error.hpp"
#include "api/per_process.hpp"
#include "api/provenance.hpp"
#include "api/reader.hpp"
#include "api/stream_desk.hpp"

namespace wick {

std::map<std::string, std::string> process_environment() {
  std::map<std::string, std::string> environment;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view line(*entry);
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    environment.emplace(line.substr(0, equals), line.substr(equals + 1));
  }
  return environment;
}

// Settings, and what is needed of them so far.
class Client::Door {
 public:
  Door(Options options, wiring::Config config)
      : options_(std::move(options)), config_(std::move(config)) {}

  [[nodiscard]] const wiring::Config& config() const { return config_; }
  [[nodiscard]] base::Log log() const { return api::make_log(options_, config_); }
  [[nodiscard]] api::Patience patience() const { return api::patience_of(options_); }
  [[nodiscard]] io::Proxies proxies() const { return io::proxies_of(options_.environment); }

  [[nodiscard]] api::Reader& reader() {
    return reader_.get([this] { return api::Reader(config_); });
  }
  [[nodiscard]] api::Desk& desk() {
    return desk_.get([this] { return api::Desk(config_, log(), patience()); });
  }

 private:
  Options options_;
  wiring::Config config_;
  api::PerProcess<api::Reader> reader_;
  api::PerProcess<api::Desk> desk_;
};

Client::Client(std::unique_ptr<Door> door) : door_(std::move(door)) {}
Client::~Client() = default;
Client::Client(Client&& other) noexcept = default;
Client& Client::operator=(Client&& other) noexcept = default;

Result<Client> Client::open(Options options) {
  auto config = api::configure(options);
  if (!config) return api::error_of(config.error());
  return Client(std::make_unique<Door>(std::move(options), *std::move(config)));
}

Result<Bars> Client::get(const Request& request, const Watch& watch) {
  return std::move(get_many({&request, 1}, watch).front());
}

std::vector<Result<Bars>> Client::get_many(std::span<const Request> requests, const Watch& watch) {
  if (requests.empty()) return {};
  api::Reader& reader = door_->reader();
  std::vector<api::Sight> sights = reader.look(requests);
  if (auto answers = reader.answers(sights)) return *std::move(answers);
  api::Desk& desk = door_->desk();
  const auto errand = std::make_shared<api::Errand>(
      std::vector<Request>(requests.begin(), requests.end()), std::move(sights));
  desk.leave(errand);
  auto results = errand->wait(watch);
  if (errand->given_up()) desk.knock();
  return results;
}

Result<Stream> Client::stream(const StreamRequest& request) {
  base::Log log = door_->log();
  auto world =
      std::make_unique<api::World>(door_->config(), log, door_->proxies(), door_->patience());
  auto question = api::understand(request, world->now().utc);
  if (!question) return question.error();
  return Stream(std::make_unique<api::StreamDesk>(
      api::StreamDesk::Place{door_->config(), std::move(log), std::move(world)},
      *std::move(question)));
}

Result<Provenance> Client::why(const Series& series, Time time) {
  api::World world(door_->config(), door_->log());
  return api::provenance(series, time, world);
}

std::map<std::string, std::string> Client::settings() const {
  std::map<std::string, std::string> values;
  for (const wiring::Setting& setting : door_->config().settings()) {
    values.emplace(setting.facts->variable, setting.value);
  }
  return values;
}

}  // namespace wick
