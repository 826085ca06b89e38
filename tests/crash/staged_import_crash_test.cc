// The tool, the server, or both are killed at random instants of one import, in all its phases, and again while it is
// resumed. In the end the catalogue holds what an undisturbed import leaves, nothing twice; and after its undo what it
// held before.
//
// The seed is printed; LECTERN_CRASH_SEED gives the same instants again (not the same scheduling). LECTERN_CRASH_ROUNDS
// says how many imports are disturbed.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <thread>

#include "tests/support/server_process.h"

namespace lectern::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kRounds = 10;
constexpr int kBefore = 1200, kFirst = 100, kEntries = 2000;  // of the catalogue, and of the list
constexpr int kMostDisturbances = 3;                          // of one import
constexpr int kLongestAwayMs = 300;                           // a server
constexpr int kUnreachable = 3;                               // exit code
const std::vector<std::string> kSource = {"--source", "library list"};

uint64_t Seed() {
  if (const char* given = std::getenv("LECTERN_CRASH_SEED")) return std::strtoull(given, nullptr, 10);
  return std::random_device()();
}

int Rounds() {
  const char* given = std::getenv("LECTERN_CRASH_ROUNDS");
  return given == nullptr ? kRounds : std::atoi(given);
}

// A list of entries, of which a third says something else in its second edition.
std::string Table(int first, int count, int edition) {
  std::ostringstream table;
  table << "source_key,title,publisher,country,topic,published,passages\n";
  for (int i = first; i < first + count; ++i)
    table << "key " << i << ",Title " << i << ",Publisher " << (i % 3 == 0 ? edition : 1) << ",be,"
          << (i % 2 == 0 ? "torture" : "street-children") << ',' << 1990 + i % 30 << ",Words of entry number " << i
          << '\n';
  return table.str();
}

// Exported lines as they compare between stores: entries by their source_key, without the names that servers chose.
std::multiset<std::string> Comparable(const std::string& file) {
  std::multiset<std::string> lines;
  std::istringstream in(file);
  for (std::string line; std::getline(in, line);) {
    json item = json::parse(line);
    if (item.contains("entry")) item["entry"].erase("name");
    lines.insert(item.dump());
  }
  return lines;
}

class StagedImportCrash : public ::testing::Test {
 protected:
  void SetUp() override {
    std::cout << "LECTERN_CRASH_SEED=" << seed_ << std::endl;
    WriteFile(list(), Table(kFirst, kEntries, 2));
    WriteFile(directory_.path() / "before.csv", Table(0, kBefore, 1));
    ServerProcess server(prepared());
    const Lecternctl ctl(server.address(), server.admin_key());
    WriteFile(directory_.path() / "country.jsonl", "{\"country\":{\"name\":\"countries/be\"}}\n");
    ctl.Json({"import", "jsonl", (directory_.path() / "country.jsonl").string()});
    EXPECT_EQ(ctl.Json(Import(directory_.path() / "before.csv")).at("created"), kBefore);
    // An editor has mended one of them: that stays.
    const json found = ctl.Json({"list", "entries", "--page-size", "1000"});
    WriteFile(directory_.path() / "mended.jsonl",
              "{\"entry\":{\"name\":" + found.at("entries").back().at("name").dump() +
                  ",\"section\":\"Mended\"},\"action\":\"IMPORT_ACTION_REVISE\"}\n");
    EXPECT_EQ(ctl.Json({"import", "jsonl", (directory_.path() / "mended.jsonl").string()}).at("updated"), 1);
    EXPECT_EQ(server.Stop(), 0);
  }

  static std::vector<std::string> Import(const fs::path& file) {
    std::vector<std::string> words{"import", "csv", file.string()};
    words.insert(words.end(), kSource.begin(), kSource.end());
    return words;
  }

  fs::path list() const { return directory_.path() / "list.csv"; }
  fs::path prepared() const { return directory_.path() / "prepared"; }
  milliseconds RandomTime(int64_t longest) {
    return milliseconds(static_cast<int64_t>(random_() % static_cast<uint64_t>(longest)));
  }

