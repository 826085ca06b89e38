#include "services/editing/edit_methods.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/empty.pb.h"
#include "storage/engine/fault.h"

namespace lectern::editing {
namespace {

using SnapshotPtr = std::shared_ptr<const storage::Snapshot>;

// Plans one change of one resource.
using PlanOne = std::function<absl::StatusOr<Edited>(EditSession&)>;

aip::WritePlan PlanOf(EditSession& session, const Edited& edited) {
  aip::WritePlan plan;
  *plan.results.add_items() = edited.result;
  plan.batch = std::move(session.batch());
  return plan;
}

// Carries out a write of one resource and answers with it.
void WriteOne(const aip::Backend& backend, const rpc::CallPtr& call, const ResourceRules& rules,
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
      [&backend, call, &rules, planned, validate_only](absl::StatusOr<aip::WriteOutcome> outcome) {
        if (!outcome.ok()) return call->Finish(outcome.status());
        if (validate_only && *planned != nullptr) return call->Finish(**planned, outcome->revision);
        // A repetition shows what is there now; a first answer what this very commit left.
        std::optional<storage::Revision> at;
        if (!outcome->replayed) at = outcome->revision;
        aip::Get(backend, call, *rules.kind, outcome->results.items(0).name(), v1::VIEW_FULL, nullptr, at);
      });
}

}  // namespace

void BatchUpsert(const aip::Backend& backend, const rpc::CallPtr& call, std::shared_ptr<const Message> request,
                 const ResourceRules& rules, std::vector<UpsertItem> items, std::string item_path,
                 const v1::Publication* publication, aip::WriteRequest write) {
  if (items.empty() || items.size() > kMaxItems)
    return call->Finish(aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "items",
                                        absl::StrCat("has ", items.size(), "; 1 to ", kMaxItems, " are allowed")));
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

void Create(const aip::Backend& backend, const rpc::CallPtr& call, std::shared_ptr<const Message> request,
            const ResourceRules& rules, const Message& resource, std::string path, aip::WriteRequest write) {
  WriteOne(backend, call, rules, std::move(write),
           [request = std::move(request), &rules, &resource, path = std::move(path)](EditSession& session) {
             return session.Create(rules, resource, path + ".");
           });
}

void Update(const aip::Backend& backend, const rpc::CallPtr& call, std::shared_ptr<const Message> request,
            const ResourceRules& rules, const Message& resource, const FieldMask& mask, std::string path,
            aip::WriteRequest write) {
  WriteOne(backend, call, rules, std::move(write),
           [request = std::move(request), &rules, &resource, &mask, path = std::move(path)](EditSession& session) {
             return session.Update(rules, resource, mask, path + ".");
           });
}

void Delete(const aip::Backend& backend, const rpc::CallPtr& call, const storage::RecordKind& kind, std::string name,
            std::string etag, aip::WriteRequest write) {
  aip::Write(
      backend, call, std::move(write),
      [&backend, &kind, name = std::move(name), etag = std::move(etag)](
          const SnapshotPtr& snapshot, absl::Time now) -> absl::StatusOr<aip::WritePlan> {
        EditSession session(backend.identity, *snapshot, now, nullptr);
        ASSIGN_OR_RETURN(const Edited edited, session.Delete(kind, name, etag));
        return PlanOf(session, edited);
      },
      [call](absl::StatusOr<aip::WriteOutcome> outcome) {
        if (!outcome.ok()) return call->Finish(outcome.status());
        call->Finish(google::protobuf::Empty(), outcome->revision);
      });
}

}  // namespace lectern::editing
