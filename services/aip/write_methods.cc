#include "services/aip/write_methods.h"

#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "services/aip/violations.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"

namespace lectern::aip {
namespace {

// A plan that loses this often meets a record that is written all the time; its caller should decide anew.
constexpr int kMaxAttempts = 16;

// Any UUID: 32 hexadecimal digits in groups of 8-4-4-4-12.
bool IsUuid(const std::string& text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !absl::ascii_isxdigit(static_cast<uint8_t>(text[i]))) return false;
  }
  return true;
}

// A write on its way. Each step hands the next one a shared pointer to it.
class Writer : public std::enable_shared_from_this<Writer> {
 public:
  Writer(const Backend& backend, rpc::CallPtr call, WriteRequest request, PlanWrite plan, WriteDone done)
      : backend_(backend),
        call_(std::move(call)),
        request_(std::move(request)),
        plan_(std::move(plan)),
        done_(std::move(done)) {}

  void Start() {
    if (request_.request_id.empty()) return Plan();
    // Before any check: a repetition of a request that was carried out must not meet its own result as an error.
    backend_.engine.FindRequest(RequestKey(), request_.hash,
                                [self = shared_from_this()](absl::StatusOr<storage::CommitResult> found) {
                                  if (!found.ok()) return self->done_(found.status());
                                  if (found->replayed) return self->Answer(*found);
                                  self->Plan();
                                });
  }

 private:
  std::string RequestKey() const {
    return absl::StrCat(call_->principal().id, "\n", Absl(call_->method()), "\n", request_.request_id);
  }

  void Plan() {
    backend_.Run(call_, [self = shared_from_this()] { self->PlanNow(); });
  }

  void PlanNow() {
    auto snapshot = backend_.engine.OpenSnapshot();
    if (!snapshot.ok()) return done_(snapshot.status());
    absl::StatusOr<WritePlan> plan = plan_(*snapshot, absl::Now());
    if (!plan.ok()) return Refuse(plan.status());
    if (request_.validate_only) {
      return done_(WriteOutcome{(*snapshot)->revision(), absl::Now(), false, std::move(plan->results)});
    }
    storage::CommitRequest commit = plan->batch.Take();
    commit.principal = call_->principal().id;
    commit.method = std::string(call_->method());
    if (!request_.request_id.empty())
      commit.request = storage::RequestRow{RequestKey(), request_.hash, plan->results.SerializeAsString()};
    backend_.engine.Commit(std::move(commit), [self = shared_from_this(), results = std::move(plan->results)](
                                                  absl::StatusOr<storage::CommitResult> result) {
      self->Committed(std::move(result), results);
    });
  }

  // A plan may fail over what the same request, sent a moment before, has written meanwhile.
  void Refuse(const absl::Status& why) {
    if (request_.request_id.empty() || request_.validate_only) return done_(why);
    backend_.engine.FindRequest(RequestKey(), request_.hash,
                                [self = shared_from_this(), why](absl::StatusOr<storage::CommitResult> found) {
                                  if (found.ok() && found->replayed) return self->Answer(*found);
                                  self->done_(why);
                                });
  }

  void Committed(absl::StatusOr<storage::CommitResult> result, const internal::v1::RequestResult& results) {
    if (ReasonOf(result.status()) == v1::ERROR_REASON_WRITE_CONTENTION) {
      if (++attempts_ < kMaxAttempts) return Plan();
      absl::Status status = result.status();
      google::rpc::RetryInfo retry;
      retry.mutable_retry_delay()->set_nanos(50'000'000);
      AddDetail(status, retry);
      return done_(status);
    }
    if (!result.ok()) return done_(result.status());
    // Without a request row the engine keeps no result.
    if (request_.request_id.empty()) result->result = results.SerializeAsString();
    Answer(*result);
  }

  void Answer(const storage::CommitResult& result) {
    WriteOutcome outcome{result.revision, result.time, result.replayed, {}};
    if (!outcome.results.ParseFromString(result.result))
      return done_(Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT, "a request row is damaged"));
    for (auto& item : *outcome.results.mutable_items())
      if (item.revision() == 0) item.set_revision(result.revision);
    done_(std::move(outcome));
  }

  const Backend& backend_;
  const rpc::CallPtr call_;
  const WriteRequest request_;
  const PlanWrite plan_;
  const WriteDone done_;
  int attempts_ = 0;
};

}  // namespace

void Write(const Backend& backend, const rpc::CallPtr& call, WriteRequest request, PlanWrite plan, WriteDone done) {
  if (!request.request_id.empty() && !IsUuid(request.request_id))
    return done(FieldFault(v1::ERROR_REASON_FIELD_INVALID, "request_id",
                           "is no UUID such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301"));
  std::make_shared<Writer>(backend, call, std::move(request), std::move(plan), std::move(done))->Start();
}

}  // namespace lectern::aip
