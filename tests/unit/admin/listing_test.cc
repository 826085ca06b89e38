// Pages as one document or table.
#include <sstream>

#include "clients/admin/json.h"
#include "clients/admin/page_writer.h"
#include "clients/admin/rows.h"
#include "gmock/gmock.h"
#include "lectern/v1/country_service.pb.h"
#include "lectern/v1/entry_service.pb.h"
#include "tests/unit/admin/verb_test.h"

namespace lectern::admin {
namespace {

using grpc::StatusCode;
using ::testing::AllOf;
using testing::Finished;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MakeStatus;
using ::testing::Not;
using ::testing::SizeIs;
using testing::VerbTest;

v1::ListEntriesResponse Page(const std::vector<std::string>& names, const std::string& next, int total) {
  v1::ListEntriesResponse page;
  for (const std::string& name : names) {
    v1::Entry& entry = *page.add_entries();
    entry.set_name("entries/" + name);
    entry.add_title_lines("Title {of} \"" + name + "\"\n]");
    entry.add_passages()->set_text("text");
  }
  page.set_next_page_token(next);
  page.set_total_size(total);
  return page;
}

std::string AsJson(const std::vector<v1::ListEntriesResponse>& pages, const std::string& next) {
  std::ostringstream out;
  JsonPages writer(out);
  for (const auto& page : pages) EXPECT_TRUE(writer.Add(page).ok());
  writer.End(next);
  return out.str();
}

TEST(JsonPages, IsLetterByLetterWhatOneAnswerWouldBe) {
  for (const auto& pages : std::vector<std::vector<v1::ListEntriesResponse>>{
           {Page({}, "", 0)},
           {Page({"a"}, "", 1)},
           {Page({"a", "b"}, "x", 5), Page({}, "y", 5), Page({"c", "d", "e"}, "", 5)}}) {
    v1::ListEntriesResponse whole;
    for (const auto& page : pages) whole.MergeFrom(page);
    whole.clear_next_page_token();
    EXPECT_EQ(AsJson(pages, ""), *ToJson(whole));
  }
  const auto first = Page({"a"}, "x", 5);
  EXPECT_EQ(AsJson({first}, "x"), *ToJson(first)) << "one page of several";
}

std::string AsTable(const std::vector<v1::ListEntriesResponse>& pages, size_t width) {
  std::ostringstream out, err;
  Output output{.format = OutputFormat::kTable, .out = out, .err = err, .width = width};
  const Rows rows{{{"NAME"}, {"TITLE", true}}, [](const google::protobuf::Message& item) -> Cells {
                    const auto& entry = dynamic_cast<const v1::Entry&>(item);
                    return {entry.name(), entry.title_lines(0)};
                  }};
  TablePages writer(output, rows);
  for (const auto& page : pages) EXPECT_TRUE(writer.Add(page).ok());
  writer.End("");
  return out.str();
}

TEST(TablePages, PrintsTitlesOnceAndKeepsTheWidthsOfTheFirstRows) {
  std::vector<std::string> names;
  for (int i = 100; i < 200; ++i) names.push_back(std::to_string(i));
  const auto first = Page(names, "x", 101);
  const auto second = Page({"a-very-long-name-indeed"}, "", 101);
  const std::string table = AsTable({first, second}, 0);
  EXPECT_THAT(table, HasSubstr("\nentries/199  Title {of} \"199\" ]\n"));
  EXPECT_THAT(table, HasSubstr("\nentries/a-very-long-name-indeed  Title {of} \"a-very-long-name-indeed\" ]\n"))
      << "nothing is cut in a file";
  EXPECT_EQ(table.find("NAME"), table.rfind("NAME"));
  EXPECT_THAT(AsTable({first, second}, 200),
              HasSubstr("entries/a-very-long-name-indeed  Title {of} \"a-ver\xE2\x80\xA6\n"))
      << "names are never cut, titles are";
}

TEST(TablePages, AShortFirstPageDoesNotDecideTheWidths) {
  const std::string table = AsTable({Page({}, "x", 2), Page({"a"}, "y", 2), Page({"longer"}, "", 2)}, 200);
  EXPECT_THAT(table, HasSubstr("\nentries/a       Title"));
  EXPECT_THAT(AsTable({Page({}, "", 0)}, 0), HasSubstr("NAME"));
}

constexpr char kEntries[] = "lectern.v1.EntryService/ListEntries";
constexpr char kPages[] = "lectern.v1.CountryService/ListCountryPages";

using ListVerb = VerbTest;

TEST_F(ListVerb, AsksForWhatTheOptionsSay) {
  server_.On<v1::ListCountryPagesRequest, v1::ListCountryPagesResponse>(
      kPages, [](const auto&, auto&) { return grpc::Status::OK; });
  const Finished finished =
      Run({"list", "country-pages", "--parent", "countries/be", "--filter", "topic = \"topics/torture\"", "--order-by",
           "name desc", "--show-deleted", "--view", "full", "--page-size", "7", "--page-token", "t"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  const auto requests = server_.Requests<v1::ListCountryPagesRequest>(kPages);
  ASSERT_THAT(requests, SizeIs(1));
  v1::ListCountryPagesRequest expected;
  expected.set_parent("countries/be");
  expected.set_filter("topic = \"topics/torture\"");
  expected.set_order_by("name desc");
  expected.set_show_deleted(true);
  expected.set_view(v1::VIEW_FULL);
  expected.set_page_size(7);
  expected.set_page_token("t");
  EXPECT_EQ(requests[0].ShortDebugString(), expected.ShortDebugString());
  Run({"list", "country-pages"});
  EXPECT_EQ(server_.Requests<v1::ListCountryPagesRequest>(kPages)[1].parent(), "countries/-");
  EXPECT_EQ(server_.Requests<v1::ListCountryPagesRequest>(kPages)[1].page_size(), 1000);
}

TEST_F(ListVerb, EveryKindCanBeListed) {
  for (const char* kind :
       {"entries", "countries", "country-pages", "hotlines", "topics", "themes", "teacher-resources"}) {
    EXPECT_EQ(Run({"list", kind, "--filter", "x", "--order-by", "y", "--show-deleted"}).code, 7) << kind;
    EXPECT_EQ(Run({"list", kind, "--help"}).code, 0) << kind;
  }
  EXPECT_THAT(server_.methods(),
              ::testing::ElementsAre(kEntries, "lectern.v1.CountryService/ListCountries", kPages,
                                     "lectern.v1.CountryService/ListHotlines", "lectern.v1.TaxonomyService/ListTopics",
                                     "lectern.v1.TaxonomyService/ListThemes",
                                     "lectern.v1.TeacherResourceService/ListTeacherResources"));
}

TEST_F(ListVerb, SaysWhereToGoOnAfterAFailureInTheMiddle) {
  server_.On<v1::ListEntriesRequest, v1::ListEntriesResponse>(
      kEntries, [](const v1::ListEntriesRequest& request, v1::ListEntriesResponse& answer) {
        answer = Page({"a"}, "two", 9);
        return request.page_token().empty() ? grpc::Status::OK
                                            : MakeStatus(StatusCode::DATA_LOSS, "RECORD_CORRUPT", "is damaged");
      });
  Finished finished = Run({"list", "entries", "--output", "json"});
  EXPECT_EQ(finished.code, 7);
  EXPECT_EQ(finished.out, *ToJson(Page({"a"}, "two", 9))) << "whole, and it says that there is more";
  EXPECT_THAT(finished.err, AllOf(HasSubstr("is damaged"), HasSubstr("--page-token two goes on")));
  finished = Run({"list", "entries"});
  EXPECT_EQ(finished.code, 7);
  EXPECT_THAT(finished.out, HasSubstr("entries/a"));
  finished = Run({"list", "entries", "--page-token", "x"});
  EXPECT_THAT(finished.out, IsEmpty());
  EXPECT_THAT(finished.err, Not(HasSubstr("goes on"))) << "nothing was printed";
}

TEST_F(ListVerb, SaysWhatItKnowsOfTheTotal) {
  int total = 9;
  server_.On<v1::ListEntriesRequest, v1::ListEntriesResponse>(
      kEntries, [&](const v1::ListEntriesRequest&, v1::ListEntriesResponse& answer) {
        answer = Page({"a"}, "", total);
        return grpc::Status::OK;
      });
  EXPECT_EQ(Run({"list", "entries"}).err, "1 of 9\n");
  total = -1;
  EXPECT_EQ(Run({"list", "entries"}).err, "1\n");
}

TEST(Rows, TellWhatIsDeletedOrErased) {
  v1::Country country;
  EXPECT_EQ(StateOf(country), "");
  country.mutable_delete_time();
  EXPECT_EQ(StateOf(country), "deleted");
  EXPECT_EQ(RowOf(Kind::kCountry, country).back(), "deleted");
  v1::Entry entry;
  entry.set_lifecycle(v1::LIFECYCLE_WITHDRAWN);
  EXPECT_EQ(StateOf(entry), "withdrawn");
  entry.mutable_delete_time();
  entry.mutable_expunge_time();
  EXPECT_EQ(StateOf(entry), "erased");
}

TEST(Rows, HaveAsManyCellsAsColumns) {
  for (const Kind kind : {Kind::kCountry, Kind::kCountryPage, Kind::kEntry, Kind::kHotline, Kind::kTeacherResource,
                          Kind::kTheme, Kind::kTopic}) {
    const auto method = MethodOf(kind, Action::kGet);
    EXPECT_EQ(RowOf(kind, *method->answer).size(), ColumnsOf(kind).size()) << method->path;
  }
}

}  // namespace
}  // namespace lectern::admin
