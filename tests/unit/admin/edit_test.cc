// edit, with editors that are small shell scripts.
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "lectern/v1/entry_service.pb.h"
#include "nlohmann/json.hpp"
#include "tests/support/temp_directory.h"
#include "tests/unit/admin/verb_test.h"

namespace lectern::admin {
namespace {

namespace fs = std::filesystem;
using grpc::StatusCode;
using ::testing::AllOf;
using ::testing::ElementsAre;
using testing::Finished;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MakeStatus;
using ::testing::Not;
using ::testing::SizeIs;
using testing::VerbTest;

constexpr char kGet[] = "lectern.v1.EntryService/GetEntry";
constexpr char kUpdate[] = "lectern.v1.EntryService/UpdateEntry";

class EditTest : public VerbTest {
 protected:
  void SetUp() override {
    setenv("TMPDIR", folder_.path().c_str(), 1);
    unsetenv("VISUAL");
    stored_.set_name("entries/a");
    stored_.add_title_lines("Old title");
    stored_.set_publisher("A press");
    stored_.set_revision(17);
    stored_.set_etag("e17");
    server_.On<v1::GetEntryRequest, v1::Entry>(kGet, [this](const auto&, v1::Entry& entry) {
      entry = stored_;
      return grpc::Status::OK;
    });
    server_.On<v1::UpdateEntryRequest, v1::Entry>(kUpdate, [](const v1::UpdateEntryRequest& request, v1::Entry& entry) {
      entry = request.entry();
      entry.set_revision(18);
      return grpc::Status::OK;
    });
  }
  void TearDown() override {
    unsetenv("TMPDIR");
    unsetenv("EDITOR");
    unsetenv("VISUAL");
  }

  // The editor is from now on a script with these lines; "$1" is the file.
  void Editor(const std::string& lines) {
    const fs::path script = folder_.path() / "editor";
    std::ofstream(script) << "#!/bin/sh\n" << lines << '\n';
    fs::permissions(script, fs::perms::owner_all);
    setenv("EDITOR", script.c_str(), 1);
  }

  void Refuse(const grpc::Status& status) {
    server_.On<v1::UpdateEntryRequest, v1::Entry>(kUpdate, [status](const auto&, auto&) { return status; });
  }

  std::vector<v1::UpdateEntryRequest> updates() const { return server_.Requests<v1::UpdateEntryRequest>(kUpdate); }

  std::vector<std::string> KeptFiles() const {
    std::vector<std::string> files;
    for (const auto& file : fs::directory_iterator(folder_.path()))
      if (file.path().extension() == ".json") files.push_back(file.path().string());
    return files;
  }

  static std::string TextOf(const std::string& path) {
    std::ifstream in(path);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }

