#include "storage/search/index/pairs.h"

#include <algorithm>
#include <bit>
#include <memory>
#include <utility>

#include "storage/engine/fault.h"
#include "storage/search/index/damage.h"
#include "storage/search/index/position_list.h"

namespace lectern::search {
namespace {

constexpr uint32_t kNotFrequent = UINT32_MAX;

bool Before(const FrequentForm& a, const FrequentForm& b) {
  return a.stem != b.stem ? a.stem < b.stem : a.form < b.form;
}

}  // namespace

absl::StatusOr<PairTable> PairTable::Parse(std::string_view bytes, uint32_t documents) {
  ByteReader in(bytes);
  std::vector<FrequentForm> forms;
  while (in.left() > 0) {
    FrequentForm& form = forms.emplace_back();
    form.stem = in.Varint32();
    form.form = in.Varint32();
    form.documents = in.Varint32();
  }
  if (!in.ok() || forms.size() > kMostForms || !std::is_sorted(forms.begin(), forms.end(), Before))
    return Damaged("the pairs of a segment");
  return PairTable(std::move(forms), documents);
}

std::string PairTable::Encode() const {
  std::string bytes;
  for (const FrequentForm& form : forms_) {
    AppendVarint(bytes, form.stem);
    AppendVarint(bytes, form.form);
    AppendVarint(bytes, form.documents);
  }
  return bytes;
}

std::optional<size_t> PairTable::IndexOf(uint32_t stem, uint32_t form) const {
  const FrequentForm wanted{stem, form, 0};
  const auto found = std::lower_bound(forms_.begin(), forms_.end(), wanted, Before);
  if (found == forms_.end() || Before(wanted, *found)) return std::nullopt;
  return static_cast<size_t>(found - forms_.begin());
}

std::optional<uint32_t> PairTable::Find(uint32_t first_stem, uint32_t first_form, uint32_t second_stem,
                                        uint32_t second_form) const {
  const auto first = IndexOf(first_stem, first_form), second = IndexOf(second_stem, second_form);
  if (!first.has_value() || !second.has_value() || !Has(*first, *second)) return std::nullopt;
  return Number(*first, *second);
}

void PairWriter::Add(uint32_t stem, uint32_t forms, uint32_t documents, const std::vector<uint32_t>& holders,
                     std::string_view postings, std::string_view positions) {
  if (documents_ < PairTable::kLeastDocuments || documents < PairTable::LeastHolders(documents_)) return;
  bool any = false;
  for (uint32_t form = 0; form < forms; ++form) {
    const uint32_t count = holders.empty() ? documents : holders[form];
    if (count < PairTable::LeastHolders(documents_)) continue;
    forms_.push_back({stem, form, count});
    any = true;
  }
  if (any) stems_.push_back({stem, forms, std::string(postings), std::string(positions)});
}

// Goes through the documents of a stem.
class PairWriter::Walk {
 public:
  // `forms`: by form of the stem, its place in the table, or kNotFrequent. `stem` must outlive the walk.
  static absl::StatusOr<Walk> Begin(const Stem& stem, std::vector<uint32_t> forms, const uint8_t* widths) {
    Walk walk;
    walk.forms_ = std::move(forms);
    ASSIGN_OR_RETURN(walk.postings_, PostingList::Parse(stem.postings, stem.forms > 1));
    ASSIGN_OR_RETURN(walk.positions_, PositionList::Parse(stem.positions, walk.postings_.size(), stem.forms, widths));
    walk.block_ = std::make_unique<PostingBlock>();
    walk.position_block_ = std::make_unique<PositionBlock>();
    walk.Decode();
    return walk;
  }

  bool IsAt(uint32_t document) const { return at_ < block_->size && block_->documents[at_] == document; }
  // Calls `each(position, place in the table)`, then goes to the next document.
  template <typename Each>
  void Take(Each each) {
    for (PositionBlock::Run run = position_block_->Of(at_); run.valid();) {
      const Occurrence occurrence = run.Take();
      if (forms_[occurrence.form] != kNotFrequent) each(occurrence.position, forms_[occurrence.form]);
    }
    if (++at_ < block_->size || ++number_ >= postings_.blocks()) return;
    at_ = 0;
    Decode();
  }

 private:
  void Decode() {
    postings_.DecodeDocuments(number_, *block_);
    positions_.Open(number_, *block_, *position_block_);
  }

