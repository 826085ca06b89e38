// A whole server, and exporting from it as various callers.
#pragma once

#include <memory>

#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "lectern/v1/country_service.pb.h"
#include "lectern/v1/entry_service.grpc.pb.h"
#include "lectern/v1/export_service.grpc.pb.h"
#include "lectern/v1/import.pb.h"
#include "lectern/v1/taxonomy_service.pb.h"
#include "lectern/v1/teacher_resource_service.pb.h"
#include "tests/conformance/api/memory_server.h"
#include "tests/integration/raw_call.h"

namespace lectern::tests {

using google::protobuf::Message;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

inline std::string ReasonOf(const grpc::Status& status) {
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  details.ParseFromString(status.error_details());
  for (const auto& detail : details.details())
    if (detail.Is<google::rpc::ErrorInfo>()) detail.UnpackTo(&info);
  return info.reason();
}

inline v1::Entry Published(const std::string& id, const std::string& title) {
  v1::Entry entry;
  entry.set_name("entries/" + id);
  entry.add_title_lines(title);
  entry.set_topic("topics/torture");
  entry.set_lifecycle(v1::LIFECYCLE_PUBLISHED);
  entry.set_identity_risk(v1::IDENTITY_RISK_NONE);
  entry.mutable_review()->set_reviewer("library");
  entry.set_editor_notes("between us");
  return entry;
}

class Exports : public ::testing::Test {
 protected:
  Exports() { stub_ = v1::ExportService::NewStub(server_->InProcessChannel()); }

  void Introduce(grpc::ClientContext& context, const std::string& role) {
    context.AddMetadata("authorization", "Bearer " + server_.secret());
    if (!role.empty()) context.AddMetadata("lectern-act-as", role);
  }

  void Must(const std::string& method, const Message& request) {
    grpc::ClientContext context;
    Introduce(context, "");
    std::string bytes;
    const grpc::Status status = lectern::testing::RawCall(
        *server_->InProcessChannel(), ("/lectern.v1." + method).c_str(), context, request.SerializeAsString(), bytes);
    EXPECT_TRUE(status.ok()) << method << ": " << status.error_message();
  }

  void Write(const v1::Entry& entry) {
    v1::UpdateEntryRequest request;
    *request.mutable_entry() = entry;
    request.set_allow_missing(true);
    Must("EntryService/UpdateEntry", request);
  }
  void Delete(const std::string& name) {
    v1::DeleteEntryRequest request;
    request.set_name(name);
    Must("EntryService/DeleteEntry", request);
  }

  grpc::Status Page(const v1::ExportSelection& selection, const std::string& role, int size, const std::string& token,
                    v1::ExportResponse& part) {
    grpc::ClientContext context;
    Introduce(context, role);
    v1::ExportPageRequest request;
    *request.mutable_selection() = selection;
    request.set_page_size(size);
    request.set_page_token(token);
    v1::ExportPageResponse page;
    const grpc::Status status = stub_->ExportPage(&context, request, &page);
    part = page.part();
    return status;
  }

  // The whole file, `size` records at once. `between` runs behind every part.
  std::string Pages(
      const v1::ExportSelection& selection, const std::string& role, int size,
      const std::function<void()>& between = [] {}) {
    std::string file, token;
    do {
      v1::ExportResponse part;
      const grpc::Status status = Page(selection, role, size, token, part);
      EXPECT_TRUE(status.ok()) << status.error_message();
      EXPECT_LE(part.records(), size);
      EXPECT_LE(part.data().size(), size_t{1} << 20);
      file += part.data();
      token = part.next_page_token();
      last_ = part;
      between();
    } while (!token.empty());
    return file;
  }

