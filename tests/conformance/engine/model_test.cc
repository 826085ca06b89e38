// Random commits against a plain model: for each key what every commit left of it. Every kind of read is compared at
// every revision, while flushes and compactions move the rows about.
#include <algorithm>
#include <map>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/conformance/engine/harness.h"

namespace lectern::storage {
namespace {

// The key's values by the revision that wrote them; nullopt where it was deleted.
using Past = std::map<Revision, std::optional<std::string>>;

class Model {
 public:
  std::optional<std::string> At(const std::string& key, Revision at) const {
    const auto found = keys_.find(key);
    if (found == keys_.end()) return std::nullopt;
    const auto after = found->second.upper_bound(at);
    return after == found->second.begin() ? std::nullopt : std::prev(after)->second;
  }
  Rows Range(const KeyRange& range, Revision at) const {
    Rows rows;
    for (const auto& [key, past] : keys_)
      if (key >= range.begin && (range.end.empty() || key < range.end))
        if (const auto value = At(key, at)) rows.emplace_back(key, *value);
    return rows;
  }
  // Newest first, as Snapshot::Versions.
  std::vector<std::pair<Revision, std::string>> Versions(const std::string& key, Revision newest, size_t limit) const {
    std::vector<std::pair<Revision, std::string>> versions;
    const auto found = keys_.find(key);
    if (found == keys_.end()) return versions;
    for (auto it = found->second.rbegin(); it != found->second.rend() && versions.size() < limit; ++it)
      if (it->first <= newest && it->second) versions.emplace_back(it->first, *it->second);
    return versions;
  }
  Past& operator[](const std::string& key) { return keys_[key]; }
  void Erase(const std::string& key) { keys_.erase(key); }

 private:
  std::map<std::string, Past> keys_;
};

class ModelTest : public EngineTest {
 protected:
  // Keys are few, so that they meet, and of the bytes that are hard to order.
  std::string Key() {
    static const char kBytes[] = {'\0', '\x01', '\x02', 'a', 'b', '\xfe', '\xff'};
    std::string key;
    for (size_t length = 1 + random_() % 3; key.size() < length;) key.push_back(kBytes[random_() % sizeof kBytes]);
    return key;
  }
  std::string Value() { return std::string(random_() % 8 == 0 ? 3000 : random_() % 20, static_cast<char>(random_())); }
  KeyRange Range() {
    KeyRange range;
    if (random_() % 3 != 0) range.begin = Key();
    if (random_() % 3 != 0) range.end = Key();
    return range;
  }

  // A commit that becomes `revision`, and what the model becomes by it. Counters live apart from other keys.
  CommitRequest Next(Model& model, Revision revision) {
    CommitRequest request;
    std::map<std::string, bool> used;
    for (size_t changes = 1 + random_() % 6; changes > 0; --changes) {
      const std::string key = Key();
      if (!used.emplace(key, true).second) continue;
      switch (random_() % 16) {
        case 0:
          request.batch.Erase(key);
          model.Erase(key);
          erased_ = true;
          break;
        case 1:
        case 2:
        case 3:
          request.batch.Delete(key);
          if (model.At(key, revision)) model[key][revision] = std::nullopt;
          break;
        case 4:
        case 5:
        case 6:
        case 7: {
          const std::string counter = absl::StrCat("counter/", random_() % 4);
          const int64_t delta = static_cast<int64_t>(random_() % 5) - 2;
          request.batch.Add(counter, delta);
          const auto before = model.At(counter, revision);
          const int64_t sum = (before ? *DecodeCounter(*before) : 0) + delta;
          model[counter][revision] = sum == 0 ? std::nullopt : std::optional(EncodeCounter(sum));
          break;
        }
        default: {
          const std::string value = Value();
          if (!model.At(key, revision) && random_() % 2 == 0)
            request.batch.Insert(key, value);
          else
            request.batch.Put(key, value);
          model[key][revision] = value;
        }
      }
      if (random_() % 6 == 0) Rewrite(model, used, revision, request.batch);
    }
    return request;
  }

  // Rewrites a past value, if there is one, of a key that the commit has changed (so that no later change of it comes).
  void Rewrite(Model& model, const std::map<std::string, bool>& used, Revision revision, Batch& batch) {
    const std::string key = std::next(used.begin(), random_() % used.size())->first;
    const auto versions = model.Versions(key, revision, 1000);
    const bool has_value = model.At(key, revision).has_value();
    if (versions.size() <= size_t{has_value}) return;
    const Revision written = versions[has_value + random_() % (versions.size() - has_value)].first;
    const std::string value = Value();
    batch.Rewrite(key, written, value);
    model[key][written] = value;
    erased_ = true;
  }

