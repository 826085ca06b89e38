#include "storage/search/documents/record_texts.h"

#include "absl/strings/str_cat.h"
#include "lectern/v1/country.pb.h"
#include "lectern/v1/entry.pb.h"
#include "lectern/v1/taxonomy.pb.h"
#include "lectern/v1/teacher_resource.pb.h"
#include "proto/reference/countries.h"
#include "storage/engine/text.h"

namespace lectern::search {
namespace {

constexpr std::string_view kCountryPrefix = "countries/";

// Hands over the texts of one record, empty ones left out.
class Texts {
 public:
  Texts(RecordTextSink sink, std::string_view language) : sink_(sink), language_(LanguageOfText(language)) {}

  void Add(RecordText text) const {
    if (text.text.empty()) return;
    sink_(text);
  }
  void AddField(Field field, std::string_view path, std::string_view text) const {
    Add({.field = field, .text = text, .language = language_, .list = path});
  }
  template <class List>
  void AddList(Field field, std::string_view path, const List& list) const {
    for (int i = 0; i < list.size(); ++i)
      Add({.field = field, .text = list[i], .language = language_, .list = path, .item = i});
  }
  // Texts that say their language themselves.
  template <class List>
  void AddLocalized(Field field, std::string_view path, const List& list) const {
    for (int i = 0; i < list.size(); ++i)
      Add({.field = field,
           .text = list[i].text(),
           .language = LanguageOfText(list[i].language()),
           .list = path,
           .item = i,
           .leaf = "text"});
  }
  // An item's text in a list of messages.
  void AddItem(Field field, std::string_view list, int item, std::string_view leaf, std::string_view text) const {
    Add({.field = field, .text = text, .language = language_, .list = list, .item = item, .leaf = leaf});
  }
  // The names of "countries/be", whoever is found by them.
  void AddCountryNames(std::string_view country) const {
    if (!country.starts_with(kCountryPrefix)) return;
    country.remove_prefix(kCountryPrefix.size());
    const reference::Country* known = reference::FindCountryByCode(country.substr(0, country.find('/')));
    if (known == nullptr) return;
    Add({.field = Field::kPlaceNames, .text = known->name});
    Add({.field = Field::kPlaceNames, .text = known->official_name});
  }

  Language language() const { return language_; }

