// The parts of an export, one after another. Each is worked out from the place that its token tells, so that a slow
// reader, a lost connection and a restart of the server cost nothing but the next part.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "lectern/v1/export_service.pb.h"
#include "services/aip/backend.h"
#include "services/export/record_writer.h"

namespace lectern::exports {

struct PartLimits {
  size_t records = 0;
  size_t bytes = 1 << 20;
};

// The part where `token` leads, or the first; all parts show one revision. It has a record at least, however long,
// unless it ends the export or has read as many records as a call may (aip::kScanBudget). Waits for the disk.
// INVALID_ARGUMENT (PAGE_TOKEN_INVALID, PAGE_TOKEN_FOREIGN); FAILED_PRECONDITION (PAGE_TOKEN_EPOCH); OUT_OF_RANGE
// (SNAPSHOT_EXPIRED); DATA_LOSS (RECORD_CORRUPT); what CallBase::StillWanted says.
absl::StatusOr<v1::ExportResponse> NextPart(const aip::Backend& backend, const rpc::CallBase& call, const Plan& plan,
                                            const RecordWriter& writer, const std::string& token,
                                            const PartLimits& limits);

}  // namespace lectern::exports
