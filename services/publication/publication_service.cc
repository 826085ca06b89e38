#include "services/publication/publication_service.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lectern/v1/publication_service.pb.h"
#include "services/aip/violations.h"
#include "services/editing/edit_methods.h"
#include "services/editing/field_rules.h"
#include "storage/engine/fault.h"
#include "storage/engine/timestamp.h"

namespace lectern::publication {
namespace {

using Rules = std::vector<const editing::ResourceRules*>;

absl::StatusOr<const editing::ResourceRules*> RulesFor(const Rules& rules, const std::string& name,
                                                       const std::string& prefix) {
  for (const editing::ResourceRules* of : rules)
    if (of->kind->KeyOf(name)) return of;
  return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, prefix.substr(0, prefix.size() - 1),
                         "is no name of an entry, country page, hotline or teacher resource");
}

template <class Response>
editing::NamesDone AnswerWith(const rpc::CallPtr& call) {
  return [call](const google::protobuf::RepeatedPtrField<v1::UpsertResult>& results, storage::Revision revision) {
    Response answer;
    *answer.mutable_results() = results;
    call->Finish(answer, revision);
  };
}

absl::Status CheckReviewer(const std::string& field, const std::string& reviewer) {
  if (!reviewer.empty()) return absl::OkStatus();
  return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, field, "is required: who has looked at it?");
}

void Publish(const aip::Backend& backend, const rpc::CallPtr& call, const Rules& rules,
             const v1::PublishRequest& request) {
  aip::Violations violations("publication.");
  editing::CheckFields(request.publication(), violations);
  absl::Status fits = violations.ToStatus();
  if (fits.ok()) fits = CheckReviewer("publication.reviewer", request.publication().reviewer());
  if (!fits.ok()) return call->Finish(fits);
  editing::WriteNames(
      backend, call, {request.names().begin(), request.names().end()},
      std::make_shared<const v1::Publication>(request.publication()), editing::WriteRequestOf(request),
      [rules](editing::EditSession& session, const std::string& name,
              const std::string& prefix) -> absl::StatusOr<editing::Edited> {
        ASSIGN_OR_RETURN(const editing::ResourceRules* of, RulesFor(rules, name, prefix));
        return session.Publish(*of, name, prefix);
      },
      AnswerWith<v1::PublishResponse>(call));
}

void Withdraw(const aip::Backend& backend, const rpc::CallPtr& call, const Rules& rules,
              const v1::WithdrawRequest& request) {
  v1::Review review;
  review.set_reviewer(request.reviewer());
  review.set_note(request.note());
  *review.mutable_review_time() = ToTimestamp(absl::Now());
  aip::Violations violations;
  editing::CheckFields(review, violations);
  absl::Status fits = violations.ToStatus();
  if (fits.ok()) fits = CheckReviewer("reviewer", request.reviewer());
  if (!fits.ok()) return call->Finish(fits);
  editing::WriteNames(
      backend, call, {request.names().begin(), request.names().end()}, nullptr, editing::WriteRequestOf(request),
      [rules, review](editing::EditSession& session, const std::string& name,
                      const std::string& prefix) -> absl::StatusOr<editing::Edited> {
        ASSIGN_OR_RETURN(const editing::ResourceRules* of, RulesFor(rules, name, prefix));
        return session.Withdraw(*of, name, review, prefix);
      },
      AnswerWith<v1::WithdrawResponse>(call));
}

}  // namespace

void AddPublicationMethods(const aip::Backend& backend, Rules rules, rpc::MethodTable& methods) {
  methods.Add<v1::PublishRequest>(
      "lectern.v1.PublicationService/Publish",
      [&backend, rules](rpc::CallPtr call, v1::PublishRequest request) { Publish(backend, call, rules, request); });
  methods.Add<v1::WithdrawRequest>(
      "lectern.v1.PublicationService/Withdraw",
      [&backend, rules](rpc::CallPtr call, v1::WithdrawRequest request) { Withdraw(backend, call, rules, request); });
}

}  // namespace lectern::publication
