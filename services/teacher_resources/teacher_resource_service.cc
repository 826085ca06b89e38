#include "services/teacher_resources/teacher_resource_service.h"

#include "absl/strings/str_cat.h"
#include "lectern/v1/teacher_resource_service.pb.h"
#include "services/editing/edit_methods.h"
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

const editing::ResourceRules& Rules() {
  static const editing::ResourceRules rules{&storage::TeacherResourceRecords(), /*server_ids=*/true, Complete};
  return rules;
}

}  // namespace

void AddTeacherResourceMethods(const aip::Backend& backend, rpc::MethodTable& methods) {
  methods.Add<v1::GetTeacherResourceRequest>("lectern.v1.TeacherResourceService/GetTeacherResource",
                                             [&backend](rpc::CallPtr call, v1::GetTeacherResourceRequest request) {
                                               aip::Get(backend, call, storage::TeacherResourceRecords(),
                                                        request.name(), request.view());
                                             });
  methods.Add<v1::ListTeacherResourcesRequest>(
      "lectern.v1.TeacherResourceService/ListTeacherResources",
      [&backend](rpc::CallPtr call, v1::ListTeacherResourcesRequest request) {
        const auto& kind = storage::TeacherResourceRecords();
        aip::List(backend, call, {&kind, &kind.StandardIndex(), {}, storage::Direction::kForward, nullptr},
                  aip::PageRequestOf(*call, request));
      });
  methods.Add<v1::BatchUpsertTeacherResourcesRequest>(
      "lectern.v1.TeacherResourceService/BatchUpsertTeacherResources",
      [&backend](rpc::CallPtr call, v1::BatchUpsertTeacherResourcesRequest request) {
        editing::UpsertAll(backend, call, Rules(), std::move(request), "teacher_resource",
                           [](const v1::UpsertTeacherResourceItem& item) { return &item.teacher_resource(); });
      });
}

}  // namespace lectern::teacher_resources
