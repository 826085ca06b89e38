#include "clients/admin/formats/bibtex_reader.h"

#include <algorithm>
#include <utility>

#include "clients/admin/formats/bibtex_names.h"
#include "clients/admin/formats/encoding.h"
#include "clients/admin/formats/enum_words.h"
#include "clients/admin/formats/latex_text.h"
#include "clients/admin/legacy/white_space.h"
#include "fmt/format.h"

namespace lectern::formats {
namespace {

using legacy::AsciiLower;
using legacy::Trim;

// Types of classic BibTeX, and of BibLaTeX where the contract names another for the kind of work.
constexpr std::pair<std::string_view, v1::SourceType> kTypes[] = {{"techreport", v1::SOURCE_TYPE_REPORT},
                                                                  {"booklet", v1::SOURCE_TYPE_REPORT},
                                                                  {"manual", v1::SOURCE_TYPE_REPORT},
                                                                  {"mastersthesis", v1::SOURCE_TYPE_THESIS},
                                                                  {"phdthesis", v1::SOURCE_TYPE_THESIS},
                                                                  {"inbook", v1::SOURCE_TYPE_CHAPTER},
                                                                  {"bookinbook", v1::SOURCE_TYPE_CHAPTER},
                                                                  {"suppbook", v1::SOURCE_TYPE_CHAPTER},
                                                                  {"inproceedings", v1::SOURCE_TYPE_CHAPTER},
                                                                  {"conference", v1::SOURCE_TYPE_CHAPTER},
                                                                  {"inreference", v1::SOURCE_TYPE_CHAPTER},
                                                                  {"collection", v1::SOURCE_TYPE_BOOK},
                                                                  {"mvbook", v1::SOURCE_TYPE_BOOK},
                                                                  {"mvcollection", v1::SOURCE_TYPE_BOOK},
                                                                  {"proceedings", v1::SOURCE_TYPE_BOOK},
                                                                  {"reference", v1::SOURCE_TYPE_BOOK},
                                                                  {"periodical", v1::SOURCE_TYPE_ARTICLE_MAGAZINE},
                                                                  {"electronic", v1::SOURCE_TYPE_WEBPAGE},
                                                                  {"www", v1::SOURCE_TYPE_WEBPAGE},
                                                                  {"webpage", v1::SOURCE_TYPE_WEBPAGE},
                                                                  {"movie", v1::SOURCE_TYPE_MOTION_PICTURE},
                                                                  {"newspaper", v1::SOURCE_TYPE_ARTICLE_NEWSPAPER},
                                                                  {"magazine", v1::SOURCE_TYPE_ARTICLE_MAGAZINE}};

// What an entrysubtype says of an @article, and the CSL name where a writer gives that.
v1::SourceType TypeOfSubtype(std::string_view subtype) {
  if (subtype == "newspaper") return v1::SOURCE_TYPE_ARTICLE_NEWSPAPER;
  if (subtype == "magazine") return v1::SOURCE_TYPE_ARTICLE_MAGAZINE;
  return SourceTypeOfCsl(subtype);
}

v1::SourceType TypeOf(std::string_view type, std::string_view subtype) {
  if (const v1::SourceType known = TypeOfSubtype(subtype); known != v1::SOURCE_TYPE_UNSPECIFIED) return known;
  for (const auto& [name, known] : kTypes) {
    if (name == type) return known;
  }
  // Without a subtype, an article is one of a journal.
  return type == "article" ? v1::SOURCE_TYPE_ARTICLE_JOURNAL : SourceTypeOfBiblatex(type);
}

constexpr std::string_view kRoles[] = {"author",       "editor",   "translator", "annotator", "commentator",
                                       "introduction", "foreword", "afterword",  "director",  "compiler"};

// Takes the fields of one record, each once.
class Fields {
 public:
  Fields(std::vector<BibtexField> fields, WorkBuilder& work) : fields_(std::move(fields)), work_(work) {
    for (BibtexField& field : fields_) {
      bool converted = false;
      std::optional<std::string> text = AsUtf8(field.value, &converted);
      if (!text) Warn(field, "holds bytes that are neither UTF-8 nor Windows-1252; each became a question mark");
      if (converted && text) Warn(field, "holds bytes that are no UTF-8 and were read as Windows-1252");
      field.value = text ? *std::move(text) : Readable(field.value);
    }
    for (auto it = fields_.begin(); it != fields_.end(); ++it) {
      const auto same = [&](const BibtexField& other) { return other.name == it->name; };
      if (const auto first = std::find_if(fields_.begin(), it, same); first != it && first->value != it->value) {
        work_.NotUsed(it->place.line, it->name + ", which stands twice,", it->value);
        it->name.clear();
      }
    }
  }

  // The field, taken; nullptr where there is none.
  const BibtexField* Take(std::string_view name) {
    for (size_t i = 0; i < fields_.size(); ++i) {
      if (fields_[i].name != name) continue;
      taken_.push_back(i);
      return &fields_[i];
    }
    return nullptr;
  }

