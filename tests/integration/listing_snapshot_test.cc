// A listing shows one snapshot of the catalogue, however long it takes and whatever happens meanwhile.
#include <atomic>
#include <optional>
#include <random>
#include <thread>

#include "gtest/gtest.h"
#include "tests/integration/catalogue_client.h"

namespace lectern::testing {
namespace {

constexpr int kEntries = 10'000;
constexpr int kWrites = 1'000;

// Changes, deletes and adds entries while somebody lists.
void WriteMeanwhile(CatalogueClient& client, std::mt19937& random, int count, int first_new) {
  for (int i = 0; i < count; ++i) {
    const std::string name = EntryName(static_cast<int>(random() % kEntries));
    if (i % 3 == 0) {
      v1::UpdateEntryRequest update;
      update.mutable_entry()->set_name(name);
      update.mutable_entry()->add_title_lines("Changed meanwhile");
      v1::Entry ignored;
      client.Call(client.entries(), &v1::EntryService::Stub::UpdateEntry, update, ignored);  // it may be deleted
    } else if (i % 3 == 1) {
      v1::DeleteEntryRequest remove;
      remove.set_name(name);
      google::protobuf::Empty ignored;
      client.Call(client.entries(), &v1::EntryService::Stub::DeleteEntry, remove, ignored);
    } else {
      WriteEntries(client, first_new + i, 1, "New meanwhile");
    }
  }
}

TEST(ListingSnapshot, HoldsThroughWritesAndARestart) {
  const TempDirectory directory;
  std::optional<ServerProcess> server(std::in_place, directory.path() / "data");
  const std::string key = server->admin_key();
  std::optional<CatalogueClient> lister(std::in_place, server->NewChannel(), key);
  WriteEntries(*lister, 0, kEntries, "Entry");

  v1::ListEntriesRequest request;
  request.set_page_size(100);
  request.set_view(v1::VIEW_FULL);
  int seen = 0;
  int pages = 0;
  int64_t newest = 0;
  const auto take_page = [&] {
    const auto page = lister->MustCall(lister->entries(), &v1::EntryService::Stub::ListEntries, request);
    EXPECT_EQ(page.total_size(), kEntries);
    for (const v1::Entry& entry : page.entries()) {
      ASSERT_EQ(entry.name(), EntryName(seen));
      ASSERT_EQ(entry.title_lines(0), "Entry " + std::to_string(seen));
      newest = std::max(newest, entry.revision());
      ++seen;
    }
    ++pages;
    request.set_page_token(page.next_page_token());
  };

  take_page();
  std::mt19937 random(7);
  for (const bool restarted : {false, true}) {
    std::atomic<bool> written{false};
    std::thread writer([&] {
      CatalogueClient client(server->NewChannel(), key);
      WriteMeanwhile(client, random, kWrites / 2, restarted ? 60'000 : 50'000);
      written = true;
    });
    while (pages < (restarted ? 90 : 50)) take_page();
    writer.join();
    EXPECT_TRUE(written);
    if (restarted) break;
    ASSERT_EQ(server->Stop(), 0);
    server.emplace(directory.path() / "data");
    lister.emplace(server->NewChannel(), key);
  }
  while (!request.page_token().empty()) take_page();
  EXPECT_EQ(seen, kEntries);
  EXPECT_EQ(pages, 100);

  // The catalogue is another one by now: the test would see it if the listing did not hold.
  request.clear_page_token();
  const auto now = lister->MustCall(lister->entries(), &v1::EntryService::Stub::ListEntries, request);
  EXPECT_NE(now.total_size(), kEntries);
}

}  // namespace
}  // namespace lectern::testing
