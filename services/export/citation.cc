#include "services/export/citation.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "storage/engine/text.h"

namespace lectern::exports {
namespace {

// What the formats call a work that is none of the known kinds.
v1::TypeNames UnknownType() {
  v1::TypeNames names;
  names.set_csl("document");
  names.set_biblatex("misc");
  names.set_ris("GEN");
  return names;
}

v1::TypeNames TypeOf(v1::SourceType type) {
  const auto* value = v1::SourceType_descriptor()->FindValueByNumber(type);
  if (value == nullptr || !value->options().HasExtension(v1::type_names)) return UnknownType();
  return value->options().GetExtension(v1::type_names);
}

// The lines of a title as one: a line that ends without a mark is a title, and what follows its subtitle.
std::string TitleOf(const v1::Entry& entry) {
  constexpr std::string_view kMarks = ".,:;!?-([/";
  std::string title;
  for (const std::string& line : entry.title_lines()) {
    if (!title.empty()) title += kMarks.find(title.back()) == std::string_view::npos ? ": " : " ";
    title += OneLine(line);
  }
  return title;
}

bool IsArticle(v1::SourceType type) {
  return type == v1::SOURCE_TYPE_ARTICLE_JOURNAL || type == v1::SOURCE_TYPE_ARTICLE_MAGAZINE ||
         type == v1::SOURCE_TYPE_ARTICLE_NEWSPAPER;
}

// Whether a work of the type is a part of what its series names, and no volume of it.
bool IsPart(v1::SourceType type) {
  return IsArticle(type) || type == v1::SOURCE_TYPE_CHAPTER || type == v1::SOURCE_TYPE_WEBPAGE;
}

void TakeNames(const v1::Entry& entry, Citation& citation) {
  for (const v1::Contributor& contributor : entry.contributors()) {
    auto& list = contributor.role().empty() || contributor.role() == "author" ? citation.authors
                 : contributor.role() == "editor"                             ? citation.editors
                 : contributor.role() == "translator"                         ? citation.translators
                                                                              : citation.others;
    v1::Contributor& name = list.emplace_back(contributor);
    name.set_family(OneLine(name.family()));
    name.set_given(OneLine(name.given()));
    name.set_literal(OneLine(name.literal()));
  }
}

// An address that leads to somebody else now, or is withheld on purpose, stands in no bibliography, whoever made it: a
// list of sources is handed on. A copy in an archive takes its place.
std::string AddressOf(const v1::Entry& entry) {
  const bool unsafe = entry.link_state() == v1::LINK_STATE_HIJACKED || entry.link_state() == v1::LINK_STATE_WITHHELD;
  if (!unsafe && !entry.url().empty()) return entry.url();
  if (entry.link_state() == v1::LINK_STATE_WITHHELD || entry.archive_links().empty()) return "";
  return entry.archive_links(0);
}

std::string ParagraphOf(const v1::Passage& passage) {
  std::string paragraph;
  for (const std::string* part : {&passage.label(), &passage.heading(), &passage.text()}) {
    if (part->empty()) continue;
    absl::StrAppend(&paragraph, paragraph.empty() ? "" : " ", OneLine(*part));
  }
  return paragraph;
}

}  // namespace

std::string OneLine(std::string_view text) {
  std::string line;
  for (const char c : text) {
    if (c != '\n' && c != '\r' && c != '\t')
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

std::optional<CitedDate> DateOf(const std::string& edtf) {
  CitedDate date;
  const absl::string_view text = edtf;
  const bool good = absl::SimpleAtoi(text.substr(0, 4), &date.year) &&
                    (text.size() < 7 || absl::SimpleAtoi(text.substr(5, 2), &date.month)) &&
                    (text.size() < 10 || absl::SimpleAtoi(text.substr(8, 2), &date.day));
  if (!good) return std::nullopt;
  return date;
}

std::vector<std::pair<std::string, std::vector<v1::Contributor>>> ByRole(const std::vector<v1::Contributor>& names) {
  std::vector<std::pair<std::string, std::vector<v1::Contributor>>> roles;
  for (const v1::Contributor& name : names) {
    auto role = std::find_if(roles.begin(), roles.end(), [&](const auto& known) { return known.first == name.role(); });
    if (role == roles.end()) role = roles.insert(roles.end(), {name.role(), {}});
    role->second.push_back(name);
  }
  return roles;
}

Citation CitationOf(const v1::Entry& entry) {
  Citation citation;
  citation.id = entry.name().substr(entry.name().find('/') + 1);
  citation.type = TypeOf(entry.source_type());
  citation.title = TitleOf(entry);
  TakeNames(entry, citation);
  citation.publisher = OneLine(entry.publisher());
  citation.place = OneLine(entry.place());
  citation.language = entry.language();
  // Who brings an article out is what it appeared in, where nothing else is said.
  if (IsPart(entry.source_type())) citation.container = OneLine(entry.series());
  if (IsArticle(entry.source_type()) && citation.container.empty()) citation.container = citation.publisher;
  if (!IsPart(entry.source_type())) citation.collection = OneLine(entry.series());
  citation.published_edtf = entry.published().edtf();
  citation.published = DateOf(citation.published_edtf);
  if (!citation.published) citation.published_raw = OneLine(entry.published().raw());
  for (const v1::Access& access : entry.accesses())
    citation.accessed_edtf = std::max(citation.accessed_edtf, access.edtf());
  citation.accessed = DateOf(citation.accessed_edtf);
  citation.url = AddressOf(entry);
  for (const v1::Passage& passage : entry.passages())
    if (std::string paragraph = ParagraphOf(passage); !paragraph.empty())
      citation.annotation.push_back(std::move(paragraph));
  return citation;
}

}  // namespace lectern::exports
