#include "services/export/export_plan.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "lectern/v1/limits.pb.h"
#include "services/aip/resource_name.h"
#include "services/aip/violations.h"
#include "services/auth/secret.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"
#include "storage/records/kinds.h"
#include "storage/records/record_value.h"

namespace lectern::exports {
namespace {

using google::protobuf::FieldDescriptor;
using storage::Audience;

constexpr int kMostNames = 1000;
constexpr size_t kMostFilterBytes = 4096;

bool WithFields(v1::ExportFormat format) {
  return format == v1::EXPORT_FORMAT_JSON_LINES || format == v1::EXPORT_FORMAT_CSV || format == v1::EXPORT_FORMAT_TSV;
}

bool IsComputed(const FieldDescriptor* field) { return field->options().GetExtension(v1::limits).computed(); }

// Whether `audience` may have the field in an export at all. What belongs to this store, or to the moment, is in none,
// so that a store that imports one exports the same.
bool IsExported(const FieldDescriptor* field, Audience audience) {
  if (field->number() >= storage::kFirstStampField || field->name() == "hidden_through_revision") return false;
  if (audience == Audience::kEditor) return !IsComputed(field);
  return field->number() < storage::kFirstEditorField;
}

// A listing's error, with the paths of this request: "selection.filter".
absl::Status BelowSelection(absl::Status status) {
  google::rpc::BadRequest request;
  const std::string type = absl::StrCat("type.googleapis.com/", request.GetTypeName());
  const auto detail = status.GetPayload(type);
  if (!detail || !request.ParseFromString(std::string(*detail))) return status;
  for (auto& violation : *request.mutable_field_violations())
    violation.set_field(absl::StrCat("selection.", violation.field()));
  AddDetail(status, request);
  return status;
}

class Planner {
 public:
  Planner(const std::vector<ExportKind>& kinds, const v1::ExportSelection& selection, const rpc::CallBase& call)
      : all_(kinds), selection_(selection), call_(call) {}

  absl::StatusOr<Plan> Run() {
    plan_.format =
        selection_.format() == v1::EXPORT_FORMAT_UNSPECIFIED ? v1::EXPORT_FORMAT_JSON_LINES : selection_.format();
    plan_.audience = call_.audience();
    plan_.deletions = selection_.show_deleted() && plan_.audience == Audience::kEditor;
    plan_.hash = Hash();
    CheckTogether();
    if (selection_.names().empty())
      TakeKinds();
    else
      TakeNames();
    TakeFields();
    RETURN_IF_ERROR(violations_.ToStatus());
    RETURN_IF_ERROR(PlanSources());
    return std::move(plan_);
  }

 private:
  // A part of Export goes on with ExportPage and the other way round: the method is no part of it.
  uint64_t Hash() const {
    const std::string digest = auth::Sha256(absl::StrCat(
        "lectern.v1.ExportService\n", auth::RoleName(call_.principal().role), "\n", selection_.SerializeAsString()));
    uint64_t hash = 0;
    std::memcpy(&hash, digest.data(), sizeof hash);
    return hash;
  }

  void CheckTogether() {
    if (selection_.show_deleted() && OfEntriesAlone(plan_.format) && !WithFields(plan_.format))
      violations_.Add("selection.show_deleted",
                      "goes with JSON_LINES, CSV and TSV: bibliographies tell of no deletions");
    if (selection_.has_fields() && !WithFields(plan_.format))
      violations_.Add("selection.fields", "goes with JSON_LINES, CSV and TSV");
    if (selection_.filter().size() > kMostFilterBytes)
      violations_.Add("selection.filter", absl::StrCat("has ", selection_.filter().size(), " bytes; at most ",
                                                       kMostFilterBytes, " are allowed"));
    if (selection_.names().empty()) return;
    if (!selection_.filter().empty()) violations_.Add("selection.filter", "goes without names");
    if (!selection_.kinds().empty()) violations_.Add("selection.kinds", "goes without names");
  }

  const ExportKind* Find(std::string_view name) const {
    const auto found =
        std::find_if(all_.begin(), all_.end(), [&](const ExportKind& kind) { return kind.name == name; });
    return found == all_.end() ? nullptr : &*found;
  }

  std::string Offered() const {
    return absl::StrJoin(all_, ", ", [](std::string* out, const ExportKind& kind) { out->append(kind.name); });
  }

  void TakeKinds() {
    for (int i = 0; i < selection_.kinds_size(); ++i) {
      const std::string path = absl::StrCat("selection.kinds[", i, "]");
      const ExportKind* kind = Find(selection_.kinds(i));
      if (kind == nullptr)
        violations_.Add(path, absl::StrCat("is none of: ", Offered()));
      else if (OfEntriesAlone(plan_.format) && kind->kind != &storage::EntryRecords())
        violations_.Add(path, "is not entries, which is all that the format knows");
      else if (std::find(wanted_.begin(), wanted_.end(), kind) != wanted_.end())
        violations_.Add(path, "stands there twice");
      else
        wanted_.push_back(kind);
    }
    if (selection_.kinds().empty()) {
      for (const ExportKind& kind : all_)
        if (!OfEntriesAlone(plan_.format) || kind.kind == &storage::EntryRecords()) wanted_.push_back(&kind);
    }
    if (!selection_.filter().empty() && wanted_.size() != 1)
      violations_.Add("selection.kinds", "needs exactly one kind where there is a filter");
  }

