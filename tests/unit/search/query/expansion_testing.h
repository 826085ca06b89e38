// Queries put to a SmallCorpus.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "small_corpus.h"
#include "storage/search/query/expansion.h"

namespace lectern::search {

class ExpansionTest : public testing::Test {
 protected:
  void UseSynonyms(std::vector<SynonymRow> rows) { synonyms_ = Synonyms(corpus_.analyzer(), rows); }

  Expansion Expand(std::string_view query) {
    auto parsed = ParseQuery(query);
    EXPECT_TRUE(parsed.ok()) << parsed.status();
    auto expansion = ExpandQuery(*std::move(parsed), corpus_.analyzer(), corpus_.languages(), corpus_, synonyms_);
    EXPECT_TRUE(expansion.ok()) << expansion.status();
    return *std::move(expansion);
  }

  std::set<size_t> Find(std::string_view query) { return corpus_.Find(Expand(query).plan); }

  // "word typed -> what else was looked for [reason]" of each explanation.
  std::vector<std::string> Explained(std::string_view query) {
    std::vector<std::string> lines;
    for (const Explanation& explanation : Expand(query).explanations) {
      std::string line(query.substr(explanation.begin, explanation.end - explanation.begin));
      line += explanation.instead ? " => " : " -> ";
      for (const std::string& text : explanation.also) line += (&text == &explanation.also[0] ? "" : ", ") + text;
      lines.push_back(line + (explanation.reason.empty() ? "" : " [" + explanation.reason + "]"));
    }
    return lines;
  }

  SmallCorpus corpus_;
  Synonyms synonyms_;
};

}  // namespace lectern::search
