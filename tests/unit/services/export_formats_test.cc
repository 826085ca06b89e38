// What exports write: by themselves, and read again by the readers of imports.
#include <algorithm>
#include <random>
#include <sstream>

#include "clients/admin/formats/item_reader.h"
#include "export_testing.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/export/json_text.h"

namespace lectern::exports {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using testing::AwkwardEntry;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using testing::WriteAll;

constexpr int kRounds = 400;

// Texts that formats trip over.
std::string AnyText(std::mt19937& random) {
  static const std::vector<std::string> pieces = {
      "a",    "word",   " ", "  ", "\t", "\n", "\r",   "\r\n", "|",    "\\",    ",",        "(",      ")",
      "\"",   "'",      "=", "+",  "-",  "@",  "[1] ", "1. ",  "(a) ", "text:", "label: x", "claim:", "é",
      "日本", "\u2028", ";", ":",  "{",  "}",  "\\n",  "\\s",  "<b>",  "&amp;", "#"};
  std::string text;
  for (size_t i = random() % 6; i > 0; --i) text += pieces[random() % pieces.size()];
  return text;
}

// Fills `message` with anything.
void Fill(Message& message, std::mt19937& random, int depth = 0) {
  const auto* reflection = message.GetReflection();
  const auto* type = message.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (random() % 2 == 0 || depth > 4) continue;
    const int count = field->is_repeated() ? static_cast<int>(random() % 4) : 1;
    for (int j = 0; j < count; ++j) {
      const bool many = field->is_repeated();
      switch (field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_STRING: {
          const std::string text = AnyText(random);
          many ? reflection->AddString(&message, field, text) : reflection->SetString(&message, field, text);
          break;
        }
        case FieldDescriptor::CPPTYPE_BOOL:
          if (!many) reflection->SetBool(&message, field, true);
          break;
        case FieldDescriptor::CPPTYPE_ENUM: {
          const auto values = static_cast<unsigned>(field->enum_type()->value_count());
          const int value = field->enum_type()->value(static_cast<int>(random() % values))->number();
          many ? reflection->AddEnumValue(&message, field, value) : reflection->SetEnumValue(&message, field, value);
          break;
        }
        case FieldDescriptor::CPPTYPE_INT32:
          if (!many) reflection->SetInt32(&message, field, static_cast<int32_t>(random() % 1000000000));
          break;
        case FieldDescriptor::CPPTYPE_INT64:
          if (!many) reflection->SetInt64(&message, field, static_cast<int64_t>(random() % 1000000000));
          break;
        case FieldDescriptor::CPPTYPE_FLOAT:
          if (!many) reflection->SetFloat(&message, field, static_cast<float>(random() % 1000) / 1000);
          break;
        case FieldDescriptor::CPPTYPE_MESSAGE:
          Fill(many ? *reflection->AddMessage(&message, field) : *reflection->MutableMessage(&message, field), random,
               depth + 1);
          break;
        default:
          break;
      }
    }
  }
}

TEST(ExportJson, IsReadByProtobufAsTheSameMessage) {
  std::mt19937 random(1);
  for (int i = 0; i < kRounds; ++i)
    for (const storage::RecordKind* kind : storage::AllRecordKinds()) {
      const std::unique_ptr<Message> message(kind->prototype->New()), back(kind->prototype->New());
      Fill(*message, random);
      std::string json;
      AppendJson(*message, json);
      EXPECT_EQ(json.find('\n'), std::string::npos);
      const auto status = google::protobuf::util::JsonStringToMessage(json, back.get());
      ASSERT_TRUE(status.ok()) << status.ToString() << "\n" << json;
      std::string difference;
      google::protobuf::util::MessageDifferencer differencer;
      differencer.ReportDifferencesToString(&difference);
      EXPECT_TRUE(differencer.Compare(*message, *back)) << difference;
    }
}

TEST(ExportJson, IsWhatProtobufPrints) {
  v1::Entry entry = AwkwardEntry(v1::SOURCE_TYPE_REPORT);
  entry.mutable_review()->mutable_review_time()->set_seconds(1700000000);
  entry.mutable_provenance()->add_confidences()->set_confidence(0.9F);
  entry.mutable_provenance()->add_spans()->set_end_byte(1LL << 40);
  entry.mutable_provenance()->set_imported_form("\x01\xff bytes");
  std::string expected, json;
  ASSERT_TRUE(google::protobuf::util::MessageToJsonString(entry, &expected).ok());
  AppendJson(entry, json);
  EXPECT_EQ(json, expected);
}

