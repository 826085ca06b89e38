// The texts of a record that search looks in: what is indexed, and what snippets are taken from.
#pragma once

#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "google/protobuf/message.h"
#include "storage/search/analysis/language.h"
#include "storage/search/index/document.h"

namespace lectern::search {

// One text and where it stands.
struct RecordText {
  Field field = Field::kPassages;
  std::string_view text = {};  // of the record, or constant; not empty
  Language language = Language::kEnglish;
  // Of its field path: "passages", 2, "text". An item below 0 is none.
  std::string_view list = {};
  int item = -1;
  std::string_view leaf = {};
  int leaf_item = -1;
  std::string_view label = {};  // of a passage

  // Example: "passages[2].text". Empty for what stands in no field, such as a country's name in an entry.
  std::string Path() const;
};

using RecordTextSink = absl::FunctionRef<void(const RecordText&)>;

// Texts of `record`, a message of one of the kinds that are searched, as it is: give it what the reader of the answer
// may see. By field, and within a field in the record's order. What an editor notes for editors is none of them, nor is
// what stands in a record beside its content (addresses, provenance, legacy terms of the taxonomy).
void VisitTexts(const google::protobuf::Message& record, RecordTextSink sink);

// A language for what is tagged `tag`: untagged texts are English, as the old site was.
Language LanguageOfText(std::string_view tag);

}  // namespace lectern::search
