#include "services/erasure/erasure_service.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "lectern/v1/erasure_service.pb.h"
#include "services/aip/violations.h"
#include "services/editing/edit_methods.h"
#include "services/editing/field_access.h"
#include "services/editing/field_rules.h"
#include "services/erasure/erase_text.h"
#include "services/erasure/erasure_plan.h"
#include "services/operations/compaction.h"
#include "storage/engine/fault.h"

namespace lectern::erasure {
namespace {

using google::protobuf::Message;
using Rules = std::vector<const editing::ResourceRules*>;
using SnapshotPtr = std::shared_ptr<const storage::Snapshot>;

// One letter would hide half of a page.
constexpr size_t kLeastRedactedBytes = 2;
constexpr size_t kMostTextBytes = 1024;
constexpr size_t kMostReplacementBytes = 256;

// The request with what it leaves unsaid.
template <class Request>
absl::StatusOr<std::shared_ptr<const Request>> Complete(Request request, size_t least_bytes,
                                                        const char* default_replacement) {
  aip::Violations violations;
  if (request.text().size() < least_bytes || request.text().size() > kMostTextBytes)
    violations.Add("text", absl::StrCat("has ", request.text().size(), " bytes; ", least_bytes, " to ", kMostTextBytes,
                                        " are allowed"));
  if (request.replacement().size() > kMostReplacementBytes)
    violations.Add("replacement", absl::StrCat("has ", request.replacement().size(), " bytes; at most ",
                                               kMostReplacementBytes, " are allowed"));
  if (request.replacement().empty()) request.set_replacement(default_replacement);
  if (!editing::IsPlainText(request.replacement())) violations.Add("replacement", "holds control characters or markup");
  if (!request.text().empty() && request.replacement().find(request.text()) != std::string::npos)
    violations.Add("replacement", "holds the text that it stands for");
  RETURN_IF_ERROR(violations.ToStatus());
  return std::make_shared<const Request>(std::move(request));
}

// Marks every place of the text, and says how many are marked now.
absl::Status Mark(const v1::RedactRequest& request, Message& record, int& count) {
  const auto* field = editing::Field(record, "redactions");
  if (field == nullptr)
    return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "name", "is of a kind that keeps no redactions");
  std::vector<v1::Redaction> found = FindInPublicText(record, request.text(), request.replacement());
  if (found.empty())
    return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "text", "stands in nothing that readers see");
  const auto* reflection = record.GetReflection();
  // The new ones first: where two meet, the new words stand.
  for (int i = 0; i < reflection->FieldSize(record, field); ++i)
    found.push_back(static_cast<const v1::Redaction&>(reflection->GetRepeatedMessage(record, field, i)));
  found = Merged(std::move(found));
  count = static_cast<int>(found.size());
  reflection->ClearField(&record, field);
  for (const v1::Redaction& redaction : found) reflection->AddMessage(&record, field)->CopyFrom(redaction);
  if (editing::EnumOf(record, "identity_risk") != v1::IDENTITY_RISK_IDENTIFIABLE)
    reflection->SetEnumValue(&record, editing::Field(record, "identity_risk"), v1::IDENTITY_RISK_NAMED);
  return absl::OkStatus();
}

absl::StatusOr<const editing::ResourceRules*> RulesFor(const Rules& rules, const std::string& name) {
  for (const editing::ResourceRules* of : rules)
    if (of->kind->KeyOf(name)) return of;
  return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "name", "is no name of a resource of the catalogue");
}

void AddRedact(const aip::Backend& backend, const Rules& rules, rpc::MethodTable& methods) {
  methods.Add<v1::RedactRequest>(
      "lectern.v1.ErasureService/Redact", [&backend, rules](rpc::CallPtr call, v1::RedactRequest incoming) {
        const auto request = Complete(std::move(incoming), kLeastRedactedBytes, "[name withheld]");
        if (!request.ok()) return call->Finish(request.status());
        const auto of = RulesFor(rules, (*request)->name());
        if (!of.ok()) return call->Finish(of.status());
        aip::Write(
            backend, call, editing::WriteRequestOf(**request),
            [&backend, request = *request, of = *of](const SnapshotPtr& snapshot,
                                                     absl::Time now) -> absl::StatusOr<aip::WritePlan> {
              editing::EditSession session(backend.identity, *snapshot, now, nullptr);
              int count = 0;
              ASSIGN_OR_RETURN(const editing::Edited edited,
                               session.Redact(*of, request->name(), request->etag(),
                                              [&](Message& record) { return Mark(*request, record, count); }));
              aip::WritePlan plan;
              *plan.results.add_items() = edited.result;
              plan.results.set_count(count);
              plan.batch = std::move(session.batch());
              return plan;
            },
            [call](absl::StatusOr<aip::WriteOutcome> outcome) {
              if (!outcome.ok()) return call->Finish(outcome.status());
              v1::RedactResponse answer;
              *answer.mutable_result() = outcome->results.items(0);
              answer.set_redactions(outcome->results.count());
              call->Finish(answer, outcome->revision);
            });
      });
}

void AddExpunge(const aip::Backend& backend, operations::Jobs& jobs, const Rules& rules,
                const CheckElsewhere& check_elsewhere, rpc::MethodTable& methods) {
  methods.Add<v1::ExpungeRequest>("lectern.v1.ErasureService/Expunge", [&backend, &jobs, rules, check_elsewhere](
                                                                           rpc::CallPtr call,
                                                                           v1::ExpungeRequest incoming) {
    const auto request = Complete(std::move(incoming), 0, "[erased]");
    if (!request.ok()) return call->Finish(request.status());
    const auto of = RulesFor(rules, (*request)->name());
    if (!of.ok()) return call->Finish(of.status());
    const bool validate_only = (*request)->validate_only();
    aip::Write(
        backend, call, editing::WriteRequestOf(**request),
        [&backend, &jobs, request = *request, of = *of, check_elsewhere, principal = call->principal().id](
            const SnapshotPtr& snapshot, absl::Time now) -> absl::StatusOr<aip::WritePlan> {
          aip::WritePlan plan;
          const Erasure erasure{request->name(), request->text(), request->replacement(), request->etag(),
                                check_elsewhere};
          ASSIGN_OR_RETURN(const ErasurePlan planned,
                           PlanErasure(backend.identity, *snapshot, now, *of, erasure, plan.batch));
          *plan.results.add_items() = planned.result;
          plan.results.set_count(planned.states);
          if (request->validate_only()) return plan;
          // In the same commit: whatever happens, what was erased will leave the disk.
          ASSIGN_OR_RETURN(operations::NewOperation compaction, jobs.New(operations::CompactionOrder(principal, now)));
          plan.results.set_operation(compaction.name());
          plan.batch.others().Put(std::move(compaction.key), std::move(compaction.value));
          return plan;
        },
        [call, &jobs, validate_only](absl::StatusOr<aip::WriteOutcome> outcome) {
          if (!outcome.ok()) return call->Finish(outcome.status());
          v1::ExpungeResponse answer;
          *answer.mutable_result() = outcome->results.items(0);
          answer.set_states(outcome->results.count());
          answer.set_operation(outcome->results.operation());
          if (!validate_only) jobs.Begin(outcome->results.operation());
          call->Finish(answer, outcome->revision);
        });
  });
}

}  // namespace

void AddErasureMethods(const aip::Backend& backend, operations::Jobs& jobs, Rules rules, CheckElsewhere check_elsewhere,
                       rpc::MethodTable& methods) {
  AddRedact(backend, rules, methods);
  AddExpunge(backend, jobs, rules, check_elsewhere, methods);
}

}  // namespace lectern::erasure
