// list and get against a server.
#include "gmock/gmock.h"
#include "nlohmann/json.hpp"
#include "tests/unit/admin/command_line.h"
#include "tests/unit/admin/fake_catalogue.h"

namespace lectern::admin {
namespace {

using testing::FakeCatalogue;
using testing::Finished;
using ::testing::HasSubstr;
using testing::RunCommand;

class CatalogueTest : public ::testing::Test {
 protected:
  // Five entries, e0 to e4, as drafts.
  void SetUp() override {
    auto stub = v1::EntryService::NewStub(grpc::CreateChannel(fake_.address(), grpc::InsecureChannelCredentials()));
    v1::BatchUpsertEntriesRequest request;
    for (int i = 0; i < 5; ++i) {
      v1::Entry& entry = *request.add_items()->mutable_entry();
      entry.set_source_key("key" + std::to_string(i));
      entry.add_title_lines("Title " + std::to_string(i));
      entry.set_lifecycle(i == 4 ? v1::LIFECYCLE_PUBLISHED : v1::LIFECYCLE_DRAFT);
    }
    grpc::ClientContext context;
    v1::BatchUpsertResponse answer;
    ASSERT_TRUE(stub->BatchUpsertEntries(&context, request, &answer).ok());
  }

  Finished Run(std::vector<std::string> arguments) {
    for (const std::string& more : {std::string("--token"), std::string("k"), std::string("--server"), fake_.address()})
      arguments.push_back(more);
    return RunCommand(arguments);
  }

  FakeCatalogue fake_;
};

TEST_F(CatalogueTest, ListsAllPagesAsOneAnswer) {
  const auto json = nlohmann::json::parse(Run({"list", "entries", "--output", "json"}).out);
  EXPECT_EQ(json["entries"].size(), 5u);
  EXPECT_EQ(json["entries"][4]["titleLines"][0], "Title 4");
  EXPECT_EQ(json["nextPageToken"], "");
  EXPECT_EQ(json["totalSize"], 5);
}

TEST_F(CatalogueTest, ListsOnePageWhereASizeIsAskedFor) {
  auto json = nlohmann::json::parse(Run({"list", "entries", "--page-size", "1", "--output", "json"}).out);
  EXPECT_EQ(json["entries"].size(), 1u);
  EXPECT_EQ(json["nextPageToken"], "1");
  json =
      nlohmann::json::parse(Run({"list", "entries", "--page-size", "2", "--page-token", "1", "--output", "json"}).out);
  EXPECT_EQ(json["entries"][0]["name"], "entries/e1");
  EXPECT_EQ(json["entries"].size(), 2u);
  EXPECT_THAT(Run({"list", "entries", "--page-size", "1"}).err, HasSubstr("--page-token 1"));
}

TEST_F(CatalogueTest, DoesNotFollowAListingThatNeverEnds) {
  fake_.ListForEver();
  const Finished finished = Run({"list", "entries", "--output", "json"});
  EXPECT_EQ(finished.code, 7);
  EXPECT_THAT(finished.err, HasSubstr("does not go on"));
  EXPECT_EQ(nlohmann::json::parse(finished.out)["entries"].size(), 2u) << "the page that came";
}

TEST_F(CatalogueTest, ListsAsATable) {
  const Finished finished = Run({"list", "entries"});
  EXPECT_THAT(finished.out, HasSubstr("NAME"));
  EXPECT_THAT(finished.out, HasSubstr("entries/e3  draft"));
  EXPECT_THAT(finished.err, HasSubstr("5 of 5"));
}

TEST_F(CatalogueTest, GetsOneAndSaysWhereThereIsNone) {
  EXPECT_THAT(Run({"get", "entries/e2"}).out, HasSubstr("Title 2"));
  EXPECT_EQ(nlohmann::json::parse(Run({"get", "entries/e2", "--output", "json"}).out)["name"], "entries/e2");
  const Finished finished = Run({"get", "entries/none"});
  EXPECT_EQ(finished.code, 6);
  EXPECT_THAT(finished.err, HasSubstr("entries/none"));
}

}  // namespace
}  // namespace lectern::admin
