// CSL-JSON, good, odd and broken.
#include "clients/admin/formats/csl_values.h"
#include "reading.h"

namespace lectern::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST(Csl, ReadsAnItem) {
  const ReadItem item = ReadOne(Format::kCslJson, R"([
  {
    "id": "doe2004", "type": "article-newspaper",
    "title": "A <i>title</i> &amp; more",
    "author": [{"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"}, {"literal": "A Body"},
               {"family": "King", "given": "M. L.", "suffix": "Jr."}],
    "translator": [{"family": "Doe", "given": "Jane"}],
    "container-title": "The Paper", "publisher": "P", "publisher-place": "Geneva",
    "issued": {"date-parts": [[2004, 6, "24"]]},
    "accessed": {"date-parts": [["2011", 1]]},
    "URL": "https://a.example/", "DOI": "10.1/x", "language": "en",
    "abstract": "One.\n\nTwo.", "note": "N", "page": "1-2",
    "_refused": "before"
  }
])");
  const v1::Entry& entry = item.item.entry();
  EXPECT_EQ(entry.source_type(), v1::SOURCE_TYPE_ARTICLE_NEWSPAPER);
  EXPECT_THAT(entry.title_lines(), ElementsAre("A title & more"));
  ASSERT_EQ(entry.contributors_size(), 4);
  EXPECT_EQ(entry.contributors(0).family(), "van Beethoven");
  EXPECT_EQ(entry.contributors(1).literal(), "A Body");
  EXPECT_EQ(entry.contributors(2).given(), "M. L., Jr.");
  EXPECT_EQ(entry.contributors(3).role(), "translator");
  EXPECT_EQ(entry.series(), "The Paper");
  EXPECT_EQ(entry.publisher(), "P");
  EXPECT_EQ(entry.place(), "Geneva");
  EXPECT_EQ(entry.published().raw(), "2004-06-24");
  EXPECT_EQ(entry.published().edtf(), "2004-06-24");
  EXPECT_EQ(entry.accesses(0).edtf(), "2011-01");
  EXPECT_EQ(entry.url(), "https://a.example/");
  EXPECT_THAT(entry.notes(), ElementsAre("N", "DOI 10.1/x"));
  EXPECT_EQ(entry.passages_size(), 2);
  EXPECT_THAT(item.warnings, ElementsAre("Line 12: page is not used: 1-2"));
  EXPECT_EQ(PlaceOf(item), "2:3");
}

TEST(Csl, ReadsItemsOneBehindTheOther) {
  const WholeFile whole = ReadAll(Format::kCslJson, "{\"title\": \"A\"}\n{\"title\": \"B\"} {\"title\": \"C\"}");
  EXPECT_THAT(whole.items, SizeIs(3));
  EXPECT_TRUE(whole.status.ok());
  EXPECT_THAT(ReadAll(Format::kCslJson, " [ ] ").items, SizeIs(0));
  EXPECT_TRUE(ReadAll(Format::kCslJson, "").status.ok());
}

TEST(Csl, ReadsDates) {
  const auto date = [](const char* text) {
    const auto read = ReadCslDate(nlohmann::json::parse(text));
    return read ? read->raw + "=" + read->edtf : std::string("none");
  };
  EXPECT_EQ(date(R"({"date-parts": [[2003]]})"), "2003=2003");
  EXPECT_EQ(date(R"({"date-parts": [[2003, 4, 5], [2003, 4, 9]]})"), "2003-04-05/2003-04-09=2003-04");
  EXPECT_EQ(date(R"({"date-parts": [[2003, 11], [2003, 12]]})"), "2003-11/2003-12=2003");
  EXPECT_EQ(date(R"({"date-parts": [[2003], [2005]]})"), "2003/2005=");
  EXPECT_EQ(date(R"({"date-parts": [[2003]], "circa": true})"), "circa 2003=2003");
  EXPECT_EQ(date(R"({"raw": "June 2003"})"), "June 2003=");
  EXPECT_EQ(date(R"({"literal": "n.d."})"), "n.d.=");
  EXPECT_EQ(date(R"("2003")"), "2003=");
  for (const char* wrong :
       {"{}", "7", R"({"date-parts": []})", R"({"date-parts": [[]]})", R"({"date-parts": [[99999]]})",
        R"({"date-parts": [[-5]]})", R"({"date-parts": [[2003, "May"]]})", R"({"date-parts": 2003})"})
    EXPECT_EQ(date(wrong), "none") << wrong;
}

TEST(Csl, RefusesItemsAndGoesOn) {
  const WholeFile whole =
      ReadAll(Format::kCslJson,
              "[{\"title\": 1.5},\n {\"type\": \"book\"},\n {\"title\": \"A\", \"author\": \"B\"},\n"
              " {\"title\": \"A\", \"author\": [{\"given\": []}]},\n {\"title\": \"A\" \"x\"},\n"
              " {\"title\": \"\xFF\"},\n {\"title\": \"A\", \"issued\": {\"date-parts\": 1}},\n"
              " {\"title\": \"A\", \"x\": 1e999},\n {\"title\": \"Good\"}]");
  ASSERT_TRUE(whole.status.ok()) << whole.status;
  ASSERT_THAT(whole.items, SizeIs(9));
  const auto error = [&](size_t i) { return PlaceOf(whole.items[i]) + " " + whole.items[i].error.value_or(""); };
  EXPECT_EQ(error(0), "1:3 title: a text is expected.");
  EXPECT_EQ(error(1), "2:2 the record has no title.");
  EXPECT_EQ(error(2), "3:17 author: a list of names is expected.");
  EXPECT_EQ(error(3), "4:17 author: each name needs a family or a literal, as text.");
  EXPECT_EQ(error(4), "5:16 '}' is expected.");
  EXPECT_EQ(error(5), "6:13 this is no UTF-8.");
  EXPECT_EQ(error(6), "7:17 issued: a date with date-parts, raw or literal is expected.");
  EXPECT_EQ(error(7), "8:2 a number in it is too large to be read.");
  EXPECT_EQ(error(8), "9:2 ");
  EXPECT_EQ(whole.items[4].raw, "{\"title\": \"A\" \"x\"}");
}

TEST(Csl, StopsWhereTheListIsBroken) {
  const auto message = [](const std::string& text) { return Message(ReadAll(Format::kCslJson, text).status); };
  EXPECT_EQ(message("[{\"title\": \"A\"}\n"), "list.txt: line 2, column 1: the list never ends: \"]\" is missing.");
  EXPECT_EQ(message("[{\"title\": \"A\"} {}]"), "list.txt: line 1, column 17: a comma or \"]\" is expected.");
  EXPECT_EQ(message("[{\"title\": \"A\"},]"), "list.txt: line 1, column 17: an object, \"{\", is expected.");
  EXPECT_EQ(message("[1]"), "list.txt: line 1, column 2: an object, \"{\", is expected.");
  EXPECT_EQ(message("[] x"), "list.txt: line 1, column 4: something stands behind the list.");
  EXPECT_EQ(message("[{\"a\": \"}"), "list.txt: line 1, column 2: the object that begins here never ends.");
  EXPECT_THAT(message(std::string("[{\"a\": \"\0\"}]", 12)), HasSubstr("line 1, column 9: there is a NUL byte"));
}

TEST(Csl, TakesMarkupOff) {
  EXPECT_EQ(WithoutMarkup("a<sup>2</sup> <span class=\"nocase\">b</span> &lt;c&gt; 1 < 2 > 0 <br>"),
            "a2 b <c> 1 < 2 > 0 <br>");
}

}  // namespace
}  // namespace lectern::formats