  const uint64_t seed_ = Seed();
  std::mt19937_64 random_{seed_};
  TempDirectory directory_;
};

// A copy of the prepared store, its server, and the tool, with what it notes for itself.
class World {
 public:
  World(const fs::path& prepared, std::mt19937_64& random) : random_(random) {
    fs::copy(prepared, data(), fs::copy_options::recursive);
    server_.emplace(data());
    address_ = server_->address();
    key_ = server_->admin_key();
  }

  Lecternctl ctl() const { return Lecternctl(address_, key_); }
  ProgramOptions noting() const { return {.environment = {{"XDG_STATE_HOME", directory_.path().string()}}}; }
  std::unique_ptr<Program> Start(std::vector<std::string> words) const {
    words.insert(words.begin(), "--output=json");
    return ctl().Start(words, noting());
  }

  std::string Export(const std::string& name) const {
    const fs::path file = directory_.path() / name;
    ctl().Json({"export", "jsonl", "--to", file.string()});
    return ReadFile(file);
  }

  // The imports of the list that the server knows of, the newest last: an operation each.
  std::map<std::string, json> Imports() const {
    std::map<std::string, json> imports;  // by the time that they were begun
    const json listing = ctl().Json({"operations", "list"});
    for (const json& operation : listing.at("operations")) {
      const json& metadata = operation.at("metadata");
      // One that was cancelled is none.
      if (metadata.value("source", "") == kSource[1] && !operation.contains("error"))
        imports[metadata.at("createTime")] = operation;
    }
    return imports;
  }

  // What the tool has noted about the import: it can be resumed from here.
  bool Noted(const std::string& operation) const {
    return fs::exists(directory_.path() / "lectern/imports" / (operation.substr(operation.find('/') + 1) + ".json"));
  }

  void KillServer() { server_->Kill(); }
  void RestartServer() {
    std::this_thread::sleep_for(milliseconds(random_() % kLongestAwayMs));
    server_.reset();
    server_.emplace(data(), std::vector<std::string>{"--listen", address_});
  }

 private:
  fs::path data() const { return directory_.path() / "data"; }

  std::mt19937_64& random_;
  const TempDirectory directory_;
  std::optional<ServerProcess> server_;
  std::string address_, key_;
};

enum class Victim { kTool, kServer, kBoth };

struct Disturbed {
  std::map<std::string, int> at;  // how often in which state of the import
  int tools = 0, servers = 0, resumed = 0, begun_again = 0;
};

// Kills `victim` after a while; hands back how the tool ended, nullopt where it was killed.
std::optional<int> Disturb(World& world, Program& tool, Victim victim, milliseconds after, Disturbed& disturbed) {
  if (const auto ended = tool.Wait(after)) return ended;
  if (victim != Victim::kServer) tool.Kill();
  if (victim != Victim::kTool) {
    world.KillServer();
    world.RestartServer();
  }
  disturbed.tools += victim != Victim::kServer ? 1 : 0;
  disturbed.servers += victim != Victim::kTool ? 1 : 0;
  if (victim != Victim::kServer) return std::nullopt;
  return tool.Wait(seconds(60));
}

