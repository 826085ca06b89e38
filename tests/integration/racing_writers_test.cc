// Writers that race: with etags exactly one wins, and a request that is sent again is carried out once.
#include <array>
#include <atomic>
#include <barrier>
#include <thread>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "tests/integration/catalogue_client.h"

namespace lectern::testing {
namespace {

std::string Uuid(int number) {
  std::string digits = std::to_string(number);
  return "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

std::string ReasonOf(const grpc::Status& status) {
  google::rpc::Status details;
  details.ParseFromString(status.error_details());
  google::rpc::ErrorInfo info;
  for (const auto& detail : details.details())
    if (detail.UnpackTo(&info)) return info.reason();
  return "";
}

class RacingWriters : public ::testing::Test {
 protected:
  RacingWriters() : server_(directory_.path() / "data"), key_(server_.admin_key()) {}

  CatalogueClient NewClient() { return CatalogueClient(server_.NewChannel(), key_); }

  const TempDirectory directory_;
  ServerProcess server_;
  const std::string key_;
};

TEST_F(RacingWriters, WithOneEtagExactlyOneWins) {
  constexpr int kRounds = 10'000;
  CatalogueClient first = NewClient();
  WriteEntries(first, 1, 1, "Raced for");
  v1::GetEntryRequest get;
  get.set_name(EntryName(1));
  std::string etag = first.MustCall(first.entries(), &v1::EntryService::Stub::GetEntry, get).etag();
  std::array<std::string, 2> won;  // the etag that a writer's win left; empty: it lost
  int rounds_won = 0;
  int bad = 0;
  std::barrier round(2);
  std::barrier judged(2, [&]() noexcept {
    const bool one = won[0].empty() != won[1].empty();
    if (one)
      ++rounds_won;
    else
      ++bad;
    etag = won[0].empty() ? won[1] : won[0];
  });
  std::vector<std::thread> writers;
  for (size_t me = 0; me < 2; ++me) {
    writers.emplace_back([&, me] {
      CatalogueClient client = NewClient();
      for (int i = 0; i < kRounds; ++i) {
        round.arrive_and_wait();
        v1::UpdateEntryRequest update;
        update.mutable_entry()->set_name(EntryName(1));
        update.mutable_entry()->set_etag(etag);
        update.mutable_entry()->add_title_lines("Round " + std::to_string(i) + " of " + std::to_string(me));
        v1::Entry answer;
        const grpc::Status status = client.Call(client.entries(), &v1::EntryService::Stub::UpdateEntry, update, answer);
        if (!status.ok() && ReasonOf(status) != "ETAG_MISMATCH") ADD_FAILURE() << status.error_message();
        won[me] = status.ok() ? answer.etag() : "";
        judged.arrive_and_wait();
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(rounds_won, kRounds);
  EXPECT_EQ(bad, 0);
}

// Eight callers send the same request at the same time: in the same group of commits, in the next one, and later.
TEST_F(RacingWriters, OneRequestIdIsCarriedOutOnce) {
  constexpr int kRounds = 300;
  constexpr size_t kCallers = 8;
  std::atomic<int> created{0};
  std::array<std::array<std::string, kCallers>, kRounds> names;
  std::array<std::array<int64_t, kCallers>, kRounds> revisions{};
  std::barrier round(kCallers);
  std::vector<std::thread> callers;
  for (size_t me = 0; me < kCallers; ++me) {
    callers.emplace_back([&, me] {
      CatalogueClient client = NewClient();
      for (size_t i = 0; i < kRounds; ++i) {
        v1::CreateEntryRequest create;
        create.mutable_entry()->add_title_lines("Once");
        create.mutable_entry()->set_topic("topics/torture");
        create.set_request_id(Uuid(static_cast<int>(i)));
        round.arrive_and_wait();
        v1::Entry answer;
        const grpc::Status status = client.Call(client.entries(), &v1::EntryService::Stub::CreateEntry, create, answer);
        if (!status.ok()) ADD_FAILURE() << status.error_message();
        names[i][me] = answer.name();
        revisions[i][me] = answer.revision();
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  for (size_t i = 0; i < kRounds; ++i)
    for (size_t me = 1; me < kCallers; ++me) {
      EXPECT_EQ(names[i][me], names[i][0]);
      EXPECT_EQ(revisions[i][me], revisions[i][0]);
    }
  CatalogueClient client = NewClient();
  EXPECT_EQ(
      client.MustCall(client.entries(), &v1::EntryService::Stub::ListEntries, v1::ListEntriesRequest()).total_size(),
      kRounds);
}

// A write that changes nothing is remembered as well: sent again after another change, it must not undo that.
TEST_F(RacingWriters, ARepeatedRequestThatChangedNothingStaysWithoutEffect) {
  CatalogueClient client = NewClient();
  WriteEntries(client, 1, 1, "Entry");
  v1::UpdateEntryRequest same;
  same.mutable_entry()->set_name(EntryName(1));
  same.mutable_entry()->add_title_lines("Entry 1");
  same.set_request_id(Uuid(1));
  client.MustCall(client.entries(), &v1::EntryService::Stub::UpdateEntry, same);
  v1::UpdateEntryRequest other = same;
  other.mutable_entry()->set_title_lines(0, "Another");
  other.set_request_id(Uuid(2));
  client.MustCall(client.entries(), &v1::EntryService::Stub::UpdateEntry, other);
  client.MustCall(client.entries(), &v1::EntryService::Stub::UpdateEntry, same);
  v1::GetEntryRequest get;
  get.set_name(EntryName(1));
  EXPECT_EQ(client.MustCall(client.entries(), &v1::EntryService::Stub::GetEntry, get).title_lines(0), "Another");
  v1::Entry answer;
  same.mutable_entry()->set_title_lines(0, "A third");
  const grpc::Status reused = client.Call(client.entries(), &v1::EntryService::Stub::UpdateEntry, same, answer);
  EXPECT_EQ(ReasonOf(reused), "REQUEST_ID_REUSED");
}

}  // namespace
}  // namespace lectern::testing
