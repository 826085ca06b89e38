#include "storage/search/query/expansion.h"

#include <iterator>
#include <utility>

#include "storage/engine/fault.h"
#include "storage/search/query/word_plans.h"
#include "unicode/uchar.h"
#include "unicode/utf8.h"

namespace lectern::search {
namespace {

// Walks the tree; as deep as parentheses were nested.
class Expander {
 public:
  Expander(WordPlans& words, Expansion& expansion) : words_(words), expansion_(expansion) {}

  // nullopt where nothing of it can be searched.
  absl::StatusOr<std::optional<PlanNode>> Plan(const QueryNode& node, bool excluded) {
    const WordMode mode{.field = node.field, .boost = 1, .excluded = excluded};
    switch (node.kind) {
      case QueryNode::Kind::kAll:
        return All(node, excluded);
      case QueryNode::Kind::kAny:
        return Any(node, excluded);
      case QueryNode::Kind::kNot: {
        ASSIGN_OR_RETURN(std::optional<PlanNode> inner, Plan(node.parts.front(), true));
        if (!inner) return std::optional<PlanNode>();
        Not negation;
        negation.child.push_back(*std::move(inner));
        return std::optional<PlanNode>(PlanNode{std::move(negation)});
      }
      case QueryNode::Kind::kWord: {
        ASSIGN_OR_RETURN(const std::vector<QueryWord> words, WordsOf(node));
        return words_.Words(words, mode);
      }
      case QueryNode::Kind::kPhrase: {
        ASSIGN_OR_RETURN(const std::vector<QueryWord> words, WordsOf(node));
        return words_.Phrase(words, mode);
      }
      case QueryNode::Kind::kPrefix: {
        ASSIGN_OR_RETURN(const std::vector<QueryWord> words, WordsOf(node));
        return words_.Prefix(words, mode);
      }
    }
    return std::optional<PlanNode>();
  }

 private:
  // Words that stand side by side are looked at together: a term may have several.
  absl::StatusOr<std::optional<PlanNode>> All(const QueryNode& node, bool excluded) {
    std::vector<PlanNode> children;
    for (size_t at = 0; at < node.parts.size();) {
      const QueryNode& first = node.parts[at];
      std::optional<PlanNode> plan;
      if (first.kind == QueryNode::Kind::kWord) {
        std::vector<QueryWord> run;
        for (; at < node.parts.size(); ++at) {
          const QueryNode& part = node.parts[at];
          if (part.kind != first.kind || part.field != first.field) break;
          ASSIGN_OR_RETURN(std::vector<QueryWord> words, WordsOf(part));
          std::move(words.begin(), words.end(), std::back_inserter(run));
        }
        ASSIGN_OR_RETURN(plan, words_.Words(run, {.field = first.field, .boost = 1, .excluded = excluded}));
      } else {
        ++at;
        ASSIGN_OR_RETURN(plan, Plan(first, excluded));
      }
      if (plan) children.push_back(*std::move(plan));
    }
    return AllOfPlans(std::move(children));
  }

  absl::StatusOr<std::optional<PlanNode>> Any(const QueryNode& node, bool excluded) {
    std::vector<PlanNode> children;
    for (const QueryNode& part : node.parts) {
      ASSIGN_OR_RETURN(std::optional<PlanNode> plan, Plan(part, excluded));
      if (plan) children.push_back(*std::move(plan));
    }
    return AnyOfPlans(std::move(children));
  }

  absl::StatusOr<std::vector<QueryWord>> WordsOf(const QueryNode& leaf) {
    ASSIGN_OR_RETURN(std::vector<QueryWord> words, words_.Analyze(leaf.text, leaf.text_begin));
    if (words.empty() && expansion_.notes.size() < kMaxQueryNotes)
      expansion_.notes.push_back({QueryNote::Kind::kNothingToSearch, leaf.begin, leaf.end});
    return words;
  }

  WordPlans& words_;
  Expansion& expansion_;
};

}  // namespace

absl::StatusOr<Expansion> ExpandQuery(ParsedQuery query, Analyzer& analyzer, const LanguageSet& languages,
                                      const Vocabulary& vocabulary, const Synonyms& synonyms) {
  Expansion expansion;
  expansion.notes = std::move(query.notes);
  WordPlans words(analyzer, languages, vocabulary, synonyms, expansion);
  ASSIGN_OR_RETURN(std::optional<PlanNode> plan, Expander(words, expansion).Plan(query.root, false));
  if (plan) expansion.plan = *std::move(plan);
  return expansion;
}

uint32_t MostEdits(std::string_view form) {
  uint32_t letters = 0;
  for (int32_t at = 0, size = static_cast<int32_t>(form.size()); at < size;) {
    UChar32 c = 0;
    U8_NEXT(form.data(), at, size, c);
    if (!u_isalpha(c) && u_charType(c) != U_NON_SPACING_MARK && u_charType(c) != U_COMBINING_SPACING_MARK && c != '\'')
      return 0;
    if (u_isalpha(c)) ++letters;
  }
  return letters < 4 ? 0 : letters < 8 ? 1 : 2;
}

}  // namespace lectern::search
