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

void Check(const Case& c) {
  const BylineParts parts = ReadByline(c.raw);
  EXPECT_EQ(Contributors(parts), c.contributors) << c.raw;
  EXPECT_EQ(parts.publisher, c.publisher) << c.raw;
  EXPECT_EQ(parts.series, c.series) << c.raw;
  EXPECT_EQ(parts.place, c.place) << c.raw;
  EXPECT_EQ(parts.source_type, c.type) << c.raw;
  EXPECT_EQ(parts.has_fragment, std::string(c.raw).find(",,") != std::string::npos) << c.raw;
  EXPECT_EQ(parts.publisher.empty(), parts.publisher_confidence == 0) << c.raw;
  EXPECT_EQ(parts.series.empty(), parts.series_confidence == 0) << c.raw;
  EXPECT_EQ(parts.place.empty(), parts.place_confidence == 0) << c.raw;
  EXPECT_EQ(parts.contributors.empty(), parts.contributors_confidence == 0) << c.raw;
}

constexpr v1::SourceType none = v1::SOURCE_TYPE_UNSPECIFIED;

TEST(Byline, IsTakenApartWhereSure) {
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
      // Names that open with an article, or that can be nobody's: a body, with less confidence.
      {"Le Soir, 3 May 2004", "", "Le Soir", "", "", none},
      {"Voz do Cais, 3 May 2004", "", "Voz do Cais", "", "", none},
      {"Anna Beispiel, Voz do Cais, 3 May 2004", "Anna/Beispiel", "Voz do Cais", "", "", none},
      {"Anna Beispiel (The Invented Observer), 3 May 2004", "Anna/Beispiel", "The Invented Observer", "", "",
       v1::SOURCE_TYPE_ARTICLE_NEWSPAPER},
      {"Anna Beispiel, Staff Writer, Example Times, Friday, 3 May 2004", "Anna/Beispiel", "Example Times", "", "",
       v1::SOURCE_TYPE_ARTICLE_NEWSPAPER},
      {"Dr. Anna Beispiel, Professor of Law, Example University, 2004", "Anna/Beispiel", "Example University", "", "",
       none},
      {"Anna Beispiel, 3 May 2004, Example Times", "Anna/Beispiel", "Example Times", "", "",
       v1::SOURCE_TYPE_ARTICLE_NEWSPAPER},
      {"Example News Agency, San Ejemplo, 3 May 2004", "", "Example News Agency", "", "San Ejemplo",
       v1::SOURCE_TYPE_ARTICLE_NEWSPAPER},
      {"Example Initiative, Annual papers, 2004", "", "Example Initiative", "", "", none},
      // Not sure who or what it is: nothing is taken.
      {"Anna Beispiel, Terra Muster, 3 May 2004", "", "", "", "", none},
      {"Testimony, 3 May 2004", "", "", "", "", none},
      {"John Muster, 2004", "", "", "", "", none},
      {"", "", "", "", "", none},
  };
  for (const Case& c : cases) Check(c);
}

// Sessions, rounds, numbers and symbols of documents are no part of a body's name.
TEST(Byline, PublisherEndsBeforeWhatIsNotItsName) {
  const char* beside[] = {"Nineteenth session",
                          "A/HRC/19/35",
                          "CRC/C/KEN/CO/3-5",
                          "E/CN.4/2000/68/Add.1",
                          "GRETA(2014)10",
                          "Application no. 25965/04",
                          "Act No. 29 of 2022",
                          "Treaty Series No. 201",
                          "First evaluation round",
                          "General Assembly resolution 55/25",
                          "Nineteenth session, A/HRC/19/35",
                          "First evaluation round, GRETA(2014)10"};
  for (const char* publisher :
       {"UN Human Rights Council", "Council of Europe", "Bureau of Democracy, Human Rights, and Labor"}) {
    for (const std::string part : beside) {
      const std::string plain = std::string(publisher) + ", " + part;
      Check({(plain + ", 11 January 2012").c_str(), "", publisher, "", "", none});
      Check({(plain + ", Vienna, 2012").c_str(), "", publisher, "", "Vienna", none});
      Check({(plain + ", Lanzarote, Spain, May 2012").c_str(), "", publisher, "", "Lanzarote, Spain", none});
      Check({plain.c_str(), "", publisher, "", "", none});
    }
  }
  const Case cases[] = {
      {"UN Human Rights Council A/HRC/19/35, 11 January 2012", "", "UN Human Rights Council", "", "", none},
      {"Council of Europe Treaty Series No. 197, 2005", "", "Council of Europe", "", "", none},
      {"A/HRC/19/35, UN Human Rights Council, 2012", "", "UN Human Rights Council", "", "", none},
      // A number can be a name's own.
      {"Example School No. 5, 2004", "", "Example School No. 5", "", "", none},
      {"UN Convention on the Rights of the Child, 7 June 2002", "", "UN Convention on the Rights of the Child", "", "",
       none},
  };
  for (const Case& c : cases) Check(c);
}

