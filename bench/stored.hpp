// A store as `wick get` would have filled it, made by the store's own encoder.
#pragma once

#include <string>

#include "core/series_id.hpp"
#include "io/device_random.hpp"
#include "io/posix_files.hpp"
#include "store/shelf.hpp"

namespace wick::bench {

// The first bar that is stored.
[[nodiscard]] core::UtcTime stored_begin();
[[nodiscard]] std::string days_root(const std::string& inputs);
[[nodiscard]] std::string months_root(const std::string& inputs);

// Into `inputs`: so many day files, and beside them the months of the first year as month files, as
// far as the days go.
void prepare_store(const std::string& inputs, unsigned days);

// One series of a store on this machine's disk.
class Stored {
 public:
  explicit Stored(const std::string& root);
  Stored(const Stored&) = delete;
  Stored& operator=(const Stored&) = delete;

  [[nodiscard]] const store::Shelf& shelf() const { return shelf_; }
  [[nodiscard]] std::string path(const store::Period& period) const;

 private:
  io::PosixFiles files_;
  io::DeviceRandom random_;
  store::Disk disk_;
  store::Shelf shelf_;
};

// The bytes of a sealed file with these rows; what they lack of the period is a hole.
[[nodiscard]] std::string seal(const store::Period& period, const core::Chunk& rows);

}  // namespace wick::bench
