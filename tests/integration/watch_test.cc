// The change feed of a running lecternd: consumers that are cut off and resume, the server's stop, and what readers are
// told of what is taken from them.
#include <gmock/gmock.h>
#include <signal.h>

#include <array>
#include <atomic>
#include <chrono>
#include <future>
#include <random>
#include <set>
#include <thread>

#include "cutting_proxy.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/create_channel.h"
#include "lectern/v1/change_service.grpc.pb.h"
#include "lectern/v1/entry_service.grpc.pb.h"
#include "tests/integration/raw_call.h"
#include "tests/support/server_process.h"
#include "tests/support/temp_directory.h"

namespace lectern::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;
using ::testing::ElementsAre;

std::string Reason(const grpc::Status& status) {
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  details.ParseFromString(status.error_details());
  for (const auto& detail : details.details())
    if (detail.Is<google::rpc::ErrorInfo>()) detail.UnpackTo(&info);
  return info.reason();
}

// A change in a line: "entries/a@12 WRITTEN".
std::string Line(int64_t revision, const v1::Change& change) {
  return change.name() + "@" + std::to_string(revision) + " " +
         v1::ChangeType_Name(change.type()).substr(sizeof("CHANGE_TYPE_") - 1);
}

v1::Entry Published(const std::string& name, const std::string& title) {
  v1::Entry entry;
  entry.set_name(name);
  entry.add_title_lines(title);
  entry.set_topic("topics/torture");
  entry.set_lifecycle(v1::LIFECYCLE_PUBLISHED);
  entry.set_identity_risk(v1::IDENTITY_RISK_NONE);
  entry.mutable_review()->set_reviewer("library");
  return entry;
}

class Watching : public ::testing::Test {
 protected:
  Watching() : server_(directory_.path() / "data"), key_(server_.admin_key()) {
    entries_ = v1::EntryService::NewStub(server_.NewChannel());
    changes_ = v1::ChangeService::NewStub(server_.NewChannel());
  }

  void Prepare(grpc::ClientContext& context, const std::string& key) {
    context.set_deadline(std::chrono::system_clock::now() + seconds(60));
    Authorize(context, key);
  }

  v1::Entry Update(const v1::Entry& entry) {
    grpc::ClientContext context;
    Prepare(context, key_);
    v1::UpdateEntryRequest request;
    *request.mutable_entry() = entry;
    request.set_allow_missing(true);
    v1::Entry answer;
    const grpc::Status status = entries_->UpdateEntry(&context, request, &answer);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return answer;
  }

  void Delete(const std::string& name) {
    grpc::ClientContext context;
    Prepare(context, key_);
    v1::DeleteEntryRequest request;
    request.set_name(name);
    google::protobuf::Empty answer;
    EXPECT_TRUE(entries_->DeleteEntry(&context, request, &answer).ok());
  }

  // Every change of entries after a revision, page by page.
  std::vector<std::string> Pages(int64_t after, const std::string& key) {
    std::vector<std::string> lines;
    v1::ListChangesRequest request;
    request.set_after_revision(after);
    request.set_page_size(77);
    request.add_kinds("entries");
    do {
      grpc::ClientContext context;
      Prepare(context, key);
      v1::ListChangesResponse response;
      const grpc::Status status = changes_->ListChanges(&context, request, &response);
      EXPECT_TRUE(status.ok()) << status.error_message();
      for (const v1::Transaction& transaction : response.transactions())
        for (const v1::Change& change : transaction.changes()) lines.push_back(Line(transaction.revision(), change));
      latest_ = response.latest_revision();
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return lines;
  }

  TempDirectory directory_;
  ServerProcess server_;
  const std::string key_;
  std::unique_ptr<v1::EntryService::Stub> entries_;
  std::unique_ptr<v1::ChangeService::Stub> changes_;
  int64_t latest_ = 0;  // of the last Pages()
};

// Four at once that write, change, delete and bring back entries of their own, some of them large, until they are
// stopped.
class Writers {
 public:
  Writers(ServerProcess& server, const std::string& key) {
    for (unsigned i = 0; i < 4; ++i)
      threads_.emplace_back([this, i, key, stub = v1::EntryService::NewStub(server.NewChannel())] {
        std::mt19937 random(i);
        while (!stopped_) Write(*stub, key, i, random);
      });
  }
  void Stop() {
    stopped_ = true;
    for (std::thread& thread : threads_) thread.join();
  }

