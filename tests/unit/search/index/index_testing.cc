#include "tests/unit/search/index/index_testing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "storage/search/index/bm25.h"

namespace lectern::search::testing {
namespace {

// Word number n of the vocabulary: low numbers are frequent.
std::string FormOf(uint64_t stem, uint64_t ending) {
  static const char* const kEndings[] = {"", "s", "ren", "ing"};
  return "w" + std::to_string(stem) + "x" + kEndings[ending];
}

std::string LabelOf(Random& random, const char* name, uint64_t count) {
  return name + std::to_string(std::min(Below(random, count), Below(random, count)));
}

bool Holds(const Document& document, const TermLeaf& term) {
  return std::any_of(document.words.begin(), document.words.end(), [&](const Word& word) {
    return (term.stem.empty() || word.stem == term.stem) && (term.form.empty() || word.form == term.form) &&
           (!term.field.has_value() || word.field == *term.field);
  });
}

bool HoldsAt(const Document& document, Field field, uint32_t position, const std::string& form) {
  return std::any_of(document.words.begin(), document.words.end(), [&](const Word& word) {
    return word.field == field && word.position == position && word.form == form;
  });
}

bool IsPhraseAt(const Document& document, const PhraseLeaf& phrase, Field field, uint32_t position) {
  for (size_t i = 0; i < phrase.forms.size(); ++i)
    if (!HoldsAt(document, field, position + static_cast<uint32_t>(i), phrase.forms[i])) return false;
  return true;
}

bool Holds(const Document& document, const PhraseLeaf& phrase) {
  return std::any_of(document.words.begin(), document.words.end(), [&](const Word& word) {
    return (!phrase.field.has_value() || word.field == *phrase.field) &&
           IsPhraseAt(document, phrase, word.field, word.position);
  });
}

bool Holds(const Document& document, const PrefixLeaf& prefix) {
  return std::any_of(document.words.begin(), document.words.end(), [&](const Word& word) {
    return word.form.starts_with(prefix.prefix) && (!prefix.field.has_value() || word.field == *prefix.field);
  });
}

bool Matches(const Document& document, const PlanNode& plan);

struct MatchVisitor {
  const Document& document;
  bool operator()(const Everything&) const { return true; }
  bool operator()(const TermLeaf& term) const { return Holds(document, term); }
  bool operator()(const PhraseLeaf& phrase) const { return Holds(document, phrase); }
  bool operator()(const PrefixLeaf& prefix) const { return Holds(document, prefix); }
  bool operator()(const AnyOf& any) const {
    return std::any_of(any.children.begin(), any.children.end(),
                       [&](const PlanNode& child) { return Matches(document, child); });
  }
  bool operator()(const AllOf& all) const {
    return std::all_of(all.children.begin(), all.children.end(),
                       [&](const PlanNode& child) { return Matches(document, child); });
  }
  bool operator()(const Not& negation) const { return !Matches(document, negation.child[0]); }
};

bool Matches(const Document& document, const PlanNode& plan) { return std::visit(MatchVisitor{document}, plan.node); }

bool Takes(const Document& document, const Filter& filter);

struct FilterVisitor {
  const Document& document;
  bool operator()(const LabelIn& in) const {
    const auto& labels = document.labels[static_cast<size_t>(in.column)];
    return std::any_of(in.labels.begin(), in.labels.end(), [&](const std::string& label) {
      return std::find(labels.begin(), labels.end(), label) != labels.end();
    });
  }
  bool operator()(const LabelPresent& present) const {
    return !document.labels[static_cast<size_t>(present.column)].empty();
  }
  bool operator()(const NumberIn& in) const {
    const int64_t number = document.numbers[static_cast<size_t>(in.column)];
    return number != kNoNumber && number >= in.least && number <= in.most;
  }
  bool operator()(const FilterAll& all) const {
    return std::all_of(all.parts.begin(), all.parts.end(), [&](const Filter& part) { return Takes(document, part); });
  }
  bool operator()(const FilterAny& any) const {
    return std::any_of(any.parts.begin(), any.parts.end(), [&](const Filter& part) { return Takes(document, part); });
  }
  bool operator()(const FilterNot& negation) const { return !Takes(document, negation.part[0]); }
};

bool Takes(const Document& document, const Filter& filter) { return std::visit(FilterVisitor{document}, filter.node); }

// The leaves that score, each as the words it scores by.
struct ScoredLeaf {
  PlanNode leaf;
  std::vector<PlanNode> words;  // terms and prefixes without fields
  float boost;
};

void Collect(const PlanNode& plan, std::vector<ScoredLeaf>& leaves) {
  if (const auto* term = std::get_if<TermLeaf>(&plan.node)) {
    leaves.push_back({plan, {{TermLeaf{term->stem, term->form, 1, {}}}}, term->boost});
  } else if (const auto* prefix = std::get_if<PrefixLeaf>(&plan.node)) {
    leaves.push_back({plan, {{PrefixLeaf{prefix->prefix, 1, {}, prefix->max_forms}}}, prefix->boost});
  } else if (const auto* phrase = std::get_if<PhraseLeaf>(&plan.node)) {
    ScoredLeaf leaf{plan, {}, phrase->boost};
    for (const std::string& form : phrase->forms) leaf.words.push_back({TermLeaf{{}, form, 1, {}}});
    leaves.push_back(std::move(leaf));
  } else if (const auto* any = std::get_if<AnyOf>(&plan.node)) {
    for (const PlanNode& child : any->children) Collect(child, leaves);
  } else if (const auto* all = std::get_if<AllOf>(&plan.node)) {
    for (const PlanNode& child : all->children) Collect(child, leaves);
  }
}

// By stem: its weighted frequency, where the stem has a form in the document that the word means.
std::map<std::string, uint32_t> Frequencies(const Document& document, const PlanNode& word) {
  std::set<std::string> stems;
  for (const Word& one : document.words) {
    Document alone;
    alone.words = {one};
    if (Matches(alone, word)) stems.insert(one.stem);
  }
  std::map<std::string, uint32_t> frequencies;
  for (const Word& one : document.words)
    if (stems.contains(one.stem)) frequencies[one.stem] += kFieldWeights[static_cast<size_t>(one.field)];
  return frequencies;
}

uint32_t LengthOf(const Document& document) {
  uint32_t length = 0;
  for (const Word& word : document.words) length += kFieldWeights[static_cast<size_t>(word.field)];
  return DecodeLength(EncodeLength(length));
}

}  // namespace

std::string StemOf(const std::string& form) { return form.substr(0, form.find('x') + 1); }

std::string MakeForm(Random& random) {
  const uint64_t stem = std::min({Below(random, 40), Below(random, 40), Below(random, 40)});
  return FormOf(stem, stem % 3 == 0 ? 0 : std::min(Below(random, 4), Below(random, 4)));
}

std::string MakeKey(Random& random, uint64_t keys) {
  return "entries/" + std::to_string(Below(random, keys) * 7919 % 100'003);
}

Document MakeDocument(Random& random, const std::string& key, bool everybody) {
  Document document;
  document.key = key;
  if (!everybody && Below(random, 4) == 0) document.audiences = static_cast<AudienceSet>(Below(random, 8));
  for (size_t f = 0; f < kFieldCount; ++f) {
    if (Below(random, 3) != 0) continue;
    uint32_t position = 0;
    for (uint64_t count = Below(random, 14); count > 0; --count) {
      const std::string form = MakeForm(random);
      document.words.push_back({static_cast<Field>(f), position, form, StemOf(form)});
      position += Below(random, 8) == 0 ? 3 : 1;
    }
  }
  for (uint64_t often = Below(random, 60) == 0 ? 30 : 0; often > 0; --often)
    document.words.push_back({Field::kPlaceNames, static_cast<uint32_t>(100 - often), "w1x", "w1x"});
  document.Labels(LabelColumn::kCountry) = {LabelOf(random, "c", 12)};
  for (uint64_t count = Below(random, 3); count > 0; --count)
    document.Labels(LabelColumn::kThemes).push_back(LabelOf(random, "t", 6));
  if (Below(random, 2) == 0) document.Labels(LabelColumn::kSourceType) = {"report"};
  if (Below(random, 5) != 0) document.Number(NumberColumn::kYear) = 1990 + static_cast<int64_t>(Below(random, 30));
  if (Below(random, 9) != 0) document.Number(NumberColumn::kDate) = static_cast<int64_t>(Below(random, 400)) - 100;
  document.Number(NumberColumn::kRank) = static_cast<int64_t>(random() >> 6);
  // Few titles, so that documents share some; long ones, of which the end does not count.
  if (Below(random, 6) != 0) document.title_order = "t" + std::to_string(Below(random, 300));
  if (Below(random, 9) == 0) document.title_order.insert(0, 63, 'l');
  return document;
}

namespace {

std::optional<Field> MaybeField(Random& random) {
  if (Below(random, 4) != 0) return std::nullopt;
  return static_cast<Field>(Below(random, kFieldCount));
}

PlanNode MakeLeaf(Random& random) {
  const float boost = Below(random, 3) == 0 ? 2.5f : 1.0f;
  const std::string form = MakeForm(random);
  switch (Below(random, 6)) {
    case 0:
      return {TermLeaf{{}, form, boost, MaybeField(random)}};
    case 1:
      return {TermLeaf{StemOf(form), form, boost, MaybeField(random)}};
    case 2:
      return {PhraseLeaf{{form, MakeForm(random)}, boost, MaybeField(random)}};
    case 3:
      return {PrefixLeaf{form.substr(0, 2 + Below(random, 3)), boost, MaybeField(random)}};
    default:
      return {TermLeaf{StemOf(form), {}, boost, MaybeField(random)}};
  }
}

PlanNode MakePlan(Random& random, uint64_t depth) {
  const uint64_t choice = Below(random, depth == 0 ? 2 : 6);
  if (choice < 2) return MakeLeaf(random);
  std::vector<PlanNode> children;
  for (uint64_t count = 1 + Below(random, 3); count > 0; --count) children.push_back(MakePlan(random, depth - 1));
  if (choice == 2) return {AnyOf{std::move(children)}};
  if (choice == 3) children.push_back({Not{{MakePlan(random, depth - 1)}}});
  return {AllOf{std::move(children)}};
}

Filter MakeFilter(Random& random, uint64_t depth) {
  switch (Below(random, depth == 0 ? 3 : 6)) {
    case 0:
      return {LabelIn{LabelColumn::kCountry, {LabelOf(random, "c", 12), LabelOf(random, "c", 14)}}};
    case 1:
      return {LabelIn{LabelColumn::kThemes, {LabelOf(random, "t", 6)}}};
    case 2:
      return {NumberIn{NumberColumn::kYear, 1995, 1995 + static_cast<int64_t>(Below(random, 20))}};
    case 3:
      return {FilterNot{{MakeFilter(random, depth - 1)}}};
    case 4:
      return {FilterAny{{MakeFilter(random, depth - 1), {NumberIn{NumberColumn::kRank, 1ll << 54, 1ll << 57}}}}};
    default:
      return {FilterAll{{MakeFilter(random, depth - 1), {LabelPresent{LabelColumn::kSourceType}}}}};
  }
}

}  // namespace

SearchRequest MakeRequest(Random& random) {
  SearchRequest request;
  request.plan = MakePlan(random, Below(random, 3));
  if (Below(random, 2) == 0) request.filter = MakeFilter(random, 2);
  request.audience = static_cast<Audience>(Below(random, kAudienceCount));
  if (const uint64_t order = Below(random, 8); order < 3) {
    request.order.by = order == 0 ? Order::By::kTitle : Order::By::kNumber;
    request.order.column = static_cast<NumberColumn>(Below(random, kNumberColumnCount));
    request.order.descending = Below(random, 2) == 0;
  }
  request.limit = Below(random, 20);
  if (Below(random, 3) == 0) request.facets = {{LabelColumn::kCountry, 5}, {LabelColumn::kThemes, 100}};
  return request;
}

void Oracle::Apply(const Batch& batch) {
  for (const std::string& key : batch.deletions) documents_.erase(key);
  for (const Document& document : batch.upserts) documents_[document.key] = document;
}

std::map<std::string, uint64_t> Oracle::Forms(Audience audience) const {
  std::map<std::string, uint64_t> forms;
  for (const auto& [key, document] : documents_) {
    if ((document.audiences & Only(audience)) == 0) continue;
    std::set<std::string> own;
    for (const Word& word : document.words) own.insert(word.form);
    for (const std::string& form : own) ++forms[form];
  }
  return forms;
}

SearchResult Oracle::Search(const SearchRequest& request) const {
  std::vector<const Document*> visible;
  uint64_t length = 0;
  for (const auto& [key, document] : documents_) {
    if ((document.audiences & Only(request.audience)) == 0) continue;
    visible.push_back(&document);
    length += LengthOf(document);
  }
  const double average = visible.empty() ? 1 : static_cast<double>(length) / static_cast<double>(visible.size());
  std::vector<ScoredLeaf> leaves;
  Collect(request.plan, leaves);
  std::map<const PlanNode*, double> weights;
  for (const ScoredLeaf& leaf : leaves) {
    for (const PlanNode& word : leaf.words) {
      double holding = 0;
      for (const Document* document : visible) holding += Matches(*document, word) ? 1 : 0;
      const double n = static_cast<double>(visible.size());
      weights[&word] = std::log(1 + (n - holding + 0.5) / (holding + 0.5)) * leaf.boost * 2.2 * 65536;
    }
  }
  SearchResult result;
  std::vector<std::map<std::string, uint64_t>> facets(request.facets.size());
  for (const Document* document : visible) {
    if (!Matches(*document, request.plan) || !Takes(*document, request.filter)) continue;
    ++result.total;
    for (size_t f = 0; f < facets.size(); ++f) {
      const auto& labels = document->labels[static_cast<size_t>(request.facets[f].column)];
      for (const std::string& label : std::set<std::string>(labels.begin(), labels.end())) ++facets[f][label];
    }
    Found found;
    found.key = document->key;
    if (request.order.by == Order::By::kRelevance) {
      for (const ScoredLeaf& leaf : leaves) {
        if (!Matches(*document, leaf.leaf)) continue;
        for (const PlanNode& word : leaf.words) {
          for (const auto& [stem, frequency] : Frequencies(*document, word)) {
            const double half = 1.2 * (1 - 0.75 + 0.75 * LengthOf(*document) / std::max(average, 1.0));
            found.score += static_cast<uint32_t>(weights[&word] * (frequency / (frequency + half)) + 0.5);
          }
        }
      }
      found.value = found.score;
    } else if (request.order.by == Order::By::kTitle) {
      found.text = document->title_order.substr(0, 64);
    } else {
      found.value = document->numbers[static_cast<size_t>(request.order.column)];
    }
    result.found.push_back(std::move(found));
  }
  const auto place = [&](const Found& found) -> std::pair<int, int64_t> {
    if (request.order.by == Order::By::kTitle) return {found.text.empty() ? 1 : 0, 0};
    if (request.order.by == Order::By::kRelevance) return {0, -found.value};
    if (found.value == kNoNumber) return {1, 0};
    return {0, request.order.descending ? -found.value : found.value};
  };
  std::stable_sort(result.found.begin(), result.found.end(), [&](const Found& a, const Found& b) {
    if (place(a) != place(b)) return place(a) < place(b);
    return request.order.descending ? a.text > b.text : a.text < b.text;
  });
  result.more = request.limit > 0 && result.found.size() > request.limit;
  if (result.found.size() > request.limit) result.found.resize(request.limit);
  for (size_t f = 0; f < facets.size(); ++f) {
    std::vector<FacetCount> counts;
    for (const auto& [label, count] : facets[f]) counts.push_back({label, count});
    std::stable_sort(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
    if (counts.size() > request.facets[f].limit) counts.resize(request.facets[f].limit);
    result.facets.push_back(std::move(counts));
  }
  return result;
}

IndexOptions TestOptions(rocksdb::Env* environment) {
  IndexOptions options;
  options.folder = "/index";
  options.identity = "test";
  options.environment = environment;
  options.cache_bytes = 4 << 20;
  options.background = false;
  return options;
}

void ExpectSame(const SearchResult& expected, const SearchResult& actual, const std::string& what) {
  EXPECT_EQ(expected.total, actual.total) << what;
  EXPECT_EQ(expected.more, actual.more) << what;
  ASSERT_EQ(expected.found.size(), actual.found.size()) << what;
  for (size_t i = 0; i < expected.found.size(); ++i) {
    ASSERT_EQ(expected.found[i].key, actual.found[i].key) << what << ", result " << i;
    ASSERT_EQ(expected.found[i].score, actual.found[i].score) << what << ", result " << i;
    ASSERT_EQ(expected.found[i].value, actual.found[i].value) << what << ", result " << i;
    ASSERT_EQ(expected.found[i].text, actual.found[i].text) << what << ", result " << i;
  }
  ASSERT_EQ(expected.facets.size(), actual.facets.size()) << what;
  for (size_t f = 0; f < expected.facets.size(); ++f) {
    ASSERT_EQ(expected.facets[f].size(), actual.facets[f].size()) << what;
    for (size_t i = 0; i < expected.facets[f].size(); ++i) {
      EXPECT_EQ(expected.facets[f][i].label, actual.facets[f][i].label) << what;
      EXPECT_EQ(expected.facets[f][i].count, actual.facets[f][i].count) << what;
    }
  }
}

SearchResult AllPages(const View& view, SearchRequest request, size_t size) {
  SearchResult all;
  request.limit = size;
  for (;;) {
    const auto page = Search(view, request);
    EXPECT_TRUE(page.ok()) << page.status().ToString();
    if (!page.ok()) return all;
    all.total = page->total;
    all.facets = page->facets;
    all.found.insert(all.found.end(), page->found.begin(), page->found.end());
    if (!page->more) return all;
    request.after = Cursor{page->found.back().value, page->found.back().key, page->found.back().text};
  }
}

}  // namespace lectern::search::testing
