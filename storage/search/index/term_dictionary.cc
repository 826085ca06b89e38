#include "storage/search/index/term_dictionary.h"

#include <algorithm>

#include "storage/search/index/byte_codec.h"
#include "storage/search/index/damage.h"

namespace lectern::search {
namespace {

constexpr uint32_t kTermsPerBlock = 16;

}  // namespace

void TermDictionaryWriter::Add(std::string_view term, std::string_view value) {
  size_t shared = 0;
  if (count_++ % kTermsPerBlock == 0) {
    starts_.push_back(static_cast<uint32_t>(data_.size()));
  } else {
    const size_t limit = std::min(term.size(), last_.size());
    while (shared < limit && term[shared] == last_[shared]) ++shared;
    AppendVarint(data_, shared);
  }
  AppendText(data_, term.substr(shared));
  AppendText(data_, value);
  last_ = term;
}

std::string TermDictionaryWriter::Finish() {
  std::string out;
  out.reserve(8 + 4 * starts_.size() + data_.size());
  AppendFixed(out, count_);
  for (const uint32_t start : starts_) AppendFixed(out, start);
  return out.append(data_);
}

absl::StatusOr<TermDictionary> TermDictionary::Parse(std::string bytes) {
  TermDictionary dictionary;
  ByteReader in(bytes);
  dictionary.count_ = in.Fixed32();
  dictionary.blocks_ = dictionary.count_ / kTermsPerBlock + (dictionary.count_ % kTermsPerBlock > 0 ? 1 : 0);
  dictionary.starts_ = 4;
  const std::string_view starts = in.Take(4ull * dictionary.blocks_);
  for (size_t i = 0; i < starts.size(); i += 4)
    if (Load32(starts.data() + i) >= in.left()) return Damaged("a dictionary");
  if (!in.ok()) return Damaged("a dictionary");
  dictionary.data_ = dictionary.starts_ + starts.size();
  dictionary.bytes_ = std::move(bytes);
  return dictionary;
}

void TermDictionary::Walk::Enter(uint32_t block) {
  const std::string& bytes = dictionary_->bytes_;
  at_ = bytes.data() + dictionary_->data_ + Load32(bytes.data() + dictionary_->starts_ + 4ull * block);
  ordinal_ = block * kTermsPerBlock;
  Read();
}

void TermDictionary::Walk::Read() {
  ByteReader in(
      std::string_view(at_, static_cast<size_t>(dictionary_->bytes_.data() + dictionary_->bytes_.size() - at_)));
  const size_t shared = ordinal_ % kTermsPerBlock == 0 ? 0 : in.Varint();
  const std::string_view rest = in.Text();
  term_.resize(std::min(shared, term_.size()));
  term_.append(rest);
  value_ = in.Text();
  at_ = in.position();
}

void TermDictionary::Walk::Next() {
  if (++ordinal_ < dictionary_->count_) Read();
}

void TermDictionary::Walk::SkipTo(uint32_t ordinal) {
  if (ordinal / kTermsPerBlock != ordinal_ / kTermsPerBlock) Enter(ordinal / kTermsPerBlock);
  while (ordinal_ < ordinal) Next();
}

std::string_view TermDictionary::FirstOf(uint32_t block) const {
  ByteReader in(std::string_view(bytes_).substr(data_ + Load32(bytes_.data() + starts_ + 4ull * block)));
  return in.Text();
}

TermDictionary::Walk TermDictionary::From(std::string_view term) const {
  // The last block whose first term is not behind `term`.
  uint32_t low = 0, high = blocks_;
  while (low + 1 < high) {
    const uint32_t middle = (low + high) / 2;
    if (FirstOf(middle) <= term)
      low = middle;
    else
      high = middle;
  }
  Walk walk(this);
  if (count_ > 0) walk.Enter(low);
  while (walk.valid() && walk.term() < term) walk.Next();
  return walk;
}

TermDictionary::Walk TermDictionary::At(uint32_t ordinal) const {
  Walk walk(this);
  walk.Enter(ordinal / kTermsPerBlock);
  while (walk.ordinal() < ordinal) walk.Next();
  return walk;
}

uint32_t TermDictionary::Find(std::string_view term, std::string_view& value) const {
  const Walk walk = From(term);
  if (!walk.valid() || walk.term() != term) return kNone;
  value = walk.value();
  return walk.ordinal();
}

std::string TermDictionary::Term(uint32_t ordinal) const { return std::string(At(ordinal).term()); }
std::string_view TermDictionary::Value(uint32_t ordinal) const { return At(ordinal).value(); }

}  // namespace lectern::search
