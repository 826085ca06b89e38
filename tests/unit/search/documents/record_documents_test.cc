#include "storage/search/documents/record_documents.h"

#include <algorithm>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lectern/v1/country.pb.h"
#include "lectern/v1/entry.pb.h"
#include "lectern/v1/taxonomy.pb.h"
#include "lectern/v1/teacher_resource.pb.h"
#include "storage/records/kinds.h"
#include "storage/records/record_value.h"
#include "storage/search/documents/attributes.h"
#include "storage/search/documents/record_texts.h"

namespace lectern::search {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

std::vector<Document> Made(const storage::RecordKind& kind, const storage::Message& record, const std::string& name) {
  RecordDocuments maker;
  std::vector<Document> documents;
  const auto stored = storage::EncodeRecord(kind, record);
  EXPECT_TRUE(stored.ok()) << stored.status();
  EXPECT_TRUE(maker.Make(kind, name, *stored, documents).ok());
  return documents;
}

std::vector<std::string> FormsIn(const Document& document, Field field) {
  std::vector<std::string> forms;
  for (const Word& word : document.words)
    if (word.field == field) forms.push_back(word.form);
  return forms;
}

v1::Entry Published() {
  v1::Entry entry;
  entry.set_name("entries/a");
  entry.add_title_lines("Annual report");
  entry.add_title_lines("Second line");
  entry.set_publisher("ECPAT International");
  entry.mutable_published()->set_edtf("2008-05");
  entry.set_source_type(v1::SOURCE_TYPE_REPORT);
  entry.set_country("countries/be");
  entry.set_topic("topics/street-children");
  entry.add_themes("themes/prevention");
  entry.set_rank("0V");
  entry.set_lifecycle(v1::LIFECYCLE_PUBLISHED);
  entry.set_raw_byline("Elphie Galland, May 2008");
  v1::Passage& passage = *entry.add_passages();
  passage.set_label("[27]");
  passage.set_heading("CHILDREN");
  passage.set_text("Les enfants des rues");
  passage.set_language("fr");
  return entry;
}

TEST(RecordDocuments, OneForAllWhereAllReadTheSame) {
  const auto documents = Made(storage::EntryRecords(), Published(), "entries/a");
  ASSERT_EQ(documents.size(), 1u);
  const Document& document = documents.front();
  EXPECT_EQ(document.audiences, kEverybody);
  EXPECT_EQ(RecordNameOf(document.key), "entries/a");
  EXPECT_THAT(DocumentKeysOf("entries/a"), Contains(document.key));
  EXPECT_THAT(FormsIn(document, Field::kTitle), ElementsAre("annual", "report", "second", "line"));
  EXPECT_THAT(FormsIn(document, Field::kPassages), ElementsAre("children", "les", "enfants", "des", "rues"));
  EXPECT_THAT(FormsIn(document, Field::kPlaceNames), Contains("belgium"));
  const auto by_field = [](const Word& a, const Word& b) {
    return a.field != b.field ? a.field < b.field : a.position < b.position;
  };
  EXPECT_TRUE(std::is_sorted(document.words.begin(), document.words.end(), by_field));
}

TEST(RecordDocuments, StemByTheTextsOwnLanguage) {
  RecordDocuments maker;
  std::vector<Document> documents;
  ASSERT_TRUE(maker
                  .Make(storage::EntryRecords(), "entries/a",
                        *storage::EncodeRecord(storage::EntryRecords(), Published()), documents)
                  .ok());
  for (const Word& word : documents.front().words) {
    if (word.form == "children") {
      EXPECT_EQ(word.stem, "children");  // by the passage's French
    }
    if (word.form == "enfants") {
      EXPECT_EQ(word.stem, "enfant");
    }
  }
  EXPECT_TRUE(maker.languages().test(static_cast<size_t>(Language::kFrench)));
  EXPECT_TRUE(maker.languages().test(static_cast<size_t>(Language::kEnglish)));
  EXPECT_FALSE(maker.languages().test(static_cast<size_t>(Language::kGerman)));
}

TEST(RecordDocuments, LinesOfATitleAreNoPhrase) {
  const auto documents = Made(storage::EntryRecords(), Published(), "entries/a");
  uint32_t report = 0, second = 0;
  for (const Word& word : documents.front().words) {
    if (word.form == "report" && word.field == Field::kTitle) report = word.position;
    if (word.form == "second") second = word.position;
  }
  EXPECT_GT(second, report + 1);
}

TEST(RecordDocuments, DraftsAreForEditors) {
  v1::Entry entry = Published();
  entry.set_lifecycle(v1::LIFECYCLE_DRAFT);
  const auto documents = Made(storage::EntryRecords(), entry, "entries/a");
  ASSERT_EQ(documents.size(), 1u);
  EXPECT_EQ(documents.front().audiences, Only(Audience::kEditors));
}

TEST(RecordDocuments, NoneOfWhatIsDeleted) {
  v1::Entry entry = Published();
  entry.mutable_delete_time()->set_seconds(1);
  EXPECT_THAT(Made(storage::EntryRecords(), entry, "entries/a"), IsEmpty());
}

TEST(RecordDocuments, RedactedWordsAreForEditorsAlone) {
  v1::Entry entry = Published();
  entry.mutable_passages(0)->set_text("Jane spoke");
  v1::Redaction& redaction = *entry.add_redactions();
  redaction.set_field_path("passages[0].text");
  redaction.set_end_byte(4);
  redaction.set_replacement("[name withheld]");
  const auto documents = Made(storage::EntryRecords(), entry, "entries/a");
  ASSERT_EQ(documents.size(), 2u);
  EXPECT_EQ(documents[0].audiences, Only(Audience::kReaders) | Only(Audience::kEducators));
  EXPECT_THAT(FormsIn(documents[0], Field::kPassages), Not(Contains("jane")));
  EXPECT_THAT(FormsIn(documents[0], Field::kPassages), Contains("withheld"));
  EXPECT_EQ(documents[1].audiences, Only(Audience::kEditors));
  EXPECT_THAT(FormsIn(documents[1], Field::kPassages), Contains("jane"));
  EXPECT_NE(documents[0].key, documents[1].key);
}

TEST(RecordDocuments, EducatorsPartsAreNotForReaders) {
  v1::TeacherResource resource;
  resource.set_name("teacherResources/a");
  resource.set_title("A plan");
  resource.set_lifecycle(v1::LIFECYCLE_PUBLISHED);
  v1::ResourcePart& part = *resource.add_parts();
  part.set_body("Model answers");
  part.set_audience(v1::AUDIENCE_EDUCATORS);
  const auto documents = Made(storage::TeacherResourceRecords(), resource, "teacherResources/a");
  ASSERT_EQ(documents.size(), 2u);
  EXPECT_EQ(documents[0].audiences, Only(Audience::kReaders));
  EXPECT_THAT(FormsIn(documents[0], Field::kLessonText), IsEmpty());
  EXPECT_EQ(documents[1].audiences, Only(Audience::kEducators) | Only(Audience::kEditors));
  EXPECT_THAT(FormsIn(documents[1], Field::kLessonText), ElementsAre("model", "answers"));
}

TEST(RecordDocuments, WhatEditorsNoteIsInNone) {
  v1::Entry entry = Published();
  entry.set_editor_notes("doubtful");
  entry.mutable_provenance()->set_raw_text("rawbytes");
  v1::Topic topic;
  topic.set_name("topics/a");
  topic.add_labels()->set_text("Preferred");
  topic.add_legacy_terms()->set_text("legacyterm");
  for (const auto& documents :
       {Made(storage::EntryRecords(), entry, "entries/a"), Made(storage::TopicRecords(), topic, "topics/a")})
    for (const Document& document : documents)
      for (const Word& word : document.words)
        EXPECT_TRUE(word.form != "doubtful" && word.form != "rawbytes" && word.form != "legacyterm") << word.form;
}

TEST(RecordDocuments, AttributesOfAnEntry) {
  v1::Entry entry = Published();
  entry.add_content_notes("violence");
  entry.mutable_passages(0)->mutable_claim()->set_status(v1::CLAIM_STATUS_DISPUTED);
  entry.add_passages()->set_text("Unchecked");
  Document document = Made(storage::EntryRecords(), entry, "entries/a").front();
  EXPECT_THAT(document.Labels(LabelColumn::kKind), ElementsAre("entries"));
  EXPECT_THAT(document.Labels(LabelColumn::kCountry), ElementsAre("countries/be"));
  EXPECT_THAT(document.Labels(LabelColumn::kTopic), ElementsAre("topics/street-children"));
  EXPECT_THAT(document.Labels(LabelColumn::kThemes), ElementsAre("themes/prevention"));
  EXPECT_THAT(document.Labels(LabelColumn::kSourceType), ElementsAre("REPORT"));
  EXPECT_THAT(document.Labels(LabelColumn::kLanguage), ElementsAre("fr"));
  EXPECT_THAT(document.Labels(LabelColumn::kClaimStatus), UnorderedElementsAre("DISPUTED", "UNVERIFIED"));
  EXPECT_THAT(document.Labels(LabelColumn::kLifecycle), ElementsAre("PUBLISHED"));
  EXPECT_THAT(document.Labels(LabelColumn::kContentNotes), UnorderedElementsAre("violence", std::string(kNotAssessed)));
  EXPECT_EQ(document.Number(NumberColumn::kYear), 2008);
  EXPECT_EQ(document.Number(NumberColumn::kDate), *FirstDayOf("2008-05-01"));
  EXPECT_EQ(document.title_order, "annual report second line");
}

TEST(Attributes, RanksSortAsTheirBytesDo) {
  std::vector<std::string> ranks = {"0", "0V", "1", "9", "A", "Z", "a", "z", "z1"};
  int64_t last = -1;
  for (const std::string& rank : ranks) {
    v1::Entry entry = Published();
    entry.set_rank(rank);
    const int64_t number = Made(storage::EntryRecords(), entry, "entries/a").front().Number(NumberColumn::kRank);
    EXPECT_GT(number, last) << rank;
    last = number;
  }
}

TEST(Attributes, FirstDayOfADate) {
  EXPECT_EQ(FirstDayOf("1970"), 0);
  EXPECT_EQ(FirstDayOf("1970-02"), 31);
  EXPECT_EQ(FirstDayOf("1970-02-03"), 33);
  EXPECT_EQ(FirstDayOf("1969-12-31"), -1);
  for (const char* wrong : {"", "19", "1970-2", "1970-13", "1970-02-30", "1970-02-03x", "197x"})
    EXPECT_EQ(FirstDayOf(wrong), std::nullopt) << wrong;
}

TEST(RecordTexts, SayWhereTheyStand) {
  v1::TeacherResource resource;
  resource.add_procedures()->add_steps("Read");
  resource.mutable_procedures(0)->add_steps("Discuss");
  std::vector<std::string> paths;
  VisitTexts(resource, [&](const RecordText& text) { paths.push_back(text.Path()); });
  EXPECT_THAT(paths, ElementsAre("procedures[0].steps[0]", "procedures[0].steps[1]"));
  paths.clear();
  VisitTexts(Published(), [&](const RecordText& text) {
    if (text.field == Field::kPassages) paths.push_back(text.Path() + " " + std::string(text.label));
  });
  EXPECT_THAT(paths, ElementsAre("passages[0].heading [27]", "passages[0].text [27]"));
}

}  // namespace
}  // namespace lectern::search
