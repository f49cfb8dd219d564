#include "line_reader.hpp"

#include <cstdlib>
#include <optional>

namespace wick::simulation {
namespace {

constexpr Millis kMinute = 60'000;

// What stands behind "name": in a line that was printed by us, so without blanks.
std::optional<std::string_view> member(std::string_view line, std::string_view name) {
  const std::string key = '"' + std::string(name) + "\":";
  const std::size_t at = line.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  return line.substr(at + key.size());
}

std::string text_of(std::string_view line, std::string_view name) {
  const auto value = member(line, name);
  if (!value || !value->starts_with('"')) return "";
  return std::string(value->substr(1, value->find('"', 1) - 1));
}

double number_of(std::string_view line, std::string_view name) {
  const auto value = member(line, name);
  return value ? std::strtod(std::string(value->substr(0, 40)).c_str(), nullptr) : -1;
}

Millis time_of(std::string_view line, std::string_view name) {
  return static_cast<Millis>(number_of(line, name));
}

std::array<double, 4> side_of(std::string_view line, std::string_view name) {
  std::array<double, 4> side{};
  auto value = member(line, name);
  for (double& part : side) {
    if (!value || value->empty()) return {};
    value->remove_prefix(1);  // the bracket, or a comma
    const std::string text(value->substr(0, value->find_first_of(",]")));
    part = std::strtod(text.c_str(), nullptr);
    value->remove_prefix(text.size());
  }
  return side;
}

}  // namespace

void LineReader::begin_life(std::map<SeriesName, std::set<Millis>> kept) {
  kept_ = std::move(kept);
  told_.clear();
  rest_.clear();
}

void LineReader::give(std::string_view text) {
  rest_ += text;
  std::size_t begin = 0;
  for (std::size_t end = rest_.find('\n'); end != std::string::npos;
       end = rest_.find('\n', begin)) {
    take(std::string_view(rest_).substr(begin, end - begin));
    begin = end + 1;
  }
  rest_.erase(0, begin);
}

void LineReader::take(std::string_view line) {
  const std::string type = text_of(line, "type");
  const SeriesName series{text_of(line, "symbol"), text_of(line, "tf")};
  if (type == "lost") {
    for (Millis at = time_of(line, "from"); at < time_of(line, "to"); at += kMinute) {
      lost[series.first].insert(at);
    }
  } else if (type == "bar" || type == "revision") {
    take_bar(series, line, type == "revision");
  } else if (type == "keeping") {
    ++(line.find("\"kept\":true") == std::string_view::npos ? stopped_keeping : kept_again);
  } else if (odd.empty()) {
    odd = line;
  }
}

void LineReader::take_bar(const SeriesName& series, std::string_view line, bool revised) {
  const Millis open = time_of(line, "open_time");
  LineBar bar{.end = time_of(line, "close_time") + 1,
              .bid = side_of(line, "bid"),
              .ask = side_of(line, "ask"),
              .volume = number_of(line, "volume"),
              .synthetic = line.find("\"synthetic\":true") != std::string_view::npos};
  constexpr std::array kParts = {"open", "high", "low", "close"};
  for (std::size_t i = 0; i < kParts.size(); ++i) bar.price[i] = number_of(line, kParts[i]);
  auto& known = bars[series];
  if (revised) {
    ++revisions;
    if (series.second == "1m") lost[series.first].erase(open);
  } else {
    auto& told = told_[series];
    const bool twice = told.contains(open) || kept_[series].contains(open);
    if (twice && doubled++ == 0) first_doubled = line;
    if (!twice && known.contains(open)) ++again;
    if (!told.empty() && open < *told.rbegin()) ++unordered;
    told.insert(open);
  }
  known.insert_or_assign(open, bar);
}

}  // namespace wick::simulation
