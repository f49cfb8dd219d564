// Archive files whose rows a scenario has changed, with checksums and ETags that belong to them.
//
// Such a file is written, zipped and digested as the archive would have done it, so nothing but its
// rows gives it away. A listing still tells of the file as it was. Safe to call from several
// threads.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/archive/cache.hpp"
#include "sim/archive/object.hpp"
#include "sim/fault/faults.hpp"
#include "sim/http.hpp"

namespace wick::sim {

class AlteredFiles {
 public:
  // `market` must outlive this; the delay is that of the archive.
  AlteredFiles(const Market& market, Micros archive_delay, std::size_t cache_bytes);

  // The file, or its checksum, after the strikes that change content; nothing if no strike does,
  // or if there is no such file yet.
  [[nodiscard]] std::optional<Response> respond(const Request& request, const Subject& subject,
                                                const std::vector<Strike>& strikes, Micros now);

 private:
  [[nodiscard]] BuiltObject build(const Object& object, const std::vector<Strike>& strikes) const;

  const Market& market_;
  const Micros archive_delay_;
  ObjectCache cache_;
};

}  // namespace wick::sim
