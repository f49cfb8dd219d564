#include "store/journal.hpp"

#include <utility>

#include "store/journal_record.hpp"

namespace wick::store {

std::string_view name(Change change) {
  switch (change) {
    case Change::kRevision:
      return "revision";
    case Change::kConflict:
      return "conflict";
    case Change::kQuarantine:
      return "quarantine";
    case Change::kReupload:
      return "reupload";
  }
  return "";
}

Journal::Journal(port::Files& files, std::string path) : log_(files, std::move(path)) {}

base::Result<Journal::Content> Journal::read() const {
  const auto records = log_.read();
  if (!records) return records.error();
  Content content{.entries = {}, .damaged_bytes = records->damaged_bytes};
  for (const std::string& payload : records->payloads) {
    if (auto entry = read_journal_record(payload)) {
      content.entries.push_back(*std::move(entry));
    } else {
      content.damaged_bytes += payload.size();
    }
  }
  return content;
}

base::Result<void> Journal::append(const std::vector<JournalEntry>& entries) {
  std::vector<std::string> payloads;
  for (const JournalEntry& entry : entries) {
    payloads.push_back(journal_record(entry));
    if (!read_journal_record(payloads.back())) {
      return base::Error{base::ErrorKind::kInvalid,
                         "a journal cannot hold this entry: " + payloads.back()};
    }
  }
  return log_.append(payloads);
}

}  // namespace wick::store
