#include "store/reupload.hpp"

namespace wick::store {
namespace {

constexpr std::string_view kWas = " was ";
constexpr std::string_view kIs = ", is ";

}  // namespace

std::string note_of(const Reupload& reupload) {
  std::string note = reupload.object;
  return note.append(kWas).append(reupload.was).append(kIs).append(reupload.is);
}

std::optional<Reupload> read_reupload(std::string_view note) {
  const std::size_t was = note.find(kWas);
  if (was == std::string_view::npos) return std::nullopt;
  const std::size_t is = note.find(kIs, was + kWas.size());
  if (is == std::string_view::npos) return std::nullopt;
  const std::size_t was_begin = was + kWas.size();
  return Reupload{std::string(note.substr(0, was)),
                  std::string(note.substr(was_begin, is - was_begin)),
                  std::string(note.substr(is + kIs.size()))};
}

std::map<std::string, std::string> taken_checksums(const std::vector<JournalEntry>& entries) {
  std::map<std::string, std::string> taken;
  for (const JournalEntry& entry : entries) {
    if (entry.change == Change::kQuarantine) taken.clear();
    if (entry.change != Change::kReupload) continue;
    if (const auto reupload = read_reupload(entry.note)) taken[reupload->object] = reupload->is;
  }
  return taken;
}

}  // namespace wick::store
