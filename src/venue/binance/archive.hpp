// Binance Vision: one zip for each day or month, with its checksum beside it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/attempts.hpp"
#include "port/bar_source.hpp"
#include "port/memory.hpp"
#include "venue/binance/endpoints.hpp"
#include "venue/services.hpp"

namespace wick::venue::binance {

struct ArchiveOptions {
  std::vector<std::string> hosts;
  policy::Unit unit{policy::Unit::kDay};
  std::size_t in_flight_max{8};
  policy::Attempts::Options attempts{.corrupt_max = 2};
  core::Micros blocked_for{std::chrono::minutes{10}};  // after a 403
  port::Memory* memory{};  // of what was refused; must outlive the archive, where there is one
  // Whose REST hosts an object without a published checksum is compared with; nobody's: it is not.
  std::optional<Endpoints> compare_with{};
};

// Settles the instants for which an object has rows, and only those: files have been published
// half full. A month of fundings is settled as a whole. An object that is absent, refused, damaged
// or contradicted by REST is reported and left to others.
class Archive final : public port::BarSource {
 public:
  Archive(Services services, const ArchiveOptions& options);
  ~Archive() override;
  // The inquiry must not outlive the archive.
  [[nodiscard]] std::unique_ptr<port::Inquiry> ask(const core::SeriesId& id,
                                                   core::RangeSet ranges) override;
  // Each object, and its checksum.
  [[nodiscard]] std::vector<std::string> plan(const core::SeriesId& id,
                                              const core::RangeSet& ranges) const override;

  // The zip's bytes to rows, checked against the text of its CHECKSUM file where there is one.
  struct Object {
    std::string name;  // see archive_object()
    std::string_view zip;
    std::optional<std::string_view> checksum;
  };
  struct Content {
    core::Chunk chunk;
    std::string sha256;
    bool verified{};  // against a published checksum
    std::string remark;
    core::Untidy untidy{};
  };
  [[nodiscard]] static base::Result<Content> read(const Object& object, const core::SeriesId& id,
                                                  core::TimeRange period);

 private:
  struct Shared;  // what all inquiries of this archive know
  std::unique_ptr<Shared> shared_;
};

}  // namespace wick::venue::binance
