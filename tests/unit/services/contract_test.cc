// What the server promises about its contract, walked over the descriptors so that nothing is forgotten.
#include <set>

#include "gtest/gtest.h"
#include "lectern/v1/country_service.pb.h"
#include "lectern/v1/entry_service.pb.h"
#include "lectern/v1/site_service.pb.h"
#include "lectern/v1/taxonomy_service.pb.h"
#include "lectern/v1/teacher_resource_service.pb.h"
#include "services/auth/role_table.h"

namespace lectern {
namespace {

std::vector<const google::protobuf::MethodDescriptor*> Methods() {
  std::vector<const google::protobuf::MethodDescriptor*> methods;
  for (const auto* message : {v1::ApiKey::descriptor(), v1::GetCountryRequest::descriptor(),
                              v1::GetEntryRequest::descriptor(), v1::GetSiteRequest::descriptor(),
                              v1::GetTopicRequest::descriptor(), v1::GetTeacherResourceRequest::descriptor()})
    for (int i = 0; i < message->file()->service_count(); ++i)
      for (int j = 0; j < message->file()->service(i)->method_count(); ++j)
        methods.push_back(message->file()->service(i)->method(j));
  return methods;
}

std::string FullName(const google::protobuf::MethodDescriptor& method) {
  return method.service()->full_name() + "/" + method.name();
}

TEST(RoleTable, HasALineForEveryMethod) {
  EXPECT_EQ(Methods().size(), 31U);
  for (const auto* method : Methods())
    EXPECT_NE(auth::LeastRole(FullName(*method)), v1::ROLE_UNSPECIFIED) << FullName(*method);
}

TEST(RoleTable, DeniesWhatItDoesNotKnow) {
  EXPECT_EQ(auth::LeastRole("lectern.v1.EntryService/EraseEverything"), v1::ROLE_UNSPECIFIED);
  EXPECT_EQ(auth::LeastRole(""), v1::ROLE_UNSPECIFIED);
}

// Whatever is not a read asks for an editor at least, without anybody having to think of it.
TEST(RoleTable, ReadersOnlyRead) {
  for (const auto* method : Methods()) {
    const std::string& name = method->name();
    const bool reads = name.starts_with("Get") || name.starts_with("List") || name.starts_with("BatchGet");
    if (!reads) {
      EXPECT_GE(auth::LeastRole(FullName(*method)), v1::ROLE_EDITOR) << FullName(*method);
    }
  }
  EXPECT_EQ(auth::LeastRole("lectern.v1.AdminService/ListApiKeys"), v1::ROLE_ADMIN);
}

// What List and Upsert code relies on by name (aip/read_methods.h, editing/edit_methods.h).
TEST(Contract, StandardMethodsHaveStandardFields) {
  for (const auto* method : Methods()) {
    const auto* in = method->input_type();
    const auto* out = method->output_type();
    if (method->name().starts_with("List") && method->name() != "ListApiKeys") {
      for (const char* field : {"page_size", "page_token", "view"})
        EXPECT_NE(in->FindFieldByName(field), nullptr) << in->name();
      EXPECT_TRUE(out->field(0)->is_repeated() && out->field(0)->number() == 1) << out->name();
      EXPECT_EQ(out->FindFieldByName("next_page_token")->number(), 2);
      EXPECT_EQ(out->FindFieldByName("total_size")->number(), 3);
    }
    if (method->name().starts_with("BatchUpsert") || method->name().starts_with("Create") ||
        method->name().starts_with("Update") || method->name().starts_with("Delete")) {
      if (method->name() == "CreateApiKey") continue;  // its secret is shown once, so it cannot be repeated
      for (const char* field : {"request_id", "validate_only"})
        EXPECT_NE(in->FindFieldByName(field), nullptr) << in->name();
    }
  }
}

}  // namespace
}  // namespace lectern
