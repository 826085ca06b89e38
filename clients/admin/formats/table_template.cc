// The table that shows what a table may hold.
#include <string>
#include <string_view>
#include <utility>

#include "clients/admin/formats/item_reader.h"
#include "clients/admin/formats/table_columns.h"

namespace lectern::formats {
namespace {

struct Sample {
  std::string_view column;
  std::string_view explanation;
  std::string_view example;
};

constexpr Sample kSamples[] = {
    {"name", "Leave empty for a new entry", ""},
    {"title", "Lines parted by ' | '; needed", "Annual report | Children in street situations"},
    {"publisher", "As printed", "Ministry of Justice"},
    {"published", "Date as printed", "June 2004"},
    {"published_edtf", "2009, 2003-04 or 2001-06-24; leave the column out to have it derived", "2004-06"},
    {"source_type",
     "report, treaty, hearing, legal_case, legislation, article-newspaper, article-journal, "
     "article-magazine, book, chapter, thesis, webpage, motion_picture",
     "report"},
    {"media", "Marks beside the title, parted by ' | '", "PDF"},
    {"country", "countries/be, be or Belgium", "countries/be"},
    {"topic", "topics/ID or ID; needed", "topics/street-children"},
    {"themes", "themes/ID or ID, parted by ' | '", "themes/prevention"},
    {"section", "Heading that it stands under", "ARCHIVES"},
    {"rank", "Leave empty", ""},
    {"url", "http or https", "https://www.example.org/report.pdf"},
    {"link_state", "live, archived, drifted, hijacked, gone, withheld", "live"},
    {"accessed", "Readings as printed, parted by ' | '", "[accessed 22 January 2011] | 3 May 2012"},
    {"accessed_edtf", "Date of each; leave the column out to have them derived", "2011-01-22 | 2012-05-03"},
    {"accessed_url", "Address of each where it is another", ""},
    {"accessed_snapshot", "Stored copy of each", ""},
    {"lifecycle", "draft, published, withdrawn", ""},
    {"content_notes", "Parted by ' | '", "describes violence"},
    {"content_notes_assessed", "true or false", "true"},
    {"language", "BCP 47", "en"},
    {"other_countries", "As country, parted by ' | '", "countries/nl | countries/fr"},
    {"byline", "As printed", "J. Doe, Ministry of Justice, Brussels, June 2004"},
    {"contributors", "Family, Given (role) or a name, parted by ' | '", "Doe, Jane (editor) | Ministry of Justice"},
    {"series", "Series or container", "Annual reports"},
    {"place", "Place of publication", "Brussels"},
    {"archive_links", "Addresses parted by ' | '", ""},
    {"notes", "Parted by ' | '", "[scroll down]"},
    {"passages", "Paragraphs parted by an empty line; 'label: [27]' and 'heading: TITLE' may stand on lines before one",
     "heading: CHILDREN\nThe report counts 120 children.\n\n[27] The ministry answers."},
    {"legacy_addresses", "Addresses of the old site, parted by ' | '", ""},
    {"source_key", "What a later import recognises it by; made from the rest where empty", ""},
    {"identity_risk", "not_assessed, none, named, identifiable", "not_assessed"},
    {"editor_notes", "For editors alone", ""},
};

std::string Quoted(std::string_view cell) {
  std::string out = "\"";
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace

std::string TableTemplate(Format format) {
  const char separator = format == Format::kTsv ? '\t' : ',';
  std::string header = "action";
  std::string explained = Quoted(
      "# Rows that begin with # are skipped. Actions: import, append, revise, update, replace, "
      "delete; empty: import. Columns may be left out");
  std::string example = Quoted("# Example");
  for (const Column& column : KnownColumns()) {
    if (column.kind == Column::Kind::kAction) continue;
    Sample sample = {};
    for (const Sample& known : kSamples) {
      if (known.column == column.name) sample = known;
    }
    header += separator + column.name;
    explained += separator + Quoted(sample.explanation);
    example += separator + Quoted(sample.example);
  }
  return header + "\r\n" + explained + "\r\n" + example + "\r\n";
}

}  // namespace lectern::formats
