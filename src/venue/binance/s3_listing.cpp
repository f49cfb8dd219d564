#include "venue/binance/s3_listing.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <pugixml.hpp>
#include <utility>

namespace wick::venue::binance {
namespace {

using base::Error;
using base::ErrorKind;

constexpr std::size_t kEntriesMax = 1000;  // of keys and folders together, on a page
constexpr int kDepthMax = 8;
constexpr std::size_t kShownMax = 160;

Error corrupt(const std::string& what) {
  return {ErrorKind::kCorrupt, "the listing " + what};
}

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

// Folders of symbols outside of ASCII are a fact of the archive. Nobody asks for them, but a page
// that has one must be read, and may end with it.
bool has_no_controls(std::string_view text) {
  return std::ranges::none_of(text, [](unsigned char c) { return c < ' ' || c == 0x7f; });
}

std::string shown(std::string_view text) {
  std::string out(text.substr(0, kShownMax));
  std::ranges::replace_if(
      out, [](char c) { return c < ' ' || c > '~'; }, ' ');
  return out;
}

// The five that XML knows by itself. Numbered ones are not needed for any key of ours.
bool only_plain_entities(std::string_view text) {
  constexpr std::array<std::string_view, 5> kPlain = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
  for (auto at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
    const std::string_view rest = text.substr(at);
    const bool known =
        std::ranges::any_of(kPlain, [&](std::string_view one) { return rest.starts_with(one); });
    if (!known) return false;
  }
  return true;
}

class DepthLimit final : public pugi::xml_tree_walker {
 public:
  bool for_each(pugi::xml_node& /*node*/) override { return depth() < kDepthMax; }
};

// The one element of the document, or nothing where there is anything beside it.
pugi::xml_node only_element(const pugi::xml_document& document) {
  pugi::xml_node found;
  for (const pugi::xml_node& node : document.children()) {
    if (node.type() == pugi::node_declaration && found.empty()) continue;
    if (node.type() != pugi::node_element || !found.empty()) return {};
    found = node;
  }
  return found;
}

// The text of the one child of that name; nothing where it has another shape.
std::optional<std::string> text_of(const pugi::xml_node& parent, const char* name) {
  const pugi::xml_node child = parent.child(name);
  if (child.empty() || !child.next_sibling(name).empty()) return std::nullopt;
  const pugi::xml_node inside = child.first_child();
  if (inside.empty()) return "";
  if (inside.type() != pugi::node_pcdata || !inside.next_sibling().empty()) return std::nullopt;
  return inside.value();
}

Error server_error(const pugi::xml_node& root) {
  const std::string code = text_of(root, "Code").value_or("");
  const std::string message = text_of(root, "Message").value_or("");
  ErrorKind kind = ErrorKind::kUnavailable;
  if (code == "AccessDenied") kind = ErrorKind::kUnauthorized;
  if (code == "NoSuchBucket" || code == "NoSuchKey") kind = ErrorKind::kUnsupported;
  return {kind, "the listing is refused: " + shown(code) + ": " + shown(message)};
}

std::optional<Error> take_entry(const pugi::xml_node& node, const char* field,
                                std::vector<std::string>& out, bool (*allowed)(std::string_view)) {
  auto name = text_of(node, field);
  if (!name || name->empty()) return corrupt("has an entry without a " + std::string(field));
  if (!allowed(*name)) return corrupt("has a name that cannot be printed");
  out.push_back(*std::move(name));
  return std::nullopt;
}

std::optional<Error> take_entries(const pugi::xml_node& root, Listing& listing) {
  for (const pugi::xml_node& node : root.children()) {
    const std::string_view name = node.name();
    std::optional<Error> wrong;
    if (name == "Contents") wrong = take_entry(node, "Key", listing.keys, is_printable);
    if (name == "CommonPrefixes") {
      wrong = take_entry(node, "Prefix", listing.folders, has_no_controls);
    }
    if (wrong) return wrong;
    if (listing.keys.size() + listing.folders.size() > kEntriesMax) {
      return corrupt("has more entries than a page can have");
    }
  }
  return std::nullopt;
}

// Only listings with a delimiter name the next marker; for the others it is the last key.
std::string next_marker(const pugi::xml_node& root, const Listing& listing) {
  std::string marker = text_of(root, "NextMarker").value_or("");
  if (!marker.empty()) return marker;
  for (const auto* names : {&listing.keys, &listing.folders}) {
    if (!names->empty()) marker = std::max(marker, *std::ranges::max_element(*names));
  }
  return marker;
}

base::Result<Listing> read_page(const pugi::xml_node& root) {
  Listing listing;
  if (auto wrong = take_entries(root, listing)) return *std::move(wrong);
  const auto truncated = text_of(root, "IsTruncated");
  if (truncated != "true" && truncated != "false") {
    return corrupt("does not say whether it is truncated");
  }
  listing.truncated = truncated == "true";
  if (!listing.truncated) return listing;
  listing.next_marker = next_marker(root, listing);
  if (listing.next_marker.empty()) return corrupt("is truncated, and does not say where");
  if (!has_no_controls(listing.next_marker)) return corrupt("has a name that cannot be printed");
  return listing;
}

}  // namespace

base::Result<Listing> parse_listing(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return corrupt("is not XML: it has a zero byte");
  if (!only_plain_entities(text)) return corrupt("has entities of its own");
  pugi::xml_document document;
  constexpr unsigned kStrict =
      pugi::parse_default | pugi::parse_doctype | pugi::parse_declaration | pugi::parse_fragment;
  const auto parsed = document.load_buffer(text.data(), text.size(), kStrict, pugi::encoding_utf8);
  if (!parsed) return corrupt("is not XML: " + std::string(parsed.description()));
  DepthLimit depth;
  if (!document.traverse(depth)) return corrupt("is nested too deeply");
  const pugi::xml_node root = only_element(document);
  const std::string_view name = root.name();
  if (name == "Error") return server_error(root);
  if (name == "ListBucketResult") return read_page(root);
  return corrupt("is no single ListBucketResult");
}

}  // namespace wick::venue::binance
