// What lecternctl is given that it cannot use: each is told apart, by a message and a documented exit code, and nothing
// of it is stored.
#include <gmock/gmock.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <thread>

#include "tests/integration/generated_pages.h"
#include "tests/support/server_process.h"

namespace lectern::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;

// As lecternctl --help documents them.
constexpr int kOk = 0;
constexpr int kUnreachable = 3;
constexpr int kNotAllowed = 4;
constexpr int kBadInput = 5;

class BadInput : public ::testing::Test {
 protected:
  BadInput() : server_(directory_.path() / "data"), admin_(server_.address(), server_.admin_key()) {
    // Not an empty store: what is there must stay.
    admin_.Json({"import", "legacy", Path("there.txt", GeneratedPage(kCountryNames[0], kHeadings[0], 3))});
    before_ = Counts();
  }

  std::string Path(const std::string& name, const std::string& bytes) const {
    WriteFile(directory_.path() / name, bytes);
    return (directory_.path() / name).string();
  }

  json Counts() const { return admin_.Json({"status"}).at("counts"); }

  // An import of `path` is refused with `exit_code` and a message that holds `text`; nothing is stored.
  void ExpectRefused(const std::string& path, int exit_code, const std::string& text,
                     const ProgramOptions& options = {}) const {
    ExpectRefused(admin_, path, exit_code, text, options);
  }

  void ExpectRefused(const Lecternctl& caller, const std::string& path, int exit_code, const std::string& text,
                     const ProgramOptions& options = {}) const {
    const ProgramResult result = caller.Run({"import", "legacy", path}, options);
    EXPECT_EQ(result.exit_code, exit_code) << result.out << result.err;
    EXPECT_THAT(result.err, HasSubstr("lecternctl: "));
    EXPECT_THAT(result.err, HasSubstr(text));
    EXPECT_EQ(Counts(), before_);
  }

  TempDirectory directory_;
  ServerProcess server_;
  Lecternctl admin_;
  json before_;
};

TEST_F(BadInput, NotText) {
  std::string bytes = GeneratedPage(kCountryNames[1], kHeadings[0], 3);
  bytes[bytes.size() / 2] = '\0';
  ExpectRefused(Path("zero.txt", bytes), kBadInput, "zero.txt: the file is not text");
  std::string noise;
  for (int i = 0; i < 4096; ++i) noise.push_back(static_cast<char>((i * 7919) % 251 + 1));
  ExpectRefused(Path("noise.txt", noise), kBadInput, "noise.txt: ");
}

TEST_F(BadInput, Empty) {
  ExpectRefused(Path("empty.txt", ""), kBadInput, "empty.txt: the file is empty");
  ExpectRefused(Path("blank.txt", " \n\t\n\xC2\xA0\n"), kBadInput, "blank.txt: the file is empty");
}

TEST_F(BadInput, NoEntry) {
  ExpectRefused(Path("none.txt", GeneratedPage(kCountryNames[1], kHeadings[0], 0)), kBadInput,
                "none.txt: the page holds no entry");
}

TEST_F(BadInput, CountryCannotBeDetermined) {
  ExpectRefused(Path("Freedonia.txt", GeneratedPage("Republic of Freedonia", kHeadings[0], 3)), kBadInput,
                "Freedonia.txt: the page's country cannot be determined");
}

TEST_F(BadInput, NoSuchFile) {
  ExpectRefused((directory_.path() / "absent.txt").string(), kBadInput, "absent.txt: there is no such file");
}

TEST_F(BadInput, NotAFile) {
  const fs::path folder = directory_.path() / "folder";
  fs::create_directory(folder);
  ExpectRefused(folder.string(), kBadInput, "folder: there is no *.txt, *.htm or *.html file in this folder");
  const fs::path pipe = directory_.path() / "pipe.txt";
  fs::create_symlink("/dev/zero", pipe);
  ExpectRefused(pipe.string(), kBadInput, "pipe.txt: is not a regular file");
}

TEST_F(BadInput, UnreadableFile) {
  const std::string path = Path("locked.txt", GeneratedPage(kCountryNames[1], kHeadings[0], 3));
  fs::permissions(path, fs::perms::none);
  ExpectRefused(path, kBadInput, "locked.txt: cannot be read: Permission denied", {.bound_by_permissions = true});
}

TEST_F(BadInput, GoodFilesBesideItGoIn) {
  const std::string bad = Path("empty.txt", "");
  const std::string good = Path("good.txt", GeneratedPage(kCountryNames[1], kHeadings[0], 3));
  const ProgramResult result = admin_.Run({"import", "legacy", bad, good, "--output=json"});
  EXPECT_EQ(result.exit_code, kBadInput);
  const json report = json::parse(result.out);
  EXPECT_EQ(report.at("created"), 3);
  ASSERT_EQ(report.at("refusals").size(), 1U);
  EXPECT_EQ(report["refusals"][0].at("file"), bad);
}

TEST_F(BadInput, NoServer) {
  std::string address;
  {
    const TempDirectory other;
    address = ServerProcess(other.path() / "data").address();
  }
  const std::string good = Path("good.txt", GeneratedPage(kCountryNames[1], kHeadings[0], 3));
  ExpectRefused(Lecternctl(address, server_.admin_key()), good, kUnreachable, "no server answers at " + address);
}

TEST_F(BadInput, WrongKey) {
  const std::string good = Path("good.txt", GeneratedPage(kCountryNames[1], kHeadings[0], 3));
  std::string other = server_.admin_key();
  char& changed = other[other.size() - 10];
  changed = changed == 'A' ? 'B' : 'A';
  for (const std::string& wrong : {other, std::string("nonsense")}) {
    ExpectRefused(Lecternctl(server_.address(), wrong), good, kNotAllowed,
                  server_.address() + " does not know the key from LECTERN_TOKEN");
    const ProgramResult result = Lecternctl(server_.address(), wrong).Run({"list", "entries"});
    EXPECT_EQ(result.exit_code, kNotAllowed) << "a wrong key is not taken for none";
  }
}

