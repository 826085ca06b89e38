#include "services/changes/change_kinds.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "lectern/v1/change_service.pb.h"
#include "services/aip/violations.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"

namespace lectern::changes {
namespace {

ChangeKinds FindAll() {
  ChangeKinds kinds;
  const auto* resource = v1::Change::descriptor()->FindOneofByName("resource");
  for (const storage::RecordKind* kind : storage::AllRecordKinds()) {
    const auto* record = kind->prototype->GetDescriptor();
    const auto* lifecycle = record->FindFieldByName("lifecycle");
    for (int i = 0; i < resource->field_count(); ++i)
      if (resource->field(i)->message_type() == record)
        kinds[static_cast<char>(kind->keyspace)] = {kind, resource->field(i)->number(),
                                                    lifecycle == nullptr ? 0 : lifecycle->number()};
  }
  return kinds;
}

std::string Offered() {
  std::vector<std::string> names;
  for (const auto& [space, kind] : AllChangeKinds()) names.emplace_back(kind.kind->plural);
  return absl::StrJoin(names, ", ");
}

}  // namespace

const ChangeKinds& AllChangeKinds() {
  static const ChangeKinds kinds = FindAll();
  return kinds;
}

absl::StatusOr<ChangeKinds> ChangeKindsOf(const google::protobuf::RepeatedPtrField<std::string>& collections) {
  if (collections.empty()) return AllChangeKinds();
  ChangeKinds wanted;
  aip::Violations violations;
  for (int i = 0; i < collections.size(); ++i) {
    bool found = false;
    for (const auto& [space, kind] : AllChangeKinds()) {
      if (kind.kind->plural != collections[i]) continue;
      wanted[space] = kind;
      found = true;
    }
    if (!found) violations.Add(absl::StrCat("kinds[", i, "]"), absl::StrCat("is none of: ", Offered()));
  }
  RETURN_IF_ERROR(violations.ToStatus());
  return wanted;
}

}  // namespace lectern::changes
