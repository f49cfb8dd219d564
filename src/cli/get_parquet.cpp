#include "cli/get_parquet.hpp"

#include <algorithm>
#include <string_view>

namespace wick::cli {
namespace {

constexpr std::string_view kWriter =
    "import sys, pyarrow as pa, pyarrow.parquet as pq; "
    "pq.write_table(pa.ipc.open_stream(sys.stdin.buffer).read_all(), sys.argv[1])";

bool is_plain(char c) {
  constexpr std::string_view kPlain = "_-./:=,+@%";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kPlain.find(c) != std::string_view::npos;
}

// As one word of a POSIX shell.
std::string shell_word(std::string_view text) {
  if (!text.empty() && std::ranges::all_of(text, is_plain)) return std::string(text);
  std::string word = "'";
  for (const char c : text) {
    if (c == '\'') {
      word += "'\\''";
    } else {
      word += c;
    }
  }
  return word + "'";
}

}  // namespace

std::string parquet_pipe(const GetOptions& options) {
  const GetOptions usual;
  std::string line = "wick get";
  for (const std::string& symbol : options.symbols) line += " " + shell_word(symbol);
  const auto option = [&](std::string_view name, std::string GetOptions::*value) {
    if (options.*value == usual.*value) return;
    line += " " + std::string(name) + " " + shell_word(options.*value);
  };
  option("--provider", &GetOptions::provider);
  option("--market", &GetOptions::market);
  option("--chart", &GetOptions::chart);
  option("--interval", &GetOptions::interval);
  option("--from", &GetOptions::from);
  option("--to", &GetOptions::to);
  option("--last", &GetOptions::last);
  option("--source", &GetOptions::source);
  if (options.wait) line += " --wait";
  if (options.include_open) line += " --include-open";
  line += " --format arrow-stream | python3 -c " + shell_word(kWriter) + " ";
  return line + shell_word(options.output.empty() ? "bars.parquet" : options.output);
}

}  // namespace wick::cli
