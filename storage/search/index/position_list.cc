#include "storage/search/index/position_list.h"

#include <algorithm>
#include <bit>

#include "storage/search/index/bit_packing.h"
#include "storage/search/index/byte_codec.h"
#include "storage/search/index/damage.h"

namespace lectern::search {
namespace {

constexpr size_t kPadding = 8;  // values are read eight bytes at a time

// Numbers of any widths one behind the other, from the low bit of the first byte on.
class BitWriter {
 public:
  explicit BitWriter(std::string& out) : out_(out) {}
  ~BitWriter() {
    if (bits_ > 0) out_.push_back(static_cast<char>(pending_));
  }
  BitWriter(const BitWriter&) = delete;
  BitWriter& operator=(const BitWriter&) = delete;

  // Widths up to 57.
  void Write(uint64_t value, uint32_t width) {
    pending_ |= value << bits_;
    for (bits_ += width; bits_ >= 8; bits_ -= 8, pending_ >>= 8) out_.push_back(static_cast<char>(pending_));
  }

 private:
  std::string& out_;
  uint64_t pending_ = 0;
  uint32_t bits_ = 0;
};

}  // namespace

void PositionListWriter::Add(uint8_t width, uint32_t frequency, const Occurrence* occurrences, size_t count) {
  counts_.push_back(static_cast<uint32_t>(count - 1));
  frequencies_.push_back(frequency);
  widths_.push_back(width);
  uint32_t before = 0;
  for (size_t i = 0; i < count; ++i) {
    values_.push_back(static_cast<uint64_t>(occurrences[i].position - before) << form_bits_ | occurrences[i].form);
    before = occurrences[i].position;
  }
  if (counts_.size() == kBlockSize) WriteBlock();
}

void PositionListWriter::WriteBlock() {
  const uint32_t count_width = BestWidth(counts_.data());
  std::string exceptions;
  AppendExceptions(exceptions, counts_.data(), count_width);
  data_.push_back(static_cast<char>(count_width));
  data_.push_back(static_cast<char>(exceptions.size()));
  AppendPacked(data_, counts_.data(), count_width);
  data_.append(exceptions);
  {
    BitWriter bits(data_);
    size_t next = 0;
    for (size_t d = 0; d < kBlockSize; ++d)
      for (uint32_t i = 0; i <= counts_[d]; ++i) bits.Write(values_[next++], widths_[d] + form_bits_);
  }
  AppendFixed(ends_, static_cast<uint32_t>(data_.size()));
  counts_.clear();
  frequencies_.clear();
  widths_.clear();
  values_.clear();
}

std::string PositionListWriter::Finish() {
  // Whoever weighs 1 occurs once.
  for (size_t d = 0; d < counts_.size(); ++d)
    if (frequencies_[d] > 1) AppendVarint(data_, counts_[d]);
  for (const uint64_t value : values_) AppendVarint(data_, value);
  std::string out = std::move(ends_);
  out.reserve(out.size() + data_.size() + kPadding);
  const bool in_blocks = !out.empty();
  out.append(data_);
  return in_blocks ? out.append(kPadding, '\0') : out;
}

absl::StatusOr<PositionList> PositionList::Parse(std::string_view bytes, uint32_t postings, uint32_t forms,
                                                 const uint8_t* widths) {
  PositionList list;
  list.full_ = postings / kBlockSize;
  list.tail_ = postings % kBlockSize;
  list.form_bits_ = FormBits(forms);
  list.widths_ = widths;
  ByteReader in(bytes);
  list.ends_ = in.Take(4ull * list.full_).data();
  list.data_ = std::string_view(in.position(), in.left());
  if (!in.ok() || (list.full_ > 0 && Load32(list.ends_ + 4 * (list.full_ - 1)) + kPadding > list.data_.size()))
    return Damaged("a list of positions");
  return list;
}

void PositionList::Open(uint32_t block, const PostingBlock& postings, PositionBlock& out) const {
  out.form_bits_ = form_bits_;
  out.widths_ = widths_;
  out.documents_ = postings.documents;
  const size_t begin = block == 0 ? 0 : Load32(ends_ + 4 * (block - 1));
  if (block >= full_) {
    ByteReader in(data_.substr(begin));
    out.bits_ = nullptr;
    out.starts_[0] = 0;
    for (uint32_t i = 0; i < tail_; ++i) {
      // Of this block the frequencies are decoded with the documents.
      out.counts_[i] = postings.frequencies[i] == 0 ? 0 : in.Varint32();
      out.starts_[i + 1] = out.starts_[i] + out.counts_[i] + 1;
    }
    out.values_.resize(out.starts_[tail_]);
    for (uint64_t& value : out.values_) value = in.Varint();
    return;
  }
  const auto* at = reinterpret_cast<const uint8_t*>(data_.data()) + begin;
  const uint32_t count_width = *at++;
  const uint32_t exceptions = *at++;
  BestKernels().unpack(at, count_width, out.counts_);
  at += 16 * count_width;
  ApplyExceptions({reinterpret_cast<const char*>(at), exceptions}, count_width, out.counts_);
  out.bits_ = at + exceptions;
  for (uint32_t i = 0; i < kBlockSize; ++i)
    out.starts_[i + 1] = out.starts_[i] + (out.counts_[i] + 1) * (widths_[postings.documents[i]] + form_bits_);
}

}  // namespace lectern::search
