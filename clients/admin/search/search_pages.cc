#include "clients/admin/search/search_pages.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "clients/admin/search/hit_text.h"
#include "clients/admin/search/marked_text.h"
#include "clients/admin/search/query_remarks.h"
#include "clients/admin/table.h"
#include "clients/admin/text_width.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

constexpr bool kShrinks = true;
constexpr bool kRight = true;

void PrintSentence(const std::string& sentence, Output& output) {
  MarkedText text;
  text.Add(sentence);
  text.Print(output, "");
}

// "SOURCE TYPE" of "source_type".
std::string Heading(std::string_view attribute) {
  std::string heading = Printable(attribute);
  std::transform(heading.begin(), heading.end(), heading.begin(),
                 [](unsigned char c) { return c == '_' ? ' ' : static_cast<char>(std::toupper(c)); });
  return heading;
}

void PrintFacet(const v1::Facet& facet, Output& output) {
  const bool named = std::any_of(facet.values().begin(), facet.values().end(),
                                 [](const v1::FacetValue& value) { return !value.display_name().empty(); });
  std::vector<Column> columns{{"RESULTS", !kShrinks, kRight}, {Heading(facet.attribute()), kShrinks}};
  if (named) columns.push_back({"NAME", kShrinks});
  Table table(columns);
  for (const v1::FacetValue& value : facet.values())
    table.AddRow({std::to_string(value.count()), value.value(), value.display_name()});
  table.Print(output.out, output.width);
  if (facet.more()) PrintSentence("There are more values; --facet-limit shows them.", output);
}

}  // namespace

void SearchPages::Begin(const google::protobuf::Message& page) {
  const auto& answer = dynamic_cast<const v1::SearchResponse&>(page);
  total_ = answer.total_size();
  facets_ = answer.facets();
  output_.out << (total_ == 0 ? "No results" : total_ == 1 ? "1 result" : fmt::format("{} results", total_)) << '\n';
  for (const v1::QueryExplanation& explanation : answer.explanations())
    PrintSentence(SentenceOf(explanation, query_), output_);
  for (const v1::QueryNote& note : answer.notes()) PrintSentence(SentenceOf(note, query_), output_);
}

absl::Status SearchPages::AddItem(const google::protobuf::Message& item) {
  output_.out << '\n';
  PrintHit(dynamic_cast<const v1::SearchHit&>(item), output_);
  ++printed_;
  return absl::OkStatus();
}

void SearchPages::End(const std::string& next_page_token) {
  for (const v1::Facet& facet : facets_) {
    output_.out << '\n';
    PrintFacet(facet, output_);
  }
  output_.out.flush();
  if (next_page_token.empty()) return;
  output_.err << fmt::format("{} of {}\n", printed_, total_) << "next page: --page-token " << Printable(next_page_token)
              << '\n';
}

}  // namespace lectern::admin
