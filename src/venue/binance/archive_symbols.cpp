#include "venue/binance/archive_symbols.hpp"

#include <algorithm>
#include <string_view>

#include "venue/binance/s3_listing.hpp"
#include "venue/binance/verdict.hpp"

namespace wick::venue::binance {
namespace {

std::string escaped(std::string_view text) {
  constexpr std::string_view kPlain = "-_.~/";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || kPlain.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

// "BTCUSDT" of "data/spot/daily/klines/BTCUSDT/"; nothing where no request could name it.
std::optional<std::string> symbol_of(std::string_view path, std::string_view folder) {
  if (!path.starts_with(folder) || !path.ends_with('/')) return std::nullopt;
  path.remove_prefix(folder.size());
  if (path.empty()) return std::nullopt;
  path.remove_suffix(1);
  const auto canonical = core::canonical_symbol(path);
  if (!canonical || *canonical != path) return std::nullopt;
  return *canonical;
}

}  // namespace

std::string listing_page(const std::string& prefix, const std::string& marker) {
  const std::string page = "?delimiter=/&prefix=" + prefix;
  return marker.empty() ? page : page + "&marker=" + escaped(marker);
}

ArchiveSymbols::ArchiveSymbols(port::Http& http, const Endpoints& endpoints, core::Market market)
    : http_(&http), endpoints_(&endpoints), folder_(archive_folder(market, policy::Unit::kDay)) {}

void ArchiveSymbols::ask(const std::string& marker) {
  marker_ = marker;
  asking_.emplace(BriefRequest::Task{.http = http_,
                                     .hosts = &endpoints_->listing,
                                     .path = listing_page(folder_, marker),
                                     .what = "the listing of " + folder_,
                                     .verdict = archive_verdict});
}

std::optional<base::Result<ArchiveSymbols::Symbols>> ArchiveSymbols::step() {
  if (!asking_) ask("");
  for (;;) {
    const auto answer = asking_->step();
    if (!answer) return std::nullopt;
    if (auto found = learn(*answer)) return found;
  }
}

// Markers must ascend, so that the pages come to an end.
ArchiveSymbols::Answer ArchiveSymbols::learn(const port::HttpResult& answer) {
  if (!answer) return answer.error();
  const auto page = parse_listing(*answer->body);
  if (!page) return page.error();
  for (const std::string& path : page->folders) {
    if (auto symbol = symbol_of(path, folder_)) found_.push_back(*std::move(symbol));
  }
  if (page->truncated && page->next_marker <= marker_) {
    return base::Error{base::ErrorKind::kCorrupt, "the listing of " + folder_ + " does not go on"};
  }
  if (page->truncated) {
    ask(page->next_marker);
    return std::nullopt;
  }
  std::ranges::sort(found_);
  found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
  return std::move(found_);
}

}  // namespace wick::venue::binance
