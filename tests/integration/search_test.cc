// lecternctl search against a real server: found, pointed out, counted, and only for those who may see it.
#include <gmock/gmock.h>

#include <set>

#include "lectern/v1/search_service.grpc.pb.h"
#include "lectern/v1/taxonomy_service.grpc.pb.h"
#include "tests/integration/catalogue_client.h"

namespace lectern::testing {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

const char* const kLines[] = {
    R"({"country": {"name": "countries/be"}})", R"({"country": {"name": "countries/nl"}})",
    R"({"entry": {"name": "entries/harbour", "titleLines": ["Étude du port", "Children of the harbour"],)"
    R"( "country": "countries/be", "topic": "topics/street-children", "published": {"raw": "2005", "edtf": "2005"},)"
    R"( "sourceType": "SOURCE_TYPE_REPORT", "passages": [{"label": "[27]",)"
    R"( "text": "Les enfants — 日本 — play where the harbours end; the harbour closes at night."}]}})",
    R"({"entry": {"name": "entries/draft", "titleLines": ["A harbour that nobody has read about"],)"
    R"( "country": "countries/nl", "topic": "topics/street-children"}})",
    R"({"entry": {"name": "entries/lighthouse", "titleLines": ["The lighthouse at the harbour"],)"
    R"( "country": "countries/nl", "topic": "topics/torture", "published": {"raw": "1999", "edtf": "1999"}}})"};

class Search : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto file = directory_.path() / "entries.jsonl";
    std::string lines;
    for (const char* line : kLines) lines.append(line).append("\n");
    WriteFile(file, lines);
    const json imported = admin_.Json({"import", "jsonl", file.string()});
    ASSERT_EQ(imported.at("created"), 5) << imported;
    // All but one: that stays the draft that an import lands as.
    const ProgramResult published = admin_.Run(
        {"publish", "entries/harbour", "entries/lighthouse", "--reviewed-by", "library", "--identity-risk", "none"});
    ASSERT_EQ(published.exit_code, 0) << published.err;
    revision_ = admin_.Json({"status"}).at("revision");
  }

  // As `caller` gets it once the index knows what was imported.
  json Find(const Lecternctl& caller, std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--at-least", revision_});
    return caller.Json(arguments);
  }
  ProgramResult Print(const Lecternctl& caller, std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--at-least", revision_});
    return caller.Run(arguments);
  }
  static std::vector<std::string> NamesOf(const json& answer) {
    std::vector<std::string> names;
    for (const json& hit : answer.at("hits")) names.push_back(hit.at("name"));
    return names;
  }
  // The words of `text` at `ranges`.
  static std::vector<std::string> WordsAt(const std::string& text, const json& ranges) {
    std::vector<std::string> words;
    for (const json& range : ranges) {
      const size_t begin = range.at("startByte"), end = range.at("endByte");
      words.push_back(text.substr(begin, end - begin));
    }
    return words;
  }

  const TempDirectory directory_;
  ServerProcess server_{directory_.path() / "data"};
  const Lecternctl admin_{server_.address(), server_.admin_key()};
  const Lecternctl reader_{server_.address()};
  std::string revision_;
};

TEST_F(Search, PointsOutWhatWasFoundInBytes) {
  const json answer =
      Find(reader_, {"search", "harbour", "--kind", "entries", "--filter", "country = \"countries/be\""});
  ASSERT_THAT(NamesOf(answer), ElementsAre("entries/harbour"));
  const json& hit = answer.at("hits")[0];
  EXPECT_THAT(WordsAt("Étude du port\nChildren of the harbour", hit.at("titleHighlights")), ElementsAre("harbour"));
  const json& snippet = hit.at("snippet");
  EXPECT_EQ(snippet.at("passageLabel"), "[27]");
  EXPECT_THAT(WordsAt(snippet.at("text"), snippet.at("highlights")), ElementsAre("harbours", "harbour"));
  const ProgramResult printed = Print(reader_, {"search", "harbour", "--filter", "country = \"countries/be\""});
  EXPECT_EQ(printed.exit_code, 0) << printed.err;
  EXPECT_THAT(printed.out, AllOf(HasSubstr("1 result\n"), HasSubstr("Étude du port / Children of the harbour\n"),
                                 HasSubstr("  entry, report, countries/be, topics/street-children, 2005\n"),
                                 HasSubstr("  [27]  "), HasSubstr("  entries/harbour\n"), Not(HasSubstr("\x1b"))));
}

TEST_F(Search, DraftsAreFoundByWhoMaySeeThem) {
  const std::vector<std::string> arguments = {"search", "harbour", "--facet", "country,lifecycle"};
  const json seen = Find(reader_, arguments);
  EXPECT_THAT(NamesOf(seen), UnorderedElementsAre("entries/harbour", "entries/lighthouse"));
  const json all = Find(admin_, arguments);
  EXPECT_THAT(NamesOf(all), UnorderedElementsAre("entries/harbour", "entries/lighthouse", "entries/draft"));
  EXPECT_THAT(Print(admin_, arguments).out, HasSubstr("entry, countries/nl, topics/street-children, draft\n"));
  // Nor do counts, suggestions and what is related tell of them.
  const auto counts = [](const json& answer, const std::string& value) {
    std::string digits = "none";
    for (const json& facet : answer.at("facets"))
      for (const json& counted : facet.at("values"))
        if (counted.at("value") == value) digits = counted.at("count").dump();
    std::erase(digits, '"');
    return digits;
  };
  EXPECT_EQ(counts(seen, "countries/nl"), "1");
  EXPECT_EQ(counts(all, "countries/nl"), "2");
  EXPECT_EQ(counts(seen, "DRAFT"), "none");
  EXPECT_EQ(counts(all, "DRAFT"), "1");
  EXPECT_THAT(Find(reader_, {"suggest", "nobo"}).at("suggestions"), IsEmpty());
  EXPECT_THAT(Find(admin_, {"suggest", "nobo"}).at("suggestions"), SizeIs(1));
  EXPECT_EQ(Print(reader_, {"related", "entries/draft"}).exit_code, 6);
  EXPECT_THAT(NamesOf(Find(reader_, {"related", "entries/harbour"})), ElementsAre("entries/lighthouse"));
}

