// What the index is told about a document.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace lectern::search {

// Where a word stands. The numbers are on disks: DO NOT CHANGE, add at the end.
enum class Field : uint8_t {
  kTitle,         // title lines; of a page its heading
  kContributors,  // authors and others, the raw byline
  kPublisher,     // publisher, series, place of publication
  kPassages,      // quoted passages with their headings; introductions of pages
  kNotes,
  kLessonText,  // teacher resources: parts, prompts, lesson-plan fields
  kPlaceNames,  // names of countries
};
inline constexpr size_t kFieldCount = 7;

// BM25F in its "virtual document" form: a word counts as often as its field weighs, in the frequency and in the
// length. Weights are whole numbers, so that a document's frequencies and length stay whole numbers and one posting
// carries one small number, whatever the field: saturation then works on the sum, as BM25F asks for, and not on each
// field by itself, which would let a word of title and notes count twice. A title says what a source is about in some
// ten words, hence 5; who made it and where it plays are looked for by name, hence 2.
inline constexpr std::array<uint32_t, kFieldCount> kFieldWeights = {5, 2, 1, 1, 1, 1, 2};

// One word of a document. `position` counts the words of its field from 0; a gap keeps phrases from matching across it.
// Positions of a field ascend.
struct Word {
  Field field = Field::kPassages;
  uint32_t position = 0;
  std::string form;  // the word folded, as it is written; 1 to kMaxWordBytes bytes
  std::string stem;  // what it is found by; 1 to kMaxWordBytes bytes
};
inline constexpr size_t kMaxWordBytes = 255;              // longer ones are left out
inline constexpr uint32_t kMaxPosition = (1u << 22) - 1;  // words behind it are left out

// Who asks. The numbers are on disks.
enum class Audience : uint8_t { kReaders, kEducators, kEditors };
inline constexpr size_t kAudienceCount = 3;

// Bits by Audience.
using AudienceSet = uint8_t;
inline constexpr AudienceSet kNobody = 0;
inline constexpr AudienceSet kEverybody = 7;
constexpr AudienceSet Only(Audience audience) {
  return static_cast<AudienceSet>(1u << static_cast<unsigned>(audience));
}

// Columns of labels: each holds none, one or several texts. Counted as facets, asked for in filters. DO NOT RENUMBER.
enum class LabelColumn : uint8_t {
  kKind,
  kCountry,
  kCountriesSpokenOf,
  kTopic,
  kThemes,
  kSourceType,
  kLanguage,
  kClaimStatus,
  kLifecycle,
  kContentNotes,
  kPublishYear,  // the year again, to be counted
};
inline constexpr size_t kLabelColumnCount = 11;

// Columns of whole numbers, each within +-2^60 or kNoNumber. Sorted by, asked for in filters. DO NOT RENUMBER.
enum class NumberColumn : uint8_t {
  kYear,
  kDate,  // days since 1970-01-01, or any finer measure
  kRank,
};
inline constexpr size_t kNumberColumnCount = 3;
inline constexpr int64_t kNoNumber = INT64_MIN;

// More bytes than these do not tell titles apart.
inline constexpr size_t kMaxTitleOrderBytes = 64;

// A document is found by those of `audiences` alone: in matches, totals, facets, suggestions and in the statistics that
// scores are made of. A record that reads differently to different audiences is several documents, one for each
// projection, with keys of their own and disjoint audiences.
struct Document {
  std::string key;  // any bytes, 1 to 1,024 of them; orders results of equal score
  AudienceSet audiences = kEverybody;
  std::array<std::vector<std::string>, kLabelColumnCount> labels;                       // by LabelColumn, in any order
  std::array<int64_t, kNumberColumnCount> numbers = {kNoNumber, kNoNumber, kNoNumber};  // by NumberColumn
  // Bytes that order documents by title, such as a collation key, of which the first kMaxTitleOrderBytes count. Empty:
  // no title. What goes into a page's cursor, and so to those who see the document.
  std::string title_order;
  std::vector<Word> words;  // by field, then by position

  std::vector<std::string>& Labels(LabelColumn column) { return labels[static_cast<size_t>(column)]; }
  int64_t& Number(NumberColumn column) { return numbers[static_cast<size_t>(column)]; }
};

}  // namespace lectern::search
