// An entry as bibliographies see it: what their formats have in common.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lectern/v1/bibliography.pb.h"
#include "lectern/v1/entry.pb.h"

namespace lectern::exports {

// As precise as it was given: month and day may be 0.
struct CitedDate {
  int year = 0;
  int month = 0;
  int day = 0;
};

// The date of an EDTF text of level 0; nullopt where it is none.
std::optional<CitedDate> DateOf(const std::string& edtf);

struct Citation {
  std::string id;  // of the entry: stays the same over exports
  v1::TypeNames type;
  std::string title;  // its lines as one
  std::vector<v1::Contributor> authors, editors, translators, others;
  std::string publisher, place, language;
  std::string container;   // what it is a part of: newspaper, journal, book, web site
  std::string collection;  // the series that it belongs to as a whole
  std::optional<CitedDate> published;
  std::string published_raw;          // as printed, where no date could be read
  std::optional<CitedDate> accessed;  // the last time
  std::string accessed_edtf, published_edtf;
  std::string url;                      // nothing where nobody is to be led there
  std::vector<std::string> annotation;  // paragraph by paragraph, on one line each
};

Citation CitationOf(const v1::Entry& entry);

// `names` by their roles, in the order of their first.
std::vector<std::pair<std::string, std::vector<v1::Contributor>>> ByRole(const std::vector<v1::Contributor>& names);

// `text` on one line: every run of line ends and tabs is a space.
std::string OneLine(std::string_view text);

}  // namespace lectern::exports
