// The archive, its objects held against what is known beside them before they are handed on.
//
// A fitting name, a fitting checksum and fitting times do not make rows those of the symbol. An
// object is handed on once it continues bars of the cache or another object of the same question;
// where there are none, a few bars of one object of each run are compared with REST, asked for
// while the object is on its way. One whose prices are mostly others than REST's is refused. Where
// REST has none of these bars, may not be asked or does not answer soon, objects are handed on as
// they are, and their evidence says so. Premiums, which say nothing about what they are of, are
// each compared.
#pragma once

#include <memory>

#include "port/bar_source.hpp"
#include "venue/binance/endpoints.hpp"
#include "venue/services.hpp"

namespace wick::venue::binance {

struct ProvenArchiveOptions {
  Endpoints endpoints;  // whose REST hosts are asked
  policy::Unit unit{policy::Unit::kDay};
  port::BarSource* known{};  // that answers at once: the cache; none: nothing is known beside
  core::Micros patience{std::chrono::seconds{3}};  // with REST, which is left alone that long then
};

class ProvenArchive final : public port::BarSource {
 public:
  // The archive, whose objects are those of `unit`, must outlive this, and so must what is known.
  ProvenArchive(Services services, port::BarSource& archive, const ProvenArchiveOptions& options);
  ~ProvenArchive() override;
  // The inquiry must not outlive this.
  [[nodiscard]] std::unique_ptr<port::Inquiry> ask(const core::SeriesId& id,
                                                   core::RangeSet ranges) override;
  [[nodiscard]] std::vector<std::string> plan(const core::SeriesId& id,
                                              const core::RangeSet& ranges) const override;

 private:
  struct Shared;
  std::unique_ptr<Shared> shared_;
};

}  // namespace wick::venue::binance
