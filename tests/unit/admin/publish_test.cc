#include "lectern/v1/publication_service.pb.h"
#include "nlohmann/json.hpp"
#include "tests/unit/admin/verb_test.h"

namespace lectern::admin {
namespace {

using grpc::StatusCode;
using ::testing::ElementsAre;
using testing::Finished;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MakeStatus;
using ::testing::SizeIs;
using testing::VerbTest;

constexpr char kPublish[] = "lectern.v1.PublicationService/Publish";
constexpr char kWithdraw[] = "lectern.v1.PublicationService/Withdraw";

// Refuses every batch that holds entries/none; entries/old is as it is asked to be already.
template <typename Request, typename Answer>
grpc::Status Decide(const Request& request, Answer& answer) {
  for (const std::string& name : request.names()) {
    if (name == "entries/none")
      return MakeStatus(StatusCode::NOT_FOUND, "RESOURCE_NOT_FOUND", "there is no such entry");
    v1::UpsertResult& result = *answer.add_results();
    result.set_name(name);
    result.set_outcome(name == "entries/old" ? v1::UPSERT_OUTCOME_UNCHANGED : v1::UPSERT_OUTCOME_UPDATED);
    result.set_revision(7);
  }
  return grpc::Status::OK;
}

class Publish : public VerbTest {
 protected:
  void SetUp() override {
    server_.On<v1::PublishRequest, v1::PublishResponse>(kPublish, Decide<v1::PublishRequest, v1::PublishResponse>);
    server_.On<v1::WithdrawRequest, v1::WithdrawResponse>(kWithdraw, Decide<v1::WithdrawRequest, v1::WithdrawResponse>);
  }
  Finished RunPublish(std::vector<std::string> names, const std::vector<std::string>& more = {}) {
    names.insert(names.begin(), "publish");
    names.insert(names.end(), {"--reviewed-by", "me", "--identity-risk", "identifiable"});
    names.insert(names.end(), more.begin(), more.end());
    return Run(names);
  }
};

TEST_F(Publish, SendsTheReviewWithAllNamesAtOnce) {
  const Finished finished = RunPublish({"entries/a", "entries/old", "countries/be/pages/torture"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_EQ(finished.out,
            "published entries/a\n"
            "published already entries/old\n"
            "published countries/be/pages/torture\n");
  const auto requests = server_.Requests<v1::PublishRequest>(kPublish);
  ASSERT_THAT(requests, SizeIs(1));
  EXPECT_THAT(requests[0].names(), ElementsAre("entries/a", "entries/old", "countries/be/pages/torture"));
  EXPECT_EQ(requests[0].publication().reviewer(), "me");
  EXPECT_EQ(requests[0].publication().identity_risk(), v1::IDENTITY_RISK_IDENTIFIABLE);
  EXPECT_THAT(requests[0].request_id(), SizeIs(36));
}

TEST_F(Publish, OneThatIsRefusedDoesNotHoldUpTheOthers) {
  const Finished finished = RunPublish({"entries/a", "entries/b", "entries/none", "entries/c"}, {"--output", "json"});
  EXPECT_EQ(finished.code, 6) << "one of them is not there";
  EXPECT_THAT(finished.err, HasSubstr("entries/none: there is no such entry"));
  const auto results = nlohmann::json::parse(finished.out)["results"];
  ASSERT_THAT(results, SizeIs(3));
  EXPECT_EQ(results[2]["name"], "entries/c");
  EXPECT_EQ(results[2]["revision"], "7");
}

TEST_F(Publish, CutsManyIntoBatches) {
  std::vector<std::string> names;
  for (int i = 0; i < 300; ++i) names.push_back("entries/e" + std::to_string(i));
  EXPECT_EQ(RunPublish(names).code, 0);
  const auto requests = server_.Requests<v1::PublishRequest>(kPublish);
  ASSERT_THAT(requests, SizeIs(3));
  EXPECT_EQ(requests[0].names_size(), 128);
  EXPECT_EQ(requests[2].names_size(), 300 - 2 * 128);
  EXPECT_EQ(requests[2].names(0), "entries/e256");
  EXPECT_NE(requests[0].request_id(), requests[1].request_id());
}

TEST_F(Publish, StopsWhereNothingMoreCanSucceed) {
  server_.On<v1::PublishRequest, v1::PublishResponse>(kPublish, [](const auto&, auto&) {
    return MakeStatus(StatusCode::PERMISSION_DENIED, "ROLE_TOO_LOW", "no", {},
                      {{"role", "reader"}, {"required_role", "editor"}});
  });
  EXPECT_EQ(RunPublish(std::vector<std::string>(200, "entries/a")).code, 4);
  EXPECT_THAT(server_.methods(), SizeIs(1));
}

TEST_F(Publish, HotlinesNeedNoAssessment) {
  EXPECT_EQ(Run({"publish", "countries/be/hotlines/103", "--reviewed-by", "me"}).code, 0);
  EXPECT_EQ(Run({"publish", "countries/be/hotlines/103", "entries/a", "--reviewed-by", "me"}).code, 2);
  EXPECT_THAT(server_.methods(), SizeIs(1)) << "nothing is written where something is wrong";
}

TEST_F(Publish, WithdrawSaysWhoAndWhy) {
  const Finished finished =
      Run({"withdraw", "entries/a", "entries/old", "--reviewed-by", "me", "--note", "the family asked"});
  EXPECT_EQ(finished.out, "withdrawn entries/a\nwithdrawn already entries/old\n") << finished.err;
  const auto requests = server_.Requests<v1::WithdrawRequest>(kWithdraw);
  ASSERT_THAT(requests, SizeIs(1));
  EXPECT_EQ(requests[0].reviewer(), "me");
  EXPECT_EQ(requests[0].note(), "the family asked");
  EXPECT_THAT(requests[0].request_id(), SizeIs(36));
  EXPECT_EQ(Run({"withdraw", "entries/none", "entries/a", "--reviewed-by", "me"}).code, 6);
}

TEST_F(Publish, WithdrawRefusesWrongUsageBeforeItWritesAnything) {
  for (const std::vector<std::string>& wrong :
       std::vector<std::vector<std::string>>{{"withdraw"},
                                             {"withdraw", "entries/a"},
                                             {"withdraw", "--reviewed-by", "me"},
                                             {"withdraw", "entries/a", "topics/torture", "--reviewed-by", "me"},
                                             {"withdraw", "entries/a", "nonsense", "--reviewed-by", "me"},
                                             {"withdraw", "entries/a", "--reviewed-by", "\xFF"}})
    EXPECT_EQ(Run(wrong).code, 2) << ::testing::PrintToString(wrong);
  EXPECT_THAT(server_.methods(), IsEmpty());
}

}  // namespace
}  // namespace lectern::admin
