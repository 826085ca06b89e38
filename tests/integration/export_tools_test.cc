// Exported bibliographies are read by tools that we did not write: bibutils and pandoc. (biber is not among them: it
// comes with TeX, more than a hundred packages.)
#include <cstring>

#include "gmock/gmock.h"
#include "nlohmann/json.hpp"
#include "tests/integration/catalogue_client.h"
#include "tests/unit/services/export_testing.h"

namespace lectern::testing {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kTitle[] = "Été à São Paulo: 100 % of {braces} & \"quotes\" #1 in $ – x_y: Łódź – 日本語";

// One of each kind of work, and some that are awkward otherwise.
std::vector<v1::Entry> Sources() {
  std::vector<v1::Entry> sources;
  for (int type = 0; type < v1::SourceType_ARRAYSIZE; ++type) {
    v1::Entry source = AwkwardEntry(static_cast<v1::SourceType>(type));
    // Not every tool knows of backslashes.
    source.set_title_lines(0, "Été à São Paulo: 100 % of {braces} & \"quotes\" #1 in $ – x_y");
    sources.push_back(source);
  }
  v1::Entry source;
  source.set_topic("topics/torture");
  source.set_source_type(v1::SOURCE_TYPE_BOOK);
  source.set_name("entries/year");
  source.add_title_lines("Unbalanced } and {");
  source.mutable_published()->set_edtf("1999");
  source.add_contributors()->set_literal("Save the Children (UK), Belgium");
  sources.push_back(source);
  source.set_name("entries/day");
  source.set_title_lines(0, "A day");
  source.mutable_published()->set_edtf("1999-12-31");
  sources.push_back(source);
  source.set_name("entries/undated");
  source.mutable_published()->clear_edtf();
  source.mutable_published()->set_raw("Spring, some time ago");
  sources.push_back(source);
  return sources;
}

class ExportTools : public ::testing::Test {
 protected:
  ExportTools() : server_(directory_.path() / "data"), ctl_(server_.address(), server_.admin_key()) {
    CatalogueClient client(server_.NewChannel(), server_.admin_key());
    v1::BatchUpsertEntriesRequest request;
    for (const v1::Entry& source : sources_) *request.add_items()->mutable_entry() = source;
    client.Upsert(request);
  }

  // What `tool` makes of an export in `format`.
  std::string Read(const std::string& format, const std::string& tool, std::vector<std::string> arguments) {
    const std::string file = (directory_.path() / ("export." + format)).string();
    EXPECT_EQ(ctl_.Run({"export", format, "--to", file}).exit_code, 0);
    arguments.push_back(file);
    const ProgramResult result = RunProgram("/usr/bin/" + tool, arguments);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return result.out;
  }

  static std::string IdOf(const v1::Entry& source) { return source.name().substr(source.name().find('/') + 1); }

  // The item of a source in what pandoc made.
  static json Find(const json& items, const v1::Entry& source) {
    for (const json& item : items)
      if (item["id"] == IdOf(source)) return item;
    ADD_FAILURE() << source.name() << " is missing";
    return {};
  }

  // The same in MODS, as bibutils writes it.
  static std::string Find(const std::string& mods, const v1::Entry& source) {
    const size_t begin = mods.find("<mods ID=\"" + IdOf(source) + "\">");
    if (begin == std::string::npos) {
      ADD_FAILURE() << source.name() << " is missing";
      return "";
    }
    return mods.substr(begin, mods.find("</mods>", begin) - begin);
  }

