// The vocabulary of a view: nothing of what the audience may not see, and nothing of what was deleted.
#include "storage/search/query/view_vocabulary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tests/unit/search/index/index_testing.h"

namespace lectern::search {
namespace {

Document With(const std::string& key, AudienceSet audiences,
              const std::vector<std::pair<std::string, std::string>>& words) {
  Document document;
  document.key = key;
  document.audiences = audiences;
  for (uint32_t w = 0; w < words.size(); ++w)
    document.words.push_back({Field::kPassages, w, words[w].first, words[w].second});
  return document;
}

class ViewVocabularyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = SearchIndex::Open(testing::TestOptions(files_.get()));
    ASSERT_TRUE(opened.ok()) << opened.status().ToString();
    index_ = *std::move(opened);
    // Of the same form, a stem for each audience; and a stem that readers see by another form.
    ASSERT_TRUE(index_
                    ->Apply({1,
                             {With("1", kEverybody, {{"report", "report"}, {"minors", "minor"}}),
                              With("2", Only(Audience::kEditors), {{"report", "reporter"}, {"secret", "secret"}}),
                              With("3", Only(Audience::kEditors), {{"minor", "minor"}})},
                             {}})
                    .ok());
    ASSERT_TRUE(index_->Flush().ok());
    ASSERT_TRUE(index_->Apply({2, {With("4", kEverybody, {{"report", "reporting"}, {"gone", "gone"}})}, {}}).ok());
  }

  ViewVocabulary Of(Audience audience) const { return {index_->CurrentView(), audience}; }
  std::vector<std::string> Stems(Audience audience, const std::string& form) const {
    const auto stems = Of(audience).StemsOfForm(form);
    EXPECT_TRUE(stems.ok());
    return stems.ok() ? *stems : std::vector<std::string>();
  }
  uint64_t Documents(Audience audience, const std::string& stem) const {
    const auto documents = Of(audience).DocumentsWithStem(stem);
    EXPECT_TRUE(documents.ok());
    return documents.ok() ? *documents : UINT64_MAX;
  }
  // "form:documents:distance " of each.
  std::string Similar(Audience audience, const std::string& form, size_t limit = 10) const {
    const auto similar = Of(audience).SimilarForms(form, 2, limit);
    EXPECT_TRUE(similar.ok());
    std::string texts;
    if (similar.ok())
      for (const SimilarForm& near : *similar)
        texts += near.form + ":" + std::to_string(near.documents) + ":" + std::to_string(near.distance) + " ";
    return texts;
  }

  const std::unique_ptr<rocksdb::Env> files_{rocksdb::NewMemEnv(rocksdb::Env::Default())};
  std::unique_ptr<SearchIndex> index_;
};

using Texts = std::vector<std::string>;

TEST_F(ViewVocabularyTest, KnowsWhatTheAudienceSees) {
  EXPECT_EQ(Stems(Audience::kEditors, "report"), (Texts{"report", "reporter", "reporting"}));
  EXPECT_EQ(Stems(Audience::kReaders, "report"), (Texts{"report", "reporting"}));
  EXPECT_EQ(Stems(Audience::kReaders, "reports"), Texts());
  EXPECT_EQ(Stems(Audience::kReaders, "secret"), Texts());
  EXPECT_EQ(Stems(Audience::kEducators, "minor"), Texts());
  EXPECT_EQ(Documents(Audience::kEditors, "minor"), 2u);
  EXPECT_EQ(Documents(Audience::kReaders, "minor"), 1u);
  EXPECT_EQ(Documents(Audience::kReaders, "secret"), 0u);
  EXPECT_EQ(Documents(Audience::kReaders, "reporter"), 0u);
  EXPECT_EQ(Documents(Audience::kReaders, "never"), 0u);
  EXPECT_EQ(Similar(Audience::kEditors, "minor"), "minors:1:1 ");
  EXPECT_EQ(Similar(Audience::kReaders, "minr"), "minors:1:2 ");
  EXPECT_EQ(Similar(Audience::kEditors, "minr"), "minor:1:1 minors:1:2 ");
  EXPECT_EQ(Similar(Audience::kEditors, "minr", 1), "minor:1:1 ");
  EXPECT_EQ(Similar(Audience::kReaders, "secrets"), "");
  EXPECT_EQ(Similar(Audience::kEditors, "secrets"), "secret:1:1 ");
}

TEST_F(ViewVocabularyTest, ForgetsWhatWasDeletedOrHidden) {
  const ViewVocabulary before = Of(Audience::kReaders);
  ASSERT_TRUE(index_->Apply({3, {With("1", Only(Audience::kEditors), {{"report", "report"}})}, {"4"}}).ok());
  for (const bool merged : {false, true}) {
    ASSERT_TRUE(!merged || index_->Merge().ok());
    EXPECT_EQ(Stems(Audience::kReaders, "report"), Texts());
    EXPECT_EQ(Stems(Audience::kEditors, "report"), (Texts{"report", "reporter"}));
    EXPECT_EQ(Documents(Audience::kReaders, "report"), 0u);
    EXPECT_EQ(Documents(Audience::kReaders, "minor"), 0u);
    EXPECT_EQ(Documents(Audience::kEditors, "minor"), merged ? 1u : 2u) << "a bound, until the deleted ones are gone";
    EXPECT_EQ(Documents(Audience::kEditors, "gone"), 0u);
    EXPECT_EQ(Similar(Audience::kEditors, "gon"), "");
  }
  EXPECT_EQ(*before.StemsOfForm("report"), (Texts{"report", "reporting"}));
  EXPECT_EQ(*before.DocumentsWithStem("gone"), 1u);
}

// The bounds of an index with many deletions: never below the truth, 0 where that is 0.
TEST_F(ViewVocabularyTest, BoundsHoldAgainstAllDocuments) {
  testing::Random random(3);
  testing::Oracle oracle;
  storage::Revision revision = 2;
  ASSERT_TRUE(index_->Apply({++revision, {}, {"1", "2", "3", "4"}}).ok());
  for (int batches = 0; batches < 12; ++batches) {
    Batch batch;
    batch.revision = ++revision;
    for (int d = 0; d < 25; ++d) batch.upserts.push_back(testing::MakeDocument(random, testing::MakeKey(random, 90)));
    for (int d = 0; d < 6; ++d) batch.deletions.push_back(testing::MakeKey(random, 90));
    oracle.Apply(batch);
    ASSERT_TRUE(index_->Apply(batch).ok());
    ASSERT_TRUE(batches % 3 != 0 || index_->Flush().ok());
  }
  for (const Audience audience : {Audience::kReaders, Audience::kEducators, Audience::kEditors}) {
    for (int s = 0; s < 40; ++s) {
      const std::string stem = "w" + std::to_string(s) + "x";
      uint64_t holding = 0;
      std::set<std::string> forms;
      for (const auto& [key, document] : oracle.documents()) {
        if ((document.audiences & Only(audience)) == 0) continue;
        bool holds = false;
        for (const Word& word : document.words) {
          if (word.stem != stem) continue;
          holds = true;
          forms.insert(word.form);
        }
        holding += holds ? 1 : 0;
      }
      EXPECT_GE(Documents(audience, stem), holding);
      EXPECT_EQ(Documents(audience, stem) == 0, holding == 0) << stem;
      for (const char* const ending : {"", "s", "ren", "ing"}) {
        const std::string form = stem + ending;
        EXPECT_EQ(Stems(audience, form), forms.contains(form) ? Texts{stem} : Texts()) << form;
      }
    }
  }
}

}  // namespace
}  // namespace lectern::search
