#include "clients/admin/search/hit_text.h"

#include <cctype>
#include <string>

#include "clients/admin/fields.h"
#include "clients/admin/record.h"
#include "clients/admin/rows.h"
#include "clients/admin/search/marked_text.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kMargin[] = "  ";
constexpr std::string_view kBetweenTitleLines = " / ";
constexpr std::string_view kCut = "\xE2\x80\xA6";

// The text that SearchHit.title_highlights are bytes of.
std::string SearchedTitle(const Message& resource) {
  if (const auto* entry = dynamic_cast<const v1::Entry*>(&resource))
    return fmt::format("{}", fmt::join(entry->title_lines(), "\n"));
  if (const auto* topic = dynamic_cast<const v1::Topic*>(&resource))
    return topic->labels().empty() ? "" : topic->labels(0).text();
  if (const auto* theme = dynamic_cast<const v1::Theme*>(&resource))
    return theme->labels().empty() ? "" : theme->labels(0).text();
  return TitleOf(resource);
}

// "country page" of a CountryPage.
std::string KindText(const Message& resource) {
  std::string text;
  for (const char c : resource.GetDescriptor()->name()) {
    if (std::isupper(c) && !text.empty()) text += ' ';
    text += static_cast<char>(std::tolower(c));
  }
  return text;
}

// The enum field `name` in words; "" where there is none, or it is not set.
std::string EnumIn(const Message& resource, const char* name) {
  const FieldDescriptor* field = resource.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->enum_type() == nullptr) return "";
  const auto* value = resource.GetReflection()->GetEnum(resource, field);
  return value->number() == 0 ? "" : EnumText(*value);
}

std::string DateOf(const Message& resource) {
  const auto* date = dynamic_cast<const v1::PartialDate*>(MessageIn(resource, "published"));
  if (date == nullptr) return "";
  return date->edtf().empty() ? date->raw() : date->edtf();
}

// What it is, of where and when, and its state where not everybody sees it.
std::string About(const Message& resource) {
  const std::string state = StateOf(resource);
  std::string about = KindText(resource);
  for (const std::string& part :
       {EnumIn(resource, "kind"), EnumIn(resource, "source_type"), TextIn(resource, "country"),
        TextIn(resource, "region"), TextIn(resource, "topic"), DateOf(resource), state == "published" ? "" : state})
    if (!part.empty()) about += ", " + part;
  return about;
}

void PrintSnippet(const v1::Snippet& snippet, Output& output) {
  MarkedText text;
  if (!snippet.passage_label().empty()) {
    text.Add(snippet.passage_label());
    text.Add("  ");
  }
  if (snippet.cut_before()) text.Add(kCut);
  text.Add(snippet.text(), snippet.highlights());
  if (snippet.cut_after()) text.Add(kCut);
  text.Print(output, kMargin);
}

}  // namespace

const Message* ResourceOf(const v1::SearchHit& hit) {
  const auto* resource = v1::SearchHit::descriptor()->FindOneofByName("resource");
  const FieldDescriptor* field = hit.GetReflection()->GetOneofFieldDescriptor(hit, resource);
  return field == nullptr ? nullptr : &hit.GetReflection()->GetMessage(hit, field);
}

void PrintHit(const v1::SearchHit& hit, Output& output) {
  const Message* resource = ResourceOf(hit);
  MarkedText title, about, name;
  if (resource != nullptr) {
    title.Add(SearchedTitle(*resource), hit.title_highlights(), kBetweenTitleLines);
    about.Add(About(*resource));
  }
  if (title.empty()) title.Add("(without a title)");
  name.Add(hit.name());
  title.Print(output, "");
  about.Print(output, kMargin);
  if (hit.has_snippet()) PrintSnippet(hit.snippet(), output);
  name.Print(output, kMargin);
}

}  // namespace lectern::admin
