// What a search box offers while a reader types, on a whole server.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/empty.pb.h"
#include "gtest/gtest.h"
#include "lectern/v1/country_service.grpc.pb.h"
#include "lectern/v1/taxonomy_service.grpc.pb.h"
#include "tests/conformance/api/search_fixture.h"

namespace lectern::tests {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

// "zeppelin 5" of a completion, "topics/torture Torture 6" of a resource: with how many there are.
class SuggestApi : public SearchApi {
 protected:
  std::vector<std::string> Suggest(const v1::SuggestRequest& request) {
    v1::SuggestResponse answer;
    const grpc::Status status =
        Call(*search_, &v1::SearchService::Stub::Suggest, request, answer, "anonymous", written_);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_LE(answer.suggestions_size(), 10);
    std::vector<std::string> lines;
    for (const v1::Suggestion& suggestion : answer.suggestions())
      lines.push_back((suggestion.resource().empty() ? "" : suggestion.resource() + " ") + suggestion.text() + " " +
                      std::to_string(suggestion.count()));
    return lines;
  }
  std::vector<std::string> Suggest(const std::string& query, const std::string& country = "") {
    v1::SuggestRequest request;
    request.set_query(query);
    request.set_country(country);
    return Suggest(request);
  }
  // `count` entries about a country.
  void AddOf(const std::string& country, int count) {
    for (int i = 0; i < count; ++i) Add(country + std::to_string(i), "Report").set_country("countries/" + country);
  }
  // Makes a country with another name, or gives it that.
  void NameCountry(const std::string& id, const std::string& other_name) {
    v1::UpdateCountryRequest request;
    request.set_allow_missing(true);
    request.mutable_country()->set_name("countries/" + id);
    v1::LocalizedText& name = *request.mutable_country()->add_other_names();
    name.set_text(other_name);
    name.set_language("en");  // of which there are texts already
    request.mutable_update_mask()->add_paths("other_names");
    v1::Country answer;
    const auto countries = v1::CountryService::NewStub(channel_);
    const grpc::Status status = Call(*countries, &v1::CountryService::Stub::UpdateCountry, request, answer, "");
    ASSERT_TRUE(status.ok()) << status.error_message();
    written_ = shown_;
  }
};

TEST_F(SuggestApi, SuggestsWhatFindsSomething) {
  for (int i = 0; i < 5; ++i) {
    v1::Entry& entry = Add("s" + std::to_string(i), "Zeppelin of people " + std::to_string(i));
    entry.set_country(i == 0 ? "countries/be" : "countries/fr");
  }
  Add("other", "Zephyr wind");
  Write();
  EXPECT_THAT(Suggest("people zep"), ElementsAre("people zeppelin 5"));
  EXPECT_THAT(Suggest("zep", "countries/be"), ElementsAre("zeppelin 1"));
  EXPECT_THAT(Suggest("Zep"), ElementsAre("zeppelin 5", "zephyr 1"));
  EXPECT_THAT(Suggest("wind zep"), ElementsAre("wind zephyr 1"));
  EXPECT_THAT(Suggest("zep "), IsEmpty());
  EXPECT_THAT(Suggest(""), IsEmpty());
  EXPECT_THAT(Suggest("qqq"), IsEmpty());
  EXPECT_THAT(Suggest("tort"), Contains("topics/torture Torture and ill-treatment 6"));
  v1::SuggestRequest request;
  request.set_query("zep");
  request.set_limit(1);
  EXPECT_THAT(Suggest(request), ElementsAre("zeppelin 5"));
  request.set_limit(0);
  request.add_kinds("countryPages");
  EXPECT_THAT(Suggest(request), IsEmpty());
}

// In a large catalogue, one letter is the beginning of thousands of words.
TEST_F(SuggestApi, FindsNamesBehindAnyNumberOfWords) {
  std::string words;
  for (char a = 'a'; a <= 'z'; ++a)
    for (char b = 'a'; b <= 'z'; ++b)
      for (const char* end : {"x", "y"}) words += std::string("fa") + a + b + end + " ";
  Add("words", "Words", words).set_country("countries/be");
  AddOf("fr", 3);
  Write();
  for (const char* typed : {"f", "fr", "Franc", "france"})
    EXPECT_THAT(Suggest(typed), Contains("countries/fr France 3")) << typed;
}

TEST_F(SuggestApi, ResourcesComeByNameThenByHowMuchBelongsToThem) {
  AddOf("be", 1);
  AddOf("nl", 4);
  AddOf("fr", 2);
  Write();
  NameCountry("be", "Zorn");
  NameCountry("fr", "Zander");
  NameCountry("nl", "Der Zirkel");
  EXPECT_THAT(Suggest("z"), ElementsAre("countries/fr France 2", "countries/be Belgium 1", "countries/nl Netherlands 4",
                                        "zander 1", "zirkel 1", "zorn 1"));
  EXPECT_THAT(Suggest("z", "countries/be"), ElementsAre("countries/be Belgium 1", "zorn 1"))
      << "the others have nothing there";
  EXPECT_THAT(Suggest("der z"), ElementsAre("countries/nl Netherlands 4", "der zirkel 1"));
}

TEST_F(SuggestApi, ALegacyTermLeadsToThePreferredOne) {
  Add("a", "Report").set_topic("topics/sexual-exploitation-of-children");
  Write();
  const std::vector<std::string> offered = Suggest("child prostit");
  EXPECT_THAT(offered, ElementsAre("topics/sexual-exploitation-of-children Sexual exploitation of children 1"))
      << "no entry has the legacy term, so that it is not offered itself";
}

TEST_F(SuggestApi, WhatIsDeletedIsNotOffered) {
  const auto taxonomy = v1::TaxonomyService::NewStub(channel_);
  v1::CreateThemeRequest create;
  create.mutable_theme()->set_name("themes/x");
  create.mutable_theme()->add_labels()->set_text("Quarries");
  create.mutable_theme()->mutable_labels(0)->set_language("en");
  v1::Theme theme;
  ASSERT_TRUE(Call(*taxonomy, &v1::TaxonomyService::Stub::CreateTheme, create, theme, "").ok());
  written_ = shown_;
  EXPECT_THAT(Suggest("quar"), ElementsAre("quarries 1")) << "the theme's own label; nothing belongs to the theme yet";
  Add("a", "Report").add_themes("themes/x");
  Write();
  EXPECT_THAT(Suggest("quar"), ElementsAre("themes/x Quarries 1", "quarries 1"));
  Add("a", "Report");
  Write();
  v1::DeleteThemeRequest remove;
  google::protobuf::Empty removed;
  remove.set_name("themes/x");
  ASSERT_TRUE(Call(*taxonomy, &v1::TaxonomyService::Stub::DeleteTheme, remove, removed, "").ok());
  written_ = shown_;
  EXPECT_THAT(Suggest("quar"), IsEmpty());
}

// A page of results goes on where it was when a country is given another name: it changes no query's meaning.
TEST_F(SuggestApi, ANewNameIsOfferedAndEndsNoSearch) {
  AddOf("fr", 12);
  Write();
  v1::SearchRequest request;
  request.set_query("report");
  request.add_kinds("entries");
  request.set_page_token(Search(request).next_page_token());
  EXPECT_THAT(Suggest("frankr"), IsEmpty());
  NameCountry("fr", "Frankreich");
  EXPECT_THAT(Suggest("frankr"), ElementsAre("countries/fr France 12", StartsWith("frankreich ")));
  v1::SearchResponse second;
  ASSERT_TRUE(TrySearch(request, second).ok());
  EXPECT_THAT(second.hits(), SizeIs(2));
}

}  // namespace
}  // namespace lectern::tests
