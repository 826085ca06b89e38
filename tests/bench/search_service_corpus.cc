#include "tests/bench/search_service_corpus.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <map>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "tests/bench/corpus.h"
#include "tests/bench/search_feed.h"

namespace lectern::bench {
namespace {

using search::Field;
using search::LabelColumn;
using search::NumberColumn;
using Match = SearchQuery::Match;

constexpr uint64_t kCountryCodes = 200;  // of the corpus
constexpr size_t kDeepQueries = 24;
constexpr uint64_t kLargestPage = 100;
constexpr int kMostCountries = 1000;  // values that a facet may have
constexpr std::array<int64_t, 12> kDaysOfMonths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
constexpr int64_t kDaysOfYear = 365;  // of each, in the corpus
constexpr int64_t kFirstYear = 1970;
constexpr uint32_t kTypedWords = 240;  // of which some letters are typed
constexpr uint32_t kMostLetters = 6;
constexpr uint64_t kRelatedEntries = 240;

std::string CountryName(const std::string& code) {
  static const std::map<std::string, std::string> names = [] {
    std::map<std::string, std::string> made;
    const std::vector<v1::Country> countries = Countries();
    for (uint64_t number = 0; number < kCountryCodes; ++number)
      made[SearchCorpus::Country(number)] = countries.at(number).name();
    return made;
  }();
  return names.at(code);
}

// What a label ends with: 7 of "type7".
uint64_t NumberAtEnd(const std::string& label) {
  const size_t digits = label.find_last_not_of("0123456789") + 1;
  uint64_t number = 0;
  std::from_chars(label.data() + digits, label.data() + label.size(), number);
  return number;
}

std::string EdtfOf(int64_t year, int64_t day_of_year) {
  size_t month = 0;
  for (; day_of_year >= kDaysOfMonths[month]; ++month) day_of_year -= kDaysOfMonths[month];
  char edtf[32];
  std::snprintf(edtf, sizeof edtf, "%04lld-%02zu-%02lld", static_cast<long long>(year), month + 1,
                static_cast<long long>(day_of_year) + 1);
  return edtf;
}

std::string QueryText(const SearchQuery& query) {
  std::string text;
  for (const std::string& word : query.words) {
    if (!text.empty()) text += query.match == Match::kAny ? " OR " : " ";
    text += word;
  }
  if (query.match == Match::kPhrase) return '"' + text + '"';
  return query.match == Match::kPrefix ? text + '*' : text;
}

v1::SearchRequest ServiceRequest(Page page, const SearchQuery& query) {
  v1::SearchRequest request;
  request.set_query(QueryText(query));
  if (!query.country.empty())
    request.set_filter("country = \"" + CountryName(query.country) + "\" AND year >= " +
                       std::to_string(query.first_year) + " AND year <= " + std::to_string(query.last_year));
  if (page == Page::kNewest || page == Page::kNewestAlone) request.set_order_by("date desc");
  if (page == Page::kCounts) {
    request.add_facets()->set_attribute("country");
    request.mutable_facets(0)->set_limit(kMostCountries);
  }
  return request;
}

}  // namespace

v1::Entry EntryFor(const SearchCorpus& corpus, uint64_t number, uint32_t version) {
  search::Document document = corpus.Make(number, version);
  v1::Entry entry;
  entry.set_name(document.key);
  entry.add_title_lines(TextOf(document, Field::kTitle));
  v1::Passage& passage = *entry.add_passages();
  passage.set_label("[1]");
  passage.set_text(TextOf(document, Field::kPassages));
  entry.set_country(CountryName(document.Labels(LabelColumn::kCountry).at(0)));
  entry.set_topic(TopicName(NumberAtEnd(document.Labels(LabelColumn::kTopic).at(0))));
  entry.set_source_type(static_cast<v1::SourceType>(1 + NumberAtEnd(document.Labels(LabelColumn::kSourceType).at(0))));
  entry.set_language("en");
  const int64_t year = document.Number(NumberColumn::kYear);
  const std::string edtf = EdtfOf(year, document.Number(NumberColumn::kDate) - (year - kFirstYear) * kDaysOfYear);
  entry.mutable_published()->set_raw(edtf);
  entry.mutable_published()->set_edtf(edtf);
  return entry;
}

uint64_t EntriesVersion(const SearchCorpus& corpus) {
  constexpr uint64_t kSample = 64;
  uint64_t hash = 14695981039346656037u;  // FNV-1a
  for (uint64_t number = 0; number < kSample; ++number)
    for (const char byte : EntryFor(corpus, number, 0).SerializeAsString())
      hash = (hash ^ static_cast<unsigned char>(byte)) * 1099511628211u;
  return hash;
}

std::vector<ServiceClass> MakeServiceClasses(const SearchCorpus& corpus, uint64_t documents) {
  std::vector<ServiceClass> classes;
  for (const SearchClass& known : MakeSearchClasses(corpus, documents)) {
    // Those that cost the index most say least about what is around it.
    if (known.page == Page::kNewest || known.name.starts_with("domain_")) continue;
    ServiceClass& made = classes.emplace_back();
    made.name = known.name;
    made.skip = known.skip;
    for (const SearchQuery& query : known.queries) made.requests.push_back(ServiceRequest(known.page, query));
    if (made.skip > 0) made.requests.resize(std::min(made.requests.size(), kDeepQueries));
  }
  return classes;
}

std::vector<OtherCalls> MakeOtherCalls(const SearchCorpus& corpus, uint64_t documents) {
  OtherCalls suggest{"suggest", {"/lectern.v1.SearchService/Suggest", {}}};
  for (uint32_t i = 0; i < kTypedWords; ++i) {
    v1::SuggestRequest request;
    request.set_query(corpus.Word(i).substr(0, 1 + i % kMostLetters));
    if (i % 2 == 1) request.set_country(CountryName(SearchCorpus::Country(i % kCountryCodes)));
    suggest.calls.requests.emplace_back(request.SerializeAsString());
  }
  OtherCalls related{"related", {"/lectern.v1.SearchService/Related", {}}};
  const uint64_t step = std::max<uint64_t>(documents / kRelatedEntries, 1);
  for (uint64_t number = 0; number < documents; number += step) {
    if (FateOf(number) == Fate::kDeleted) continue;
    v1::RelatedRequest request;
    request.set_name(SearchCorpus::Key(number));
    related.calls.requests.emplace_back(request.SerializeAsString());
  }
  return {std::move(suggest), std::move(related)};
}

v1::SearchRequest PageBehind(uint64_t skip, v1::SearchRequest request,
                             const std::function<v1::SearchResponse(const v1::SearchRequest&)>& ask) {
  const int32_t page_size = request.page_size();
  while (skip > 0) {
    // A token goes with any size of page: large steps lead there sooner.
    request.set_page_size(static_cast<int32_t>(std::min(skip, kLargestPage)));
    v1::SearchResponse page = ask(request);
    if (page.next_page_token().empty()) throw std::runtime_error("\"" + request.query() + "\" has no page so deep");
    skip -= static_cast<uint64_t>(request.page_size());
    request.set_page_token(std::move(*page.mutable_next_page_token()));
  }
  request.set_page_size(page_size);
  return request;
}

}  // namespace lectern::bench
