// Random commits against a plain model: one std::map a revision. Every kind of read is compared at every revision,
// while flushes and compactions move the rows about.
#include <algorithm>
#include <map>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/conformance/engine/harness.h"

namespace lectern::storage {
namespace {

using State = std::map<std::string, std::string>;

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

  // A commit, and what the model becomes by it. Counters live apart from other keys.
  CommitRequest Next(State& state) {
    CommitRequest request;
    std::map<std::string, bool> used;
    for (size_t changes = 1 + random_() % 6; changes > 0; --changes) {
      const std::string key = Key();
      if (!used.emplace(key, true).second) continue;
      switch (random_() % 4) {
        case 0:
          request.batch.Delete(key);
          state.erase(key);
          break;
        case 1: {
          const std::string counter = absl::StrCat("counter/", random_() % 4);
          const int64_t delta = static_cast<int64_t>(random_() % 5) - 2;
          request.batch.Add(counter, delta);
          const auto before = state.find(counter);
          const int64_t sum = (before == state.end() ? 0 : *DecodeCounter(before->second)) + delta;
          state.erase(counter);
          if (sum != 0) state[counter] = EncodeCounter(sum);
          break;
        }
        default: {
          const std::string value = Value();
          request.batch.Put(key, value);
          state[key] = value;
        }
      }
    }
    return request;
  }

  void Compare(const Snapshot& snapshot, const State& state) {
    const KeyRange range = Range();
    Rows expected;
    for (const auto& [key, value] : state)
      if (key >= range.begin && (range.end.empty() || key < range.end)) expected.emplace_back(key, value);
    ASSERT_EQ(Walk(snapshot, range), expected);
    std::reverse(expected.begin(), expected.end());
    ASSERT_EQ(Walk(snapshot, range, Direction::kBackward), expected);

    std::vector<std::string> keys;
    for (int i = 0; i < 8; ++i) keys.push_back(Key());
    const auto many = snapshot.MultiGet(keys);
    ASSERT_TRUE(many.ok()) << many.status();
    for (size_t i = 0; i < keys.size(); ++i) {
      const auto found = state.find(keys[i]);
      const auto wanted = found == state.end() ? std::nullopt : std::optional(found->second);
      ASSERT_EQ(Read(snapshot, keys[i]), wanted);
      ASSERT_EQ((*many)[i] ? std::optional(std::string((*many)[i]->bytes())) : std::nullopt, wanted);
      if (const auto tried = snapshot.TryGet(keys[i])) {
        ASSERT_TRUE(tried->ok()) << tried->status();
        ASSERT_EQ(**tried ? std::optional(std::string((**tried)->bytes())) : std::nullopt, wanted);
      }
    }
  }

  void Run(uint32_t seed) {
    random_.seed(seed);
    StoreSettings settings;
    settings.small_buffers = true;
    Reopen(settings);
    std::vector<State> model(1);
    std::map<Revision, std::shared_ptr<const Snapshot>> open;
    for (int round = 0; round < 30; ++round) {
      std::vector<CommitRequest> requests;
      for (size_t commits = 1 + random_() % 30; commits > 0; --commits) {
        State state = model.back();
        requests.push_back(Next(state));
        model.push_back(std::move(state));
      }
      for (const auto& outcome : CommitAll(engine(), std::move(requests)))
        ASSERT_TRUE(outcome.ok()) << outcome.status();
      ASSERT_EQ(engine().Latest(), static_cast<Revision>(model.size()) - 1);
      if (random_() % 6 == 0) {
        ASSERT_TRUE(engine().Compact().ok());
      }
      if (random_() % 10 == 0) {
        open.clear();
        Reopen(settings);
      }
      if (random_() % 3 == 0) open[engine().Latest()] = MustOpen(engine());
      for (const auto& [revision, snapshot] : open) Compare(*snapshot, model[revision]);
      Compare(*MustOpen(engine()), model.back());
      for (int i = 0; i < 12; ++i) {
        const Revision at = random_() % model.size();
        SCOPED_TRACE(absl::StrCat("revision ", at, " of ", model.size() - 1));
        Compare(*MustOpen(engine(), at), model[at]);
        if (HasFatalFailure()) return;
      }
    }
  }

  std::mt19937 random_;
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