 private:
  void Write(v1::EntryService::Stub& stub, const std::string& key, unsigned number, std::mt19937& random) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + seconds(60));
    Authorize(context, key);
    const std::string name = "entries/w" + std::to_string(number) + "-" + std::to_string(random() % 50);
    google::protobuf::Empty nothing;
    v1::Entry answer;
    grpc::Status status;
    if (deleted_[number].contains(name)) {
      v1::UndeleteEntryRequest request;
      request.set_name(name);
      status = stub.UndeleteEntry(&context, request, &answer);
      deleted_[number].erase(name);
    } else if (random() % 8 == 0 && written_[number].contains(name)) {
      v1::DeleteEntryRequest request;
      request.set_name(name);
      status = stub.DeleteEntry(&context, request, &nothing);
      deleted_[number].insert(name);
    } else {
      v1::UpdateEntryRequest request;
      *request.mutable_entry() = Published(name, "title " + std::to_string(random()));
      const size_t bytes = random() % 20 == 0 ? 60 << 10 : random() % 500;
      if (bytes > 0) request.mutable_entry()->add_passages()->set_text(std::string(bytes, 'x'));
      request.set_allow_missing(true);
      status = stub.UpdateEntry(&context, request, &answer);
      written_[number].insert(name);
    }
    EXPECT_TRUE(status.ok()) << status.error_message();
  }

  // By writer.
  std::array<std::set<std::string>, 4> written_, deleted_;
  std::atomic<bool> stopped_ = false;
  std::vector<std::thread> threads_;
};

// Keeps what a consumer of the feed keeps, and all changes that it has applied.
class Consumer {
 public:
  explicit Consumer(std::string key) : key_(std::move(key)) {}

  v1::WatchRequest Request() const {
    v1::WatchRequest request;
    request.set_after_revision(position);
    request.set_feed_id(feed_id);
    request.add_kinds("entries");
    return request;
  }

  // Reads one stream to its end, while `cut` runs on a thread of its own to bring that about.
  grpc::Status Read(v1::ChangeService::Stub& stub, const std::function<void(grpc::ClientContext&)>& cut) {
    over = false;
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + seconds(60));
    Authorize(context, key_);
    const auto reader = stub.Watch(&context, Request());
    std::thread cutter([&] { cut(context); });
    v1::WatchResponse message;
    std::vector<std::string> parts;
    while (reader->Read(&message)) {
      feed_id = message.feed_id();
      const v1::Transaction& transaction = message.transaction();
      EXPECT_GE(transaction.revision(), position);
      for (const v1::Change& change : transaction.changes()) parts.push_back(Line(transaction.revision(), change));
      if (!transaction.last()) continue;
      applied.insert(applied.end(), parts.begin(), parts.end());
      parts.clear();
      position = transaction.revision();
    }
    over = true;
    cutter.join();
    return reader->Finish();
  }

  std::atomic<int64_t> position = 0;
  std::atomic<bool> over = false;  // the stream that is read has ended
  std::string feed_id;
  std::vector<std::string> applied;

 private:
  const std::string key_;
};

