#include "storage/search/index/titles.h"

#include <algorithm>

#include "storage/engine/fault.h"
#include "storage/search/index/byte_codec.h"
#include "storage/search/index/damage.h"

namespace lectern::search {

absl::Status TitleWriter::Add(std::string_view title) {
  size_t shared = 0;
  if (count_ % kTitlesPerChunk != 0) {
    const size_t limit = std::min(title.size(), last_.size());
    while (shared < limit && title[shared] == last_[shared]) ++shared;
    AppendVarint(chunk_, shared);
  }
  AppendText(chunk_, title.substr(shared));
  last_ = title;
  return ++count_ % kTitlesPerChunk == 0 ? Finish() : absl::OkStatus();
}

absl::Status TitleWriter::Finish() {
  if (chunk_.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(sink_.Add(SegmentList::kTitles, (count_ - 1) / kTitlesPerChunk, chunk_));
  chunk_.clear();
  return absl::OkStatus();
}

absl::Status TitleReader::Load(uint32_t chunk) {
  if (chunk == loaded_) return absl::OkStatus();
  loaded_ = UINT32_MAX;
  rocksdb::PinnableSlice bytes;
  RETURN_IF_ERROR(segment_->lists().Read(SegmentList::kTitles, chunk, keep_, bytes));
  titles_.resize(std::min(kTitlesPerChunk, segment_->table().titles() - chunk * kTitlesPerChunk));
  ByteReader in({bytes.data(), bytes.size()});
  for (size_t t = 0; t < titles_.size(); ++t) {
    const size_t shared = t == 0 ? 0 : in.Varint();
    if (t > 0 && shared > titles_[t - 1].size()) return Damaged("the titles of a segment");
    titles_[t] = t == 0 ? std::string() : titles_[t - 1].substr(0, shared);
    titles_[t].append(in.Text());
  }
  if (!in.ok()) return Damaged("the titles of a segment");
  loaded_ = chunk;
  return absl::OkStatus();
}

absl::StatusOr<std::string_view> TitleReader::Read(uint32_t number) {
  if (number >= segment_->table().titles()) return Damaged("the titles of a segment");
  RETURN_IF_ERROR(Load(number / kTitlesPerChunk));
  return titles_[number % kTitlesPerChunk];
}

absl::StatusOr<TitleReader::Place> TitleReader::Find(std::string_view title) {
  const uint32_t count = segment_->table().titles();
  if (count == 0) return Place{0, false};
  // The last chunk that begins at or before the title.
  uint32_t low = 0, high = (count - 1) / kTitlesPerChunk + 1;
  while (low + 1 < high) {
    const uint32_t middle = (low + high) / 2;
    RETURN_IF_ERROR(Load(middle));
    (titles_[0] <= title ? low : high) = middle;
  }
  RETURN_IF_ERROR(Load(low));
  const auto found = std::lower_bound(titles_.begin(), titles_.end(), title);
  return Place{low * kTitlesPerChunk + static_cast<uint32_t>(found - titles_.begin()),
               found != titles_.end() && *found == title};
}

}  // namespace lectern::search
