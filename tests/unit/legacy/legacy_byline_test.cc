#include <gtest/gtest.h>

#include <string>

#include "clients/admin/legacy/byline.h"

namespace lectern::legacy {
namespace {

struct Case {
  const char* raw;
  const char* contributors;  // "given/family; ..."
  const char* publisher;
  const char* series;
  const char* place;
  v1::SourceType type;
};

std::string Contributors(const BylineParts& parts) {
  std::string text;
  for (const v1::Contributor& person : parts.contributors) {
    text += (text.empty() ? "" : "; ") + person.given() + "/" + person.family();
  }
  return text;
}

TEST(Byline, IsTakenApartWhereSure) {
  const v1::SourceType none = v1::SOURCE_TYPE_UNSPECIFIED;
  const Case cases[] = {
      {"Anna Beispiel, Sara Muster, Camille Modelo and Jean-Luc Exemple, Example International, 2016",
       "Anna/Beispiel; Sara/Muster; Camille/Modelo; Jean-Luc/Exemple", "Example International", "", "", none},
      {"Andrew Muster in Oslo, The Invented Observer, 25 June 2001", "Andrew/Muster", "The Invented Observer", "",
       "Oslo", v1::SOURCE_TYPE_ARTICLE_NEWSPAPER},
      {"B.A. Beispiel, Example Consultants on Tolerance, 5 February 2001", "B.A./Beispiel",
       "Example Consultants on Tolerance", "", "", none},
      {"By Maria van der Muster, Example News, 3 May 2004", "Maria/van der Muster", "Example News", "", "",
       v1::SOURCE_TYPE_ARTICLE_NEWSPAPER},
      // Commas inside a body's name do not part it.
      {"Example Dept of Papers Bureau of Forms, Human Lists, and Labor, March 9, 2020", "",
       "Example Dept of Papers Bureau of Forms, Human Lists, and Labor", "", "", none},
      {"Example Economic Council, Commission on Rights, Fifty-first session, 21 December 1998", "",
       "Example Economic Council, Commission on Rights", "", "", none},
      {"The Invented School of Studies (ISS), The Example University", "",
       "The Invented School of Studies (ISS), The Example University", "", "", none},
      {"Example International Newsletters, Issue 34, 2/December/2001", "", "", "Example International Newsletters", "",
       v1::SOURCE_TYPE_ARTICLE_MAGAZINE},
      {"Journal of Invented Studies, February 2011, 39(1), 129-144", "", "", "Journal of Invented Studies", "",
       v1::SOURCE_TYPE_ARTICLE_JOURNAL},
      {"Reuters, KABUL, 3 May 2004", "", "Reuters", "", "KABUL", v1::SOURCE_TYPE_ARTICLE_NEWSPAPER},
      {"KABUL, 3 May 2004", "", "", "", "KABUL", none},
      {"Example Institute, Durres, Albania, 3 May 2004", "", "Example Institute", "", "Durres, Albania", none},
      {"Example Watch, 27 May 2004,,EXAMPLE,REPORT,UTO,,41c6b2fe,0.html", "", "Example Watch", "", "", none},
      // Not sure who or what it is: nothing is taken.
      {"John Muster, 2004", "", "", "", "", none},
      {"Le Soir, 3 May 2004", "", "", "", "", none},
      {"", "", "", "", "", none},
  };
  for (const Case& c : cases) {
    const BylineParts parts = ReadByline(c.raw);
    EXPECT_EQ(Contributors(parts), c.contributors) << c.raw;
    EXPECT_EQ(parts.publisher, c.publisher) << c.raw;
    EXPECT_EQ(parts.series, c.series) << c.raw;
    EXPECT_EQ(parts.place, c.place) << c.raw;
    EXPECT_EQ(parts.source_type, c.type) << c.raw;
    EXPECT_EQ(parts.has_fragment, std::string(c.raw).find(",,") != std::string::npos) << c.raw;
    EXPECT_EQ(parts.publisher.empty(), parts.publisher_confidence == 0) << c.raw;
    EXPECT_EQ(parts.place.empty(), parts.place_confidence == 0) << c.raw;
    EXPECT_EQ(parts.contributors.empty(), parts.contributors_confidence == 0) << c.raw;
  }
}

TEST(Byline, NothingIsMadeUp) {
  // Every part is a run of the raw byline.
  for (const std::string raw :
       {"Anna Beispiel and Sara Muster in Oslo, Example Press, OSLO, Norway, Issue 3, 5 May 2005",
        ", , and , The, 2004", "and , & and x", "in Norway, in, of of of, 3(4)", "By by , Issue 9"}) {
    const BylineParts parts = ReadByline(raw);
    for (const std::string& part : {parts.publisher, parts.series, parts.place}) {
      EXPECT_NE(raw.find(part), std::string::npos) << raw << ": " << part;
    }
    for (const v1::Contributor& person : parts.contributors) {
      EXPECT_NE(raw.find(person.given() + " " + person.family()), std::string::npos) << raw;
    }
  }
}

}  // namespace
}  // namespace lectern::legacy