  const std::vector<v1::Entry> sources_ = Sources();
  TempDirectory directory_;
  ServerProcess server_;
  Lecternctl ctl_;
};

// pandoc changes the form of quotes and dashes.
std::string Plain(std::string text) {
  for (const char* quote : {"“", "”", "\""})
    for (size_t at = text.find(quote); at != std::string::npos; at = text.find(quote))
      text.erase(at, std::strlen(quote));
  return text;
}

void CheckPandoc(const json& item, const v1::Entry& source) {
  SCOPED_TRACE(item.dump(1));
  const std::string& edtf = source.published().edtf();
  if (!edtf.empty()) {
    json date = json::array({std::stoi(edtf.substr(0, 4))});
    if (edtf.size() > 4) date.push_back(std::stoi(edtf.substr(5, 2)));
    if (edtf.size() > 7) date.push_back(std::stoi(edtf.substr(8, 2)));
    EXPECT_EQ(item["issued"]["date-parts"][0], date);
  }
  if (source.contributors_size() == 1) {
    EXPECT_EQ(item["author"][0]["literal"], source.contributors(0).literal());
    return;
  }
  EXPECT_EQ(Plain(item["title"]), Plain(kTitle));
  ASSERT_EQ(item["author"].size(), 3U);
  EXPECT_EQ(item["author"][0]["literal"], "Committee on the Rights of the Child and Others");
  EXPECT_EQ(item["author"][1]["family"], "Galland");
  EXPECT_EQ(item["author"][1]["given"], "Élphie");
  EXPECT_EQ(item["author"][2]["given"], "Ursula");
  EXPECT_EQ(item["editor"][0]["family"], "García Márquez");
  EXPECT_EQ(item["publisher"], source.publisher());
  EXPECT_EQ(item["publisher-place"], "Genève");
  EXPECT_EQ(item["URL"], source.url());
  EXPECT_EQ(item["accessed"]["date-parts"][0], json({2011, 1, 22}));
  EXPECT_TRUE(item.value("container-title", "") == source.series() ||
              item.value("collection-title", "") == source.series());
}

TEST_F(ExportTools, PandocReadsTheBibtex) {
  const json items = json::parse(Read("bibtex", "pandoc", {"-f", "biblatex", "-t", "csljson"}));
  EXPECT_EQ(items.size(), sources_.size());
  for (const v1::Entry& source : sources_) {
    const json item = Find(items, source);
    CheckPandoc(item, source);
    // It knows no hearings, and calls what it cannot tell nothing.
    const auto* type = v1::SourceType_descriptor()->FindValueByNumber(source.source_type());
    const std::string csl = type->options().GetExtension(v1::type_names).csl();
    EXPECT_EQ(item["type"], csl == "hearing" ? "legal_case" : csl);
  }
}

TEST_F(ExportTools, PandocReadsTheCslJson) {
  const json items = json::parse(Read("csl", "pandoc", {"-f", "csljson", "-t", "csljson"}));
  EXPECT_EQ(items.size(), sources_.size());
  for (const v1::Entry& source : sources_) CheckPandoc(Find(items, source), source);
}

void CheckMods(const std::string& mods, const v1::Entry& source) {
  SCOPED_TRACE(mods);
  if (!source.published().edtf().empty()) {
    EXPECT_THAT(mods, HasSubstr("<dateIssued>" + source.published().edtf() + "</dateIssued>"));
  }
  if (source.contributors_size() == 1) return;
  EXPECT_THAT(mods, AllOf(HasSubstr("Été à São Paulo"), HasSubstr("100 % of {braces} &amp; "), HasSubstr("#1 in $"),
                          HasSubstr("Łódź – 日本語")));
  EXPECT_THAT(mods, AllOf(HasSubstr("<namePart type=\"given\">Élphie</namePart>"),
                          HasSubstr("<namePart type=\"family\">Galland</namePart>"),
                          HasSubstr("<namePart type=\"family\">von der Leyen</namePart>"),
                          HasSubstr("<namePart type=\"family\">García Márquez</namePart>")));
  EXPECT_THAT(mods, AllOf(HasSubstr("Ministry of Justice &amp; Home Affairs, Ireland"), HasSubstr(">Genève<"),
                          HasSubstr("<url>https://example.org/a_b?x=1&amp;y=%20#z~</url>"),
                          HasSubstr("Reports {of} the Council, no. 5")));
  EXPECT_THAT(mods, AllOf(HasSubstr("First &amp; foremost: 50 % of {them}"), HasSubstr("Another paragraph.")));
}

TEST_F(ExportTools, BibutilsReadsTheBibtex) {
  const std::string mods = Read("bibtex", "biblatex2xml", {});
  for (const v1::Entry& source : sources_) {
    const std::string item = Find(mods, source);
    SCOPED_TRACE(item);
    // What it does with each kind of work's other fields is its own; pandoc is asked for all of them.
    if (!source.published().edtf().empty()) {
      EXPECT_THAT(item, HasSubstr("<dateIssued>" + source.published().edtf() + "</dateIssued>"));
    }
    EXPECT_THAT(item, HasSubstr("<namePart type=\"family\">"));
    if (source.contributors_size() > 1) {
      EXPECT_THAT(item, HasSubstr("Łódź – 日本語"));
    }
  }
}

TEST_F(ExportTools, BibutilsReadsTheRis) {
  const std::string mods = Read("ris", "ris2xml", {});
  for (const v1::Entry& source : sources_) CheckMods(Find(mods, source), source);
}

}  // namespace
}  // namespace lectern::testing
