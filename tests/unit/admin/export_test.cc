// export: what is asked, where it goes, and what happens when the connection breaks.
#include <filesystem>
#include <fstream>

#include "clients/admin/progress.h"
#include "lectern/v1/export_service.pb.h"
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
using testing::MakeStatus;
using ::testing::Not;
using ::testing::SizeIs;
using testing::VerbTest;

constexpr char kPage[] = "lectern.v1.ExportService/ExportPage";
constexpr char kStream[] = "lectern.v1.ExportService/Export";

v1::ExportResponse Part(const std::string& data, const std::string& next) {
  v1::ExportResponse part;
  part.set_data(data);
  part.set_records(1);
  part.set_revision(57);
  part.set_total_records(4);
  part.set_next_page_token(next);
  return part;
}

std::string Content(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Export : public VerbTest {
 protected:
  void AnswerPage(const v1::ExportResponse& part) {
    server_.On<v1::ExportPageRequest, v1::ExportPageResponse>(
        kPage, [part](const v1::ExportPageRequest&, v1::ExportPageResponse& answer) {
          *answer.mutable_part() = part;
          return grpc::Status::OK;
        });
  }

  struct Call {
    std::vector<v1::ExportResponse> parts;
    grpc::Status status;
  };
  // Each stream ends as the next of `calls` says.
  void AnswerStreams(std::vector<Call> calls) {
    server_.OnStream<v1::ExportRequest, v1::ExportResponse>(
        kStream,
        [calls, call = std::make_shared<size_t>(0)](
            const v1::ExportRequest&, std::vector<v1::ExportResponse>& out) -> std::optional<grpc::Status> {
          const Call& next = calls.at(std::min((*call)++, calls.size() - 1));
          out = next.parts;
          return next.status;
        });
  }

  lectern::testing::TempDirectory directory_;
  const std::string file_ = (directory_.path() / "all.jsonl").string();
};

TEST_F(Export, AsksForWhatIsSelected) {
  AnswerPage(Part("a\n", ""));
  EXPECT_EQ(Run({"export", "jsonl", "--kind", "entries,country-pages", "--kind", "site", "--fields", "title_lines,url",
                 "--deleted"})
                .code,
            0);
  EXPECT_EQ(Run({"export", "ris", "entries/a", "entries/b"}).code, 0);
  EXPECT_EQ(Run({"export", "csv", "--filter", "publisher:\"UN\""}).code, 0);
  const auto requests = server_.Requests<v1::ExportPageRequest>(kPage);
  ASSERT_THAT(requests, SizeIs(3));
  EXPECT_EQ(requests[0].selection().format(), v1::EXPORT_FORMAT_JSON_LINES);
  EXPECT_THAT(requests[0].selection().kinds(), ElementsAre("entries", "countryPages", "site"));
  EXPECT_THAT(requests[0].selection().fields().paths(), ElementsAre("title_lines", "url"));
  EXPECT_TRUE(requests[0].selection().show_deleted());
  EXPECT_EQ(requests[1].selection().format(), v1::EXPORT_FORMAT_RIS);
  EXPECT_THAT(requests[1].selection().names(), ElementsAre("entries/a", "entries/b"));
  EXPECT_FALSE(requests[1].selection().has_fields());
  EXPECT_EQ(requests[2].selection().filter(), "publisher:\"UN\"");
  for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{
           {"export"}, {"export", "xml"}, {"export", "ris", "--fields", "url"}, {"export", "csv", "--kind", "topics"}})
    EXPECT_EQ(Run(wrong).code, 2) << ::testing::PrintToString(wrong);
}

TEST_F(Export, GoesToStandardOutputAndNothingElseDoes) {
  AnswerPage(Part("one\n", "t1"));
  AnswerStreams({{{Part("two\n", "t2"), Part("three\n", "")}, grpc::Status::OK}});
  const Finished plain = Run({"export", "jsonl"});
  EXPECT_EQ(plain.code, 0) << plain.err;
  EXPECT_EQ(plain.out, "one\ntwo\nthree\n");
  const Finished json = Run({"export", "jsonl", "--to", "-", "--output", "json"});
  EXPECT_EQ(json.out, "one\ntwo\nthree\n");
  EXPECT_EQ(nlohmann::json::parse(json.err)["records"], 3);
}

