// Staged imports over gRPC: staging, states, refusals.
#include "tests/integration/import_world.h"

namespace lectern::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ImportStaging : public ImportWorld {};
class ImportStates : public ImportWorld {};
class ImportRefusals : public ImportWorld {};

TEST_F(ImportStaging, NothingIsThereBeforeTheCommit) {
  const std::string before = client_.Export();
  const std::string operation = client_.Planned({EntryItem("a", "A"), EntryItem("b", "B")});
  EXPECT_EQ(client_.Export(), before);
  const v1::ImportMetadata metadata = client_.Metadata(operation);
  EXPECT_EQ(metadata.source(), "list");
  EXPECT_EQ(metadata.staged_chunks(), 1);
  EXPECT_EQ(metadata.staged_items(), 2);
  EXPECT_EQ(metadata.counts().created(), 2);
  ASSERT_THAT(metadata.kinds(), SizeIs(1));
  EXPECT_EQ(metadata.kinds(0).kind(), "entries");
  EXPECT_EQ(metadata.kinds(0).counts().created(), 2);
  EXPECT_GT(metadata.plan_revision(), 0);
  ImportClient::Must(client_.TryCommit(operation));
  client_.Await(operation, v1::IMPORT_STATE_COMMITTED);
  const Results done = client_.List(operation);
  ASSERT_THAT(done, SizeIs(2));
  EXPECT_EQ(client_.Get(done[0].name()).title_lines(0), "A");
  EXPECT_EQ(client_.Get(done[1].name()).title_lines(0), "B");
  EXPECT_EQ(client_.Get(done[0].name()).lifecycle(), v1::LIFECYCLE_DRAFT);
}

TEST_F(ImportStaging, AChunkStagedTwiceAlikeIsOneAndWithOtherItemsRefused) {
  const std::string operation = client_.Begin();
  ImportClient::Must(client_.TryStage(operation, 0, {EntryItem("a", "A")}));
  ImportClient::Must(client_.TryStage(operation, 0, {EntryItem("a", "A")}));
  const grpc::Status other = client_.TryStage(operation, 0, {EntryItem("a", "B")});
  EXPECT_EQ(other.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ReasonIn(other), "FIELD_INVALID");
  EXPECT_THAT(other.error_message(), HasSubstr("staged with other items"));
  ImportClient::Must(client_.TryPlan(operation, 1));
  client_.Await(operation, v1::IMPORT_STATE_PLANNED);
  ASSERT_THAT(client_.List(operation), SizeIs(1));
}

TEST_F(ImportStaging, ChunksMayComeInAnyOrder) {
  const std::string operation = client_.Begin();
  for (const int chunk : {2, 0, 1})
    ImportClient::Must(client_.TryStage(operation, chunk, {EntryItem(std::to_string(chunk), "T")}));
  ImportClient::Must(client_.TryPlan(operation, 3));
  client_.Await(operation, v1::IMPORT_STATE_PLANNED);
  ImportClient::Must(client_.TryCommit(operation));
  client_.Await(operation, v1::IMPORT_STATE_COMMITTED);
  const Results done = client_.List(operation);
  ASSERT_THAT(done, SizeIs(3));
  for (size_t i = 0; i < done.size(); ++i) {
    EXPECT_EQ(done[i].item(), static_cast<int64_t>(i));
    EXPECT_EQ(client_.Get(done[i].name()).source_key(), std::to_string(i));
  }
}

