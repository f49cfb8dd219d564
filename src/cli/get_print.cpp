#include "cli/get_print.hpp"

#include <algorithm>
#include <string>

#include "cli/bar_arrow.hpp"
#include "cli/bar_chart.hpp"
#include "cli/bar_json.hpp"
#include "cli/bar_table.hpp"
#include "cli/bar_text.hpp"

namespace wick::cli {
namespace {

using base::Result;

constexpr std::size_t kBlock = std::size_t{1} << 16U;  // a pipe takes no more at a time

Result<void> write_block(std::string& text, Output& output) {
  if (text.size() < kBlock) return {};
  auto written = output.write(text);
  text.clear();
  return written;
}

// Some rows of a chunk, and whose they are.
struct Slice {
  core::Chunk rows;
  const std::string* symbol{};
};

std::vector<Slice> slices_of(const std::vector<Answered>& answers, std::size_t rows_max) {
  std::vector<Slice> slices;
  const auto cut = [&](const core::Chunk& chunk, const std::string& symbol) {
    for (std::size_t row = 0; row < chunk.size(); row += rows_max) {
      slices.push_back({chunk.rows(row, std::min(chunk.size(), row + rows_max)), &symbol});
    }
  };
  for (const Answered& answered : answers) {
    for (const core::Chunk& chunk : answered.answer.series.chunks()) cut(chunk, answered.id.symbol);
  }
  return slices;
}

RowStyle row_style(std::size_t symbols, const GetRequest& request, const PrintStyle& style) {
  return {.time = request.time,
          .with_symbol = symbols > 1,
          .with_final = style.with_final,
          .colour = style.colour};
}

Result<void> print_csv(const std::vector<Answered>& answers, const RowStyle& style,
                       Output& output) {
  constexpr std::size_t kRows = 1'024;  // the first of them leave at once
  std::string text;
  append_csv_header(text, style);
  for (const Slice& slice : slices_of(answers, kRows)) {
    append_csv(text, slice.rows, *slice.symbol, style);
    if (auto written = write_block(text, output); !written) return written;
  }
  return output.write(text);
}

Result<void> print_arrow(const std::vector<Answered>& answers, const GetRequest& request,
                         const PrintStyle& style, Output& output) {
  ArrowFacts facts{.series = request.series, .range = request.range, .missing = {}};
  for (const Answered& answered : answers) facts.missing.push_back(answered.answer.missing);
  const auto form = request.format == Format::kArrow ? arrow::Form::kFile : arrow::Form::kStream;
  BarArrow bars({.form = form, .with_symbol = answers.size() > 1, .with_final = style.with_final},
                arrow_metadata(facts));
  std::string bytes;
  bars.begin(bytes);
  for (const Slice& slice : slices_of(answers, kArrowBatchRows)) {
    bars.add(slice.rows, *slice.symbol, bytes);
    if (auto written = write_block(bytes, output); !written) return written;
  }
  bars.end(bytes);
  return output.write(bytes);
}

Result<void> print_json(const std::vector<Answered>& answers, const GetRequest& request,
                        const PrintStyle& style, Output& output) {
  for (const Answered& answered : answers) {
    std::string text;
    append_json(text, answered.answer,
                {.id = &answered.id,
                 .range = request.range,
                 .elapsed = answered.elapsed,
                 .bars = style.bars},
                request.time);
    if (auto written = output.write(text); !written) return written;
  }
  return {};
}

Result<void> print_chart(const std::vector<Answered>& answers, const GetRequest& request,
                         const PrintStyle& style, Output& output) {
  std::string text;
  for (const Answered& answered : answers) {
    if (!text.empty()) text += '\n';
    append_chart(text, answered.answer, {.id = &answered.id, .range = request.range},
                 {.width = style.columns, .colour = style.colour});
  }
  return output.write(text);
}

Result<void> print_table(const std::vector<Answered>& answers, const RowStyle& style,
                         Output& output) {
  std::string text;
  for (const Answered& answered : answers) {
    append_table(text, answered.answer, answered.id, style);
  }
  return output.write(text);
}

Result<void> print_formatted(const std::vector<Answered>& answers, const GetRequest& request,
                             const PrintStyle& style, Output& output) {
  switch (request.format) {
    case Format::kTable:
      return print_table(answers, row_style(answers.size(), request, style), output);
    case Format::kCsv:
      return print_csv(answers, row_style(answers.size(), request, style), output);
    case Format::kJson:
      return print_json(answers, request, style, output);
    case Format::kArrow:
    case Format::kArrowStream:
      return print_arrow(answers, request, style, output);
    case Format::kChart:
      return print_chart(answers, request, style, output);
  }
  return {};
}

}  // namespace

Result<void> print(const std::vector<Answered>& answers, const GetRequest& request,
                   const PrintStyle& style, Output& output) {
  if (auto printed = print_formatted(answers, request, style, output); !printed) return printed;
  return output.commit();
}

}  // namespace wick::cli
