// Reads hand out stored bytes that nobody parses on the way. They must be the very bytes that the parsed message
// serialises to, for every role and view, of Get, BatchGet, List and ListChanges.
#include <memory>
#include <random>

#include "gtest/gtest.h"
#include "lectern/v1/change_service.pb.h"
#include "lectern/v1/entry_service.pb.h"
#include "lectern/v1/teacher_resource_service.pb.h"
#include "tests/conformance/api/memory_server.h"
#include "tests/integration/raw_call.h"

namespace lectern::tests {
namespace {

using google::protobuf::Message;

constexpr int kEntries = 60;

// An entry of any shape: fields are there or not, texts short or long, hidden or not.
v1::Entry RandomEntry(int number, std::mt19937& random) {
  const auto chance = [&](int percent) { return static_cast<int>(random() % 100) < percent; };
  const auto text = [&] {
    return std::string(1 + random() % (chance(20) ? 3000 : 40), static_cast<char>('a' + random() % 26));
  };
  v1::Entry entry;
  entry.set_name("entries/r" + std::to_string(number));
  entry.add_title_lines(text().substr(0, 1000));
  entry.set_topic("topics/torture");
  if (chance(70)) entry.set_publisher(text().substr(0, 500));
  if (chance(50)) entry.mutable_published()->set_edtf("2005-06");
  if (chance(50)) entry.add_accesses()->set_raw(text().substr(0, 200));
  if (chance(30)) entry.set_url("https://example.org/" + text().substr(0, 100));
  if (chance(20)) entry.set_link_state(v1::LINK_STATE_WITHHELD);
  if (chance(50)) entry.set_content_notes_assessed(true);
  for (int i = static_cast<int>(random() % 5); i > 0; --i) {
    v1::Passage& passage = *entry.add_passages();
    passage.set_label("[" + std::to_string(i) + "]");
    passage.set_text(text());
  }
  if (chance(50)) entry.set_editor_notes(text());
  if (chance(40)) entry.mutable_provenance()->set_file("a.txt");
  entry.set_identity_risk(v1::IDENTITY_RISK_NONE);
  if (entry.passages_size() > 0 && chance(40)) {
    v1::Redaction& redaction = *entry.add_redactions();
    redaction.set_field_path("passages[0].text");
    redaction.set_end_byte(1);
    redaction.set_replacement("[hidden]");
    entry.set_identity_risk(v1::IDENTITY_RISK_NAMED);
  }
  if (chance(80)) {
    entry.set_lifecycle(v1::LIFECYCLE_PUBLISHED);
    entry.mutable_review()->set_reviewer("library");
  }
  return entry;
}

class RawReads : public ::testing::Test {
 protected:
  RawReads() {
    std::mt19937 random(11);
    v1::BatchUpsertEntriesRequest upsert;
    for (int i = 0; i < kEntries; ++i) *upsert.add_items()->mutable_entry() = RandomEntry(i, random);
    v1::BatchUpsertResponse answer;
    const grpc::Status written = Call("EntryService/BatchUpsertEntries", upsert, "", answer);
    EXPECT_TRUE(written.ok()) << written.error_message();
    v1::CreateTeacherResourceRequest create;
    auto& resource = *create.mutable_teacher_resource();
    resource.set_name("teacherResources/r");
    resource.set_kind(v1::TEACHER_RESOURCE_KIND_LESSON_PLAN);
    resource.set_title("A plan");
    resource.add_parts()->set_body("For all.");
    resource.add_parts()->set_body("For educators.");
    resource.mutable_parts(1)->set_audience(v1::AUDIENCE_EDUCATORS);
    resource.set_lifecycle(v1::LIFECYCLE_PUBLISHED);
    resource.set_identity_risk(v1::IDENTITY_RISK_NONE);
    resource.mutable_review()->set_reviewer("library");
    v1::TeacherResource created;
    EXPECT_TRUE(Call("TeacherResourceService/CreateTeacherResource", create, "", created).ok());
  }

  // Parses the answer, and checks that it is what it serialises to.
  grpc::Status Call(const std::string& method, const Message& request, const std::string& role, Message& answer) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + server_.secret());
    if (!role.empty()) context.AddMetadata("lectern-act-as", role);
    std::string bytes;
    const grpc::Status status = lectern::testing::RawCall(
        *server_->InProcessChannel(), ("/lectern.v1." + method).c_str(), context, request.SerializeAsString(), bytes);
    if (!status.ok()) return status;
    EXPECT_TRUE(answer.ParseFromString(bytes)) << method;
    EXPECT_EQ(answer.SerializeAsString(), bytes) << method << " as " << role << "\n" << answer.DebugString();
    return status;
  }

  const MemoryServer server_;
};

TEST_F(RawReads, AreTheBytesOfTheParsedMessage) {
  int visible = 0;
  for (const char* role : {"reader", "educator", "editor"}) {
    for (const v1::View view : {v1::VIEW_BASIC, v1::VIEW_FULL}) {
      v1::BatchGetEntriesRequest batch;
      batch.set_view(view);
      for (int i = 0; i < kEntries; ++i) {
        v1::GetEntryRequest get;
        get.set_name("entries/r" + std::to_string(i));
        get.set_view(view);
        v1::Entry entry;
        if (!Call("EntryService/GetEntry", get, role, entry).ok()) continue;
        ++visible;
        batch.add_names(get.name());
      }
      v1::BatchGetEntriesResponse several;
      EXPECT_TRUE(Call("EntryService/BatchGetEntries", batch, role, several).ok());
      EXPECT_EQ(several.entries_size(), batch.names_size());
      v1::ListEntriesRequest list;
      list.set_view(view);
      list.set_page_size(17);
      int listed = 0;
      do {
        v1::ListEntriesResponse page;
        ASSERT_TRUE(Call("EntryService/ListEntries", list, role, page).ok());
        listed += page.entries_size();
        list.set_page_token(page.next_page_token());
      } while (!list.page_token().empty());
      EXPECT_EQ(listed, batch.names_size());
      v1::ListChangesRequest changes;
      changes.set_view(view);
      changes.set_page_size(1000);
      v1::ListChangesResponse feed;
      EXPECT_TRUE(Call("ChangeService/ListChanges", changes, role, feed).ok());
      EXPECT_GT(feed.transactions_size(), 0);
      v1::GetTeacherResourceRequest plan;
      plan.set_name("teacherResources/r");
      plan.set_view(view);
      v1::TeacherResource resource;
      EXPECT_TRUE(Call("TeacherResourceService/GetTeacherResource", plan, role, resource).ok());
      if (view == v1::VIEW_FULL) {
        EXPECT_EQ(resource.parts_size(), std::string(role) == "reader" ? 1 : 2);
      }
    }
  }
  EXPECT_GT(visible, 2 * kEntries);
}

}  // namespace
}  // namespace lectern::tests
