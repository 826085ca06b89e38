#include "services/editing/edit_methods.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/empty.pb.h"
#include "services/rpc/wire.h"
#include "storage/engine/fault.h"
#include "storage/records/record_value.h"

namespace lectern::editing {
namespace {

using SnapshotPtr = std::shared_ptr<const storage::Snapshot>;

aip::WritePlan PlanOf(EditSession& session, const Edited& edited) {
  aip::WritePlan plan;
  *plan.results.add_items() = edited.result;
  plan.batch = std::move(session.batch());
  return plan;
}

// What Get would answer an editor with, without another look at the store, which may be busy by now.
grpc::ByteBuffer Stamped(const storage::StoreIdentity& identity, const Message& written, storage::Revision revision,
                         absl::Time time) {
  rpc::ByteChain answer;
  answer.Append(written.SerializeAsString());
  answer.Append(storage::EncodeStamps(identity, revision, time));
  return answer.Take();
}

absl::Status CheckCount(std::string_view field, size_t count) {
  if (count > 0 && count <= kMaxItems) return absl::OkStatus();
  return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, field,
                         absl::StrCat("has ", count, "; 1 to ", kMaxItems, " are allowed"));
}

}  // namespace

void WriteOne(const aip::Backend& backend, const rpc::CallPtr& call, const ResourceRules& rules, aip::Decorate decorate,
              aip::WriteRequest write, PlanOne plan_one) {
  auto planned = std::make_shared<std::unique_ptr<Message>>();
  const bool validate_only = write.validate_only;
  aip::Write(
      backend, call, std::move(write),
      [&backend, plan_one = std::move(plan_one), planned](const SnapshotPtr& snapshot,
                                                          absl::Time now) -> absl::StatusOr<aip::WritePlan> {
        EditSession session(backend.identity, *snapshot, now, nullptr);
        ASSIGN_OR_RETURN(Edited edited, plan_one(session));
        aip::WritePlan plan = PlanOf(session, edited);
        *planned = std::move(edited.record);
        return plan;
      },
      [&backend, call, &rules, planned, decorate = std::move(decorate),
       validate_only](absl::StatusOr<aip::WriteOutcome> outcome) mutable {
        if (!outcome.ok()) return call->Finish(outcome.status());
        if (validate_only && *planned != nullptr) return call->Finish(**planned, outcome->revision);
        const v1::UpsertResult& result = outcome->results.items(0);
        if (!outcome->replayed && *planned != nullptr && decorate == nullptr)
          return call->Finish(Stamped(backend.identity, **planned, result.revision(), outcome->time),
                              outcome->revision);
        // A repetition shows what is there now; a first answer the state that this very call found or left.
        const storage::Revision at = outcome->replayed ? 0 : result.revision();
        aip::Get(backend, call, *rules.kind, outcome->results.items(0).name(),
                 {v1::VIEW_FULL, at, std::move(decorate)});
      });
}

void WriteAndForget(const aip::Backend& backend, const rpc::CallPtr& call, aip::WriteRequest write, PlanOne plan_one) {
  aip::Write(
      backend, call, std::move(write),
      [&backend, plan_one = std::move(plan_one)](const SnapshotPtr& snapshot,
                                                 absl::Time now) -> absl::StatusOr<aip::WritePlan> {
        EditSession session(backend.identity, *snapshot, now, nullptr);
        ASSIGN_OR_RETURN(const Edited edited, plan_one(session));
        return PlanOf(session, edited);
      },
      [call](absl::StatusOr<aip::WriteOutcome> outcome) {
        if (!outcome.ok()) return call->Finish(outcome.status());
        call->Finish(google::protobuf::Empty(), outcome->revision);
      });
}

void WriteNames(const aip::Backend& backend, const rpc::CallPtr& call, std::vector<std::string> names,
                std::shared_ptr<const v1::Publication> publication, aip::WriteRequest write, PlanName plan_name,
                NamesDone done) {
  if (absl::Status fits = CheckCount("names", names.size()); !fits.ok()) return call->Finish(fits);
  aip::Write(
      backend, call, std::move(write),
      [&backend, names = std::move(names), publication = std::move(publication), plan_name = std::move(plan_name)](
          const SnapshotPtr& snapshot, absl::Time now) -> absl::StatusOr<aip::WritePlan> {
        EditSession session(backend.identity, *snapshot, now, publication.get());
        aip::WritePlan plan;
        for (size_t i = 0; i < names.size(); ++i) {
          ASSIGN_OR_RETURN(const Edited edited, plan_name(session, names[i], absl::StrCat("names[", i, "].")));
          *plan.results.add_items() = edited.result;
        }
        plan.batch = std::move(session.batch());
        return plan;
      },
      [call, done = std::move(done)](absl::StatusOr<aip::WriteOutcome> outcome) {
        if (!outcome.ok()) return call->Finish(outcome.status());
        done(outcome->results.items(), outcome->revision);
      });
}

void BatchUpsert(const aip::Backend& backend, const rpc::CallPtr& call, std::shared_ptr<const Message> request,
                 const ResourceRules& rules, std::vector<UpsertItem> items, std::string item_path,
                 const v1::Publication* publication, aip::WriteRequest write) {
  if (absl::Status fits = CheckCount("items", items.size()); !fits.ok()) return call->Finish(fits);
  aip::Write(
      backend, call, std::move(write),
      [&backend, &rules, request = std::move(request), items = std::move(items), item_path = std::move(item_path),
       publication](const SnapshotPtr& snapshot, absl::Time now) -> absl::StatusOr<aip::WritePlan> {
        EditSession session(backend.identity, *snapshot, now, publication);
        aip::WritePlan plan;
        for (size_t i = 0; i < items.size(); ++i) {
          ASSIGN_OR_RETURN(const Edited edited, session.Upsert(rules, *items[i].resource, *items[i].mask,
                                                               absl::StrCat("items[", i, "].", item_path, ".")));
          *plan.results.add_items() = edited.result;
        }
        plan.batch = std::move(session.batch());
        return plan;
      },
      [call](absl::StatusOr<aip::WriteOutcome> outcome) {
        if (!outcome.ok()) return call->Finish(outcome.status());
        v1::BatchUpsertResponse answer;
        *answer.mutable_results() = outcome->results.items();
        call->Finish(answer, outcome->revision);
      });
}

}  // namespace lectern::editing
