#include "wiring/instruments.hpp"

#include <algorithm>
#include <utility>

#include "venue/binance/archive_life.hpp"
#include "venue/binance/brief_request.hpp"
#include "venue/binance/instruments.hpp"
#include "venue/binance/patient_http.hpp"
#include "venue/binance/rest_paces.hpp"
#include "venue/okx/instruments.hpp"
#include "venue/okx/verdict.hpp"
#include "wiring/endpoints.hpp"

namespace wick::wiring {
namespace {

using core::Instrument;
using store::InstrumentBook;
using venue::binance::InstrumentSearch;
using venue::binance::LifeSearch;

constexpr core::Micros kWithoutArchive = std::chrono::hours{1};
constexpr std::size_t kInFlightMax = 4;

// A book that lacks the archive's part is soon tried again. One from the future is of a wrong
// clock.
bool is_fresh(const InstrumentBook& book, const Instruments::Wish& wish, core::UtcTime now) {
  const core::Micros age = now - book.as_of;
  const bool whole = book.provider == core::Provider::kOkx ||
                     (book.archive_as_of && *book.archive_as_of >= book.as_of);
  return age >= core::Micros{0} &&
         age <= (whole ? wish.age_max : std::min(wish.age_max, kWithoutArchive));
}

const Instrument* find(const InstrumentBook& book, const std::string& symbol) {
  const auto at = std::ranges::lower_bound(book.instruments, symbol, {}, &Instrument::symbol);
  return at != book.instruments.end() && at->symbol == symbol ? &*at : nullptr;
}

bool is_from_archive(const std::optional<core::KnownDate>& date) {
  return date && date->from == core::DateOrigin::kArchive;
}

void fill(std::string& text, const std::string& with) {
  if (text.empty()) text = with;
}

// What the exchange said of a symbol while it had it is better than what its name tells. Days that
// were looked up stay, unless everything is to be asked anew.
void carry_over(Instrument& instrument, const Instrument& old, Instruments::Asking asking) {
  const bool keep_days = asking != Instruments::Asking::kAlways;
  const bool keep_listed = keep_days || !is_from_archive(old.listed);
  if (!instrument.listed && keep_listed) instrument.listed = old.listed;
  if (!instrument.tradable && !instrument.delisted && keep_days) instrument.delisted = old.delisted;
  if (!instrument.status.empty() || old.status.empty()) return;
  instrument.base = old.base;
  instrument.quote = old.quote;
  fill(instrument.contract_type, old.contract_type);
  fill(instrument.pair, old.pair);
}

// The symbols that only the old book still has.
std::vector<std::string> symbols_of(const Instruments::Loaded& old) {
  std::vector<std::string> symbols;
  for (const Instrument& one : old.book.instruments) symbols.push_back(one.symbol);
  return symbols;
}

bool is_dated(const Instrument& one) {
  return one.listed && (one.tradable || one.delisted);
}

template <typename Machine>
auto run_to_end(Machine& machine, port::Reactor& reactor) {
  for (;;) {
    if (auto answer = machine.step(reactor.now())) return *std::move(answer);
    reactor.wait(core::MonoTime::max());
  }
}

// One question, whose answer is the whole list.
class ListOfOkx {
 public:
  ListOfOkx(port::Http& http, const std::vector<std::string>& hosts, core::Market market)
      : market_(market),
        asking_({.http = &http,
                 .hosts = &hosts,
                 .path = venue::okx::instruments_path(market),
                 .what = "instruments of OKX",
                 .verdict = venue::okx::rest_verdict}) {}

  [[nodiscard]] std::optional<base::Result<std::vector<Instrument>>> step(core::Now now) {
    const auto answer = asking_.step();
    if (!answer) return std::nullopt;
    if (!*answer) return answer->error();
    return venue::okx::parse_instruments(*(*answer)->body, market_, now.utc);
  }

 private:
  core::Market market_;
  venue::binance::BriefRequest asking_;
};

// The searches for the life of some instruments, a bounded number at a time.
class LifeSearches {
 public:
  LifeSearches(port::Http& http, const venue::binance::Endpoints& endpoints, InstrumentBook& book,
               std::vector<std::size_t> which)
      : http_(http), endpoints_(endpoints), book_(book), queued_(std::move(which)) {
    std::ranges::reverse(queued_);
  }

