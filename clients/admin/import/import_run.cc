#include "clients/admin/import/import_run.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>
#include <utility>

#include "clients/admin/formats/refused_writer.h"
#include "clients/admin/import/html_report.h"
#include "clients/admin/import/legacy_source.h"
#include "clients/admin/import/stager.h"
#include "clients/admin/import/table_source.h"
#include "clients/admin/operations.h"
#include "clients/admin/random_id.h"
#include "clients/admin/text_width.h"
#include "fmt/format.h"
#include "google/protobuf/empty.pb.h"

namespace lectern::admin {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{150};
constexpr size_t kMostSourceBytes = 256;
constexpr int kResultsAtOnce = 1000;
// Refusals that are told one by one.
constexpr size_t kMostTold = 40;

std::string DefaultSource(const ImportOptions& options) {
  if (options.format == "legacy") return "legacy";
  std::string source = options.format;
  if (!options.paths.empty()) source += " " + AsUtf8(std::filesystem::path(options.paths.front()).filename().string());
  if (source.size() > kMostSourceBytes) source.resize(kMostSourceBytes);
  return source;
}

}  // namespace

ImportRun::ImportRun(Session& session, ImportOptions options)
    : session_(session),
      options_(std::move(options)),
      progress_(session.output().err, session.output().err_is_terminal) {
  if (options_.source.empty()) options_.source = DefaultSource(options_);
  report_.say = [this](const std::string& line) { progress_.Say(line); };
}

ImportRun::~ImportRun() = default;

ExitCode ImportRun::Run() {
  if (End end = OpenSource()) return *end;
  if (End end = Begin()) return *end;
  if (End end = Read(true)) return *end;
  if (items_ == 0) {
    // Nothing to import, which has been said file by file.
    return Cancel(report_.bad_files + report_.unreadable > 0 ? ExitCode::kBadInput : ExitCode::kOk);
  }
  if (End end = Plan()) return *end;
  return Decide();
}

ExitCode ImportRun::Resume(const std::string& operation) {
  operation_.set_name(operation);
  report_.operation = operation;
  if (End end = FetchOperation()) return *end;
  const v1::ImportState state = Metadata().state();
  if (operation_.done()) {
    if (const ExitCode code = EndOf(session_, operation_); code != ExitCode::kOk) return code;
    if (End end = FetchResults()) return *end;
    ForgetImport(operation);
    return Print(ExitCode::kOk);
  }
  const bool known = !options_.format.empty();
  if (!known && state == v1::IMPORT_STATE_STAGING)
    return session_.Fail(ExitCode::kUsage,
                         fmt::format("{} lacks a part of its items, and nothing is noted here about where they come "
                                     "from: run the import again, and `lecternctl operations cancel {}`",
                                     Printable(operation), Printable(operation)));
  if (known) {
    if (End end = OpenSource()) return *end;
    if (End end = Read(state == v1::IMPORT_STATE_STAGING)) return *end;
  }
  if (state == v1::IMPORT_STATE_STAGING) {
    if (End end = Plan()) return *end;
  } else if (state == v1::IMPORT_STATE_PLANNING) {
    if (End end = Follow(v1::IMPORT_STATE_PLANNED, "planning")) return *end;
  } else if (state == v1::IMPORT_STATE_COMMITTING) {
    if (End end = Follow(v1::IMPORT_STATE_COMMITTED, "writing")) return *end;
    if (End end = FetchResults()) return *end;
    ForgetImport(operation);
    return Print(ExitCode::kOk);
  }
  return Decide();
}

ImportRun::End ImportRun::OpenSource() {
  const auto format = TableFormat(options_.format);
  if (!format) {
    source_ = std::make_unique<LegacySource>(options_.paths, report_);
    return std::nullopt;
  }
  formats::ReaderOptions reading;
  reading.defaults = options_.defaults;
  reading.key_scope = options_.source;
  if (!options_.header_map.empty()) {
    std::ifstream in(options_.header_map, std::ios::binary);
    if (!in)
      return session_.Fail(ExitCode::kBadInput, fmt::format("{} cannot be read", Printable(options_.header_map)));
    reading.header_map = std::string{std::istreambuf_iterator<char>(in), {}};
  }
  source_ = std::make_unique<TableSource>(*format, options_.paths, reading);
  return std::nullopt;
}