  // The whole file as a stream, from `token` on.
  std::string Stream(const v1::ExportSelection& selection, const std::string& role, const std::string& token = "") {
    grpc::ClientContext context;
    Introduce(context, role);
    v1::ExportRequest request;
    *request.mutable_selection() = selection;
    request.set_page_token(token);
    const auto reader = stub_->Export(&context, request);
    std::string file;
    v1::ExportResponse part;
    parts_ = 0;
    for (; reader->Read(&part); ++parts_) file += part.data();
    EXPECT_EQ(part.next_page_token(), "");
    const grpc::Status status = reader->Finish();
    EXPECT_TRUE(status.ok()) << status.error_message();
    return file;
  }

  static v1::ExportSelection Of(v1::ExportFormat format, const std::vector<std::string>& kinds = {}) {
    v1::ExportSelection selection;
    selection.set_format(format);
    for (const std::string& kind : kinds) selection.add_kinds(kind);
    return selection;
  }

  // The items of a file of JSON Lines.
  static std::vector<v1::ImportItem> Items(const std::string& file) {
    std::vector<v1::ImportItem> items;
    std::istringstream lines(file);
    for (std::string line; std::getline(lines, line);) {
      const auto status = google::protobuf::util::JsonStringToMessage(line, &items.emplace_back());
      EXPECT_TRUE(status.ok()) << status.ToString() << "\n" << line;
    }
    return items;
  }

  // Everything that a catalogue may hold, and some that readers do not see.
  void FillCatalogue() {
    v1::CreateCountryRequest country;
    country.mutable_country()->set_name("countries/be");
    Must("CountryService/CreateCountry", country);
    v1::CreateThemeRequest theme;
    theme.mutable_theme()->set_name("themes/prevention");
    theme.mutable_theme()->add_labels()->set_text("Prevention");
    theme.mutable_theme()->mutable_labels(0)->set_language("en");
    Must("TaxonomyService/CreateTheme", theme);
    for (int i = 0; i < 23; ++i) Write(Published("e" + std::to_string(100 + i), "Title " + std::to_string(i)));
    v1::Entry draft;
    draft.set_name("entries/draft");
    draft.add_title_lines("not yet");
    draft.set_topic("topics/torture");
    Write(draft);
    Write(Published("gone", "was deleted"));
    Delete("entries/gone");
    v1::CreateHotlineRequest hotline;
    hotline.mutable_hotline()->set_name("countries/be/hotlines/old");
    hotline.mutable_hotline()->set_display_name("Old line");
    hotline.mutable_hotline()->add_numbers()->set_dial("078 00 00 00");
    hotline.mutable_hotline()->set_lifecycle(v1::LIFECYCLE_PUBLISHED);
    hotline.mutable_hotline()->mutable_review()->set_reviewer("library");
    Must("CountryService/CreateHotline", hotline);
    v1::CreateCountryPageRequest page;
    page.mutable_country_page()->set_name("countries/be/pages/torture");
    Must("CountryService/CreateCountryPage", page);
    // The translation's name sorts before what it translates.
    for (const char* id : {"b", "a"}) {
      v1::CreateTeacherResourceRequest resource;
      resource.mutable_teacher_resource()->set_name(std::string("teacherResources/") + id);
      resource.mutable_teacher_resource()->set_kind(v1::TEACHER_RESOURCE_KIND_LESSON_PLAN);
      resource.mutable_teacher_resource()->set_title("A plan");
      if (id == std::string("a")) resource.mutable_teacher_resource()->set_translation_of("teacherResources/b");
      Must("TeacherResourceService/CreateTeacherResource", resource);
    }
  }

  const MemoryServer server_;
  std::unique_ptr<v1::ExportService::Stub> stub_;
  v1::ExportResponse last_;
  int parts_ = 0;
};

inline constexpr v1::ExportFormat kFormats[] = {v1::EXPORT_FORMAT_JSON_LINES, v1::EXPORT_FORMAT_CSV,
                                                v1::EXPORT_FORMAT_TSV,        v1::EXPORT_FORMAT_BIBTEX,
                                                v1::EXPORT_FORMAT_RIS,        v1::EXPORT_FORMAT_CSL_JSON};

}  // namespace lectern::tests