TEST_F(Watching, AConsumerThatIsCutAHundredTimesSeesEveryChangeOnceAndInOrder) {
  constexpr int kCuts = 100;
  CuttingProxy proxy(server_.address());
  Writers writers(server_, key_);
  Consumer consumer(key_);
  std::mt19937 random(7);
  int64_t advanced = 0;
  for (int i = 0; i < kCuts; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    const auto channel = grpc::CreateCustomChannel(proxy.address(), grpc::InsecureChannelCredentials(), arguments);
    const auto stub = v1::ChangeService::NewStub(channel);
    const milliseconds lives(random() % 600);
    const int64_t before = consumer.position;
    // By turns its caller goes away, and its connection.
    const grpc::Status status = consumer.Read(*stub, [&](grpc::ClientContext& context) {
      std::this_thread::sleep_for(lives);
      if (i % 2 == 0) return context.TryCancel();
      // Again, where the connection was only being made.
      for (; !consumer.over; std::this_thread::sleep_for(milliseconds(20))) proxy.CutAll();
    });
    EXPECT_FALSE(status.ok());
    EXPECT_TRUE(status.error_code() == grpc::StatusCode::CANCELLED ||
                status.error_code() == grpc::StatusCode::UNAVAILABLE)
        << status.error_code() << " " << status.error_message();
    if (consumer.position > before) ++advanced;
  }
  writers.Stop();
  const std::vector<std::string> pages = Pages(0, key_);
  const grpc::Status end = consumer.Read(*changes_, [&](grpc::ClientContext& context) {
    const Clock::time_point patience = Clock::now() + seconds(30);
    while (Clock::now() < patience && consumer.position < latest_) std::this_thread::sleep_for(milliseconds(50));
    context.TryCancel();
  });
  EXPECT_EQ(end.error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_GT(advanced, kCuts / 3) << "too few streams got on before they were cut";
  EXPECT_GT(pages.size(), 500U);
  ASSERT_EQ(consumer.applied.size(), pages.size());
  EXPECT_TRUE(consumer.applied == pages);
}

// A caller that is there and reads nothing.
struct Unread : grpc::ClientReadReactor<v1::WatchResponse> {
  void OnDone(const grpc::Status& status) override { ended.set_value(status); }
  std::promise<grpc::Status> ended;
};

TEST_F(Watching, AStopEndsStreamsAtOnceAndWaitsForNone) {
  // One that reads, and one that never does while more is on its way than fits between the two.
  for (int i = 0; i < 60; ++i) {
    v1::Entry entry = Published("entries/large-" + std::to_string(i), "large");
    for (int j = 0; j < 5; ++j) entry.add_passages()->set_text(std::string(60 << 10, 'x'));
    Update(entry);
  }
  Consumer consumer(key_);
  grpc::ClientContext idle;
  Prepare(idle, key_);
  const auto lazy = v1::ChangeService::NewStub(server_.NewChannel());
  const v1::WatchRequest request = consumer.Request();
  Unread unread;
  lazy->async()->Watch(&idle, &request, &unread);
  unread.StartCall();
  std::this_thread::sleep_for(seconds(1));
  Clock::time_point begin;
  const grpc::Status status = consumer.Read(*changes_, [&](grpc::ClientContext&) {
    std::this_thread::sleep_for(seconds(1));
    begin = Clock::now();
    server_.program().Signal(SIGTERM);
  });
  EXPECT_LT(Clock::now() - begin, seconds(2));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(Reason(status), "SHUTTING_DOWN");
  EXPECT_EQ(server_.program().Wait(seconds(60)), 0);
  EXPECT_LT(Clock::now() - begin, seconds(10)) << "a stream held the stop up";  // 30 s are given to calls in flight
  idle.TryCancel();
  unread.ended.get_future().get();
}

TEST_F(Watching, ReadersAreToldWhatWasTakenFromThemAndNoMore) {
  Update(Published("entries/a", "Jane Example"));
  Update(Published("entries/b", "kept"));
  v1::Entry draft;
  draft.set_name("entries/c");
  draft.add_title_lines("never seen");
  draft.set_topic("topics/torture");
  Update(draft);
  const std::vector<std::string> first = Pages(0, "");
  ASSERT_EQ(first.size(), 2U);

  v1::Entry redacted = Published("entries/a", "Jane Example");
  redacted.set_identity_risk(v1::IDENTITY_RISK_NAMED);
  v1::Redaction& redaction = *redacted.add_redactions();
  redaction.set_field_path("title_lines[0]");
  redaction.set_end_byte(4);
  redaction.set_replacement("[name withheld]");
  Update(redacted);
  v1::Entry withdrawn;
  withdrawn.set_name("entries/b");
  withdrawn.set_lifecycle(v1::LIFECYCLE_WITHDRAWN);
  const int64_t withdrawal = Update(withdrawn).revision();
  Delete("entries/c");

  // From the beginning: what was redacted is shown from there on, what was withdrawn by its name alone.
  v1::ListChangesRequest request;
  request.add_kinds("entries");
  grpc::ClientContext context;
  Prepare(context, "");
  v1::ListChangesResponse response;
  ASSERT_TRUE(changes_->ListChanges(&context, request, &response).ok());
  std::vector<std::string> lines;
  for (const v1::Transaction& transaction : response.transactions())
    for (const v1::Change& change : transaction.changes()) {
      lines.push_back(change.name() + " " + std::to_string(change.type()));
      if (change.name() == "entries/a") {
        EXPECT_EQ(change.entry().title_lines(0), "[name withheld] Example");
        EXPECT_TRUE(change.entry().redactions().empty());
      } else {
        EXPECT_FALSE(change.has_entry());
        EXPECT_EQ(transaction.revision(), withdrawal);
      }
    }
  EXPECT_THAT(lines, ElementsAre("entries/a 1", "entries/b 2"));
  EXPECT_EQ(response.DebugString().find("Jane"), std::string::npos);
  EXPECT_EQ(response.DebugString().find("never seen"), std::string::npos);

  Delete("entries/a");
  EXPECT_THAT(Pages(withdrawal, ""), ElementsAre(::testing::HasSubstr("entries/a@")));
  EXPECT_THAT(Pages(withdrawal, "")[0], ::testing::HasSubstr("DELETED"));
}

// Records go out as they are stored: the bytes of every message are those that a parser would write again.
TEST_F(Watching, RawBytesAreCanonical) {
  for (int i = 0; i < 30; ++i) {
    v1::Entry entry = Published("entries/e" + std::to_string(i), "title");
    if (i % 3 != 0) entry.add_passages()->set_text(std::string(static_cast<size_t>(i) * 200, 'x'));
    Update(entry);
  }
  for (const v1::View view : {v1::VIEW_BASIC, v1::VIEW_FULL})
    for (const std::string& key : {std::string(), key_}) {
      v1::ListChangesRequest request;
      request.set_view(view);
      grpc::ClientContext context;
      Prepare(context, key);
      std::string bytes;
      ASSERT_TRUE(RawCall(*server_.NewChannel(), "/lectern.v1.ChangeService/ListChanges", context,
                          request.SerializeAsString(), bytes)
                      .ok());
      v1::ListChangesResponse response;
      ASSERT_TRUE(response.ParseFromString(bytes));
      EXPECT_GE(response.transactions_size(), 30);
      EXPECT_TRUE(response.SerializeAsString() == bytes);
    }
}

}  // namespace
}  // namespace lectern::testing
