// What of a store's history each audience gets through the change feed.
#include <map>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "lectern/v1/country.pb.h"
#include "lectern/v1/taxonomy.pb.h"
#include "services/changes/feed_reader.h"
#include "storage/engine/fault.h"
#include "stored_history.h"

namespace lectern::changes {
namespace {

using storage::Audience;
using storage::Extent;
using storage::Revision;
using testing::Deleted;
using ::testing::ElementsAre;
using testing::EntryOf;
using ::testing::IsEmpty;
using testing::StoredHistory;

constexpr PartLimits kWide{1000, 1 << 20};
constexpr char kExpunge[] = "lectern.v1.ErasureService/Expunge";
constexpr char kPurge[] = "lectern.v1.ErasureService/Purge";

v1::Transaction Parsed(FeedPart part) {
  const size_t size = part.size();
  rpc::ByteChain chain;
  std::move(part).AppendTo(chain);
  std::vector<grpc::Slice> slices;
  std::string bytes;
  EXPECT_TRUE(chain.Take().Dump(&slices).ok());
  for (const grpc::Slice& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  v1::Transaction transaction;
  EXPECT_TRUE(transaction.ParseFromString(bytes));
  EXPECT_EQ(transaction.SerializeAsString(), bytes) << "stored bytes must be those that a parser would write";
  EXPECT_EQ(size, bytes.size());
  return transaction;
}

std::vector<v1::Change> ChangesIn(const v1::Transaction& transaction) {
  return {transaction.changes().begin(), transaction.changes().end()};
}

// "entries/a WRITTEN title"
std::string Line(const v1::Change& change) {
  std::string line =
      absl::StrCat(change.name(), " ", v1::ChangeType_Name(change.type()).substr(sizeof("CHANGE_TYPE_") - 1));
  if (change.has_entry() && !change.entry().title_lines().empty())
    absl::StrAppend(&line, " ", change.entry().title_lines(0));
  return line;
}

class ChangeFeed : public ::testing::Test {
 protected:
  Revision Write(const v1::Entry& entry, const std::string& method = "") {
    history_.Put(entry);
    return method.empty() ? history_.Commit() : history_.Commit(method);
  }

  FeedReader Reader(Audience audience, FeedPosition from = {}, const ChangeKinds& kinds = AllChangeKinds(),
                    Extent extent = Extent::kFull) {
    return {ChangeReader(backend_, decorators_, audience, extent), backend_, kinds, from};
  }

  // All that an audience gets from the beginning.
  std::vector<std::string> Lines(Audience audience) {
    FeedReader reader = Reader(audience);
    std::vector<std::string> lines;
    for (bool caught_up = false; !caught_up;) {
      FeedPart part = reader.Next(kWide).value();
      caught_up = part.caught_up;
      for (const v1::Change& change : ChangesIn(Parsed(std::move(part)))) lines.push_back(Line(change));
    }
    return lines;
  }

  StoredHistory history_;
  rpc::Executor executor_{1};
  const aip::Backend backend_{history_.engine(), history_.engine().Identity(), {}, executor_};
  std::shared_ptr<Decorators> decorators_ = std::make_shared<Decorators>();
};

TEST_F(ChangeFeed, EditorsGetEachStateAsItWasCommitted) {
  Write(EntryOf("entries/a", "draft", v1::LIFECYCLE_DRAFT));
  const Revision published = Write(EntryOf("entries/a", "published", v1::LIFECYCLE_PUBLISHED));
  Write(EntryOf("entries/a", "withdrawn", v1::LIFECYCLE_WITHDRAWN, published));
  Write(Deleted(EntryOf("entries/a", "deleted", v1::LIFECYCLE_WITHDRAWN, published)));
  EXPECT_THAT(Lines(Audience::kEditor), ElementsAre("entries/a WRITTEN draft", "entries/a WRITTEN published",
                                                    "entries/a WITHDRAWN withdrawn", "entries/a DELETED deleted"));
}

TEST_F(ChangeFeed, ReadersGetNothingOfWhatTheyNeverSaw) {
  Write(EntryOf("entries/a", "draft", v1::LIFECYCLE_DRAFT));
  Write(EntryOf("entries/a", "withdrawn", v1::LIFECYCLE_WITHDRAWN));
  Write(Deleted(EntryOf("entries/a", "deleted", v1::LIFECYCLE_DRAFT)));
  Write(EntryOf("entries/a", "", v1::LIFECYCLE_DRAFT), kExpunge);
  EXPECT_THAT(Lines(Audience::kReader), IsEmpty());
  EXPECT_THAT(Lines(Audience::kEducator), IsEmpty());
}

TEST_F(ChangeFeed, ReadersGetStatesOfWhatIsPublished) {
  Write(EntryOf("entries/a", "draft", v1::LIFECYCLE_DRAFT));
  Write(EntryOf("entries/a", "one", v1::LIFECYCLE_PUBLISHED));
  Write(EntryOf("entries/a", "two", v1::LIFECYCLE_PUBLISHED));
  EXPECT_THAT(Lines(Audience::kReader), ElementsAre("entries/a WRITTEN one", "entries/a WRITTEN two"));
}

TEST_F(ChangeFeed, ReadersAreToldOfAWithdrawalWithoutContent) {
  const Revision published = Write(EntryOf("entries/a", "secret", v1::LIFECYCLE_PUBLISHED));
  Write(EntryOf("entries/a", "secret", v1::LIFECYCLE_WITHDRAWN, published));
  Write(EntryOf("entries/a", "secret still", v1::LIFECYCLE_WITHDRAWN, published));
  EXPECT_THAT(Lines(Audience::kReader), ElementsAre("entries/a WITHDRAWN"));
  Write(EntryOf("entries/a", "clean", v1::LIFECYCLE_PUBLISHED, published));
  EXPECT_THAT(Lines(Audience::kReader), ElementsAre("entries/a WITHDRAWN", "entries/a WRITTEN clean"));
}

TEST_F(ChangeFeed, AnUnpublishedDraftIsWithdrawnToo) {
  Write(EntryOf("entries/a", "one", v1::LIFECYCLE_PUBLISHED));
  Write(EntryOf("entries/a", "one", v1::LIFECYCLE_DRAFT));
  EXPECT_THAT(Lines(Audience::kReader), ElementsAre("entries/a WITHDRAWN"));
}

TEST_F(ChangeFeed, ReadersGetNoStateFromBeforeARedaction) {
  const Revision named = Write(EntryOf("entries/a", "Jane", v1::LIFECYCLE_PUBLISHED));
  v1::Entry redacted = EntryOf("entries/a", "Jane", v1::LIFECYCLE_PUBLISHED, named);
  v1::Redaction& redaction = *redacted.add_redactions();
  redaction.set_field_path("title_lines[0]");
  redaction.set_end_byte(4);
  redaction.set_replacement("[name withheld]");
  Write(redacted);
  EXPECT_THAT(Lines(Audience::kReader), ElementsAre("entries/a WRITTEN [name withheld]"));
  EXPECT_THAT(Lines(Audience::kEditor), ElementsAre("entries/a WRITTEN Jane", "entries/a WRITTEN Jane"));
}

TEST_F(ChangeFeed, ReadersAreToldOfADeletion) {
  Write(EntryOf("entries/a", "one", v1::LIFECYCLE_PUBLISHED));
  Write(Deleted(EntryOf("entries/a", "one", v1::LIFECYCLE_PUBLISHED)));
  EXPECT_THAT(Lines(Audience::kReader), ElementsAre("entries/a DELETED"));
  Write(EntryOf("entries/a", "two", v1::LIFECYCLE_PUBLISHED));
  EXPECT_THAT(Lines(Audience::kReader),
              ElementsAre("entries/a WRITTEN one", "entries/a DELETED", "entries/a WRITTEN two"));
}

TEST_F(ChangeFeed, WordsThatWereExpungedAreInNoState) {
  const Revision first = Write(EntryOf("entries/a", "Jane", v1::LIFECYCLE_PUBLISHED));
  history_.Put(EntryOf("entries/a", "[erased]", v1::LIFECYCLE_PUBLISHED));
  history_.Rewrite(EntryOf("entries/a", "[erased]", v1::LIFECYCLE_PUBLISHED), first);
  history_.Commit(kExpunge);
  for (const Audience audience : {Audience::kReader, Audience::kEditor})
    EXPECT_THAT(Lines(audience), ElementsAre("entries/a WRITTEN [erased]", "entries/a EXPUNGED [erased]"));
}

// Readers saw it once: copies of theirs must go, though nothing of it is visible before or after.
TEST_F(ChangeFeed, ReadersHearOfTheEndOfWhatTheyOnceSaw) {
  const Revision first = Write(EntryOf("entries/a", "Jane", v1::LIFECYCLE_PUBLISHED));
  const Revision second = Write(EntryOf("entries/a", "Jane", v1::LIFECYCLE_WITHDRAWN, first));
  history_.Put(EntryOf("entries/a", "", v1::LIFECYCLE_WITHDRAWN, first));
  for (const Revision past : {first, second})
    history_.Rewrite(EntryOf("entries/a", "", v1::LIFECYCLE_WITHDRAWN, first), past);
  history_.Commit(kExpunge);
  EXPECT_THAT(Lines(Audience::kReader), ElementsAre("entries/a EXPUNGED"));
}

TEST_F(ChangeFeed, APurgeLeavesOnlyItsOwnMark) {
  Write(EntryOf("entries/a", "Jane", v1::LIFECYCLE_PUBLISHED));
  Write(Deleted(EntryOf("entries/a", "Jane", v1::LIFECYCLE_PUBLISHED)));
  history_.Erase("entries/a");
  history_.Commit(kPurge);
  EXPECT_THAT(Lines(Audience::kReader), ElementsAre("entries/a EXPUNGED"));
  EXPECT_THAT(Lines(Audience::kEditor), ElementsAre("entries/a EXPUNGED", "entries/a EXPUNGED", "entries/a EXPUNGED"));
}

TEST_F(ChangeFeed, TellsOfTheKindsAskedFor) {
  v1::Topic topic;
  topic.set_name("topics/torture");
  history_.Put(topic.name(), topic);
  history_.Put(EntryOf("entries/a", "one", v1::LIFECYCLE_PUBLISHED));
  history_.Commit();
  google::protobuf::RepeatedPtrField<std::string> kinds;
  *kinds.Add() = "topics";
  FeedReader reader = Reader(Audience::kReader, {}, ChangeKindsOf(kinds).value());
  const v1::Transaction transaction = Parsed(reader.Next(kWide).value());
  ASSERT_EQ(transaction.changes_size(), 1);
  EXPECT_EQ(transaction.changes(0).topic().name(), "topics/torture");
  EXPECT_EQ(transaction.changes(0).topic().revision(), 1);
  *kinds.Add() = "countries/be";
  EXPECT_EQ(ReasonOf(ChangeKindsOf(kinds).status()), v1::ERROR_REASON_FIELD_INVALID);
}

TEST_F(ChangeFeed, KnowsEveryKindOfTheCatalogue) {
  for (const storage::RecordKind* kind : storage::AllRecordKinds())
    EXPECT_TRUE(AllChangeKinds().contains(static_cast<char>(kind->keyspace))) << kind->plural;
}

TEST_F(ChangeFeed, FillsInWhatDependsOnNow) {
  v1::Hotline hotline;
  hotline.set_name("countries/be/hotlines/a");
  hotline.set_lifecycle(v1::LIFECYCLE_PUBLISHED);
  history_.Put(hotline.name(), hotline);
  history_.Commit();
  (*decorators_)[&storage::HotlineRecords()] = [] {
    return [](const storage::Snapshot&, Audience, google::protobuf::Message& record) {
      static_cast<v1::Hotline&>(record).set_overdue(true);
      return absl::OkStatus();
    };
  };
  const v1::Transaction transaction = Parsed(Reader(Audience::kReader).Next(kWide).value());
  ASSERT_EQ(transaction.changes_size(), 1);
  EXPECT_TRUE(transaction.changes(0).hotline().overdue());
  EXPECT_EQ(transaction.changes(0).hotline().revision(), 1);
}

TEST_F(ChangeFeed, SplitsALargeTransactionAndGoesOnWithinIt) {
  for (int i = 0; i < 20; ++i)
    history_.Put(EntryOf(absl::StrCat("entries/", i), std::string(1000, 'x'), v1::LIFECYCLE_PUBLISHED));
  history_.Commit();
  Write(EntryOf("entries/z", "after", v1::LIFECYCLE_PUBLISHED));
  std::vector<std::string> whole, parted;
  for (const v1::Change& change : ChangesIn(Parsed(Reader(Audience::kReader).Next(kWide).value())))
    whole.push_back(change.name());
  ASSERT_EQ(whole.size(), 20U);
  FeedPosition position;
  int parts = 0;
  for (bool last = false; !last; ++parts) {
    // Another reader each time, as another call would have it.
    FeedReader reader = Reader(Audience::kReader, position);
    FeedPart part = reader.Next({1000, 3500}).value();
    EXPECT_EQ(part.continues, parts > 0);
    EXPECT_LE(part.bytes.size(), 3500U);
    last = part.last;
    const v1::Transaction transaction = Parsed(std::move(part));
    EXPECT_EQ(transaction.revision(), 1);
    EXPECT_EQ(transaction.last(), last);
    for (const v1::Change& change : transaction.changes()) parted.push_back(change.name());
    position = reader.position();
  }
  EXPECT_EQ(parted, whole);
  EXPECT_GE(parts, 7);
  EXPECT_EQ(position.revision, 2);
  EXPECT_EQ(position.sequence, 0U);
}

TEST_F(ChangeFeed, ATransactionThatWasBegunIsEndedThoughNothingMoreOfItShows) {
  for (const char* name : {"entries/a", "entries/b"}) history_.Put(EntryOf(name, "one", v1::LIFECYCLE_PUBLISHED));
  history_.Put(EntryOf("entries/c", "hidden", v1::LIFECYCLE_DRAFT));
  history_.Commit();
  FeedReader reader = Reader(Audience::kReader);
  EXPECT_FALSE(reader.Next({1, 1 << 20}).value().last);
  history_.Put(EntryOf("entries/b", "one", v1::LIFECYCLE_DRAFT));  // gone from readers between two parts
  history_.Commit();
  const FeedPart end = reader.Next({1, 1 << 20}).value();
  EXPECT_EQ(end.count, 0U);
  EXPECT_TRUE(end.last && end.continues);
  EXPECT_EQ(end.revision, 1);
}

TEST_F(ChangeFeed, MarksItsProgressWhereNothingShows) {
  constexpr int kPerCommit = 64;
  for (size_t row = 0; row < 2 * FeedReader::kScanRows; row += kPerCommit) {
    for (int i = 0; i < kPerCommit; ++i)
      history_.Put(EntryOf(absl::StrCat("entries/", i), "draft", v1::LIFECYCLE_DRAFT));
    history_.Commit();
  }
  FeedReader reader = Reader(Audience::kReader);
  const FeedPart mark = reader.Next(kWide).value();
  EXPECT_EQ(mark.count, 0U);
  EXPECT_TRUE(mark.last);
  EXPECT_FALSE(mark.caught_up);
  EXPECT_EQ(mark.revision, static_cast<Revision>(FeedReader::kScanRows / kPerCommit));
}

TEST_F(ChangeFeed, PositionsAreChecked) {
  Write(EntryOf("entries/a", "one", v1::LIFECYCLE_PUBLISHED));
  EXPECT_TRUE(CheckResume(backend_, 1, FeedId(backend_.identity)).ok());
  EXPECT_TRUE(CheckResume(backend_, 0, "").ok());
  EXPECT_EQ(ReasonOf(CheckResume(backend_, -1, "")), v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(ReasonOf(CheckResume(backend_, 2, "")), v1::ERROR_REASON_REVISION_AHEAD);
  EXPECT_EQ(ReasonOf(CheckResume(backend_, 1, "another-1")), v1::ERROR_REASON_FEED_CHANGED);
  storage::StoreIdentity restored = backend_.identity;
  ++restored.epoch;
  EXPECT_EQ(ReasonOf(CheckResume(backend_, 1, FeedId(restored))), v1::ERROR_REASON_FEED_CHANGED);
}

// Random histories of a few records. A consumer with a reader's eyes that reads now and then ends with just what
// readers see, and no state that was hidden by then has reached it.
TEST_F(ChangeFeed, AConsumerEndsWithWhatReadersSee) {
  std::mt19937 random(20261124);
  const auto chance = [&](int of) { return static_cast<int>(random() % static_cast<unsigned>(of)); };
  std::map<std::string, v1::Entry> now;     // as stored
  std::map<std::string, Revision> written;  // of the state in `now`
  std::map<std::string, std::string> held;  // the consumer's copies, by title
  FeedPosition position;
  int titles = 0, delivered = 0;
  for (int step = 0; step < 3000; ++step) {
    const std::string name = absl::StrCat("entries/", chance(5));
    v1::Entry entry = now.contains(name) ? now[name] : EntryOf(name, "", v1::LIFECYCLE_DRAFT);
    const bool was_shown = entry.lifecycle() == v1::LIFECYCLE_PUBLISHED && !entry.has_delete_time();
    entry.set_title_lines(0, absl::StrCat("title ", ++titles));
    entry.clear_delete_time();
    entry.set_lifecycle(static_cast<v1::Lifecycle>(1 + chance(3)));
    if (chance(4) == 0) entry.mutable_delete_time()->set_seconds(1);
    const bool is_shown = entry.lifecycle() == v1::LIFECYCLE_PUBLISHED && !entry.has_delete_time();
    // Withdrawing hides what was, and so does a redaction.
    if (was_shown && ((!is_shown && entry.lifecycle() == v1::LIFECYCLE_WITHDRAWN) || chance(5) == 0))
      entry.set_hidden_through_revision(written[name]);
    written[name] = Write(entry);
    now[name] = entry;
    if (chance(7) != 0 && step != 2999) continue;

    FeedReader reader = Reader(chance(2) == 0 ? Audience::kReader : Audience::kEducator, position);
    for (bool caught_up = false; !caught_up;) {
      FeedPart part = reader.Next({1 + static_cast<size_t>(chance(2)), 1 << 20}).value();
      caught_up = part.caught_up;
      for (const v1::Change& change : ChangesIn(Parsed(std::move(part)))) {
        held.erase(change.name());
        if (!change.has_entry()) continue;
        ++delivered;
        ASSERT_EQ(change.type(), v1::CHANGE_TYPE_WRITTEN);
        const v1::Entry& current = now[change.name()];
        ASSERT_EQ(current.lifecycle(), v1::LIFECYCLE_PUBLISHED) << "shown though its record is not";
        ASSERT_FALSE(current.has_delete_time());
        ASSERT_GT(change.entry().revision(), current.hidden_through_revision());
        ASSERT_EQ(change.entry().hidden_through_revision(), 0) << "an editors' field";
        held[change.name()] = change.entry().title_lines(0);
      }
    }
    position = reader.position();
    std::map<std::string, std::string> shown;
    for (const auto& [shown_name, record] : now)
      if (record.lifecycle() == v1::LIFECYCLE_PUBLISHED && !record.has_delete_time())
        shown[shown_name] = record.title_lines(0);
    ASSERT_EQ(held, shown) << "after revision " << position.revision - 1;
  }
  EXPECT_GT(delivered, 100);
}

}  // namespace
}  // namespace lectern::changes
