#include "services/export/named_records.h"

#include <algorithm>
#include <memory>
#include <string>

#include "storage/engine/fault.h"
#include "storage/records/record_value.h"

namespace lectern::exports {
namespace {

using storage::RecordView;
using storage::Value;

absl::StatusOr<bool> IsForCaller(const Plan& plan, const std::optional<Value>& value) {
  if (!value) return false;
  ASSIGN_OR_RETURN(const RecordView view, RecordView::Parse(value->bytes()));
  return plan.audience == storage::Audience::kEditor ? plan.deletions || !view.deleted() : view.visible();
}

absl::Status LeaveOut(const Plan& plan, const std::vector<std::optional<Value>>& judged,
                      std::vector<std::optional<Value>>& values) {
  for (size_t i = 0; i < values.size(); ++i) {
    ASSIGN_OR_RETURN(const bool kept, IsForCaller(plan, judged[i]));
    if (!kept) values[i].reset();
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<std::optional<Value>>> ReadNamed(const aip::Backend& backend, const Plan& plan,
                                                            const storage::Snapshot& shown, size_t first, size_t most) {
  std::vector<std::string> keys;
  for (size_t i = first; i < std::min(first + most, plan.names.size()); ++i) keys.push_back(plan.names[i].key);
  ASSIGN_OR_RETURN(std::vector<std::optional<Value>> values, shown.MultiGet(keys));
  if (plan.audience != storage::Audience::kEditor && shown.revision() != backend.engine.Latest()) {
    ASSIGN_OR_RETURN(const auto now, backend.engine.OpenSnapshot());
    ASSIGN_OR_RETURN(std::vector<std::optional<Value>> current, now->MultiGet(keys));
    RETURN_IF_ERROR(LeaveOut(plan, values, current));
    values = std::move(current);
  }
  RETURN_IF_ERROR(LeaveOut(plan, values, values));
  return values;
}

}  // namespace lectern::exports