TEST(Byline, PlaceRightBeforeTheDate) {
  for (const std::string place :
       {"Warsaw", "Vienna", "The Hague", "Geneva", "Strasbourg", "Brussels", "New York", "London", "Paris", "Nairobi",
        "Addis Ababa", "NAIROBI", "New York and Geneva", "Washington, D.C.", "Lom\xC3\xA9", "Durres, Albania"}) {
    Check(
        {("Council of Europe, " + place + ", 16 May 2005").c_str(), "", "Council of Europe", "", place.c_str(), none});
    Check({("Anna Beispiel, Example Institute, " + place + ", 2005").c_str(), "Anna/Beispiel", "Example Institute", "",
           place.c_str(), none});
  }
  const Case cases[] = {
      // An acronym is no place.
      {"GRETA, First evaluation round, 2014", "", "", "", "", none},
      {"GRETA, Strasbourg, 2014", "", "", "", "Strasbourg", none},
      {"GRETA, Netherlands, 2014", "", "", "", "Netherlands", none},
      {"AFP, KANDAHAR, 3 May 2004", "", "AFP", "", "KANDAHAR", v1::SOURCE_TYPE_ARTICLE_NEWSPAPER},
      {"KABUL, Reuters, 3 May 2004", "", "Reuters", "", "KABUL", v1::SOURCE_TYPE_ARTICLE_NEWSPAPER},
      // Not alone in its place, not before a date.
      {"University of Vienna, 2004", "", "University of Vienna", "", "", none},
      {"Example Institute, Vienna Office, 2004", "", "Example Institute, Vienna Office", "", "", none},
  };
  for (const Case& c : cases) Check(c);
}

// Volume and issue make a journal of what stands before them, whatever it is called.
TEST(Byline, JournalAndItsAuthors) {
  const v1::SourceType journal = v1::SOURCE_TYPE_ARTICLE_JOURNAL;
  const char* five = "Lonnie/Embleton; Ann/Mwangi; Rachel/Vreeman; David/Ayuku; Paula/Braitstein";
  const std::string names = "Lonnie Embleton, Ann Mwangi, Rachel Vreeman, David Ayuku and Paula Braitstein";
  for (const std::string rest : {"Addiction, October 2013, 108(10), 1722-1733", "Addiction, October 2013, 108(10)",
                                 "Addiction, 108(10), 1722-1733, October 2013", "Addiction, 108(10), October 2013"}) {
    Check({rest.c_str(), "", "", "Addiction", "", journal});
    Check({(names + ", " + rest).c_str(), five, "", "Addiction", "", journal});
    const auto date = ReadByline(names + ", " + rest).published;
    ASSERT_TRUE(date) << rest;
    EXPECT_EQ(date->edtf, "2013-10") << rest;
  }
  const Case cases[] = {
      // Without volume and issue nobody can tell what the last part is.
      {"David Muster and Paula Beispiel, Addiction, October 2013", "", "", "", "", none},
      // The journal has a person's form, or none is named: not sure which part is whose.
      {"Ann Muster, Social Science, October 2013, 108(10)", "", "", "", "", journal},
  };
  for (const Case& c : cases) Check(c);
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
