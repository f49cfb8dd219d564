#include "store/mending.hpp"

#include "store/journal.hpp"
#include "store/record_log.hpp"

namespace wick::store {
namespace {

std::string path_aside(const Shelf& shelf, FileKind kind) {
  return shelf.disk().layout.aside(shelf.id(), kind == FileKind::kTail ? "tail" : "journal",
                                   shelf.disk().random->next());
}

}  // namespace

base::Result<Mended> mend_log(const Shelf& shelf, const CensusFile& log, core::UtcTime now) {
  const auto held = shelf.lock();
  if (!held) return held.error();
  port::Files& files = *shelf.disk().files;
  const auto bytes = files.read(log.path, kLogMax);
  if (!bytes) return bytes.error();
  const Records records = read_records(*bytes);
  Mended mended{.records = records.payloads.size(),
                .damaged_bytes = records.damaged_bytes,
                .aside = path_aside(shelf, log.kind)};
  if (records.damaged_bytes == 0) return Mended{mended.records, 0, ""};
  auto done = files.make_folders(shelf.disk().layout.quarantine());
  if (done) done = port::replace_file(files, mended.aside, *bytes, shelf.disk().random->next());
  if (done) {
    done = RecordLog(files, log.path).rewrite(records.payloads, shelf.disk().random->next());
  }
  if (!done) return done.error();
  Journal journal(files, shelf.disk().layout.journal(shelf.id()));
  auto noted = journal.append({{.change = Change::kQuarantine,
                                .at = now,
                                .stands = std::nullopt,
                                .other = std::nullopt,
                                .note = log.path + ": " + std::to_string(mended.damaged_bytes) +
                                        " damaged bytes left out; as it was: " + mended.aside}});
  if (!noted) return noted.error();
  return mended;
}

}  // namespace wick::store
