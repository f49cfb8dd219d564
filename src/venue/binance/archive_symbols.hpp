// Every symbol that the archive has bars of: all there ever were, delisted ones included.
//
// One listing of the market's folder, page after page. It is refused as a whole: where a page
// cannot be had or read, or where the pages do not come to an end, there is no answer but an error.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/series_id.hpp"
#include "venue/binance/brief_request.hpp"
#include "venue/binance/endpoints.hpp"

namespace wick::venue::binance {

// "?delimiter=/&prefix=...&marker=...": the page of a listing that begins after `marker`, or the
// first; the marker is escaped.
[[nodiscard]] std::string listing_page(const std::string& prefix, const std::string& marker);

class ArchiveSymbols {
 public:
  using Symbols = std::vector<std::string>;  // canonical and in order; others are passed over

  // The endpoints and `http` must outlive it.
  ArchiveSymbols(port::Http& http, const Endpoints& endpoints, core::Market market);

  // The answer, once; sends when stepped for the first time.
  [[nodiscard]] std::optional<base::Result<Symbols>> step();

 private:
  using Answer = std::optional<base::Result<Symbols>>;  // nothing: the next page is on its way
  void ask(const std::string& marker);
  [[nodiscard]] Answer learn(const port::HttpResult& answer);

  port::Http* http_;
  const Endpoints* endpoints_;
  std::string folder_;
  std::optional<BriefRequest> asking_;
  std::string marker_;
  Symbols found_;
};

}  // namespace wick::venue::binance
