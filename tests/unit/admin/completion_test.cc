// The completion scripts complete, in the shells that they are for.
#include <filesystem>
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
using lectern::testing::WriteFile;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using testing::RunCommand;
using ::testing::UnorderedElementsAre;

using Words = std::vector<std::string>;

std::string Script(const std::string& shell) {
  const auto finished = RunCommand({"--completion", shell});
  EXPECT_EQ(finished.code, 0) << finished.err;
  return finished.out;
}

Words Lines(const std::string& text) {
  Words lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

class Completion : public ::testing::Test {
 protected:
  // Runs `program` of `shell` in a folder with two files, behind the script.
  Words Run(const std::string& shell, const std::string& interpreter, const std::string& program,
            const std::string& before = "") {
    WriteFile(directory_.path() / "script", Script(shell));
    WriteFile(directory_.path() / "list.csv", "");
    WriteFile(directory_.path() / "my list.csv", "");
    const ProgramResult result = RunProgram(
        interpreter, {"-c", "cd " + directory_.path().string() + " && " + before + "source ./script && " + program});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.err, IsEmpty());
    return Lines(result.out);
  }

  // What bash offers for the last of `words`.
  Words Bash(const Words& words) {
    std::string program = "COMP_WORDS=(lecternctl";
    for (const std::string& word : words) program += " '" + word + "'";
    program += "); COMP_CWORD=" + std::to_string(words.size()) + "; _lecternctl; ";
    return Run("bash", "/bin/bash", program + R"(for reply in "${COMPREPLY[@]}"; do echo "$reply"; done)");
  }

  TempDirectory directory_;
};

TEST_F(Completion, BashKnowsVerbs) {
  EXPECT_THAT(Bash({""}), IsSupersetOf({"status", "import", "export", "list", "operations"}));
  EXPECT_THAT(Bash({"imp"}), ElementsAre("import"));
  EXPECT_THAT(Bash({"import", ""}), IsSupersetOf({"legacy", "csv", "jsonl", "resume", "undo"}));
  EXPECT_THAT(Bash({"list", "country-"}), ElementsAre("country-pages"));
  // Options stand between, and their values are no verbs.
  EXPECT_THAT(Bash({"--server", "list", "import", "bib"}), ElementsAre("bibtex"));
  EXPECT_THAT(Bash({"--server", "=", "list", "import", "bib"}), ElementsAre("bibtex"));
  EXPECT_THAT(Bash({"status", "imp"}), IsEmpty());
}

TEST_F(Completion, BashKnowsOptionsAndTheirValues) {
  EXPECT_THAT(Bash({"import", "csv", "--temp"}), ElementsAre("--template"));
  EXPECT_THAT(Bash({"import", "ris", "--temp"}), IsEmpty());
  EXPECT_THAT(Bash({"import", "csv", "--out"}), ElementsAre("--output"));  // the program's
  EXPECT_THAT(Bash({"--output", ""}), UnorderedElementsAre("table", "json"));
  EXPECT_THAT(Bash({"list", "entries", "--output", "j"}), ElementsAre("json"));
  EXPECT_THAT(Bash({"list", "entries", "--output", "="}), UnorderedElementsAre("table", "json"));
  EXPECT_THAT(Bash({"list", "entries", "--output", "=", "t"}), ElementsAre("table"));
  EXPECT_THAT(Bash({"list", "entries", "--view", ""}), UnorderedElementsAre("basic", "full"));
  EXPECT_THAT(Bash({"list", "entries", "--filter", ""}), IsEmpty());
}

TEST_F(Completion, BashKnowsFiles) {
  EXPECT_THAT(Bash({"import", "csv", ""}), IsSupersetOf({"list.csv", "my list.csv"}));
  EXPECT_THAT(Bash({"import", "csv", "my"}), ElementsAre("my list.csv"));
  EXPECT_THAT(Bash({"--token-file", "my"}), ElementsAre("my list.csv"));
  EXPECT_THAT(Bash({"get", ""}), IsEmpty());
}

TEST_F(Completion, FishCompletes) {
  // fish and zsh are packages that tests need; a machine without them builds all the same.
  const std::string fish = "/usr/bin/fish";
  // A test of fish's own completion needs fish.
  if (!std::filesystem::exists(fish)) GTEST_SKIP() << "there is no fish here";
  const auto offered = [&](const std::string& line) {
    Words names;
    for (const std::string& reply : Run("fish", fish, "complete -C '" + line + "'"))
      names.push_back(reply.substr(0, reply.find('\t')));
    return names;
  };
  EXPECT_THAT(offered("lecternctl imp"), ElementsAre("import"));
  EXPECT_THAT(offered("lecternctl --server list import bib"), ElementsAre("bibtex"));
  EXPECT_THAT(offered("lecternctl import csv --temp"), ElementsAre("--template"));
  EXPECT_THAT(offered("lecternctl import ris --temp"), IsEmpty());
  EXPECT_THAT(offered("lecternctl list entries --view "), UnorderedElementsAre("basic", "full"));
  EXPECT_THAT(offered("lecternctl import csv "), Contains("list.csv"));
  EXPECT_THAT(offered("lecternctl get "), Not(Contains("list.csv")));
}

TEST_F(Completion, ZshCompletes) {
  const std::string zsh = "/usr/bin/zsh";
  // A test of zsh's own completion needs zsh.
  if (!std::filesystem::exists(zsh)) GTEST_SKIP() << "there is no zsh here";
  // What the script would offer: the functions of zsh's completion, which want a terminal, replaced by ones that print.
  const auto offered = [&](const std::string& words, int current) {
    return Run("zsh", zsh,
               "compadd() { shift; print -l -- $@ }; _files() { print -l -- files }; "
               "_describe() { local name=$@[-1]; print -l -- ${${(P)name}%%:*} }; compset() { true }; "
               "words=(" +
                   words + "); CURRENT=" + std::to_string(current) + "; PREFIX=${words[CURRENT]}; _lecternctl",
               "compdef() { true }; ");
  };
  EXPECT_THAT(offered("lecternctl ''", 2), IsSupersetOf({"status", "import", "export"}));
  EXPECT_THAT(offered("lecternctl --server list import ''", 5), IsSupersetOf({"legacy", "csv", "undo"}));
  EXPECT_THAT(offered("lecternctl import csv --", 4), IsSupersetOf({"--template", "--output"}));
  EXPECT_THAT(offered("lecternctl import ris --", 4), Not(Contains("--template")));
  EXPECT_THAT(offered("lecternctl list entries --view ''", 5), UnorderedElementsAre("basic", "full"));
  EXPECT_THAT(offered("lecternctl list entries --view=", 4), UnorderedElementsAre("basic", "full"));
  EXPECT_THAT(offered("lecternctl import csv ''", 4), ElementsAre("files"));
}

TEST(CompletionFlag, WantsAShellThatItKnows) {
  const auto finished = RunCommand({"--completion", "tcsh"});
  EXPECT_EQ(finished.code, 2);
  EXPECT_THAT(finished.out, IsEmpty());
}

}  // namespace
}  // namespace lectern::admin
