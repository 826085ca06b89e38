// What SearchService finds, hides, filters and counts, on a whole server.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lectern/v1/teacher_resource_service.grpc.pb.h"
#include "tests/conformance/api/search_fixture.h"

namespace lectern::tests {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

std::string Highlighted(const std::string& text, const v1::TextRange& range) {
  return text.substr(static_cast<size_t>(range.start_byte()),
                     static_cast<size_t>(range.end_byte() - range.start_byte()));
}

TEST_F(SearchApi, AnswersWithTheResourceAndThePassageThatMatches) {
  Add("a", "Annual report on prevention", "Shelters received 27 ch\xC3\xADldren in caf\xC3\xA9s.");
  Add("b", "Another paper", "Nothing of the kind.");
  Write();
  const v1::SearchResponse answer = Search("children report");
  ASSERT_EQ(answer.hits_size(), 1);
  EXPECT_EQ(answer.total_size(), 1);
  const v1::SearchHit& hit = answer.hits(0);
  EXPECT_EQ(hit.name(), "entries/a");
  EXPECT_GT(hit.score(), 0);
  EXPECT_EQ(hit.entry().title_lines(0), "Annual report on prevention");
  EXPECT_GT(hit.entry().revision(), 0);
  EXPECT_EQ(hit.entry().passages_size(), 0) << "view BASIC";
  ASSERT_EQ(hit.title_highlights_size(), 1);
  EXPECT_EQ(Highlighted(hit.entry().title_lines(0), hit.title_highlights(0)), "report");
  EXPECT_EQ(hit.snippet().passage_label(), "[27]");
  EXPECT_EQ(hit.snippet().field_path(), "passages[0].text");
  ASSERT_EQ(hit.snippet().highlights_size(), 1);
  EXPECT_EQ(Highlighted(hit.snippet().text(), hit.snippet().highlights(0)), "ch\xC3\xADldren");
}

TEST_F(SearchApi, HiddenIsNeitherFoundNorCountedNorSuggested) {
  Add("draft", "Confidential zebra").set_lifecycle(v1::LIFECYCLE_DRAFT);
  v1::Entry& redacted = Add("redacted", "Case of a zebra", "Zaphira was moved to a shelter.");
  redacted.set_identity_risk(v1::IDENTITY_RISK_NAMED);
  v1::Redaction& redaction = *redacted.add_redactions();
  redaction.set_field_path("passages[0].text");
  redaction.set_end_byte(7);
  redaction.set_replacement("[name withheld]");
  Write();
  for (const char* role : {"anonymous", "reader", "educator"}) {
    EXPECT_THAT(Found("zebra", "", role), ElementsAre("redacted"));
    EXPECT_THAT(Found("zaphira", "", role), IsEmpty());
    EXPECT_THAT(Found("zaph*", "", role), IsEmpty());
    EXPECT_THAT(Found("\"zaphira was\"", "", role), IsEmpty());
    const v1::SearchResponse misspelt = Search("zaphyra", role);
    EXPECT_EQ(misspelt.total_size(), 0);
    EXPECT_THAT(misspelt.DebugString(), Not(HasSubstr("zaphira")));
    EXPECT_THAT(Search("shelter", role).DebugString(), Not(HasSubstr("Zaphira")));
    v1::SearchRequest all;
    all.add_kinds("entries");
    all.add_facets()->set_attribute("lifecycle");
    const v1::SearchResponse counted = Search(all, role);
    ASSERT_EQ(counted.facets(0).values_size(), 1);
    EXPECT_EQ(counted.facets(0).values(0).value(), "PUBLISHED");
    EXPECT_EQ(counted.facets(0).values(0).count(), 1);
    for (const char* typed : {"zap", "confid"}) {
      v1::SuggestRequest request;
      request.set_query(typed);
      v1::SuggestResponse suggested;
      ASSERT_TRUE(Call(*search_, &v1::SearchService::Stub::Suggest, request, suggested, role, written_).ok());
      EXPECT_EQ(suggested.suggestions_size(), 0) << suggested.DebugString();
    }
  }
  EXPECT_THAT(Found("zebra", "", "editor"), UnorderedElementsAre("draft", "redacted"));
  EXPECT_THAT(Found("zaphira", "", "editor"), ElementsAre("redacted"));
}

TEST_F(SearchApi, EducatorsFindTheirParts) {
  const auto resources = v1::TeacherResourceService::NewStub(channel_);
  v1::CreateTeacherResourceRequest create;
  auto& resource = *create.mutable_teacher_resource();
  resource.set_name("teacherResources/r");
  resource.set_kind(v1::TEACHER_RESOURCE_KIND_LESSON_PLAN);
  resource.set_title("A plan");
  resource.add_parts()->set_body("Xylophone solutions");
  resource.mutable_parts(0)->set_audience(v1::AUDIENCE_EDUCATORS);
  resource.set_lifecycle(v1::LIFECYCLE_PUBLISHED);
  resource.set_identity_risk(v1::IDENTITY_RISK_NONE);
  resource.mutable_review()->set_reviewer("library");
  v1::TeacherResource created;
  ASSERT_TRUE(Call(*resources, &v1::TeacherResourceService::Stub::CreateTeacherResource, create, created, "").ok());
  written_ = shown_;
  EXPECT_EQ(Search("xylophone", "reader").total_size(), 0);
  EXPECT_EQ(Search("xylophone", "educator").total_size(), 1);
  EXPECT_THAT(Search("xylophone", "educator").hits(0).snippet().text(), HasSubstr("Xylophone"));
  EXPECT_EQ(Search("plan", "reader").total_size(), 1);
}

TEST_F(SearchApi, ALegacyTermFindsWhatThePreferredTermFindsAndSaysWhy) {
  Add("a", "The sexual exploitation of children in tourism");
  Add("b", "Child prostitution: a report of 1996");
  Write();
  v1::SearchRequest request;
  request.set_query("child prostitution");
  request.add_kinds("entries");
  const v1::SearchResponse answer = Search(request);
  EXPECT_THAT(Names(answer), ElementsAre("b", "a"));
  ASSERT_EQ(answer.explanations_size(), 1);
  EXPECT_EQ(answer.explanations(0).kind(), v1::QueryExplanation::KIND_TERM);
  EXPECT_EQ(answer.explanations(0).source(), "topics/sexual-exploitation-of-children");
  EXPECT_THAT(answer.explanations(0).also(), Contains("Sexual exploitation of children"));
  EXPECT_EQ(Highlighted(request.query(), answer.explanations(0).range()), "child prostitution");
  EXPECT_THAT(Found("sexual exploitation of children"), ElementsAre("a"));
}

TEST_F(SearchApi, AMisspeltWordFindsWhatWasMeant) {
  for (int i = 0; i < 12; ++i) Add("t" + std::to_string(i), "Trafficking study " + std::to_string(i));
  Write();
  const v1::SearchResponse answer = Search("traficking");
  EXPECT_EQ(answer.total_size(), 12 + 1) << "and the topic";
  ASSERT_EQ(answer.explanations_size(), 1);
  EXPECT_EQ(answer.explanations(0).kind(), v1::QueryExplanation::KIND_SPELLING);
  EXPECT_TRUE(answer.explanations(0).instead());
  EXPECT_EQ(Search("\"traficking\"").total_size(), 0);
}

TEST_F(SearchApi, FiltersByEveryAttribute) {
  v1::Entry& a = Add("a", "Alpha report");
  a.set_country("countries/be");
  a.add_other_countries("countries/nl");
  a.mutable_published()->set_edtf("2005-06-15");
  a.set_source_type(v1::SOURCE_TYPE_REPORT);
  a.set_language("fr");
  a.add_content_notes("Violence against children");
  a.set_content_notes_assessed(true);
  a.add_passages()->set_text("Text");
  a.mutable_passages(0)->mutable_claim()->set_status(v1::CLAIM_STATUS_DISPUTED);
  v1::Entry& b = Add("b", "Beta report");
  b.set_country("countries/fr");
  b.mutable_published()->set_edtf("2009");
  b.set_source_type(v1::SOURCE_TYPE_TREATY);
  b.set_content_notes_assessed(true);
  Add("c", "Gamma report");
  Write();
  const std::vector<std::pair<std::string, std::vector<std::string>>> cases = {
      {"country = \"countries/be\"", {"a"}},
      {"country != countries/be", {"b", "c"}},
      {"NOT country:*", {"c"}},
      {"country = \"\"", {"c"}},
      {"other_countries:countries/nl", {"a"}},
      {"topic = topics/torture", {"a", "b", "c"}},
      {"year = 2005", {"a"}},
      {"year >= 2005 AND year < 2010", {"a", "b"}},
      {"year > 2005", {"b"}},
      {"publish_time >= 2005-06-15 AND publish_time <= 2005-06-15", {"a"}},
      {"publish_time < 2005-06-15", {}},
      {"publish_time > 2005-06-14T12:00:00Z AND publish_time < 2005-06-15T00:00:01Z", {"a"}},
      {"publish_time = 2009-01-01", {"b"}},
      {"source_type = REPORT OR source_type = TREATY", {"a", "b"}},
      {"source_type = SOURCE_TYPE_UNSPECIFIED", {"c"}},
      {"language:fr", {"a"}},
      {"claim_status:DISPUTED", {"a"}},
      {"lifecycle = PUBLISHED", {"a", "b", "c"}},
      {"lifecycle != PUBLISHED", {}},
      {"content_notes:violence", {"a"}},
      {"content_notes:*", {"a"}},
      {"content_notes_assessed = true AND NOT content_notes:violence", {"b"}},
      {"content_notes_assessed = false", {"c"}},
      {"kind = entries AND -country = countries/be", {"b", "c"}},
  };
  for (const auto& [filter, names] : cases) {
    std::vector<std::string> found = Found("report", filter);
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, names) << filter;
  }
  for (const char* wrong : {"country < countries/be", "nothing = 1", "year = x", "(year = 1", "title:report"}) {
    v1::SearchRequest request;
    request.set_filter(wrong);
    v1::SearchResponse answer;
    const grpc::Status status = TrySearch(request, answer);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << wrong;
    EXPECT_THAT(status.error_details(), HasSubstr("FILTER_UNSUPPORTED")) << wrong;
  }
}

