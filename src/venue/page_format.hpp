// How the pages of an endpoint are judged and read.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "port/http.hpp"
#include "venue/kline.hpp"

namespace wick::venue {

struct PageFormat {
  // Nothing where the answer is a page to be read. `what` names the thing asked for.
  using Verdict = std::optional<base::Error> (*)(const port::HttpResponse&,
                                                 const std::string& what);
  using Read = base::Result<Klines> (*)(std::string_view text, const KlineRules& rules);

  Verdict verdict{};
  Read read{};
  Prices prices{};
  const char* absence{"REST answered without it"};  // the evidence of what a page leaves out
  // A page of so many rows that begins late may have been cut there: where it begins, and nothing
  // before that, is then all that it tells. Zero: no server does that.
  std::size_t cut_at{};
  // Bars leave gaps so rarely that a page with one is read twice before it is believed.
  bool gaps_are_odd{};
};

}  // namespace wick::venue
