// Exports of a whole server: parts, roles, and what each gets.
#include "tests/conformance/api/export_fixture.h"

namespace lectern::tests {
namespace {

TEST_F(Exports, AreTheSameBytesInWhateverParts) {
  FillCatalogue();
  for (const v1::ExportFormat format : kFormats)
    for (const char* role : {"reader", "educator", "editor"}) {
      SCOPED_TRACE(std::string(role) + " " + v1::ExportFormat_Name(format));
      const std::string whole = Stream(Of(format), role);
      for (const int size : {1, 2, 7, 1000}) EXPECT_EQ(Pages(Of(format), role, size), whole);
      // A stream goes on where a page ended.
      v1::ExportResponse part;
      ASSERT_TRUE(Page(Of(format), role, 5, "", part).ok());
      EXPECT_EQ(part.data() + Stream(Of(format), role, part.next_page_token()), whole);
    }
}

TEST_F(Exports, BringWhatIsReferredToFirst) {
  FillCatalogue();
  std::vector<std::string> kinds, resources;
  for (const v1::ImportItem& item : Items(Stream(Of(v1::EXPORT_FORMAT_JSON_LINES), "editor"))) {
    const std::string kind =
        item.GetReflection()->GetOneofFieldDescriptor(item, item.GetDescriptor()->FindOneofByName("resource"))->name();
    if (kinds.empty() || kinds.back() != kind) kinds.push_back(kind);
    if (item.has_teacher_resource()) resources.push_back(item.teacher_resource().name());
  }
  EXPECT_THAT(kinds,
              ElementsAre("topic", "theme", "country", "entry", "hotline", "country_page", "teacher_resource", "site"));
  EXPECT_THAT(resources, ElementsAre("teacherResources/b", "teacherResources/a"));
}

TEST_F(Exports, ShowOneRevisionToEditors) {
  FillCatalogue();
  const v1::ExportSelection all = Of(v1::EXPORT_FORMAT_JSON_LINES);
  const std::string before = Stream(all, "editor");
  int changes = 0;
  const std::string pages = Pages(all, "editor", 3, [&] {
    Write(Published("e" + std::to_string(100 + changes % 23), "Changed " + std::to_string(changes)));
    Write(Published("new" + std::to_string(changes), "New"));
    if (++changes == 3) Delete("entries/e122");
  });
  EXPECT_EQ(pages, before);
  EXPECT_NE(Stream(all, "editor"), before);
}

TEST_F(Exports, ShowReadersWhatIsPublishedNow) {
  FillCatalogue();
  const v1::ExportSelection entries = Of(v1::EXPORT_FORMAT_JSON_LINES, {"entries"});
  v1::ExportResponse part;
  ASSERT_TRUE(Page(entries, "reader", 2, "", part).ok());
  EXPECT_EQ(part.total_records(), 23);
  v1::Entry withdrawn = Published("e110", "Title 10");
  withdrawn.set_lifecycle(v1::LIFECYCLE_WITHDRAWN);
  Write(withdrawn);
  v1::Entry redacted = Published("e111", "Jane Example");
  redacted.set_identity_risk(v1::IDENTITY_RISK_NAMED);
  v1::Redaction& redaction = *redacted.add_redactions();
  redaction.set_field_path("title_lines[0]");
  redaction.set_end_byte(4);
  redaction.set_replacement("[name withheld]");
  Write(redacted);
  const std::string rest = Stream(entries, "reader", part.next_page_token());
  EXPECT_THAT(rest, Not(HasSubstr("entries/e110")));
  EXPECT_THAT(rest, HasSubstr("[name withheld] Example"));
  EXPECT_THAT(rest, Not(HasSubstr("Jane")));
  // By name as well.
  v1::ExportSelection names = Of(v1::EXPORT_FORMAT_JSON_LINES);
  for (const char* name :
       {"entries/e111", "entries/e110", "entries/draft", "entries/none", "entries/gone", "topics/torture"})
    names.add_names(name);
  std::vector<std::string> got;
  const std::string file = Pages(names, "reader", 1);
  for (const v1::ImportItem& item : Items(file))
    got.push_back(item.has_topic() ? item.topic().name() : item.entry().name());
  EXPECT_THAT(got, ElementsAre("entries/e111", "topics/torture"));
  EXPECT_EQ(last_.total_records(), 2);
  EXPECT_THAT(file, Not(HasSubstr("Jane")));
}

TEST_F(Exports, KeepFromReadersWhatIsForEditors) {
  FillCatalogue();
  v1::Entry hijacked = Published("hijacked", "Taken over");
  hijacked.set_url("https://taken-over.example/");
  hijacked.set_link_state(v1::LINK_STATE_HIJACKED);
  Write(hijacked);
  for (const v1::ExportFormat format : kFormats)
    for (const char* role : {"reader", "educator"}) {
      const std::string file = Stream(Of(format), role);
      for (const char* secret :
           {"between us", "editor_notes", "not yet", "draft", "taken-over", "identity", "was deleted"})
        EXPECT_THAT(file, Not(HasSubstr(secret))) << role << " " << v1::ExportFormat_Name(format);
    }
  const std::string editors = Stream(Of(v1::EXPORT_FORMAT_JSON_LINES), "editor");
  for (const char* told : {"between us", "not yet", "taken-over"}) EXPECT_THAT(editors, HasSubstr(told));
  EXPECT_THAT(editors, Not(HasSubstr("was deleted")));
}

TEST_F(Exports, LeaveOutWhatBelongsToThisStore) {
  FillCatalogue();
  v1::Entry imported = Published("imported", "Imported");
  imported.mutable_provenance()->set_file("a.txt");
  Write(imported);
  for (const char* role : {"reader", "editor"}) {
    const std::string file = Stream(Of(v1::EXPORT_FORMAT_JSON_LINES), role);
    for (const char* own :
         {"\"revision\"", "\"etag\"", "updateTime", "hiddenThroughRevision", "contentDigest", "importedForm"})
      EXPECT_THAT(file, Not(HasSubstr(own))) << role;
  }
  EXPECT_THAT(Stream(Of(v1::EXPORT_FORMAT_JSON_LINES), "editor"), HasSubstr("\"file\":\"a.txt\""));
}

TEST_F(Exports, ServeReadersNoOverdueHotlineBare) {
  FillCatalogue();
  v1::ExportSelection selection = Of(v1::EXPORT_FORMAT_JSON_LINES, {"hotlines"});
  for (const bool masked : {false, true}) {
    if (masked) selection.mutable_fields()->add_paths("numbers");
    for (const v1::ImportItem& item : Items(Stream(selection, "reader"))) {
      EXPECT_TRUE(item.hotline().overdue());
      EXPECT_GE(item.hotline().fallbacks_size(), 1);
      EXPECT_EQ(item.hotline().display_name().empty(), masked);
    }
  }
  // What holds for the moment alone is in no backup.
  EXPECT_THAT(Stream(Of(v1::EXPORT_FORMAT_JSON_LINES, {"hotlines"}), "editor"), Not(HasSubstr("overdue")));
}

TEST_F(Exports, TellEditorsOfDeletionsWhereAsked) {
  FillCatalogue();
  v1::ExportSelection selection = Of(v1::EXPORT_FORMAT_JSON_LINES, {"entries"});
  selection.set_show_deleted(true);
  int deleted = 0;
  for (const v1::ImportItem& item : Items(Stream(selection, "editor"))) {
    if (item.action() != v1::IMPORT_ACTION_DELETE) continue;
    ++deleted;
    v1::Entry name_alone;
    name_alone.set_name("entries/gone");
    EXPECT_EQ(item.entry().SerializeAsString(), name_alone.SerializeAsString());
  }
  EXPECT_EQ(deleted, 1);
  Pages(selection, "editor", 100);
  EXPECT_EQ(last_.total_records(), 25);
  EXPECT_THAT(Stream(selection, "reader"), Not(HasSubstr("gone")));
  selection.set_format(v1::EXPORT_FORMAT_CSV);
  EXPECT_THAT(Stream(selection, "editor"), HasSubstr("\r\nentries/gone,,"));
}

TEST_F(Exports, AreCutToFields) {
  FillCatalogue();
  v1::ExportSelection selection = Of(v1::EXPORT_FORMAT_JSON_LINES, {"entries", "topics"});
  selection.mutable_fields()->add_paths("title_lines");
  selection.mutable_fields()->add_paths("labels");
  const std::vector<v1::ImportItem> items = Items(Stream(selection, "reader"));
  ASSERT_FALSE(items.empty());
  EXPECT_EQ(items[0].entry().name(), "entries/e100");
  EXPECT_THAT(items[0].fields().paths(), ElementsAre("title_lines"));
  EXPECT_EQ(items[0].entry().topic(), "");
  EXPECT_EQ(items.back().fields().paths(0), "labels");
  selection = Of(v1::EXPORT_FORMAT_CSV);
  selection.mutable_fields()->add_paths("title_lines");
  EXPECT_THAT(Stream(selection, "reader"), HasSubstr("name,title\r\nentries/e100,Title 0\r\n"));
}

TEST_F(Exports, TakeAFilterAndCountWhatItLeaves) {
  FillCatalogue();
  v1::ExportSelection selection = Of(v1::EXPORT_FORMAT_CSV);
  selection.set_filter("title_lines:\"Title 1\"");
  const std::string file = Pages(selection, "reader", 4);
  EXPECT_EQ(std::count(file.begin(), file.end(), '\n'), 1 + 11);
  EXPECT_EQ(last_.total_records(), 11);
  EXPECT_EQ(Stream(selection, "reader"), file);
}

}  // namespace
}  // namespace lectern::tests
