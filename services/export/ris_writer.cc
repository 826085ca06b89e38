// RIS: a tag a line, lines that end with CRLF.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/export/citation.h"
#include "services/export/record_writer.h"
#include "storage/engine/text.h"

namespace lectern::exports {
namespace {

// A body's name ends with a comma: else its last word would be taken for a family name.
std::string Name(const v1::Contributor& name) {
  if (!name.literal().empty() || name.family().empty()) return absl::StrCat(name.literal(), ",");
  return name.given().empty() ? absl::StrCat(name.family(), ",") : absl::StrCat(name.family(), ", ", name.given());
}

// YYYY/MM/DD/ with what is not known left out.
std::string Date(const CitedDate& date) {
  std::string text = absl::StrFormat("%04d/", date.year);
  if (date.month > 0) absl::StrAppendFormat(&text, "%02d", date.month);
  text += '/';
  if (date.day > 0) absl::StrAppendFormat(&text, "%02d", date.day);
  return text + '/';
}

void Line(std::string_view tag, std::string_view value, std::string& out) {
  if (!value.empty()) absl::StrAppend(&out, Absl(tag), "  - ", Absl(value), "\r\n");
}

void Names(std::string_view tag, const std::vector<v1::Contributor>& names, std::string& out) {
  for (const v1::Contributor& name : names) Line(tag, Name(name), out);
}

class RisWriter final : public RecordWriter {
 public:
  std::string MediaType() const override { return "application/x-research-info-systems; charset=utf-8"; }

  void Append(const ExportedRecord& record, bool first, std::string& out) const override {
    const Citation citation = CitationOf(static_cast<const v1::Entry&>(record.message));
    if (!first) out += "\r\n";
    Line("TY", citation.type.ris(), out);
    Line("ID", citation.id, out);
    Line("TI", citation.title, out);
    Names("AU", citation.authors, out);
    Names("ED", citation.editors, out);
    Names("A4", citation.translators, out);
    Names("A3", citation.others, out);
    Line("T2", citation.container, out);
    Line("T3", citation.collection, out);
    Line("PB", citation.publisher, out);
    Line("CY", citation.place, out);
    if (citation.published) {
      Line("PY", absl::StrFormat("%04d", citation.published->year), out);
      Line("DA", Date(*citation.published), out);
    } else if (!citation.published_raw.empty()) {
      Line("DA", absl::StrCat("///", citation.published_raw), out);
    }
    Line("LA", citation.language, out);
    Line("UR", citation.url, out);
    if (citation.accessed) Line("Y2", Date(*citation.accessed), out);
    // The tag stands once; the space keeps what follows from being taken for another.
    Line("AB", absl::StrJoin(citation.annotation, "\r\n\r\n "), out);
    out += "ER  - \r\n";
  }
};

}  // namespace

std::unique_ptr<RecordWriter> NewRisWriter() { return std::make_unique<RisWriter>(); }

}  // namespace lectern::exports
