#include "storage/search/index/segment_merger.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "storage/engine/fault.h"
#include "storage/search/index/titles.h"

namespace lectern::search {
namespace {

absl::Status Cancelled() {
  return Fault(absl::StatusCode::kCancelled, v1::ERROR_REASON_SHUTTING_DOWN, "the index is being closed");
}

// The titles of a source that live documents have, in their order.
class LiveTitles {
 public:
  explicit LiveTitles(const MergeSource& source) : reader_(*source.segment, false) {
    const DocumentTable& table = source.segment->table();
    numbers_.assign(table.titles(), kNoNumber);
    for (uint32_t d = 0; d < table.size() && table.titles() > 0; ++d)
      if (const int64_t title = table.Titles()[d]; title != kNoNumber && source.visibility->IsLive(d))
        numbers_[static_cast<size_t>(title)] = 0;
  }

  // Goes to the next one; false at the end.
  absl::StatusOr<bool> Next() {
    while (next_ < numbers_.size() && numbers_[next_] == kNoNumber) ++next_;
    if (next_ == numbers_.size()) return false;
    ASSIGN_OR_RETURN(title_, reader_.Read(next_++));
    return true;
  }
  std::string_view title() const { return title_; }
  // Of the title gone to last.
  void SetNumber(int64_t number) { numbers_[next_ - 1] = number; }
  // By old number.
  std::vector<int64_t> TakeNumbers() { return std::move(numbers_); }

 private:
  TitleReader reader_;
  std::vector<int64_t> numbers_;  // kNoNumber: of no live document
  uint32_t next_ = 0;
  std::string_view title_;
};

// Writes the titles, and returns the new number of each source's.
absl::StatusOr<std::vector<std::vector<int64_t>>> MergeTitles(const std::vector<MergeSource>& sources,
                                                              SegmentSink& sink) {
  std::vector<LiveTitles> all;
  all.reserve(sources.size());
  std::vector<size_t> heap;
  for (const MergeSource& source : sources) {
    ASSIGN_OR_RETURN(const bool any, all.emplace_back(source).Next());
    if (any) heap.push_back(all.size() - 1);
  }
  const auto behind = [&](size_t a, size_t b) { return all[a].title() > all[b].title(); };
  std::make_heap(heap.begin(), heap.end(), behind);
  TitleWriter writer(sink);
  std::string last;
  int64_t number = -1;
  while (!heap.empty()) {
    std::pop_heap(heap.begin(), heap.end(), behind);
    LiveTitles& titles = all[heap.back()];
    if (titles.title() != last) {
      RETURN_IF_ERROR(writer.Add(titles.title()));
      last = titles.title();
      ++number;
    }
    titles.SetNumber(number);
    ASSIGN_OR_RETURN(const bool any, titles.Next());
    if (any)
      std::push_heap(heap.begin(), heap.end(), behind);
    else
      heap.pop_back();
  }
  RETURN_IF_ERROR(writer.Finish());
  std::vector<std::vector<int64_t>> numbers;
  for (LiveTitles& titles : all) numbers.push_back(titles.TakeNumbers());
  return numbers;
}

// The documents in the order of their keys, and where each goes.
DocumentTableWriter MergeTables(const std::vector<MergeSource>& sources,
                                const std::vector<std::vector<int64_t>>& titles, DocumentMap& map) {
  DocumentTableWriter table;
  // By source and column, what number each set of labels has in the new table.
  std::vector<std::array<std::vector<uint32_t>, kLabelColumnCount>> sets(sources.size());
  for (size_t s = 0; s < sources.size(); ++s) {
    for (size_t c = 0; c < kLabelColumnCount; ++c)
      for (const LabelSet& set : sources[s].segment->table().Labels(static_cast<LabelColumn>(c)).sets())
        sets[s][c].push_back(table.labels(c).Number(set));
  }
  map.assign(sources.size(), {});
  std::vector<uint32_t> next(sources.size());
  const auto skip_deleted = [&](size_t s) {
    const uint32_t size = sources[s].segment->documents();
    while (next[s] < size && !sources[s].visibility->IsLive(next[s])) ++next[s];
    return next[s] < size;
  };
  std::vector<size_t> heap;
  const auto behind = [&](size_t a, size_t b) {
    return sources[a].segment->table().Key(next[a]) > sources[b].segment->table().Key(next[b]);
  };
  for (size_t s = 0; s < sources.size(); ++s) {
    map[s].assign(sources[s].segment->documents(), kLeftOut);
    if (skip_deleted(s)) heap.push_back(s);
  }
  std::make_heap(heap.begin(), heap.end(), behind);
  while (!heap.empty()) {
    std::pop_heap(heap.begin(), heap.end(), behind);
    const size_t s = heap.back();
    const DocumentTable& from = sources[s].segment->table();
    const uint32_t d = next[s]++;
    DocumentTableWriter::LabelNumbers labels;
    for (size_t c = 0; c < kLabelColumnCount; ++c)
      labels[c] = sets[s][c][from.Labels(static_cast<LabelColumn>(c)).codes()[d]];
    std::array<int64_t, kNumberColumnCount> numbers;
    for (size_t c = 0; c < kNumberColumnCount; ++c) numbers[c] = from.Numbers(static_cast<NumberColumn>(c))[d];
    map[s][d] = table.size();
    const int64_t title = from.Titles()[d];
    table.Add(from.Key(d), from.Audiences(d), from.lengths()[d], from.Layout(d), labels, numbers,
              title == kNoNumber ? kNoNumber : titles[s][static_cast<size_t>(title)]);
    if (skip_deleted(s))
      std::push_heap(heap.begin(), heap.end(), behind);
    else
      heap.pop_back();
  }
  return table;
}

// Collects the holders of one stem from all sources.
class StemMerge {
 public:
  void Clear() {
    forms_.clear();
    holders_.clear();
    occurrences_.clear();
    runs_.clear();
  }