// All fields that a table has; of the others, none.
v1::Entry AnyTableEntry(std::mt19937& random) {
  v1::Entry entry;
  Fill(entry, random);
  const auto* type = entry.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i)
    if (!type->field(i)->options().HasExtension(v1::column)) entry.GetReflection()->ClearField(&entry, type->field(i));
  entry.set_name("entries/e");
  // What the contract does not allow, and tables cannot say: items without words, roles without names, empty readings.
  for (auto* list : {entry.mutable_title_lines(), entry.mutable_media_marks(), entry.mutable_themes(),
                     entry.mutable_content_notes(), entry.mutable_other_countries(), entry.mutable_archive_links(),
                     entry.mutable_notes(), entry.mutable_legacy_addresses()})
    list->erase(std::remove(list->begin(), list->end(), ""), list->end());
  for (auto* reference : {entry.mutable_country(), entry.mutable_topic()})
    if (!reference->empty()) *reference = "countries/" + *reference;
  for (auto* list : {entry.mutable_other_countries(), entry.mutable_themes()})
    for (std::string& name : *list) name = "themes/" + name;
  if (entry.published().raw().empty() && entry.published().edtf().empty()) entry.clear_published();
  entry.mutable_published()->set_edtf(entry.has_published() && random() % 2 == 0 ? "2003-04" : "");
  if (entry.published().raw().empty() && entry.published().edtf().empty()) entry.clear_published();
  for (v1::Access& access : *entry.mutable_accesses()) {
    access.set_edtf("2011");
    if (access.raw().empty()) access.set_raw("x");
  }
  auto& contributors = *entry.mutable_contributors();
  for (v1::Contributor& contributor : contributors) {
    if (contributor.family().empty() && contributor.literal().empty()) contributor.set_family("F");
    if (!contributor.literal().empty()) {
      contributor.clear_family();
      contributor.clear_given();
    }
  }
  for (v1::Passage& passage : *entry.mutable_passages()) {
    // An empty message is not told from none.
    if (passage.claim().ByteSizeLong() == 0) passage.clear_claim();
    if (passage.proceedings().ByteSizeLong() == 0) passage.clear_proceedings();
    if (passage.claim().has_assess_time()) passage.mutable_claim()->mutable_assess_time()->set_nanos(0);
    if (passage.ByteSizeLong() == 0) passage.set_text("x");
  }
  return entry;
}

TEST(ExportTable, IsReadByTheImporterAsTheSameEntries) {
  std::mt19937 random(2);
  for (const auto& [format, reading] : {std::pair{v1::EXPORT_FORMAT_CSV, formats::Format::kCsv},
                                        std::pair{v1::EXPORT_FORMAT_TSV, formats::Format::kTsv}})
    for (int i = 0; i < kRounds; ++i) {
      const std::vector<v1::Entry> entries = {AnyTableEntry(random), AnyTableEntry(random)};
      const std::string file = WriteAll(format, entries);
      std::istringstream in(file);
      const auto reader = formats::OpenReader(reading, in, "a.csv", {});
      ASSERT_TRUE(reader.ok()) << reader.status() << "\n" << file;
      for (const v1::Entry& entry : entries) {
        auto read = (*reader)->Next();
        ASSERT_TRUE(read.ok() && *read) << read.status() << "\n" << file;
        ASSERT_FALSE((*read)->error) << *(*read)->error << "\n" << file;
        v1::Entry back = (*read)->item.entry();
        back.clear_provenance();
        if (entry.source_key().empty()) back.clear_source_key();
        std::string difference;
        google::protobuf::util::MessageDifferencer differencer;
        differencer.ReportDifferencesToString(&difference);
        ASSERT_TRUE(differencer.Compare(entry, back)) << difference << "\n" << file;
      }
    }
}

TEST(ExportTable, RunsNothingInASpreadsheet) {
  for (const std::string lead : {"=", "+", "-", "@", "\t", "\r", "'"}) {
    v1::Entry entry;
    entry.set_name("entries/a");
    entry.set_publisher(lead + "cmd|' /C calc'!A0");
    for (const auto format : {v1::EXPORT_FORMAT_CSV, v1::EXPORT_FORMAT_TSV}) {
      const std::string file = WriteAll(format, {entry});
      EXPECT_THAT(file, HasSubstr("'" + lead + "cmd")) << lead;
      for (const char separator : {',', '\t', '"'})
        EXPECT_THAT(file, Not(HasSubstr(std::string{separator} + lead + "cmd"))) << lead;
    }
  }
}