  void TakeNames() {
    if (selection_.names_size() > kMostNames)
      return violations_.Add("selection.names", absl::StrCat("has ", selection_.names_size(), " items; at most ",
                                                             kMostNames, " are allowed"));
    std::set<std::string> seen;
    for (int i = 0; i < selection_.names_size(); ++i) {
      const std::string path = absl::StrCat("selection.names[", i, "]");
      const std::string& name = selection_.names(i);
      const storage::RecordKind* record = storage::FindKindByName(name);
      const auto found =
          std::find_if(all_.begin(), all_.end(), [&](const ExportKind& kind) { return kind.kind == record; });
      if (record == nullptr || found == all_.end())
        violations_.Add(path, "is no name of a resource such as entries/{id}, without a revision");
      else if (OfEntriesAlone(plan_.format) && record != &storage::EntryRecords())
        violations_.Add(path, "names no entry, which is all that the format knows");
      else if (!seen.insert(name).second)
        violations_.Add(path, "stands there twice");
      else
        TakeName(*found, name);
    }
  }

  void TakeName(const ExportKind& kind, const std::string& name) {
    plan_.names.push_back({&kind, kind.kind->KeyOf(name).value()});
    if (std::find(wanted_.begin(), wanted_.end(), &kind) == wanted_.end()) wanted_.push_back(&kind);
  }

  void TakeFields() {
    std::vector<bool> known(static_cast<size_t>(selection_.fields().paths_size()), false);
    for (const ExportKind* kind : wanted_) plan_.fields[kind->kind] = FieldsOf(*kind, known);
    for (size_t i = 0; i < known.size(); ++i)
      if (!known[i])
        violations_.Add(
            absl::StrCat("selection.fields.paths[", i, "]"),
            "is no field of what is exported that you may read; name fields of the resource itself, such as "
            "title_lines");
  }

  KindFields FieldsOf(const ExportKind& kind, std::vector<bool>& known) const {
    KindFields fields;
    std::vector<std::string> mask;
    const auto* record = kind.kind->prototype->GetDescriptor();
    const auto& paths = selection_.fields().paths();
    for (int i = 0; i < record->field_count(); ++i) {
      const FieldDescriptor* field = record->field(i);
      const auto path = std::find(paths.begin(), paths.end(), field->name());
      const bool exported = IsExported(field, plan_.audience);
      if (exported && path != paths.end()) known[static_cast<size_t>(path - paths.begin())] = true;
      // Whatever else is asked for, an overdue hotline is not handed to readers without saying so.
      const bool wanted = paths.empty() || path != paths.end() || field->name() == "name" || IsComputed(field);
      if (!exported || !wanted)
        fields.left_out.push_back(field);
      else if (!paths.empty() && field->name() != "name" && !IsComputed(field))
        mask.push_back(field->json_name());
    }
    // An import takes an item without a mask to speak of all fields, and would empty those that are not there.
    if (!paths.empty()) fields.mask = mask.empty() ? "name" : absl::StrJoin(mask, ",");
    return fields;
  }

  absl::Status PlanSources() {
    if (!plan_.names.empty()) return absl::OkStatus();
    const aip::ListingRequest request{
        .parent = {}, .filter = selection_.filter(), .order_by = "", .show_deleted = plan_.deletions};
    for (const ExportKind* kind : wanted_) {
      std::vector<Pass> passes{Pass::kAll};
      if (kind->translation != nullptr) passes = {Pass::kOriginals, Pass::kTranslations};
      for (const Pass pass : passes) {
        auto planned = aip::PlanListing(*kind->listing, plan_.audience, request);
        if (!planned.ok()) return BelowSelection(planned.status());
        aip::Listing listing = *std::move(planned);
        if (kind->decorator) listing.decorate = kind->decorator();
        plan_.sources.push_back({kind, std::move(listing), pass});
      }
    }
    return absl::OkStatus();
  }

  const std::vector<ExportKind>& all_;
  const v1::ExportSelection& selection_;
  const rpc::CallBase& call_;
  aip::Violations violations_;
  std::vector<const ExportKind*> wanted_;
  Plan plan_;
};

}  // namespace

bool OfEntriesAlone(v1::ExportFormat format) { return format != v1::EXPORT_FORMAT_JSON_LINES; }

absl::StatusOr<Plan> PlanExport(const std::vector<ExportKind>& kinds, const v1::ExportSelection& selection,
                                const rpc::CallBase& call) {
  return Planner(kinds, selection, call).Run();
}

}  // namespace lectern::exports