TEST_F(Search, PagesGoOnAndSayTheSame) {
  const std::vector<std::string> first = {"search", "harbour", "--order-by", "title", "--page-size", "1"};
  const json page = Find(reader_, first);
  ASSERT_THAT(page.at("hits"), SizeIs(1));
  std::vector<std::string> second = first;
  second.insert(second.end(), {"--page-token", page.at("nextPageToken")});
  const json rest = Find(reader_, second);
  EXPECT_EQ(rest.at("totalSize"), page.at("totalSize"));
  std::vector<std::string> names = NamesOf(page);
  names.push_back(NamesOf(rest).at(0));
  EXPECT_EQ(NamesOf(Find(reader_, {"search", "harbour", "--order-by", "title", "--all"})), names);
  EXPECT_EQ(Print(reader_, {"search", "harbour", "--page-token", "altered"}).exit_code, 2);
  EXPECT_EQ(Print(reader_, {"search", "harbour", "--order-by", "colour"}).exit_code, 2);
}

TEST_F(Search, SaysWhereElseItLooked) {
  EXPECT_THAT(Print(reader_, {"search", "lighthuose"}).out,
              AllOf(HasSubstr("No results for \"lighthuose\"; searched for \"lighthouse\" instead.\n"),
                    HasSubstr("entries/lighthouse\n")));
  EXPECT_THAT(Print(reader_, {"search", "street kids"}).out,
              HasSubstr("\"street kids\" also stands for \"Children in street situations\" (topics/street-children)"));
  EXPECT_THAT(Print(reader_, {"search", "harbour ("}).out, HasSubstr("arenthes"));
}

TEST_F(Search, SynonymsOfATopicGoThroughExportAndImport) {
  CatalogueClient client(server_.NewChannel(), server_.admin_key());
  const auto taxonomy = v1::TaxonomyService::NewStub(client.channel());
  v1::BatchUpsertTopicsRequest request;
  v1::Topic& topic = *request.add_items()->mutable_topic();
  topic.set_name("topics/torture");
  v1::LocalizedText& synonym = *topic.add_synonyms();
  synonym.set_language("en");
  synonym.set_text("ill-usage");
  request.mutable_items(0)->mutable_update_mask()->add_paths("synonyms");
  client.MustCall(*taxonomy, &v1::TaxonomyService::Stub::BatchUpsertTopics, request);
  revision_ = admin_.Json({"status"}).at("revision");
  EXPECT_THAT(admin_.Run({"list", "topics", "--view", "full"}).out, HasSubstr("ill-usage"));
  EXPECT_THAT(NamesOf(Find(reader_, {"search", "ill-usage", "--kind", "topics"})), ElementsAre("topics/torture"));

  const auto file = directory_.path() / "topics.jsonl";
  admin_.Json({"export", "jsonl", "--kind", "topics", "--to", file.string()});
  ServerProcess other(directory_.path() / "other");
  const Lecternctl there(other.address(), other.admin_key());
  there.Json({"import", "jsonl", file.string()});
  EXPECT_EQ(there.Json({"get", "topics/torture"}).at("synonyms"),
            json::array({{{"language", "en"}, {"text", "ill-usage"}}}));
}

TEST_F(Search, TheIndexIsBuiltAnewWhileItAnswers) {
  const json before = Find(admin_, {"search", "harbour", "--order-by", "title"});
  const ProgramResult rebuilt = admin_.Run({"index", "rebuild"});
  EXPECT_EQ(rebuilt.exit_code, 0) << rebuilt.err;
  EXPECT_THAT(rebuilt.out, ::testing::ContainsRegex("^rebuilt: the search index has [1-9][0-9]* documents and [0-9.]+ "
                                                    "([KM]iB|bytes) on disk\n$"));
  EXPECT_EQ(NamesOf(Find(admin_, {"search", "harbour", "--order-by", "title"})), NamesOf(before));
  EXPECT_EQ(reader_.Run({"index", "rebuild"}).exit_code, 4);
  const json operation = admin_.Json({"index", "rebuild", "--no-wait"});
  EXPECT_EQ(admin_.Run({"operations", "wait", operation.at("name")}).exit_code, 0);
  const ProgramResult status = admin_.Run({"status"});
  EXPECT_THAT(status.out, ::testing::ContainsRegex("Search index            ready, at revision [0-9]+"));
  EXPECT_THAT(admin_.Json({"status"}).at("searchIndex").at("ready"), true);
}

TEST_F(Search, NothingOfAQueryIsInTheServersLog) {
  Find(reader_, {"search", "quayside OR harbour"});
  Find(reader_, {"suggest", "quaysi"});
  Print(reader_, {"search", "quayside", "--order-by", "quayside"});
  Print(reader_, {"search", "quayside", "--filter", "quayside = 1"});
  EXPECT_EQ(server_.Stop(), 0);
  EXPECT_THAT(server_.log(), Not(HasSubstr("quay")));
}

}  // namespace
}  // namespace lectern::testing
