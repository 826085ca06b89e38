#include "storage/search/index/segment_words.h"

#include <algorithm>
#include <map>
#include <utility>

#include "storage/engine/fault.h"
#include "storage/search/index/damage.h"

namespace lectern::search {
namespace {

// Postings from which on counting takes longer than looking for what was counted before.
constexpr uint32_t kCountsWorthKeeping = 1'000;

}  // namespace

bool WordMember::IsBlurred() const {
  if (all_forms || (mask >> kLastFormBit) == 0) return false;
  for (size_t number = kLastFormBit; number < allowed.size(); ++number)
    if (!allowed[number]) return true;
  return false;
}

DocumentSet DocumentsOf(const PostingList& list, uint32_t documents) {
  PostingBlock block;
  if (list.size() <= DocumentSet::MostInList(documents)) {
    std::vector<uint32_t> found;
    found.reserve(list.size());
    for (uint32_t b = 0; b < list.blocks(); ++b) {
      list.DecodeDocuments(b, block);
      found.insert(found.end(), block.documents, block.documents + block.size);
    }
    return DocumentSet::FromList(std::move(found));
  }
  Bitmap bits(BitmapWords(documents));
  for (uint32_t b = 0; b < list.blocks(); ++b) list.AddTo(b, bits.data(), block);
  return DocumentSet::FromBits(std::move(bits));
}

absl::StatusOr<SegmentWord> SegmentWord::Open(const Segment& segment, const PlanWord& word, const StopFunction& stop) {
  SegmentWord opened;
  std::string_view value;
  if (word.is_prefix) {
    std::map<uint32_t, std::vector<uint32_t>> forms_by_stem;
    for (auto walk = segment.forms().From(word.form); walk.valid(); walk.Next()) {
      if (!walk.term().starts_with(word.form) || walk.term() > word.last_form) break;
      for (const FormEntry& entry : Segment::ReadForm(walk.value())) forms_by_stem[entry.stem].push_back(entry.index);
    }
    for (const auto& [stem, forms] : forms_by_stem) {
      if (ShouldStop(stop)) return Stopped();
      RETURN_IF_ERROR(opened.AddMember(segment, stem, segment.stems().Value(stem), &forms));
    }
  } else if (word.form.empty()) {
    const uint32_t stem = segment.stems().Find(word.stem, value);
    if (stem != TermDictionary::kNone) RETURN_IF_ERROR(opened.AddMember(segment, stem, value, nullptr));
  } else if (segment.forms().Find(word.form, value) != TermDictionary::kNone) {
    std::string_view unused;
    const uint32_t wanted = word.stem.empty() ? TermDictionary::kNone : segment.stems().Find(word.stem, unused);
    for (const FormEntry& entry : Segment::ReadForm(value)) {
      if (!word.stem.empty() && entry.stem != wanted) continue;
      const std::vector<uint32_t> forms = {entry.index};
      RETURN_IF_ERROR(opened.AddMember(segment, entry.stem, segment.stems().Value(entry.stem), &forms));
    }
  }
  if (!opened.is_plain()) RETURN_IF_ERROR(opened.Collect(segment, stop));
  return opened;
}

absl::Status SegmentWord::AddMember(const Segment& segment, uint32_t stem, std::string_view value,
                                    const std::vector<uint32_t>* forms) {
  WordMember member;
  member.stem = Segment::ReadStem(stem, value);
  if (forms != nullptr && forms->size() < member.stem.forms.size()) {
    member.all_forms = false;
    member.allowed.resize(member.stem.forms.size());
    for (const uint32_t form : *forms) {
      if (form >= member.allowed.size()) return Damaged("a dictionary");
      member.allowed[form] = true;
      member.mask |= FormBit(form);
    }
    if (forms->size() == 1) member.form = forms->front();
  }
  if (member.stem.forms.size() == 1) member.form = 0;
  ASSIGN_OR_RETURN(member.postings, OpenPostings(segment, member.stem));
  members_.push_back(std::move(member));
  return absl::OkStatus();
}

absl::Status SegmentWord::Collect(const Segment& segment, const StopFunction& stop) {
  const uint32_t size = segment.documents();
  const bool as_list = AtMost() <= DocumentSet::MostInList(size);
  std::vector<uint32_t> found;
  Bitmap bits(as_list ? 0 : BitmapWords(size));
  PostingBlock block;
  PositionBlock position_block;
  std::vector<Occurrence> occurrences;
  for (const WordMember& member : members_) {
    if (ShouldStop(stop)) return Stopped();
    std::unique_ptr<HeldPositions> positions;
    if (member.IsBlurred()) {
      ASSIGN_OR_RETURN(positions, OpenPositions(segment, member.stem, *member.postings));
    }
    for (uint32_t b = 0; b < member.list().blocks(); ++b) {
      if (member.all_forms && !as_list) {
        member.list().AddTo(b, bits.data(), block);
        continue;
      }
      member.list().DecodeDocuments(b, block);
      if (!member.all_forms) member.list().DecodeForms(b, block);
      if (positions != nullptr) positions->list.Open(b, block, position_block);
      for (uint32_t i = 0; i < block.size; ++i) {
        const uint32_t hits = member.all_forms ? 1 : (block.forms[i] + 1) & member.mask;
        bool holds = hits != 0;
        if (positions != nullptr && hits == 1u << kLastFormBit) {
          position_block.Read(i, occurrences);
          holds = std::any_of(occurrences.begin(), occurrences.end(),
                              [&](const Occurrence& occurrence) { return member.Allows(occurrence.form); });
        }
        if (!holds) continue;
        const uint32_t document = block.documents[i];
        if (as_list)
          found.push_back(document);
        else
          bits[document / 64] |= 1ull << (document % 64);
      }
    }
  }
  if (as_list) {
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    documents_ = DocumentSet::FromList(std::move(found));
  } else {
    documents_ = DocumentSet::FromBits(std::move(bits));
  }
  return absl::OkStatus();
}

uint64_t SegmentWord::AtMost() const {
  uint64_t most = 0;
  for (const WordMember& member : members_) most += member.list().size();
  return most;
}

DocumentSet SegmentWord::Documents(const Segment& segment) const {
  return is_plain() ? DocumentsOf(members_[0].list(), segment.documents()) : documents_;
}

uint64_t SegmentWord::Count(const SegmentView& view, Audience audience) const {
  const Bitmap& visible = view.visibility->For(audience);
  if (!is_plain()) {
    if (!documents_.is_list())
      return BestKernels().count_common_bits(documents_.bits().data(), visible.data(), visible.size());
    return BestKernels().count_members(documents_.list().data(), documents_.list().size(), visible.data());
  }
  const WordMember& member = members_[0];
  if (view.visibility->deleted() == 0) return member.stem.documents[static_cast<size_t>(audience)];
  KnownCounts* const counts = member.list().size() >= kCountsWorthKeeping ? view.visibility->counts() : nullptr;
  if (counts != nullptr)
    if (const auto known = counts->Find(member.stem.ordinal, audience)) return *known;
  uint32_t count = 0;
  PostingBlock block;
  for (uint32_t b = 0; b < member.list().blocks(); ++b)
    count += static_cast<uint32_t>(member.list().CountIn(b, visible.data(), block));
  if (counts != nullptr) counts->Keep(member.stem.ordinal, audience, count);
  return count;
}

void SegmentWord::Restrict(DocumentSet& set, const Segment& segment) const {
  if (!is_plain()) return set.Intersect(documents_);
  const PostingList& list = members_[0].list();
  if (!set.is_list()) return set.Intersect(DocumentsOf(list, segment.documents()));
  PostingBlock block;
  std::vector<uint32_t> kept;
  uint32_t decoded = UINT32_MAX, b = 0, at = 0;
  for (const uint32_t document : set.list()) {
    b = list.BlockOf(document, b);
    if (b >= list.blocks()) break;
    if (b != decoded) {
      list.DecodeDocuments(b, block);
      decoded = b;
      at = 0;
    }
    while (at < block.size && block.documents[at] < document) ++at;
    if (at < block.size && block.documents[at] == document) kept.push_back(document);
  }
  set = DocumentSet::FromList(std::move(kept));
}

}  // namespace lectern::search
