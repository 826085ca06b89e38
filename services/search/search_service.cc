#include "services/search/search_service.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "services/aip/request_hash.h"
#include "services/rpc/min_revision.h"
#include "services/search/answers.h"
#include "storage/engine/fault.h"
#include "storage/engine/memory_only.h"
#include "storage/search/analysis/borrowed_analyzer.h"

namespace lectern::searching {
namespace {

// Commits that an index which keeps up may be behind, and how long it is waited for then.
constexpr storage::Revision kNearlyUpToDate = 64;
constexpr absl::Duration kCourtesy = absl::Milliseconds(250);
// Of a thread that brings calls, for one of them.
constexpr absl::Duration kSparedTime = absl::Milliseconds(1);

template <class Request>
using Answerer = absl::StatusOr<Answer> (*)(const aip::Backend&, const search::ReadyIndex&, const Caller&,
                                            const Request&);

bool IsDamage(const absl::Status& status) {
  return status.code() == absl::StatusCode::kDataLoss && ReasonOf(status) == v1::ERROR_REASON_INDEX_NOT_READY;
}

// A damaged index is not asked again: what it says cannot be relied on.
void Finish(search::IndexKeeper& keeper, const search::ReadyIndex& ready, const rpc::CallPtr& call,
            absl::StatusOr<Answer> answer) {
  if (answer.ok()) return call->Finish(answer->bytes.Take(), answer->revision);
  if (IsDamage(answer.status())) {
    keeper.ReportDamage(ready);
    return call->Finish(keeper.NotReady());
  }
  if (absl::Status wanted = call->StillWanted(); !wanted.ok()) return call->Finish(wanted);
  call->Finish(answer.status());
}

template <class Request>
absl::StatusOr<Answer> Make(const aip::Backend& backend, const search::ReadyIndex& ready, const rpc::Call& call,
                            const Request& request, Answerer<Request> answerer,
                            std::function<absl::Status()> still_wanted) {
  const search::BorrowedAnalyzer analyzer;
  return answerer(backend, ready,
                  {call.audience(), aip::ListingHash(call, request), std::move(still_wanted), *analyzer}, request);
}

// On the executor.
template <class Request>
void AnswerNow(const aip::Backend& backend, search::IndexKeeper& keeper, const rpc::CallPtr& call,
               const Request& request, Answerer<Request> answerer) {
  const std::shared_ptr<const search::ReadyIndex> ready = keeper.Ready();
  if (ready == nullptr) return call->Finish(keeper.NotReady());
  Finish(keeper, *ready, call,
         Make(backend, *ready, *call, request, answerer, [&call] { return call->StillWanted(); }));
}

// On the thread that brought the call, since waking another takes longer than most answers. False where the answer
// would need the disk, or more of that thread's time than others can spare.
template <class Request>
bool AnsweredAtOnce(const aip::Backend& backend, search::IndexKeeper& keeper, const rpc::CallPtr& call,
                    const Request& request, Answerer<Request> answerer) {
  const std::shared_ptr<const search::ReadyIndex> ready = keeper.Ready();
  if (ready == nullptr) return false;
  const absl::Time end = absl::Now() + kSparedTime;
  bool late = false;
  auto answer = storage::TryFromMemory([&] {
    return Make(backend, *ready, *call, request, answerer, [&] {
      late = absl::Now() > end;
      return late ? absl::DeadlineExceededError("for the executor") : call->StillWanted();
    });
  });
  if (!answer || (late && !answer->ok())) return false;
  Finish(keeper, *ready, call, *std::move(answer));
  return true;
}

// What a call waits for before it is answered.
struct Wait {
  storage::Revision revision = 0;  // 0: nothing
  absl::Duration patience;
  bool must = false;  // without it there is no answer
};

// An index that is nearly up to date is waited for: what was just written is found, and what was just taken away is not
// counted. One that is far behind, as in a bulk import, answers with what it has.
Wait WaitOf(const storage::Engine& engine, const search::IndexKeeper& keeper, const rpc::Call& call) {
  const storage::Revision least = std::max<storage::Revision>(call.min_revision(), 1);
  const storage::Revision known = keeper.Known();
  if (known < least) return {least, rpc::kRevisionPatience, true};
  const storage::Revision latest = engine.Latest();
  if (known < latest && latest - known <= kNearlyUpToDate) return {latest, kCourtesy, false};
  return {};
}

template <class Request>
void Add(const aip::Backend& backend, search::IndexKeeper& keeper, std::string name, Answerer<Request> answerer,
         rpc::MethodTable& methods) {
  methods.Add<Request>(std::move(name), [&backend, &keeper, answerer](rpc::CallPtr call, Request request) {
    const Wait wait = WaitOf(backend.engine, keeper, *call);
    if (wait.revision == 0 && AnsweredAtOnce(backend, keeper, call, request, answerer)) return;
    auto answer = [&backend, &keeper, call, request = std::move(request), answerer] {
      AnswerNow(backend, keeper, call, request, answerer);
    };
    if (wait.revision == 0) return backend.Run(call, std::move(answer));
    auto reached = [&backend, &keeper, call, wait, answer = std::move(answer)](const absl::Status& status) mutable {
      if (status.code() == absl::StatusCode::kCancelled) return call->Finish(rpc::ServerStopping());
      if (status.ok() || !wait.must) return backend.Run(call, std::move(answer));
      const storage::Revision known = keeper.Known();
      call->Finish(known == 0 ? keeper.NotReady() : rpc::RevisionNotReached(known));
    };
    keeper.WhenReady(wait.revision, std::min(call->start() + wait.patience, call->deadline()), std::move(reached));
  });
}

}  // namespace

void AddSearchMethods(const aip::Backend& backend, search::IndexKeeper& keeper, rpc::MethodTable& methods) {
  Add<v1::SearchRequest>(backend, keeper, "lectern.v1.SearchService/Search", Search, methods);
  Add<v1::SuggestRequest>(backend, keeper, "lectern.v1.SearchService/Suggest", Suggest, methods);
  Add<v1::RelatedRequest>(backend, keeper, "lectern.v1.SearchService/Related", Related, methods);
}

}  // namespace lectern::searching