  absl::Status Add(const Segment& segment, const StemEntry& stem, const std::vector<uint32_t>& map) {
    ASSIGN_OR_RETURN(const auto postings, OpenPostings(segment, stem, false));
    ASSIGN_OR_RETURN(const auto positions, OpenPositions(segment, stem, *postings, false));
    std::vector<uint32_t> form_numbers;
    for (std::string& form : segment.FormsOf(stem)) form_numbers.push_back(NumberOf(std::move(form)));
    runs_.push_back(holders_.size());
    for (uint32_t b = 0; b < postings->list.blocks(); ++b) {
      postings->list.Decode(b, false, block_);
      positions->list.Open(b, block_, position_block_);
      for (uint32_t i = 0; i < block_.size; ++i) {
        const uint32_t document = map[block_.documents[i]];
        if (document == kLeftOut) continue;
        position_block_.Read(i, read_);
        holders_.push_back({document, block_.frequencies[i] + 1, static_cast<uint32_t>(occurrences_.size()),
                            static_cast<uint32_t>(read_.size())});
        for (const Occurrence& occurrence : read_)
          occurrences_.push_back({occurrence.position, form_numbers[occurrence.form]});
      }
    }
    return absl::OkStatus();
  }

  absl::Status WriteTo(SegmentWriter& writer, std::string_view stem) {
    if (holders_.empty()) return absl::OkStatus();
    const auto before = [](const SegmentWriter::Holder& a, const SegmentWriter::Holder& b) {
      return a.document < b.document;
    };
    // Each source's run ascends already; neighbours are merged until one run is left.
    runs_.push_back(holders_.size());
    while (runs_.size() > 2) {
      std::vector<size_t> left = {0};
      for (size_t r = 0; r + 1 < runs_.size(); r += 2) {
        const size_t end = r + 2 < runs_.size() ? runs_[r + 2] : runs_[r + 1];
        const auto at = [&](size_t index) { return holders_.begin() + static_cast<std::ptrdiff_t>(index); };
        if (end != runs_[r + 1]) std::inplace_merge(at(runs_[r]), at(runs_[r + 1]), at(end), before);
        left.push_back(end);
      }
      runs_ = std::move(left);
    }
    DropUnusedForms();
    return writer.AddStem(stem, forms_, holders_, occurrences_);
  }

 private:
  uint32_t NumberOf(std::string form) {
    const auto known = std::find(forms_.begin(), forms_.end(), form);
    const auto number = static_cast<uint32_t>(known - forms_.begin());
    if (known == forms_.end()) forms_.push_back(std::move(form));
    return number;
  }

  // A form can go with the last document that held it.
  void DropUnusedForms() {
    if (forms_.size() == 1) return;
    std::vector<uint32_t> place(forms_.size(), kLeftOut);
    std::vector<std::string> used;
    for (Occurrence& occurrence : occurrences_) {
      if (place[occurrence.form] == kLeftOut) {
        place[occurrence.form] = static_cast<uint32_t>(used.size());
        used.push_back(std::move(forms_[occurrence.form]));
      }
      occurrence.form = place[occurrence.form];
    }
    forms_ = std::move(used);
  }

  std::vector<std::string> forms_;
  std::vector<SegmentWriter::Holder> holders_;
  std::vector<Occurrence> occurrences_;
  std::vector<size_t> runs_;  // where each source's holders begin
  std::vector<Occurrence> read_;
  PostingBlock block_;
  PositionBlock position_block_;
};

absl::Status MergeStems(const std::vector<MergeSource>& sources, const DocumentMap& map, SegmentWriter& writer,
                        const std::function<bool()>& stop) {
  std::vector<TermDictionary::Walk> walks;
  for (const MergeSource& source : sources) walks.push_back(source.segment->stems().Begin());
  StemMerge merge;
  for (;;) {
    std::optional<std::string> stem;
    for (const TermDictionary::Walk& walk : walks)
      if (walk.valid() && (!stem.has_value() || walk.term() < *stem)) stem = std::string(walk.term());
    if (!stem.has_value()) return absl::OkStatus();
    if (stop()) return Cancelled();
    merge.Clear();
    for (size_t s = 0; s < sources.size(); ++s) {
      if (!walks[s].valid() || walks[s].term() != *stem) continue;
      RETURN_IF_ERROR(merge.Add(*sources[s].segment, Segment::ReadStem(walks[s].ordinal(), walks[s].value()), map[s]));
      walks[s].Next();
    }
    RETURN_IF_ERROR(merge.WriteTo(writer, *stem));
  }
}

}  // namespace

absl::Status MergeSegments(const std::vector<MergeSource>& sources, SegmentSink& sink, DocumentMap& map,
                           const std::function<bool()>& stop) {
  ASSIGN_OR_RETURN(const std::vector<std::vector<int64_t>> titles, MergeTitles(sources, sink));
  SegmentWriter writer(MergeTables(sources, titles, map), sink);
  RETURN_IF_ERROR(MergeStems(sources, map, writer, stop));
  return writer.Finish();
}

}  // namespace lectern::search
