#include "store/events.hpp"

#include <utility>

namespace wick::store {
namespace {

// What every line begins with. A line that a full disk cut short has the next one on its own line.
constexpr std::string_view kLineBegin = R"({"at":")";

std::optional<Event> read_line(std::string_view line) {
  if (auto event = read_event(line)) return event;
  const std::size_t again = line.rfind(kLineBegin);
  if (again == std::string_view::npos || again == 0) return std::nullopt;
  return read_event(line.substr(again));
}

}  // namespace

Events::Events(port::Files& files, std::string path) : files_(files), path_(std::move(path)) {}

Events::~Events() {
  close();
}

void Events::add(std::string line) {
  const auto file = open();
  if (!file) return;
  (void)write(*file, std::move(line));
  files_.close(*file);
}

void Events::add(std::string line, core::MonoTime now) {
  const std::lock_guard lock(mutex_);
  if (open_ && (open_->lines_left == 0 || now - open_->since >= kOpenMax)) close();
  if (!open_) {
    const auto file = open();
    if (!file) return;
    open_ = Open{.file = *file, .since = now};
  }
  --open_->lines_left;
  if (!write(open_->file, std::move(line))) close();
}

std::optional<port::Files::Handle> Events::open() {
  turn_over();
  auto file = files_.append(path_);
  if (!file && files_.make_folders(port::folder_of(path_))) file = files_.append(path_);
  if (!file) return std::nullopt;
  return *file;
}

// One call, so that two programs' lines do not mix.
bool Events::write(port::Files::Handle file, std::string line) {
  line += '\n';
  return static_cast<bool>(files_.write(file, line));
}

void Events::close() {
  if (open_) files_.close(open_->file);
  open_.reset();
}

bool Events::is_full() const {
  const auto facts = files_.facts(path_);
  return facts && facts->size >= kSizeMax;
}

// Of several programs that find it full one turns it over; the others would push the older half
// out after it.
void Events::turn_over() {
  if (!is_full()) return;
  const auto held = files_.lock(path_ + ".lock");
  if (held && is_full()) (void)files_.rename(path_, path_ + ".1");
}

base::Result<std::string> Events::read_file(const std::string& path) const {
  constexpr std::size_t kReadMax = std::size_t{64} << 20U;
  auto text = files_.read(path, kReadMax);
  if (!text && text.error().kind == base::ErrorKind::kUnsupported) return std::string();
  return text;
}

base::Result<Events::Content> Events::read() const {
  auto newer = read_file(path_);
  if (!newer) return newer.error();
  const auto older = read_file(path_ + ".1");
  if (!older) return older.error();
  const bool turned_meanwhile = !newer->empty() && older->starts_with(*newer);
  if (turned_meanwhile) newer = read_file(path_);
  if (!newer) return newer.error();
  Content content;
  read_events(*older, content);
  read_events(*newer, content);
  return content;
}

void read_events(std::string_view lines, Events::Content& content) {
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    if (line.empty()) continue;
    if (auto event = read_line(line)) {
      content.events.push_back(*std::move(event));
    } else {
      ++content.lines_unread;
    }
  }
}

}  // namespace wick::store
