// Pages, orders, what is alike and what is refused, on a whole server.
#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lectern/v1/taxonomy_service.grpc.pb.h"
#include "tests/conformance/api/search_fixture.h"
#include "tests/integration/raw_call.h"

namespace lectern::tests {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(SearchApi, PagesShowEachResultOnceInEveryOrder) {
  for (int i = 0; i < 47; ++i) {
    v1::Entry& entry = Add("p" + std::to_string(i), "Report " + std::to_string(i * 37 % 47));
    if (i % 5 != 0) entry.mutable_published()->set_edtf(std::to_string(1990 + i % 11));
    entry.set_rank(std::string(1, static_cast<char>('A' + i % 26)));
  }
  Write();
  for (const char* order : {"relevance", "date", "date desc", "title", "title desc", "rank", "rank desc"}) {
    v1::SearchRequest request;
    request.set_query("report");
    request.add_kinds("entries");
    request.set_order_by(order);
    request.set_page_size(10);
    std::vector<std::string> names, titles;
    for (;;) {
      const v1::SearchResponse page = Search(request);
      EXPECT_EQ(page.total_size(), 47) << order;
      for (const v1::SearchHit& hit : page.hits()) {
        names.push_back(hit.name());
        titles.push_back(hit.entry().title_lines(0));
      }
      if (page.next_page_token().empty()) break;
      request.set_page_token(page.next_page_token());
    }
    EXPECT_EQ(names.size(), 47u) << order;
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), 47u) << order;
    if (std::string(order) == "title") {
      EXPECT_TRUE(std::is_sorted(titles.begin(), titles.end()));
    }
    if (std::string(order) == "title desc") {
      EXPECT_TRUE(std::is_sorted(titles.rbegin(), titles.rend()));
    }
  }
}

TEST_F(SearchApi, APageIsOfTheSearchThatItBeganWith) {
  for (int i = 0; i < 12; ++i) Add("p" + std::to_string(i), "Report");
  Write();
  v1::SearchRequest request;
  request.set_query("report");
  const v1::SearchResponse first = Search(request);
  ASSERT_FALSE(first.next_page_token().empty());
  request.set_page_token(first.next_page_token());
  // Added since: not in it. Taken away since: left out.
  Add("new", "Report");
  std::set<std::string> seen;
  for (const v1::SearchHit& hit : first.hits()) seen.insert(hit.name());
  std::string gone;
  for (int i = 0; i < 12; ++i)
    if (const std::string name = "entries/p" + std::to_string(i); !seen.contains(name)) gone = name;
  Add(gone.substr(8), "Report").set_lifecycle(v1::LIFECYCLE_WITHDRAWN);
  Write();
  const v1::SearchResponse second = [&] {
    v1::SearchResponse answer;
    const grpc::Status status = Call(*search_, &v1::SearchService::Stub::Search, request, answer, "anonymous");
    EXPECT_TRUE(status.ok()) << status.error_message();
    return answer;
  }();
  EXPECT_EQ(second.total_size(), first.total_size());
  for (const v1::SearchHit& hit : second.hits()) {
    EXPECT_NE(hit.name(), "entries/new");
    EXPECT_NE(hit.name(), gone);
  }
  v1::SearchResponse answer;
  EXPECT_THAT(TrySearch(request, answer, "editor").error_details(), HasSubstr("PAGE_TOKEN_FOREIGN"));
  request.set_query("other");
  EXPECT_THAT(TrySearch(request, answer).error_details(), HasSubstr("PAGE_TOKEN_FOREIGN"));
  request.set_page_token(first.next_page_token().substr(1));
  EXPECT_THAT(TrySearch(request, answer).error_details(), HasSubstr("PAGE_TOKEN_INVALID"));
}

TEST_F(SearchApi, APageOfWordsThatMeanSomethingElseNowHasExpired) {
  for (int i = 0; i < 12; ++i) Add("p" + std::to_string(i), "Report");
  Write();
  v1::SearchRequest request;
  request.set_query("report");
  request.set_page_token(Search(request).next_page_token());
  const auto taxonomy = v1::TaxonomyService::NewStub(channel_);
  v1::CreateThemeRequest create;
  create.mutable_theme()->set_name("themes/x");
  create.mutable_theme()->add_labels()->set_text("Study");
  create.mutable_theme()->mutable_labels(0)->set_language("en");
  create.mutable_theme()->add_synonyms()->set_text("report");
  create.mutable_theme()->mutable_synonyms(0)->set_language("en");
  v1::Theme created;
  const grpc::Status status = Call(*taxonomy, &v1::TaxonomyService::Stub::CreateTheme, create, created, "");
  ASSERT_TRUE(status.ok()) << status.error_message();
  written_ = shown_;
  v1::SearchResponse answer;
  const grpc::Status expired = TrySearch(request, answer);
  EXPECT_EQ(expired.error_code(), grpc::StatusCode::OUT_OF_RANGE);
  EXPECT_THAT(expired.error_details(), HasSubstr("SEARCH_VIEW_EXPIRED"));
  EXPECT_THAT(Names(Search("report")), Contains("x"));
}

