#include "services/teacher_resources/teacher_resource_service.h"

#include "absl/strings/str_cat.h"
#include "lectern/v1/teacher_resource_service.pb.h"
#include "services/editing/collection.h"
#include "storage/records/kinds.h"

namespace lectern::teacher_resources {
namespace {

// Hand-outs are rendered from CommonMark; raw HTML in it would reach a pupil's browser.
bool HoldsHtml(const std::string& text) {
  for (size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at + 1)) {
    const char next = at + 1 < text.size() ? text[at + 1] : '\0';
    const bool autolink = text.compare(at + 1, 7, "http://") == 0 || text.compare(at + 1, 8, "https://") == 0;
    if (!autolink &&
        (next == '/' || next == '!' || next == '?' || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z')))
      return true;
  }
  return false;
}

absl::Status Complete(editing::EditSession&, google::protobuf::Message& record, const google::protobuf::Message*,
                      aip::Violations& violations) {
  const auto& resource = static_cast<const v1::TeacherResource&>(record);
  for (int i = 0; i < resource.parts_size(); ++i)
    if (HoldsHtml(resource.parts(i).body()))
      violations.Add(absl::StrCat("parts[", i, "].body"), "holds HTML; write CommonMark without it");
  return absl::OkStatus();
}

struct TeacherResourceRequests {
  using Get = v1::GetTeacherResourceRequest;
  using List = v1::ListTeacherResourcesRequest;
  using BatchGet = v1::BatchGetTeacherResourcesRequest;
  using ListRevisions = v1::ListTeacherResourceRevisionsRequest;
  using Create = v1::CreateTeacherResourceRequest;
  using Update = v1::UpdateTeacherResourceRequest;
  using Delete = v1::DeleteTeacherResourceRequest;
  using Undelete = v1::UndeleteTeacherResourceRequest;
  using Upsert = v1::BatchUpsertTeacherResourcesRequest;
  using Rollback = v1::RollbackTeacherResourceRequest;
};

const aip::ListingRules kListing{.kind = &storage::TeacherResourceRecords(), .orders = {{"title", storage::kByTitle}}};

const editing::Collection& TeacherResources() {
  static const editing::Collection collection{.service = "lectern.v1.TeacherResourceService",
                                              .singular = "TeacherResource",
                                              .plural = "TeacherResources",
                                              .field = "teacher_resource",
                                              .rules = &TeacherResourceRules(),
                                              .listing = &kListing};
  return collection;
}

}  // namespace

const editing::ResourceRules& TeacherResourceRules() {
  static const editing::ResourceRules rules{
      .kind = &storage::TeacherResourceRecords(), .server_ids = true, .complete = Complete};
  return rules;
}

void AddTeacherResourceMethods(const aip::Backend& backend, rpc::MethodTable& methods) {
  editing::AddCollection<TeacherResourceRequests>(backend, methods, TeacherResources());
}

std::vector<const editing::Collection*> TeacherResourceCollections() { return {&TeacherResources()}; }

}  // namespace lectern::teacher_resources
