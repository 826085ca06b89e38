#include "clients/admin/batches.h"

#include "fmt/format.h"

namespace lectern::admin {

std::vector<Range> CutIntoBatches(const std::vector<size_t>& sizes, size_t most_items, size_t most_bytes) {
  std::vector<Range> batches;
  size_t bytes = 0;
  for (size_t i = 0; i < sizes.size(); ++i) {
    if (batches.empty() || batches.back().size() >= most_items || bytes + sizes[i] > most_bytes) {
      batches.push_back({i, i});
      bytes = 0;
    }
    batches.back().end = i + 1;
    bytes += sizes[i];
  }
  return batches;
}

grpc::Status SendBisecting(Range range, const SendRange& send, const Caller& caller, std::vector<ItemResult>& results) {
  v1::BatchUpsertResponse answer;
  const grpc::Status status = send(range, answer);
  if (status.ok()) {
    if (static_cast<size_t>(answer.results_size()) != range.size())
      return {grpc::StatusCode::INTERNAL,
              fmt::format("the server answered with {} results for {} items", answer.results_size(), range.size())};
    for (const v1::UpsertResult& result : answer.results())
      results.push_back({result.name(), result.outcome(), std::nullopt});
    return status;
  }
  Failure failure = Explain(status, caller);
  if (!IsRefusal(failure)) return status;
  if (range.size() == 1) {
    results.push_back({"", v1::UPSERT_OUTCOME_UNSPECIFIED, std::move(failure)});
    return grpc::Status::OK;
  }
  const size_t middle = range.begin + range.size() / 2;
  if (grpc::Status first = SendBisecting({range.begin, middle}, send, caller, results); !first.ok()) return first;
  return SendBisecting({middle, range.end}, send, caller, results);
}

}  // namespace lectern::admin