ImportRun::End ImportRun::Begin() {
  v1::BeginImportRequest request;
  request.set_source(options_.source);
  if (options_.publication) *request.mutable_publication() = *options_.publication;
  request.set_request_id(RandomUuid());
  if (grpc::Status begun = session_.connection().Call(&ImportApi::BeginImport, request, operation_); !begun.ok())
    return session_.Fail(begun);
  report_.operation = operation_.name();
  // Without it, a tool that is killed must read its input again by a new import; no more than that.
  if (absl::Status noted = NoteImport(operation_.name(), options_); !noted.ok())
    progress_.Say(fmt::format("lecternctl: this import cannot be resumed from here: {}", std::string(noted.message())));
  return std::nullopt;
}

ImportRun::End ImportRun::Read(bool send) {
  Stager stager(session_.connection(), operation_.name());
  progress_.Begin("reading", "items");
  while (true) {
    absl::StatusOr<std::optional<SourceItem>> next = source_->Next(report_);
    if (!next.ok()) {
      // What stands behind it cannot be read: an import of a part would not be what the file says.
      report_.BadFile(options_.paths.size() == 1 ? options_.paths.front() : options_.format,
                      std::string(next.status().message()));
      return send ? Cancel(ExitCode::kBadInput) : Print(ExitCode::kBadInput);
    }
    if (!*next) break;
    SourceItem& item = **next;
    if (files_.empty() || files_.back() != item.file) files_.push_back(item.file);
    file_of_item_.push_back(static_cast<uint32_t>(files_.size() - 1));
    ++items_;
    if (send)
      if (grpc::Status added = stager.Add(std::move(item.item)); !added.ok()) return Failed(added);
    progress_.At(items_, source_->Progress());
  }
  if (send)
    if (grpc::Status finished = stager.Finish(); !finished.ok()) return Failed(finished);
  if (send) chunks_ = stager.chunks();
  progress_.End();
  return std::nullopt;
}

template <class Request>
ImportRun::End ImportRun::Go(grpc::Status (ImportApi::*method)(grpc::ClientContext*, const Request&,
                                                               google::longrunning::Operation*),
                             Request request, v1::ImportState state, const char* phase) {
  request.set_operation(operation_.name());
  request.set_request_id(RandomUuid());
  google::longrunning::Operation operation;  // a call that fails empties it
  if (grpc::Status went = session_.connection().Call(method, request, operation); !went.ok()) return Failed(went);
  operation_ = std::move(operation);
  return Follow(state, phase);
}

ImportRun::End ImportRun::Plan() {
  v1::PlanImportRequest request;
  request.set_chunks(chunks_);
  return Go(&ImportApi::PlanImport, std::move(request), v1::IMPORT_STATE_PLANNED, "planning");
}

ImportRun::End ImportRun::Follow(v1::ImportState state, const char* phase) {
  progress_.Begin(phase, "items");
  while (true) {
    if (End end = FetchOperation()) return end;
    const v1::ImportMetadata metadata = Metadata();
    const double all = static_cast<double>(state == v1::IMPORT_STATE_PLANNED ? items_ : metadata.staged_items());
    progress_.At(metadata.done_items(), all > 0 ? static_cast<double>(metadata.done_items()) / all : -1);
    if (operation_.done() || (metadata.state() == state && state == v1::IMPORT_STATE_PLANNED)) break;
    std::this_thread::sleep_for(kBetweenLooks);
  }
  progress_.End();
  if (!operation_.done() || !operation_.has_error()) return std::nullopt;
  ForgetImport(operation_.name());
  return EndOf(session_, operation_);
}

ImportRun::End ImportRun::FetchOperation() {
  google::longrunning::GetOperationRequest request;
  request.set_name(operation_.name());
  google::longrunning::Operation operation;
  if (grpc::Status got = session_.connection().Call(&OperationsApi::GetOperation, request, operation); !got.ok())
    return Failed(got);
  operation_ = std::move(operation);
  if (!operation_.metadata().Is<v1::ImportMetadata>())
    return session_.Fail(ExitCode::kUsage, fmt::format("{} is no import", Printable(operation_.name())));
  return std::nullopt;
}

