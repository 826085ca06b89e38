// ChangeService over the wire, on a store that the test writes itself.
#include <optional>

#include "absl/strings/str_cat.h"
#include "rpc_test_server.h"
#include "services/changes/change_service.h"
#include "services/changes/feed_reader.h"
#include "storage/records/kinds.h"
#include "storage/records/record_value.h"
#include "stored_history.h"

namespace lectern::changes {
namespace {

using storage::Revision;
using testing::EntryOf;
using testing::ErrorInfoOf;
using testing::Eventually;
using testing::StoredHistory;
using testing::TestContext;

class ChangeWatch : public ::testing::Test {
 protected:
  // `patience` with callers that do not take what they asked for.
  void Start(absl::Duration patience = absl::Seconds(30)) {
    server_.emplace(
        [this](storage::Engine& engine, rpc::Executor& executor) {
          backend_.emplace(aip::Backend{engine, engine.Identity(), {}, executor});
          rpc::MethodTable methods;
          AddChangeMethods(*backend_, {}, methods);
          return methods;
        },
        rpc::StreamLimits{.patience = patience});
    stub_ = server_->NewStub();
  }

  // Commits `count` published entries of about `bytes` in one transaction.
  Revision Write(int count, size_t bytes, v1::Lifecycle lifecycle = v1::LIFECYCLE_PUBLISHED) {
    storage::CommitRequest request;
    for (int i = 0; i < count; ++i) {
      v1::Entry entry = EntryOf(absl::StrCat("entries/", ++written_), "title", lifecycle);
      entry.add_passages()->set_text(std::string(bytes, 'x'));
      request.batch.Put(StoredHistory::KeyOf(entry.name()),
                        storage::EncodeRecord(storage::EntryRecords(), entry).value(), true);
    }
    std::promise<Revision> committed;
    server_->engine().Commit(std::move(request), [&](absl::StatusOr<storage::CommitResult> result) {
      committed.set_value(result.value().revision);
    });
    return committed.get_future().get();
  }

  // A Watch from `after` on; from now on where it has no value.
  struct Stream {
    Stream(v1::ChangeService::Stub& stub, const v1::WatchRequest& request) : reader(stub.Watch(&context, request)) {}
    std::optional<v1::Transaction> Next() {
      if (!reader->Read(&message)) return std::nullopt;
      return message.transaction();
    }
    ~Stream() { context.TryCancel(); }
    TestContext context;
    v1::WatchResponse message;
    std::unique_ptr<grpc::ClientReader<v1::WatchResponse>> reader;
  };
  Stream Watch(std::optional<Revision> after, const std::string& feed_id = "") {
    v1::WatchRequest request;
    if (after) request.set_after_revision(*after);
    request.set_feed_id(feed_id);
    return {*stub_, request};
  }

