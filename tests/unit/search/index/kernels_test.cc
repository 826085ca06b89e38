// Every variant of the inner loops against the plainest code that does the same.
#include "storage/search/index/kernels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "rapidcheck/gtest.h"
#include "storage/search/index/bit_packing.h"

namespace lectern::search {
namespace {

std::vector<const Kernels*> Variants() {
  const Kernels* variants[2] = {};
  const size_t count = KernelVariants(variants);
  return {variants, variants + count};
}

// 128 numbers of at most `width` bits.
std::vector<uint32_t> MakeNumbers(uint64_t seed, uint32_t width) {
  std::vector<uint32_t> numbers(kBlockSize);
  for (uint32_t& number : numbers) {
    seed = seed * 6364136223846793005ull + 1442695040888963407ull;
    number = width == 0 ? 0 : static_cast<uint32_t>(seed >> 32) >> (32 - width);
  }
  return numbers;
}

std::vector<uint64_t> MakeWords(uint64_t seed, size_t count) {
  std::vector<uint64_t> words(count);
  for (uint64_t& word : words) {
    seed = seed * 6364136223846793005ull + 1442695040888963407ull;
    word = seed ^ seed >> 29;
    if (seed % 5 == 0) word = 0;
    if (seed % 7 == 0) word = ~0ull;
  }
  return words;
}

const uint8_t* Bytes(const void* data) { return static_cast<const uint8_t*>(data); }

RC_GTEST_PROP(Kernels, UnpackWhatWasPacked, (uint64_t seed)) {
  for (uint32_t width = 0; width <= 32; ++width) {
    const std::vector<uint32_t> numbers = MakeNumbers(seed, width);
    RC_ASSERT(WidthOf(numbers.data(), numbers.size()) <= width);
    std::string packed;
    AppendPacked(packed, numbers.data(), width);
    RC_ASSERT(packed.size() == 16 * width);
    for (const Kernels* kernels : Variants()) {
      std::vector<uint32_t> out(kBlockSize + kDecodeSlack);
      kernels->unpack(Bytes(packed.data()), width, out.data());
      out.resize(kBlockSize);
      RC_ASSERT(out == numbers);
    }
  }
}

RC_GTEST_PROP(Kernels, HalvesAreJoined, (uint64_t seed, uint32_t base)) {
  for (uint32_t width = 1; width <= 25; ++width) {
    std::vector<uint32_t> numbers = MakeNumbers(seed, width + 7);
    std::sort(numbers.begin(), numbers.end());
    std::vector<uint64_t> high(5);
    for (size_t i = 0; i < numbers.size(); ++i) {
      const size_t bit = (numbers[i] >> width) + i;
      high[bit / 64] |= 1ull << (bit % 64);
    }
    high[4] = seed;  // what lies behind the last one does not matter
    std::string low;
    AppendPacked(low, numbers.data(), width);
    for (uint32_t& number : numbers) number += base;
    for (const Kernels* kernels : Variants()) {
      std::vector<uint32_t> out(kBlockSize + kDecodeSlack);
      kernels->join_halves(Bytes(high.data()), high.size(), Bytes(low.data()), width, base, out.data());
      out.resize(kBlockSize);
      RC_ASSERT(out == numbers);
    }
  }
}

struct MadeOccurrences {
  std::string bits;
  std::vector<std::pair<uint32_t, uint32_t>> expected;  // position and form
  PackedOccurrences packed;
};

// Ascending positions from `random` on, some of them the same.
MadeOccurrences MakeOccurrences(std::mt19937_64& random, uint32_t position_bits) {
  MadeOccurrences made;
  PackedOccurrences& packed = made.packed;
  packed.form_bits = static_cast<uint32_t>(random() % (kMostAdjoiningWidth - position_bits + 1) % 4);
  packed.width = position_bits + packed.form_bits;
  packed.count = static_cast<uint32_t>(1 + random() % (random() % 4 == 0 ? kMostAdjoining : 9));
  packed.at = static_cast<uint32_t>(random() % 30);
  packed.form = random() % 2 == 0 ? kAnyForm : static_cast<uint32_t>(random() % (1u << packed.form_bits));
  std::vector<uint32_t> positions;
  while (positions.size() < packed.count) positions.push_back(static_cast<uint32_t>(random() % (1u << position_bits)));
  std::sort(positions.begin(), positions.end());
  std::vector<bool> bits(packed.at, true);
  for (size_t i = 0; i < positions.size(); ++i) {
    const auto form = static_cast<uint32_t>(random() % (1u << packed.form_bits));
    const uint32_t value = (positions[i] - (i == 0 ? 0 : positions[i - 1])) << packed.form_bits | form;
    for (uint32_t b = 0; b < packed.width; ++b) bits.push_back((value >> b & 1) != 0);
    made.expected.emplace_back(positions[i], form);
  }
  for (int more = 0; more < 128; ++more) bits.push_back(random() % 2 == 0);
  made.bits.resize(bits.size() / 8 + 1);
  for (size_t b = 0; b < bits.size(); ++b)
    made.bits[b / 8] = static_cast<char>(made.bits[b / 8] | (bits[b] ? 1 : 0) << (b % 8));
  return made;
}

RC_GTEST_PROP(Kernels, AdjoiningPositionsAreFound, (uint64_t seed)) {
  std::mt19937_64 random(seed);
  for (int times = 0; times < 40; ++times) {
    const auto position_bits = static_cast<uint32_t>(1 + random() % kMostPositionBits);
    MadeOccurrences first = MakeOccurrences(random, position_bits), second = MakeOccurrences(random, position_bits);
    first.packed.bits = Bytes(first.bits.data());
    second.packed.bits = Bytes(second.bits.data());
    bool expected = false;
    for (const auto& [before, form] : first.expected)
      for (const auto& [behind, other] : second.expected)
        expected |= behind == before + 1 && (first.packed.form == kAnyForm || form == first.packed.form) &&
                    (second.packed.form == kAnyForm || other == second.packed.form);
    for (const Kernels* kernels : Variants()) RC_ASSERT(kernels->adjoin(first.packed, second.packed) == expected);
  }
}

RC_GTEST_PROP(Kernels, BitsAreFoundAndCounted, (uint64_t seed)) {
  const std::vector<uint64_t> words = MakeWords(seed, 40), others = MakeWords(seed + 1, 40);
  std::vector<uint32_t> members;
  for (uint32_t i = 0; i < 40 * 64; ++i)
    if ((words[i / 64] >> (i % 64) & 1) != 0) members.push_back(i);
  size_t common = 0;
  for (const uint32_t member : members) common += others[member / 64] >> (member % 64) & 1;
  for (const Kernels* kernels : Variants()) {
    std::vector<uint32_t> out(members.size() + kDecodeSlack);
    RC_ASSERT(kernels->positions_of_bits(Bytes(words.data()), 40, 1000, out.data()) == members.size());
    for (size_t i = 0; i < members.size(); ++i) RC_ASSERT(out[i] == members[i] + 1000);
    RC_ASSERT(kernels->count_bits(words.data(), 40) == members.size());
    RC_ASSERT(kernels->count_common_bits(words.data(), others.data(), 40) == common);
    RC_ASSERT(kernels->count_members(members.data(), members.size(), others.data()) == common);
    std::vector<uint32_t> before(40), ranks(members.size());
    RC_ASSERT(kernels->count_before(words.data(), 40, before.data()) == members.size());
    kernels->ranks(members.data(), members.size(), words.data(), before.data(), ranks.data());
    for (uint32_t i = 0; i < members.size(); ++i) RC_ASSERT(ranks[i] == i);
    // The same words as of documents that begin inside of a word; what is behind the last word of the bitmap is not
    // set.
    const auto base = static_cast<uint32_t>(seed % 100);
    std::vector<uint32_t> chosen, places, found(members.size()), at(members.size());
    for (uint32_t i = 0; i < members.size(); ++i) {
      const uint32_t document = members[i] + base;
      if (document >= 40 * 64 || (others[document / 64] >> (document % 64) & 1) == 0) continue;
      chosen.push_back(document);
      places.push_back(i);
    }
    const auto expect_chosen = [&](size_t count) {
      RC_ASSERT(count == chosen.size());
      found.resize(count);
      at.resize(count);
      RC_ASSERT(found == chosen);
      RC_ASSERT(at == places);
    };
    expect_chosen(
        kernels->choose_bits(Bytes(words.data()), 40, base, others.data(), others.size(), found.data(), at.data()));
    found.clear();
    for (const uint32_t member : members)
      if (member + base < 40 * 64) found.push_back(member + base);
    at.resize(members.size());
    expect_chosen(kernels->choose_members(found.data(), found.size(), others.data(), at.data()));
    std::vector<uint64_t> made = words;
    kernels->intersect(made.data(), others.data(), 40);
    for (size_t w = 0; w < 40; ++w) RC_ASSERT(made[w] == (words[w] & others[w]));
    made = words;
    kernels->unite(made.data(), others.data(), 40);
    for (size_t w = 0; w < 40; ++w) RC_ASSERT(made[w] == (words[w] | others[w]));
    made = words;
    kernels->subtract(made.data(), others.data(), 40);
    for (size_t w = 0; w < 40; ++w) RC_ASSERT(made[w] == (words[w] & ~others[w]));
  }
}

RC_GTEST_PROP(Kernels, ScoresAreAddedAndCompared, (uint64_t seed)) {
  std::vector<uint32_t> documents, frequencies;
  for (uint32_t d = 500; d < 564; d += 1 + (seed >> (d % 50) & 1)) {
    documents.push_back(d);
    frequencies.push_back((seed >> (d % 40)) % kTableFrequencies);
  }
  std::vector<uint8_t> lengths(600);
  for (size_t i = 0; i < lengths.size(); ++i) lengths[i] = static_cast<uint8_t>(i * seed);
  std::vector<uint32_t> table(256 * kTableFrequencies);
  for (size_t i = 0; i < table.size(); ++i) table[i] = static_cast<uint32_t>(i * 2654435761u % 100'000);
  std::vector<uint32_t> expected(64, 3);
  for (size_t i = 0; i < documents.size(); ++i)
    expected[documents[i] - 500] += table[256 * frequencies[i] + lengths[documents[i]]];
  const uint32_t least = expected[seed % 64];
  uint64_t hits = 0;
  for (size_t i = 0; i < 64; ++i) hits |= static_cast<uint64_t>(expected[i] >= least) << i;
  std::vector<uint32_t> values, chosen;
  const uint32_t lowest = static_cast<uint32_t>(seed % 50'000), highest = lowest + static_cast<uint32_t>(seed >> 48);
  for (uint32_t i = 0; i < documents.size(); ++i) {
    values.push_back(table[256 * frequencies[i] + lengths[documents[i]]]);
    if (values[i] >= lowest && values[i] <= highest) chosen.push_back(i);
  }
  for (const Kernels* kernels : Variants()) {
    std::vector<uint32_t> scores(64, 3);
    kernels->add_scores(documents.data(), frequencies.data(), documents.size(), lengths.data(), table.data(), 500,
                        scores.data());
    RC_ASSERT(scores == expected);
    std::vector<uint32_t> made(documents.size()), found(documents.size());
    found.resize(kernels->choose_scores(documents.data(), frequencies.data(), documents.size(), lengths.data(),
                                        table.data(), lowest, highest, made.data(), found.data()));
    RC_ASSERT(made == values);
    RC_ASSERT(found == chosen);
    RC_ASSERT(kernels->at_least(scores.data(), least) == hits);
    RC_ASSERT(kernels->at_least(scores.data(), 0) == ~0ull);
    RC_ASSERT(kernels->at_least(scores.data(), UINT32_MAX) == 0u);
  }
}

RC_GTEST_PROP(Kernels, NextImpactIsTheFirst, (std::vector<uint16_t> impacts, uint16_t least)) {
  std::string bytes("x");  // unaligned
  bytes.append(reinterpret_cast<const char*>(impacts.data()), 2 * impacts.size());
  for (size_t from = 0; from <= impacts.size(); ++from) {
    size_t expected = from;
    while (expected < impacts.size() && impacts[expected] < least) ++expected;
    for (const Kernels* kernels : Variants())
      RC_ASSERT(kernels->next_impact(Bytes(bytes.data()) + 1, from, impacts.size(), least) == expected);
  }
  for (const Kernels* kernels : Variants())
    RC_ASSERT(kernels->next_impact(Bytes(bytes.data()) + 1, 0, impacts.size(), 65'536) == impacts.size());
}

template <typename Code>
void CheckRanges(const std::vector<Code>& codes, uint32_t least, uint32_t most) {
  std::vector<uint64_t> expected(codes.size() / 64 + 1);
  for (size_t i = 0; i < codes.size(); ++i)
    expected[i / 64] |= static_cast<uint64_t>(codes[i] >= least && codes[i] <= most) << (i % 64);
  for (const Kernels* kernels : Variants()) {
    std::vector<uint64_t> bits(expected.size());
    kernels->codes_in_range(Bytes(codes.data()), sizeof(Code), codes.size(), least, most, bits.data());
    RC_ASSERT(bits == expected);
  }
}

RC_GTEST_PROP(Kernels, CodesInRange, (std::vector<uint32_t> codes, uint32_t least, uint32_t most)) {
  for (int again = 0; again < 4; ++again) codes.insert(codes.end(), codes.begin(), codes.end());
  CheckRanges(codes, least, most);
  CheckRanges(codes, codes.empty() ? 0 : codes[0], most);
  CheckRanges(std::vector<uint16_t>(codes.begin(), codes.end()), least % 70'000, most % 70'000);
  CheckRanges(std::vector<uint8_t>(codes.begin(), codes.end()), least % 300, most % 300);
  CheckRanges(std::vector<uint8_t>(codes.begin(), codes.end()), 0, UINT32_MAX);
}

}  // namespace
}  // namespace lectern::search
