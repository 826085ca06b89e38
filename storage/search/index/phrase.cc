#include "storage/search/index/phrase.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "storage/engine/fault.h"

namespace lectern::search {
namespace {

bool CanAdjoin(const PackedOccurrences& occurrences) {
  return occurrences.bits != nullptr && occurrences.count <= kMostAdjoining &&
         occurrences.width <= kMostAdjoiningWidth && occurrences.width - occurrences.form_bits <= kMostPositionBits;
}

}  // namespace

absl::StatusOr<PositionReader> PositionReader::Open(const Segment& segment, const SegmentWord& word) {
  PositionReader reader;
  for (const WordMember& member : word.members()) {
    Source& source = reader.sources_.emplace_back();
    source.member = &member;
    ASSIGN_OR_RETURN(source.positions, OpenPositions(segment, member.stem, *member.postings));
    source.block = std::make_unique_for_overwrite<PostingBlock>();
    source.position_block = std::make_unique<PositionBlock>();
    if (member.all_forms)
      reader.form_ = kAnyForm;
    else if (member.IsOneForm())
      reader.form_ = member.form;
  }
  return reader;
}

bool PositionReader::Seek(Source& source, uint32_t document) {
  const PostingList& list = source.member->list();
  if (source.decoded == UINT32_MAX || document > source.last) {
    const uint32_t number = list.BlockOf(document, source.number);
    if (number >= list.blocks()) return false;
    source.number = number;
    source.last = list.Last(number);
    if (source.decoded != number) {
      list.DecodeDocuments(number, *source.block);
      source.decoded = number;
      source.at = 0;
    }
  }
  const PostingBlock& block = *source.block;
  while (source.at < block.size && block.documents[source.at] < document) ++source.at;
  if (source.at == block.size || block.documents[source.at] != document) return false;
  if (source.opened != source.number) {
    source.positions->list.Open(source.number, *source.block, *source.position_block);
    source.opened = source.number;
  }
  return true;
}

void PositionReader::Read(uint32_t document, std::vector<Occurrence>& out, std::vector<uint32_t>* members) {
  out.clear();
  if (members != nullptr) members->clear();
  for (uint32_t s = 0; s < sources_.size(); ++s) {
    Source& source = sources_[s];
    if (!Seek(source, document)) continue;
    if (sources_.size() == 1 && source.member->all_forms) {
      source.position_block->Read(source.at, out);
      if (members != nullptr) members->assign(out.size(), 0);
      return;
    }
    source.position_block->Read(source.at, read_);
    for (const Occurrence& occurrence : read_) {
      if (!source.member->Allows(occurrence.form)) continue;
      out.push_back(occurrence);
      if (members != nullptr) members->push_back(s);
    }
  }
  if (sources_.size() == 1) return;
  std::vector<size_t> order(out.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return out[a].position < out[b].position; });
  const std::vector<Occurrence> occurrences = out;
  for (size_t i = 0; i < order.size(); ++i) out[i] = occurrences[order[i]];
  if (members == nullptr) return;
  const std::vector<uint32_t> owners = *members;
  for (size_t i = 0; i < order.size(); ++i) (*members)[i] = owners[order[i]];
}

absl::StatusOr<LeafPositions> LeafPositions::Open(const Segment& segment, const PlanLeaf& leaf,
                                                  const std::vector<SegmentWord>& words) {
  LeafPositions positions;
  positions.segment_ = &segment;
  positions.field_ = leaf.field;
  for (uint32_t w = 0; w < leaf.words; ++w) {
    ASSIGN_OR_RETURN(PositionReader reader, PositionReader::Open(segment, words[leaf.first_word + w]));
    positions.readers_.push_back(std::move(reader));
  }
  positions.runs_.resize(leaf.words);
  positions.at_.resize(leaf.words);
  positions.is_simple_ = !leaf.field.has_value() && std::all_of(positions.readers_.begin(), positions.readers_.end(),
                                                                [](const auto& reader) { return reader.is_simple(); });
  return positions;
}

void LeafPositions::FindStarts(uint32_t document) {
  starts_.clear();
  readers_[0].Read(document, read_);
  for (const Occurrence& occurrence : read_)
    if (starts_.empty() || starts_.back() != occurrence.position) starts_.push_back(occurrence.position);
  for (uint32_t w = 1; w < readers_.size() && !starts_.empty(); ++w) {
    readers_[w].Read(document, read_);
    auto at = read_.begin();
    std::erase_if(starts_, [&](uint32_t start) {
      while (at != read_.end() && at->position < start + w) ++at;
      return at == read_.end() || at->position != start + w;
    });
  }
  if (field_.has_value() && !starts_.empty()) {
    const DocumentLayout layout(segment_->table().Layout(document));
    std::erase_if(starts_, [&](uint32_t start) { return layout.FieldOf(start) != *field_; });
  }
}

bool LeafPositions::IsPhrase(uint32_t document) {
  for (PositionReader& reader : readers_)
    if (!reader.Find(document)) return false;
  if (readers_.size() == 2) {
    const PackedOccurrences first = readers_[0].Packed(), second = readers_[1].Packed();
    if (CanAdjoin(first) && CanAdjoin(second)) return kernels_->adjoin(first, second);
  }
  for (size_t w = 0; w < readers_.size(); ++w) {
    runs_[w] = readers_[w].Run();
    if (!readers_[w].Next(runs_[w], at_[w])) return false;
  }
  for (size_t w = 1; w < runs_.size();) {
    const uint32_t wanted = at_[w - 1] + 1;
    while (at_[w] < wanted)
      if (!readers_[w].Next(runs_[w], at_[w])) return false;
    if (at_[w] == wanted) {
      ++w;
      continue;
    }
    // The words before must come nearer, from the first on.
    while (at_[0] + w < at_[w])
      if (!readers_[0].Next(runs_[0], at_[0])) return false;
    w = 1;
  }
  return true;
}

bool LeafPositions::Matches(uint32_t document) {
  if (is_simple_) return IsPhrase(document);
  FindStarts(document);
  return !starts_.empty();
}

void LeafPositions::Find(uint32_t document, std::vector<std::vector<Occurrence>>& found,
                         std::vector<std::vector<uint32_t>>& members) {
  FindStarts(document);
  found.assign(readers_.size(), {});
  members.assign(readers_.size(), {});
  std::vector<uint32_t> owners;
  for (uint32_t w = 0; w < readers_.size(); ++w) {
    readers_[w].Read(document, read_, &owners);
    for (size_t i = 0; i < read_.size(); ++i) {
      if (read_[i].position < w || !std::binary_search(starts_.begin(), starts_.end(), read_[i].position - w)) continue;
      found[w].push_back(read_[i]);
      members[w].push_back(owners[i]);
    }
  }
}

}  // namespace lectern::search