  std::vector<uint32_t> forms_;
  PostingList postings_;
  PositionList positions_;
  uint32_t number_ = 0;  // of the block
  uint32_t at_ = 0;
  std::unique_ptr<PostingBlock> block_;
  std::unique_ptr<PositionBlock> position_block_;
};

// Some of the frequent forms, by their places in the table.
class FormSet {
 public:
  void Add(size_t form) { words_[form / 64] |= 1ull << (form % 64); }
  FormSet And(const FormSet& other) const {
    FormSet both;
    for (size_t w = 0; w < words_.size(); ++w) both.words_[w] = words_[w] & other.words_[w];
    return both;
  }
  template <typename Each>
  void ForEach(Each each) const {
    for (size_t w = 0; w < words_.size(); ++w)
      for (uint64_t word = words_[w]; word != 0; word &= word - 1)
        each(64 * w + static_cast<size_t>(std::countr_zero(word)));
  }

 private:
  std::array<uint64_t, PairTable::kMostForms / 64> words_ = {};
};

// Documents, ascending, as gaps: the lists of all pairs stand in memory while a segment is written.
class GapList {
 public:
  // `document`: the last one again, or a later one.
  void Add(uint32_t document) {
    if (document < next_) return;
    AppendVarint(gaps_, document - next_);
    next_ = document + 1;
  }
  template <typename Each>
  void ForEach(Each each) const {
    ByteReader in(gaps_);
    for (uint32_t next = 0; in.left() > 0; ++next) each(next += in.Varint32());
  }

 private:
  std::string gaps_;
  uint32_t next_ = 0;  // after the last document
};

// Finds the pairs of a document.
class PairWriter::Collector {
 public:
  explicit Collector(const PairTable& table)
      : size_(table.forms().size()), followers_(size_), documents_(size_ * size_) {
    for (size_t first = 0; first < size_; ++first)
      for (size_t second = 0; second < size_; ++second)
        if (table.Has(first, second)) followers_[first].Add(second);
  }

  void Add(uint32_t position, uint32_t form) {
    if (position + 1 >= forms_.size()) forms_.resize(2 * (position + 1ull));
    forms_[position].Add(form);
    positions_.push_back(position);
  }
  void Finish(uint32_t document) {
    for (const uint32_t position : positions_) {
      forms_[position].ForEach([&](size_t first) {
        forms_[position + 1].And(followers_[first]).ForEach([&](size_t second) {
          documents_[first * size_ + second].Add(document);
        });
      });
    }
    for (const uint32_t position : positions_) forms_[position] = {};
    positions_.clear();
  }
  const GapList& Documents(size_t first, size_t second) const { return documents_[first * size_ + second]; }

 private:
  const size_t size_;
  std::vector<FormSet> followers_;   // of each form, which others have a list with it
  std::vector<GapList> documents_;   // by first and second form
  std::vector<FormSet> forms_;       // by position, which forms stand there
  std::vector<uint32_t> positions_;  // where any does
};

absl::StatusOr<std::string> PairWriter::Finish(const DocumentTableWriter& table, const Saturation& saturation,
                                               SegmentSink& sink) {
  if (forms_.size() > PairTable::kMostForms) {
    std::sort(forms_.begin(), forms_.end(), [](const FrequentForm& a, const FrequentForm& b) {
      return a.documents != b.documents ? a.documents > b.documents : Before(a, b);
    });
    forms_.resize(PairTable::kMostForms);
    std::sort(forms_.begin(), forms_.end(), Before);
  }
  const PairTable pairs(forms_, documents_);
  std::vector<Walk> walks;
  for (const Stem& stem : stems_) {
    std::vector<uint32_t> places(stem.forms, kNotFrequent);
    for (size_t f = 0; f < forms_.size(); ++f)
      if (forms_[f].stem == stem.stem) places[forms_[f].form] = static_cast<uint32_t>(f);
    ASSIGN_OR_RETURN(Walk walk, Walk::Begin(stem, std::move(places), table.widths()));
    walks.push_back(std::move(walk));
  }
  Collector collector(pairs);
  for (uint32_t document = 0; document < documents_ && !walks.empty(); ++document) {
    for (Walk& walk : walks)
      if (walk.IsAt(document)) walk.Take([&](uint32_t position, uint32_t form) { collector.Add(position, form); });
    collector.Finish(document);
  }
  walks = std::vector<Walk>();
  stems_ = std::vector<Stem>();
  std::vector<Posting> postings;
  for (size_t first = 0; first < forms_.size(); ++first) {
    for (size_t second = 0; second < forms_.size(); ++second) {
      if (!pairs.Has(first, second)) continue;
      postings.clear();
      collector.Documents(first, second).ForEach([&](uint32_t document) { postings.push_back({document, 1, 1}); });
      RETURN_IF_ERROR(
          sink.Add(SegmentList::kPairs, pairs.Number(first, second),
                   postings.empty() ? std::string() : EncodePostings(postings, false, table.lengths(), saturation)));
    }
  }
  return pairs.Encode();
}

}  // namespace lectern::search