  std::string Text(const BibtexField& field) {
    PlainText plain = FromLatex(field.value);
    for (const std::string& command : plain.unknown) Warn(field, fmt::format("the command \\{} is not known", command));
    return std::move(plain.text);
  }

  // The first of `names` that there is becomes `target`; others are reported.
  void Set(std::initializer_list<std::string_view> names, std::string* target) {
    for (const std::string_view name : names) {
      if (const BibtexField* field = Take(name)) work_.Set(target, Text(*field), field->place.line, name);
    }
  }

  void ReportRest() {
    for (size_t i = 0; i < fields_.size(); ++i) {
      const bool taken = std::find(taken_.begin(), taken_.end(), i) != taken_.end();
      const bool again = std::any_of(taken_.begin(), taken_.end(),
                                     [&](size_t other) { return fields_[other].name == fields_[i].name; });
      if (!taken && !again && !fields_[i].name.empty() && !Trim(fields_[i].value).empty())
        work_.NotUsed(fields_[i].place.line, fields_[i].name, fields_[i].value);
    }
  }

 private:
  void Warn(const BibtexField& field, std::string_view what) {
    work_.Warn(field.place.line, fmt::format("{}: {}.", field.name, what));
  }

  std::vector<BibtexField> fields_;
  std::vector<size_t> taken_;
  WorkBuilder& work_;
};

void ReadTitle(Fields& fields, WorkBuilder& work) {
  std::string title;
  const BibtexField* main = fields.Take("title");
  if (main != nullptr) title = fields.Text(*main);
  if (const BibtexField* sub = fields.Take("subtitle")) {
    const std::string text = fields.Text(*sub);
    const bool ended = !title.empty() && std::string_view(":?!").find(title.back()) != std::string_view::npos;
    title += title.empty() ? text : (ended ? " " : ": ") + text;
  }
  work.AddTitle(title);
  if (const BibtexField* addon = fields.Take("titleaddon")) work.AddTitle(fields.Text(*addon));
}

void ReadDate(Fields& fields, WorkBuilder& work) {
  if (const BibtexField* date = fields.Take("date"))
    work.SetPublished(fields.Text(*date), "", date->place.line, "date");
  const BibtexField* year = fields.Take("year");
  const BibtexField* month = fields.Take("month");
  const BibtexField* day = fields.Take("day");
  if (year == nullptr) return;
  std::string text = month == nullptr ? "" : fields.Text(*month);
  const std::string in_month = day == nullptr ? "" : fields.Text(*day);
  if (text.size() <= 2 && !text.empty() && std::all_of(text.begin(), text.end(), legacy::IsDigit)) {
    // A month by its number.
    text = fields.Text(*year) + (text.size() == 1 ? "-0" : "-") + text;
    if (!in_month.empty()) text += (in_month.size() == 1 ? "-0" : "-") + in_month;
  } else {
    text = (in_month.empty() || text.empty() ? "" : in_month + " ") + text + (text.empty() ? "" : " ") +
           fields.Text(*year);
  }
  work.SetPublished(text, "", year->place.line, "year");
}

void ReadPeople(Fields& fields, WorkBuilder& work) {
  for (const std::string_view role : kRoles) {
    const BibtexField* field = fields.Take(role);
    if (field == nullptr) continue;
    std::string said(role);
    if (role == "editor") {
      if (const BibtexField* type = fields.Take("editortype")) said = fields.Text(*type);
    }
    BibtexNames names = ReadBibtexNames(field->value);
    for (v1::Contributor& who : names.names) work.AddContributor(std::move(who), said);
    if (names.others) work.Warn(field->place.line, fmt::format("\"and others\" of {} is not used.", role));
  }
}

void ReadAddresses(Fields& fields, WorkBuilder& work) {
  if (const BibtexField* url = fields.Take("url")) work.SetUrl(FromVerbatim(url->value), url->place.line);
  if (const BibtexField* how = fields.Take("howpublished")) {
    const std::string text = FromVerbatim(how->value);
    if (AsciiLower(text.substr(0, 4)) == "http") {
      work.SetUrl(text, how->place.line);
    } else {
      work.AddNote(fields.Text(*how));
    }
  }
  if (const BibtexField* doi = fields.Take("doi")) work.SetDoi(FromVerbatim(doi->value));
  for (const std::string_view name : {"urldate", "lastchecked", "lastaccessed", "accessed"}) {
    if (const BibtexField* date = fields.Take(name)) work.AddAccess(fields.Text(*date), "");
  }
}

// "english" and the like as BCP 47; a tag stays what it is.
std::string LanguageOf(std::string_view name) {
  static constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"english", "en"},  {"american", "en-US"}, {"usenglish", "en-US"}, {"british", "en-GB"},   {"ukenglish", "en-GB"},
      {"french", "fr"},   {"francais", "fr"},    {"german", "de"},       {"ngerman", "de"},      {"spanish", "es"},
      {"dutch", "nl"},    {"italian", "it"},     {"portuguese", "pt"},   {"brazilian", "pt-BR"}, {"russian", "ru"},
      {"polish", "pl"},   {"czech", "cs"},       {"swedish", "sv"},      {"danish", "da"},       {"norwegian", "no"},
      {"finnish", "fi"},  {"greek", "el"},       {"arabic", "ar"},       {"turkish", "tr"},      {"ukrainian", "uk"},
      {"romanian", "ro"}, {"hungarian", "hu"},   {"bulgarian", "bg"},    {"japanese", "ja"},     {"chinese", "zh"},
      {"korean", "ko"},   {"thai", "th"},        {"vietnamese", "vi"},   {"indonesian", "id"}};
  const std::string lower = AsciiLower(Trim(name));
  for (const auto& [word, tag] : kNames) {
    if (word == lower) return std::string(tag);
  }
  const bool tag = lower.size() >= 2 && lower.size() <= 35 &&
                   (lower.size() < 4 || lower[2] == '-' || lower[3] == '-') &&
                   std::all_of(lower.begin(), lower.end(),
                               [](char c) { return legacy::IsLetter(c) || legacy::IsDigit(c) || c == '-'; });
  return tag ? std::string(Trim(name)) : std::string();
}

