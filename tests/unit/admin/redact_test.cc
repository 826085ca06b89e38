// redact, with and without --expunge. The words below are invented.
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "google/longrunning/operations.pb.h"
#include "lectern/v1/erasure_service.pb.h"
#include "nlohmann/json.hpp"
#include "tests/unit/admin/verb_test.h"

namespace lectern::admin {
namespace {

using google::longrunning::Operation;
using google::longrunning::WaitOperationRequest;
using grpc::StatusCode;
using ::testing::AllOf;
using testing::Fails;
using testing::Finished;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MakeStatus;
using ::testing::Not;
using ::testing::SizeIs;
using testing::VerbTest;

constexpr char kRedact[] = "lectern.v1.ErasureService/Redact";
constexpr char kExpunge[] = "lectern.v1.ErasureService/Expunge";
constexpr char kWait[] = "google.longrunning.Operations/WaitOperation";
constexpr char kName[] = "entries/a";
constexpr char kWords[] = "Ms Invented";

class RedactTest : public VerbTest {
 protected:
  void SetUp() override {
    server_.On<v1::RedactRequest, v1::RedactResponse>(kRedact, [](const auto&, v1::RedactResponse& answer) {
      answer.set_redactions(3);
      answer.mutable_result()->set_name(kName);
      answer.mutable_result()->set_outcome(v1::UPSERT_OUTCOME_UPDATED);
      return grpc::Status::OK;
    });
    server_.On<v1::ExpungeRequest, v1::ExpungeResponse>(
        kExpunge, [](const v1::ExpungeRequest& request, v1::ExpungeResponse& answer) {
          answer.set_states(2);
          answer.mutable_result()->set_name(kName);
          if (!request.validate_only()) answer.set_operation("operations/o1");
          return grpc::Status::OK;
        });
    EndOperation([](Operation& operation) { operation.mutable_response(); });
  }

  // The second wait finds the operation ended, as `end` says.
  void EndOperation(std::function<void(Operation&)> end) {
    server_.On<WaitOperationRequest, Operation>(
        kWait, [end, asked = std::make_shared<int>(0)](const WaitOperationRequest& request, Operation& operation) {
          operation.set_name(request.name());
          operation.set_done(++*asked > 1);
          if (operation.done()) end(operation);
          return grpc::Status::OK;
        });
  }

