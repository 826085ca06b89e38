#include "clients/admin/search/query_remarks.h"

#include "clients/admin/search/marked_text.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

// The words of `query` that `range` names, in quotes.
std::string Words(std::string_view query, const v1::TextRange& range) {
  const std::string_view part = PartOf(query, range);
  return part.empty() ? "a part of the query" : fmt::format("\"{}\"", part);
}

std::string Others(const v1::QueryExplanation& explanation) {
  std::string others;
  for (int i = 0; i < explanation.also_size(); ++i) {
    const bool last = i == explanation.also_size() - 1;
    others += fmt::format("{}\"{}\"", i == 0 ? "" : last ? " and " : ", ", explanation.also(i));
  }
  return others;
}

}  // namespace

std::string SentenceOf(const v1::QueryExplanation& explanation, std::string_view query) {
  const std::string words = Words(query, explanation.range()), others = Others(explanation);
  switch (explanation.kind()) {
    case v1::QueryExplanation::KIND_SPELLING:
      if (explanation.instead()) return fmt::format("No results for {}; searched for {} instead.", words, others);
      return fmt::format("Few results for {}; searched for {} as well.", words, others);
    case v1::QueryExplanation::KIND_TERM:
      return fmt::format("{} also stands for {}{}; searched for both.", words, others,
                         explanation.source().empty() ? "" : fmt::format(" ({})", explanation.source()));
    default:
      return fmt::format("Searched for {} as well as for {}.", others, words);
  }
}

std::string SentenceOf(const v1::QueryNote& note, std::string_view query) {
  const std::string words = Words(query, note.range());
  switch (note.kind()) {
    case v1::QueryNote::KIND_QUOTE_NOT_CLOSED:
      return "A quotation mark is not closed: what follows it was read as words.";
    case v1::QueryNote::KIND_PARENTHESIS_NOT_CLOSED:
      return "A parenthesis is not closed: it was closed at the end.";
    case v1::QueryNote::KIND_PARENTHESIS_NOT_OPENED:
      return "A closing parenthesis was left out: none was open.";
    case v1::QueryNote::KIND_EMPTY:
      return "Parentheses or quotation marks around nothing were left out.";
    case v1::QueryNote::KIND_OPERATOR_WITHOUT_OPERAND:
      return fmt::format("Left out, since it stands before nothing: {}.", words);
    case v1::QueryNote::KIND_UNKNOWN_FIELD:
      return fmt::format(
          "No field is called so, and it was read as a part of the word: {}. Fields are title, contributor, publisher, "
          "text, notes, lesson and country.",
          words);
    case v1::QueryNote::KIND_STRAY_ASTERISK:
      return "An asterisk that does not end a word was left out.";
    case v1::QueryNote::KIND_NOTHING_TO_SEARCH:
      return fmt::format("Left out, since it has no letter or digit: {}.", words);
    case v1::QueryNote::KIND_TOO_MANY_VARIANTS:
      return fmt::format("The query has too many words: from {} on, they were looked for as typed alone.", words);
    case v1::QueryNote::KIND_TOO_MANY_WORDS:
      return "The beginning of a word stands for more words than were looked for: type more of it.";
    default:
      return fmt::format("The answer does not go by {}.", words);
  }
}

}  // namespace lectern::admin