void ReadLanguage(Fields& fields, WorkBuilder& work) {
  for (const std::string_view name : {"langid", "language"}) {
    const BibtexField* field = fields.Take(name);
    if (field == nullptr) continue;
    const std::string tag = LanguageOf(fields.Text(*field));
    if (tag.empty()) {
      work.NotUsed(field->place.line, name, field->value);
    } else if (work.entry().language().empty()) {
      work.entry().set_language(tag);
    }
  }
}

}  // namespace

BibtexReader::BibtexReader(std::unique_ptr<ByteSource> bytes, std::string file, const ReaderOptions& options)
    : bytes_(std::move(bytes)), library_{file, options, {}, {}}, source_(*bytes_, std::move(file)) {}

absl::StatusOr<std::optional<ReadItem>> BibtexReader::Next() {
  absl::StatusOr<std::optional<BibtexRecord>> record = source_.Next();
  if (!record.ok()) return record.status();
  if (!record->has_value()) return std::nullopt;
  std::vector<std::string> before = std::move((*record)->warnings);
  ReadItem read = (*record)->error ? Unreadable(library_, std::move((*record)->raw), (*record)->error_place,
                                                *std::move((*record)->error))
                                   : Read(**std::move(record));
  read.warnings.insert(read.warnings.begin(), before.begin(), before.end());
  return read;
}

ReadItem BibtexReader::Read(BibtexRecord record) {
  WorkBuilder work(library_);
  v1::Entry& entry = work.entry();
  Fields fields(std::move(record.fields), work);
  ReadTitle(fields, work);
  ReadPeople(fields, work);
  fields.Set({"publisher", "institution", "organization", "school"}, entry.mutable_publisher());
  fields.Set({"journaltitle", "journal", "booktitle", "maintitle", "eventtitle", "series"}, entry.mutable_series());
  fields.Set({"location", "address"}, entry.mutable_place());
  ReadDate(fields, work);
  ReadAddresses(fields, work);
  ReadLanguage(fields, work);
  for (const std::string_view name : {"note", "addendum"}) {
    if (const BibtexField* note = fields.Take(name)) work.AddNote(fields.Text(*note));
  }
  for (const std::string_view name : {"abstract", "annotation", "annote"}) {
    if (const BibtexField* text = fields.Take(name)) work.AddAnnotation(fields.Text(*text));
  }
  std::string subtype;
  if (const BibtexField* field = fields.Take("entrysubtype")) {
    subtype = AsciiLower(fields.Text(*field));
    if (TypeOfSubtype(subtype) == v1::SOURCE_TYPE_UNSPECIFIED)
      work.NotUsed(field->place.line, field->name, field->value);
  }
  v1::SourceType type = TypeOf(record.type, subtype);
  if (record.type == "misc" && type == v1::SOURCE_TYPE_UNSPECIFIED && !entry.url().empty())
    type = v1::SOURCE_TYPE_WEBPAGE;
  if (type == v1::SOURCE_TYPE_UNSPECIFIED && record.type != "misc")
    work.Warn(record.place.line,
              fmt::format("@{} is no kind of work that is known; the kind is left open.", Excerpt(record.type, 40)));
  entry.set_source_type(type);
  fields.ReportRest();
  bool converted = false;
  work.SetId(AsUtf8(record.key, &converted).value_or(""));
  return work.Finish(std::move(record.raw), record.place, record.offset);
}

}  // namespace lectern::formats
