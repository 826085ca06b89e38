// Exports of a whole server: where a part ends, and what is refused.
#include "tests/conformance/api/export_fixture.h"

namespace lectern::tests {
namespace {

TEST_F(Exports, EndAPartAtAMebibyteOrWithOneRecord) {
  for (int i = 0; i < 12; ++i) {
    v1::Entry entry = Published("large" + std::to_string(100 + i), "Large");
    for (int j = 0; j < 4; ++j) entry.add_passages()->set_text(std::string(60 << 10, static_cast<char>('a' + i)));
    Write(entry);
  }
  v1::Entry huge = Published("large106b", "Huge");
  // 300 KiB, and twice as long once it is escaped.
  for (int j = 0; j < 5; ++j) huge.add_passages()->set_text(std::string(60 << 10, '"'));
  Write(huge);
  const v1::ExportSelection entries = Of(v1::EXPORT_FORMAT_JSON_LINES, {"entries"});
  const std::string whole = Stream(entries, "reader");
  EXPECT_GE(parts_, 3);
  EXPECT_EQ(Items(whole).size(), 13U);
  EXPECT_EQ(Pages(entries, "reader", 1000), whole);
}

TEST_F(Exports, GiveARecordThatIsLongerThanAPartAPartOfItsOwn) {
  FillCatalogue();
  v1::UpdateCountryPageRequest request;
  request.mutable_country_page()->set_name("countries/be/pages/torture");
  // 512 KiB, and twice as much in JSON.
  for (int i = 0; i < 32; ++i) request.mutable_country_page()->add_imported_guidance(std::string(16384, '"'));
  Must("CountryService/UpdateCountryPage", request);
  std::string file, token;
  bool alone = false;
  do {
    v1::ExportResponse part;
    ASSERT_TRUE(Page(Of(v1::EXPORT_FORMAT_JSON_LINES), "editor", 1000, token, part).ok());
    alone |= part.records() == 1 && part.data().size() > (size_t{1} << 20);
    EXPECT_TRUE(part.records() == 1 || part.data().size() <= (size_t{1} << 20));
    file += part.data();
    token = part.next_page_token();
  } while (!token.empty());
  EXPECT_TRUE(alone);
  EXPECT_EQ(Stream(Of(v1::EXPORT_FORMAT_JSON_LINES), "editor"), file);
}

TEST_F(Exports, RefuseTokensThatAreNotTheirs) {
  FillCatalogue();
  const v1::ExportSelection all = Of(v1::EXPORT_FORMAT_JSON_LINES);
  v1::ExportResponse part, ignored;
  ASSERT_TRUE(Page(all, "editor", 2, "", part).ok());
  const std::string token = part.next_page_token();
  ASSERT_FALSE(token.empty());
  EXPECT_EQ(ReasonOf(Page(all, "reader", 2, token, ignored)), "PAGE_TOKEN_FOREIGN");
  EXPECT_EQ(ReasonOf(Page(Of(v1::EXPORT_FORMAT_CSV), "editor", 2, token, ignored)), "PAGE_TOKEN_FOREIGN");
  std::string altered = token;
  altered[altered.size() / 2] = altered[altered.size() / 2] == 'A' ? 'B' : 'A';
  EXPECT_EQ(ReasonOf(Page(all, "editor", 2, altered, ignored)), "PAGE_TOKEN_INVALID");
  EXPECT_TRUE(Page(all, "editor", 9, token, ignored).ok());
  grpc::ClientContext context;
  Introduce(context, "editor");
  v1::ExportRequest request;
  *request.mutable_selection() = all;
  request.set_page_token(altered);
  const auto reader = stub_->Export(&context, request);
  EXPECT_FALSE(reader->Read(&ignored));
  EXPECT_EQ(ReasonOf(reader->Finish()), "PAGE_TOKEN_INVALID");
}

TEST_F(Exports, SayWhatCannotBeExported) {
  const auto violation = [&](const v1::ExportSelection& selection, const std::string& role = "editor") {
    v1::ExportResponse part;
    const grpc::Status status = Page(selection, role, 0, "", part);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    google::rpc::Status details;
    google::rpc::BadRequest request;
    details.ParseFromString(status.error_details());
    for (const auto& detail : details.details()) detail.UnpackTo(&request);
    return request.field_violations().empty() ? "" : request.field_violations(0).field();
  };
  EXPECT_EQ(violation(Of(v1::EXPORT_FORMAT_JSON_LINES, {"entries", "planets"})), "selection.kinds[1]");
  EXPECT_EQ(violation(Of(v1::EXPORT_FORMAT_JSON_LINES, {"entries", "entries"})), "selection.kinds[1]");
  EXPECT_EQ(violation(Of(v1::EXPORT_FORMAT_RIS, {"topics"})), "selection.kinds[0]");
  v1::ExportSelection selection = Of(v1::EXPORT_FORMAT_JSON_LINES);
  selection.set_filter("topic = \"topics/torture\"");
  EXPECT_EQ(violation(selection), "selection.kinds");
  selection.add_kinds("entries");
  selection.set_filter("(((");
  EXPECT_EQ(violation(selection), "selection.filter");
  selection = Of(v1::EXPORT_FORMAT_BIBTEX);
  selection.set_show_deleted(true);
  EXPECT_EQ(violation(selection), "selection.show_deleted");
  selection = Of(v1::EXPORT_FORMAT_RIS);
  selection.add_names("topics/torture");
  EXPECT_EQ(violation(selection), "selection.names[0]");
  selection = Of(v1::EXPORT_FORMAT_JSON_LINES);
  selection.add_names("entries/a");
  selection.add_names("entries/a");
  EXPECT_EQ(violation(selection), "selection.names[1]");
  selection = Of(v1::EXPORT_FORMAT_JSON_LINES, {"entries"});
  selection.mutable_fields()->add_paths("title_lines");
  selection.mutable_fields()->add_paths("editor_notes");
  EXPECT_EQ(violation(selection, "reader"), "selection.fields.paths[1]");
  v1::ExportResponse part;
  EXPECT_EQ(ReasonOf(Page(Of(v1::EXPORT_FORMAT_CSV), "editor", -1, "", part)), "FIELD_INVALID");
}

}  // namespace
}  // namespace lectern::tests