  lectern::testing::TempDirectory folder_;
  v1::Entry stored_;
};

constexpr char kNewTitle[] = "sed -i 's/Old title/New title/' \"$1\"";

TEST_F(EditTest, SendsWhatWasChangedAndNothingElse) {
  Editor(kNewTitle);
  const Finished finished = Run({"edit", "entries/a"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_EQ(finished.out, "changed entries/a: title_lines (revision 18)\n");
  ASSERT_THAT(updates(), SizeIs(1));
  EXPECT_THAT(updates()[0].update_mask().paths(), ElementsAre("title_lines"));
  EXPECT_EQ(updates()[0].entry().name(), "entries/a");
  EXPECT_EQ(updates()[0].entry().title_lines(0), "New title");
  EXPECT_EQ(updates()[0].entry().etag(), "e17") << "it is this very state that was edited";
  EXPECT_THAT(updates()[0].request_id(), SizeIs(36));
  EXPECT_THAT(KeptFiles(), IsEmpty());
  EXPECT_EQ(nlohmann::json::parse(Run({"edit", "entries/a", "--output", "json"}).out)["revision"], "18");
}

TEST_F(EditTest, WritesNothingWhereNothingWasChanged) {
  Editor("touch \"$1\"");
  const Finished finished = Run({"edit", "entries/a"});
  EXPECT_EQ(finished.code, 0);
  EXPECT_THAT(finished.err, HasSubstr("Nothing was changed"));
  EXPECT_THAT(updates(), IsEmpty());
  EXPECT_THAT(KeptFiles(), IsEmpty());
}

TEST_F(EditTest, NobodyElseCanReadTheText) {
  Editor("stat -c %a \"$1\" > \"$TMPDIR/mode\"");
  Run({"edit", "entries/a"});
  EXPECT_EQ(TextOf((folder_.path() / "mode").string()), "600\n");
}

TEST_F(EditTest, KeepsARefusedTextAndGoesOnWithItLater) {
  Editor(kNewTitle);
  Refuse(MakeStatus(StatusCode::INVALID_ARGUMENT, "FIELD_INVALID", "m", {{"entry.title_lines[0]", "is too long"}}));
  Finished finished = Run({"edit", "entries/a"});
  EXPECT_EQ(finished.code, 1);
  ASSERT_THAT(KeptFiles(), SizeIs(1));
  const std::string kept = KeptFiles()[0];
  EXPECT_THAT(finished.err, AllOf(HasSubstr("title_lines[0] is too long"), HasSubstr("kept in " + kept),
                                  HasSubstr("lecternctl edit entries/a --from " + kept)));
  EXPECT_THAT(TextOf(kept), HasSubstr("New title"));
  SetUp();  // the server takes it now
  Editor("sed -i 's/New title/Newest title/' \"$1\"");
  finished = Run({"edit", "entries/a", "--from", kept});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_EQ(updates().back().entry().title_lines(0), "Newest title");
  EXPECT_THAT(KeptFiles(), ElementsAre(kept)) << "what was kept is the user's to delete";
}

TEST_F(EditTest, SomebodyAtATerminalGoesOnAtOnce) {
  Editor(
      "if [ -e \"$TMPDIR/second\" ]; then sed -i 's/nonsense//; s/Old title/New title/' \"$1\"\n"
      "else touch \"$TMPDIR/second\"; echo nonsense >> \"$1\"; fi");
  const Finished finished = RunTyping({"edit", "entries/a"}, "\n");
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_THAT(finished.err, AllOf(HasSubstr("the text is no JSON"), HasSubstr("Go on editing?")));
  EXPECT_THAT(updates(), SizeIs(1));
  EXPECT_THAT(KeptFiles(), IsEmpty());
}

TEST_F(EditTest, SomebodyAtATerminalMayGiveUp) {
  Editor("echo nonsense >> \"$1\"");
  const Finished finished = RunTyping({"edit", "entries/a"}, "n\n");
  EXPECT_EQ(finished.code, 5);
  EXPECT_THAT(KeptFiles(), SizeIs(1));
  EXPECT_THAT(updates(), IsEmpty());
}

TEST_F(EditTest, SaysWhatOthersChangedMeanwhileAndWhatToDo) {
  Editor(kNewTitle);
  server_.On<v1::UpdateEntryRequest, v1::Entry>(kUpdate, [this](const auto&, auto&) {
    stored_.set_publisher("Another press");
    stored_.set_revision(23);
    return MakeStatus(StatusCode::ABORTED, "ETAG_MISMATCH", "changed since");
  });
  const Finished finished = RunTyping({"edit", "entries/a"}, "y\ny\n");
  EXPECT_EQ(finished.code, 1);
  ASSERT_THAT(KeptFiles(), SizeIs(1));
  EXPECT_THAT(finished.err,
              AllOf(HasSubstr("Others changed, up to revision 23: publisher"), HasSubstr("kept in " + KeptFiles()[0]),
                    HasSubstr("take over from it what still holds"), Not(HasSubstr("Go on editing?"))));
  EXPECT_THAT(updates(), SizeIs(1)) << "nobody's work is written over";
}

TEST_F(EditTest, AnOldTextIsNotWrittenOverANewerState) {
  Editor(kNewTitle);
  const std::string kept = (folder_.path() / "kept.txt").string();
  std::ofstream(kept) << R"({"name": "entries/a", "titleLines": ["Old title"], "publisher": "A press", "etag": "e16"})";
  EXPECT_EQ(Run({"edit", "entries/a", "--from", kept}).code, 0);
  EXPECT_EQ(updates().back().entry().etag(), "e16") << "the server tells that this is not the present state";
}

TEST_F(EditTest, KeepsTheTextWhereTheEditorFails) {
  Editor(std::string(kNewTitle) + "; exit 3");
  const Finished finished = Run({"edit", "entries/a"});
  EXPECT_EQ(finished.code, 5);
  EXPECT_THAT(finished.err, HasSubstr("ended with 3"));
  ASSERT_THAT(KeptFiles(), SizeIs(1));
  EXPECT_THAT(TextOf(KeptFiles()[0]), HasSubstr("New title"));
  EXPECT_THAT(updates(), IsEmpty());
}

TEST_F(EditTest, VisualGoesBeforeEditorAndMayHaveArguments) {
  Editor("exit 1");
  setenv("VISUAL", "sed -i -e 's/Old title/Third title/'", 1);
  EXPECT_EQ(Run({"edit", "entries/a"}).code, 0);
  ASSERT_THAT(updates(), SizeIs(1));
  EXPECT_EQ(updates()[0].entry().title_lines(0), "Third title");
}

TEST_F(EditTest, RefusesWrongUsage) {
  Editor(kNewTitle);
  for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{
           {"edit"}, {"edit", "nonsense"}, {"edit", "entries/a@17"}, {"edit", "entries/a", "--from", "/nonexistent"}})
    EXPECT_EQ(Run(wrong).code, 2) << ::testing::PrintToString(wrong);
  unsetenv("EDITOR");
  const Finished finished = Run({"edit", "entries/a"});
  EXPECT_EQ(finished.code, 2);
  EXPECT_THAT(finished.err, HasSubstr("EDITOR"));
  EXPECT_THAT(server_.methods(), IsEmpty());
}

}  // namespace
}  // namespace lectern::admin