 private:
  RecordTextSink sink_;
  const Language language_;
};

void VisitEntry(const v1::Entry& entry, RecordTextSink sink) {
  const Texts texts(sink, entry.language());
  texts.AddList(Field::kTitle, "title_lines", entry.title_lines());
  for (int i = 0; i < entry.contributors_size(); ++i) {
    const v1::Contributor& contributor = entry.contributors(i);
    texts.AddItem(Field::kContributors, "contributors", i, "family", contributor.family());
    texts.AddItem(Field::kContributors, "contributors", i, "given", contributor.given());
    texts.AddItem(Field::kContributors, "contributors", i, "literal", contributor.literal());
  }
  texts.AddField(Field::kContributors, "raw_byline", entry.raw_byline());
  texts.AddField(Field::kPublisher, "publisher", entry.publisher());
  texts.AddField(Field::kPublisher, "series", entry.series());
  texts.AddField(Field::kPublisher, "place", entry.place());
  for (int i = 0; i < entry.passages_size(); ++i) {
    const v1::Passage& passage = entry.passages(i);
    const Language language = passage.language().empty() ? texts.language() : LanguageOf(passage.language());
    RecordText text{.field = Field::kPassages, .language = language, .list = "passages", .item = i};
    text.label = passage.label();
    text.text = passage.heading();
    text.leaf = "heading";
    texts.Add(text);
    text.text = passage.text();
    text.leaf = "text";
    texts.Add(text);
  }
  texts.AddList(Field::kNotes, "notes", entry.notes());
  texts.AddCountryNames(entry.country());
  for (const std::string& country : entry.other_countries()) texts.AddCountryNames(country);
}

void VisitCountry(const v1::Country& country, RecordTextSink sink) {
  const Texts texts(sink, "en");
  texts.AddField(Field::kTitle, "display_name", country.display_name());
  texts.AddField(Field::kPlaceNames, "official_name", country.official_name());
  texts.AddLocalized(Field::kPlaceNames, "other_names", country.other_names());
}

void VisitPage(const v1::CountryPage& page, RecordTextSink sink) {
  const Texts texts(sink, page.language());
  texts.AddField(Field::kTitle, "printed_country_name", page.printed_country_name());
  const v1::Introduction& introduction = page.introduction();
  texts.AddField(Field::kPublisher, "introduction.source", introduction.source());
  for (int i = 0; i < introduction.paragraphs_size(); ++i)
    texts.AddItem(Field::kPassages, "introduction.paragraphs", i, "", introduction.paragraphs(i));
  texts.AddField(Field::kNotes, "period", page.period());
  texts.AddField(Field::kNotes, "caution", page.caution());
  texts.AddCountryNames(page.name());
}

void VisitResource(const v1::TeacherResource& resource, RecordTextSink sink) {
  const Texts texts(sink, resource.language());
  constexpr Field kLesson = Field::kLessonText;
  texts.AddField(Field::kTitle, "title", resource.title());
  texts.AddField(kLesson, "unit_topic", resource.unit_topic());
  texts.AddField(kLesson, "lesson_topic", resource.lesson_topic());
  texts.AddField(kLesson, "primary_method", resource.primary_method());
  texts.AddField(kLesson, "purpose", resource.purpose());
  texts.AddField(kLesson, "grade_level", resource.grade_level());
  texts.AddList(kLesson, "educational_uses", resource.educational_uses());
  texts.AddList(kLesson, "objectives", resource.objectives());
  texts.AddField(kLesson, "anticipatory_set", resource.anticipatory_set());
  for (int i = 0; i < resource.procedures_size(); ++i) {
    const v1::Procedure& procedure = resource.procedures(i);
    texts.AddItem(kLesson, "procedures", i, "heading", procedure.heading());
    for (int j = 0; j < procedure.steps_size(); ++j)
      texts.Add({.field = kLesson,
                 .text = procedure.steps(j),
                 .language = texts.language(),
                 .list = "procedures",
                 .item = i,
                 .leaf = "steps",
                 .leaf_item = j});
  }
  texts.AddField(kLesson, "assignments", resource.assignments());
  texts.AddField(kLesson, "closure", resource.closure());
  for (int i = 0; i < resource.parts_size(); ++i) {
    texts.AddItem(kLesson, "parts", i, "heading", resource.parts(i).heading());
    texts.AddItem(kLesson, "parts", i, "body", resource.parts(i).body());
  }
  for (int i = 0; i < resource.prompts_size(); ++i) {
    texts.AddItem(kLesson, "prompts", i, "text", resource.prompts(i).text());
    texts.AddItem(kLesson, "prompts", i, "suggestions", resource.prompts(i).suggestions());
  }
  for (int i = 0; i < resource.entry_references_size(); ++i)
    texts.AddItem(kLesson, "entry_references", i, "note", resource.entry_references(i).note());
  texts.AddCountryNames(resource.country());
}

// Topics and themes have the same fields.
template <class Term>
void VisitTerm(const Term& term, RecordTextSink sink) {
  const Texts texts(sink, "");
  texts.AddLocalized(Field::kTitle, "labels", term.labels());
  texts.AddLocalized(Field::kPassages, "descriptions", term.descriptions());
  texts.AddLocalized(Field::kPassages, "guidance", term.guidance());
}

}  // namespace

std::string RecordText::Path() const {
  std::string path(list);
  if (item >= 0) absl::StrAppend(&path, "[", item, "]");
  if (!leaf.empty()) absl::StrAppend(&path, ".", Absl(leaf));
  if (leaf_item >= 0) absl::StrAppend(&path, "[", leaf_item, "]");
  return path;
}

Language LanguageOfText(std::string_view tag) { return tag.empty() ? Language::kEnglish : LanguageOf(tag); }

void VisitTexts(const google::protobuf::Message& record, RecordTextSink sink) {
  const auto* type = record.GetDescriptor();
  if (type == v1::Entry::descriptor())
    VisitEntry(static_cast<const v1::Entry&>(record), sink);
  else if (type == v1::CountryPage::descriptor())
    VisitPage(static_cast<const v1::CountryPage&>(record), sink);
  else if (type == v1::TeacherResource::descriptor())
    VisitResource(static_cast<const v1::TeacherResource&>(record), sink);
  else if (type == v1::Country::descriptor())
    VisitCountry(static_cast<const v1::Country&>(record), sink);
  else if (type == v1::Topic::descriptor())
    VisitTerm(static_cast<const v1::Topic&>(record), sink);
  else if (type == v1::Theme::descriptor())
    VisitTerm(static_cast<const v1::Theme&>(record), sink);
}

}  // namespace lectern::search