TEST_F(StagedImportCrash, ComesToTheSameAndCanBeUndone) {
  // Undisturbed, for the outcome and for how long it takes.
  std::multiset<std::string> expected;
  std::string before;
  int64_t whole_ms = 0, undo_ms = 0;
  {
    World world(prepared(), random_);
    before = world.Export("before.jsonl");
    const auto begin = Clock::now();
    const json report = world.ctl().Json(Import(list()));
    whole_ms = std::chrono::duration_cast<milliseconds>(Clock::now() - begin).count();
    EXPECT_EQ(report.at("created"), kEntries + kFirst - kBefore);
    EXPECT_EQ(report.at("absent"), kFirst);
    EXPECT_GT(report.at("updated"), 0);
    expected = Comparable(world.Export("after.jsonl"));
    const auto undo = Clock::now();
    world.ctl().Json({"import", "undo", report.at("operation")});
    undo_ms = std::chrono::duration_cast<milliseconds>(Clock::now() - undo).count();
    EXPECT_EQ(world.Export("undone.jsonl"), before);
  }
  ASSERT_EQ(expected.size(), Comparable(before).size() + kEntries + kFirst - kBefore);

  Disturbed disturbed;
  const int rounds = Rounds();
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    SCOPED_TRACE("seed " + std::to_string(seed_) + ", round " + std::to_string(round));
    World world(prepared(), random_);
    std::vector<std::string> words = Import(list());
    std::string operation;
    const uint64_t disturbances = 1 + random_() % kMostDisturbances;
    for (uint64_t run = 0;; ++run) {
      ASSERT_LT(run, 20U) << "it never ends";
      const auto tool = world.Start(words);
      std::optional<int> code;
      if (run < disturbances)
        code =
            Disturb(world, *tool, static_cast<Victim>(random_() % 3), RandomTime(whole_ms + whole_ms / 10), disturbed);
      else
        code = tool->Wait(seconds(60));
      const auto imports = world.Imports();
      // The one that was there before is the first.
      operation = imports.size() > 1 ? imports.rbegin()->second.at("name").get<std::string>() : "";
      if (run < disturbances && !operation.empty()) ++disturbed.at[imports.rbegin()->second.at("metadata").at("state")];
      if (code == 0) break;
      ASSERT_TRUE(!code || code == kUnreachable) << *code << tool->out() << tool->err();
      if (operation.empty()) {
        ++disturbed.begun_again;  // it was killed before it had begun
      } else if (!world.Noted(operation) &&
                 imports.rbegin()->second.at("metadata").at("state") == "IMPORT_STATE_STAGING") {
        // Killed between the two: nothing is known of it here. The message says what to do.
        const ProgramResult lost = world.ctl().Run({"import", "resume", operation}, world.noting());
        EXPECT_EQ(lost.exit_code, 2) << lost.out << lost.err;
        world.ctl().Run({"operations", "cancel", operation});
        words = Import(list());
        ++disturbed.begun_again;
      } else {
        words = {"import", "resume", operation};
        ++disturbed.resumed;
      }
    }
    ASSERT_FALSE(operation.empty());
    EXPECT_EQ(Comparable(world.Export("after.jsonl")), expected);
    EXPECT_FALSE(world.Noted(operation)) << "a note is left of an import that is done";

    const auto undo = world.Start({"import", "undo", operation});
    if (random_() % 2 == 0) {
      // The server goes on with it by itself.
      const auto code = Disturb(world, *undo, static_cast<Victim>(random_() % 3), RandomTime(undo_ms), disturbed);
      const auto patience = Clock::now() + seconds(60);
      while (world.Imports().rbegin()->second.at("metadata").at("state") == "IMPORT_STATE_UNDOING" &&
             Clock::now() < patience)
        std::this_thread::sleep_for(milliseconds(20));
      if (world.Imports().rbegin()->second.at("metadata").at("state") != "IMPORT_STATE_UNDONE") {
        EXPECT_NE(code, 0) << "it said that it was done";
        world.ctl().Json({"import", "undo", operation});
      }
    } else {
      ASSERT_EQ(undo->Wait(seconds(60)), 0) << undo->out() << undo->err();
    }
    EXPECT_TRUE(world.Export("undone.jsonl") == before) << "after the undo";
  }
  std::cout << rounds << " imports; killed: " << disturbed.tools << " tools, " << disturbed.servers << " servers; "
            << disturbed.resumed << " resumed, " << disturbed.begun_again << " begun again; found";
  for (const auto& [state, times] : disturbed.at) std::cout << ' ' << state << ' ' << times;
  std::cout << std::endl;
  // Otherwise the rounds showed nothing.
  EXPECT_GT(disturbed.tools, 0);
  EXPECT_GT(disturbed.servers, 0);
  EXPECT_GT(disturbed.resumed, 0);
}

}  // namespace
}  // namespace lectern::testing
