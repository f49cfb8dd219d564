#include "sim/fault/subject.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "sim/archive/object.hpp"
#include "sim/broker/gateway_json.hpp"

namespace wick::sim {
namespace {

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

std::optional<Venue> market_of(Host host) {
  switch (host) {
    case Host::kSpot:
      return Venue::kSpot;
    case Host::kUm:
      return Venue::kUm;
    case Host::kCm:
      return Venue::kCm;
    case Host::kArchive:
    case Host::kOkx:
    case Host::kCandles:
    case Host::kGateway:
    case Host::kFix:
      break;
  }
  return std::nullopt;
}

// The bucket answers to the site's name and, with itself in the path, to that of its region.
constexpr std::string_view kBucket = "/data.binance.vision";

std::optional<Venue> market_of_archive_path(std::string_view path) {
  if (path.starts_with("/data/spot/")) return Venue::kSpot;
  if (path.starts_with("/data/futures/um/")) return Venue::kUm;
  if (path.starts_with("/data/futures/cm/")) return Venue::kCm;
  return std::nullopt;
}

// The file is SYMBOL-interval-period.zip, or has the word fundingRate in the middle; everything a
// rule may ask for stands in that name.
void read_archive_path(Subject& subject) {
  std::string_view name = subject.path;
  if (name.starts_with(kBucket)) name.remove_prefix(kBucket.size());
  subject.market = market_of_archive_path(name);
  subject.kind = Kind::kZip;
  if (name.ends_with(kChecksumSuffix)) {
    subject.kind = Kind::kChecksum;
    name.remove_suffix(kChecksumSuffix.size());
  }
  if (!subject.market || !name.ends_with(".zip")) {
    const bool page = name.empty() || name == "/" || name == "/index.html";
    subject.kind = page ? Kind::kListing : Kind::kOther;
    return;
  }
  name.remove_suffix(std::string_view(".zip").size());
  name.remove_prefix(name.rfind('/') + 1);
  const std::size_t first = name.find('-');
  if (first == std::string_view::npos) return;
  const std::size_t second = name.find('-', first + 1);
  if (second == std::string_view::npos) return;
  subject.symbol = name.substr(0, first);
  const std::string_view middle = name.substr(first + 1, second - first - 1);
  if (middle != set_folder(DataSet::kFundingRate)) subject.interval = middle;
  subject.period = name.substr(second + 1);
}

Kind rest_kind(std::string_view path) {
  const std::string_view leaf = path.substr(path.rfind('/') + 1);
  if (leaf == "klines" || leaf.ends_with("Klines")) return Kind::kKlines;
  if (leaf == "trades" || leaf == "aggTrades" || leaf == "historicalTrades") return Kind::kTrades;
  if (leaf == "fundingRate") return Kind::kFunding;
  if (leaf == "exchangeInfo") return Kind::kExchangeInfo;
  if (leaf == "time") return Kind::kTime;
  if (leaf == "ping") return Kind::kPing;
  return Kind::kOther;
}

Kind okx_kind(std::string_view path) {
  if (path == "/api/v5/market/candles" || path == "/api/v5/market/history-candles") {
    return Kind::kKlines;
  }
  if (path == "/api/v5/public/instruments") return Kind::kExchangeInfo;
  return path == "/api/v5/public/time" ? Kind::kTime : Kind::kOther;
}

bool is_stream_path(std::string_view path) {
  constexpr std::array<std::string_view, 4> kDoors{"", "/market", "/public", "/private"};
  return std::ranges::any_of(kDoors, [path](std::string_view door) {
    if (!path.starts_with(door)) return false;
    const std::string_view rest = path.substr(door.size());
    return rest == "/ws" || rest == "/stream" || rest.starts_with("/ws/");
  });
}

// A file of candles is data, but no zip; FIX is spoken without paths.
Kind broker_kind(Host host, std::string_view path) {
  if (host == Host::kGateway && path == "/v1/candles") return Kind::kKlines;
  if (host == Host::kGateway && path == "/v1/instruments") return Kind::kExchangeInfo;
  return path == kTicksPath ? Kind::kWs : Kind::kOther;
}

bool is_broker(Host host) {
  return host == Host::kCandles || host == Host::kGateway || host == Host::kFix;
}

Kind binance_kind(std::string_view path) {
  return is_stream_path(path) ? Kind::kWs : rest_kind(path);
}

Kind kind_of(Host host, std::string_view path) {
  if (host == Host::kOkx) return okx_kind(path);
  return is_broker(host) ? broker_kind(host, path) : binance_kind(path);
}

// "btcusdt@kline_1m@+08:00", or "btcusd_perpetual@continuousKline_1m".
void read_stream_name(Subject& subject, std::string_view stream) {
  const auto parts = split(stream, '@');
  subject.symbol = upper(parts[0]);
  if (parts.size() < 2) return;
  const std::size_t underscore = parts[1].find('_');
  if (underscore != std::string_view::npos) subject.interval = parts[1].substr(underscore + 1);
}

void read_gateway_query(Subject& subject, const Target& target) {
  if (const std::string* name = target.find("instrument")) subject.symbol = *name;
  if (const std::string* frame = target.find("timeframe")) subject.interval = *frame;
}

void read_query(Subject& subject, const Target& target) {
  if (is_broker(subject.host)) return read_gateway_query(subject, target);
  const bool okx = subject.host == Host::kOkx;
  for (const char* name : {okx ? "instId" : "symbol", "pair"}) {
    const std::string* symbol = target.find(name);
    if (symbol != nullptr && subject.symbol.empty()) subject.symbol = *symbol;
  }
  if (const std::string* interval = target.find(okx ? "bar" : "interval")) {
    subject.interval = *interval;
  }
}

}  // namespace

std::string_view name(Kind kind) {
  return kKindNames.at(static_cast<std::size_t>(kind));
}
std::string_view name(Host host) {
  return kHostNames.at(static_cast<std::size_t>(host));
}
std::string_view name(Venue market) {
  return kMarketNames.at(static_cast<std::size_t>(market));
}

Subject subject_of(Host host, const Request& request) {
  Target target = parse_target(request.target);
  Subject subject;
  subject.host = host;
  subject.method = request.method;
  subject.client = request.client;
  subject.market = market_of(host);
  if (host == Host::kArchive) {
    subject.path = std::move(target.path);
    read_archive_path(subject);
  } else {
    read_query(subject, target);
    subject.path = std::move(target.path);
    subject.kind = kind_of(host, subject.path);
  }
  if (subject.interval == "1mo") subject.interval = "1M";
  return subject;
}

Subject subject_of(const StreamEvent& event) {
  Subject subject;
  subject.host = event.host;
  subject.kind = Kind::kWs;
  subject.method = "GET";
  subject.path = parse_target(event.target).path;
  subject.client = event.client;
  subject.market = market_of(event.host);
  subject.moment = event.moment;
  subject.closing = event.closing;
  subject.frames_sent = event.frames_sent;
  if (!event.stream.empty()) read_stream_name(subject, event.stream);
  return subject;
}

bool carries_data(Kind kind) {
  return kind == Kind::kZip || kind == Kind::kChecksum || kind == Kind::kKlines ||
         kind == Kind::kTrades || kind == Kind::kFunding;
}

Subject zip_of(Subject checksum) {
  checksum.kind = Kind::kZip;
  checksum.path.resize(checksum.path.size() - kChecksumSuffix.size());
  return checksum;
}

}  // namespace wick::sim
