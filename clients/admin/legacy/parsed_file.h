#pragma once
// All that a file of the old site holds, whatever kind of page it is.

#include <string>
#include <vector>

#include "clients/admin/legacy/country_page.h"
#include "clients/admin/legacy/damage.h"
#include "clients/admin/legacy/legacy_kind.h"
#include "lectern/v1/country.pb.h"
#include "lectern/v1/entry.pb.h"
#include "lectern/v1/taxonomy.pb.h"
#include "lectern/v1/teacher_resource.pb.h"

namespace lectern::legacy {

// Everything is a draft without a name, but for pages and themes; the operation in the provenances is the caller's to
// fill in. Each byte of the file but white space is in the provenance of one of these, or at a place of `warnings` or
// `left_out`.
struct ParsedFile {
  using Warning = ParsedPage::Warning;

  LegacyKind kind = LegacyKind::kCountryPage;
  // None or one.
  std::vector<v1::CountryPage> pages;
  // In page order, each with the country it belongs to; without one where the page has lost it.
  std::vector<v1::Entry> entries;
  // The line of the file that each entry begins on, from 1; 0 where its place is not known.
  std::vector<int> entry_lines;
  // entry_index is a place in `entries`.
  std::vector<ParsedPage::ProposedHotline> hotlines;
  std::vector<v1::TeacherResource> teacher_resources;
  // Themes that the entries name, with the label that the page prints: to be created where the catalogue lacks them.
  std::vector<v1::Theme> themes;
  // In file order. Every line of the file that no rule took is among them.
  std::vector<Warning> warnings;
  // Lines that were understood and go into no field, as a page of many countries has them: menu, headings, notices. A
  // place each, from its start_byte to the end of its line.
  std::vector<Warning> left_out;
  // In which encoding the file was read, and what told so: one or two sentences. No warning.
  std::string encoding;
  // Damage of the text with what it may have been, in file order. Nothing was repaired.
  std::vector<ProposedRepair> repairs;
};

}  // namespace lectern::legacy
