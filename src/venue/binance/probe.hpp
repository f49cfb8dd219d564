// Every door of Binance for one series, all knocked at once, within a bounded time.
//
// Goes past what is remembered of refusals, since it is to find out whether they still hold; only a
// ban is heeded.
#pragma once

#include <vector>

#include "venue/binance/life_end.hpp"
#include "venue/binance/listing_search.hpp"
#include "venue/binance/probe_doors.hpp"
#include "venue/binance/rest_paces.hpp"

namespace wick::venue::binance {

struct BucketFacts {
  std::string host{};
  std::optional<base::Error> trouble{};
  core::Micros took{};
  std::size_t folders{};  // of the symbols that begin with the same two letters
};

struct ProbeReport {
  std::vector<ArchiveFacts> archive{};
  std::vector<BucketFacts> listing{};
  std::vector<RestFacts> rest{};
  std::optional<ListingDate> listed{};  // nothing where it was not learnt in time
  std::optional<core::Hole> after{};    // what follows its last bar, where it is traded no more
  std::vector<std::string> similar{};   // symbols of the archive, the nearest first
  bool in_archive{};                    // the archive has a folder of the symbol
};

class Probe {
 public:
  struct Task {
    Services services{};  // all of it must outlive the probe, as the memory
    port::Memory* memory{};
    Endpoints endpoints{};
    core::SeriesId id{};
    core::Micros archive_delay{};
    core::Micros time_max{std::chrono::seconds{9}};
  };
  explicit Probe(Task task);
  ~Probe();
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;

  void step(core::Now now);
  [[nodiscard]] bool done() const;
  [[nodiscard]] core::MonoTime wake() const { return deadline_; }
  [[nodiscard]] ProbeReport report() const;

 private:
  struct Bucket;
  void step_listing(core::Now now);
  void step_buckets();
  void learn_folders(const port::HttpResponse& response, BucketFacts& facts);

  Task task_;
  ProbeWorld world_;
  RestPaces paces_;
  ListingOptions listing_options_;
  ListingSearch search_;
  std::optional<ListingDate> listed_;
  LifeEndSearch end_search_;
  std::optional<LifeEndSearch::Found> end_;
  std::vector<ArchiveDoor> archive_;
  std::vector<RestDoor> rest_;
  std::vector<Bucket> buckets_;
  std::vector<std::string> names_;
  core::MonoTime deadline_{core::MonoTime::min()};
  bool over_{false};
};

// Those of `names` that were probably meant by `symbol`, the nearest first, three at most.
[[nodiscard]] std::vector<std::string> similar_symbols(const std::string& symbol,
                                                       const std::vector<std::string>& names);

}  // namespace wick::venue::binance