  std::optional<aip::Backend> backend_;
  std::optional<testing::RpcTestServer> server_;
  std::unique_ptr<v1::ChangeService::Stub> stub_;
  int written_ = 0;
};

TEST_F(ChangeWatch, BeginsWithAMarkAndGoesOnWithWhatIsNew) {
  Start();
  const Revision before = Write(1, 10);
  Stream stream = Watch(std::nullopt);
  std::optional<v1::Transaction> mark = stream.Next();
  ASSERT_TRUE(mark);
  EXPECT_EQ(mark->revision(), before);
  EXPECT_TRUE(mark->last());
  EXPECT_EQ(mark->changes_size(), 0);
  EXPECT_FALSE(mark->has_commit_time());
  EXPECT_EQ(stream.message.feed_id(), FeedId(backend_->identity));
  for (int i = 0; i < 5; ++i) {
    const Revision revision = Write(2, 10);
    const absl::Time begin = absl::Now();
    const std::optional<v1::Transaction> transaction = stream.Next();
    ASSERT_TRUE(transaction);
    EXPECT_LT(absl::Now() - begin, absl::Seconds(1));
    EXPECT_EQ(transaction->revision(), revision);
    EXPECT_EQ(transaction->changes_size(), 2);
    EXPECT_TRUE(transaction->has_commit_time());
    EXPECT_EQ(transaction->changes(0).entry().revision(), revision);
  }
}

TEST_F(ChangeWatch, AbsentAndZeroAreDifferentBeginnings) {
  Start();
  Write(1, 10);
  Stream all = Watch(0);
  EXPECT_EQ(all.Next()->revision(), 0);
  EXPECT_EQ(all.Next()->revision(), 1);
}

TEST_F(ChangeWatch, ASilentStreamStillMarksItsProgress) {
  Start();
  Stream stream = Watch(std::nullopt);
  const Revision begin = stream.Next()->revision();
  const absl::Time silent = absl::Now();
  const Revision unseen = Write(1, 10, v1::LIFECYCLE_DRAFT);
  const std::optional<v1::Transaction> mark = stream.Next();
  ASSERT_TRUE(mark);
  EXPECT_GE(absl::Now() - silent, absl::Seconds(9));
  EXPECT_LT(absl::Now() - silent, absl::Seconds(13));
  EXPECT_EQ(mark->revision(), unseen);
  EXPECT_GT(unseen, begin);
  EXPECT_EQ(mark->changes_size(), 0);
}

TEST_F(ChangeWatch, LargeTransactionsComeInParts) {
  Start();
  const Revision large = Write(100, 30 << 10);
  const Revision small = Write(1, 10);
  Stream stream = Watch(large - 1);
  stream.Next();
  int changes = 0, parts = 0;
  for (bool last = false; !last; ++parts) {
    const std::optional<v1::Transaction> part = stream.Next();
    ASSERT_TRUE(part);
    EXPECT_EQ(part->revision(), large);
    EXPECT_LE(stream.message.ByteSizeLong(), (1U << 20) + 200);
    changes += part->changes_size();
    last = part->last();
  }
  EXPECT_EQ(changes, 100);
  EXPECT_EQ(parts, 3);
  EXPECT_EQ(stream.Next()->revision(), small);
}

TEST_F(ChangeWatch, WrongPositionsAreRefused) {
  Start();
  const Revision latest = Write(1, 10);
  const auto refused = [&](std::optional<Revision> after, const std::string& feed_id) {
    Stream stream = Watch(after, feed_id);
    EXPECT_FALSE(stream.Next());
    return ErrorInfoOf(stream.reader->Finish()).reason();
  };
  EXPECT_EQ(refused(-1, ""), "FIELD_INVALID");
  EXPECT_EQ(refused(latest + 1, ""), "REVISION_AHEAD");
  EXPECT_EQ(refused(latest, "feedfeedfeedfeed-1"), "FEED_CHANGED");
  v1::WatchRequest request;
  request.add_kinds("entries");
  request.add_kinds("people");
  Stream stream(*stub_, request);
  EXPECT_FALSE(stream.Next());
  const grpc::Status status = stream.reader->Finish();
  EXPECT_EQ(ErrorInfoOf(status).reason(), "FIELD_INVALID");
  EXPECT_NE(status.error_details().find("kinds[1]"), std::string::npos);
}

// A consumer that reads nothing is ended, and goes on from where the end says without a gap and without a repetition.
TEST_F(ChangeWatch, ASlowConsumerGoesOnWhereItWasEnded) {
  Start(absl::Seconds(1));
  constexpr int kTransactions = 60;
  for (int i = 0; i < kTransactions; ++i) Write(3, 100 << 10);
  std::vector<Revision> seen;
  Revision resume = 0;
  {
    Stream stream = Watch(0);
    ASSERT_TRUE(stream.Next());
    ASSERT_TRUE(Eventually([&] { return server_->ended().size() == 1; }));
    while (const std::optional<v1::Transaction> transaction = stream.Next()) seen.push_back(transaction->revision());
    const grpc::Status status = stream.reader->Finish();
    EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_EQ(ErrorInfoOf(status).reason(), "SLOW_CONSUMER");
    resume = std::stoll(ErrorInfoOf(status).metadata().at("revision"));
    EXPECT_EQ(stream.context.GetServerTrailingMetadata().find("lectern-revision")->second, std::to_string(resume));
  }
  EXPECT_LT(seen.size(), static_cast<size_t>(kTransactions));
  Stream stream = Watch(resume);
  EXPECT_EQ(stream.Next()->revision(), resume);
  while (seen.size() < kTransactions) seen.push_back(stream.Next()->revision());
  for (int i = 0; i < kTransactions; ++i) EXPECT_EQ(seen[static_cast<size_t>(i)], i + 1);
}

TEST_F(ChangeWatch, PagesGiveWhatTheStreamGives) {
  Start();
  for (int i = 0; i < 20; ++i) Write(1 + i % 7, 40 << 10);
  Write(90, 50 << 10);
  std::vector<std::string> streamed, paged;
  Stream stream = Watch(0);
  while (streamed.size() < static_cast<size_t>(written_)) {
    const std::optional<v1::Transaction> transaction = stream.Next();
    ASSERT_TRUE(transaction);
    for (const v1::Change& change : transaction->changes())
      streamed.push_back(absl::StrCat(change.name(), "@", change.entry().revision()));
  }

  v1::ListChangesRequest request;
  request.set_page_size(50);
  Revision position = 0;
  int pages = 0;
  do {
    TestContext context;
    v1::ListChangesResponse response;
    ASSERT_TRUE(stub_->ListChanges(&context, request, &response).ok());
    EXPECT_LE(response.ByteSizeLong(), 3U << 20);
    int changes = 0;
    for (const v1::Transaction& transaction : response.transactions()) {
      changes += transaction.changes_size();
      EXPECT_GT(transaction.revision(), position);
      if (transaction.last()) position = transaction.revision();
      for (const v1::Change& change : transaction.changes())
        paged.push_back(absl::StrCat(change.name(), "@", change.entry().revision()));
    }
    EXPECT_LE(changes, 50);
    EXPECT_EQ(response.next_after_revision(), position);
    EXPECT_EQ(response.latest_revision(), 21);
    EXPECT_EQ(response.feed_id(), FeedId(backend_->identity));
    request.set_page_token(response.next_page_token());
    ++pages;
  } while (!request.page_token().empty() && pages < 100);
  EXPECT_EQ(paged, streamed);
  EXPECT_EQ(position, 21);
}

}  // namespace
}  // namespace lectern::changes
