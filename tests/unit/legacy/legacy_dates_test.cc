// Every form of date that the old pages use.
#include <gtest/gtest.h>

#include <string>

#include "clients/admin/legacy/dates.h"

namespace lectern::legacy {
namespace {

struct Case {
  const char* text;
  const char* raw;  // nullptr: no date.
  const char* edtf;
  bool doubtful = false;
};

std::string Raw(const std::string& text, const FoundDate& date) {
  return text.substr(date.begin, date.end - date.begin);
}

TEST(PublicationDate, AllForms) {
  const Case cases[] = {
      {"Example, 24 June 2001", "24 June 2001", "2001-06-24"},
      {"Example, March 10, 2020", "March 10, 2020", "2020-03-10"},
      {"Example News, 30 January, 2002", "30 January, 2002", "2002-01-30"},
      {"Example, Oct 01, 2007", "Oct 01, 2007", "2007-10-01"},
      {"Example, April 2003", "April 2003", "2003-04"},
      {"Example, 2016", "2016", "2016"},
      {"Example, 2006-08-25", "2006-08-25", "2006-08-25"},
      {"Example, Updated 2004-03-24", "Updated 2004-03-24", "2004-03-24"},
      {"Example, Last updated: 6 Dec 2017", "Last updated: 6 Dec 2017", "2017-12-06"},
      {"Example, 11-30-2001", "11-30-2001", "2001-11-30"},
      {"Example, 30.11.2001", "30.11.2001", "2001-11-30"},
      {"Example, 1st July 2000", "1st July 2000", "2000-07-01"},
      {"Newsletters, Issue 33, 1/December/2000", "1/December/2000", "2000-12-01"},
      {"Review, February 2011, 39(1), 129-144", "February 2011", "2011-02"},
      {"Trade In Utopia, April 2003", "April 2003", "2003-04"},
      {"Example, 27 May 2004,,EXAMPLE,REPORT,UTO,,41c6b2fe,0.html", "27 May 2004", "2004-05-27"},
      {"Example, Sept. 11, 2001", "Sept. 11, 2001", "2001-09-11"},
      {"Example, 3 of May 2001", "3 of May 2001", "2001-05-03"},
      {"Example (2004)", "2004", "2004"},
      {"Example, 1996-AUG", "1996-AUG", "1996-08"},
      {"Example, 2004-11", "2004-11", "2004-11"},
      {"Example, 29 February 2004", "29 February 2004", "2004-02-29"},
      // Less is certain than the words seem to say.
      {"Example, 29 February 2003", "29 February 2003", "2003", true},
      {"Example, 05-06-2001", "05-06-2001", "2001", true},
      {"Example, 22ugust 2011", "22ugust 2011", "2011", true},
      {"Example, 12-14 May 2004", "12-14 May 2004", "2004-05", true},
      {"Example, 12\xE2\x80\x93"
       "14 May 2004",
       "12\xE2\x80\x93"
       "14 May 2004",
       "2004-05", true},
      {"Example, May 12-14, 2004", "May 12-14, 2004", "2004-05", true},
      {"Example, May-June 2004", "May-June 2004", "2004", true},
      {"Example, 2003-04", "2003-04", "2003", true},
      {"Example, 2000-2008", "2000-2008", "", true},
      {"Example, 31-31-2001", "31-31-2001", "2001", true},
      // No date.
      {"Example International Report 2004 on Utopia", nullptr, ""},
      {"Example, 39(1), 129-144", nullptr, ""},
      {"Example, 41c6b2fe10", nullptr, ""},
      {"Example, 3200", nullptr, ""},
      {"The Johns Example University", nullptr, ""},
      {"", nullptr, ""},
  };
  for (const Case& c : cases) {
    const auto date = FindPublicationDate(c.text);
    ASSERT_EQ(date.has_value(), c.raw != nullptr) << c.text;
    if (!date) continue;
    EXPECT_EQ(Raw(c.text, *date), c.raw);
    EXPECT_EQ(date->edtf, c.edtf) << c.text;
    EXPECT_EQ(!date->doubt.empty(), c.doubtful) << c.text << ": " << date->doubt;
  }
}

TEST(AccessedDate, AllForms) {
  const Case cases[] = {
      {" 22 January 2011", "", "2011-01-22"},
      {" 12 August\n2021", "", "2021-08-12"},
      {" 2009", "", "2009"},
      {": 7 February 2020.", "", "2020-02-07"},
      {" on May 2012", "", "2012-05"},
      {" 22ugust 2011", "", "2011", true},
      {" Augst 2011", "", "2011", true},
      {" 5 April 2011 and later", "", "2011", true},
      {" recently", nullptr, ""},
      {" <date>", nullptr, ""},
      {" 5 April 20111", nullptr, ""},
  };
  for (const Case& c : cases) {
    const auto date = ReadAccessedDate(c.text);
    ASSERT_EQ(date.has_value(), c.raw != nullptr) << c.text;
    if (!date) continue;
    EXPECT_EQ(date->edtf, c.edtf) << c.text;
    EXPECT_EQ(!date->doubt.empty(), c.doubtful) << c.text << ": " << date->doubt;
  }
}

// Numbers of documents, issues and pages are no dates and no parts of dates.
TEST(PublicationDate, IsNoReferenceNumber) {
  const Case cases[] = {
      {"Example Committee, CRC/C/GC/21, 21 June 2017", "21 June 2017", "2017-06-21"},
      {"Example Committee, CRC/C/KEN/CO/3-5, 21 March 2016", "21 March 2016", "2016-03-21"},
      {"Example Committee, CRC/C/GC/21 June 2017", "June 2017", "2017-06"},
      {"Example Council, E/CN.4/2000/68/Add.1, 3 May 2000", "3 May 2000", "2000-05-03"},
      {"Example Council, 7 June 2002, E/CN.4/2001/71", "7 June 2002", "2002-06-07"},
      {"Example Council, 7 June 2002, GRETA(2014)10", "7 June 2002", "2002-06-07"},
      {"Example Assembly resolution 2000/85, May 2001", "May 2001", "2001-05"},
      {"Example Assembly resolution 16/12 of March 2011", "March 2011", "2011-03"},
      {"Example Court, Application no. 25965/04, 7 January 2010", "7 January 2010", "2010-01-07"},
      {"Parliament of Utopia, Act No. 12 of 2022, 14 May 2022", "14 May 2022", "2022-05-14"},
      {"Example Newsletters, Issue 12, 14 May 2004", "14 May 2004", "2004-05-14"},
      {"Example Bulletin 12, 14 May 2004", "14 May 2004", "2004-05-14"},
      {"Addiction, October 2013, 108(10), 1722-1733", "October 2013", "2013-10"},
      {"Addiction, October 2013, 108(10): 1722\xE2\x80\x93"
       "1733",
       "October 2013", "2013-10"},
      {"Addiction, October 2013, 108(10), 1722", "October 2013", "2013-10"},
      {"Addiction, 108(10), 2013, 1722-1733", "2013", "2013"},
      {"Example Review, 2013, pp. 1990-1995", "2013", "2013"},
      {"Example Council, E/CN.4/1999/71", nullptr, ""},
      {"Example Council, GRETA(2014)10", nullptr, ""},
      {"Example Directive 2011/36/EU", nullptr, ""},
      {"Example Assembly resolution 2000/85", nullptr, ""},
      {"Addiction, 108(10), 1722-1733", nullptr, ""},
      // These only look like it.
      {"Example, 1/December/2000", "1/December/2000", "2000-12-01"},
      {"Example, 12/14 May 2004", "12/14 May 2004", "2004-05", true},
      {"Example, 12, 14 May 2004", "12, 14 May 2004", "2004-05", true},
      {"Example Court, Decision 5 May 2004", "5 May 2004", "2004-05-05"},
      {"Example Institute (2004)", "2004", "2004"},
  };
  for (const Case& c : cases) {
    const auto date = FindPublicationDate(c.text);
    ASSERT_EQ(date.has_value(), c.raw != nullptr) << c.text;
    if (!date) continue;
    EXPECT_EQ(Raw(c.text, *date), c.raw) << c.text;
    EXPECT_EQ(date->edtf, c.edtf) << c.text;
    EXPECT_EQ(!date->doubt.empty(), c.doubtful) << c.text << ": " << date->doubt;
  }
}

// Whatever day is written in whatever form, it is read back or read with less precision, never as another day.
TEST(PublicationDate, NeverInventsADay) {
  const char* months[] = {"January", "Feb",    "March", "Apr.", "May", "June",
                          "July",    "August", "Sept.", "Oct",  "Nov", "December"};
  for (int month = 1; month <= 12; ++month) {
    for (int day = 1; day <= 28; ++day) {
      const std::string d = std::to_string(day);
      const std::string m = std::to_string(month);
      const std::string two_d = (day < 10 ? "0" : "") + d;
      const std::string two_m = (month < 10 ? "0" : "") + m;
      const std::string name = months[month - 1];
      const std::string iso = "1999-" + two_m + "-" + two_d;
      const std::string behind_symbol = "CRC/C/GC/" + d + ", " + d + " " + name + " 1999";
      for (const std::string& form : {d + " " + name + " 1999", behind_symbol, name + " " + d + ", 1999",
                                      two_d + "/" + name + "/1999", name + " " + d + "th 1999", iso}) {
        const auto date = FindPublicationDate("X, " + form);
        ASSERT_TRUE(date) << form;
        EXPECT_EQ(date->edtf, iso) << form;
      }
      for (const std::string& form : {two_d + "-" + two_m + "-1999", m + "/" + d + "/1999", d + "." + m + ".1999"}) {
        const auto date = FindPublicationDate("X, " + form);
        ASSERT_TRUE(date) << form;
        if (day > 12 || day == month) {
          EXPECT_EQ(date->edtf, iso) << form;
        } else {
          EXPECT_EQ(date->edtf, "1999") << form;
          EXPECT_NE(date->doubt, "") << form;
        }
      }
    }
  }
}

}  // namespace
}  // namespace lectern::legacy
