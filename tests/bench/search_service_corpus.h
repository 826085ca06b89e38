// The corpus of search_corpus.h as published entries, and the queries of search_classes.h as a client sends them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "lectern/v1/entry.pb.h"
#include "lectern/v1/search_service.pb.h"
#include "tests/bench/load_client.h"
#include "tests/bench/search_classes.h"
#include "tests/bench/search_corpus.h"

namespace lectern::bench {

// Document `number` as an entry: its words as one title line and one passage, and what entries have of its attributes.
// Countries, topics and source types have numbers in the corpus; each stands for a real one.
v1::Entry EntryFor(const SearchCorpus& corpus, uint64_t number, uint32_t version);

// Tells whether two builds make the same entries.
uint64_t EntriesVersion(const SearchCorpus& corpus);

struct ServiceClass {
  std::string name;                         // as of the SearchClass
  uint64_t skip = 0;                        // results before the page that is measured
  std::vector<v1::SearchRequest> requests;  // for first pages
};

// For a catalogue of the first `documents` of the corpus. An answer always counts all results: of the two classes by
// date there is one. Of deep pages there are few, since a client gets there page by page.
std::vector<ServiceClass> MakeServiceClasses(const SearchCorpus& corpus, uint64_t documents);

// Calls of one other method than Search, as a client sends them.
struct OtherCalls {
  std::string name;  // "suggest"
  Workload calls;
};

// Suggest for what a reader has typed after some letters of a word, a country given every other time, and Related for
// entries that were not deleted.
std::vector<OtherCalls> MakeOtherCalls(const SearchCorpus& corpus, uint64_t documents);

// `request` for the page behind the first `skip` results, whose token comes of going through the pages before it.
// Throws std::runtime_error where there are not so many, and what `ask` throws.
v1::SearchRequest PageBehind(uint64_t skip, v1::SearchRequest request,
                             const std::function<v1::SearchResponse(const v1::SearchRequest&)>& ask);

}  // namespace lectern::bench
