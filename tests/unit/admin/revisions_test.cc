// get at a revision, history, rollback, delete and undelete, of any kind.
#include "google/protobuf/empty.pb.h"
#include "google/protobuf/util/time_util.h"
#include "lectern/v1/country_service.pb.h"
#include "lectern/v1/site_service.pb.h"
#include "lectern/v1/taxonomy_service.pb.h"
#include "nlohmann/json.hpp"
#include "tests/unit/admin/verb_test.h"

namespace lectern::admin {
namespace {

using grpc::StatusCode;
using ::testing::AllOf;
using testing::Always;
using testing::Fails;
using testing::Finished;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MakeStatus;
using ::testing::SizeIs;
using testing::VerbTest;

constexpr char kGetHotline[] = "lectern.v1.CountryService/GetHotline";
constexpr char kDeleteTopic[] = "lectern.v1.TaxonomyService/DeleteTopic";
constexpr char kUndeleteHotline[] = "lectern.v1.CountryService/UndeleteHotline";
constexpr char kRevisions[] = "lectern.v1.EntryService/ListEntryRevisions";
constexpr char kRollback[] = "lectern.v1.SiteService/RollbackSite";

using Revisions = VerbTest;

TEST_F(Revisions, GetTakesARevisionBehindTheNameOrBesideIt) {
  server_.On(kGetHotline, Always<v1::GetHotlineRequest>(v1::Hotline()));
  EXPECT_EQ(Run({"get", "countries/be/hotlines/103@17"}).code, 0);
  EXPECT_EQ(Run({"get", "countries/be/hotlines/103", "--at", "21", "--view", "basic"}).code, 0);
  const auto requests = server_.Requests<v1::GetHotlineRequest>(kGetHotline);
  ASSERT_THAT(requests, SizeIs(2));
  EXPECT_EQ(requests[0].name(), "countries/be/hotlines/103@17");
  EXPECT_EQ(requests[0].read_revision(), 0);
  EXPECT_EQ(requests[0].view(), v1::VIEW_FULL);
  EXPECT_EQ(requests[1].name(), "countries/be/hotlines/103");
  EXPECT_EQ(requests[1].read_revision(), 21);
  EXPECT_EQ(requests[1].view(), v1::VIEW_BASIC);
}

TEST_F(Revisions, GetTakesOneRevisionAtATime) {
  EXPECT_EQ(Run({"get", "site@3", "--at", "4"}).code, 2);
  for (const char* wrong : {"0", "-1", "x", "", "99999999999999999999"})
    EXPECT_EQ(Run({"get", "site", "--at", wrong}).code, 2) << wrong;
  EXPECT_THAT(server_.methods(), IsEmpty());
}

TEST_F(Revisions, DeleteNamesTheStateAndTellsHowToGoBack) {
  server_.On(kDeleteTopic, Always<v1::DeleteTopicRequest>(google::protobuf::Empty()));
  const Finished finished = Run({"delete", "topics/torture", "--etag", "abc"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_EQ(finished.out, "deleted topics/torture\n");
  EXPECT_THAT(finished.err, HasSubstr("lecternctl undelete topics/torture"));
  const auto requests = server_.Requests<v1::DeleteTopicRequest>(kDeleteTopic);
  ASSERT_THAT(requests, SizeIs(1));
  EXPECT_EQ(requests[0].name(), "topics/torture");
  EXPECT_EQ(requests[0].etag(), "abc");
  EXPECT_THAT(requests[0].request_id(), SizeIs(36));
  EXPECT_EQ(nlohmann::json::parse(Run({"delete", "topics/torture", "--output", "json"}).out), nlohmann::json::object());
}

TEST_F(Revisions, DeleteSaysWhatToDoWhereItIsInUse) {
  server_.On(kDeleteTopic, Fails<v1::DeleteTopicRequest, google::protobuf::Empty>(
                               MakeStatus(StatusCode::FAILED_PRECONDITION, "RESOURCE_IN_USE", "12 others name it")));
  const Finished finished = Run({"delete", "topics/torture"});
  EXPECT_EQ(finished.code, 1);
  EXPECT_THAT(finished.out, IsEmpty());
  EXPECT_THAT(finished.err, AllOf(HasSubstr("topics/torture: 12 others name it"), HasSubstr("what names it first")));
}

TEST_F(Revisions, UndeleteAnswersWithTheResource) {
  v1::Hotline hotline;
  hotline.set_name("countries/be/hotlines/103");
  server_.On(kUndeleteHotline, Always<v1::UndeleteHotlineRequest>(hotline));
  EXPECT_EQ(Run({"undelete", hotline.name()}).out, "brought back countries/be/hotlines/103\n");
  EXPECT_EQ(nlohmann::json::parse(Run({"undelete", hotline.name(), "--output", "json"}).out)["name"], hotline.name());
  EXPECT_EQ(Run({"undelete", "site"}).code, 2) << "it cannot be deleted";
  EXPECT_EQ(Run({"delete", "site"}).code, 2);
}

v1::Entry State(int64_t revision, const std::string& title) {
  v1::Entry entry;
  entry.set_name("entries/a");
  entry.add_title_lines(title);
  entry.add_title_lines("second line");
  entry.set_lifecycle(v1::LIFECYCLE_DRAFT);
  entry.set_revision(revision);
  google::protobuf::util::TimeUtil::FromString("2026-01-31T14:05:09.5Z", entry.mutable_update_time());
  return entry;
}

class History : public VerbTest {
 protected:
  // Three states on two pages.
  void SetUp() override {
    server_.On<v1::ListEntryRevisionsRequest, v1::ListEntryRevisionsResponse>(
        kRevisions, [](const v1::ListEntryRevisionsRequest& request, v1::ListEntryRevisionsResponse& answer) {
          if (request.page_token().empty()) {
            *answer.add_entries() = State(57, "Newest");
            answer.mutable_entries(0)->mutable_delete_time()->set_seconds(1);
            *answer.add_entries() = State(21, "Middle");
            answer.set_next_page_token("two");
          } else {
            *answer.add_entries() = State(3, "Oldest");
          }
          return grpc::Status::OK;
        });
  }
};

TEST_F(History, IsALineAState) {
  const Finished finished = Run({"history", "entries/a"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_EQ(finished.out,
            "REVISION  UPDATED              STATE    TITLE\n"
            "      57  2026-01-31 14:05:09  deleted  Newest\n"
            "      21  2026-01-31 14:05:09  draft    Middle\n"
            "       3  2026-01-31 14:05:09  draft    Oldest\n");
  EXPECT_EQ(server_.Requests<v1::ListEntryRevisionsRequest>(kRevisions)[1].page_token(), "two");
}

TEST_F(History, HasTheApisJsonForm) {
  const auto json = nlohmann::json::parse(Run({"history", "entries/a", "--output", "json"}).out);
  ASSERT_THAT(json["entries"], SizeIs(3));
  EXPECT_EQ(json["entries"][2]["revision"], "3");
  EXPECT_EQ(json["nextPageToken"], "");
  EXPECT_FALSE(json.contains("totalSize")) << "the API's answer has none";
}

TEST_F(History, CanBeReadPageByPage) {
  const auto json = nlohmann::json::parse(Run({"history", "entries/a", "--page-size", "2", "--output", "json"}).out);
  EXPECT_THAT(json["entries"], SizeIs(2));
  EXPECT_EQ(json["nextPageToken"], "two");
  EXPECT_EQ(Run({"history", "entries"}).code, 2);
}

TEST_F(Revisions, RollbackSaysWhichRevisionItWrote) {
  v1::Site site;
  site.set_revision(99);
  server_.On(kRollback, Always<v1::RollbackSiteRequest>(site));
  const Finished finished = Run({"rollback", "site", "17", "--etag", "e"});
  EXPECT_EQ(finished.out, "site has the content of revision 17 again, as revision 99\n") << finished.err;
  const auto requests = server_.Requests<v1::RollbackSiteRequest>(kRollback);
  ASSERT_THAT(requests, SizeIs(1));
  EXPECT_EQ(requests[0].revision(), 17);
  EXPECT_EQ(requests[0].etag(), "e");
  EXPECT_THAT(requests[0].request_id(), SizeIs(36));
  for (const char* wrong : {"0", "x", "-5"}) EXPECT_EQ(Run({"rollback", "site", wrong}).code, 2) << wrong;
  EXPECT_EQ(Run({"rollback", "site"}).code, 2);
  EXPECT_EQ(Run({"rollback", "nonsense", "4"}).code, 2);
}

TEST_F(Revisions, RollbackSaysWhatToDoWhereTheRevisionIsProtected) {
  server_.On(kRollback, Fails<v1::RollbackSiteRequest, v1::Site>(
                            MakeStatus(StatusCode::FAILED_PRECONDITION, "REVISION_PROTECTED", "was redacted since")));
  const Finished finished = Run({"rollback", "site", "17"});
  EXPECT_EQ(finished.code, 1);
  EXPECT_THAT(finished.err, HasSubstr("lecternctl edit"));
}

}  // namespace
}  // namespace lectern::admin
