// Pairs of frequent words. A phrase of two words that nearly every document holds would have to look at the positions
// of nearly every document; for such words the documents in which one follows the other are kept as a list. Few words
// are so frequent, and so few lists are.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/search/index/document_table.h"
#include "storage/search/index/posting_list.h"
#include "storage/search/index/segment_lists.h"

namespace lectern::search {

// A form, as form number `form` of a stem, and how many documents hold it.
struct FrequentForm {
  uint32_t stem = 0;
  uint32_t form = 0;
  uint32_t documents = 0;
};

// Which pairs have lists. Of forms in a and b of n documents about a * b / n documents hold both: where that is n / 18
// or more, and n is kLeastDocuments or more.
class PairTable {
 public:
  static constexpr uint32_t kLeastDocuments = 4096;
  static constexpr uint32_t kShare = 18;
  static constexpr size_t kMostForms = 192;
  // So many of `documents` documents must hold a form of a pair.
  static uint32_t LeastHolders(uint32_t documents) { return documents / kShare; }

  PairTable() = default;
  // `forms` ascend by stem, then by form.
  PairTable(std::vector<FrequentForm> forms, uint32_t documents) : forms_(std::move(forms)), documents_(documents) {}
  // DATA_LOSS: `bytes` are no table.
  static absl::StatusOr<PairTable> Parse(std::string_view bytes, uint32_t documents);
  std::string Encode() const;

  const std::vector<FrequentForm>& forms() const { return forms_; }
  // Whether the pair of two of the forms has a list; and its number, if so.
  bool Has(size_t first, size_t second) const {
    return uint64_t{forms_[first].documents} * forms_[second].documents * kShare >= uint64_t{documents_} * documents_;
  }
  uint32_t Number(size_t first, size_t second) const { return static_cast<uint32_t>(first * forms_.size() + second); }
  // The number of the list, if there is one. Forms without one are looked up as fast.
  std::optional<uint32_t> Find(uint32_t first_stem, uint32_t first_form, uint32_t second_stem,
                               uint32_t second_form) const;

 private:
  std::optional<size_t> IndexOf(uint32_t stem, uint32_t form) const;

  std::vector<FrequentForm> forms_;
  uint32_t documents_ = 0;
};

// Collects the lists of frequent stems while a segment is written, and makes the lists of pairs of them.
class PairWriter {
 public:
  explicit PairWriter(uint32_t documents) : documents_(documents) {}

  // Stems ascend. `holders`: by form of the stem, how many documents hold it; of one form empty, as all of the stem's
  // documents do. Keeps what may be needed.
  void Add(uint32_t stem, uint32_t forms, uint32_t documents, const std::vector<uint32_t>& holders,
           std::string_view postings, std::string_view positions);
  // Writes the lists to `sink`; returns the table's bytes. `table`: of the segment.
  absl::StatusOr<std::string> Finish(const DocumentTableWriter& table, const Saturation& saturation, SegmentSink& sink);

 private:
  struct Stem {
    uint32_t stem;
    uint32_t forms;
    std::string postings;
    std::string positions;
  };
  class Walk;
  class Collector;

  const uint32_t documents_;
  std::vector<FrequentForm> forms_;
  std::vector<Stem> stems_;  // those that have any of forms_
};

}  // namespace lectern::search
