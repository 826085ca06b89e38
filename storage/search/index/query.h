// What is asked of the index, and what it answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "storage/search/index/document.h"

namespace lectern::search {

// ---- The plan: which documents match -------------------------------------------------------------------------------

struct PlanNode;

// Documents with a word of `stem` (where given) and of `form` (where given); one of the two is given. The score is BM25
// with the stem's weighted frequency, times `boost`; the inverse document frequency is that of the documents with stem
// and form in any field.
struct TermLeaf {
  std::string stem;
  std::string form;
  float boost = 1;
  std::optional<Field> field = std::nullopt;  // only words of this field match
};

// Documents in which `forms` follow one another without a gap, in one field. The phrase decides what matches; what
// matches scores as its words do.
struct PhraseLeaf {
  std::vector<std::string> forms;
  float boost = 1;
  std::optional<Field> field = std::nullopt;
};

// Documents with a form that begins with `prefix`. The forms are ranked as one word: one inverse document frequency.
// More than `max_forms` forms (of all segments together): those first in byte order, and `truncated` in the result.
struct PrefixLeaf {
  std::string prefix;
  float boost = 1;
  std::optional<Field> field = std::nullopt;
  size_t max_forms = 1000;
};

struct AnyOf {
  std::vector<PlanNode> children;
};
// All that match every child; children of the kind Not take away. Of Nots alone: from everything.
struct AllOf {
  std::vector<PlanNode> children;
};
struct Not {
  std::vector<PlanNode> child;  // exactly one
};
// Every document, with score 0.
struct Everything {};

// The score of a document is the sum over all leaves that match it and do not stand under a Not.
struct PlanNode {
  std::variant<Everything, TermLeaf, PhraseLeaf, PrefixLeaf, AnyOf, AllOf, Not> node;
};

// ---- The filter: which of them count -------------------------------------------------------------------------------

struct Filter;

// Documents with any of `labels` in the column.
struct LabelIn {
  LabelColumn column;
  std::vector<std::string> labels;
};
// Documents whose column holds anything at all.
struct LabelPresent {
  LabelColumn column;
};
// Documents whose number is from `least` to `most`, both included. kNoNumber is in no range.
struct NumberIn {
  NumberColumn column;
  int64_t least = INT64_MIN + 1;
  int64_t most = INT64_MAX;
};
struct FilterAll {
  std::vector<Filter> parts;
};
struct FilterAny {
  std::vector<Filter> parts;
};
struct FilterNot {
  std::vector<Filter> part;  // exactly one
};
struct Filter {
  std::variant<FilterAll, LabelIn, LabelPresent, NumberIn, FilterAny, FilterNot> node;  // the empty FilterAll: all
};

// ---- Request and result --------------------------------------------------------------------------------------------

struct Order {
  enum class By : uint8_t { kRelevance, kNumber, kTitle };
  By by = By::kRelevance;
  NumberColumn column = NumberColumn::kDate;  // with kNumber
  bool descending = true;  // with kNumber and kTitle; documents without number, or title, come last either way
};

// Behind which result a page begins: `value`, `key` and `text` of the last page's last result.
struct Cursor {
  int64_t value = 0;
  std::string key;
  std::string text;
};

struct FacetRequest {
  LabelColumn column;
  size_t limit = 100;  // labels with the highest counts, equal ones in byte order
};

struct SearchRequest {
  PlanNode plan;
  Filter filter;
  Audience audience = Audience::kReaders;
  Order order;
  size_t limit = 10;  // at most kMaxLimit
  std::optional<Cursor> after;
  std::vector<FacetRequest> facets;
  size_t matches_per_leaf = 0;  // how many positions of each leaf a result carries at most
  // Within MemoryOnly a search that would go through more postings, or through what takes as long, fails like one that
  // needs the disk: it takes longer than a thread that many calls share can spare. Some 0.7 milliseconds.
  uint64_t spared_postings = 100'000;
  // Asked again and again, every few microseconds of work; true ends the search with DEADLINE_EXCEEDED.
  std::function<bool()> stop;
};
inline constexpr size_t kMaxLimit = 10'000;

// An occurrence of a leaf in a result, for snippets. Leaves are numbered as they stand in the plan, from 0, those under
// a Not included; a phrase has one match for each of its words.
struct Match {
  uint32_t leaf = 0;
  Field field = Field::kTitle;
  uint32_t position = 0;
  std::string form;
};

struct Found {
  std::string key;
  // Sum of the leaves' BM25 (k1 = 1.2, b = 0.75, idf = log(1 + (N - df + 0.5) / (df + 0.5))), each rounded to a whole
  // number of 1/kScoreUnit. Sums of whole numbers do not depend on the order of adding.
  uint32_t score = 0;
  // What the order went by, for the next page's cursor: the score or the number, or else the title's bytes.
  int64_t value = 0;
  std::vector<Match> matches;
  std::string text;
};
inline constexpr uint32_t kScoreUnit = 1u << 16;

struct FacetCount {
  std::string label;
  uint64_t count = 0;
};

struct SearchResult {
  std::vector<Found> found;
  uint64_t total = 0;                           // exact, whatever the page
  std::vector<std::vector<FacetCount>> facets;  // as requested
  bool more = false;                            // something comes behind the last of `found`
  bool truncated = false;                       // a prefix had more forms than it may expand to
};

}  // namespace lectern::search
