// An immutable part of the index: some documents, the words in them and where these stand.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "rocksdb/slice.h"
#include "storage/search/index/document_table.h"
#include "storage/search/index/pairs.h"
#include "storage/search/index/position_list.h"
#include "storage/search/index/posting_list.h"
#include "storage/search/index/segment_lists.h"
#include "storage/search/index/term_dictionary.h"
#include "storage/search/index/term_signatures.h"

namespace lectern::search {

// Parts of a segment besides those of its table (document_table.h). DO NOT RENUMBER.
enum class SegmentPart : uint8_t { kHeader = 0, kPairs = 61, kStems = 62, kForms = 63 };

using AudienceCounts = std::array<uint32_t, kAudienceCount>;

// What the dictionary says of a stem.
struct StemEntry {
  uint32_t ordinal = 0;
  AudienceCounts documents = {};  // that hold it, deleted ones included
  std::vector<uint32_t> forms;    // their numbers in the dictionary of forms
};
// That a form belongs to a stem, as form number `index` of it.
struct FormEntry {
  uint32_t stem = 0;
  uint32_t index = 0;
  AudienceCounts documents = {};
};

class Segment {
 public:
  // DATA_LOSS: `parts` are no segment.
  static absl::StatusOr<std::shared_ptr<const Segment>> Make(SegmentParts parts, std::unique_ptr<ListSource> lists,
                                                             bool on_disk, uint64_t id, uint64_t bytes);

  uint32_t documents() const { return table_.size(); }
  // Of all documents when the segment was written: block impacts refer to it.
  double average_length() const { return average_length_; }
  const DocumentTable& table() const { return table_; }
  const TermDictionary& stems() const { return stems_; }
  const TermDictionary& forms() const { return forms_; }
  const PairTable& pairs() const { return pairs_; }
  // Of the forms; made when first asked for.
  const TermSignatures& signatures() const;
  bool on_disk() const { return on_disk_; }
  uint64_t id() const { return id_; }        // of segments on disk: their place in the store
  uint64_t bytes() const { return bytes_; }  // of the lists
  size_t memory_bytes() const { return table_.bytes() + stems_.bytes() + forms_.bytes() + (on_disk_ ? 0 : bytes_); }

  static StemEntry ReadStem(uint32_t ordinal, std::string_view value);
  static std::vector<FormEntry> ReadForm(std::string_view value);
  // The forms of a stem, in the order of their numbers.
  std::vector<std::string> FormsOf(const StemEntry& stem) const;

  const ListSource& lists() const { return *lists_; }

 private:
  Segment() = default;

  DocumentTable table_;
  TermDictionary stems_;
  TermDictionary forms_;
  mutable std::once_flag signed_;
  mutable std::optional<TermSignatures> signatures_;
  PairTable pairs_;
  std::unique_ptr<ListSource> lists_;
  double average_length_ = 1;
  bool on_disk_ = false;
  uint64_t id_ = 0;
  uint64_t bytes_ = 0;
};

// A posting list, or positions, with the bytes they lie in. Positions of few documents lie with the postings.
struct HeldPostings {
  rocksdb::PinnableSlice bytes;
  PostingList list;
  std::string_view positions;  // empty: they have a value of their own
};
struct HeldPositions {
  rocksdb::PinnableSlice bytes;
  PositionList list;
};
absl::StatusOr<std::unique_ptr<HeldPostings>> OpenPostings(const Segment& segment, const StemEntry& stem,
                                                           bool keep = true);
// `postings`, of the same stem, must outlive the positions.
absl::StatusOr<std::unique_ptr<HeldPositions>> OpenPositions(const Segment& segment, const StemEntry& stem,
                                                             const HeldPostings& postings, bool keep = true);

// Writes a segment, stem by stem. Building from documents and merging both end here, so that the same documents make
// the same bytes either way.
class SegmentWriter {
 public:
  // A document that holds the stem: occurrences `begin` to `begin` + `count` of AddStem's, ascending by position.
  struct Holder {
    uint32_t document;
    uint32_t frequency;
    uint32_t begin;
    uint32_t count;
  };

  // `sink` must outlive the writer. All documents are in `table`.
  SegmentWriter(DocumentTableWriter table, SegmentSink& sink);
  // Stems and holders ascend. `forms`: those of the stem, each in some occurrence; in any order.
  absl::Status AddStem(std::string_view stem, std::vector<std::string> forms, const std::vector<Holder>& holders,
                       std::vector<Occurrence>& occurrences);
  absl::Status Finish();

 private:
  struct StemRow {
    std::string stem;
    AudienceCounts documents;
    uint32_t first_form;  // of rows forms_
    uint32_t forms;
  };
  struct FormRow {
    std::string form;
    FormEntry entry;
  };
  void Count(AudienceCounts& counts, uint32_t document) const;

  DocumentTableWriter table_;
  SegmentSink& sink_;
  double average_length_;
  Saturation saturation_;
  PairWriter pairs_;
  std::vector<StemRow> stems_;
  std::vector<FormRow> forms_;
};

}  // namespace lectern::search
