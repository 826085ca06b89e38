// What the server promises about its contract, walked over the descriptors so that nothing is forgotten.
#include "services/server/contract.h"

#include <set>

#include "gtest/gtest.h"
#include "services/auth/role_table.h"

namespace lectern {
namespace {

std::vector<const google::protobuf::MethodDescriptor*> Methods() {
  std::vector<const google::protobuf::MethodDescriptor*> methods;
  for (const auto* service : server::ContractServices())
    for (int i = 0; i < service->method_count(); ++i) methods.push_back(service->method(i));
  return methods;
}

bool IsOurs(const google::protobuf::MethodDescriptor& method) { return method.file()->package() == "lectern.v1"; }

bool IsRead(const google::protobuf::MethodDescriptor& method) {
  return method.options().idempotency_level() == google::protobuf::MethodOptions::NO_SIDE_EFFECTS;
}

// What keys and imports are is no reader's business, and their methods have forms of their own, as an export has.
bool IsOfEditors(const google::protobuf::MethodDescriptor& method) {
  return method.service()->name() == "AdminService" || method.service()->name() == "ImportService";
}

std::string FullName(const google::protobuf::MethodDescriptor& method) {
  return method.service()->full_name() + "/" + method.name();
}

TEST(RoleTable, HasALineForEveryMethod) {
  EXPECT_GT(Methods().size(), 80U);
  for (const auto* method : Methods())
    EXPECT_NE(auth::LeastRole(FullName(*method)), v1::ROLE_UNSPECIFIED) << FullName(*method);
}

TEST(RoleTable, DeniesWhatItDoesNotKnow) {
  EXPECT_EQ(auth::LeastRole("lectern.v1.EntryService/EraseEverything"), v1::ROLE_UNSPECIFIED);
  EXPECT_EQ(auth::LeastRole(""), v1::ROLE_UNSPECIFIED);
}

// Whatever is not a read asks for an editor at least, without anybody having to think of it. A front end may send reads
// as GET, which is why their mark must be right.
TEST(RoleTable, ReadersOnlyRead) {
  for (const auto* method : Methods()) {
    const std::string& name = method->name();
    if (!IsOurs(*method)) continue;
    const bool streams = method->server_streaming() && !method->client_streaming();
    const bool reads = name.starts_with("Get") || name.starts_with("List") || name.starts_with("BatchGet") ||
                       name.starts_with("Export") || method->service()->name() == "SearchService";
    if (!reads && name != "Watch") {
      EXPECT_GE(auth::LeastRole(FullName(*method)), v1::ROLE_EDITOR) << FullName(*method);
      EXPECT_FALSE(IsRead(*method)) << FullName(*method);
    } else if (!IsOfEditors(*method)) {
      if (!streams) {
        EXPECT_TRUE(IsRead(*method)) << FullName(*method);
      }
      EXPECT_EQ(auth::LeastRole(FullName(*method)), v1::ROLE_READER) << FullName(*method);
    }
  }
  EXPECT_EQ(auth::LeastRole("lectern.v1.AdminService/ListApiKeys"), v1::ROLE_ADMIN);
}

// What services/editing/collection.h relies on by name and number.
TEST(Contract, StandardMethodsHaveStandardFields) {
  for (const auto* method : Methods()) {
    if (!IsOurs(*method) || IsOfEditors(*method) || method->service()->name() == "ExportService") continue;
    const auto* in = method->input_type();
    const auto* out = method->output_type();
    const std::string& name = method->name();
    const bool revisions = name.ends_with("Revisions");
    if (name.starts_with("List") && name != "ListChanges") {
      for (const char* field : {"page_size", "page_token", "view"})
        EXPECT_NE(in->FindFieldByName(field), nullptr) << in->name();
      for (const char* field : {"filter", "order_by", "show_deleted"})
        EXPECT_EQ(in->FindFieldByName(field) == nullptr, revisions) << in->name();
      EXPECT_TRUE(out->field(0)->is_repeated() && out->field(0)->number() == 1) << out->name();
      EXPECT_EQ(out->FindFieldByName("next_page_token")->number(), 2);
      if (!revisions) {
        EXPECT_EQ(out->FindFieldByName("total_size")->number(), 3);
      }
    }
    if (!IsRead(*method) && name != "Watch") {
      for (const char* field : {"request_id", "validate_only"})
        EXPECT_NE(in->FindFieldByName(field), nullptr) << in->name();
    }
    if (name.starts_with("Create") || name.starts_with("Update")) {
      ASSERT_NE(in->FindFieldByNumber(1), nullptr) << in->name();
      EXPECT_EQ(in->FindFieldByNumber(1)->message_type(), out) << in->name();
    }
  }
}

// Each kind has all of them: a front end's developer need not remember which.
TEST(Contract, EveryKindHasEveryMethod) {
  std::set<std::string> names;
  for (const auto* method : Methods()) names.insert(method->name());
  const std::pair<const char*, const char*> kinds[] = {
      {"Entry", "Entries"}, {"Country", "Countries"}, {"CountryPage", "CountryPages"},        {"Hotline", "Hotlines"},
      {"Topic", "Topics"},  {"Theme", "Themes"},      {"TeacherResource", "TeacherResources"}};
  for (const auto& [one, many] : kinds) {
    for (const char* verb : {"Get", "Create", "Update", "Delete", "Undelete", "Rollback"})
      EXPECT_TRUE(names.contains(std::string(verb) + one)) << verb << one;
    for (const char* verb : {"List", "BatchGet", "BatchUpsert"})
      EXPECT_TRUE(names.contains(std::string(verb) + many)) << verb << many;
    EXPECT_TRUE(names.contains(std::string("List") + one + "Revisions")) << one;
  }
}

}  // namespace
}  // namespace lectern
