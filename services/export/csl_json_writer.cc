// CSL-JSON: an array, an item a line.
#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/export/citation.h"
#include "services/export/json_text.h"
#include "services/export/record_writer.h"
#include "storage/engine/text.h"

namespace lectern::exports {
namespace {

// The members of an object.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) { out_ += '{'; }

  void Text(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    Key(name);
    AppendJsonString(value, out_);
  }
  void Names(std::string_view name, const std::vector<v1::Contributor>& names) {
    if (names.empty()) return;
    Key(name);
    std::string_view before = "[";
    for (const v1::Contributor& contributor : names) {
      out_ += before;
      before = ",";
      Members parts(out_);
      const bool literal = !contributor.literal().empty() || contributor.family().empty();
      parts.Text("family", literal ? "" : contributor.family());
      parts.Text("given", literal ? "" : contributor.given());
      parts.Text("literal", contributor.literal());
      parts.End();
    }
    out_ += ']';
  }
  void Date(std::string_view name, const std::optional<CitedDate>& date, std::string_view printed) {
    if (!date && printed.empty()) return;
    Key(name);
    if (!date) {
      Members parts(out_);
      parts.Text("literal", printed);
      return parts.End();
    }
    absl::StrAppend(&out_, "{\"date-parts\":[[", date->year);
    if (date->month > 0) absl::StrAppend(&out_, ",", date->month);
    if (date->day > 0) absl::StrAppend(&out_, ",", date->day);
    out_ += "]]}";
  }
  void End() { out_ += '}'; }

 private:
  void Key(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    absl::StrAppend(&out_, "\"", Absl(name), "\":");
  }

  std::string& out_;
  bool first_ = true;
};

// Roles that the format has a variable for, and all others together.
void AddOthers(const Citation& citation, Members& members) {
  constexpr std::array<std::string_view, 11> kVariables = {
      "director", "interviewer", "compiler", "collection-editor", "container-author", "editorial-director",
      "chair",    "organizer",   "composer", "reviewed-author",   "original-author"};
  std::vector<v1::Contributor> rest;
  for (const auto& [role, names] : ByRole(citation.others)) {
    if (std::find(kVariables.begin(), kVariables.end(), role) != kVariables.end())
      members.Names(role, names);
    else
      rest.insert(rest.end(), names.begin(), names.end());
  }
  members.Names("contributor", rest);
}

class CslJsonWriter final : public RecordWriter {
 public:
  std::string MediaType() const override { return "application/vnd.citationstyles.csl+json"; }
  std::string Head() const override { return "["; }
  std::string Tail(bool any) const override { return any ? "\n]\n" : "]\n"; }

  void Append(const ExportedRecord& record, bool first, std::string& out) const override {
    const Citation citation = CitationOf(static_cast<const v1::Entry&>(record.message));
    out += first ? "\n" : ",\n";
    Members members(out);
    members.Text("id", citation.id);
    members.Text("type", citation.type.csl());
    members.Names("author", citation.authors);
    members.Names("editor", citation.editors);
    members.Names("translator", citation.translators);
    AddOthers(citation, members);
    members.Text("title", citation.title);
    members.Text("container-title", citation.container);
    members.Text("collection-title", citation.collection);
    members.Text("publisher", citation.publisher);
    members.Text("publisher-place", citation.place);
    members.Date("issued", citation.published, citation.published_raw);
    members.Text("language", citation.language);
    members.Text("URL", citation.url);
    members.Date("accessed", citation.accessed, "");
    members.Text("annote", absl::StrJoin(citation.annotation, "\n\n"));
    members.End();
  }
};

}  // namespace

std::unique_ptr<RecordWriter> NewCslJsonWriter() { return std::make_unique<CslJsonWriter>(); }

}  // namespace lectern::exports
