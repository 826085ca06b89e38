// changes, page by page and followed.
#include <chrono>

#include "clients/admin/stream_watchdog.h"
#include "google/protobuf/util/time_util.h"
#include "lectern/v1/change_service.grpc.pb.h"
#include "nlohmann/json.hpp"
#include "tests/unit/admin/verb_test.h"

namespace lectern::admin {
namespace {

using grpc::StatusCode;
using ::testing::AllOf;
using ::testing::ElementsAre;
using testing::Fails;
using testing::Finished;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MakeStatus;
using ::testing::Not;
using ::testing::SizeIs;
using testing::VerbTest;

constexpr char kList[] = "lectern.v1.ChangeService/ListChanges";
constexpr char kWatch[] = "lectern.v1.ChangeService/Watch";

// Of one change: entries/e<revision> was written, in several parts if need be.
v1::Transaction Part(int64_t revision, const std::string& title, bool last = true) {
  v1::Transaction part;
  part.set_revision(revision);
  part.set_last(last);
  google::protobuf::util::TimeUtil::FromString("2026-01-31T14:05:09Z", part.mutable_commit_time());
  v1::Change& change = *part.add_changes();
  change.set_name("entries/" + title);
  change.set_type(v1::CHANGE_TYPE_WRITTEN);
  change.mutable_entry()->add_title_lines("Title " + title);
  return part;
}

v1::WatchResponse Message(const v1::Transaction& transaction) {
  v1::WatchResponse message;
  message.set_feed_id("f1");
  *message.mutable_transaction() = transaction;
  return message;
}

v1::WatchResponse Mark(int64_t revision) {
  v1::Transaction mark;
  mark.set_revision(revision);
  mark.set_last(true);
  return Message(mark);
}

class Changes : public VerbTest {
 protected:
  // Revision 5 in two parts, of which the second is on another page; 6 a deletion.
  void ListSome() {
    server_.On<v1::ListChangesRequest, v1::ListChangesResponse>(
        kList, [](const v1::ListChangesRequest& request, v1::ListChangesResponse& answer) {
          if (request.page_token().empty()) {
            *answer.add_transactions() = Part(5, "a", false);
            answer.set_next_page_token("two");
            answer.set_next_after_revision(4);
            return grpc::Status::OK;
          }
          *answer.add_transactions() = Part(5, "b");
          v1::Transaction& deletion = *answer.add_transactions() = Part(6, "c");
          deletion.mutable_changes(0)->clear_resource();
          deletion.mutable_changes(0)->set_type(v1::CHANGE_TYPE_DELETED);
          answer.set_next_after_revision(9);
          return grpc::Status::OK;
        });
  }

