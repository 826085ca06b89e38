// Staged imports through the generated client, as a program of somebody else would make them.
#pragma once

#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "google/longrunning/operations.grpc.pb.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/json_util.h"
#include "google/rpc/error_details.pb.h"
#include "lectern/v1/export_service.grpc.pb.h"
#include "lectern/v1/import_service.grpc.pb.h"
#include "tests/integration/catalogue_client.h"

namespace lectern::testing {

using Items = std::vector<v1::ImportItem>;
using Results = std::vector<v1::ImportItemResult>;

// The item that a text describes: `entry { source_key: "a" ... }`.
inline v1::ImportItem Item(const std::string& text) {
  v1::ImportItem item;
  if (!google::protobuf::TextFormat::ParseFromString(text, &item)) throw std::runtime_error("no item: " + text);
  return item;
}

// An entry with a source_key, without a name, on the page of countries/be for torture; `more` are further fields of it.
inline v1::ImportItem EntryItem(const std::string& source_key, const std::string& title, const std::string& more = "") {
  const std::string topic = more.find("topic:") == std::string::npos ? "topic: 'topics/torture' " : "";
  return Item("entry { source_key: '" + source_key + "' title_lines: '" + title + "' country: 'countries/be' " + topic +
              more + " }");
}

// The ErrorInfo's reason, "" where the call went well.
inline std::string ReasonIn(const google::rpc::Status& status) {
  for (const auto& detail : status.details())
    if (google::rpc::ErrorInfo info; detail.UnpackTo(&info)) return info.reason();
  return "";
}

inline std::string ReasonIn(const grpc::Status& status) {
  google::rpc::Status details;
  return status.ok() || !details.ParseFromString(status.error_details()) ? "" : ReasonIn(details);
}

// "CREATED", one a result.
inline std::vector<std::string> OutcomesOf(const Results& results) {
  std::vector<std::string> outcomes;
  for (const v1::ImportItemResult& result : results)
    outcomes.push_back(v1::ImportOutcome_Name(result.outcome()).substr(sizeof("IMPORT_OUTCOME_") - 1));
  return outcomes;
}

// What a whole import shall do.
struct ImportOrder {
  std::string source = "list";
  bool publish = false;
  bool keep_going = false;
  std::vector<std::pair<int64_t, std::string>> merges = {};
  size_t items_a_chunk = 128;
};

// What a whole import did.
struct Imported {
  std::string operation;
  Results planned, done;
  v1::ImportMetadata plan;
  v1::ImportResponse response;
};

// One caller. A method whose name begins with Try hands back the status; others throw where a call fails.
class ImportClient : public CatalogueClient {
 public:
  ImportClient(const ServerProcess& server, std::string key)
      : CatalogueClient(server.NewChannel(), std::move(key)),
        imports_(v1::ImportService::NewStub(channel())),
        exports_(v1::ExportService::NewStub(channel())),
        operations_(google::longrunning::Operations::NewStub(channel())) {}

  v1::ImportService::Stub& imports() { return *imports_; }

  std::string Begin(const std::string& source = "list", bool publish = false) {
    v1::BeginImportRequest request;
    request.set_source(source);
    if (publish) {
      request.mutable_publication()->set_reviewer("library");
      request.mutable_publication()->set_identity_risk(v1::IDENTITY_RISK_NONE);
    }
    return MustCall(*imports_, &v1::ImportService::Stub::BeginImport, request).name();
  }

