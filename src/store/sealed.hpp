// A complete day or month of bars as the bytes of one Arrow file, and back.
//
// Every byte of the file is under a checksum, one for each column and one for the rest, and all of
// them are looked at before a row is handed out. See docs/formats/sealed.md.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arrow/encoder.hpp"
#include "port/files.hpp"
#include "store/sealed_facts.hpp"

namespace wick::store {

// Bytes are appended to `out`, so that a file larger than memory can be written away in between.
class SealedEncoder {
 public:
  SealedEncoder();

  // Rows that follow those of before; one record batch.
  void add(std::span<const Sourced> parts, std::string& out);
  // `facts` says what the rows cannot: series, period, revision, holes, writer.
  void finish(SealedFacts facts, std::string& out) &&;

 private:
  void take_sources(std::span<const Sourced> parts);

  arrow::Encoder encoder_;
  bool begun_{false};
  SealedFacts rows_;  // what they add up to: rows, sources, runs
  std::string column_crcs_;
  std::string batch_begins_;
  std::uint32_t rest_crc_{0};
};

[[nodiscard]] std::string encode_sealed(SealedFacts facts, std::span<const Sourced> parts);

class SealedFile {
 public:
  // Checks everything but the columns.
  [[nodiscard]] static base::Result<SealedFile> open(port::Mapped file, const core::SeriesId& id,
                                                     const Period& period);

  [[nodiscard]] const SealedFacts& facts() const& { return facts_; }
  [[nodiscard]] SealedFacts facts() && { return std::move(facts_); }

  // The rows that open inside the range, in order, one part for each run of one source; checks
  // the columns that it looks at. The memory lives as long as the parts do.
  [[nodiscard]] base::Result<std::vector<Sourced>> rows(core::TimeRange range) const;
  [[nodiscard]] base::Result<std::vector<Sourced>> rows() const {
    return rows(facts_.period.range);
  }

 private:
  struct Batch {
    core::UtcTime begin;        // its first row opens then
    std::uint64_t first_row{};  // in the file
  };
  SealedFile(port::Mapped file, arrow::FileView view);
  [[nodiscard]] base::Result<void> read_batches();
  [[nodiscard]] base::Result<void> check_columns(std::size_t batch) const;
  [[nodiscard]] core::Columns columns(std::size_t batch) const;
  void slice(std::size_t batch, core::TimeRange range, std::vector<Sourced>& parts) const;

  port::Mapped file_;
  arrow::FileView view_;
  SealedFacts facts_;
  std::vector<Batch> batches_;
};

}  // namespace wick::store