v1::ImportMetadata ImportRun::Metadata() const {
  v1::ImportMetadata metadata;
  operation_.metadata().UnpackTo(&metadata);
  return metadata;
}

ExitCode ImportRun::Decide() {
  if (End end = FetchResults()) return *end;
  WriteRefused();
  if (options_.dry_run) return Cancel(ExitCode::kOk);
  if ((report_.unreadable > 0 || !refused_.empty()) && !options_.keep_going) {
    progress_.Say(
        "lecternctl: nothing was imported, since some of it is refused: mend it, or leave it out with --keep-going");
    return Cancel(ExitCode::kRefused);
  }
  if (options_.review) {
    progress_.Say(
        fmt::format("lecternctl: the import waits for you: `lecternctl import resume {0}` commits it, `lecternctl "
                    "operations cancel "
                    "{0}` drops it",
                    operation_.name()));
    options_.review = false;
    NoteImport(operation_.name(), options_).IgnoreError();
    return Print(ExitCode::kOk);
  }
  return Commit();
}

ExitCode ImportRun::Commit() {
  v1::CommitImportRequest request;
  request.set_keep_going(options_.keep_going);
  for (const auto& [item, into] : options_.merges) {
    v1::ImportMerge& merge = *request.add_merges();
    merge.set_item(item);
    merge.set_into(into);
  }
  if (End end = Go(&ImportApi::CommitImport, std::move(request), v1::IMPORT_STATE_COMMITTED, "writing")) return *end;
  if (End end = FetchResults()) return *end;
  ForgetImport(operation_.name());
  return Print(ExitCode::kOk);
}

