#include "clients/admin/export/export_reader.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "clients/admin/stream_watchdog.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

using std::chrono::milliseconds;

constexpr int kFirstPage = 1'000;
// A part takes the server seconds at the most: after so long without one, nobody is there any more.
constexpr milliseconds kLongestSilence{35'000};
// How long the server may be gone, each time, and the waits between the tries to reach it.
constexpr milliseconds kPatience{180'000};
constexpr milliseconds kFirstWait{200};
constexpr milliseconds kLongestWait{2'000};

// Whether a stream that ended so is begun anew where it was.
bool IsBreak(const Failure& failure) {
  if (failure.reason == "SLOW_CONSUMER" || MayPass(failure)) return true;
  if (!failure.reason.empty()) return false;
  // So gRPC calls a stream that was reset, or cut off without a status.
  return failure.code == grpc::StatusCode::OK || failure.code == grpc::StatusCode::INTERNAL ||
         failure.code == grpc::StatusCode::UNKNOWN;
}

using Say = std::function<void(const std::string& line)>;

class Reader {
 public:
  Reader(Session& session, const v1::ExportSelection& selection, const TakePart& take, const Say& say)
      : session_(session), take_(take), say_(say) {
    *request_.mutable_selection() = selection;
  }

  grpc::Status Run() {
    // The first part comes as an answer of its own: a call that cannot be carried out fails as every other verb does,
    // and waits for the revision that --at-least asks for, which no stream does.
    v1::ExportPageRequest first;
    *first.mutable_selection() = request_.selection();
    first.set_page_size(kFirstPage);
    v1::ExportPageResponse page;
    if (grpc::Status status = session_.connection().Call(&ExportApi::ExportPage, first, page); !status.ok())
      return status;
    Take(page.part());
    milliseconds wait = kFirstWait;
    Clock::time_point heard = Clock::now();
    while (!ended_) {
      heard_ = false;
      const grpc::Status status = Stream();
      if (ended_) break;
      const Failure failure = session_.connection().Explained(status);
      if (!IsBreak(failure)) return status;
      if (heard_) {
        wait = kFirstWait;
        heard = Clock::now();
      }
      if (Clock::now() > heard + kPatience) return status;
      TellBreak(failure);
      session_.connection().Pause(std::max(wait, failure.retry_delay));
      wait = std::min(2 * wait, kLongestWait);
    }
    return grpc::Status::OK;
  }

 private:
  using Clock = std::chrono::steady_clock;

  grpc::Status Stream() {
    grpc::ClientContext context;
    const auto stream = session_.connection().Open(&ExportApi::Export, request_, context);
    if (stream == nullptr) return {grpc::StatusCode::UNAVAILABLE, "nothing that speaks gRPC is there"};
    v1::ExportResponse part;
    while (!ended_ && Next(context, *stream, part)) {
      if (!std::exchange(heard_, true) && std::exchange(lost_, false)) say_("The connection is back.");
      Take(part);
    }
    if (ended_) context.TryCancel();
    return stream->Finish();
  }

  // Only the wait for a part is watched: what takes the parts may take its time.
  static bool Next(grpc::ClientContext& context, grpc::ClientReaderInterface<v1::ExportResponse>& stream,
                   v1::ExportResponse& part) {
    const StreamWatchdog watchdog(context, kLongestSilence);
    return stream.Read(&part);
  }

  void Take(const v1::ExportResponse& part) {
    request_.set_page_token(part.next_page_token());
    if (!take_(part) || part.next_page_token().empty()) ended_ = true;
  }

  void TellBreak(const Failure& failure) {
    if (!std::exchange(lost_, true))
      say_(fmt::format("The connection is lost ({}); going on as soon as it is back.", Text(failure)));
  }

  Session& session_;
  const TakePart& take_;
  const Say& say_;
  v1::ExportRequest request_;
  bool heard_ = false;  // a part has come over the present stream
  bool lost_ = false;   // the connection is, and it was said so
  bool ended_ = false;  // all is there, or `take_` wants no more
};

}  // namespace

grpc::Status ReadExport(Session& session, const v1::ExportSelection& selection, const TakePart& take, const Say& say) {
  return Reader(session, selection, take, say).Run();
}

}  // namespace lectern::admin
