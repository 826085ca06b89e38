// An import from beginning to end: staged, planned, looked at, committed; or taken up where it stands.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "clients/admin/import/import_options.h"
#include "clients/admin/import/item_source.h"
#include "clients/admin/import/report.h"
#include "clients/admin/progress.h"
#include "clients/admin/session.h"
#include "google/longrunning/operations.pb.h"

namespace lectern::admin {

class ImportRun {
 public:
  // `session` outlives it.
  ImportRun(Session& session, ImportOptions options);
  ~ImportRun();

  // Begins the import and carries it as far as the options say.
  ExitCode Run();
  // Takes up `operation` where it stands.
  ExitCode Resume(const std::string& operation);

 private:
  // What ends the run, if something does.
  using End = std::optional<ExitCode>;

  End OpenSource();
  End Begin();
  // Reads the input; sends it too where `send`.
  End Read(bool send);
  End Plan();
  // The plan is there: tells of it, and commits it where the options let it.
  ExitCode Decide();
  ExitCode Commit();
  // Calls `method` for the import's operation, then follows that until it is in `state`, or has ended.
  template <class Request>
  End Go(grpc::Status (ImportApi::*method)(grpc::ClientContext*, const Request&, google::longrunning::Operation*),
         Request request, v1::ImportState state, const char* phase);
  End Follow(v1::ImportState state, const char* phase);
  End FetchOperation();
  // Takes what became of the items, or would.
  End FetchResults();
  void TakeResult(const v1::ImportItemResult& result);
  void WriteRefused();
  // Cancels the import and ends with `code`.
  ExitCode Cancel(ExitCode code);
  ExitCode Print(ExitCode code);
  ExitCode Failed(const grpc::Status& status);
  v1::ImportMetadata Metadata() const;
  bool legacy() const { return options_.format == "legacy"; }

  Session& session_;
  ImportOptions options_;
  Progress progress_;
  ImportReport report_;
  std::unique_ptr<ItemSource> source_;
  google::longrunning::Operation operation_;
  int chunks_ = 0;
  int64_t items_ = 0;
  std::vector<std::string> files_;          // as the caller called them
  std::vector<uint32_t> file_of_item_;      // by the item's number
  std::map<int64_t, std::string> refused_;  // why, by the item's number
};

}  // namespace lectern::admin