  // Nothing while some are on their way; then why it ended early, if it did.
  [[nodiscard]] std::optional<std::optional<base::Error>> step(core::Now now) {
    std::erase_if(running_, [&](Running& one) { return advance(one, now.utc); });
    if (trouble_) queued_.clear();
    while (!queued_.empty() && running_.size() < kInFlightMax) start();
    if (!running_.empty()) return std::nullopt;
    return std::optional(trouble_);
  }
  [[nodiscard]] bool has_learnt() const { return learnt_; }

 private:
  struct Running {
    std::size_t place{};
    LifeSearch search;
  };

  bool advance(Running& one, core::UtcTime now) {
    const auto life = one.search.step();
    if (!life) return false;
    if (!*life) {
      trouble_ = life->error();
      return true;
    }
    Instrument& instrument = book_.instruments.at(one.place);
    const Instrument before = instrument;
    venue::binance::learn_life(instrument, **life, now);
    learnt_ = learnt_ || instrument != before;
    return true;
  }

  void start() {
    const std::size_t place = queued_.back();
    queued_.pop_back();
    const Instrument& instrument = book_.instruments.at(place);
    const auto wanted =
        instrument.tradable ? LifeSearch::Wanted::kFirst : LifeSearch::Wanted::kFirstAndLast;
    running_.push_back({place, LifeSearch({.http = &http_,
                                           .endpoints = &endpoints_,
                                           .market = book_.market,
                                           .symbol = instrument.symbol,
                                           .wanted = wanted})});
    (void)running_.back().search.step();  // sends, and cannot have an answer yet
  }

  port::Http& http_;
  const venue::binance::Endpoints& endpoints_;
  InstrumentBook& book_;
  std::vector<std::size_t> queued_;
  std::vector<Running> running_;
  std::optional<base::Error> trouble_;
  bool learnt_{false};
};

}  // namespace

std::string age_text(core::Micros age) {
  using namespace std::chrono;
  const auto text = [](auto time, const char* unit) {
    return std::to_string(time.count()) + " " + unit;
  };
  if (age < minutes{2}) return text(floor<seconds>(age), "s");
  if (age < hours{2}) return text(floor<minutes>(age), "min");
  if (age < days{2}) return text(floor<hours>(age), "h");
  return text(floor<days>(age), "days");
}

// OKX tells of some that are traded no more, and soon of none of them.
void add_forgotten(InstrumentBook& book, const InstrumentBook& old) {
  std::vector<Instrument> forgotten;
  for (const Instrument& one : old.instruments) {
    if (find(book, one.symbol) == nullptr) forgotten.push_back(one);
  }
  for (Instrument& one : forgotten) {
    one.status.clear();
    one.tradable = false;
    book.instruments.push_back(std::move(one));
  }
  std::ranges::sort(book.instruments, {}, &Instrument::symbol);
}

struct Instruments::Sources {
  venue::binance::Endpoints endpoints;
  venue::binance::RestPaces paces;
  std::vector<std::string> okx;