TEST_F(Export, WritesAFileThatAppearsWhenItIsWhole) {
  AnswerPage(Part("one\n", "t1"));
  AnswerStreams({{{Part("two\n", "")}, grpc::Status::OK}});
  const Finished finished = Run({"export", "jsonl", "--to", file_, "--output", "json"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_EQ(Content(file_), "one\ntwo\n");
  EXPECT_FALSE(fs::exists(file_ + ".partial"));
  EXPECT_EQ(nlohmann::json::parse(finished.out), nlohmann::json({{"records", 2}, {"revision", 57}, {"file", file_}}));
  EXPECT_THAT(Run({"export", "jsonl", "--to", file_}).out, HasSubstr("2 records as of revision 57 are in "));
}

TEST_F(Export, GoesOnWhereTheConnectionBroke) {
  AnswerPage(Part("one\n", "t1"));
  AnswerStreams({{{Part("two\n", "t2")}, {StatusCode::UNAVAILABLE, "connection reset"}},
                 {{}, MakeStatus(StatusCode::UNAVAILABLE, "SHUTTING_DOWN", "the server stops")},
                 {{Part("three\n", "t3")}, MakeStatus(StatusCode::RESOURCE_EXHAUSTED, "SLOW_CONSUMER", "slow")},
                 {{Part("four\n", "")}, grpc::Status::OK}});
  const Finished finished = Run({"export", "jsonl", "--to", file_});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_EQ(Content(file_), "one\ntwo\nthree\nfour\n");
  EXPECT_THAT(finished.err, AllOf(HasSubstr("The connection is lost"), HasSubstr("The connection is back")));
  std::vector<std::string> tokens;
  for (const auto& request : server_.Requests<v1::ExportRequest>(kStream)) tokens.push_back(request.page_token());
  EXPECT_THAT(tokens, ElementsAre("t1", "t2", "t2", "t3"));
}

TEST_F(Export, LeavesNoHalfFile) {
  std::ofstream(file_) << "from before";
  AnswerPage(Part("one\n", "t1"));
  AnswerStreams({{{Part("two\n", "t2")}, MakeStatus(StatusCode::FAILED_PRECONDITION, "PAGE_TOKEN_EPOCH", "restored")}});
  const Finished finished = Run({"export", "jsonl", "--to", file_});
  EXPECT_EQ(finished.code, 1);
  EXPECT_THAT(finished.err, HasSubstr("restored"));
  EXPECT_EQ(Content(file_), "from before");
  EXPECT_FALSE(fs::exists(file_ + ".partial"));
}

TEST_F(Export, SaysWhereItCannotWrite) {
  AnswerPage(Part("one\n", ""));
  for (const std::string& path : {directory_.path().string(), (directory_.path() / "none" / "a").string()}) {
    const Finished finished = Run({"export", "jsonl", "--to", path});
    EXPECT_EQ(finished.code, 2);
    EXPECT_THAT(finished.err, HasSubstr(path));
  }
  EXPECT_THAT(server_.methods(), SizeIs(0)) << "before anything is asked";
  EXPECT_EQ(Run({"export", "jsonl", "--to", "/dev/full"}).code, 7);
  EXPECT_EQ(Run({"export", "jsonl", "--to", "/dev/null"}).code, 0);
}

TEST(ProgressLine, TellsCountRateAndTimeLeft) {
  using std::chrono::seconds;
  EXPECT_EQ(ProgressLine("exporting", "records", 1000, 0.2, seconds(2)),
            "exporting: 1000 records, 500/s, 20 %, 8 s left");
  EXPECT_EQ(ProgressLine("reading", "items", 1000, -1, seconds(2)), "reading: 1000 items, 500/s");
  EXPECT_EQ(ProgressLine("planning", "items", 0, 0, seconds(2)), "planning: 0 items, 0/s");
  EXPECT_EQ(ProgressLine("planning", "items", 9, 1.3, seconds(1)), "planning: 9 items, 9/s");
}

}  // namespace
}  // namespace lectern::admin