TEST(ExportTable, TellsOfDeletionsByNameAlone) {
  v1::Entry entry;
  entry.set_name("entries/a");
  const std::string file = WriteAll(v1::EXPORT_FORMAT_CSV, {entry}, true, true);
  EXPECT_THAT(file, HasSubstr(",action\r\n"));
  EXPECT_THAT(file, HasSubstr("\r\nentries/a,,"));
  EXPECT_THAT(file, EndsWith(",,delete\r\n"));
  EXPECT_THAT(file, Not(HasSubstr("false")));
}

TEST(ExportTable, HasEveryColumnOfTheContract) {
  const std::string header = WriteAll(v1::EXPORT_FORMAT_CSV, {});
  const auto* type = v1::Entry::descriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const std::string column = type->field(i)->options().GetExtension(v1::column);
    if (column.empty()) continue;
    EXPECT_THAT("," + header, HasSubstr("," + column)) << type->field(i)->full_name();
  }
  EXPECT_THAT(header, StartsWith("name,title,publisher,published,published_edtf,source_type,"));
}

TEST(ExportBibtex, EscapesWhatTexWouldTakeForItsOwn) {
  const std::string file = WriteAll(v1::EXPORT_FORMAT_BIBTEX, {AwkwardEntry(v1::SOURCE_TYPE_REPORT)});
  EXPECT_THAT(file, StartsWith("@report{awkward-1,\n"));
  EXPECT_THAT(file, HasSubstr("title = {{Été à São Paulo: 100 \\% of \\{braces\\} \\& "
                              "\"quotes\" \\#1 in \\$ and "
                              "C:\\textbackslash{}\\_under\\textasciicircum{}\\textasciitilde{}: Łódź – 日本語}}"));
  EXPECT_THAT(file, HasSubstr("author = {{Committee on the Rights of the Child and Others} and Galland, Élphie and "
                              "{von der Leyen}, Ursula}"));
  EXPECT_THAT(file, HasSubstr("editor = {García Márquez, Ana}"));
  EXPECT_THAT(file, HasSubstr("date = {2003-04}"));
  EXPECT_THAT(file, HasSubstr("urldate = {2011-01-22}"));  // the last reading, wherever it stands
  EXPECT_THAT(file, HasSubstr("url = {https://example.org/a_b?x=1&y=%20#z~}"));
  EXPECT_THAT(file, HasSubstr("annotation = {[27] CHILDREN First \\& foremost: 50 \\% of "));
  EXPECT_THAT(file, Not(HasSubstr("keywords")));
  EXPECT_EQ(std::count(file.begin(), file.end(), '{'), std::count(file.begin(), file.end(), '}'));
}

TEST(ExportBibtex, IsNotEndedByABraceThatStandsAlone) {
  for (const auto& [title, written] : {std::pair{"{a} {b", "{{\\{a\\} \\textbraceleft{}b}}"},
                                       std::pair{"} {a", "{{\\textbraceright{} \\textbraceleft{}a}}"}}) {
    v1::Entry entry;
    entry.set_name("entries/a");
    entry.add_title_lines(title);
    EXPECT_EQ(WriteAll(v1::EXPORT_FORMAT_BIBTEX, {entry}), std::string("@misc{a,\n  title = ") + written + "\n}\n");
  }
}

TEST(ExportBibtex, TellsApartWhatHasOneType) {
  const auto file = [](v1::SourceType type) { return WriteAll(v1::EXPORT_FORMAT_BIBTEX, {AwkwardEntry(type)}); };
  EXPECT_THAT(file(v1::SOURCE_TYPE_ARTICLE_NEWSPAPER), HasSubstr("entrysubtype = {newspaper}"));
  EXPECT_THAT(file(v1::SOURCE_TYPE_ARTICLE_MAGAZINE), HasSubstr("entrysubtype = {magazine}"));
  EXPECT_THAT(file(v1::SOURCE_TYPE_HEARING), HasSubstr("entrysubtype = {hearing}"));
  EXPECT_THAT(file(v1::SOURCE_TYPE_BOOK), Not(HasSubstr("entrysubtype")));
  EXPECT_THAT(file(v1::SOURCE_TYPE_UNSPECIFIED), StartsWith("@misc{"));
}