  Sources(const Config& config, const World& world)
      : endpoints(binance_endpoints(config)),
        paces({.http = world.http, .board = world.board}, endpoints),
        okx(config.list(Key::kOkxUrl)) {}
};

Instruments::Instruments(const Config& config, World world)
    : world_(world),
      state_folder_(config.text(Key::kStateFolder)),
      sources_(std::make_unique<Sources>(config, world)) {}

Instruments::~Instruments() = default;

std::string Instruments::path_of(core::Provider provider, core::Market market) const {
  return store::book_path(state_folder_, provider, market);
}

base::Result<Instruments::Loaded> Instruments::load(const Wish& wish,
                                                    port::Reactor& reactor) const {
  auto old = store::read_book(*world_.files, path_of(wish.provider, wish.market));
  if (wish.asking == Asking::kNever) {
    if (old) return Loaded{.book = *std::move(old)};
    if (old.error().kind != base::ErrorKind::kUnsupported) return old.error();
    return base::Error{base::ErrorKind::kUnavailable, "no book of the instruments of " +
                                                          std::string(core::name(wish.market)) +
                                                          " is kept; ask once without --offline"};
  }
  const bool fresh = old && is_fresh(*old, wish, reactor.now().utc);
  if (fresh && wish.asking == Asking::kWhenOld) return Loaded{.book = *old};
  return wish.provider == core::Provider::kOkx ? fetch_okx(wish, old, reactor)
                                               : fetch(wish, old, reactor);
}

// Where the exchange cannot be asked.
void Instruments::take_old(Loaded& loaded, const OldBook& old, base::Error trouble,
                           core::UtcTime now) {
  loaded.book = *old;
  trouble.what +=
      "; the book of the instruments is used as it was " + age_text(now - old->as_of) + " ago";
  loaded.troubles.push_back(std::move(trouble));
}

base::Result<Instruments::Loaded> Instruments::fetch_okx(const Wish& wish, const OldBook& old,
                                                         port::Reactor& reactor) const {
  Loaded loaded;
  if (!old && old.error().kind != base::ErrorKind::kUnsupported) {
    loaded.troubles.push_back(old.error());
  }
  venue::binance::PatientHttp patient(*world_.http);
  ListOfOkx list(patient, sources_->okx, wish.market);
  auto named = run_to_end(list, reactor);
  if (!named && !old) return named.error();
  if (!named) {
    take_old(loaded, old, named.error(), reactor.now().utc);
    return loaded;
  }
  loaded.book = {.provider = wish.provider,
                 .market = wish.market,
                 .as_of = reactor.now().utc,
                 .instruments = *std::move(named)};
  if (old) add_forgotten(loaded.book, *old);
  if (auto kept = keep(loaded.book); !kept) loaded.troubles.push_back(kept.error());
  return loaded;
}

base::Result<Instruments::Loaded> Instruments::fetch(const Wish& wish, const OldBook& old,
                                                     port::Reactor& reactor) const {
  Loaded loaded;
  if (!old && old.error().kind != base::ErrorKind::kUnsupported) {
    loaded.troubles.push_back(old.error());
  }
  InstrumentSearch search({.http = world_.http,
                           .endpoints = &sources_->endpoints,
                           .rest = &sources_->paces.of(wish.market),
                           .market = wish.market});
  auto found = run_to_end(search, reactor);
  if (!found.named) {
    if (!old) return found.named.error();
    take_old(loaded, old, found.named.error(), reactor.now().utc);
    return loaded;
  }
  if (old) loaded.book = *old;
  const auto archived = found.archived ? *found.archived : symbols_of(loaded);
  if (!found.archived) loaded.troubles.push_back(found.archived.error());
  loaded.book.provider = core::Provider::kBinance;
  loaded.book.market = wish.market;
  loaded.book.as_of = reactor.now().utc;
  if (found.archived) loaded.book.archive_as_of = loaded.book.as_of;
  loaded.book.instruments =
      venue::binance::with_archived(*std::move(found.named), archived, wish.market);
  for (Instrument& one : loaded.book.instruments) {
    const Instrument* const before = old ? find(*old, one.symbol) : nullptr;
    if (before != nullptr) carry_over(one, *before, wish.asking);
  }
  if (auto kept = keep(loaded.book); !kept) loaded.troubles.push_back(kept.error());
  return loaded;
}

base::Result<void> Instruments::keep(const InstrumentBook& book) const {
  auto kept = store::write_book(*world_.files, path_of(book.provider, book.market), book,
                                world_.random->next());
  if (!kept) return base::within("the book of instruments could not be kept", kept.error());
  return {};
}

std::optional<base::Error> Instruments::learn_dates(InstrumentBook& book,
                                                    const std::vector<std::size_t>& which,
                                                    port::Reactor& reactor) const {
  if (book.provider == core::Provider::kOkx) return std::nullopt;
  std::vector<std::size_t> unknown;
  std::ranges::copy_if(which, std::back_inserter(unknown),
                       [&](std::size_t place) { return !is_dated(book.instruments.at(place)); });
  venue::binance::PatientHttp patient(*world_.http);
  LifeSearches searches(patient, sources_->endpoints, book, std::move(unknown));
  auto trouble = run_to_end(searches, reactor);
  if (!searches.has_learnt()) return trouble;
  if (auto kept = keep(book); !kept && !trouble) trouble = kept.error();
  return trouble;
}

}  // namespace wick::wiring