TEST_F(SearchApi, FacetsCountAllResults) {
  for (int i = 0; i < 30; ++i) {
    v1::Entry& entry = Add("e" + std::to_string(i), "Report " + std::to_string(i));
    entry.set_country(i % 3 == 0 ? "countries/be" : "countries/fr");
    entry.mutable_published()->set_edtf(std::to_string(2000 + i % 4));
  }
  Write();
  v1::SearchRequest request;
  request.set_query("report");
  request.set_page_size(3);
  request.add_kinds("entries");
  request.add_facets()->set_attribute("country");
  request.add_facets()->set_attribute("country");
  request.mutable_facets(1)->set_value_query("BELG");
  request.add_facets()->set_attribute("country");
  request.mutable_facets(2)->set_limit(1);
  request.add_facets()->set_attribute("year");
  const v1::SearchResponse answer = Search(request);
  EXPECT_EQ(answer.total_size(), 30);
  ASSERT_EQ(answer.facets_size(), 4);
  ASSERT_EQ(answer.facets(0).values_size(), 2);
  EXPECT_EQ(answer.facets(0).values(0).value(), "countries/fr");
  EXPECT_EQ(answer.facets(0).values(0).display_name(), "France");
  EXPECT_EQ(answer.facets(0).values(0).count(), 20);
  EXPECT_EQ(answer.facets(0).values(1).count(), 10);
  ASSERT_EQ(answer.facets(1).values_size(), 1);
  EXPECT_EQ(answer.facets(1).values(0).value(), "countries/be");
  EXPECT_TRUE(answer.facets(2).more());
  EXPECT_EQ(answer.facets(2).values_size(), 1);
  ASSERT_EQ(answer.facets(3).values_size(), 4);
  EXPECT_EQ(answer.facets(3).values(0).value(), "2003");
  EXPECT_EQ(answer.facets(3).values(0).count(), 7);
}

}  // namespace
}  // namespace lectern::tests