  std::vector<v1::RedactRequest> redactions() const { return server_.Requests<v1::RedactRequest>(kRedact); }
  std::vector<v1::ExpungeRequest> erasures() const { return server_.Requests<v1::ExpungeRequest>(kExpunge); }
};

TEST_F(RedactTest, TriesFirstAndThenHides) {
  const Finished finished = Run({"redact", kName, "--text", kWords, "--replacement", "[girl]", "--yes"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_THAT(finished.err, HasSubstr("entries/a: 3 spans would be hidden"));
  EXPECT_EQ(finished.out, "entries/a: 3 spans are hidden from readers\n");
  ASSERT_THAT(redactions(), SizeIs(2));
  EXPECT_TRUE(redactions()[0].validate_only());
  EXPECT_FALSE(redactions()[1].validate_only());
  EXPECT_THAT(redactions()[1].request_id(), SizeIs(36));
  EXPECT_EQ(redactions()[1].text(), kWords);
  EXPECT_EQ(redactions()[1].replacement(), "[girl]");
  EXPECT_THAT(finished.out + finished.err, Not(HasSubstr(kWords)));
}

TEST_F(RedactTest, AsksForTheNameOnATerminal) {
  EXPECT_EQ(RunTyping({"redact", kName, "--text", kWords}, "entries/a\n").code, 0);
  ASSERT_THAT(redactions(), SizeIs(2));
  for (const char* typed : {"y\n", "entries/b\n", "\n", ""}) {
    const Finished finished = RunTyping({"redact", kName, "--text", kWords}, typed);
    EXPECT_EQ(finished.code, 1) << typed;
    EXPECT_THAT(finished.err, AllOf(HasSubstr("Type the name to go on"), HasSubstr("nothing was done"))) << typed;
    EXPECT_TRUE(redactions().back().validate_only()) << typed;
  }
}

TEST_F(RedactTest, RefusesWhereNobodyCanAnswer) {
  const Finished finished = Run({"redact", kName, "--text", kWords}, "entries/a\n");
  EXPECT_EQ(finished.code, 2);
  EXPECT_THAT(finished.err, HasSubstr("--yes"));
  EXPECT_THAT(server_.methods(), IsEmpty());
}

TEST_F(RedactTest, TakesTheWordsFromElsewhere) {
  EXPECT_EQ(Run({"redact", kName, "--text-file", "-", "--yes"}, std::string(kWords) + "\n").code, 0);
  EXPECT_EQ(redactions().back().text(), kWords) << "the line's end is none of the words";
  EXPECT_EQ(Run({"redact", kName, "--text-file", "-", "--yes"}, "two\nlines").code, 0);
  EXPECT_EQ(redactions().back().text(), "two\nlines");
  const Finished typed = RunTyping({"redact", kName, "--text-file", "-"}, std::string(kWords) + "\nentries/a\n");
  EXPECT_EQ(typed.code, 0) << typed.err;
  EXPECT_EQ(redactions().back().text(), kWords);
  EXPECT_FALSE(redactions().back().validate_only());
  const auto file = std::filesystem::temp_directory_path() / ("lectern-words-" + std::to_string(getpid()));
  std::ofstream(file) << kWords << "\r\n";
  EXPECT_EQ(Run({"redact", kName, "--text-file", file.string(), "--yes"}).code, 0);
  EXPECT_EQ(redactions().back().text(), kWords);
  std::filesystem::remove(file);
}

TEST_F(RedactTest, SaysWhichWordsCannotBeUsed) {
  for (const std::string& input : {std::string(), std::string("\n"), std::string(1025, 'x'), std::string("\xFF\xFE")}) {
    const Finished finished = Run({"redact", kName, "--text-file", "-", "--yes"}, input);
    EXPECT_EQ(finished.code, 5) << input.size();
    EXPECT_THAT(finished.err, HasSubstr("standard input: ")) << input.size();
  }
  EXPECT_EQ(Run({"redact", kName, "--text-file", "/nonexistent/words", "--yes"}).code, 5);
  EXPECT_EQ(Run({"redact", kName, "--text-file", "/", "--yes"}).code, 5);
  EXPECT_THAT(server_.methods(), IsEmpty());
  EXPECT_EQ(Run({"redact", kName, "--text-file", "-", "--yes"}, std::string(1024, 'x') + "\n").code, 0);
}

TEST_F(RedactTest, RefusesWrongUsage) {
  for (const std::vector<std::string>& wrong :
       std::vector<std::vector<std::string>>{{"redact"},
                                             {"redact", kName, "--yes"},
                                             {"redact", "nonsense", "--text", "x", "--yes"},
                                             {"redact", kName, "--text", "", "--yes"},
                                             {"redact", kName, "--text", "\xFF", "--yes"},
                                             {"redact", kName, "--text", "x", "--text-file", "-", "--yes"},
                                             {"redact", kName, "--text", "x", "--no-wait", "--yes"},
                                             {"redact", kName, "--expunge", "--replacement", "x", "--yes"}})
    EXPECT_EQ(Run(wrong).code, 2) << ::testing::PrintToString(wrong);
  EXPECT_THAT(server_.methods(), IsEmpty());
}

TEST_F(RedactTest, DryRunStopsAfterTheTrial) {
  const Finished finished = Run({"redact", kName, "--text", kWords, "--dry-run", "--output", "json"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_EQ(nlohmann::json::parse(finished.out)["redactions"], 3);
  EXPECT_EQ(Run({"redact", kName, "--expunge", "--dry-run"}).code, 0);
  ASSERT_THAT(server_.methods(), SizeIs(2));
  EXPECT_TRUE(redactions()[0].validate_only());
  EXPECT_TRUE(erasures()[0].validate_only());
}

TEST_F(RedactTest, WhatTheTrialRefusesIsNotDone) {
  server_.On(kRedact, Fails<v1::RedactRequest, v1::RedactResponse>(MakeStatus(
                          StatusCode::INVALID_ARGUMENT, "FIELD_INVALID", "m", {{"text", "stands nowhere"}})));
  const Finished finished = RunTyping({"redact", kName, "--text", kWords}, "entries/a\n");
  EXPECT_EQ(finished.code, 2);
  EXPECT_THAT(finished.err, AllOf(HasSubstr("text stands nowhere"), Not(HasSubstr("Type the name"))));
  EXPECT_THAT(redactions(), SizeIs(1));
}

TEST_F(RedactTest, ExpungeWaitsUntilNoFileHoldsTheBytes) {
  const Finished finished = Run({"redact", kName, "--text", kWords, "--expunge", "--yes"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_THAT(finished.err,
              AllOf(HasSubstr("from 2 states"), HasSubstr("cannot be undone"), HasSubstr("waiting for operations/o1"),
                    HasSubstr("No file of the store holds the bytes any more")));
  EXPECT_EQ(finished.out, "entries/a: erased from 2 states\n");
  ASSERT_THAT(erasures(), SizeIs(2));
  EXPECT_EQ(erasures()[1].text(), kWords);
  EXPECT_THAT(erasures()[1].request_id(), SizeIs(36));
  EXPECT_THAT(server_.Requests<WaitOperationRequest>(kWait), SizeIs(2)) << "it was not done at once";
  EXPECT_EQ(server_.Requests<WaitOperationRequest>(kWait)[0].name(), "operations/o1");
}

TEST_F(RedactTest, ExpungeWithoutWordsErasesTheWholeResource) {
  const Finished finished = Run({"redact", kName, "--expunge", "--yes", "--no-wait", "--output", "json"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_THAT(finished.err, AllOf(HasSubstr("all of it would be erased"), HasSubstr("operations wait operations/o1"),
                                  Not(HasSubstr("No file"))));
  EXPECT_EQ(nlohmann::json::parse(finished.out)["operation"], "operations/o1");
  EXPECT_EQ(erasures()[1].text(), "");
  EXPECT_THAT(server_.Requests<WaitOperationRequest>(kWait), IsEmpty());
}

TEST_F(RedactTest, SaysPlainlyWhereTheDiskStillHoldsTheBytes) {
  EndOperation([](Operation& operation) {
    operation.mutable_error()->set_code(static_cast<int>(StatusCode::ABORTED));
    operation.mutable_error()->set_message("the server stopped");
  });
  Finished finished = Run({"redact", kName, "--text", kWords, "--expunge", "--yes"});
  EXPECT_EQ(finished.code, 7);
  EXPECT_THAT(finished.err, AllOf(HasSubstr("the server stopped"), HasSubstr("still hold its bytes"),
                                  HasSubstr("lecternctl compact"), Not(HasSubstr("No file"))));
  server_.On(kWait, Fails<WaitOperationRequest, Operation>(
                        MakeStatus(StatusCode::NOT_FOUND, "RESOURCE_NOT_FOUND", "there is no such operation")));
  finished = Run({"redact", kName, "--text", kWords, "--expunge", "--yes"});
  EXPECT_EQ(finished.code, 6);
  EXPECT_THAT(finished.err, AllOf(HasSubstr("from the disk is not known"), Not(HasSubstr("No file"))));
}

TEST_F(RedactTest, HelpTellsHowToKeepANameOutOfTheHistory) {
  const Finished help = Run({"redact", "--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.out, AllOf(HasSubstr("shell's history"), HasSubstr("--text-file"), HasSubstr("standard input")));
}

}  // namespace
}  // namespace lectern::admin
