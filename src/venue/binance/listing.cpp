#include "venue/binance/listing.hpp"

#include <utility>

#include "core/time_text.hpp"
#include "venue/binance/listing_search.hpp"
#include "venue/binance/rest_paces.hpp"

namespace wick::venue::binance {
namespace {

using Kind = ListingDate::Kind;

std::optional<base::Error> objection(const ListingDate& listed, const core::SeriesId& id,
                                     core::UtcTime asked) {
  if (listed.kind == Kind::kDenied) return listed.denial;
  if (listed.kind != Kind::kSince) return std::nullopt;
  if (may_exist(asked, listed.day, core::grid_of(id))) return std::nullopt;
  return base::Error{base::ErrorKind::kInvalid, "listed since " + core::to_date(listed.day) +
                                                    " on " + std::string(core::name(id.market)) +
                                                    "; ask from then on"};
}

class ListingInquiry final : public port::Inquiry {
 public:
  ListingInquiry(ListingSearch::Task task, core::RangeSet ranges)
      : id_(task.id), search_(std::move(task)), ranges_(std::move(ranges)) {}

  std::vector<port::Reply> step(core::Now now) override {
    if (finished()) return {};
    auto listed = search_.step(now);
    if (!listed) return {};
    std::vector<port::Reply> replies(1);
    port::Reply& reply = replies.front();
    reply.error = objection(*listed, id_, ranges_.ranges().front().begin);
    reply.asked = std::exchange(ranges_, {});
    reply.evidence.push_back({.object = std::move(listed->object),
                              .checksum = "",
                              .outcome = std::move(listed->said),
                              .requests = 0});
    return replies;
  }

  [[nodiscard]] bool finished() const override { return ranges_.empty(); }
  [[nodiscard]] core::MonoTime wake() const override { return core::MonoTime::max(); }

 private:
  core::SeriesId id_;
  ListingSearch search_;
  core::RangeSet ranges_;
};

}  // namespace

struct ListingGuard::Shared {
  Services services;
  ListingOptions options;
  RestPaces paces;
};

ListingGuard::ListingGuard(Services services, const ListingOptions& options)
    : shared_(new Shared{services, options,
                         RestPaces(services, options.endpoints, options.blocked_for)}) {}
ListingGuard::~ListingGuard() = default;

std::unique_ptr<port::Inquiry> ListingGuard::ask(const core::SeriesId& id, core::RangeSet ranges) {
  ListingSearch::Task task{
      .http = shared_->services.http,
      .options = &shared_->options,
      .rest = &shared_->paces.of(id.market),
      .id = id,  // since when it is traded, whatever chart is asked for
      .asked = ranges.empty() ? core::UtcTime{} : ranges.ranges().front().begin};
  task.id.chart = core::ChartType::kKlines;
  return std::make_unique<ListingInquiry>(std::move(task), std::move(ranges));
}

}  // namespace wick::venue::binance
