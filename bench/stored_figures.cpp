// From sealed files on the disk to columns of which every value was checked and looked at.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "arrow/file_view.hpp"
#include "base/check.hpp"
#include "checksum.hpp"
#include "codec/crc32c.hpp"
#include "figures.hpp"
#include "stored.hpp"

namespace wick::bench {
namespace {

using core::TimeRange;

// Looks at every value, and asks nothing of the processor that it could not do while reading.
std::uint64_t touch(const std::byte* begin, std::size_t size) {
  std::uint64_t sum = 0;
  const auto* const values = reinterpret_cast<const std::uint64_t*>(begin);
  for (std::size_t i = 0; i < size / sizeof *values; ++i) sum += values[i];
  return sum;
}

template <typename T>
std::uint64_t touch(std::span<const T> column) {
  return touch(std::as_bytes(column).data(), column.size_bytes());
}

std::uint64_t touch(const core::Columns& c) {
  std::uint64_t sum = touch(c.open_time) + touch(c.close_time) + touch(c.count);
  for (const auto& column : {c.open, c.high, c.low, c.close, c.volume, c.quote_volume,
                             c.taker_volume, c.taker_quote_volume}) {
    sum += touch(column);
  }
  return sum;
}

// The work that is asked for: the files of a range, in a store.
struct Extent {
  std::string root;
  TimeRange range;
  bool months{};
};

Extent days_of(const Settings& settings) {
  const auto begin = stored_begin();
  return {days_root(settings.inputs), {begin, begin + settings.days * core::kDay}, false};
}

Extent months_of(const Settings& settings) {
  TimeRange range{stored_begin(), stored_begin()};
  for (unsigned month = 0; month < settings.months; ++month) {
    range.end = core::month_of(range.end).end;
  }
  return {months_root(settings.inputs), range, true};
}

std::vector<std::string> paths_of(const Extent& extent) {
  const Stored stored(extent.root);
  std::vector<std::string> paths;
  for (auto t = extent.range.begin; t < extent.range.end;) {
    const auto period = extent.months ? store::Period::month_with(t) : store::Period::day(t);
    paths.push_back(stored.path(period));
    t = period.range.end;
  }
  return paths;
}

// The bytes of a file, until the next call.
class Reader {
 public:
  Reader() = default;
  ~Reader() { unmap(); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // What is small enough for the processor's cache is read into the same memory again and again;
  // what is not is cheaper to map.
  [[nodiscard]] std::span<const std::byte> whole(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat facts {};
    WICK_CHECK(file >= 0 && ::fstat(file, &facts) == 0);
    const auto size = static_cast<std::size_t>(facts.st_size);
    const auto bytes = size <= kSmall ? read(file, size) : map(file, size);
    ::close(file);
    return bytes;
  }

 private:
  static constexpr std::size_t kSmall = std::size_t{512} << 10U;

  std::span<const std::byte> read(int file, std::size_t size) {
    buffer_.resize(std::max(buffer_.size(), size));
    WICK_CHECK(::read(file, buffer_.data(), size) == static_cast<ssize_t>(size));
    return std::as_bytes(std::span(buffer_)).first(size);
  }

  std::span<const std::byte> map(int file, std::size_t size) {
    unmap();
    void* const pages = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
    WICK_CHECK(pages != MAP_FAILED);
    mapped_ = {static_cast<const std::byte*>(pages), size};
    return mapped_;
  }

  void unmap() {
    if (!mapped_.empty()) ::munmap(const_cast<std::byte*>(mapped_.data()), mapped_.size());
    mapped_ = {};
  }

  std::string buffer_;
  std::span<const std::byte> mapped_;
};

// Which bytes of a file are columns, known beforehand.
struct Place {
  std::string path;
  std::vector<arrow::Extent> columns;
};

std::vector<Place> places_of(const Extent& extent) {
  std::vector<Place> places;
  io::PosixFiles files;
  for (const std::string& path : paths_of(extent)) {
    const auto mapped = files.map(path);
    WICK_CHECK(static_cast<bool>(mapped));
    const auto view = arrow::FileView::open((*mapped).bytes);
    WICK_CHECK(static_cast<bool>(view));
    places.push_back({path, {(*view).extents().begin(), (*view).extents().end()}});
  }
  return places;
}

// Each file once, each column under a checksum, each value looked at; nothing that the file says of
// itself is read.
Work floor_of(const Extent& extent) {
  const auto places = std::make_shared<const std::vector<Place>>(places_of(extent));
  const auto reader = std::make_shared<Reader>();
  return {[=] {
            std::uint64_t sum = 0;
            for (const Place& place : *places) {
              const auto bytes = reader->whole(place.path);
              for (const arrow::Extent& column : place.columns) {
                const auto values = bytes.subspan(column.offset, column.size);
                sum += codec::crc32c(0, values) + touch(values.data(), values.size());
              }
            }
            keep(sum);
          },
          [] { return Facts{}; }};
}

Work ours(const Extent& extent) {
  const auto stored = std::make_shared<Stored>(extent.root);
  const core::RangeSet wanted{extent.range};
  return {[=] {
            std::uint64_t sum = 0;
            const auto look = stored->shelf().look(wanted);
            WICK_CHECK(look.damaged.empty());
            for (const store::Found& found : look.found) {
              for (const store::Sourced& part : found.parts) sum += touch(part.rows.columns());
            }
            keep(sum);
          },
          [=] {
            std::vector<core::Chunk> chunks;
            Facts facts;
            for (const store::Found& found : stored->shelf().look(wanted).found) {
              for (const store::Sourced& part : found.parts) {
                chunks.push_back(part.rows);
                facts.rows += part.rows.size();
              }
            }
            facts.checksum = checksum(chunks);
            return facts;
          }};
}

}  // namespace

void add_stored_figures(Figures& figures) {
  figures["days.floor"] = [](const Settings& settings) { return floor_of(days_of(settings)); };
  figures["days.ours"] = [](const Settings& settings) { return ours(days_of(settings)); };
  figures["months.floor"] = [](const Settings& settings) { return floor_of(months_of(settings)); };
  figures["months.ours"] = [](const Settings& settings) { return ours(months_of(settings)); };
}

}  // namespace wick::bench
