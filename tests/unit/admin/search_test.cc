// search, suggest, related, index rebuild and what status says of the index, against answers that the tests write.
#include <cstdlib>
#include <iterator>

#include "lectern/v1/search_service.pb.h"
#include "nlohmann/json.hpp"
#include "tests/support/program.h"
#include "tests/support/temp_directory.h"
#include "tests/unit/admin/verb_test.h"

namespace lectern::admin {
namespace {

using google::longrunning::Operation;
using google::longrunning::WaitOperationRequest;
using grpc::StatusCode;
using ::testing::AllOf;
using testing::Always;
using ::testing::ElementsAre;
using testing::Fails;
using testing::Finished;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MakeStatus;
using ::testing::Not;
using testing::RunCommand;
using ::testing::SizeIs;
using testing::VerbTest;

constexpr char kSearch[] = "lectern.v1.SearchService/Search";
constexpr char kSuggest[] = "lectern.v1.SearchService/Suggest";
constexpr char kRelated[] = "lectern.v1.SearchService/Related";
constexpr char kRebuild[] = "lectern.v1.AdminService/RebuildIndex";
constexpr char kWait[] = "google.longrunning.Operations/WaitOperation";

v1::SearchResponse Page(const std::vector<std::string>& names, const std::string& next, int total) {
  v1::SearchResponse page;
  for (const std::string& name : names) {
    v1::SearchHit& hit = *page.add_hits();
    hit.set_name("entries/" + name);
    hit.mutable_entry()->add_title_lines("Title " + name);
    hit.add_title_highlights()->set_end_byte(5);
  }
  page.set_next_page_token(next);
  page.set_total_size(total);
  v1::Facet& facet = *page.add_facets();
  facet.set_attribute("year");
  facet.add_values()->set_value("2005");
  page.add_explanations()->set_kind(v1::QueryExplanation::KIND_SPELLING);
  page.add_notes()->set_kind(v1::QueryNote::KIND_EMPTY);
  return page;
}

class SearchVerb : public VerbTest {
 protected:
  void SetUp() override {
    // Two pages.
    server_.On<v1::SearchRequest, v1::SearchResponse>(kSearch, [](const auto& request, auto& answer) {
      answer = request.page_token().empty() ? Page({"a", "b"}, "next", 3) : Page({"c"}, "", 3);
      return grpc::Status::OK;
    });
  }

