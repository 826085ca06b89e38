// Documents of the index from records of the store.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "storage/records/record_kind.h"
#include "storage/search/analysis/analyzer.h"
#include "storage/search/index/document.h"

namespace lectern::search {

// The kinds that are searched: entries, countries, country pages, topics, themes and teacher resources. Hotlines are
// not: they stand on their country's pages, where it is said how far they can be relied on.
const std::vector<const storage::RecordKind*>& SearchedKinds();
// The one that a record key is of; null where it is none of them.
const storage::RecordKind* SearchedKindOf(std::string_view record_key);

// The name of the record that a document was made of.
std::string_view RecordNameOf(std::string_view document_key);
// The keys that a record's documents may have.
std::vector<std::string> DocumentKeysOf(std::string_view record_name);

// Makes documents, one record after another. Not thread-safe.
class RecordDocuments {
 public:
  // Appends the documents of the record `name` that is stored as `value`: one for each projection that reads
  // differently, with disjoint audiences; none of what is deleted. DATA_LOSS (RECORD_CORRUPT) where it is damaged.
  absl::Status Make(const storage::RecordKind& kind, const std::string& name, std::string_view value,
                    std::vector<Document>& documents);

  // The languages of all texts so far.
  const LanguageSet& languages() const { return languages_; }

 private:
  Document MakeOne(const storage::RecordKind& kind, const google::protobuf::Message& record);
  void AddWords(const google::protobuf::Message& record, std::vector<Word>& words);

  Analyzer analyzer_;
  LanguageSet languages_;
};

}  // namespace lectern::search