  static v1::StageItemsRequest Chunk(const std::string& operation, int chunk, const Items& items) {
    v1::StageItemsRequest request;
    request.set_operation(operation);
    request.set_chunk(chunk);
    for (const v1::ImportItem& item : items) *request.add_items() = item;
    return request;
  }
  grpc::Status TryStage(const std::string& operation, int chunk, const Items& items) {
    v1::StageItemsResponse response;
    return Call(*imports_, &v1::ImportService::Stub::StageItems, Chunk(operation, chunk, items), response);
  }
  grpc::Status TryPlan(const std::string& operation, int chunks) {
    v1::PlanImportRequest request;
    request.set_operation(operation);
    request.set_chunks(chunks);
    return TryGo(&v1::ImportService::Stub::PlanImport, request);
  }
  grpc::Status TryCommit(const std::string& operation, const ImportOrder& order = {}) {
    v1::CommitImportRequest request;
    request.set_operation(operation);
    request.set_keep_going(order.keep_going);
    for (const auto& [item, into] : order.merges) {
      v1::ImportMerge& merge = *request.add_merges();
      merge.set_item(item);
      merge.set_into(into);
    }
    return TryGo(&v1::ImportService::Stub::CommitImport, request);
  }
  grpc::Status TryUndo(const std::string& operation) {
    v1::UndoImportRequest request;
    request.set_operation(operation);
    const grpc::Status status = TryGo(&v1::ImportService::Stub::UndoImport, request);
    return status;
  }
  grpc::Status TryCancel(const std::string& operation) {
    google::longrunning::CancelOperationRequest request;
    request.set_name(operation);
    google::protobuf::Empty done;
    return Call(*operations_, &google::longrunning::Operations::Stub::CancelOperation, request, done);
  }
  grpc::Status TryList(const std::string& operation) {
    v1::ListImportItemsRequest request;
    request.set_operation(operation);
    v1::ListImportItemsResponse response;
    return Call(*imports_, &v1::ImportService::Stub::ListImportItems, request, response);
  }

  // What the last call that went well answered with.
  const google::longrunning::Operation& answered() const { return answered_; }

