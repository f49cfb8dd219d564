#include "sim/broker/candle_files.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>
#include <vector>

#include "sim/archive/calendar.hpp"
#include "sim/archive/decimal.hpp"
#include "sim/broker/broker.hpp"
#include "sim/broker/candle_week.hpp"
#include "sim/fault/dice.hpp"
#include "sim/rest/answer.hpp"

namespace wick::sim {
namespace {

constexpr std::string_view kHeader =
    "DateTime,BidOpen,BidHigh,BidLow,BidClose,AskOpen,AskHigh,AskLow,AskClose\n";
constexpr std::string_view kSuffix = ".csv.gz";
constexpr Minute kWeekLag = 9 * kDayMinutes;   // from the end of its Friday
constexpr Minute kYearLag = 10 * kDayMinutes;  // from New Year
constexpr int kFirstYear = 2012;
constexpr std::uint64_t kWhole = 1'000'000;  // millionths

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    parts.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return parts;
}

// Whole and plain, without a leading zero: 7, 2024.
std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  if (std::to_string(value) != text || value > 9999) return std::nullopt;
  return value;
}

void append_padded(std::string& out, std::int64_t value) {
  if (value < 10) out += '0';
  append_integer(out, value);
}

// 03/05/2024 13:04:00.000
void append_time(std::string& out, Minute at) {
  const CivilDay day = civil_day(at / kDayMinutes);
  append_padded(out, day.month);
  append_padded(out += '/', day.day);
  append_integer(out += '/', day.year);
  append_padded(out += ' ', at / 60 % 24);
  append_padded(out += ':', at % 60);
  out += ":00.000";
}

void append_side(std::string& out, const FxSide& side, int digits) {
  for (const std::int64_t price : {side.open, side.high, side.low, side.close}) {
    append_fx_price(out += ',', price, digits);
  }
}

std::optional<CandleFile> year_file(const FxInstrument* one, std::string_view name) {
  const auto year = number(name);
  if (!year || *year < kFirstYear) return std::nullopt;
  const Minute end = day_number(*year + 1, 1, 1) * kDayMinutes;
  return CandleFile{one, FxFrame::kD1, day_number(*year, 1, 1) * kDayMinutes, end, end + kYearLag};
}

std::optional<CandleFile> week_file(const FxInstrument* one, FxFrame frame,
                                    const CandleWeek& week) {
  if (week.year < kFirstYear || unpublished(week)) return std::nullopt;
  const auto monday = monday_of(week);
  if (!monday) return std::nullopt;
  const Minute begin = (*monday - 1) * kDayMinutes;
  const Minute end = (*monday + 6) * kDayMinutes;
  return CandleFile{one, frame, begin, end, end - kDayMinutes + kWeekLag};
}

struct FileFate {
  bool missing{}, corrupt{}, truncated{}, utf16{}, crossed{};
};

FileFate fate_of(const Broker& broker, std::string_view path) {
  const std::uint64_t dice = throw_dice(broker.fault_seed(), path);
  std::uint64_t throws = 0;
  const auto strikes = [&](std::int64_t share) {
    return throw_dice(dice, throws++) % kWhole < static_cast<std::uint64_t>(share);
  };
  const BrokerSettings& wanted = broker.settings();
  FileFate fate;
  fate.missing = strikes(wanted.files_missing);
  fate.corrupt = strikes(wanted.files_corrupt);
  fate.truncated = strikes(wanted.files_truncated);
  fate.utf16 = strikes(wanted.files_utf16);
  fate.crossed = strikes(wanted.files_crossed);
  return fate;
}

// Little-endian, with a byte order mark.
std::string utf16(std::string_view text) {
  std::string out("\xff\xfe");
  for (const char c : text) (out += c) += '\0';
  return out;
}

std::string csv(FxReader& reader, const CandleFile& file, bool crossed) {
  std::string out(kHeader);
  const int digits = reader.instrument().digits;
  constexpr Millis kAll = std::numeric_limits<Millis>::max() / 2;
  Minute open = frame_open(file.frame, file.begin);
  if (open < file.begin) open = frame_next(file.frame, open);
  for (; open < file.end; open = frame_next(file.frame, open)) {
    const FxBar bar = reader.bar(file.frame, open, kAll);
    if (bar.volume == 0) continue;
    append_time(out, open);
    append_side(out, crossed ? bar.ask : bar.bid, digits);
    append_side(out, crossed ? bar.bid : bar.ask, digits);
    out += '\n';
  }
  return out;
}

std::string body_of(const Broker& broker, const CandleFile& file, const FileFate& fate) {
  FxReader reader = broker.reader(*file.instrument);
  std::string text = csv(reader, file, fate.crossed);
  if (fate.utf16) text = utf16(text);
  std::string body = gzip(text);
  if (fate.corrupt) body[body.size() / 2] = static_cast<char>(body[body.size() / 2] ^ 0x55);
  if (fate.truncated) body.resize(body.size() * 3 / 5);
  return body;
}

}  // namespace

std::optional<CandleFile> candle_file_of(std::string_view path) {
  if (!path.ends_with(kSuffix)) return std::nullopt;
  const auto parts = parts_of(path.substr(0, path.size() - kSuffix.size()));
  if (parts.size() < 3 || parts.size() > 4) return std::nullopt;
  const FxInstrument* one = find_filed(parts[1]);
  if (one == nullptr) return std::nullopt;
  if (parts[0] == "D1") return parts.size() == 3 ? year_file(one, parts[2]) : std::nullopt;
  if ((parts[0] != "m1" && parts[0] != "H1") || parts.size() != 4) return std::nullopt;
  const auto year = number(parts[2]);
  const auto week = number(parts[3]);
  if (!year || !week) return std::nullopt;
  return week_file(one, parts[0] == "m1" ? FxFrame::kM1 : FxFrame::kH1, {*year, *week});
}

std::string candle_csv(FxReader& reader, const CandleFile& file) {
  return csv(reader, file, false);
}

Response candle_file(const Broker& broker, const Request& request, Micros now) {
  const std::string path = parse_target(request.target).path;
  const auto file = candle_file_of(path);
  const Minute present = millis_of(now) / kMinuteMillis;
  const FileFate fate = fate_of(broker, path);
  if (!file || present < file->published || fate.missing) {
    return text_response(404, "text/html", "<html><body><h1>404 Not Found</h1></body></html>\n");
  }
  Response response;
  response.body = std::make_shared<const std::string>(body_of(broker, *file, fate));
  response.headers = {{"Content-Type", "application/x-gzip"},
                      {"Last-Modified", http_date(file->published * kMinute)},
                      {"Content-Length", std::to_string(response.body->size())}};
  return response;
}

}  // namespace wick::sim
