#include "venue/binance/listing.hpp"

#include <utility>

#include "core/time_text.hpp"
#include "venue/binance/life_end.hpp"
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

// Other charts of a symbol may go on after its last trade.
bool ends_with_trading(const core::SeriesId& id) {
  return id.chart == core::ChartType::kKlines;
}

class ListingInquiry final : public port::Inquiry {
 public:
  ListingInquiry(ListingSearch::Task task, core::SeriesId id, core::RangeSet ranges)
      : id_(std::move(id)), task_(task), search_(std::move(task)), ranges_(std::move(ranges)) {}

  std::vector<port::Reply> step(core::Now now) override {
    if (finished()) return {};
    if (!listed_) {
      auto listed = search_.step(now);
      if (!listed) return {};
      learn(*std::move(listed));
    }
    if (end_search_) {
      auto end = end_search_->step(now);
      if (!end) return {};
      reply_.life->after = std::move(end->after);
      listed_->said += "; " + end->said;
    }
    return reply();
  }

  [[nodiscard]] bool finished() const override { return ranges_.empty(); }
  [[nodiscard]] core::MonoTime wake() const override { return core::MonoTime::max(); }

 private:
  void learn(ListingDate listed) {
    reply_.error = objection(listed, task_.id, ranges_.ranges().front().begin);
    const bool known = listed.kind == Kind::kSince || listed.kind == Kind::kBy;
    if (known) reply_.life.emplace();
    if (known && !reply_.error && ends_with_trading(id_)) {
      end_search_.emplace(LifeEndSearch::Task{.http = task_.http,
                                              .options = task_.options,
                                              .rest = task_.rest,
                                              .id = id_,
                                              .until = ranges_.ranges().back().end});
    }
    listed_ = std::move(listed);
  }

  [[nodiscard]] std::vector<port::Reply> reply() {
    reply_.asked = std::exchange(ranges_, {});
    reply_.evidence.push_back({.object = std::move(listed_->object),
                               .checksum = "",
                               .outcome = std::move(listed_->said),
                               .requests = 0});
    std::vector<port::Reply> replies;
    replies.push_back(std::move(reply_));
    return replies;
  }

  core::SeriesId id_;
  ListingSearch::Task task_;
  ListingSearch search_;
  core::RangeSet ranges_;
  std::optional<ListingDate> listed_;
  std::optional<LifeEndSearch> end_search_;
  port::Reply reply_;
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
  return std::make_unique<ListingInquiry>(std::move(task), id, std::move(ranges));
}

}  // namespace wick::venue::binance
