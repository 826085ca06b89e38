#include "clients/admin/resources.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "clients/admin/fields.h"
#include "clients/admin/random_id.h"
#include "google/protobuf/field_mask.pb.h"
#include "gtest/gtest.h"
#include "lectern/v1/entry_service.pb.h"

namespace lectern::admin {
namespace {

TEST(KindOf, TellsKindsByTheirCollections) {
  EXPECT_EQ(KindOf("entries/a"), Kind::kEntry);
  EXPECT_EQ(KindOf("entries/a@17"), Kind::kEntry);
  EXPECT_EQ(KindOf("countries/be"), Kind::kCountry);
  EXPECT_EQ(KindOf("countries/be/pages/torture"), Kind::kCountryPage);
  EXPECT_EQ(KindOf("countries/be/hotlines/103"), Kind::kHotline);
  EXPECT_EQ(KindOf("topics/torture"), Kind::kTopic);
  EXPECT_EQ(KindOf("themes/prevention"), Kind::kTheme);
  EXPECT_EQ(KindOf("teacherResources/a"), Kind::kTeacherResource);
  EXPECT_EQ(KindOf("site"), Kind::kSite);
  EXPECT_EQ(KindOf("site@17"), Kind::kSite);
}

TEST(KindOf, KnowsNothingElse) {
  for (const char* name :
       {"", "entries", "entries/", "/entries/a", "entries/a/b", "countries/be/pages", "sites", "site/",
        "countries//pages/x", "entries/@17", "countries/be/cities/x", "apiKeys/a", "Entries/a"})
    EXPECT_EQ(KindOf(name), std::nullopt) << name;
}

constexpr Kind kKinds[] = {Kind::kCountry, Kind::kCountryPage,     Kind::kEntry, Kind::kHotline,
                           Kind::kSite,    Kind::kTeacherResource, Kind::kTheme, Kind::kTopic};
constexpr Action kActions[] = {Action::kGet,      Action::kList,          Action::kUpdate,  Action::kDelete,
                               Action::kUndelete, Action::kListRevisions, Action::kRollback};

// The text of all proto files of the contract, each run of white space as one space.
std::string Contract() {
  std::string all;
  for (const auto& file : std::filesystem::directory_iterator(LECTERN_SOURCE_DIR "/proto/lectern/v1")) {
    std::ifstream in(file.path());
    all += std::string(std::istreambuf_iterator<char>(in), {});
  }
  return std::regex_replace(all, std::regex("\\s+"), " ");
}

TEST(MethodOf, IsWhatTheContractSays) {
  const std::string contract = Contract();
  for (const Kind kind : kKinds)
    for (const Action action : kActions) {
      const auto method = MethodOf(kind, action);
      const bool always_there =
          kind == Kind::kSite && (action == Action::kList || action == Action::kDelete || action == Action::kUndelete);
      ASSERT_EQ(method.has_value(), !always_there) << static_cast<int>(kind) << ' ' << static_cast<int>(action);
      if (!method) continue;
      const std::string name = method->path.substr(method->path.rfind('/') + 1);
      std::string answer = method->answer->GetDescriptor()->full_name();
      if (answer.starts_with("lectern.v1.")) answer.erase(0, std::string("lectern.v1.").size());
      EXPECT_NE(
          contract.find("rpc " + name + "(" + method->request->GetDescriptor()->name() + ") returns (" + answer + ")"),
          std::string::npos)
          << method->path << " answers with " << answer;
    }
  EXPECT_EQ(MethodOf(Kind::kHotline, Action::kListRevisions)->path, "/lectern.v1.CountryService/ListHotlineRevisions");
  EXPECT_EQ(MethodOf(Kind::kCountry, Action::kList)->path, "/lectern.v1.CountryService/ListCountries");
  EXPECT_EQ(MethodOf(Kind::kTheme, Action::kRollback)->path, "/lectern.v1.TaxonomyService/RollbackTheme");
}

TEST(MethodOf, RequestsHaveTheFieldsThatVerbsFill) {
  for (const Kind kind : kKinds)
    for (const Action action : kActions) {
      auto method = MethodOf(kind, action);
      if (!method) continue;
      google::protobuf::Message& request = *method->request;
      const auto& resource = *MethodOf(kind, Action::kGet)->answer->GetDescriptor();
      const auto texts = [&](std::initializer_list<const char*> fields) {
        for (const char* field : fields) EXPECT_TRUE(SetText(request, field, "x")) << method->path << ' ' << field;
      };
      const auto numbers = [&](std::initializer_list<const char*> fields) {
        for (const char* field : fields) EXPECT_TRUE(SetNumber(request, field, 1)) << method->path << ' ' << field;
      };
      if (action == Action::kGet) {
        texts({"name"});
        numbers({"view", "read_revision"});
      } else if (action == Action::kList) {
        texts({"filter", "order_by", "page_token"});
        numbers({"view", "show_deleted", "page_size"});
        EXPECT_NE(ItemsOf(*method->answer->GetDescriptor()), nullptr) << method->path;
      } else if (action == Action::kListRevisions) {
        texts({"name", "page_token"});
        numbers({"page_size"});
        EXPECT_EQ(ItemsOf(*method->answer->GetDescriptor())->message_type(), &resource) << method->path;
      } else if (action == Action::kUpdate) {
        texts({"request_id"});
        EXPECT_NE(FieldOfType(request, resource), nullptr) << method->path;
        EXPECT_NE(FieldOfType(request, *google::protobuf::FieldMask::descriptor()), nullptr) << method->path;
      } else {
        texts({"name", "etag", "request_id"});
        if (action == Action::kRollback) numbers({"revision"});
      }
    }
}

TEST(Fields, AreNotSetByAWrongNameOrType) {
  v1::ListEntriesRequest request;
  EXPECT_FALSE(SetText(request, "no_such_field", "x"));
  EXPECT_FALSE(SetText(request, "page_size", "x"));
  EXPECT_FALSE(SetNumber(request, "filter", 1));
  EXPECT_TRUE(SetNumber(request, "page_size", 7));
  EXPECT_TRUE(SetNumber(request, "show_deleted", 1));
  EXPECT_TRUE(SetNumber(request, "view", 2));
  EXPECT_TRUE(SetText(request, "filter", "f"));
  EXPECT_EQ(request.page_size(), 7);
  EXPECT_TRUE(request.show_deleted());
  EXPECT_EQ(request.view(), v1::VIEW_FULL);
  EXPECT_EQ(NumberIn(request, "page_size"), 7);
  EXPECT_EQ(NumberIn(request, "view"), 2);
  EXPECT_EQ(NumberIn(request, "no_such_field"), 0);
  EXPECT_EQ(TextIn(request, "filter"), "f");
  EXPECT_EQ(TextIn(request, "page_size"), "");
  EXPECT_EQ(MessageIn(request, "filter"), nullptr);
}

TEST(HasLifecycle, IsWhatCanBePublished) {
  for (const Kind kind : {Kind::kEntry, Kind::kCountryPage, Kind::kHotline, Kind::kTeacherResource})
    EXPECT_TRUE(HasLifecycle(kind));
  for (const Kind kind : {Kind::kCountry, Kind::kSite, Kind::kTheme, Kind::kTopic}) EXPECT_FALSE(HasLifecycle(kind));
}

TEST(RandomId, IsAUuidOfVersion4AndNeverTheSame) {
  const std::regex form("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string uuid = RandomUuid();
    ASSERT_TRUE(std::regex_match(uuid, form)) << uuid;
    ASSERT_TRUE(seen.insert(uuid).second);
  }
}

}  // namespace
}  // namespace lectern::admin