ImportRun::End ImportRun::FetchResults() {
  const v1::ImportMetadata metadata = Metadata();
  // What the pages of the old site need beside their entries is told by name, not counted.
  report_.Count(metadata.kinds(),
                legacy() ? std::vector<std::string>{"entries", "teacherResources"} : std::vector<std::string>());
  report_.duplicates = metadata.duplicates();
  report_.hotlines.clear();
  report_.teacher_resources.clear();
  const bool committed = metadata.state() == v1::IMPORT_STATE_COMMITTED;
  if (!committed) report_.items.clear();
  v1::ListImportItemsRequest request;
  request.set_operation(operation_.name());
  request.set_page_size(kResultsAtOnce);
  if (!legacy()) {
    for (const auto outcome : {v1::IMPORT_OUTCOME_CONFLICT, v1::IMPORT_OUTCOME_REFUSED, v1::IMPORT_OUTCOME_ABSENT})
      request.add_outcomes(outcome);
    if (!committed) request.add_outcomes(v1::IMPORT_OUTCOME_UPDATED);
    request.set_with_duplicates(true);
  }
  do {
    v1::ListImportItemsResponse page;
    if (grpc::Status listed = session_.connection().Call(&ImportApi::ListImportItems, request, page); !listed.ok())
      return Failed(listed);
    for (const v1::ImportItemResult& result : page.results()) TakeResult(result);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return std::nullopt;
}

void ImportRun::TakeResult(const v1::ImportItemResult& result) {
  const bool has_file = result.item() >= 0 && static_cast<size_t>(result.item()) < file_of_item_.size();
  const std::string file = has_file ? files_[file_of_item_[static_cast<size_t>(result.item())]] : result.place().file();
  const auto line = static_cast<int>(result.place().line());
  const std::string outcome = OutcomeText(result.outcome());
  const bool committed = Metadata().state() == v1::IMPORT_STATE_COMMITTED;
  for (ImportReport::Page& page : report_.pages)
    if (page.name == result.name()) page.outcome = outcome;
  if (result.name().find("/hotlines/") != std::string::npos) report_.hotlines.push_back({result.name(), outcome});
  if (result.name().starts_with("teacherResources/"))
    report_.teacher_resources.push_back({file, result.name(), outcome});
  if (result.outcome() == v1::IMPORT_OUTCOME_REFUSED) {
    const google::rpc::Status& refusal = result.refusal();
    const Failure why = session_.connection().Explained(
        {static_cast<grpc::StatusCode>(refusal.code()), refusal.message(), refusal.SerializeAsString()});
    // The title is not told: it can name a victim.
    if (!refused_.emplace(result.item(), Text(why)).second) return;
    const std::string what =
        line > 0 ? fmt::format("the item at line {}", line) : fmt::format("item {}", result.item());
    const std::string text = fmt::format("{}: {}", what, Text(why));
    report_.refusals.push_back({file, text, line, static_cast<int>(result.place().column())});
    if (refused_.size() <= kMostTold) report_.say(fmt::format("lecternctl: {}: {}", Printable(file), text));
    if (refused_.size() == kMostTold + 1) report_.say("lecternctl: more is refused (--output json lists all)");
    return;
  }
  const bool notable = result.outcome() == v1::IMPORT_OUTCOME_CONFLICT ||
                       result.outcome() == v1::IMPORT_OUTCOME_ABSENT || result.changes_size() > 0 ||
                       result.duplicates_size() > 0;
  // Once it is committed, the plan's differences are what is known of it.
  if (notable && !committed) report_.items.push_back({file, line, result});
}

void ImportRun::WriteRefused() {
  const auto format = TableFormat(options_.format);
  if (!format || (refused_.empty() && report_.unreadable == 0)) return;
  const std::string path = options_.refused_to.empty() ? options_.paths.front() + ".refused" : options_.refused_to;
  std::ofstream out(path, std::ios::binary);
  const auto writer = formats::NewRefusedWriter(*format, out);
  // The input once more: of a million records only those that are refused were worth keeping.
  ImportReport ignored;
  if (OpenSource()) return;
  auto& table = static_cast<TableSource&>(*source_);
  table.set_unreadable([&](const formats::ReadItem& record, std::string_view preamble) {
    writer->Write(record.raw, preamble, *record.error);
  });
  for (int64_t item = 0;; ++item) {
    auto next = table.Next(ignored);
    if (!next.ok() || !*next) break;
    if (const auto why = refused_.find(item); why != refused_.end())
      writer->Write((*next)->raw, table.Preamble(), why->second);
  }
  writer->Finish();
  out.close();
  progress_.Say(out ? fmt::format("lecternctl: what is refused stands in {}, with the reasons", Printable(path))
                    : fmt::format("lecternctl: {} cannot be written", Printable(path)));
}

ExitCode ImportRun::Cancel(ExitCode code) {
  google::longrunning::CancelOperationRequest request;
  request.set_name(operation_.name());
  google::protobuf::Empty done;
  const grpc::Status cancelled = session_.connection().Call(&OperationsApi::CancelOperation, request, done);
  if (!cancelled.ok() && code == ExitCode::kOk) return Failed(cancelled);
  ForgetImport(operation_.name());
  return Print(code);
}

ExitCode ImportRun::Print(ExitCode code) {
  if (code == ExitCode::kOk) {
    const bool page_conflict = std::any_of(report_.pages.begin(), report_.pages.end(), [](const auto& page) {
      return page.outcome == "conflict" || page.outcome == "refused";
    });
    if (report_.refused + report_.conflicts > 0 || page_conflict || !refused_.empty()) code = ExitCode::kRefused;
    if (report_.bad_files + report_.unreadable > 0) code = ExitCode::kBadInput;
  }
  Output& output = session_.output();
  if (!options_.html.empty()) {
    if (absl::Status written = WriteHtmlReport(report_, options_.html); !written.ok())
      code = session_.Fail(ExitCode::kBadInput, std::string(written.message()));
  }
  if (session_.json()) {
    // What is not UTF-8 cannot get here (see SourceFile); a replacement is better than an exception all the same.
    output.out << ToJson(report_).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
  } else {
    admin::Print(report_, output.width, output.out);
    if (options_.dry_run) output.out << "A dry run: nothing was stored.\n";
  }
  return code;
}

ExitCode ImportRun::Failed(const grpc::Status& status) {
  const ExitCode code = session_.Fail(status);
  if (!operation_.name().empty())
    session_.output().err << fmt::format("The import goes on with `lecternctl import resume {}`.\n", operation_.name());
  return code;
}

}  // namespace lectern::admin
