#include "storage/search/index/segment.h"

#include <bit>
#include <utility>

#include "storage/engine/fault.h"
#include "storage/search/index/damage.h"

namespace lectern::search {
namespace {

constexpr uint32_t kSegmentFormat = 2;

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

class MemoryLists : public ListSource {
 public:
  MemoryLists(std::string data, std::vector<uint64_t> ends, std::vector<std::string> titles)
      : data_(std::move(data)), ends_(std::move(ends)), titles_(std::move(titles)) {}
  absl::Status Read(StemList list, uint32_t stem, bool, rocksdb::PinnableSlice& out) const override {
    const size_t index = 2ull * stem + (list == StemList::kPositions ? 1 : 0);
    if (index >= ends_.size()) return Damaged("a list that is not there");
    const uint64_t begin = index == 0 ? 0 : ends_[index - 1];
    out.PinSlice(rocksdb::Slice(data_.data() + begin, ends_[index] - begin), nullptr);
    return absl::OkStatus();
  }
  absl::Status ReadTitles(uint32_t chunk, bool, rocksdb::PinnableSlice& out) const override {
    if (chunk >= titles_.size()) return Damaged("titles that are not there");
    out.PinSlice(titles_[chunk], nullptr);
    return absl::OkStatus();
  }

 private:
  const std::string data_;
  const std::vector<uint64_t> ends_;
  const std::vector<std::string> titles_;
};

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

absl::StatusOr<std::unique_ptr<HeldPostings>> OpenPostings(const Segment& segment, const StemEntry& stem, bool keep) {
  auto held = std::make_unique<HeldPostings>();
  RETURN_IF_ERROR(segment.lists().Read(StemList::kPostings, stem.ordinal, keep, held->bytes));
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
    RETURN_IF_ERROR(segment.lists().Read(StemList::kPositions, stem.ordinal, keep, held->bytes));
    bytes = {held->bytes.data(), held->bytes.size()};
  }
  ASSIGN_OR_RETURN(held->list, PositionList::Parse(bytes, postings.list.size(),
                                                   static_cast<uint32_t>(stem.forms.size()), segment.table().widths()));
  return held;
}

SegmentWriter::SegmentWriter(DocumentTableWriter table, SegmentSink& sink)
    : table_(std::move(table)), sink_(sink), average_length_(table_.AverageLength()), saturation_(average_length_) {}

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
    positions.Add(table_.Width(holder.document), holder.frequency, &occurrences[holder.begin], holder.count);
  }
  // A value costs some 15 bytes besides its own: most words are rare, and better off with one than with two.
  std::string lists = EncodePostings(postings, row.forms > 1, table_.lengths(), saturation_);
  std::string places = positions.Finish();
  const bool together = postings.size() < kBlockSize && places.size() <= UINT8_MAX;
  if (together) lists.append(places);
  lists.push_back(static_cast<char>(together ? places.size() : 0));
  if (together) places.clear();
  return sink_.AddLists(ordinal, lists, places);
}

absl::Status SegmentWriter::Finish() {
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
  SegmentParts parts = table_.Finish();
  std::string& header = parts[static_cast<size_t>(SegmentPart::kHeader)];
  AppendVarint(header, kSegmentFormat);
  AppendVarint(header, table_.size());
  AppendFixed(header, std::bit_cast<uint64_t>(average_length_));
  parts[static_cast<size_t>(SegmentPart::kStems)] = stems.Finish();
  parts[static_cast<size_t>(SegmentPart::kForms)] = forms.Finish();
  return sink_.Finish(std::move(parts));
}

absl::Status MemorySink::AddLists(uint32_t, std::string_view postings, std::string_view positions) {
  data_.append(postings);
  ends_.push_back(data_.size());
  data_.append(positions);
  ends_.push_back(data_.size());
  return absl::OkStatus();
}

absl::Status MemorySink::AddTitles(uint32_t, std::string_view titles) {
  titles_.emplace_back(titles);
  return absl::OkStatus();
}

absl::Status MemorySink::Finish(SegmentParts parts) {
  parts_ = std::move(parts);
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const Segment>> MemorySink::Take() {
  uint64_t bytes = data_.size() + 8 * ends_.size();
  for (const std::string& chunk : titles_) bytes += chunk.size();
  auto lists = std::make_unique<MemoryLists>(std::move(data_), std::move(ends_), std::move(titles_));
  return Segment::Make(std::move(parts_), std::move(lists), false, 0, bytes);
}

}  // namespace lectern::search
