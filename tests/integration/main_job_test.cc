// The main job: a page of the old site goes in through lecternctl and comes back, whole, in order, to those who may see
// it; also after the server was killed.
#include <gmock/gmock.h>

#include <optional>
#include <set>
#include <vector>

#include "tests/support/server_process.h"

namespace lectern::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsSupersetOf;

const fs::path kSource = LECTERN_SOURCE_DIR;
const std::vector<std::string> kPublish = {"--publish", "--reviewed-by", "editor", "--identity-risk", "none"};

// A page, and what it is known to hold.
struct Page {
  std::string test_name;
  fs::path path;
  std::string country;
  std::string topic;
  int entries;
};

void PrintTo(const Page& page, std::ostream* out) { *out << page.test_name; }

const Page kSeed = {"Seed", kSource / ".." / "shared" / "seed" / "belgium.txt", "be", "sexual-exploitation-of-children",
                    14};
// As samples/README.md says.
const std::vector<Page> kPages = {
    kSeed,
    {"Netherlands", kSource / "samples" / "legacy" / "netherlands-human-trafficking.txt", "nl", "human-trafficking", 9},
    {"Kenya", kSource / "samples" / "legacy" / "kenya-street-children.txt", "ke", "street-children", 10},
    {"Philippines", kSource / "samples" / "legacy" / "philippines-sexual-exploitation-of-children.txt", "ph",
     "sexual-exploitation-of-children", 10}};

