#pragma once
// Invented pages for the tests of the legacy reader.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "clients/admin/legacy/country_page.h"
#include "clients/admin/legacy/white_space.h"

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

// The page as a word processor might have written it: a blank line ends a paragraph, other line breaks become <br>,
// letters beyond ASCII and some others become references, and there is much around the text that says nothing.
inline std::string AsHtml(const std::string& page) {
  const auto escaped = [](const std::string& line) {
    std::string out;
    for (size_t pos = 0; pos < line.size();) {
      const Utf8Character character = Utf8At(line, pos);
      if (character.code == '&') {
        out += "&amp;";
      } else if (character.code == '<') {
        out += "&lt;";
      } else if (character.code >= 0x80) {
        out += "&#" + std::to_string(static_cast<uint32_t>(character.code)) + ";";
      } else {
        out += line[pos];
      }
      pos += std::max<size_t>(character.length, 1);
    }
    // Spaces at the ends of lines and runs of them would be folded.
    for (size_t pos = out.find("  "); pos != std::string::npos; pos = out.find("  ", pos))
      out.replace(pos, 1, "&nbsp;");
    return out;
  };
  std::string html =
      "<html><head><title>Title</title><style>p.MsoNormal {margin:0in}</style></head>\r\n<body lang=EN-US><div "
      "class=Section1>\r\n";
  bool open = false;
  std::stringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (IsBlank(line)) {
      if (open) html += "<o:p></o:p></span></p>\r\n";
      open = false;
      html += "<p class=MsoNormal><o:p>&nbsp;</o:p></p>\r\n";
      continue;
    }
    html += open ? "<br>\r\n" : "<p class=MsoNormal><span\r\nstyle='font-size:12.0pt;font-family:\"Arial\"'>";
    const std::string text = escaped(line);
    const size_t middle = text.find(' ', text.size() / 2);
    // Bold from somewhere on, and a line break of the source in the middle of a line.
    html += middle == std::string::npos || text[middle] != ' ' || text[middle - 1] == ' '
                ? text
                : text.substr(0, middle) + "\r\n<b>" + text.substr(middle + 1) + "</b>";
    open = true;
  }
  return html + "</div></body></html>\r\n";
}

inline std::vector<std::string> AllFixtures() {
  return {"Malawi.txt", "wrapped.txt",  "accesses.txt",   "addresses.txt",  "unread.txt",
          "titles.txt", "labels.txt",   "split_name.txt", "how_to_use.txt", "GuineaBissau.txt",
          "damage.txt", "helpline.txt", "tight.txt"};
}

}  // namespace lectern::legacy
