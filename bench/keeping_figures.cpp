// What a cold fetch cannot do without: zips to columns on both cores, and the same bytes on the
// disk to stay.
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <thread>

#include "base/check.hpp"
#include "figures.hpp"
#include "inputs.hpp"
#include "stored.hpp"

namespace wick::bench {
namespace {

struct Month {
  ArchiveFile zip;
  std::string sealed;  // what the store would write of it
};

std::vector<Month> months_of(const Settings& settings) {
  std::vector<Month> months;
  const Extent extent = settings.months >= 12 ? Extent::kYear : Extent::kMonth;
  for (ArchiveFile& file : load(settings.inputs, extent)) {
    const auto rows = read(file);
    auto sealed = seal(store::Period::month_with(file.period.begin), rows);
    months.push_back({std::move(file), std::move(sealed)});
  }
  return months;
}

void write_durably(const std::string& path, const std::string& bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  WICK_CHECK(file >= 0);
  WICK_CHECK(::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  WICK_CHECK(::fsync(file) == 0);
  ::close(file);
}

// More months than there are begin again with the first.
void keep_all(const std::vector<Month>& months, std::size_t count, const std::string& folder) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      const Month& month = months[i % months.size()];
      keep(read(month.zip));
      write_durably(folder + "/" + std::to_string(i), month.sealed);
    }
  };
  const std::jthread other(work);
  work();
}

Work floor_of(const Settings& settings) {
  const auto months = std::make_shared<const std::vector<Month>>(months_of(settings));
  const std::string folder = settings.fresh;
  WICK_CHECK(!folder.empty());
  return {[=, count = settings.months] { keep_all(*months, count, folder); },
          [] { return Facts{}; },
          [=] {
            std::filesystem::remove_all(folder);
            std::filesystem::create_directories(folder);
          }};
}

}  // namespace

void add_keeping_figures(Figures& figures) {
  figures["cold.floor"] = floor_of;
}

}  // namespace wick::bench
