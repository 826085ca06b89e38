#pragma once
// Invented pages for the tests of the legacy reader.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "clients/admin/legacy/country_page.h"

namespace lectern::legacy {

inline std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

inline std::string Fixture(const std::string& name) { return ReadFile(std::string(LECTERN_LEGACY_PAGES) + "/" + name); }

inline ParsedPage Parse(const std::string& name, const std::string& bytes) {
  absl::StatusOr<ParsedPage> page = ParseCountryPage(name, bytes);
  EXPECT_TRUE(page.ok()) << name << ": " << page.status();
  return page.ok() ? *std::move(page) : ParsedPage();
}

inline ParsedPage ParseFixture(const std::string& name) { return Parse(name, Fixture(name)); }

// The entry with this first title line; an empty one, and a failed test, where there is none.
inline v1::Entry EntryTitled(const ParsedPage& page, const std::string& title) {
  for (const v1::Entry& entry : page.entries) {
    if (entry.title_lines(0) == title) return entry;
  }
  ADD_FAILURE() << "no entry is titled " << title;
  return {};
}

inline bool HasWarning(const v1::Entry& entry, const std::string& part) {
  for (const std::string& warning : entry.provenance().warnings()) {
    if (warning.find(part) != std::string::npos) return true;
  }
  return false;
}

inline bool HasWarning(const ParsedPage& page, const std::string& part) {
  for (const ParsedPage::Warning& warning : page.warnings) {
    if (warning.text.find(part) != std::string::npos) return true;
  }
  return false;
}

// The page with each line wrapped at 75 characters, as a capture may come; blank lines stay or go.
inline std::string Wrapped(const std::string& page, bool keep_blank_lines) {
  std::string out;
  std::stringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() && !keep_blank_lines) continue;
    size_t width = 0;
    std::stringstream words(line);
    for (std::string word; words >> word;) {
      if (width > 0 && width + 1 + word.size() > 75) {
        out += "\n";
        width = 0;
      }
      out += (width > 0 ? " " : "") + word;
      width += (width > 0 ? 1 : 0) + word.size();
    }
    out += "\n";
  }
  return out;
}

inline std::vector<std::string> AllFixtures() {
  return {"Malawi.txt", "wrapped.txt",  "accesses.txt",   "addresses.txt",  "unread.txt",
          "titles.txt", "labels.txt",   "split_name.txt", "how_to_use.txt", "GuineaBissau.txt",
          "damage.txt", "helpline.txt", "tight.txt"};
}

}  // namespace lectern::legacy
