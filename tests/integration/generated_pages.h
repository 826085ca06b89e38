// Pages in the layout of the old site, of any length, on nothing real.
#pragma once

#include <string>

namespace lectern::testing {

// Official names, as a page prints them, of countries that are all different.
inline constexpr const char* kCountryNames[] = {"Republic of Kenya", "Kingdom of Belgium",  "Republic of Malawi",
                                                "Kingdom of Norway", "Republic of Peru",    "Republic of Ecuador",
                                                "Republic of Chile", "Republic of Finland", "Kingdom of Sweden",
                                                "Republic of Ghana", "Republic of Zambia",  "Hungary"};

// What a page's topic is known by.
inline constexpr const char* kHeadings[] = {"Street Children", "Human Trafficking", "Torture"};

// A country page with so many entries; no two of them have the same title.
inline std::string GeneratedPage(const std::string& country, const std::string& heading, int entries) {
  std::string page = "Main Menu\n\n" + heading + "\n\nIn the early years of the 21st Century, 2000 to 2025\n\n" +
                     country +
                     "\n\nA country that this page introduces in one paragraph.  [Made for a test, 2025]\n\n"
                     "CAUTION:  Everything on this page was made up.\n\n";
  if (entries > 0) page += "*** ARCHIVES ***\n\n";
  for (int i = 1; i <= entries; ++i) {
    const std::string number = std::to_string(i);
    page += "Report number " + number + " of a series on " + country + "\n\nOffice for Tests, " +
            std::to_string(1 + i % 28) + " May 2019\n\n[accessed 3 April 2025]\n\nParagraph one of annotation " +
            number + ".\n\nPARTICULARS - Paragraph two says that number " + number + " is like the others.\n\n\n";
  }
  return page;
}

}  // namespace lectern::testing