  // Waits until the import is in `state` and nothing runs; throws where it ends with an error.
  google::longrunning::Operation Await(const std::string& operation, v1::ImportState state) {
    const auto patience = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (std::chrono::steady_clock::now() < patience) {
      google::longrunning::Operation now = GetOperation(operation);
      if (now.done() && now.has_error()) throw std::runtime_error(now.error().message());
      if (MetadataOf(now).state() == state && (now.done() || state == v1::IMPORT_STATE_PLANNED)) return now;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    throw std::runtime_error(operation + " takes too long");
  }
  google::longrunning::Operation GetOperation(const std::string& operation) {
    google::longrunning::GetOperationRequest request;
    request.set_name(operation);
    return MustCall(*operations_, &google::longrunning::Operations::Stub::GetOperation, request);
  }
  static v1::ImportMetadata MetadataOf(const google::longrunning::Operation& operation) {
    v1::ImportMetadata metadata;
    operation.metadata().UnpackTo(&metadata);
    return metadata;
  }
  v1::ImportMetadata Metadata(const std::string& operation) { return MetadataOf(GetOperation(operation)); }

  Results List(const std::string& operation, const std::vector<v1::ImportOutcome>& outcomes = {}, int page_size = 1000,
               bool with_duplicates = false) {
    v1::ListImportItemsRequest request;
    request.set_operation(operation);
    request.set_page_size(page_size);
    request.set_with_duplicates(with_duplicates);
    for (const auto outcome : outcomes) request.add_outcomes(outcome);
    Results results;
    do {
      const auto page = MustCall(*imports_, &v1::ImportService::Stub::ListImportItems, request);
      results.insert(results.end(), page.results().begin(), page.results().end());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return results;
  }

  // Begins an import of `items`, stages them and waits for the plan.
  std::string Planned(const Items& items, const ImportOrder& order = {}) {
    const std::string operation = Begin(order.source, order.publish);
    int chunks = 0;
    for (size_t at = 0; at < items.size(); at += order.items_a_chunk) {
      const auto end = items.begin() + static_cast<std::ptrdiff_t>(std::min(items.size(), at + order.items_a_chunk));
      Must(TryStage(operation, chunks++, Items(items.begin() + static_cast<std::ptrdiff_t>(at), end)));
    }
    Must(TryPlan(operation, chunks));
    Await(operation, v1::IMPORT_STATE_PLANNED);
    return operation;
  }
  // All of it.
  Imported Import(const Items& items, const ImportOrder& order = {}) {
    Imported imported;
    imported.operation = Planned(items, order);
    imported.plan = Metadata(imported.operation);
    imported.planned = List(imported.operation);
    Must(TryCommit(imported.operation, order));
    Await(imported.operation, v1::IMPORT_STATE_COMMITTED).response().UnpackTo(&imported.response);
    imported.done = List(imported.operation);
    return imported;
  }
  v1::UndoImportResponse Undo(const std::string& operation) {
    Must(TryUndo(operation));
    const std::string undo = answered_.name();
    v1::UndoImportResponse response;
    const auto patience = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (std::chrono::steady_clock::now() < patience) {
      const google::longrunning::Operation now = GetOperation(undo);
      if (now.has_error()) throw std::runtime_error(now.error().message());
      if (now.response().UnpackTo(&response)) return response;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    throw std::runtime_error(undo + " takes too long");
  }

  // The catalogue as JSON Lines.
  std::string Export() {
    v1::ExportPageRequest request;
    request.mutable_selection();
    request.set_page_size(1000);
    std::string file;
    do {
      const auto answer = MustCall(*exports_, &v1::ExportService::Stub::ExportPage, request);
      file += answer.part().data();
      request.set_page_token(answer.part().next_page_token());
    } while (!request.page_token().empty());
    return file;
  }
  // The items of such a file.
  static Items Read(const std::string& file) {
    Items items;
    std::istringstream lines(file);
    for (std::string line; std::getline(lines, line);)
      if (const auto read = google::protobuf::util::JsonStringToMessage(line, &items.emplace_back()); !read.ok())
        throw std::runtime_error(std::string(read.message()) + ": " + line);
    return items;
  }

  v1::Entry Get(const std::string& name) {
    v1::GetEntryRequest request;
    request.set_name(name);
    return MustCall(entries(), &v1::EntryService::Stub::GetEntry, request);
  }
  bool IsDeleted(const std::string& name) { return Get(name).has_delete_time(); }
  grpc::StatusCode CodeOfGet(const std::string& name) {
    v1::GetEntryRequest request;
    request.set_name(name);
    v1::Entry entry;
    return Call(entries(), &v1::EntryService::Stub::GetEntry, request, entry).error_code();
  }
  // Changes the fields of `entry` that are set, as an editor does.
  v1::Entry Edit(const v1::Entry& entry) {
    v1::UpdateEntryRequest request;
    *request.mutable_entry() = entry;
    return MustCall(entries(), &v1::EntryService::Stub::UpdateEntry, request);
  }
  v1::Entry SetPublisher(const std::string& name, const std::string& publisher) {
    v1::Entry entry;
    entry.set_name(name);
    entry.set_publisher(publisher);
    return Edit(entry);
  }
  void Delete(const std::string& name) {
    v1::DeleteEntryRequest request;
    request.set_name(name);
    MustCall(entries(), &v1::EntryService::Stub::DeleteEntry, request);
  }

  static void Must(const grpc::Status& status) {
    if (!status.ok()) throw std::runtime_error(status.error_message());
  }

 private:
  template <class Request>
  grpc::Status TryGo(grpc::Status (v1::ImportService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                     google::longrunning::Operation*),
                     const Request& request) {
    google::longrunning::Operation answer;
    const grpc::Status status = Call(*imports_, method, request, answer);
    if (status.ok()) answered_ = std::move(answer);
    return status;
  }

  const std::unique_ptr<v1::ImportService::Stub> imports_;
  const std::unique_ptr<v1::ExportService::Stub> exports_;
  const std::unique_ptr<google::longrunning::Operations::Stub> operations_;
  google::longrunning::Operation answered_;
};

}  // namespace lectern::testing
