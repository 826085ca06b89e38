// From what a query says to what the index looks for.
//
// A word outside quotes is looked for by its stems, in each language of the corpus, and by the stems under which the
// corpus holds its form; a word that analysis parts ("under-age") by all of its words; an elided article ("l'") not at
// all. A quoted text is looked for form by form, as written.
//
// A word that no document holds, or nearly none, may be misspelt: forms near by are looked for as well. None up to 3
// letters, one edit up to 7, two from 8 on; only at the least distance where there are any; for a word that some
// documents hold, only such as far more documents hold. Never for words with digits, in quotes, before an asterisk, or
// in what is excluded. What was typed weighs most.
//
// A term of the table of synonyms finds whatever its target finds, as if that had been typed too, with the target's own
// synonyms; outside quotes it may stand among other words, in quotes it must be all that is quoted. Not in what is
// excluded.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/search/analysis/analyzer.h"
#include "storage/search/analysis/highlights.h"
#include "storage/search/index/query.h"
#include "storage/search/query/ast.h"
#include "storage/search/query/synonyms.h"
#include "storage/search/query/vocabulary.h"

namespace lectern::search {

// What stands in documents as typed weighs 1.
inline constexpr float kOneEditBoost = 0.5f;
inline constexpr float kTwoEditsBoost = 0.25f;
inline constexpr float kSynonymBoost = 0.8f;

// A word that at most so many documents hold may be misspelt,
inline constexpr uint64_t kRareDocuments = 4;
// and a form near by counts where it is in so many times as many documents.
inline constexpr uint64_t kFarMoreDocuments = 10;

// How much a query may be widened; beyond, words are looked for as typed and kTooManyVariants is noted.
inline constexpr size_t kMaxSimilarForms = 8;      // of one word
inline constexpr size_t kMaxSpellingLookups = 32;  // words that similar forms are looked up for
inline constexpr size_t kMaxSynonymWords = 256;    // words of all synonyms together

// Why documents may be among the results that do not hold what was typed.
struct Explanation {
  enum class Kind : uint8_t { kSpelling, kSynonym };

  Kind kind;
  size_t begin;  // bytes [begin, end) of the query: what it is about
  size_t end;
  std::vector<std::string> also;  // what else was looked for: forms, or the one synonym as the table has it
  std::string reason;             // of kSynonym: the row's
  bool instead = false;           // of kSpelling: no document holds the word as typed
};

struct Expansion {
  PlanNode plan;  // Everything where nothing is to be searched
  std::vector<Explanation> explanations;
  std::vector<QueryNote> notes;  // those of parsing, and further ones
  HighlightSet highlights;
};

// `query`, parsed of `text`, as a plan. `languages`: those of the corpus. What `vocabulary` and `synonyms` say must be
// for the eyes of whoever gets the answer. INVALID_ARGUMENT (FIELD_INVALID): more than kMaxQueryTerms words after
// analysis. Errors of `vocabulary` as they are.
absl::StatusOr<Expansion> ExpandQuery(ParsedQuery query, Analyzer& analyzer, const LanguageSet& languages,
                                      const Vocabulary& vocabulary, const Synonyms& synonyms);

// How many edits a word may be away from what was meant.
uint32_t MostEdits(std::string_view form);

}  // namespace lectern::search