  void Compare(const Snapshot& snapshot, const Model& model) {
    const Revision at = snapshot.revision();
    const KeyRange range = Range();
    Rows expected = model.Range(range, at);
    ASSERT_EQ(Walk(snapshot, range), expected);
    std::reverse(expected.begin(), expected.end());
    ASSERT_EQ(Walk(snapshot, range, Direction::kBackward), expected);

    std::vector<std::string> keys;
    for (int i = 0; i < 8; ++i) keys.push_back(i == 0 ? absl::StrCat("counter/", random_() % 4) : Key());
    const auto many = snapshot.MultiGet(keys);
    ASSERT_TRUE(many.ok()) << many.status();
    for (size_t i = 0; i < keys.size(); ++i) {
      const auto wanted = model.At(keys[i], at);
      ASSERT_EQ(Read(snapshot, keys[i]), wanted);
      ASSERT_EQ((*many)[i] ? std::optional(std::string((*many)[i]->bytes())) : std::nullopt, wanted);
      if (const auto tried = FromMemory(snapshot, keys[i])) {
        ASSERT_EQ(*tried, wanted);
      }
      CompareVersions(snapshot, model, keys[i]);
      if (HasFatalFailure()) return;
    }
  }

  void CompareVersions(const Snapshot& snapshot, const Model& model, const std::string& key) {
    Revision newest = snapshot.revision();
    std::optional<Revision> before;
    if (random_() % 3 != 0) before = random_() % (newest + 3);
    if (before.value_or(0) != 0) newest = std::min(newest, *before - 1);
    const size_t limit = random_() % 5;
    const auto found = snapshot.Versions(key, before, limit);
    ASSERT_TRUE(found.ok()) << found.status();
    std::vector<std::pair<Revision, std::string>> versions;
    for (const storage::Value& value : *found) {
      versions.emplace_back(value.revision(), value.bytes());
      ASSERT_EQ(value.time(), engine().Transaction(value.revision())->time);
    }
    ASSERT_EQ(versions, model.Versions(key, newest, limit)) << "before " << before.value_or(0) << " at most " << limit;
  }

  void Run(uint32_t seed) {
    random_.seed(seed);
    StoreSettings settings;
    settings.small_buffers = true;
    settings.compact_patience = absl::ZeroDuration();
    Reopen(settings);
    Model model;
    Revision latest = 0;
    std::map<Revision, std::shared_ptr<const Snapshot>> open;
    for (int round = 0; round < 30; ++round) {
      std::vector<CommitRequest> requests;
      erased_ = false;
      for (size_t commits = 1 + random_() % 30; commits > 0; --commits) requests.push_back(Next(model, ++latest));
      for (const auto& outcome : CommitAll(engine(), std::move(requests)))
        ASSERT_TRUE(outcome.ok()) << outcome.status();
      ASSERT_EQ(engine().Latest(), latest);
      // Snapshots that were open when the past was changed may show it either way.
      if (erased_) open.clear();
      if (random_() % 6 == 0) {
        // It moves rows about, whoever reads meanwhile.
        const absl::Status done = engine().Compact();
        ASSERT_TRUE(done.ok() || done.code() == absl::StatusCode::kDeadlineExceeded) << done;
      }
      if (random_() % 10 == 0) {
        open.clear();
        Reopen(settings);
      }
      if (random_() % 3 == 0) open[latest] = MustOpen(engine());
      for (const auto& [revision, snapshot] : open) Compare(*snapshot, model);
      Compare(*MustOpen(engine()), model);
      for (int i = 0; i < 12; ++i) {
        const Revision at = random_() % (latest + 1);
        SCOPED_TRACE(absl::StrCat("revision ", at, " of ", latest));
        Compare(*MustOpen(engine(), at), model);
        if (HasFatalFailure()) return;
      }
    }
  }

  std::mt19937 random_;
  bool erased_ = false;  // in this round
};
LECTERN_CONFORMANCE_SUITE(ModelTest);

TEST_P(ModelTest, ReadsEveryRevisionAsItWas) {
  for (const uint32_t seed : {1u, 2u, 3u, 4u, 5u, 6u}) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    SetUp();  // a store of its own for each
    Run(seed);
    if (HasFatalFailure()) return;
    Close();
  }
}

}  // namespace
}  // namespace lectern::storage