TEST_F(ImportStaging, AMissingChunkIsToldBeforeThePlan) {
  const std::string operation = client_.Begin();
  ImportClient::Must(client_.TryStage(operation, 0, {EntryItem("a", "A")}));
  ImportClient::Must(client_.TryStage(operation, 2, {EntryItem("c", "C")}));
  for (const int chunks : {2, 3, 1}) {
    const grpc::Status missing = client_.TryPlan(operation, chunks);
    EXPECT_EQ(ReasonIn(missing), "FIELD_INVALID") << chunks;
    EXPECT_THAT(missing.error_message(), HasSubstr("chunks")) << chunks;
  }
  for (const int chunks : {0, -1, 100'001}) EXPECT_EQ(ReasonIn(client_.TryPlan(operation, chunks)), "FIELD_INVALID");
  // It is not lost: what lacks may still come.
  ImportClient::Must(client_.TryStage(operation, 1, {EntryItem("b", "B")}));
  ImportClient::Must(client_.TryPlan(operation, 3));
  client_.Await(operation, v1::IMPORT_STATE_PLANNED);
}

TEST_F(ImportStaging, LimitsOfAChunk) {
  const std::string operation = client_.Begin();
  EXPECT_EQ(ReasonIn(client_.TryStage(operation, -1, {EntryItem("a", "A")})), "FIELD_INVALID");
  EXPECT_EQ(ReasonIn(client_.TryStage(operation, 100'000, {EntryItem("a", "A")})), "FIELD_INVALID");
  EXPECT_EQ(ReasonIn(client_.TryStage(operation, 0, {})), "FIELD_INVALID");
  EXPECT_EQ(ReasonIn(client_.TryStage(operation, 0, Items(129, EntryItem("a", "A")))), "FIELD_INVALID");
  v1::ImportItem large = EntryItem("a", "A");
  for (int i = 0; i < 16; ++i) large.mutable_entry()->add_passages()->set_text(std::string(62'000, 'a'));
  EXPECT_EQ(ReasonIn(client_.TryStage(operation, 0, {large})), "LIMIT_EXCEEDED");
  EXPECT_EQ(ReasonIn(client_.TryStage("operations/none", 0, {EntryItem("a", "A")})), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(ReasonIn(client_.TryStage("entries/none", 0, {EntryItem("a", "A")})), "FIELD_INVALID");
}

TEST_F(ImportStaging, AStreamAnswersEachChunkInOrder) {
  const std::string operation = client_.Begin();
  grpc::ClientContext context;
  Authorize(context, server_.admin_key());
  const auto stream = client_.imports().StreamItems(&context);
  v1::StreamItemsRequest request;
  for (int chunk = 0; chunk < 20; ++chunk) {
    *request.mutable_chunk() = ImportClient::Chunk(operation, chunk, {EntryItem(std::to_string(chunk), "T")});
    ASSERT_TRUE(stream->Write(request));
  }
  v1::StreamItemsResponse response;
  for (int chunk = 0; chunk < 20; ++chunk) {
    ASSERT_TRUE(stream->Read(&response));
    EXPECT_EQ(response.chunk().chunk(), chunk);
  }
  // The last one again, alike, then with other items: that ends the stream.
  ASSERT_TRUE(stream->Write(request));
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.chunk().chunk(), 19);
  *request.mutable_chunk() = ImportClient::Chunk(operation, 19, {EntryItem("19", "Other")});
  ASSERT_TRUE(stream->Write(request));
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(ReasonIn(stream->Finish()), "FIELD_INVALID");
  ImportClient::Must(client_.TryPlan(operation, 20));
  EXPECT_EQ(ImportClient::MetadataOf(client_.Await(operation, v1::IMPORT_STATE_PLANNED)).counts().created(), 20);
}

TEST_F(ImportStates, WhatComesAtTheWrongTimeIsRefused) {
  const auto wrong = [](const grpc::Status& status) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
    return ReasonIn(status);
  };
  const std::string operation = client_.Begin();
  EXPECT_EQ(wrong(client_.TryCommit(operation)), "IMPORT_STATE_WRONG");
  EXPECT_EQ(wrong(client_.TryUndo(operation)), "IMPORT_STATE_WRONG");
  EXPECT_EQ(wrong(client_.TryList(operation)), "IMPORT_STATE_WRONG");
  ImportClient::Must(client_.TryStage(operation, 0, {EntryItem("a", "A")}));
  ImportClient::Must(client_.TryPlan(operation, 1));
  client_.Await(operation, v1::IMPORT_STATE_PLANNED);
  EXPECT_EQ(wrong(client_.TryStage(operation, 1, {EntryItem("b", "B")})), "IMPORT_STATE_WRONG");
  EXPECT_EQ(wrong(client_.TryUndo(operation)), "IMPORT_STATE_WRONG");
  ImportClient::Must(client_.TryCommit(operation));
  client_.Await(operation, v1::IMPORT_STATE_COMMITTED);
  EXPECT_EQ(wrong(client_.TryStage(operation, 1, {EntryItem("b", "B")})), "IMPORT_STATE_WRONG");
  EXPECT_EQ(wrong(client_.TryPlan(operation, 1)), "IMPORT_STATE_WRONG");
  EXPECT_EQ(wrong(client_.TryCommit(operation)), "IMPORT_STATE_WRONG");
  client_.Undo(operation);
  EXPECT_EQ(client_.Metadata(operation).state(), v1::IMPORT_STATE_UNDONE);
  EXPECT_EQ(wrong(client_.TryUndo(operation)), "IMPORT_STATE_WRONG");
  // Neither is an undo an import.
  EXPECT_EQ(ReasonIn(client_.TryUndo(client_.Metadata(operation).undo_operation())), "RESOURCE_NOT_FOUND");
}

TEST_F(ImportStates, APlanMayBeMadeAgain) {
  const Imported first = client_.Import({EntryItem("a", "A", "publisher: 'P'")});
  const std::string operation = client_.Planned({EntryItem("a", "A", "publisher: 'Q'")});
  EXPECT_EQ(OutcomesOf(client_.List(operation)), std::vector<std::string>{"UPDATED"});
  client_.SetPublisher(first.done[0].name(), "Mended");
  ImportClient::Must(client_.TryPlan(operation, 1));
  client_.Await(operation, v1::IMPORT_STATE_PLANNED);
  EXPECT_EQ(OutcomesOf(client_.List(operation)), std::vector<std::string>{"CONFLICT"});
  EXPECT_EQ(client_.Metadata(operation).counts().updated(), 0);
  EXPECT_EQ(client_.Metadata(operation).counts().conflicts(), 1);
}

TEST_F(ImportStates, WhatOthersChangedSinceThePlanIsJudgedAnew) {
  const Imported first = client_.Import({EntryItem("a", "A", "publisher: 'P'")});
  const std::string operation = client_.Planned({EntryItem("a", "A", "publisher: 'Q'")});
  client_.SetPublisher(first.done[0].name(), "Mended");
  ImportClient::Must(client_.TryCommit(operation));
  client_.Await(operation, v1::IMPORT_STATE_COMMITTED);
  EXPECT_EQ(OutcomesOf(client_.List(operation)), std::vector<std::string>{"CONFLICT"});
  EXPECT_EQ(client_.Get(first.done[0].name()).publisher(), "Mended");
}

TEST_F(ImportStates, OneChunkOfManyThatOthersWereFasterThanIsJudgedAnew) {
  Items items;
  for (const char* key : {"a", "b", "c", "d", "e", "f", "g", "h"}) items.push_back(EntryItem(key, key));
  const std::string operation = client_.Planned(items, {.items_a_chunk = 1});
  v1::CreateEntryRequest other;
  *other.mutable_entry() = EntryItem("d", "d", "publisher: 'Mended'").entry();
  client_.MustCall(client_.entries(), &v1::EntryService::Stub::CreateEntry, other);
  ImportClient::Must(client_.TryCommit(operation));
  client_.Await(operation, v1::IMPORT_STATE_COMMITTED);
  const Results done = client_.List(operation);
  EXPECT_EQ(OutcomesOf(done), (std::vector<std::string>{"CREATED", "CREATED", "CREATED", "CONFLICT", "CREATED",
                                                        "CREATED", "CREATED", "CREATED"}));
  EXPECT_EQ(client_.Get(done[3].name()).publisher(), "Mended");
  // They stand in the file's order behind it.
  std::string ranks;
  for (size_t i : {3, 0, 1, 2, 4, 5, 6, 7}) {
    EXPECT_GT(client_.Get(done[i].name()).rank(), ranks) << i;
    ranks = client_.Get(done[i].name()).rank();
  }
}

TEST_F(ImportStates, WhatWasErasedSinceThePlanIsCreatedUnderANameOfItsOwn) {
  const Imported first = client_.Import({EntryItem("a", "A", "publisher: 'P'")});
  const std::string name = first.done[0].name();
  const std::string operation = client_.Planned({EntryItem("a", "A", "publisher: 'Q'")});
  v1::Entry other;
  other.set_name(name);
  other.set_source_key("other");
  client_.Edit(other);
  ImportClient::Must(client_.TryCommit(operation));
  client_.Await(operation, v1::IMPORT_STATE_COMMITTED);
  const Results done = client_.List(operation);
  EXPECT_EQ(OutcomesOf(done), std::vector<std::string>{"CREATED"});
  EXPECT_NE(done[0].name(), name);
  EXPECT_EQ(client_.Get(name).publisher(), "P");
}

TEST_F(ImportStates, ACancelledImportHasNoRowsAndTakesNothing) {
  for (const bool planned : {false, true}) {
    SCOPED_TRACE(planned);
    const std::string operation = client_.Begin();
    ImportClient::Must(client_.TryStage(operation, 0, {EntryItem("a", "A")}));
    if (planned) {
      ImportClient::Must(client_.TryPlan(operation, 1));
      client_.Await(operation, v1::IMPORT_STATE_PLANNED);
    }
    ImportClient::Must(client_.TryCancel(operation));
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!client_.GetOperation(operation).done() && std::chrono::steady_clock::now() < patience)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_EQ(client_.GetOperation(operation).error().code(), grpc::StatusCode::CANCELLED);
    EXPECT_EQ(ReasonIn(client_.TryStage(operation, 1, {EntryItem("b", "B")})), "IMPORT_STATE_WRONG");
    EXPECT_EQ(ReasonIn(client_.TryPlan(operation, 1)), "IMPORT_STATE_WRONG");
    EXPECT_EQ(ReasonIn(client_.TryCommit(operation)), "IMPORT_STATE_WRONG");
    EXPECT_EQ(ReasonIn(client_.TryUndo(operation)), "IMPORT_STATE_WRONG");
    // Its rows are taken away once it has ended.
    while (planned && !client_.List(operation).empty() && std::chrono::steady_clock::now() < patience)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    if (planned) {
      EXPECT_THAT(client_.List(operation), IsEmpty());
    }
  }
}

TEST_F(ImportStates, OfOthersNobodyHearsButAdministrators) {
  ImportClient one = As("editor"), other = As("editor"), reader = As("educator");
  const std::string operation = one.Planned({EntryItem("a", "A")});
  for (const grpc::Status& status : {other.TryStage(operation, 1, {EntryItem("b", "B")}), other.TryPlan(operation, 1),
                                     other.TryCommit(operation), other.TryUndo(operation), other.TryList(operation)}) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
    EXPECT_EQ(ReasonIn(status), "RESOURCE_NOT_FOUND");
  }
  EXPECT_EQ(ReasonIn(reader.TryList(operation)), "ROLE_TOO_LOW");
  ImportClient::Must(client_.TryList(operation));
  ImportClient::Must(one.TryCommit(operation));
  one.Await(operation, v1::IMPORT_STATE_COMMITTED);
}

TEST_F(ImportRefusals, KeepAllOutUnlessTheCallerGoesOn) {
  const std::string before = client_.Export();
  const Items items = {EntryItem("a", "A"), EntryItem("b", "B", "topic: 'topics/none'"),
                       Item("action: IMPORT_ACTION_IMPORT"), EntryItem("c", "C", "url: 'no address'")};
  const std::string operation = client_.Planned(items);
  const Results planned = client_.List(operation);
  EXPECT_THAT(OutcomesOf(planned), ElementsAre("CREATED", "REFUSED", "REFUSED", "REFUSED"));
  EXPECT_EQ(ReasonIn(planned[1].refusal()), "REFERENCE_NOT_FOUND");
  EXPECT_EQ(ReasonIn(planned[2].refusal()), "FIELD_INVALID");
  EXPECT_THAT(planned[3].refusal().message(), HasSubstr("url"));
  const grpc::Status refused = client_.TryCommit(operation);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(ReasonIn(refused), "IMPORT_REFUSED");
  EXPECT_EQ(client_.Export(), before);
  ImportClient::Must(client_.TryCommit(operation, {.keep_going = true}));
  client_.Await(operation, v1::IMPORT_STATE_COMMITTED);
  const Results done = client_.List(operation);
  EXPECT_THAT(OutcomesOf(done), ElementsAre("CREATED", "REFUSED", "REFUSED", "REFUSED"));
  EXPECT_EQ(ReasonIn(done[1].refusal()), "REFERENCE_NOT_FOUND");
  EXPECT_EQ(client_.Get(done[0].name()).title_lines(0), "A");
}

TEST_F(ImportRefusals, TellWhereTheItemStands) {
  v1::ImportItem item = EntryItem("a", "A", "url: 'no address'");
  item.mutable_place()->set_file("list.csv");
  item.mutable_place()->set_line(7);
  item.mutable_place()->set_column(3);
  const Imported imported = client_.Import({item}, {.keep_going = true});
  for (const Results& results : {imported.planned, imported.done}) {
    ASSERT_THAT(results, SizeIs(1));
    EXPECT_EQ(results[0].place().file(), "list.csv");
    EXPECT_EQ(results[0].place().line(), 7);
    EXPECT_EQ(results[0].place().column(), 3);
  }
}

TEST_F(ImportRefusals, TheSameResourceTwice) {
  for (const size_t items_a_chunk : {size_t{128}, size_t{1}}) {
    SCOPED_TRACE(items_a_chunk);
    const Imported keys = client_.Import({EntryItem("a", "A"), EntryItem("a", "B")},
                                         {.keep_going = true, .items_a_chunk = items_a_chunk});
    EXPECT_EQ(OutcomesOf(keys.done)[1], "REFUSED");
    const Imported names =
        client_.Import({EntryItem("n1", "N", "name: 'entries/n'"), EntryItem("n2", "N", "name: 'entries/n'")},
                       {.keep_going = true, .items_a_chunk = items_a_chunk});
    EXPECT_EQ(OutcomesOf(names.done)[1], "REFUSED");
  }
}

TEST_F(ImportRefusals, ItemsThatBreakTheContractThemselves) {
  v1::ImportItem action = EntryItem("a", "A");
  action.set_action(static_cast<v1::ImportAction>(99));
  EXPECT_EQ(ReasonIn(client_.TryStage(client_.Begin(), 0, {action})), "UNKNOWN_FIELDS");
  v1::ImportItem source = EntryItem("b", "B"), place = EntryItem("c", "C");
  source.set_source(std::string(257, 's'));
  place.mutable_place()->set_file(std::string(513, 'f'));
  v1::ImportItem fields = EntryItem("d", "D");
  fields.mutable_fields()->add_paths("colour");
  const std::string operation = client_.Planned({source, place, fields, EntryItem("e", "E")});
  // The mask speaks of what is there already; a new entry is all that the item brings.
  const Results planned = client_.List(operation);
  EXPECT_THAT(OutcomesOf(planned), ElementsAre("REFUSED", "REFUSED", "CREATED", "CREATED"));
  for (size_t i = 0; i < 2; ++i) EXPECT_EQ(ReasonIn(planned[i].refusal()), "FIELD_INVALID") << i;
}

}  // namespace
}  // namespace lectern::testing
