#include "storage/search/index/posting_list.h"

#include <algorithm>
#include <bit>

#include "storage/search/index/bit_packing.h"
#include "storage/search/index/damage.h"

namespace lectern::search {
namespace {

// A block's first byte: above kBitmap that many words of a bitmap; else how many low bits of each document lie apart.
constexpr uint32_t kBitmap = 64;
constexpr uint32_t kMostLowBits = 25;

const uint8_t* Bytes(const char* at) { return reinterpret_cast<const uint8_t*>(at); }

// Of 128 documents of which the last is `span` above the block's first possible one: bytes of all but the low bits.
uint32_t HighBytes(uint32_t span, uint32_t low_bits) { return ((span >> low_bits) + kBlockSize + 7) / 8; }

// How many low bits apart take the fewest bytes.
uint32_t BestLowBits(uint32_t span) {
  uint32_t best = 1;
  for (uint32_t bits = 2; bits <= kMostLowBits; ++bits)
    if (16 * bits + HighBytes(span, bits) < 16 * best + HighBytes(span, best)) best = bits;
  return best;
}

void AppendDocuments(std::string& out, const Posting* postings, uint32_t base, uint32_t words) {
  uint64_t bits[64] = {};
  for (size_t i = 0; i < kBlockSize; ++i) {
    const uint32_t bit = postings[i].document - base;
    bits[bit / 64] |= 1ull << (bit % 64);
  }
  for (uint32_t w = 0; w < words; ++w) AppendFixed(out, bits[w]);
}

void AppendHalves(std::string& out, const Posting* postings, uint32_t base, uint32_t low_bits) {
  uint32_t low[kBlockSize];
  const size_t begin = out.size();
  out.append(HighBytes(postings[kBlockSize - 1].document - base, low_bits), '\0');
  for (size_t i = 0; i < kBlockSize; ++i) {
    low[i] = postings[i].document - base;
    const size_t bit = (low[i] >> low_bits) + i;
    out[begin + bit / 8] = static_cast<char>(out[begin + bit / 8] | 1 << (bit % 8));
  }
  AppendPacked(out, low, low_bits);
}

void AppendBlock(std::string& out, const Posting* postings, uint32_t before, bool with_forms) {
  uint32_t frequencies[kBlockSize], forms[kBlockSize];
  for (size_t i = 0; i < kBlockSize; ++i) {
    frequencies[i] = postings[i].frequency - 1;
    forms[i] = postings[i].forms - 1;
  }
  const uint32_t base = before + 1, span = postings[kBlockSize - 1].document - base;
  const uint32_t words = span / 64 + 1, low_bits = BestLowBits(span);
  const bool bitmap = words * 8 < 16 * low_bits + HighBytes(span, low_bits);
  out.push_back(static_cast<char>(bitmap ? kBitmap + words : low_bits));
  const uint32_t frequency_width = BestWidth(frequencies);
  out.push_back(static_cast<char>(frequency_width));
  if (with_forms) out.push_back(static_cast<char>(WidthOf(forms, kBlockSize)));
  if (bitmap)
    AppendDocuments(out, postings, base, words);
  else
    AppendHalves(out, postings, base, low_bits);
  AppendPacked(out, frequencies, frequency_width);
  if (with_forms) AppendPacked(out, forms, WidthOf(forms, kBlockSize));
  AppendExceptions(out, frequencies, frequency_width);
}

void AppendTail(std::string& out, const Posting* postings, size_t count, uint32_t before, bool with_forms) {
  for (size_t i = 0; i < count; ++i) {
    const bool plain = postings[i].frequency == 1 && postings[i].forms == 1;
    AppendVarint(out, static_cast<uint64_t>(postings[i].document - before - 1) << 1 | (plain ? 1 : 0));
    before = postings[i].document;
    if (plain) continue;
    AppendVarint(out, postings[i].frequency - 1);
    if (with_forms) AppendVarint(out, postings[i].forms - 1);
  }
}

}  // namespace

std::string EncodePostings(const std::vector<Posting>& postings, bool with_forms, const uint8_t* lengths,
                           const Saturation& saturation) {
  const size_t full = postings.size() / kBlockSize, tail = postings.size() % kBlockSize;
  std::string lasts, ends, impacts, data;
  uint32_t before = UINT32_MAX;  // the document before the first is -1
  for (size_t begin = 0; begin < postings.size(); begin += kBlockSize) {
    const size_t count = std::min(kBlockSize, postings.size() - begin);
    double highest = 0;
    for (size_t i = begin; i < begin + count; ++i)
      highest = std::max(highest, saturation.At(postings[i].frequency, lengths[postings[i].document]));
    AppendFixed(impacts, EncodeImpact(highest));
    if (count < kBlockSize) {
      AppendTail(data, &postings[begin], count, before, with_forms);
      break;
    }
    AppendBlock(data, &postings[begin], before, with_forms);
    before = postings[begin + count - 1].document;
    AppendFixed(lasts, before);
    AppendFixed(ends, static_cast<uint32_t>(data.size()));
  }
  std::string out;
  out.reserve(8 + lasts.size() + ends.size() + impacts.size() + data.size());
  AppendVarint(out, full * kBlockSize + tail);
  return out.append(lasts).append(ends).append(impacts).append(data);
}

absl::StatusOr<PostingList> PostingList::Parse(std::string_view bytes, bool with_forms) {
  PostingList list;
  ByteReader in(bytes);
  list.size_ = in.Varint32();
  list.full_ = list.size_ / kBlockSize;
  list.tail_ = list.size_ % kBlockSize;
  list.with_forms_ = with_forms;
  list.last_ = in.Take(4ull * list.full_).data();
  list.ends_ = in.Take(4ull * list.full_).data();
  list.impacts_ = Bytes(in.Take(2ull * list.blocks()).data());
  list.data_ = std::string_view(in.position(), in.left());
  if (!in.ok() || list.size_ == 0 || (list.full_ > 0 && Load32(list.ends_ + 4 * (list.full_ - 1)) > list.data_.size()))
    return Damaged("a posting list");
  return list;
}

uint32_t PostingList::BlockOf(uint32_t document, uint32_t from) const {
  // The next blocks first: whoever asks goes through the documents in their order.
  uint32_t step = 1, low = from;
  while (low + step < full_ && Last(low + step) < document) {
    low += step;
    step *= 2;
  }
  uint32_t high = std::min(low + step, full_);
  while (low < high) {
    const uint32_t middle = (low + high) / 2;
    if (Last(middle) < document)
      low = middle + 1;
    else
      high = middle;
  }
  return low < full_ || tail_ > 0 ? low : blocks();
}

PostingList::Layout PostingList::LayoutOf(uint32_t block) const {
  const uint8_t* at = Bytes(data_.data()) + (block == 0 ? 0 : Load32(ends_ + 4 * (block - 1)));
  Layout layout;
  layout.document_code = *at++;
  layout.frequency_width = *at++;
  layout.form_width = with_forms_ ? *at++ : 0;
  layout.documents = at;
  if (layout.document_code > kBitmap) {
    at += 8 * (layout.document_code - kBitmap);
  } else {
    layout.low_bits = at + HighBytes(Last(block) - First(block), layout.document_code);
    at = layout.low_bits + 16 * layout.document_code;
  }
  layout.frequencies = at;
  layout.forms = at + 16 * layout.frequency_width;
  const uint8_t* exceptions = layout.forms + 16 * layout.form_width;
  const uint8_t* end = Bytes(data_.data()) + Load32(ends_ + 4 * block);
  layout.exceptions = {reinterpret_cast<const char*>(exceptions), static_cast<size_t>(end - exceptions)};
  return layout;
}

void PostingList::DecodeTail(PostingBlock& out) const {
  ByteReader in(data_.substr(full_ == 0 ? 0 : Load32(ends_ + 4 * (full_ - 1))));
  uint32_t before = full_ == 0 ? UINT32_MAX : Last(full_ - 1);
  for (uint32_t i = 0; i < tail_; ++i) {
    const uint64_t code = in.Varint();
    before += static_cast<uint32_t>(code >> 1) + 1;
    out.documents[i] = before;
    const bool plain = (code & 1) != 0;
    out.frequencies[i] = plain ? 0 : in.Varint32();
    out.forms[i] = plain || !with_forms_ ? 0 : in.Varint32();
  }
  out.size = tail_;
}

void PostingList::Decode(uint32_t block, bool forms, PostingBlock& out) const {
  if (block >= full_) return DecodeTail(out);
  const Layout layout = LayoutOf(block);
  DecodeDocuments(layout, First(block), out);
  DecodeFrequencies(layout, out);
  if (forms) DecodeForms(layout, out);
}

void PostingList::DecodeDocuments(uint32_t block, PostingBlock& out) const {
  if (block >= full_) return DecodeTail(out);
  DecodeDocuments(LayoutOf(block), First(block), out);
}

void PostingList::DecodeDocuments(const Layout& layout, uint32_t first, PostingBlock& out) {
  out.size = kBlockSize;
  if (layout.document_code > kBitmap)
    BestKernels().positions_of_bits(layout.documents, layout.document_code - kBitmap, first, out.documents);
  else
    // Where the last word of the high halves reaches behind them lie the low ones: bits of these come last.
    BestKernels().join_halves(layout.documents, static_cast<size_t>(layout.low_bits - layout.documents + 7) / 8,
                              layout.low_bits, layout.document_code, first, out.documents);
}

void PostingList::DecodeFrequencies(const Layout& layout, PostingBlock& out) {
  BestKernels().unpack(layout.frequencies, layout.frequency_width, out.frequencies);
  ApplyExceptions(layout.exceptions, layout.frequency_width, out.frequencies);
}

void PostingList::DecodeForms(uint32_t block, PostingBlock& out) const {
  if (block < full_) DecodeForms(LayoutOf(block), out);
}

void PostingList::DecodeForms(const Layout& layout, PostingBlock& out) {
  BestKernels().unpack(layout.forms, layout.form_width, out.forms);
}

void PostingList::DecodeMatching(uint32_t block, const std::vector<uint64_t>& bits, bool forms,
                                 PostingBlock& out) const {
  uint32_t places[kBlockSize];
  uint32_t count = 0;
  const Layout layout = block < full_ ? LayoutOf(block) : Layout{};
  if (layout.document_code > kBitmap) {
    count =
        static_cast<uint32_t>(BestKernels().choose_bits(layout.documents, layout.document_code - kBitmap, First(block),
                                                        bits.data(), bits.size(), out.documents, places));
  } else {
    DecodeDocuments(block, out);
    count = static_cast<uint32_t>(BestKernels().choose_members(out.documents, out.size, bits.data(), places));
  }
  out.size = count;
  if (count == 0) return;
  if (block < full_) DecodeFrequencies(layout, out);
  for (uint32_t i = 0; i < count; ++i) out.frequencies[i] = out.frequencies[places[i]];
  if (!forms) return;
  if (block < full_) DecodeForms(layout, out);
  for (uint32_t i = 0; i < count; ++i) out.forms[i] = out.forms[places[i]];
}

namespace {

// Calls `each(word, bits)` for the words of a bitmap that `count` little-endian words from document `base` on fall in.
template <typename Each>
void ForShiftedWords(const uint8_t* words, size_t count, uint32_t base, Each each) {
  const uint32_t shift = base % 64;
  size_t at = base / 64;
  uint64_t carry = 0;
  for (size_t i = 0; i < count; ++i, ++at) {
    const uint64_t word = Load64(reinterpret_cast<const char*>(words) + 8 * i);
    each(at, word << shift | carry);
    carry = shift == 0 ? 0 : word >> (64 - shift);
  }
  if (carry != 0) each(at, carry);
}

}  // namespace

void PostingList::AddTo(uint32_t block, uint64_t* bits, PostingBlock& scratch) const {
  if (block < full_) {
    const Layout layout = LayoutOf(block);
    if (layout.document_code > kBitmap)
      return ForShiftedWords(layout.documents, layout.document_code - kBitmap, First(block),
                             [bits](size_t at, uint64_t word) { bits[at] |= word; });
  }
  DecodeDocuments(block, scratch);
  for (uint32_t i = 0; i < scratch.size; ++i) bits[scratch.documents[i] / 64] |= 1ull << (scratch.documents[i] % 64);
}

size_t PostingList::CountIn(uint32_t block, const uint64_t* bits, PostingBlock& scratch) const {
  if (block < full_) {
    const Layout layout = LayoutOf(block);
    if (layout.document_code > kBitmap) {
      uint64_t common[66];
      size_t words = 0;
      ForShiftedWords(layout.documents, layout.document_code - kBitmap, First(block),
                      [&](size_t at, uint64_t word) { common[words++] = word & bits[at]; });
      return BestKernels().count_bits(common, words);
    }
  }
  DecodeDocuments(block, scratch);
  return BestKernels().count_members(scratch.documents, scratch.size, bits);
}

}  // namespace lectern::search
