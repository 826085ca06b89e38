// Posting lists, positions and dictionaries: what is written is read again, from any place.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "rapidcheck/gtest.h"
#include "storage/search/index/position_list.h"
#include "storage/search/index/posting_list.h"
#include "storage/search/index/term_dictionary.h"
#include "tests/unit/search/index/index_testing.h"

namespace lectern::search {
namespace {

using testing::Below;
using testing::Random;

// Dense and sparse stretches, so that blocks of both kinds come about.
std::vector<Posting> MakePostings(Random& random, size_t count, bool with_forms) {
  std::vector<Posting> postings;
  uint32_t document = static_cast<uint32_t>(Below(random, 3));
  uint64_t spread = 1;
  while (postings.size() < count) {
    if (Below(random, 100) == 0) spread = 1ull << Below(random, 14);
    Posting posting{document, 1 + static_cast<uint32_t>(Below(random, 2)), 1};
    if (Below(random, 40) == 0) posting.frequency = 1 + static_cast<uint32_t>(Below(random, 70'000));
    if (with_forms) posting.forms = Below(random, 30) == 0 ? ~0u : 1 + static_cast<uint32_t>(Below(random, 3));
    postings.push_back(posting);
    document += 1 + static_cast<uint32_t>(Below(random, spread));
  }
  return postings;
}

RC_GTEST_PROP(PostingLists, AreReadAsTheyWereWritten, (uint64_t seed)) {
  Random random(seed);
  const bool with_forms = Below(random, 2) == 0;
  const std::vector<Posting> postings = MakePostings(random, 1 + Below(random, 700), with_forms);
  const uint32_t documents = postings.back().document + 1;
  std::vector<uint8_t> lengths(documents);
  for (uint8_t& length : lengths) length = static_cast<uint8_t>(Below(random, 256));
  const Saturation saturation(50);
  const std::string bytes = EncodePostings(postings, with_forms, lengths.data(), saturation);
  const auto list = PostingList::Parse(bytes, with_forms);
  RC_ASSERT(list.ok());
  RC_ASSERT(list->size() == postings.size());
  PostingBlock block;
  size_t at = 0;
  std::vector<uint64_t> bits(documents / 64 + 1), some(documents / 64 + 1);
  for (uint64_t& word : some) word = random();
  for (uint32_t b = 0; b < list->blocks(); ++b) {
    // Documents and forms without the frequencies, too.
    list->DecodeDocuments(b, block);
    if (with_forms) list->DecodeForms(b, block);
    const PostingBlock without = block;
    list->Decode(b, with_forms, block);
    RC_ASSERT(std::equal(block.documents, block.documents + block.size, without.documents));
    if (with_forms) RC_ASSERT(std::equal(block.forms, block.forms + block.size, without.forms));
    RC_ASSERT(block.size > 0u);
    RC_ASSERT(list->First(b) <= block.documents[0]);
    RC_ASSERT(list->Last(b) >= block.documents[block.size - 1]);
    size_t members = 0;
    for (uint32_t i = 0; i < block.size; ++i, ++at) {
      RC_ASSERT(block.documents[i] == postings[at].document);
      RC_ASSERT(block.frequencies[i] + 1 == postings[at].frequency);
      if (with_forms) RC_ASSERT(block.forms[i] + 1 == postings[at].forms);
      RC_ASSERT(saturation.At(postings[at].frequency, lengths[postings[at].document]) * kImpactUnit <= list->Impact(b));
      members += some[block.documents[i] / 64] >> (block.documents[i] % 64) & 1;
      RC_ASSERT(list->BlockOf(block.documents[i], static_cast<uint32_t>(Below(random, b + 1))) == b);
    }
    RC_ASSERT(list->CountIn(b, some.data(), block) == members);
    PostingBlock matching;
    list->DecodeMatching(b, some, with_forms, matching);
    RC_ASSERT(matching.size == members);
    list->DecodeDocuments(b, block);
    for (uint32_t i = 0, m = 0; i < block.size; ++i) {
      const Posting& posting = postings[at - block.size + i];
      if ((some[posting.document / 64] >> (posting.document % 64) & 1) == 0) continue;
      RC_ASSERT(matching.documents[m] == posting.document);
      RC_ASSERT(matching.frequencies[m] + 1 == posting.frequency);
      if (with_forms) RC_ASSERT(matching.forms[m] + 1 == posting.forms);
      ++m;
    }
    list->AddTo(b, bits.data(), block);
  }
  RC_ASSERT(at == postings.size());
  std::vector<uint64_t> expected(bits.size());
  for (const Posting& posting : postings) expected[posting.document / 64] |= 1ull << (posting.document % 64);
  RC_ASSERT(bits == expected);
}

TEST(PostingLists, RefuseWhatIsCutOff) {
  Random random(3);
  const std::vector<uint8_t> lengths(2'000'000, 9);
  const std::string bytes = EncodePostings(MakePostings(random, 300, false), false, lengths.data(), Saturation(9));
  for (const size_t left : {size_t{0}, size_t{1}, size_t{9}, bytes.size() / 2})
    EXPECT_EQ(PostingList::Parse(bytes.substr(0, left), false).status().code(), absl::StatusCode::kDataLoss) << left;
}

RC_GTEST_PROP(PositionLists, AreReadFromAnyDocument, (uint64_t seed)) {
  Random random(seed);
  const auto forms = static_cast<uint32_t>(1 + Below(random, 3) * Below(random, 20));
  const size_t documents = 1 + Below(random, 400);
  std::vector<std::vector<Occurrence>> expected(documents);
  PositionListWriter writer(forms);
  std::vector<uint8_t> widths(documents);
  std::vector<PostingBlock> blocks(documents / kBlockSize + 1);
  for (std::vector<Occurrence>& occurrences : expected) {
    uint32_t position = 0;
    for (uint64_t count = 1 + Below(random, 3) * Below(random, 9); count > 0; --count) {
      position += static_cast<uint32_t>(Below(random, 60) == 0 ? Below(random, kMaxPosition / 64) : Below(random, 90));
      occurrences.push_back({position, static_cast<uint32_t>(Below(random, forms))});
    }
    const auto document = static_cast<size_t>(&occurrences - expected.data());
    PostingBlock& postings = blocks[document / kBlockSize];
    postings.documents[document % kBlockSize] = static_cast<uint32_t>(document);
    // The lowest frequency that so many occurrences can have, or a higher one.
    const auto frequency = static_cast<uint32_t>(occurrences.size() + Below(random, 2));
    postings.frequencies[document % kBlockSize] = frequency - 1;
    widths[document] = PositionWidth(position + 1 + static_cast<uint32_t>(Below(random, 3)));
    writer.Add(widths[document], frequency, occurrences.data(), occurrences.size());
  }
  const std::string bytes = writer.Finish();
  const auto list = PositionList::Parse(bytes, static_cast<uint32_t>(documents), forms, widths.data());
  RC_ASSERT(list.ok());
  PositionBlock block;
  std::vector<Occurrence> read;
  for (int times = 0; times < 50; ++times) {
    const auto document = static_cast<uint32_t>(Below(random, documents));
    list->Open(document / kBlockSize, blocks[document / kBlockSize], block);
    block.Read(document % kBlockSize, read);
    RC_ASSERT(read.size() == expected[document].size());
    for (size_t i = 0; i < read.size(); ++i) {
      RC_ASSERT(read[i].position == expected[document][i].position);
      RC_ASSERT(read[i].form == expected[document][i].form);
    }
  }
}

RC_GTEST_PROP(TermDictionaries, AreASortedMap, (const std::map<std::string, std::string>& terms, std::string other)) {
  TermDictionaryWriter writer;
  for (const auto& [term, value] : terms) writer.Add(term, value);
  const auto dictionary = TermDictionary::Parse(writer.Finish());
  RC_ASSERT(dictionary.ok());
  RC_ASSERT(dictionary->size() == terms.size());
  uint32_t ordinal = 0;
  auto walk = dictionary->Begin();
  for (const auto& [term, value] : terms) {
    RC_ASSERT(walk.valid());
    RC_ASSERT(walk.term() == term);
    RC_ASSERT(walk.value() == value);
    std::string_view found;
    RC_ASSERT(dictionary->Find(term, found) == ordinal);
    RC_ASSERT(found == value);
    RC_ASSERT(dictionary->Term(ordinal) == term);
    RC_ASSERT(dictionary->Value(ordinal) == value);
    ++ordinal;
    walk.Next();
  }
  RC_ASSERT(!walk.valid());
  const auto next = terms.lower_bound(other);
  const auto from = dictionary->From(other);
  RC_ASSERT(from.valid() == (next != terms.end()));
  if (from.valid()) RC_ASSERT(from.term() == next->first);
}

TEST(Lengths, AreCloseAndAscend) {
  uint32_t before = 0;
  for (uint32_t length = 0; length < 300'000; ++length) {
    const uint32_t decoded = DecodeLength(EncodeLength(length));
    ASSERT_LE(before, decoded);
    before = decoded;
    ASSERT_TRUE(length >= 64 || decoded == length);
    if (length >= 1u << 18) continue;
    ASSERT_LE(decoded, length);
    ASSERT_GE(decoded * 1.0625 + 1, length);
  }
}

TEST(Impacts, BoundEveryScore) {
  for (const double at_writing : {10.0, 120.0, 500.0}) {
    for (const double now : {5.0, 100.0, 121.0, 2'000.0}) {
      const Saturation written(at_writing), read(now);
      const ImpactBound bound(123'456.7, now, at_writing);
      for (uint32_t frequency = 1; frequency < 40; ++frequency) {
        for (uint32_t code = 0; code < 256; ++code) {
          const auto length = static_cast<uint8_t>(code);
          const uint16_t impact = EncodeImpact(written.At(frequency, length));
          const uint32_t score = RoundScore(123'456.7, read.At(frequency, length));
          ASSERT_GE(bound.Highest(impact), score);
          ASSERT_LE(bound.Least(score), impact);
        }
      }
    }
  }
}

}  // namespace
}  // namespace lectern::search
