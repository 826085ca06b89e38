#include "storage/search/documents/record_documents.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"
#include "storage/records/kinds.h"
#include "storage/records/record_value.h"
#include "storage/search/documents/attributes.h"
#include "storage/search/documents/record_texts.h"

namespace lectern::search {
namespace {

// Behind the record's name in a document's key: the lowest audience that the document is for. No name has it.
constexpr char kSeparator = '#';

static_assert(static_cast<int>(storage::Audience::kReader) == static_cast<int>(Audience::kReaders) &&
              static_cast<int>(storage::Audience::kEditor) == static_cast<int>(Audience::kEditors));

std::string DocumentKey(std::string_view name, Audience lowest) {
  return absl::StrCat(Absl(name), std::string(1, kSeparator), static_cast<int>(lowest));
}

bool SameWords(const std::vector<Word>& a, const std::vector<Word>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Word& x, const Word& y) {
    return x.field == y.field && x.position == y.position && x.form == y.form && x.stem == y.stem;
  });
}

bool ReadsTheSame(const Document& a, const Document& b) {
  return a.labels == b.labels && a.numbers == b.numbers && a.title_order == b.title_order &&
         SameWords(a.words, b.words);
}

absl::StatusOr<std::unique_ptr<storage::Message>> ParseFor(const storage::RecordKind& kind,
                                                           const storage::RecordView& view, Audience audience) {
  const std::string_view bytes = view.Bytes(static_cast<storage::Audience>(audience), storage::Extent::kFull);
  std::unique_ptr<storage::Message> record(kind.prototype->New());
  if (!record->ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT,
                 "a stored record is damaged; restore it from a backup");
  return record;
}

}  // namespace

const std::vector<const storage::RecordKind*>& SearchedKinds() {
  static const std::vector<const storage::RecordKind*> kinds = {
      &storage::EntryRecords(), &storage::CountryRecords(), &storage::CountryPageRecords(),
      &storage::TopicRecords(), &storage::ThemeRecords(),   &storage::TeacherResourceRecords()};
  return kinds;
}

const storage::RecordKind* SearchedKindOf(std::string_view record_key) {
  for (const storage::RecordKind* kind : SearchedKinds())
    if (!record_key.empty() && record_key.front() == static_cast<char>(kind->keyspace)) return kind;
  return nullptr;
}

std::string_view RecordNameOf(std::string_view document_key) {
  return document_key.substr(0, document_key.rfind(kSeparator));
}

std::vector<std::string> DocumentKeysOf(std::string_view record_name) {
  std::vector<std::string> keys;
  for (size_t a = 0; a < kAudienceCount; ++a) keys.push_back(DocumentKey(record_name, static_cast<Audience>(a)));
  return keys;
}

absl::Status RecordDocuments::Make(const storage::RecordKind& kind, const std::string& name, std::string_view value,
                                   std::vector<Document>& documents) {
  ASSIGN_OR_RETURN(const storage::RecordView view, storage::RecordView::Parse(value));
  if (view.deleted() || view.expunged()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto full, ParseFor(kind, view, Audience::kEditors));
  Document for_editors = MakeOne(kind, *full);
  for_editors.audiences = Only(Audience::kEditors);
  std::vector<Document> made;
  if (view.visible()) {
    const bool alike = !view.redacted() && (kind.strip == nullptr || (kind.strips != nullptr && !kind.strips(*full)));
    if (alike) {
      for_editors.audiences = kEverybody;
    } else {
      for (const Audience audience : {Audience::kReaders, Audience::kEducators}) {
        ASSIGN_OR_RETURN(const auto projected, ParseFor(kind, view, audience));
        Document document = MakeOne(kind, *projected);
        document.audiences = Only(audience);
        if (!made.empty() && ReadsTheSame(made.back(), document))
          made.back().audiences |= document.audiences;
        else
          made.push_back(std::move(document));
      }
      if (ReadsTheSame(made.back(), for_editors)) {
        for_editors.audiences |= made.back().audiences;
        made.pop_back();
      }
    }
  }
  made.push_back(std::move(for_editors));
  for (Document& document : made) {
    Audience lowest = Audience::kReaders;
    while ((document.audiences & Only(lowest)) == 0) lowest = static_cast<Audience>(static_cast<int>(lowest) + 1);
    document.key = DocumentKey(name, lowest);
    documents.push_back(std::move(document));
  }
  return absl::OkStatus();
}

Document RecordDocuments::MakeOne(const storage::RecordKind& kind, const google::protobuf::Message& record) {
  Document document;
  FillAttributes(record, kind.plural, document);
  AddWords(record, document.words);
  return document;
}

void RecordDocuments::AddWords(const google::protobuf::Message& record, std::vector<Word>& words) {
  std::optional<Field> field;
  uint32_t position = 0;
  VisitTexts(record, [&](const RecordText& text) {
    position = field == text.field ? position + kItemGap : 0;
    field = text.field;
    languages_.set(static_cast<size_t>(text.language));
    position = analyzer_.Analyze(text.text, text.language, position, [&](const AnalyzedWord& word) {
      if (word.position <= kMaxPosition)
        words.push_back({text.field, word.position, std::string(word.form), std::string(word.stem)});
    });
  });
}

}  // namespace lectern::search