std::vector<std::string> Import(const fs::path& path, const std::vector<std::string>& more = {}) {
  std::vector<std::string> words{"import", "legacy", path.string()};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

void ExpectCounts(const json& report, int created, int updated, int unchanged) {
  const std::map<std::string, int> expected = {
      {"created", created}, {"updated", updated}, {"unchanged", unchanged}, {"conflicts", 0}, {"refused", 0}};
  for (const auto& [key, count] : expected) {
    ASSERT_TRUE(report.contains(key)) << key << " is not printed";
    EXPECT_TRUE(report[key].is_number_integer()) << key;
    EXPECT_EQ(report[key], count) << key;
  }
  EXPECT_EQ(report["refusals"], json::array());
}

class MainJob : public ::testing::TestWithParam<Page> {
 protected:
  void SetUp() override {
    // The seed page lies beside a checkout of its keepers alone; its text is not part of the project.
    if (!fs::exists(page().path)) GTEST_SKIP() << page().path << " is not here; its text is not part of the project";
    bytes_ = ReadFile(page().path);
    Restart();
  }

  const Page& page() const { return GetParam(); }
  std::string country() const { return "countries/" + page().country; }
  std::string page_name() const { return country() + "/pages/" + page().topic; }

  // On the same data.
  void Restart() {
    server_.emplace(directory_.path() / "data");
    admin_.emplace(server_->address(), server_->admin_key());
    reader_.emplace(server_->address());
  }

  // The entries of the page as its listing has them, and each whole.
  std::vector<json> Entries(const Lecternctl& caller) const {
    const json listing = caller.Json({"list", "entries", "--filter", "country = \"" + country() + "\""});
    EXPECT_EQ(listing.at("totalSize"), listing.at("entries").size());
    EXPECT_EQ(listing.at("nextPageToken"), "");
    std::vector<json> entries;
    for (const json& entry : listing.at("entries")) {
      entries.push_back(caller.Json({"get", entry.at("name")}));
      EXPECT_EQ(entries.back().at("titleLines"), entry.at("titleLines"));
      EXPECT_EQ(entries.back().at("etag"), entry.at("etag"));
    }
    return entries;
  }

  void ExpectSeesNothing(const Lecternctl& caller, const std::vector<json>& entries) const {
    EXPECT_EQ(caller.Json({"list", "entries"}).at("totalSize"), 0);
    EXPECT_EQ(caller.Json({"list", "country-pages"}).at("totalSize"), 0);
    for (const json& entry : entries) EXPECT_EQ(caller.Run({"get", entry.at("name")}).exit_code, 6);
    EXPECT_EQ(caller.Run({"get", page_name()}).exit_code, 6);
  }

  TempDirectory directory_;
  std::string bytes_;
  std::optional<ServerProcess> server_;
  std::optional<Lecternctl> admin_;
  std::optional<Lecternctl> reader_;
};

TEST_P(MainJob, ComesBackWholeAndInOrder) {
  const json report = admin_->Json(Import(page().path, kPublish));
  ExpectCounts(report, page().entries, 0, 0);
  ASSERT_EQ(report.at("pages").size(), 1U);
  EXPECT_EQ(report["pages"][0]["country"], country());
  EXPECT_EQ(report["pages"][0]["name"], page_name());

  const std::vector<json> entries = Entries(*admin_);
  EXPECT_EQ(static_cast<int>(entries.size()), page().entries);
  int64_t last_byte = -1;
  std::string last_rank;
  std::set<std::string> names;
  for (const json& entry : entries) {
    SCOPED_TRACE(entry.at("titleLines").dump());
    EXPECT_TRUE(names.insert(entry.at("name")).second);
    EXPECT_EQ(entry.at("country"), country());
    EXPECT_EQ(entry.at("topic"), "topics/" + page().topic);
    EXPECT_EQ(entry.at("lifecycle"), "LIFECYCLE_PUBLISHED");
    EXPECT_EQ(entry.at("review").at("reviewer"), "editor");
    EXPECT_LT(last_rank, entry.at("rank").get<std::string>());
    last_rank = entry.at("rank");
    const int64_t first_byte = std::stoll(entry.at("provenance").at("spans").at(0).at("startByte").get<std::string>());
    EXPECT_LT(last_byte, first_byte) << "not in page order";
    last_byte = first_byte;
    EXPECT_FALSE(entry.at("passages").empty());
    for (const json& passage : entry["passages"]) {
      const std::string text = passage.at("text");
      EXPECT_FALSE(text.empty());
      EXPECT_NE(bytes_.find(text, static_cast<size_t>(first_byte)), std::string::npos)
          << "not on the page byte for byte: " << text;
    }
    for (const json& access : entry.at("accesses")) EXPECT_NE(access.at("edtf"), "") << access.at("raw");
  }
}

TEST_P(MainJob, SecondImportChangesNothing) {
  ExpectCounts(admin_->Json(Import(page().path, kPublish)), page().entries, 0, 0);
  const std::vector<json> first = Entries(*admin_);
  ExpectCounts(admin_->Json(Import(page().path, kPublish)), 0, 0, page().entries);
  EXPECT_EQ(Entries(*admin_), first);
}

TEST_P(MainJob, AcknowledgedImportOutlivesKill) {
  const json report = admin_->Json(Import(page().path, kPublish));
  server_->Kill();
  ExpectCounts(report, page().entries, 0, 0);
  Restart();
  const std::vector<json> entries = Entries(*admin_);
  EXPECT_EQ(static_cast<int>(entries.size()), page().entries);
  ExpectCounts(admin_->Json(Import(page().path, kPublish)), 0, 0, page().entries);
  EXPECT_EQ(Entries(*admin_), entries);
}

TEST_P(MainJob, ReadersSeeWhatIsPublishedAndNoMore) {
  admin_->Json(Import(page().path, kPublish));
  const std::vector<json> full = Entries(*admin_);
  const std::vector<json> seen = Entries(*reader_);
  ASSERT_EQ(seen.size(), full.size());
  for (size_t i = 0; i < seen.size(); ++i) {
    EXPECT_EQ(seen[i].at("name"), full[i].at("name"));
    EXPECT_EQ(seen[i].at("passages"), full[i].at("passages"));
    EXPECT_TRUE(full[i].contains("provenance"));
    EXPECT_FALSE(seen[i].contains("provenance"));
    EXPECT_FALSE(seen[i].contains("review"));
    EXPECT_EQ(seen[i].at("sourceKey"), "");
    EXPECT_EQ(seen[i].at("identityRisk"), "IDENTITY_RISK_UNSPECIFIED");
  }
  const json full_page = admin_->Json({"get", page_name()});
  const json seen_page = reader_->Json({"get", page_name()});
  EXPECT_NE(full_page.at("importedGuidance"), json::array());
  EXPECT_TRUE(full_page.contains("provenance"));
  EXPECT_EQ(seen_page.at("importedGuidance"), json::array());
  EXPECT_EQ(seen_page.at("printedHeading"), "");
  EXPECT_FALSE(seen_page.contains("provenance"));
  EXPECT_EQ(seen_page.at("introduction"), full_page.at("introduction"));
  EXPECT_EQ(seen_page.at("caution"), full_page.at("caution"));
  // A hotline that nobody has called yet is no reader's, also where all of the page was published.
  EXPECT_GT(admin_->Json({"list", "hotlines"}).at("totalSize"), 0);
  EXPECT_EQ(reader_->Json({"list", "hotlines"}).at("totalSize"), 0);
}

TEST_P(MainJob, DraftsAreForEditorsAlone) {
  ExpectCounts(admin_->Json(Import(page().path)), page().entries, 0, 0);
  const std::vector<json> entries = Entries(*admin_);
  ASSERT_EQ(static_cast<int>(entries.size()), page().entries);
  for (const json& entry : entries) EXPECT_EQ(entry.at("lifecycle"), "LIFECYCLE_DRAFT");
  ExpectSeesNothing(*reader_, entries);
}

INSTANTIATE_TEST_SUITE_P(Pages, MainJob, ::testing::ValuesIn(kPages),
                         [](const auto& instance) { return instance.param.test_name; });

// What the seed page is known to hold beyond what every page must.
class SeedJob : public MainJob {};

TEST_P(SeedJob, HoldsWhatThePageHolds) {
  ExpectCounts(admin_->Json(Import(page().path, kPublish)), 14, 0, 0);
  int accesses = 0, years = 0, marked = 0, archived_notes = 0;
  std::vector<std::string> labels;
  for (const json& entry : Entries(*reader_)) {
    accesses += static_cast<int>(entry.at("accesses").size());
    for (const json& access : entry["accesses"]) years += access.at("edtf").get<std::string>().size() == 4 ? 1 : 0;
    marked += entry.at("mediaMarks").empty() ? 0 : 1;
    for (const json& note : entry.at("notes"))
      archived_notes += note.get<std::string>().find("archived") != std::string::npos ? 1 : 0;
    for (const json& passage : entry.at("passages"))
      if (passage.at("label") != "") labels.push_back(passage["label"]);
  }
  EXPECT_EQ(accesses, 15);
  EXPECT_EQ(years, 1);
  EXPECT_EQ(marked, 3);
  EXPECT_EQ(archived_notes, 1);
  EXPECT_THAT(labels, ElementsAre("[27]", "32.", "33.", "34.", "35.", "36.", "37."));
}

INSTANTIATE_TEST_SUITE_P(Pages, SeedJob, ::testing::Values(kSeed),
                         [](const auto& instance) { return instance.param.test_name; });

// All pages among the samples at once, as ./dev run imports them: by their folder.
TEST(Samples, FolderGoesInWholeAndOnce) {
  const TempDirectory directory;
  ServerProcess server(directory.path() / "data");
  const Lecternctl admin(server.address(), server.admin_key());
  const json first = admin.Json(Import(kSource / "samples" / "legacy", kPublish));
  std::set<std::string> countries;
  for (const json& page : first.at("pages")) countries.insert(page.at("country"));
  EXPECT_THAT(countries, IsSupersetOf({"countries/nl", "countries/ke", "countries/ph"}));
  ExpectCounts(first, first.at("created"), 0, 0);
  EXPECT_GE(first.at("created"), 9 + 10 + 10);
  ExpectCounts(admin.Json(Import(kSource / "samples" / "legacy", kPublish)), 0, 0, first.at("created"));
}

}  // namespace
}  // namespace lectern::testing