TEST(ExportRis, IsInLinesThatEveryReaderTakes) {
  const std::string file = WriteAll(v1::EXPORT_FORMAT_RIS, {AwkwardEntry(v1::SOURCE_TYPE_REPORT)});
  EXPECT_THAT(file, StartsWith("TY  - RPRT\r\nID  - awkward-1\r\nTI  - "));
  EXPECT_THAT(file, EndsWith("\r\nER  - \r\n"));
  EXPECT_THAT(file, HasSubstr("AU  - Committee on the Rights of the Child and Others,\r\nAU  - Galland, Élphie\r\n"));
  EXPECT_THAT(file, HasSubstr("PY  - 2003\r\nDA  - 2003/04//\r\n"));
  EXPECT_THAT(
      file,
      HasSubstr("AB  - [27] CHILDREN First & foremost: 50 % of {them}. A second line.\r\n\r\n Another paragraph.\r\n"));
  for (size_t at = file.find('\n'); at != std::string::npos; at = file.find('\n', at + 1))
    EXPECT_EQ(file[at - 1], '\r');
}

TEST(ExportCslJson, IsAnArrayOfAnyLength) {
  EXPECT_EQ(WriteAll(v1::EXPORT_FORMAT_CSL_JSON, {}), "[]\n");
  v1::Entry one;
  one.set_name("entries/a");
  one.add_title_lines("A");
  v1::Entry two = one;
  two.mutable_published()->set_raw("Spring 2003");
  EXPECT_EQ(WriteAll(v1::EXPORT_FORMAT_CSL_JSON, {one, two}),
            "[\n{\"id\":\"a\",\"type\":\"document\",\"title\":\"A\"},\n"
            "{\"id\":\"a\",\"type\":\"document\",\"title\":\"A\",\"issued\":{\"literal\":\"Spring 2003\"}}\n]\n");
}

// Whoever exports: a list of sources is handed on.
TEST(ExportBibliographies, LeadNobodyToAnAddressThatIsUnsafe) {
  for (const v1::LinkState state : {v1::LINK_STATE_HIJACKED, v1::LINK_STATE_WITHHELD})
    for (const auto format : {v1::EXPORT_FORMAT_BIBTEX, v1::EXPORT_FORMAT_RIS, v1::EXPORT_FORMAT_CSL_JSON}) {
      v1::Entry entry = AwkwardEntry(v1::SOURCE_TYPE_REPORT);
      entry.set_url("https://taken-over.example/");
      entry.set_link_state(state);
      EXPECT_THAT(WriteAll(format, {entry}), Not(HasSubstr("taken-over")));
    }
}

TEST(ExportBibliographies, AreReadByTheImporterAsTheSameSources) {
  const std::pair<v1::ExportFormat, formats::Format> all[] = {{v1::EXPORT_FORMAT_BIBTEX, formats::Format::kBibtex},
                                                              {v1::EXPORT_FORMAT_RIS, formats::Format::kRis},
                                                              {v1::EXPORT_FORMAT_CSL_JSON, formats::Format::kCslJson}};
  for (const auto& [format, reading] : all)
    for (int type = 0; type < v1::SourceType_ARRAYSIZE; ++type) {
      v1::Entry entry = AwkwardEntry(static_cast<v1::SourceType>(type));
      std::istringstream in(WriteAll(format, {entry}));
      const auto reader = formats::OpenReader(reading, in, "a", {});
      ASSERT_TRUE(reader.ok());
      auto read = (*reader)->Next();
      ASSERT_TRUE(read.ok() && *read && !(*read)->error) << in.str();
      const v1::Entry& back = (*read)->item.entry();
      SCOPED_TRACE(in.str());
      // What is only known to have an address is taken for a web page.
      if (type != 0) {
        EXPECT_EQ(back.source_type(), entry.source_type());
      }
      EXPECT_EQ(back.title_lines(0), entry.title_lines(0) + ": " + entry.title_lines(1));
      EXPECT_EQ(back.publisher(), entry.publisher());
      EXPECT_EQ(back.series(), entry.series());
      EXPECT_EQ(back.place(), entry.place());
      EXPECT_EQ(back.url(), entry.url());
      EXPECT_EQ(back.language(), entry.language());
      EXPECT_EQ(back.published().edtf(), entry.published().edtf());
      ASSERT_EQ(back.accesses_size(), 1);
      EXPECT_EQ(back.accesses(0).edtf(), "2011-01-22");
      ASSERT_EQ(back.contributors_size(), entry.contributors_size());
      for (int i = 0; i < entry.contributors_size(); ++i)
        EXPECT_EQ(back.contributors(i).SerializeAsString(), entry.contributors(i).SerializeAsString());
      EXPECT_EQ(back.passages_size(), entry.passages_size());
    }
}

}  // namespace
}  // namespace lectern::exports
