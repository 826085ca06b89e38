#include "storage/search/upkeep/terminology.h"

#include <string>
#include <vector>

#include "lectern/v1/taxonomy.pb.h"
#include "storage/engine/fault.h"
#include "storage/records/kinds.h"
#include "storage/records/record_reader.h"
#include "storage/search/documents/record_texts.h"

namespace lectern::search {
namespace {

constexpr size_t kRowsAtOnce = 256;

template <class Term>
std::string PreferredTerm(const Term& term, const std::string& language) {
  for (const v1::LocalizedText& label : term.labels())
    if (label.language() == language) return label.text();
  return term.labels().empty() ? "" : term.labels(0).text();
}

template <class Term>
void AddRows(const Term& term, std::vector<SynonymRow>& rows) {
  const auto add = [&](const auto& texts, bool two_way) {
    for (const v1::LocalizedText& text : texts)
      rows.push_back(
          {text.text(), PreferredTerm(term, text.language()), LanguageOfText(text.language()), two_way, term.name()});
  };
  add(term.legacy_terms(), false);
  add(term.synonyms(), true);
}

template <class Term>
absl::Status ReadTerms(const storage::Snapshot& snapshot, const storage::RecordKind& kind,
                       std::vector<SynonymRow>& rows) {
  storage::ListQuery query;
  query.index = &kind.StandardIndex();
  query.limit = kRowsAtOnce;
  for (;;) {
    ASSIGN_OR_RETURN(const std::vector<storage::ListRow> listed, storage::ListRows(snapshot, query));
    for (const storage::ListRow& row : listed) {
      ASSIGN_OR_RETURN(const auto record, storage::ReadRecord(snapshot, kind, row.record_key));
      if (record) AddRows(static_cast<const Term&>(*record->message), rows);
    }
    if (listed.size() < kRowsAtOnce) return absl::OkStatus();
    query.after = listed.back().position;
  }
}

}  // namespace

absl::StatusOr<Synonyms> ReadTerminology(const storage::Snapshot& snapshot, Analyzer& analyzer) {
  std::vector<SynonymRow> rows;
  RETURN_IF_ERROR(ReadTerms<v1::Topic>(snapshot, storage::TopicRecords(), rows));
  RETURN_IF_ERROR(ReadTerms<v1::Theme>(snapshot, storage::ThemeRecords(), rows));
  return Synonyms(analyzer, rows);
}

}  // namespace lectern::search
