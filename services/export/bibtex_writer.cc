// BibTeX, with the entry types and fields of BibLaTeX: what biber reads, and pandoc.
#include <algorithm>
#include <array>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/export/citation.h"
#include "services/export/record_writer.h"
#include "storage/engine/text.h"

namespace lectern::exports {
namespace {

constexpr std::string_view kSigns = "\\{}%&#_$^~";
constexpr std::array<std::string_view, 10> kWritten = {
    "\\textbackslash{}", "\\{", "\\}", "\\%", "\\&", "\\#", "\\_", "\\$", "\\textasciicircum{}", "\\textasciitilde{}"};

// Places of the braces that have no counterpart. These would end the field, or never do so, escaped or not.
std::vector<size_t> LoneBraces(std::string_view text) {
  std::vector<size_t> open, lone;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{') open.push_back(i);
    if (text[i] != '}') continue;
    if (open.empty())
      lone.push_back(i);
    else
      open.pop_back();
  }
  lone.insert(lone.end(), open.begin(), open.end());
  return lone;
}

std::string Escaped(std::string_view text) {
  const std::vector<size_t> lone = LoneBraces(text);
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const size_t sign = kSigns.find(text[i]);
    if (sign == std::string_view::npos)
      out += text[i];
    else if (std::find(lone.begin(), lone.end(), i) != lone.end())
      out += text[i] == '{' ? "\\textbraceleft{}" : "\\textbraceright{}";
    else
      out += kWritten[sign];
  }
  return out;
}

std::string Braced(std::string_view text) { return absl::StrCat("{", Escaped(text), "}"); }

// Whether a part of a name would be read as more than that part.
bool MustBeBraced(std::string_view part) {
  const std::string lower = absl::AsciiStrToLower(Absl(part));
  if (part.find(',') != std::string_view::npos || lower == "and" || lower == "others" || lower.starts_with("and ") ||
      lower.ends_with(" and") || lower.find(" and ") != std::string::npos)
    return true;
  // A word that begins small is taken for a "von", and parted from the rest.
  for (size_t at = 0; at < part.size(); at = part.find(' ', at), at += at < part.size() ? 1 : 0)
    if (absl::ascii_islower(static_cast<unsigned char>(part[at]))) return true;
  return false;
}

std::string Name(const v1::Contributor& name) {
  if (!name.literal().empty() || name.family().empty()) return Braced(name.literal());
  const std::string family = MustBeBraced(name.family()) ? Braced(name.family()) : Escaped(name.family());
  if (name.given().empty()) return Braced(name.family());
  const std::string lower = absl::AsciiStrToLower(name.given());
  const bool braced =
      name.given().find(',') != std::string::npos || absl::StrCat(" ", lower, " ").find(" and ") != std::string::npos;
  return absl::StrCat(family, ", ", braced ? Braced(name.given()) : Escaped(name.given()));
}

// A field a line.
class Fields {
 public:
  explicit Fields(std::string& out) : out_(out) {}

  // `value` as BibTeX has it, without the braces around it.
  void Raw(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    absl::StrAppend(&out_, ",\n  ", Absl(name), " = {", Absl(value), "}");
  }
  void Text(std::string_view name, std::string_view value) { Raw(name, Escaped(value)); }
  // Letters keep their case whatever the style does.
  void Verbatim(std::string_view name, std::string_view value) {
    if (!value.empty()) Raw(name, Braced(value));
  }
  void Names(std::string_view name, const std::vector<v1::Contributor>& names) {
    Raw(name, absl::StrJoin(names, " and ", [](std::string* out, const v1::Contributor& contributor) {
          out->append(Name(contributor));
        }));
  }

 private:
  std::string& out_;
};

// Roles beside authors, editors and translators: in fields of their own, or as BibLaTeX has any other role, of which it
// takes three.
void AddOthers(const Citation& citation, Fields& fields) {
  constexpr std::array<std::string_view, 5> kOwn = {"annotator", "commentator", "introduction", "foreword",
                                                    "afterword"};
  constexpr std::array<std::string_view, 3> kFields = {"editora", "editorb", "editorc"};
  size_t taken = 0;
  for (const auto& [role, names] : ByRole(citation.others)) {
    if (std::find(kOwn.begin(), kOwn.end(), role) != kOwn.end()) {
      fields.Names(role, names);
    } else if (taken < kFields.size()) {
      fields.Names(kFields[taken], names);
      fields.Text(std::string(kFields[taken++]) + "type", role);
    }
  }
}

// What tells kinds of works apart that have one entry type: "newspaper" of "article-newspaper".
std::string SubtypeOf(const v1::TypeNames& type) {
  int sharing = 0;
  const auto* types = v1::SourceType_descriptor();
  for (int i = 0; i < types->value_count(); ++i)
    if (types->value(i)->options().GetExtension(v1::type_names).biblatex() == type.biblatex()) ++sharing;
  if (sharing < 2) return "";
  const size_t dash = type.csl().find('-');
  return dash == std::string::npos ? type.csl() : type.csl().substr(dash + 1);
}

// In an address nothing is escaped; what cannot stand there is percent-encoded, which means the same.
std::string Address(std::string_view url) {
  std::string out;
  for (const char c : url) {
    if (c == '{')
      out += "%7B";
    else if (c == '}')
      out += "%7D";
    else
      out += c;
  }
  return out;
}

std::string_view PublisherField(std::string_view type) {
  if (type == "report" || type == "thesis" || type == "legal" || type == "jurisdiction" || type == "legislation")
    return "institution";
  return type == "online" || type == "misc" || type == "video" ? "organization" : "publisher";
}

std::string_view ContainerField(std::string_view type) {
  return type == "article" ? "journaltitle" : type == "incollection" ? "booktitle" : "series";
}

class BibtexWriter final : public RecordWriter {
 public:
  std::string MediaType() const override { return "application/x-bibtex; charset=utf-8"; }

  void Append(const ExportedRecord& record, bool first, std::string& out) const override {
    const Citation citation = CitationOf(static_cast<const v1::Entry&>(record.message));
    const std::string& type = citation.type.biblatex();
    absl::StrAppend(&out, first ? "" : "\n", "@", type, "{", citation.id);
    Fields fields(out);
    fields.Text("entrysubtype", SubtypeOf(citation.type));
    fields.Names("author", citation.authors);
    fields.Names("editor", citation.editors);
    fields.Names("translator", citation.translators);
    AddOthers(citation, fields);
    fields.Verbatim("title", citation.title);
    fields.Verbatim(ContainerField(type), citation.container);
    fields.Verbatim("series", citation.collection);
    fields.Verbatim(PublisherField(type), citation.publisher);
    fields.Text("location", citation.place);
    if (citation.published)
      fields.Raw("date", citation.published_edtf);
    else
      fields.Text("year", citation.published_raw);
    fields.Text("language", citation.language);
    fields.Raw("url", Address(citation.url));
    if (citation.accessed) fields.Raw("urldate", citation.accessed_edtf);
    fields.Text("annotation", absl::StrJoin(citation.annotation, "\n\n"));
    out += "\n}\n";
  }
};

}  // namespace

std::unique_ptr<RecordWriter> NewBibtexWriter() { return std::make_unique<BibtexWriter>(); }

}  // namespace lectern::exports