TEST_F(BadInput, RevokedKey) {
  const json made = admin_.Json({"keys", "create", "--name", "editor", "--role", "editor"});
  const Lecternctl editor(server_.address(), made.at("secret"));
  editor.Json({"status"});
  admin_.Json({"keys", "revoke", made.at("apiKey").at("name")});
  ExpectRefused(editor, Path("good.txt", GeneratedPage(kCountryNames[1], kHeadings[0], 3)), kNotAllowed,
                "does not know the key from LECTERN_TOKEN, or it has expired or was revoked");
}

TEST_F(BadInput, RoleTooLow) {
  const std::string good = Path("good.txt", GeneratedPage(kCountryNames[1], kHeadings[0], 3));
  for (const std::string role : {"reader", "educator"}) {
    const json made = admin_.Json({"keys", "create", "--name", role, "--role", role});
    ExpectRefused(Lecternctl(server_.address(), made.at("secret")), good, kNotAllowed,
                  "not allowed: the key from LECTERN_TOKEN has the role " + role + "; this needs editor");
  }
  ExpectRefused(Lecternctl(server_.address()), good, kNotAllowed, "not allowed without a key; this needs editor");
}

// A large import whose server is killed in the middle.
class MidImport : public ::testing::Test {
 protected:
  static constexpr int kEntriesAPage = 25;

  MidImport() {
    fs::create_directory(pages());
    int number = 0;
    for (const char* heading : kHeadings)
      for (const char* country : kCountryNames)
        WriteFile(pages() / ("page" + std::to_string(100 + number++) + ".txt"),
                  GeneratedPage(country, heading, kEntriesAPage));
    all_ = number * kEntriesAPage;
  }

  fs::path data() const { return directory_.path() / "data"; }
  fs::path pages() const { return directory_.path() / "pages"; }

  // Waits until the server has all items of `import`, and plans or writes. False where it ended before.
  static bool WaitUntilStaged(Program& import) {
    while (import.Running()) {
      if (import.err().find("reading: ") != std::string::npos) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
  }

  void ExpectAllThereOnce(const Lecternctl& caller) const {
    const json listing = caller.Json({"list", "entries"});
    EXPECT_EQ(listing.at("totalSize"), all_);
    std::set<std::string> titles;
    for (const json& entry : listing.at("entries"))
      titles.insert(entry.at("country").get<std::string>() + entry.at("topic").get<std::string>() +
                    entry.at("titleLines").dump());
    EXPECT_EQ(static_cast<int>(titles.size()), all_);
  }

  TempDirectory directory_;
  int all_ = 0;
};

TEST_F(MidImport, ServerDiesAndTheImportIsResumed) {
  std::optional<ServerProcess> server(data());
  const std::string key = server->admin_key();
  const auto import = Lecternctl(server->address(), key).Start({"import", "legacy", pages().string(), "--output=json"});
  ASSERT_TRUE(WaitUntilStaged(*import)) << import->out() << import->err();
  server->Kill();
  ASSERT_EQ(import->Wait(std::chrono::seconds(60)), kUnreachable) << import->out() << import->err();
  EXPECT_THAT(import->err(), HasSubstr("no server answers at " + server->address()));
  const std::string told = import->err();
  constexpr std::string_view kResume = "lecternctl import resume ";
  const size_t at = told.find(kResume);
  ASSERT_NE(at, std::string::npos) << told;
  const size_t begin = at + kResume.size();
  const std::string operation = told.substr(begin, told.find('`', begin) - begin);

  server.emplace(data());
  const Lecternctl admin(server->address(), key);
  const json report = admin.Json({"import", "resume", operation});
  EXPECT_EQ(report.at("operation"), operation);
  EXPECT_EQ(report.at("created"), all_);
  EXPECT_EQ(report.at("conflicts"), 0);
  ExpectAllThereOnce(admin);
  EXPECT_EQ(admin.Json({"import", "legacy", pages().string()}).at("unchanged"), all_);
}

// What a restart means to an import that runs: nothing, whether the server was killed or stopped in good order.
class Restart : public MidImport, public ::testing::WithParamInterface<bool> {};

TEST_P(Restart, GoesUnnoticed) {
  std::optional<ServerProcess> server(data());
  const std::string key = server->admin_key();
  const std::string address = server->address();
  const auto import = Lecternctl(address, key).Start({"import", "legacy", pages().string(), "--output=json"});
  ASSERT_TRUE(WaitUntilStaged(*import)) << import->out() << import->err();
  if (GetParam())
    server->Kill();
  else
    EXPECT_EQ(server->Stop(), kOk);
  const auto begin = std::chrono::steady_clock::now();
  // Long enough that somebody is refused at the door, and has to come back by himself.
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  server.emplace(data(), std::vector<std::string>{"--listen", address});
  const auto away = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
  ASSERT_EQ(import->Wait(std::chrono::seconds(60)), kOk)
      << "after " << away.count() << " ms without a server; " << import->out() << import->err();
  const json report = json::parse(import->out());
  EXPECT_EQ(report.at("created"), all_);
  EXPECT_EQ(report.at("unchanged"), 0);
  ExpectAllThereOnce(Lecternctl(address, key));
}

INSTANTIATE_TEST_SUITE_P(Ends, Restart, ::testing::Bool(),
                         [](const auto& instance) { return instance.param ? "Killed" : "Stopped"; });

}  // namespace
}  // namespace lectern::testing
