// From what an export selects to what it reads, and in which order.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lectern/v1/export_service.pb.h"
#include "services/export/export_kinds.h"
#include "services/rpc/call.h"

namespace lectern::exports {

// Which of a kind's resources a listing is read for: a translation comes after what it translates.
enum class Pass { kAll, kOriginals, kTranslations };

// A listing that an export reads.
struct Source {
  const ExportKind* kind = nullptr;
  aip::Listing listing;
  Pass pass = Pass::kAll;
};

// A resource that an export was asked for by name.
struct Named {
  const ExportKind* kind = nullptr;
  std::string key;
};

using Fields = std::vector<const google::protobuf::FieldDescriptor*>;

// What is written of a kind's resources.
struct KindFields {
  Fields left_out;   // those of the resource that are not
  std::string mask;  // the others but the name, as JSON writes a field mask; empty: all that is exported
};

// Valid as long as the kinds that it was made from.
struct Plan {
  v1::ExportFormat format = v1::EXPORT_FORMAT_JSON_LINES;
  storage::Audience audience = storage::Audience::kReader;
  std::vector<Source> sources;
  std::vector<Named> names;  // instead of sources, where there are any
  std::map<const storage::RecordKind*, KindFields> fields;
  bool deletions = false;
  uint64_t hash = 0;  // of the selection and the role
};

// INVALID_ARGUMENT (FIELD_INVALID with each field named, FILTER_UNSUPPORTED).
absl::StatusOr<Plan> PlanExport(const std::vector<ExportKind>& kinds, const v1::ExportSelection& selection,
                                const rpc::CallBase& call);

// Whether the format is one of entries alone.
bool OfEntriesAlone(v1::ExportFormat format);

}  // namespace lectern::exports