  std::vector<v1::SearchRequest> Asked() const { return server_.Requests<v1::SearchRequest>(kSearch); }
};

TEST_F(SearchVerb, SeveralWordsAreOneQueryAndOnePageIsAskedFor) {
  const Finished finished = Run({"search", "children", "\"of the street\"", "traffick*"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  ASSERT_THAT(Asked(), SizeIs(1));
  EXPECT_EQ(Asked()[0].query(), "children \"of the street\" traffick*");
  EXPECT_EQ(Asked()[0].page_size(), 10);
  EXPECT_EQ(Asked()[0].order_by(), "");
  EXPECT_THAT(finished.out, AllOf(HasSubstr("3 results\n"), HasSubstr("\nTitle a\n  entry\n  entries/a\n"),
                                  Not(HasSubstr("\x1b")), Not(HasSubstr("Title c"))));
  EXPECT_THAT(finished.err, HasSubstr("next page: --page-token next"));
}

TEST_F(SearchVerb, AWordMayBeAVerbOrBeginWithAMinus) {
  EXPECT_EQ(Run({"search", "status", "of", "list", "import", "get"}).code, 0);
  // What stands behind "--" is no option, so that --server stands before it.
  EXPECT_EQ(RunCommand({"search", "--server", server_.address(), "--token", "k", "--", "-kenya", "children"}).code, 0);
  EXPECT_EQ(Run({"search", "[27]", ""}).code, 0);
  EXPECT_EQ(Run({"search"}).code, 0);
  const Finished refused = Run({"search", "children", "-kenya"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("a word that begins with a minus stands behind a --"));
  ASSERT_THAT(Asked(), SizeIs(4));
  EXPECT_EQ(Asked()[0].query(), "status of list import get");
  EXPECT_EQ(Asked()[1].query(), "-kenya children");
  EXPECT_EQ(Asked()[2].query(), "27 ") << "the parser takes brackets for a list, and to a query they are no letters";
  EXPECT_EQ(Asked()[3].query(), "") << "everything";
}

TEST_F(SearchVerb, SendsAllThatIsAskedFor) {
  EXPECT_EQ(Run({"search",
                 "x",
                 "--kind",
                 "country-pages,entries",
                 "--kind",
                 "teacher-resources",
                 "y",
                 "--filter",
                 "year >= 2005",
                 "--order-by",
                 "date desc",
                 "--facet",
                 "country",
                 "--facet",
                 "year",
                 "--facet-limit",
                 "5",
                 "--page-size",
                 "7",
                 "--page-token",
                 "t"})
                .code,
            0);
  ASSERT_THAT(Asked(), SizeIs(1));
  const v1::SearchRequest asked = Asked()[0];
  EXPECT_EQ(asked.query(), "x y") << "options take nothing of the query";
  EXPECT_THAT(asked.kinds(), ElementsAre("countryPages", "entries", "teacherResources"));
  EXPECT_EQ(asked.filter(), "year >= 2005");
  EXPECT_EQ(asked.order_by(), "date desc");
  ASSERT_THAT(asked.facets(), SizeIs(2));
  EXPECT_EQ(asked.facets(1).attribute(), "year");
  EXPECT_EQ(asked.facets(1).limit(), 5);
  EXPECT_EQ(asked.page_size(), 7);
  EXPECT_EQ(asked.page_token(), "t");
}

TEST_F(SearchVerb, TakesWordsThatMustNotStandInAHistory) {
  EXPECT_EQ(Run({"search", "--query-file", "-"}, "somebody by name\n").code, 0);
  const lectern::testing::TempDirectory directory;
  const auto file = directory.path() / "words";
  lectern::testing::WriteFile(file, "\"somebody else\"");
  EXPECT_EQ(Run({"search", "--query-file", file.string()}).code, 0);
  ASSERT_THAT(Asked(), SizeIs(2));
  EXPECT_EQ(Asked()[0].query(), "somebody by name");
  EXPECT_EQ(Asked()[1].query(), "\"somebody else\"");
  EXPECT_EQ(Run({"search", "--query-file", "-"}, "").code, 2);
}

TEST_F(SearchVerb, AllPagesAreOneAnswer) {
  const Finished finished = Run({"search", "x", "--all"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_THAT(finished.out, AllOf(HasSubstr("Title a"), HasSubstr("Title b"), HasSubstr("Title c")));
  for (const char* once : {"3 results", "RESULTS  YEAR", "Few results"})
    EXPECT_EQ(finished.out.find(once), finished.out.rfind(once)) << once;
  EXPECT_THAT(finished.err, IsEmpty());
  const auto json = nlohmann::json::parse(Run({"search", "x", "--all", "--output", "json"}).out);
  ASSERT_THAT(json["hits"], SizeIs(3));
  EXPECT_EQ(json["nextPageToken"], "");
  EXPECT_EQ(json["hits"][2]["entry"]["titleLines"][0], "Title c");
}

TEST_F(SearchVerb, JsonIsTheApisOwnForm) {
  const Finished finished = Run({"search", "x", "--output", "json"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  const auto json = nlohmann::json::parse(finished.out);
  ASSERT_THAT(json["hits"], SizeIs(2));
  EXPECT_EQ(json["hits"][0]["titleHighlights"][0], (nlohmann::json{{"startByte", 0}, {"endByte", 5}}));
  EXPECT_EQ(json["nextPageToken"], "next");
  for (const char* beside : {"facets", "explanations", "notes"}) ASSERT_THAT(json[beside], SizeIs(1));
  EXPECT_EQ(json["facets"][0]["values"][0]["value"], "2005");
  EXPECT_EQ(json["explanations"][0]["kind"], "KIND_SPELLING");
  EXPECT_EQ(json["notes"][0]["kind"], "KIND_EMPTY");
  EXPECT_TRUE(json.contains("totalSize"));
}

TEST_F(SearchVerb, PointsOutOnATerminalThatMayAlone) {
  const auto at_width = [&](size_t width) {
    return RunCommand({"search", "x", "--server", server_.address(), "--token", "k"}, {.out_width = width}).out;
  };
  setenv("TERM", "xterm", 1);
  unsetenv("NO_COLOR");
  EXPECT_THAT(at_width(80), HasSubstr("\x1b[1;4mTitle\x1b[0m a\n"));
  EXPECT_THAT(at_width(0), AllOf(HasSubstr("Title a\n"), Not(HasSubstr("\x1b"))));
  setenv("NO_COLOR", "", 1);
  EXPECT_THAT(at_width(80), HasSubstr("\x1b[1;4m")) << "an empty one says nothing";
  setenv("NO_COLOR", "1", 1);
  EXPECT_THAT(at_width(80), Not(HasSubstr("\x1b")));
  unsetenv("NO_COLOR");
  setenv("TERM", "dumb", 1);
  EXPECT_THAT(at_width(80), Not(HasSubstr("\x1b")));
  setenv("TERM", "xterm", 1);
}

TEST_F(SearchVerb, NoErrorRepeatsTheQuery) {
  for (const auto& status : {MakeStatus(StatusCode::INVALID_ARGUMENT, "FIELD_INVALID", "the query has too many words"),
                             MakeStatus(StatusCode::OUT_OF_RANGE, "SEARCH_VIEW_EXPIRED", "m")}) {
    server_.On(kSearch, Fails<v1::SearchRequest, v1::SearchResponse>(status));
    server_.On(kSuggest, Fails<v1::SuggestRequest, v1::SuggestResponse>(status));
    for (const char* verb : {"search", "suggest"}) {
      const Finished finished = Run({verb, "somebody"});
      EXPECT_NE(finished.code, 0);
      EXPECT_THAT(finished.out, IsEmpty());
      EXPECT_THAT(finished.err, AllOf(HasSubstr("lecternctl: "), Not(HasSubstr("somebody"))));
    }
  }
  EXPECT_THAT(Run({"search", "x"}).err, HasSubstr("begin it anew, without --page-token"));
}

TEST_F(SearchVerb, WaitsWhileTheIndexIsBeingBuilt) {
  int tries = 0;
  server_.On<v1::SearchRequest, v1::SearchResponse>(kSearch, [&](const auto&, auto& answer) {
    if (++tries < 3) return MakeStatus(StatusCode::UNAVAILABLE, "INDEX_NOT_READY", "m", {}, {{"percent", "9"}}, 10);
    answer = Page({"a"}, "", 1);
    return grpc::Status::OK;
  });
  EXPECT_EQ(Run({"search", "x"}).code, 0);
  EXPECT_EQ(tries, 3);
}

TEST_F(SearchVerb, WrongUsageTouchesNoServer) {
  for (const std::vector<std::string>& wrong :
       std::vector<std::vector<std::string>>{{"search", "x", "--kind", "hotlines"},
                                             {"search", "x", "--page-size", "101"},
                                             {"search", "x", "--page-size", "5", "--all"},
                                             {"search", "x", "--query-file", "-"},
                                             {"search", "x", "--facet-limit", "0"},
                                             {"search", "x", "--fitler", "y"},
                                             {"search", "\xFF"},
                                             {"suggest"},
                                             {"suggest", "x", "--limit", "11"},
                                             {"related"},
                                             {"related", "a", "b"},
                                             {"index"},
                                             {"index", "x"}}) {
    const Finished finished = Run(wrong, "x");
    EXPECT_EQ(finished.code, 2) << ::testing::PrintToString(wrong) << finished.out;
  }
  EXPECT_THAT(server_.methods(), IsEmpty());
}

TEST_F(SearchVerb, HelpExplainsTheQuery) {
  const Finished help = Run({"search", "--help"});
  EXPECT_THAT(help.out, AllOf(HasSubstr("traffick*"), HasSubstr("lecternctl search '\""), HasSubstr("-- '-tourism")));
  EXPECT_THAT(RunCommand({"--man"}).out, HasSubstr("lecternctl search \\-\\-query\\-file"));
}

TEST_F(SearchVerb, SuggestsWholeQueries) {
  v1::SuggestResponse answer;
  v1::Suggestion& country = *answer.add_suggestions();
  country.set_text("Kenya");
  country.set_resource("countries/ke");
  country.set_count(10);
  v1::Suggestion& completed = *answer.add_suggestions();
  completed.set_text("children kenyan\x1b[2J");
  completed.set_count(3);
  server_.On(kSuggest, Always<v1::SuggestRequest>(answer));
  const Finished finished =
      Run({"suggest", "children", "ken", "--kind", "country-pages", "--country", "countries/ke", "--limit", "4"});
  EXPECT_EQ(finished.out,
            "RESULTS  SUGGESTION           NAME\n"
            "     10  Kenya                countries/ke\n"
            "      3  children kenyan\xEF\xBF\xBD[2J\n")
      << finished.err;
  const auto asked = server_.Requests<v1::SuggestRequest>(kSuggest);
  ASSERT_THAT(asked, SizeIs(1));
  EXPECT_EQ(asked[0].query(), "children ken");
  EXPECT_THAT(asked[0].kinds(), ElementsAre("countryPages"));
  EXPECT_EQ(asked[0].country(), "countries/ke");
  EXPECT_EQ(asked[0].limit(), 4);
  EXPECT_EQ(nlohmann::json::parse(Run({"suggest", "x", "--output", "json"}).out)["suggestions"][0]["text"], "Kenya");
}

TEST_F(SearchVerb, FindsWhatIsLikeAResource) {
  v1::RelatedResponse answer;
  for (const char* name : {"entries/b", "entries/c"}) {
    v1::SearchHit& hit = *answer.add_hits();
    hit.set_name(name);
    hit.mutable_entry()->add_title_lines("Title");
  }
  server_.On(kRelated, Always<v1::RelatedRequest>(answer));
  const Finished finished =
      Run({"related", "entries/a", "--kind", "entries", "--filter", "year > 2000", "--limit", "2"});
  EXPECT_EQ(finished.out, "Title\n  entry\n  entries/b\n\nTitle\n  entry\n  entries/c\n") << finished.err;
  const auto asked = server_.Requests<v1::RelatedRequest>(kRelated);
  ASSERT_THAT(asked, SizeIs(1));
  EXPECT_EQ(asked[0].name(), "entries/a");
  EXPECT_EQ(asked[0].filter(), "year > 2000");
  EXPECT_EQ(asked[0].limit(), 2);
  EXPECT_THAT(nlohmann::json::parse(Run({"related", "entries/a", "--output", "json"}).out)["hits"], SizeIs(2));
  server_.On(kRelated, Always<v1::RelatedRequest>(v1::RelatedResponse()));
  EXPECT_EQ(Run({"related", "entries/a"}).out, "Nothing is like it.\n");
}

class IndexVerb : public VerbTest {
 protected:
  static Operation Running(int64_t documents) {
    Operation operation;
    operation.set_name("operations/o1");
    v1::RebuildIndexMetadata metadata;
    metadata.set_documents(documents);
    metadata.set_revision(700);
    metadata.set_latest_revision(900);
    operation.mutable_metadata()->PackFrom(metadata);
    return operation;
  }
  static Operation Done() {
    Operation operation = Running(1200);
    operation.set_done(true);
    v1::RebuildIndexResponse built;
    built.set_documents(1200);
    built.set_disk_bytes(3 << 20);
    operation.mutable_response()->PackFrom(built);
    return operation;
  }
};

TEST_F(IndexVerb, RebuildTellsHowFarItIsAndWhatCameOut) {
  server_.On(kRebuild, Always<v1::RebuildIndexRequest>(Running(0)));
  int waits = 0;
  server_.On<WaitOperationRequest, Operation>(kWait, [&](const auto&, auto& operation) {
    operation = ++waits < 3 ? Running(400) : Done();
    return grpc::Status::OK;
  });
  Finished finished = Run({"index", "rebuild"});
  EXPECT_EQ(finished.code, 0);
  EXPECT_EQ(finished.out, "rebuilt: the search index has 1200 documents and 3.0 MiB on disk\n");
  EXPECT_EQ(finished.err,
            "waiting for operations/o1\n"
            "operations/o1: 400 documents, revision 700 of 900\n"
            "operations/o1: 400 documents, revision 700 of 900\n");
  waits = 0;
  finished = RunCommand({"index", "rebuild", "--server", server_.address(), "--token", "k"}, {.err_is_terminal = true});
  EXPECT_THAT(finished.err, AllOf(HasSubstr("operations/o1 has run for 0 s: 400 documents, revision 700 of 900"),
                                  ::testing::EndsWith("\r\x1b[K")));
}

TEST_F(IndexVerb, RebuildNeedNotWaitAndIsTakenUpAgain) {
  server_.On(kRebuild, Always<v1::RebuildIndexRequest>(Running(0)));
  const auto json = nlohmann::json::parse(Run({"index", "rebuild", "--no-wait", "--output", "json"}).out);
  EXPECT_EQ(json["name"], "operations/o1");
  EXPECT_EQ(json["metadata"]["latestRevision"], "900");
  server_.On(kWait, Fails<WaitOperationRequest, Operation>(MakeStatus(StatusCode::INTERNAL, "INTERNAL_FAULT", "m")));
  const Finished finished = Run({"index", "rebuild"});
  EXPECT_EQ(finished.code, 7);
  EXPECT_THAT(finished.err, HasSubstr("The rebuilding goes on by itself; `lecternctl operations wait operations/o1`"));
  server_.On(kRebuild, Always<v1::RebuildIndexRequest>(Done()));
  EXPECT_EQ(nlohmann::json::parse(Run({"index", "rebuild", "--output", "json"}).out)["response"]["diskBytes"],
            "3145728");
}

TEST_F(IndexVerb, ARebuildThatFailedIsAFailure) {
  Operation operation = Running(400);
  operation.set_done(true);
  operation.mutable_error()->ParseFromString(
      MakeStatus(StatusCode::CANCELLED, "OPERATION_CANCELLED", "somebody cancelled it").error_details());
  server_.On(kRebuild, Always<v1::RebuildIndexRequest>(operation));
  const Finished finished = Run({"index", "rebuild"});
  EXPECT_EQ(finished.code, 7);
  EXPECT_THAT(finished.out, IsEmpty());
  EXPECT_THAT(finished.err, HasSubstr("operations/o1: ended with an error: somebody cancelled it"));
}

TEST_F(IndexVerb, StatusTellsHowTheIndexStands) {
  constexpr char kStatus[] = "lectern.v1.AdminService/GetStatus";
  v1::GetStatusResponse status;
  status.set_revision(1200);
  status.set_role(v1::ROLE_EDITOR);
  v1::SearchIndexStatus& index = *status.mutable_search_index();
  index.set_ready(true);
  index.set_revision(1197);
  index.set_documents(345);
  index.set_disk_bytes(1536);
  index.set_memory_bytes(5 << 20);
  server_.On(kStatus, Always<v1::GetStatusRequest>(status));
  EXPECT_THAT(Run({"status"}).out, HasSubstr("\nSearch index            ready, at revision 1197 (3 behind), 345 "
                                             "documents, 1.5 KiB on disk, 5.0 MiB in memory\n"));
  index.set_ready(false);
  index.set_revision(1200);
  index.set_documents(0);
  index.set_disk_bytes(17);
  status.set_role(v1::ROLE_READER);
  server_.On(kStatus, Always<v1::GetStatusRequest>(status));
  EXPECT_THAT(
      Run({"status"}).out,
      HasSubstr("Search index            being built, at revision 1200, 17 bytes on disk, 5.0 MiB in memory\n"));
  EXPECT_EQ(nlohmann::json::parse(Run({"status", "--output", "json"}).out)["searchIndex"]["ready"], false);
  status.clear_search_index();
  server_.On(kStatus, Always<v1::GetStatusRequest>(status));
  EXPECT_THAT(Run({"status"}).out, Not(HasSubstr("Search index"))) << "an older server says nothing of it";
}

}  // namespace
}  // namespace lectern::admin
