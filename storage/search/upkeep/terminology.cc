#include "storage/search/upkeep/terminology.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "lectern/v1/country.pb.h"
#include "lectern/v1/taxonomy.pb.h"
#include "storage/engine/fault.h"
#include "storage/records/kinds.h"
#include "storage/records/record_reader.h"
#include "storage/search/documents/attributes.h"
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
void AddSynonyms(const Term& term, std::vector<SynonymRow>& rows) {
  const auto add = [&](const auto& texts, bool two_way) {
    for (const v1::LocalizedText& text : texts)
      rows.push_back(
          {text.text(), PreferredTerm(term, text.language()), LanguageOfText(text.language()), two_way, term.name()});
  };
  add(term.legacy_terms(), false);
  add(term.synonyms(), true);
}

// By what is searched as its title and as the name of its place.
NameRow NamesOf(const std::string& resource, const storage::Message& record) {
  NameRow row{resource, TitleOf(record), {}};
  VisitTexts(record, [&row](const RecordText& text) {
    if (text.field == Field::kTitle || text.field == Field::kPlaceNames) row.names.emplace_back(text.text);
  });
  return row;
}

template <class Term>
NameRow NamesOfTerm(const Term& term) {
  NameRow row = NamesOf(term.name(), term);
  for (const v1::LocalizedText& text : term.synonyms()) row.names.push_back(text.text());
  for (const v1::LocalizedText& text : term.legacy_terms()) row.names.push_back(text.text());
  return row;
}

absl::Status VisitAll(const storage::Snapshot& snapshot, const storage::RecordKind& kind,
                      absl::FunctionRef<void(const storage::Message&)> visit) {
  storage::ListQuery query;
  query.index = &kind.StandardIndex();
  query.limit = kRowsAtOnce;
  for (;;) {
    ASSIGN_OR_RETURN(const std::vector<storage::ListRow> listed, storage::ListRows(snapshot, query));
    for (const storage::ListRow& row : listed) {
      ASSIGN_OR_RETURN(const auto record, storage::ReadRecord(snapshot, kind, row.record_key));
      if (record) visit(*record->message);
    }
    if (listed.size() < kRowsAtOnce) return absl::OkStatus();
    query.after = listed.back().position;
  }
}

}  // namespace

absl::StatusOr<Terminology> ReadTerminology(const storage::Snapshot& snapshot, Analyzer& analyzer) {
  std::vector<SynonymRow> synonyms;
  std::vector<NameRow> names;
  const auto add_term = [&](const auto& term) {
    AddSynonyms(term, synonyms);
    names.push_back(NamesOfTerm(term));
  };
  RETURN_IF_ERROR(VisitAll(snapshot, storage::CountryRecords(), [&](const storage::Message& country) {
    names.push_back(NamesOf(static_cast<const v1::Country&>(country).name(), country));
  }));
  RETURN_IF_ERROR(VisitAll(snapshot, storage::TopicRecords(),
                           [&](const storage::Message& topic) { add_term(static_cast<const v1::Topic&>(topic)); }));
  RETURN_IF_ERROR(VisitAll(snapshot, storage::ThemeRecords(),
                           [&](const storage::Message& theme) { add_term(static_cast<const v1::Theme&>(theme)); }));
  return Terminology{Synonyms(analyzer, synonyms), Names(analyzer, std::move(names))};
}

}  // namespace lectern::search