TEST_F(SearchApi, ReadsItsOwnWrites) {
  for (int i = 0; i < 50; ++i) {
    const std::string word =
        "word" + std::string(1, static_cast<char>('a' + i / 25)) + std::string(1, static_cast<char>('a' + i % 25));
    Add("w", "Report " + word);
    Write();
    EXPECT_EQ(Search("\"" + word + "\"").total_size(), 1) << i;
  }
  EXPECT_EQ(Search("\"wordaa\"").total_size(), 0);
}

TEST_F(SearchApi, RelatedSaysTheMostAlike) {
  Add("a", "Sex tourism in Thailand", "Hotels in Pattaya trained their staff to report.");
  Add("b", "Hotels and the code of conduct", "Staff of hotels in Pattaya were trained.");
  Add("c", "Labour inspection of fisheries", "Boats were inspected at sea.");
  Add("d", "Inspectors at sea", "Fisheries and boats.");
  Add("hidden", "Pattaya hotels staff trained").set_lifecycle(v1::LIFECYCLE_DRAFT);
  Write();
  v1::RelatedRequest request;
  request.set_name("entries/a");
  v1::RelatedResponse answer;
  ASSERT_TRUE(Call(*search_, &v1::SearchService::Stub::Related, request, answer, "anonymous", written_).ok());
  ASSERT_GT(answer.hits_size(), 0);
  EXPECT_EQ(answer.hits(0).name(), "entries/b");
  for (const v1::SearchHit& hit : answer.hits()) {
    EXPECT_NE(hit.name(), "entries/a");
    EXPECT_NE(hit.name(), "entries/hidden");
    EXPECT_TRUE(hit.has_entry());
  }
  request.set_name("entries/hidden");
  EXPECT_EQ(Call(*search_, &v1::SearchService::Stub::Related, request, answer, "anonymous", written_).error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_TRUE(Call(*search_, &v1::SearchService::Stub::Related, request, answer, "editor", written_).ok());
  for (const char* wrong : {"", "site", "countries/be/hotlines/x", "entries/UPPER"}) {
    request.set_name(wrong);
    EXPECT_EQ(Call(*search_, &v1::SearchService::Stub::Related, request, answer, "anonymous", written_).error_code(),
              grpc::StatusCode::INVALID_ARGUMENT)
        << wrong;
  }
}

TEST_F(SearchApi, HostileQueriesGetAClearAnswerSoon) {
  Add("a", "Report");
  Write();
  std::string many;
  for (int i = 0; i < 10'000; ++i) many += "w" + std::to_string(i) + " ";
  const std::vector<std::string> refused = {many, std::string(1 << 20, 'x'), std::string(70, '('),
                                            std::string(60'000, '(') + "a"};
  for (const std::string& query : refused) {
    v1::SearchRequest request;
    request.set_query(query);
    v1::SearchResponse answer;
    const auto began = std::chrono::steady_clock::now();
    const grpc::Status status = TrySearch(request, answer);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << query.substr(0, 40);
    EXPECT_THAT(status.error_message(), Not(HasSubstr(query.substr(0, 40))));
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
  }
  std::string most;
  for (int i = 0; i < 1'000; ++i) most += "repor" + std::string(1, static_cast<char>('a' + i % 26)) + " OR ";
  for (const std::string& query :
       {std::string("\"report"), std::string("\"\"\" report"), std::string(60'000, 'x'), most + "report",
        std::string("-"), std::string("- OR AND \"\" ()"), std::string("\0report", 7)}) {
    v1::SearchRequest request;
    request.set_query(query);
    v1::SearchResponse answer;
    const grpc::Status status = TrySearch(request, answer);
    EXPECT_TRUE(status.ok()) << query.substr(0, 40) << status.error_message();
  }
}

TEST_F(SearchApi, BytesThatAreNoUtf8AreNoRequest) {
  for (const char* bytes : {"\x80", "\xC3", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF"}) {
    grpc::ClientContext context;
    Prepare(context, "anonymous");
    const std::string query(bytes);
    std::string request = "\x0a" + std::string(1, static_cast<char>(query.size())) + query, answer;
    const grpc::Status status =
        lectern::testing::RawCall(*channel_, "/lectern.v1.SearchService/Search", context, request, answer);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << ::testing::PrintToString(query);
  }
}

TEST_F(SearchApi, SaysWhatIsWrongWithARequest) {
  const auto reason = [&](auto change) {
    v1::SearchRequest request;
    change(request);
    v1::SearchResponse answer;
    const grpc::Status status = TrySearch(request, answer);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    return status.error_message();
  };
  EXPECT_THAT(reason([](auto& request) { request.set_order_by("size"); }), HasSubstr("relevance"));
  EXPECT_THAT(reason([](auto& request) { request.set_page_size(-1); }), HasSubstr("page_size"));
  EXPECT_THAT(reason([](auto& request) { request.add_kinds("hotlines"); }), HasSubstr("entries"));
  EXPECT_THAT(reason([](auto& request) { request.add_facets()->set_attribute("title"); }), HasSubstr("country"));
  EXPECT_THAT(reason([](auto& request) { request.set_snippet_bytes(5000); }), HasSubstr("snippet_bytes"));
}

}  // namespace
}  // namespace lectern::tests
