// The man page has every verb and every option that the help of the verbs has, and roff sets it without a complaint.
#include <filesystem>
#include <map>
#include <sstream>

#include "gmock/gmock.h"
#include "tests/support/program.h"
#include "tests/support/temp_directory.h"
#include "tests/unit/admin/command_line.h"

namespace lectern::admin {
namespace {

using lectern::testing::ProgramResult;
using lectern::testing::RunProgram;
using lectern::testing::TempDirectory;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::RunCommand;

std::string Page() {
  const auto finished = RunCommand({"--man"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  return finished.out;
}

// What the help of a verb lists.
struct Help {
  std::vector<std::string> verbs, options;
};

Help HelpOf(std::vector<std::string> words) {
  words.push_back("--help");
  const auto finished = RunCommand(words);
  EXPECT_EQ(finished.code, 0) << words.front();
  Help help;
  std::istringstream lines(finished.out);
  bool verbs = false;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(" ")) verbs = line == "Subcommands:";
    if (!line.starts_with("  ") || line.size() < 3 || line[2] == ' ') continue;
    const std::string word = line.substr(2, line.find(' ', 2) - 2);
    if (verbs && word[0] != '-') help.verbs.push_back(word);
    // "-h,--help".
    std::istringstream names(word[0] == '-' ? word : "");
    for (std::string name; std::getline(names, name, ',');) help.options.push_back(name);
  }
  return help;
}

// The page as one reads it in its source, part by part: what stands behind each ".SS" and ".SH".
std::map<std::string, std::string> PartsOf(const std::string& page) {
  std::map<std::string, std::string> parts;
  std::istringstream lines(page);
  std::string part;
  for (std::string line; std::getline(lines, line);) {
    for (size_t at = 0; (at = line.find("\\-", at)) != std::string::npos;) line.erase(at, 1);
    if (line.starts_with(".SS ") || line.starts_with(".SH ")) part = line.substr(4);
    parts[part] += line + "\n";
  }
  return parts;
}

void ExpectAll(const std::vector<std::string>& verb, const std::map<std::string, std::string>& parts, int& seen) {
  std::string path;
  for (const std::string& word : verb) path += (path.empty() ? "" : " ") + word;
  const Help help = HelpOf(verb);
  for (const std::string& name : help.verbs) {
    std::vector<std::string> below = verb;
    below.push_back(name);
    ExpectAll(below, parts, seen);
  }
  if (!verb.empty() && !help.verbs.empty()) return;  // a group: its verbs have the parts
  ++seen;
  const auto part = parts.find(verb.empty() ? "OPTIONS" : path);
  ASSERT_NE(part, parts.end()) << path;
  for (const std::string& option : help.options) {
    const bool everywhere = !verb.empty() && (option == "-h" || option == "--help");
    EXPECT_THAT(everywhere ? parts.at("OPTIONS") : part->second, HasSubstr("\\fB" + option + "\\fR")) << path;
  }
}

TEST(ManPage, NamesEveryVerbAndOption) {
  const auto parts = PartsOf(Page());
  int seen = 0;
  ExpectAll({}, parts, seen);
  EXPECT_GT(seen, 30);
}

TEST(ManPage, TellsExitStatusEnvironmentAndFiles) {
  const auto parts = PartsOf(Page());
  for (const char* code : {"\\fB0\\fR", "\\fB3\\fR", "\\fB7\\fR"})
    EXPECT_THAT(parts.at("EXIT STATUS"), HasSubstr(code));
  for (const char* variable : {"LECTERN_SERVER", "LECTERN_TOKEN", "XDG_STATE_HOME"})
    EXPECT_THAT(parts.at("ENVIRONMENT"), HasSubstr(variable));
  EXPECT_THAT(parts.at("FILES"), HasSubstr("admin.key"));
}

TEST(ManPage, RoffHasNothingToComplainOf) {
  // groff is a package that tests need; a machine without it builds all the same.
  if (!std::filesystem::exists("/usr/bin/groff")) GTEST_SKIP() << "there is no groff here";
  const TempDirectory directory;
  const auto file = directory.path() / "lecternctl.1";
  lectern::testing::WriteFile(file, Page());
  const ProgramResult set = RunProgram("/usr/bin/groff", {"-man", "-Tutf8", "-ww", file.string()});
  EXPECT_EQ(set.exit_code, 0);
  EXPECT_THAT(set.err, IsEmpty());
  EXPECT_THAT(set.out, HasSubstr("work on the catalogue of a lecternd server"));
  // A fault is seen as one.
  lectern::testing::WriteFile(file, Page() + ".XY\n\\fB\\*[nothing]\n");
  EXPECT_THAT(RunProgram("/usr/bin/groff", {"-man", "-Tutf8", "-ww", file.string()}).err, Not(IsEmpty()));
}

}  // namespace
}  // namespace lectern::admin
