// What is erased for good is in no file any more: not in the present, not in the past, not in what a file system keeps.
#include <filesystem>
#include <memory>
#include <random>

#include "google/longrunning/operations.grpc.pb.h"
#include "gtest/gtest.h"
#include "lectern/v1/erasure_service.grpc.pb.h"
#include "rocksdb/db.h"
#include "tests/integration/catalogue_client.h"

namespace lectern::testing {
namespace {

namespace fs = std::filesystem;

// A word that no compression shortens and nobody else writes.
std::string Marker() {
  std::mt19937_64 random(std::random_device{}());
  std::string word = "mk";
  for (int i = 0; i < 24; ++i) word.push_back("abcdefghijklmnopqrstuvwxyz"[random() % 26]);
  return word;
}

// The files under `directory` that hold `text`.
std::vector<std::string> FilesWith(const fs::path& directory, const std::string& text) {
  std::vector<std::string> found;
  for (const auto& file : fs::recursive_directory_iterator(directory))
    if (file.is_regular_file() && ReadFile(file.path()).find(text) != std::string::npos)
      found.push_back(file.path().filename());
  return found;
}

// The rows of all tables of the store in `data` that hold `text`: files are compressed, so that a look at their bytes
// may miss it. The server has stopped.
int RowsWith(const fs::path& data, const std::string& text) {
  const std::string path = (data / "store").string();
  std::vector<std::string> names;
  EXPECT_TRUE(rocksdb::DB::ListColumnFamilies(rocksdb::DBOptions(), path, &names).ok());
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const std::string& name : names) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  EXPECT_TRUE(rocksdb::DB::OpenForReadOnly(rocksdb::DBOptions(), path, families, &handles, &db).ok());
  const std::unique_ptr<rocksdb::DB> owner(db);
  int found = 0;
  for (rocksdb::ColumnFamilyHandle* handle : handles) {
    const std::unique_ptr<rocksdb::Iterator> row(db->NewIterator(rocksdb::ReadOptions(), handle));
    for (row->SeekToFirst(); row->Valid(); row->Next())
      if (row->key().ToStringView().find(text) != std::string_view::npos ||
          row->value().ToStringView().find(text) != std::string_view::npos)
        ++found;
    EXPECT_TRUE(row->status().ok());
  }
  for (rocksdb::ColumnFamilyHandle* handle : handles) db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  return found;
}

class Expunge : public ::testing::Test {
 protected:
  Expunge() : server_(std::in_place, data()), client_(std::in_place, server_->NewChannel(), server_->admin_key()) {}

  fs::path data() const { return directory_.path() / "data"; }

  // An entry whose states held `marker` everywhere that words can stand.
  void WriteStates(const std::string& marker) {
    v1::UpdateEntryRequest write;
    v1::Entry& entry = *write.mutable_entry();
    entry.set_name(EntryName(1));
    entry.add_title_lines("Title with " + marker);
    entry.set_publisher(marker + " Press");
    entry.set_topic("topics/torture");
    entry.set_raw_byline(marker);
    entry.add_passages()->set_text("A passage names " + marker + " twice: " + marker);
    entry.set_editor_notes(marker);
    entry.mutable_provenance()->set_raw_text(marker);
    write.set_allow_missing(true);
    write.set_request_id("00000000-0000-4000-8000-000000000001");
    client_->MustCall(client_->entries(), &v1::EntryService::Stub::UpdateEntry, write);
    for (int i = 0; i < 3; ++i) {
      v1::UpdateEntryRequest change;
      change.mutable_entry()->set_name(EntryName(1));
      change.mutable_entry()->set_publisher("Publisher " + std::to_string(i));
      change.mutable_entry()->add_title_lines("Without it");
      client_->MustCall(client_->entries(), &v1::EntryService::Stub::UpdateEntry, change);
    }
  }

  // Erases, and waits until the store is compacted.
  void Erase(const std::string& text) {
    const auto erasure = v1::ErasureService::NewStub(client_->channel());
    v1::ExpungeRequest request;
    request.set_name(EntryName(1));
    request.set_text(text);
    const auto answer = client_->MustCall(*erasure, &v1::ErasureService::Stub::Expunge, request);
    const auto operations = google::longrunning::Operations::NewStub(client_->channel());
    google::longrunning::WaitOperationRequest wait;
    wait.set_name(answer.operation());
    for (int i = 0; i < 20; ++i) {
      const auto operation =
          client_->MustCall(*operations, &google::longrunning::Operations::Stub::WaitOperation, wait);
      if (!operation.done()) continue;
      ASSERT_FALSE(operation.has_error()) << operation.error().message();
      return;
    }
    FAIL() << "the compaction does not end";
  }

  const TempDirectory directory_;
  std::optional<ServerProcess> server_;
  std::optional<CatalogueClient> client_;
};

TEST_F(Expunge, ErasedWordsAreInNoFile) {
  const std::string marker = Marker();
  const std::string kept = Marker();
  WriteStates(marker);
  v1::UpdateEntryRequest other;  // proves that the search would find what is not erased
  other.mutable_entry()->set_name(EntryName(2));
  other.mutable_entry()->add_title_lines(kept);
  other.mutable_entry()->set_topic("topics/torture");
  other.set_allow_missing(true);
  client_->MustCall(client_->entries(), &v1::EntryService::Stub::UpdateEntry, other);
  ASSERT_FALSE(FilesWith(data(), marker).empty());

  ASSERT_NO_FATAL_FAILURE(Erase(marker));
  EXPECT_EQ(FilesWith(data(), marker), std::vector<std::string>());
  EXPECT_FALSE(FilesWith(data(), kept).empty());
  EXPECT_EQ(server_->log().find(marker), std::string::npos);

  // Every state is still there, without the word.
  v1::ListEntryRevisionsRequest list;
  list.set_name(EntryName(1));
  list.set_view(v1::VIEW_FULL);
  const auto states = client_->MustCall(client_->entries(), &v1::EntryService::Stub::ListEntryRevisions, list);
  EXPECT_EQ(states.entries_size(), 5);
  EXPECT_EQ(states.entries(4).title_lines(0), "Title with [erased]");
  for (const v1::Entry& state : states.entries()) EXPECT_EQ(state.DebugString().find(marker), std::string::npos);

  // Nor does it come back with the next start.
  ASSERT_EQ(server_->Stop(), 0);
  EXPECT_EQ(RowsWith(data(), marker), 0);
  EXPECT_GT(RowsWith(data(), kept), 0);
  server_.emplace(data());
  EXPECT_EQ(FilesWith(data(), marker), std::vector<std::string>());
}

TEST_F(Expunge, AResourceThatIsErasedWholeLeavesItsNameAlone) {
  const std::string marker = Marker();
  WriteStates(marker);
  ASSERT_FALSE(FilesWith(data(), marker).empty());
  ASSERT_NO_FATAL_FAILURE(Erase(""));
  EXPECT_EQ(FilesWith(data(), marker), std::vector<std::string>());
  ASSERT_EQ(server_->Stop(), 0);
  for (const std::string& gone : {marker, std::string("Publisher 1"), std::string("publisher 1")})
    EXPECT_EQ(RowsWith(data(), gone), 0) << gone;
  EXPECT_GT(RowsWith(data(), "e00001"), 0);
}

}  // namespace
}  // namespace lectern::testing
