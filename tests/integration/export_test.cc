// lecternctl export against a real server that is killed meanwhile.
#include <algorithm>
#include <optional>
#include <thread>

#include "gmock/gmock.h"
#include "tests/integration/catalogue_client.h"

namespace lectern::testing {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kEntries = 12'000;

// Some 2 KB each, so that an export has some 30 parts.
void WriteLargeEntries(CatalogueClient& client) {
  for (int done = 0; done < kEntries;) {
    v1::BatchUpsertEntriesRequest request;
    for (; done < kEntries && request.items_size() < 100; ++done) {
      auto& entry = *request.add_items()->mutable_entry();
      entry.set_name(EntryName(done));
      entry.add_title_lines("Title " + std::to_string(done));
      entry.set_topic("topics/torture");
      entry.add_passages()->set_text(std::string(2000, static_cast<char>('a' + done % 26)));
    }
    client.Upsert(request);
  }
}

size_t SizeOf(const fs::path& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  return error ? 0 : static_cast<size_t>(size);
}

TEST(Export, IsWholeAndRightWhereTheServerIsKilledInTheMiddle) {
  const TempDirectory directory;
  const fs::path data = directory.path() / "data";
  std::optional<ServerProcess> server(std::in_place, data);
  const std::string address = server->address();
  const std::string key = server->admin_key();
  {
    CatalogueClient client(server->NewChannel(), key);
    WriteLargeEntries(client);
  }
  const Lecternctl ctl(address, key);
  const fs::path whole = directory.path() / "whole.jsonl";
  const auto result = ctl.Json({"export", "jsonl", "--to", whole.string()});
  EXPECT_GE(result["records"].get<int>(), kEntries);
  const std::string expected = ReadFile(whole);
  ASSERT_EQ(std::count(expected.begin(), expected.end(), '\n'), result["records"].get<int>());

  int interrupted = 0;
  for (int round = 0; round < 4; ++round) {
    const fs::path file = directory.path() / ("killed" + std::to_string(round) + ".jsonl");
    const auto program = ctl.Start({"export", "jsonl", "--to", file.string()});
    const Clock::time_point patience = Clock::now() + seconds(30);
    const size_t far = expected.size() / 10 * static_cast<size_t>(1 + 2 * round);
    while (program->Running() && Clock::now() < patience && SizeOf(file.string() + ".partial") < far)
      std::this_thread::sleep_for(milliseconds(1));
    EXPECT_FALSE(fs::exists(file) && program->Running());
    server->Kill();
    server.reset();
    std::this_thread::sleep_for(milliseconds(300));
    server.emplace(data, std::vector<std::string>{"--listen", address});
    EXPECT_EQ(program->Wait(seconds(60)), 0) << program->err();
    EXPECT_TRUE(ReadFile(file) == expected);
    EXPECT_FALSE(fs::exists(file.string() + ".partial"));
    if (program->err().find("The connection is lost") != std::string::npos) ++interrupted;
  }
  EXPECT_GE(interrupted, 2) << "the exports were done before they could be disturbed";
}

TEST(Export, OfAServerThatIsNotThereLeavesNothing) {
  const TempDirectory directory;
  const fs::path file = directory.path() / "a.jsonl";
  std::string address;
  {
    ServerProcess server(directory.path() / "data");
    address = server.address();
  }
  EXPECT_EQ(Lecternctl(address).Run({"export", "jsonl", "--to", file.string(), "--timeout", "1"}).exit_code, 3);
  EXPECT_FALSE(fs::exists(file));
  EXPECT_FALSE(fs::exists(file.string() + ".partial"));
}

}  // namespace
}  // namespace lectern::testing
