#include "api/stream_desk.hpp"

#include <unistd.h>

#include <optional>
#include <utility>

#include "api/broadcast.hpp"
#include "api/error.hpp"
#include "io/bar_keeper.hpp"
#include "io/device_random.hpp"
#include "store/bar_log.hpp"
#include "wiring/past.hpp"
#include "wiring/streams.hpp"

namespace wick::api {
namespace {

constexpr std::size_t kRoom = 10'000;  // candles that nobody has read yet

std::vector<std::string> symbols_of(const std::vector<core::SeriesId>& series) {
  std::vector<std::string> symbols;
  symbols.reserve(series.size());
  for (const core::SeriesId& id : series) symbols.push_back(id.symbol);
  return symbols;
}

}  // namespace

StreamDesk::StreamDesk(Place place, StreamQuestion question)
    : process_(::getpid()),
      place_(std::move(place)),
      question_(std::move(question)),
      symbols_(symbols_of(question_.wish.series)),
      interval_(core::name(question_.wish.series.front().interval)),
      queue_(kRoom),
      thread_([this] { work(); }) {}

StreamDesk::~StreamDesk() {
  close();
}

bool StreamDesk::of_this_process() const {
  return process_ == ::getpid();
}

std::vector<Stream::Refusal> StreamDesk::refused() const {
  const std::lock_guard lock(mutex_);
  return refused_;
}

// Whoever waits in the reactor is woken by any job that ends, so by one that does nothing.
void StreamDesk::stop() {
  queue_.close();
  world().reactor().workers().run([] {});
}

void StreamDesk::close() {
  stop();
  const std::lock_guard lock(ending_);
  if (thread_.joinable()) thread_.join();
}

void StreamDesk::work() {
  question_.wish.seed = io::DeviceRandom().next();
  learn_phase();
  port::WebSockets& sockets = world().reactor().sockets();
  const core::Market market = question_.wish.series.front().market;
  const auto dialect = wiring::stream_dialect(place_.config, market);
  wiring::Past past(world().history());
  std::optional<io::BarKeeper> keeper;
  if (question_.keep) {
    keeper.emplace(std::make_unique<store::BarLog>(world().disk()), world().reactor());
  }
  Broadcast broadcast(question_.wish, {.world = {&sockets, dialect.get(), &past},
                                       .kept = keeper ? &*keeper : nullptr,
                                       .queue = &queue_,
                                       .notes = &place_.log});
  bool more = !queue_.closed();
  while (more) {
    more = broadcast.step(world().now());
    note_refusals(broadcast.refusals());
    more = more && queue_.wait_for_room();
    if (more) world().reactor().wait(broadcast.wake());
    more = more && !queue_.closed();
  }
  if (keeper) keeper->finish(world().now());
}

void StreamDesk::learn_phase() {
  for (core::SeriesId& id : question_.wish.series) {
    if (id.interval != core::Interval::k3d) return;
    id.phase_days =
        world().history().three_day_phase(id, wiring::History::Network::kUsed, world().reactor());
  }
}

void StreamDesk::note_refusals(const std::vector<live::CandleStream::Refusal>& refusals) {
  const std::lock_guard lock(mutex_);
  for (std::size_t i = refused_.size(); i < refusals.size(); ++i) {
    refused_.push_back({symbols_[refusals[i].series], symbol_error(refusals[i].error)});
  }
}

}  // namespace wick::api
