#include "storage/search/query/word_plans.h"

#include <algorithm>
#include <utility>

#include "storage/engine/fault.h"
#include "storage/search/query/query_fault.h"

namespace lectern::search {
namespace {

// The form up to the hash of a word that is too long to be kept whole (fold.h).
std::string_view Kept(std::string_view form) { return form.substr(0, form.find('~')); }

std::string Joined(absl::Span<const QueryWord> words) {
  std::string joined;
  for (const QueryWord& word : words) joined.append(word.form).append(" ");
  return joined;
}

bool AddOnce(std::vector<std::string>& texts, const std::string& text) {
  if (std::find(texts.begin(), texts.end(), text) != texts.end()) return false;
  texts.push_back(text);
  return true;
}

}  // namespace

std::optional<PlanNode> AllOfPlans(std::vector<PlanNode> children) {
  if (children.empty()) return std::nullopt;
  if (children.size() == 1) return std::move(children.front());
  return PlanNode{AllOf{std::move(children)}};
}

std::optional<PlanNode> AnyOfPlans(std::vector<PlanNode> children) {
  if (children.empty()) return std::nullopt;
  if (children.size() == 1) return std::move(children.front());
  return PlanNode{AnyOf{std::move(children)}};
}

absl::StatusOr<std::vector<QueryWord>> WordPlans::Analyze(std::string_view text, size_t begin) {
  std::vector<QueryWord> words = AnalyzeQuery(analyzer_, text, languages_);
  words_ += words.size();
  if (words_ > kMaxQueryTerms) return TooManyWordsFault();
  for (QueryWord& word : words) {
    word.begin += static_cast<uint32_t>(begin);
    word.end += static_cast<uint32_t>(begin);
  }
  return words;
}

absl::StatusOr<std::optional<PlanNode>> WordPlans::Words(absl::Span<const QueryWord> words, const WordMode& mode) {
  return Run(words, mode, nullptr, {});
}

absl::StatusOr<std::optional<PlanNode>> WordPlans::Run(absl::Span<const QueryWord> words, const WordMode& mode,
                                                       const Place* place, const Texts& seen) {
  std::vector<PlanNode> all;
  for (size_t at = 0; at < words.size();) {
    const Synonyms::Match match = mode.excluded ? Synonyms::Match() : synonyms_.LongestAt(words, at, false);
    const size_t count = std::max<size_t>(match.words, 1);
    const auto part = words.subspan(at, count);
    Place here{part.front().begin, part.back().end, groups_, static_cast<uint32_t>(count)};
    if (place == nullptr)
      groups_ += here.groups;
    else
      here = {place->begin, place->end, place->group + std::min<uint32_t>(static_cast<uint32_t>(at), place->groups - 1),
              1};
    std::vector<PlanNode> typed;
    for (size_t i = 0; i < count; ++i) {
      if (part[i].elided) continue;
      const uint32_t group = here.group + std::min<uint32_t>(static_cast<uint32_t>(i), here.groups - 1);
      ASSIGN_OR_RETURN(PlanNode word, Word(part[i], mode, group, match.words == 0 && place == nullptr));
      typed.push_back(std::move(word));
    }
    std::vector<PlanNode> alternatives;
    if (auto plan = AllOfPlans(std::move(typed))) alternatives.push_back(*std::move(plan));
    Texts seen_here = seen;
    if (match.words > 0 && seen_here.insert(Joined(part)).second)
      RETURN_IF_ERROR(AddSynonyms(match, mode, here, seen_here, alternatives));
    if (auto plan = AnyOfPlans(std::move(alternatives))) all.push_back(*std::move(plan));
    at += count;
  }
  return AllOfPlans(std::move(all));
}

absl::StatusOr<PlanNode> WordPlans::Word(const QueryWord& word, const WordMode& mode, uint32_t group, bool correct) {
  ASSIGN_OR_RETURN(const std::vector<std::string> held, vocabulary_.StemsOfForm(word.form));
  std::vector<std::string> candidates = word.stems;
  for (const std::string& stem : held) AddOnce(candidates, stem);
  std::vector<std::string> stems;
  uint64_t documents = 0;
  for (const std::string& stem : candidates) {
    ASSIGN_OR_RETURN(const uint64_t with_stem, vocabulary_.DocumentsWithStem(stem));
    if (with_stem > 0) stems.push_back(stem);
    documents += with_stem;
  }
  if (stems.empty()) stems.push_back(candidates.front());  // which finds nothing
  std::vector<PlanNode> leaves;
  for (const std::string& stem : stems) {
    leaves.push_back({TermLeaf{.stem = stem, .form = "", .boost = mode.boost, .field = mode.field}});
    if (!mode.excluded) expansion_.highlights.AddStem(stem, mode.field, group);
  }
  if (!mode.excluded) expansion_.highlights.AddForm(word.form, mode.field, group);
  if (correct && !mode.excluded && documents <= kRareDocuments)
    RETURN_IF_ERROR(AddSimilar(word, mode, documents, group, std::move(stems), leaves));
  return *AnyOfPlans(std::move(leaves));
}

absl::Status WordPlans::AddSimilar(const QueryWord& word, const WordMode& mode, uint64_t documents, uint32_t group,
                                   std::vector<std::string> stems, std::vector<PlanNode>& leaves) {
  const uint32_t most_edits = MostEdits(word.form);
  if (most_edits == 0) return absl::OkStatus();
  if (lookups_ == kMaxSpellingLookups) {
    NoteTooMany(word.begin, word.end);
    return absl::OkStatus();
  }
  ++lookups_;
  ASSIGN_OR_RETURN(const std::vector<SimilarForm> similar,
                   vocabulary_.SimilarForms(word.form, most_edits, kMaxSimilarForms));
  Explanation explanation{.kind = Explanation::Kind::kSpelling,
                          .begin = word.begin,
                          .end = word.end,
                          .also = {},
                          .reason = "",
                          .instead = documents == 0};
  uint32_t distance = 0;
  for (const SimilarForm& near : similar) {
    if (near.form == word.form || near.documents < documents * kFarMoreDocuments) continue;
    if (distance == 0) distance = near.distance;
    if (near.distance > distance) break;
    ASSIGN_OR_RETURN(const std::vector<std::string> held, vocabulary_.StemsOfForm(near.form));
    bool is_new = false;
    for (const std::string& stem : held) {
      if (!AddOnce(stems, stem)) continue;
      is_new = true;
      const float boost = mode.boost * (distance == 1 ? kOneEditBoost : kTwoEditsBoost);
      leaves.push_back({TermLeaf{.stem = stem, .form = "", .boost = boost, .field = mode.field}});
      expansion_.highlights.AddStem(stem, mode.field, group);
    }
    if (is_new) explanation.also.push_back(near.form);
  }
  if (!explanation.also.empty()) expansion_.explanations.push_back(std::move(explanation));
  return absl::OkStatus();
}

absl::Status WordPlans::AddSynonyms(const Synonyms::Match& match, const WordMode& mode, const Place& place,
                                    const Texts& seen, std::vector<PlanNode>& alternatives) {
  WordMode softer = mode;
  softer.boost = kSynonymBoost;
  for (const Synonyms::Target* target : match.targets) {
    const std::vector<QueryWord> words = SynonymWords(target->text, place);
    if (words.empty() || seen.contains(Joined(words))) continue;
    const size_t at = expansion_.explanations.size();
    ASSIGN_OR_RETURN(std::optional<PlanNode> plan, Run(words, softer, &place, seen));
    if (!plan) continue;
    alternatives.push_back(*std::move(plan));
    // Before those of the target's own synonyms, which were added meanwhile.
    expansion_.explanations.insert(expansion_.explanations.begin() + static_cast<std::ptrdiff_t>(at),
                                   {.kind = Explanation::Kind::kSynonym,
                                    .begin = place.begin,
                                    .end = place.end,
                                    .also = {target->text},
                                    .reason = target->reason});
  }
  return absl::OkStatus();
}

std::vector<QueryWord> WordPlans::SynonymWords(const std::string& text, const Place& place) {
  std::vector<QueryWord> words = AnalyzeQuery(analyzer_, text, languages_);
  if (synonym_words_ + words.size() > kMaxSynonymWords) {
    NoteTooMany(place.begin, place.end);
    return {};
  }
  synonym_words_ += words.size();
  return words;
}

std::optional<PlanNode> WordPlans::Phrase(absl::Span<const QueryWord> words, const WordMode& mode) {
  if (words.empty()) return std::nullopt;
  const Place place{words.front().begin, words.back().end, groups_, static_cast<uint32_t>(words.size())};
  groups_ += place.groups;
  std::vector<PlanNode> alternatives;
  alternatives.push_back(QuotedPlan(words, mode, place.group));
  Texts seen;
  if (!mode.excluded) AddQuotedSynonyms(words, mode, place, seen, alternatives);
  return AnyOfPlans(std::move(alternatives));
}

void WordPlans::AddQuotedSynonyms(absl::Span<const QueryWord> words, const WordMode& mode, const Place& place,
                                  Texts& seen, std::vector<PlanNode>& alternatives) {
  seen.insert(Joined(words));
  const Synonyms::Match match = synonyms_.LongestAt(words, 0, true);
  if (match.words != words.size()) return;
  WordMode softer = mode;
  softer.boost = kSynonymBoost;
  for (const Synonyms::Target* target : match.targets) {
    const std::vector<QueryWord> found = SynonymWords(target->text, place);
    if (found.empty() || seen.contains(Joined(found))) continue;
    alternatives.push_back(QuotedPlan(found, softer, place.group));
    expansion_.explanations.push_back({.kind = Explanation::Kind::kSynonym,
                                       .begin = place.begin,
                                       .end = place.end,
                                       .also = {target->text},
                                       .reason = target->reason});
    AddQuotedSynonyms(found, mode, place, seen, alternatives);
  }
}

PlanNode WordPlans::QuotedPlan(absl::Span<const QueryWord> words, const WordMode& mode, uint32_t group) {
  if (words.size() == 1) {
    if (!mode.excluded) expansion_.highlights.AddForm(words[0].form, mode.field, group);
    return {TermLeaf{.stem = "", .form = words[0].form, .boost = mode.boost, .field = mode.field}};
  }
  std::vector<std::string> forms;
  for (const QueryWord& word : words) forms.push_back(word.form);
  if (!mode.excluded) expansion_.highlights.AddPhrase(forms, mode.field, group);
  return {PhraseLeaf{.forms = std::move(forms), .boost = mode.boost, .field = mode.field}};
}

absl::StatusOr<std::optional<PlanNode>> WordPlans::Prefix(absl::Span<const QueryWord> words, const WordMode& mode) {
  if (words.empty()) return std::optional<PlanNode>();
  std::vector<PlanNode> all;
  if (words.size() > 1) {
    ASSIGN_OR_RETURN(std::optional<PlanNode> before, Words(words.first(words.size() - 1), mode));
    if (before) all.push_back(*std::move(before));
  }
  const std::string prefix(Kept(words.back().form));
  const uint32_t group = groups_++;
  if (!mode.excluded) expansion_.highlights.AddPrefix(prefix, mode.field, group);
  all.push_back({PrefixLeaf{.prefix = prefix, .boost = mode.boost, .field = mode.field}});
  return AllOfPlans(std::move(all));
}

void WordPlans::NoteTooMany(size_t begin, size_t end) {
  if (std::exchange(noted_too_many_, true)) return;
  expansion_.notes.push_back({QueryNote::Kind::kTooManyVariants, begin, end});
}

}  // namespace lectern::search