  // Each call of Watch ends as the next of `streams` says; after the last one the feed is another.
  struct Stream {
    std::vector<v1::WatchResponse> messages;
    grpc::Status status;
  };
  void Watch(std::vector<Stream> streams) {
    streams.push_back({{}, MakeStatus(StatusCode::FAILED_PRECONDITION, "FEED_CHANGED", "another feed")});
    server_.OnStream<v1::WatchRequest, v1::WatchResponse>(
        kWatch,
        [streams, call = std::make_shared<size_t>(0)](
            const v1::WatchRequest&, std::vector<v1::WatchResponse>& out) -> std::optional<grpc::Status> {
          const Stream& stream = streams.at(std::min((*call)++, streams.size() - 1));
          out = stream.messages;
          return stream.status;
        });
  }
  std::vector<v1::WatchRequest> watches() const { return server_.Requests<v1::WatchRequest>(kWatch); }
};

TEST_F(Changes, IsALineAChange) {
  ListSome();
  const Finished finished = Run({"changes", "--after", "3"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_EQ(finished.out,
            "       5  2026-01-31 14:05:09  written    entries/a  Title a\n"
            "       5  2026-01-31 14:05:09  written    entries/b  Title b\n"
            "       6  2026-01-31 14:05:09  deleted    entries/c\n");
  EXPECT_THAT(finished.err, HasSubstr("--after 9"));
  const auto requests = server_.Requests<v1::ListChangesRequest>(kList);
  ASSERT_THAT(requests, SizeIs(2));
  EXPECT_EQ(requests[0].after_revision(), 3);
  EXPECT_EQ(requests[0].view(), v1::VIEW_BASIC);
  EXPECT_EQ(requests[1].after_revision(), 3) << "a token goes with the request that it was answered to";
  EXPECT_EQ(requests[1].page_token(), "two");
}

TEST_F(Changes, AsJsonIsALineATransaction) {
  ListSome();
  std::istringstream lines(Run({"changes", "--output", "json"}).out);
  std::vector<nlohmann::json> transactions;
  for (std::string line; std::getline(lines, line);) transactions.push_back(nlohmann::json::parse(line));
  ASSERT_THAT(transactions, SizeIs(2));
  EXPECT_EQ(transactions[0]["revision"], "5");
  EXPECT_THAT(transactions[0]["changes"], SizeIs(2)) << "its parts are put together";
  EXPECT_EQ(transactions[0]["changes"][1]["entry"]["titleLines"][0], "Title b");
  EXPECT_EQ(server_.Requests<v1::ListChangesRequest>(kList)[0].view(), v1::VIEW_FULL);
}

TEST_F(Changes, TakesKindsByBothOfTheirNames) {
  ListSome();
  EXPECT_EQ(Run({"changes", "--kinds", "entries,country-pages,teacherResources,site"}).code, 0);
  EXPECT_THAT(server_.Requests<v1::ListChangesRequest>(kList)[0].kinds(),
              ElementsAre("entries", "countryPages", "teacherResources", "sites"));
  for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{
           {"changes", "--after", "-1"}, {"changes", "--after", "x"}, {"changes", "--view", "x"}, {"changes", "x"}})
    EXPECT_EQ(Run(wrong).code, 2) << ::testing::PrintToString(wrong);
}

TEST_F(Changes, SaysHowFarItGotWhereAPageFails) {
  server_.On<v1::ListChangesRequest, v1::ListChangesResponse>(kList, [](const v1::ListChangesRequest& request,
                                                                        v1::ListChangesResponse& answer) {
    *answer.add_transactions() = Part(5, "a");
    answer.set_next_page_token("two");
    answer.set_next_after_revision(5);
    return request.page_token().empty() ? grpc::Status::OK
                                        : MakeStatus(StatusCode::DATA_LOSS, "RECORD_CORRUPT", "a record is damaged");
  });
  const Finished finished = Run({"changes"});
  EXPECT_EQ(finished.code, 7);
  EXPECT_THAT(finished.out, HasSubstr("entries/a"));
  EXPECT_THAT(finished.err, AllOf(HasSubstr("a record is damaged"), HasSubstr("--after 5")));
}

TEST_F(Changes, FollowsAcrossBreaksAndTellsEachTransactionOnce) {
  const grpc::Status stopping = MakeStatus(StatusCode::UNAVAILABLE, "SHUTTING_DOWN", "the server stops");
  Watch(
      {{{Mark(4), Message(Part(5, "a")), Message(Part(6, "b", false))}, stopping},
       {{Mark(5), Message(Part(6, "b", false)), Message(Part(6, "c"))}, {StatusCode::UNAVAILABLE, "connection reset"}},
       {{Mark(6), Mark(8)}, grpc::Status::OK},
       {{Mark(8), Message(Part(9, "d"))}, MakeStatus(StatusCode::RESOURCE_EXHAUSTED, "SLOW_CONSUMER", "slow")}});
  const Finished finished = Run({"changes", "--follow", "--after", "4", "--kinds", "entries"});
  EXPECT_EQ(finished.code, 1) << "the feed changed in the end";
  EXPECT_EQ(finished.out,
            "       5  2026-01-31 14:05:09  written    entries/a  Title a\n"
            "       6  2026-01-31 14:05:09  written    entries/b  Title b\n"
            "       6  2026-01-31 14:05:09  written    entries/c  Title c\n"
            "       9  2026-01-31 14:05:09  written    entries/d  Title d\n");
  EXPECT_THAT(finished.err,
              AllOf(HasSubstr("The connection is lost"), HasSubstr("The connection is back"), HasSubstr("another feed"),
                    HasSubstr("read the catalogue anew"), HasSubstr("--after 9")));
  const auto requests = watches();
  ASSERT_THAT(requests, SizeIs(5));
  std::vector<int64_t> positions;
  for (const auto& request : requests) {
    positions.push_back(request.after_revision());
    EXPECT_THAT(request.kinds(), ElementsAre("entries"));
  }
  EXPECT_THAT(positions, ElementsAre(4, 5, 6, 8, 9));
  EXPECT_EQ(requests[0].feed_id(), "");
  EXPECT_EQ(requests[1].feed_id(), "f1");
}

TEST_F(Changes, FollowBeginsNowUnlessToldOtherwise) {
  Watch({});
  EXPECT_EQ(Run({"changes", "--follow"}).code, 1);
  ASSERT_THAT(watches(), SizeIs(1));
  EXPECT_FALSE(watches()[0].has_after_revision());
  EXPECT_EQ(Run({"changes", "--follow", "--after", "0"}).code, 1);
  EXPECT_TRUE(watches()[1].has_after_revision());
}

TEST_F(Changes, FollowGivesUpWhereNobodyEverAnswered) {
  Watch({{{}, {StatusCode::UNAVAILABLE, "away"}}});
  const Finished finished = Run({"changes", "--follow"});
  EXPECT_EQ(finished.code, 3);
  EXPECT_THAT(finished.out, IsEmpty());
  EXPECT_THAT(finished.err, Not(HasSubstr("up to revision")));
  EXPECT_THAT(watches(), SizeIs(1));
}

TEST_F(Changes, AStreamThatGoesSilentIsCancelled) {
  server_.OnStream<v1::WatchRequest, v1::WatchResponse>(
      kWatch, [](const auto&, std::vector<v1::WatchResponse>& out) -> std::optional<grpc::Status> {
        out.push_back(Mark(4));
        return std::nullopt;
      });
  const auto stub =
      v1::ChangeService::NewStub(grpc::CreateChannel(server_.address(), grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  const auto stream = stub->Watch(&context, v1::WatchRequest());
  StreamWatchdog watchdog(context, std::chrono::milliseconds(100));
  v1::WatchResponse message;
  EXPECT_TRUE(stream->Read(&message));
  watchdog.Heard();
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(stream->Read(&message));
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(90));
  EXPECT_EQ(stream->Finish().error_code(), StatusCode::CANCELLED);
}

}  // namespace
}  // namespace lectern::admin
