// From columns to CSV text.
#include <cstring>
#include <memory>

#include "checksum.hpp"
#include "cli/bar_text.hpp"
#include "figures.hpp"
#include "inputs.hpp"

namespace wick::bench {
namespace {

using Chunks = std::vector<core::Chunk>;

std::shared_ptr<const Chunks> chunks_of(const Settings& settings) {
  Chunks chunks;
  const bool whole = settings.months == 12;
  for (const ArchiveFile& file : load(settings.inputs, whole ? Extent::kYear : Extent::kMonth)) {
    chunks.push_back(read(file));
  }
  return std::make_shared<const Chunks>(std::move(chunks));
}

void print(const Chunks& chunks, std::string& text) {
  text.clear();
  cli::append_csv_header(text, {});
  for (const core::Chunk& chunk : chunks) cli::append_csv(text, chunk, "BTCUSDT", {});
}

Work floor_of(const Settings& settings) {
  const auto text = std::make_shared<std::string>();
  print(*chunks_of(settings), *text);
  const auto copy = std::make_shared<std::string>(text->size(), '\0');
  return {[=] {
            std::memcpy(copy->data(), text->data(), text->size());
            keep(*copy);
          },
          [=] { return Facts{.bytes = text->size()}; }};
}

Work ours(const Settings& settings) {
  const auto chunks = chunks_of(settings);
  const auto text = std::make_shared<std::string>();
  return {[=] { print(*chunks, *text); },
          [=] {
            Facts facts{.bytes = text->size(), .checksum = checksum(*chunks)};
            for (const core::Chunk& chunk : *chunks) facts.rows += chunk.size();
            return facts;
          }};
}

}  // namespace

void add_output_figures(Figures& figures) {
  figures["output.floor"] = floor_of;
  figures["output.ours"] = ours;
}

}  // namespace wick::bench
