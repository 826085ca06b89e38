#include "services/export/export_service.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "services/aip/violations.h"
#include "services/export/export_parts.h"
#include "storage/engine/fault.h"

namespace lectern::exports {
namespace {

constexpr size_t kDefaultPage = 500, kLargestPage = 1000;

using KindsPtr = std::shared_ptr<const std::vector<ExportKind>>;

// What a call exports, and how. In place for as long as it lasts: writers refer to plans.
class Job {
 public:
  template <class Request>
  static absl::StatusOr<std::shared_ptr<const Job>> Of(KindsPtr kinds, const Request& request,
                                                       const rpc::CallBase& call) {
    if (!request.has_selection()) return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "selection", "is required");
    ASSIGN_OR_RETURN(Plan plan, PlanExport(*kinds, request.selection(), call));
    return std::make_shared<const Job>(std::move(kinds), std::move(plan));
  }
  Job(KindsPtr kinds, Plan plan) : kinds_(std::move(kinds)), plan_(std::move(plan)) {}

  absl::StatusOr<v1::ExportResponse> Next(const aip::Backend& backend, const rpc::CallBase& call,
                                          const std::string& token, size_t records) const {
    return NextPart(backend, call, plan_, *writer_, token, {.records = records});
  }

 private:
  const KindsPtr kinds_;
  const Plan plan_;
  const std::unique_ptr<RecordWriter> writer_ = NewRecordWriter(plan_);
};

// Gives a stream its parts. What it remembers between two of them is a token.
class Feed : public std::enable_shared_from_this<Feed> {
 public:
  Feed(const aip::Backend& backend, rpc::StreamCallPtr call, std::shared_ptr<const Job> job, std::string token)
      : backend_(backend), call_(std::move(call)), job_(std::move(job)), token_(std::move(token)) {}

  void Pull() {
    if (ended_) return call_->Finish(absl::OkStatus());
    call_->Run(backend_.executor, [self = shared_from_this()] { self->Work(); });
  }

 private:
  void Work() {
    if (!call_->Open()) return;
    const auto part = job_->Next(backend_, *call_, token_, std::numeric_limits<int32_t>::max());
    if (!part.ok()) return call_->Finish(part.status());
    token_ = part->next_page_token();
    ended_ = token_.empty();
    call_->Send(rpc::Serialize(*part), part->revision());
  }

  const aip::Backend& backend_;
  const rpc::StreamCallPtr call_;
  const std::shared_ptr<const Job> job_;
  std::string token_;
  bool ended_ = false;
};

void Export(const aip::Backend& backend, const KindsPtr& kinds, const rpc::StreamCallPtr& call,
            const v1::ExportRequest& request) {
  auto job = Job::Of(kinds, request, *call);
  if (!job.ok()) return call->Finish(job.status());
  auto feed = std::make_shared<Feed>(backend, call, *std::move(job), request.page_token());
  call->Serve([feed = std::move(feed)] { feed->Pull(); });
}

void ExportPage(const aip::Backend& backend, const KindsPtr& kinds, const rpc::CallPtr& call,
                const v1::ExportPageRequest& request) {
  if (request.page_size() < 0)
    return call->Finish(aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "page_size", "is negative"));
  auto job = Job::Of(kinds, request, *call);
  if (!job.ok()) return call->Finish(job.status());
  const size_t asked = static_cast<size_t>(request.page_size());
  const size_t records = asked == 0 ? kDefaultPage : std::min(asked, kLargestPage);
  backend.Run(call, [&backend, call, job = *std::move(job), token = request.page_token(), records] {
    auto part = job->Next(backend, *call, token, records);
    if (!part.ok()) return call->Finish(part.status());
    const storage::Revision revision = part->revision();
    v1::ExportPageResponse page;
    *page.mutable_part() = *std::move(part);
    call->Finish(page, revision);
  });
}

}  // namespace

void AddExportMethods(const aip::Backend& backend, const std::vector<ListedKind>& listed, rpc::MethodTable& methods) {
  const auto kinds = std::make_shared<const std::vector<ExportKind>>(OrderedKinds(listed));
  methods.AddStream<v1::ExportRequest>(
      "lectern.v1.ExportService/Export",
      [&backend, kinds](rpc::StreamCallPtr call, v1::ExportRequest request) { Export(backend, kinds, call, request); });
  methods.Add<v1::ExportPageRequest>("lectern.v1.ExportService/ExportPage",
                                     [&backend, kinds](rpc::CallPtr call, v1::ExportPageRequest request) {
                                       ExportPage(backend, kinds, call, request);
                                     });
}

}  // namespace lectern::exports
