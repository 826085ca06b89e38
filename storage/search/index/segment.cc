#include "storage/search/index/segment.h"

#include <bit>
#include <utility>

#include "storage/engine/fault.h"
#include "storage/search/index/damage.h"

namespace lectern::search {
namespace {

constexpr uint32_t kSegmentFormat = 4;

AudienceCounts ReadCounts(ByteReader& in) {
  const uint64_t first = in.Varint();
  AudienceCounts counts;
  counts.fill(static_cast<uint32_t>(first >> 1));
  if ((first & 1) != 0)
    for (size_t a = 1; a < kAudienceCount; ++a) counts[a] = in.Varint32();
  return counts;
}

void AppendCounts(std::string& out, const AudienceCounts& counts) {
  bool differ = false;
  for (const uint32_t count : counts) differ |= count != counts[0];
  AppendVarint(out, static_cast<uint64_t>(counts[0]) << 1 | (differ ? 1 : 0));
  if (differ)
    for (size_t a = 1; a < kAudienceCount; ++a) AppendVarint(out, counts[a]);
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Segment>> Segment::Make(SegmentParts parts, std::unique_ptr<ListSource> lists,
                                                             bool on_disk, uint64_t id, uint64_t bytes) {
  std::shared_ptr<Segment> segment(new Segment);
  ByteReader header(parts[static_cast<size_t>(SegmentPart::kHeader)]);
  const uint64_t format = header.Varint();
  const uint32_t documents = header.Varint32();
  segment->average_length_ = std::bit_cast<double>(header.Fixed64());
  if (!header.ok() || format != kSegmentFormat) return Damaged("the header of a segment");
  ASSIGN_OR_RETURN(segment->stems_, TermDictionary::Parse(std::move(parts[static_cast<size_t>(SegmentPart::kStems)])));
  ASSIGN_OR_RETURN(segment->forms_, TermDictionary::Parse(std::move(parts[static_cast<size_t>(SegmentPart::kForms)])));
  ASSIGN_OR_RETURN(segment->pairs_, PairTable::Parse(parts[static_cast<size_t>(SegmentPart::kPairs)], documents));
  ASSIGN_OR_RETURN(segment->table_, DocumentTable::Parse(documents, std::move(parts)));
  segment->lists_ = std::move(lists);
  segment->on_disk_ = on_disk;
  segment->id_ = id;
  segment->bytes_ = bytes;
  return segment;
}

StemEntry Segment::ReadStem(uint32_t ordinal, std::string_view value) {
  ByteReader in(value);
  StemEntry entry;
  entry.ordinal = ordinal;
  entry.documents = ReadCounts(in);
  while (in.left() > 0) entry.forms.push_back(in.Varint32());
  return entry;
}

std::vector<FormEntry> Segment::ReadForm(std::string_view value) {
  ByteReader in(value);
  std::vector<FormEntry> entries;
  while (in.left() > 0) {
    FormEntry& entry = entries.emplace_back();
    entry.stem = in.Varint32();
    entry.index = in.Varint32();
    entry.documents = ReadCounts(in);
  }
  return entries;
}

std::vector<std::string> Segment::FormsOf(const StemEntry& stem) const {
  std::vector<std::string> forms;
  forms.reserve(stem.forms.size());
  for (const uint32_t form : stem.forms) forms.push_back(forms_.Term(form));
  return forms;
}

const TermSignatures& Segment::signatures() const {
  std::call_once(signed_, [this] { signatures_.emplace(forms_); });
  return *signatures_;
}

absl::StatusOr<std::unique_ptr<HeldPostings>> OpenPostings(const Segment& segment, const StemEntry& stem, bool keep) {
  auto held = std::make_unique<HeldPostings>();
  RETURN_IF_ERROR(segment.lists().Read(SegmentList::kPostings, stem.ordinal, keep, held->bytes));
  std::string_view bytes(held->bytes.data(), held->bytes.size());
  const size_t with = bytes.empty() ? 0 : static_cast<uint8_t>(bytes.back());
  if (with >= bytes.size()) return Damaged("a posting list");
  bytes.remove_suffix(1);
  held->positions = bytes.substr(bytes.size() - with);
  bytes.remove_suffix(with);
  ASSIGN_OR_RETURN(held->list, PostingList::Parse(bytes, stem.forms.size() > 1));
  return held;
}

absl::StatusOr<std::unique_ptr<HeldPositions>> OpenPositions(const Segment& segment, const StemEntry& stem,
                                                             const HeldPostings& postings, bool keep) {
  auto held = std::make_unique<HeldPositions>();
  std::string_view bytes = postings.positions;
  if (bytes.empty()) {
    RETURN_IF_ERROR(segment.lists().Read(SegmentList::kPositions, stem.ordinal, keep, held->bytes));
    bytes = {held->bytes.data(), held->bytes.size()};
  }
  ASSIGN_OR_RETURN(held->list, PositionList::Parse(bytes, postings.list.size(),
                                                   static_cast<uint32_t>(stem.forms.size()), segment.table().widths()));
  return held;
}

SegmentWriter::SegmentWriter(DocumentTableWriter table, SegmentSink& sink)
    : table_(std::move(table)),
      sink_(sink),
      average_length_(table_.AverageLength()),
      saturation_(average_length_),
      pairs_(table_.size()) {}

void SegmentWriter::Count(AudienceCounts& counts, uint32_t document) const {
  const AudienceSet audiences = table_.Audiences(document);
  for (size_t a = 0; a < kAudienceCount; ++a) counts[a] += audiences >> a & 1;
}

absl::Status SegmentWriter::AddStem(std::string_view stem, std::vector<std::string> forms,
                                    const std::vector<Holder>& holders, std::vector<Occurrence>& occurrences) {
  const auto ordinal = static_cast<uint32_t>(stems_.size());
  StemRow& row = stems_.emplace_back();
  row.stem = stem;
  row.documents = {};
  row.first_form = static_cast<uint32_t>(forms_.size());
  row.forms = static_cast<uint32_t>(forms.size());
  for (const Holder& holder : holders) Count(row.documents, holder.document);
  std::vector<uint32_t> form_holders;
  if (forms.size() == 1) {
    forms_.push_back({std::move(forms[0]), {ordinal, 0, row.documents}});
  } else {
    // The form that most documents hold comes first: its postings then need no bits of a mask.
    std::vector<AudienceCounts> documents(forms.size());
    std::vector<uint32_t> total(forms.size()), seen(forms.size(), UINT32_MAX), order(forms.size());
    for (const Holder& holder : holders) {
      for (uint32_t i = holder.begin; i < holder.begin + holder.count; ++i) {
        const uint32_t form = occurrences[i].form;
        if (seen[form] == holder.document) continue;
        seen[form] = holder.document;
        ++total[form];
        Count(documents[form], holder.document);
      }
    }
    for (uint32_t f = 0; f < order.size(); ++f) order[f] = f;
    std::sort(order.begin(), order.end(),
              [&](uint32_t a, uint32_t b) { return total[a] != total[b] ? total[a] > total[b] : forms[a] < forms[b]; });
    std::vector<uint32_t> place(forms.size());
    for (uint32_t i = 0; i < order.size(); ++i) {
      place[order[i]] = i;
      form_holders.push_back(total[order[i]]);
      forms_.push_back({std::move(forms[order[i]]), {ordinal, i, documents[order[i]]}});
    }
    for (Occurrence& occurrence : occurrences) occurrence.form = place[occurrence.form];
  }
  std::vector<Posting> postings;
  postings.reserve(holders.size());
  PositionListWriter positions(row.forms);
  for (const Holder& holder : holders) {
    uint32_t mask = 0;
    for (uint32_t i = holder.begin; i < holder.begin + holder.count; ++i) mask |= FormBit(occurrences[i].form);
    postings.push_back({holder.document, holder.frequency, mask});
    positions.Add(table_.widths()[holder.document], holder.frequency, &occurrences[holder.begin], holder.count);
  }
  std::string lists = EncodePostings(postings, row.forms > 1, table_.lengths(), saturation_);
  const std::string places = positions.Finish();
  pairs_.Add(ordinal, row.forms, static_cast<uint32_t>(postings.size()), form_holders, lists, places);
  // A value costs some 15 bytes besides its own: most words are rare, and better off with one than with two.
  const bool together = postings.size() < kBlockSize && places.size() <= UINT8_MAX;
  if (together) lists.append(places);
  lists.push_back(static_cast<char>(together ? places.size() : 0));
  RETURN_IF_ERROR(sink_.Add(SegmentList::kPostings, ordinal, lists));
  return together ? absl::OkStatus() : sink_.Add(SegmentList::kPositions, ordinal, places);
}

// A whole index is merged this way beside one that is read: what is done with is let go at once.
absl::Status SegmentWriter::Finish() {
  ASSIGN_OR_RETURN(std::string pairs, pairs_.Finish(table_, saturation_, sink_));
  std::vector<uint32_t> order(forms_.size()), place(forms_.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return forms_[a].form != forms_[b].form ? forms_[a].form < forms_[b].form
                                            : forms_[a].entry.stem < forms_[b].entry.stem;
  });
  TermDictionaryWriter forms;
  uint32_t count = 0;
  for (size_t i = 0; i < order.size();) {
    const std::string& form = forms_[order[i]].form;
    std::string value;
    for (; i < order.size() && forms_[order[i]].form == form; ++i) {
      const FormEntry& entry = forms_[order[i]].entry;
      place[order[i]] = count;
      AppendVarint(value, entry.stem);
      AppendVarint(value, entry.index);
      AppendCounts(value, entry.documents);
    }
    forms.Add(form, value);
    ++count;
  }
  TermDictionaryWriter stems;
  for (const StemRow& row : stems_) {
    std::string value;
    AppendCounts(value, row.documents);
    for (uint32_t f = 0; f < row.forms; ++f) AppendVarint(value, place[row.first_form + f]);
    stems.Add(row.stem, value);
  }
  forms_ = std::vector<FormRow>();
  stems_ = std::vector<StemRow>();
  const uint32_t documents = table_.size();
  SegmentParts parts = table_.Finish();
  parts[static_cast<size_t>(SegmentPart::kPairs)] = std::move(pairs);
  std::string& header = parts[static_cast<size_t>(SegmentPart::kHeader)];
  AppendVarint(header, kSegmentFormat);
  AppendVarint(header, documents);
  AppendFixed(header, std::bit_cast<uint64_t>(average_length_));
  parts[static_cast<size_t>(SegmentPart::kStems)] = stems.Finish();
  parts[static_cast<size_t>(SegmentPart::kForms)] = forms.Finish();
  return sink_.Finish(std::move(parts));
}

}  // namespace lectern::search
