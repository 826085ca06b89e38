#include "storage/search/index/index.h"

#include <algorithm>
#include <random>
#include <string_view>
#include <utility>

#include "absl/time/clock.h"
#include "storage/engine/fault.h"
#include "storage/search/index/damage.h"
#include "storage/search/index/memory_segment.h"
#include "storage/search/index/segment_builder.h"

namespace lectern::search {
namespace {

constexpr size_t kMaxKeyBytes = 1024;
// Applying waits while there are this many segments in memory, or twice the bytes of memory_bytes.
constexpr size_t kMostInMemory = 64;

absl::Status CheckBatch(const Batch& batch, storage::Revision revision) {
  if (batch.revision <= revision) return BadRequest("the revision is not above that of the index");
  const auto is_key = [](std::string_view key) { return !key.empty() && key.size() <= kMaxKeyBytes; };
  for (const Document& document : batch.upserts)
    if (!is_key(document.key)) return BadRequest("a key has 1 to 1,024 bytes");
  for (const std::string& key : batch.deletions)
    if (!is_key(key)) return BadRequest("a key has 1 to 1,024 bytes");
  return absl::OkStatus();
}

// The last document of each key, without those that nobody may see.
std::vector<Document> LastOfEach(std::vector<Document> documents) {
  std::vector<size_t> order(documents.size());
  for (size_t d = 0; d < order.size(); ++d) order[d] = d;
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return documents[a].key < documents[b].key; });
  std::vector<size_t> last;
  for (size_t i = 0; i < order.size(); ++i)
    if (i + 1 == order.size() || documents[order[i]].key != documents[order[i + 1]].key) last.push_back(order[i]);
  std::vector<Document> kept;
  kept.reserve(last.size());
  for (const size_t d : last)
    if ((documents[d].audiences & kEverybody) != kNobody) kept.push_back(std::move(documents[d]));
  return kept;
}

}  // namespace

absl::StatusOr<std::unique_ptr<SearchIndex>> SearchIndex::Open(const IndexOptions& options) {
  return Index::Open(options);
}

absl::StatusOr<std::unique_ptr<SearchIndex>> Index::Open(const IndexOptions& options) {
  ASSIGN_OR_RETURN(std::shared_ptr<SegmentStore> store, SegmentStore::Open(options));
  std::unique_ptr<Index> index(new Index(options, std::move(store)));
  RETURN_IF_ERROR(index->ReadStore());
  if (options.background) index->StartThreads();
  return index;
}

Index::Index(const IndexOptions& options, std::shared_ptr<SegmentStore> store)
    : options_(options),
      store_(std::move(store)),
      kept_views_(options.view_life, options.max_kept_views, std::random_device{}() | 1ull << 32) {}

Index::~Index() {
  stopping_ = true;
  {
    const std::lock_guard lock(mutex_);
    changed_.notify_all();
  }
  if (memory_thread_.joinable()) memory_thread_.join();
  if (disk_thread_.joinable()) disk_thread_.join();
}

absl::Status Index::ReadStore() {
  const Manifest& manifest = store_->opened_manifest();
  Parts parts;
  for (const uint64_t id : manifest.segments) {
    Part part;
    ASSIGN_OR_RETURN(part.segment, store_->ReadSegment(id));
    ASSIGN_OR_RETURN(const std::vector<uint32_t> deleted, store_->ReadDeletions(id));
    if (!deleted.empty() && deleted.back() >= part.segment->documents()) return Damaged("the deletions of a segment");
    part.visibility =
        Visibility::Of(part.segment->table(), options_.remember_counts)->Without(part.segment->table(), deleted);
    part.durable = part.visibility;
    parts.push_back(std::move(part));
  }
  const std::lock_guard lock(mutex_);
  durable_revision_ = manifest.revision;
  Publish(std::move(parts), manifest.revision);
  return absl::OkStatus();
}

void Index::Publish(Parts parts, storage::Revision revision) {
  std::vector<SegmentView> segments;
  for (const Part& part : parts) segments.push_back({part.segment, part.visibility});
  parts_ = std::move(parts);
  view_ = std::make_shared<const View>(std::move(segments), revision);
  changed_.notify_all();
}

absl::Status Index::WaitForRoom() {
  std::unique_lock lock(mutex_);
  const auto has_room = [this] {
    size_t bytes = 0, count = 0;
    for (const Part& part : parts_) {
      if (part.segment->on_disk()) continue;
      bytes += part.segment->memory_bytes();
      ++count;
    }
    return count < kMostInMemory && bytes < 2 * options_.memory_bytes;
  };
  if (options_.background) changed_.wait(lock, [&] { return !health_.ok() || stopping() || has_room(); });
  return health_;
}

absl::Status Index::Apply(Batch batch) {
  RETURN_IF_ERROR(CheckBatch(batch, revision()));
  RETURN_IF_ERROR(WaitForRoom());
  std::vector<std::string> keys = std::move(batch.deletions);
  for (const Document& document : batch.upserts) keys.push_back(document.key);
  std::vector<Document> documents = LastOfEach(std::move(batch.upserts));
  std::shared_ptr<const Segment> segment;
  if (!documents.empty()) {
    MemorySink sink;
    RETURN_IF_ERROR(BuildSegment(std::move(documents), sink));
    ASSIGN_OR_RETURN(segment, sink.Take());
  }
  std::vector<std::string_view> sorted(keys.begin(), keys.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());

  const std::lock_guard lock(mutex_);
  Parts parts = parts_;
  DeleteKeys(sorted, parts);
  last_change_ = absl::Now();
  if (view_->revision() == durable_revision_) oldest_change_ = last_change_;
  if (segment != nullptr) {
    auto visibility = Visibility::Of(segment->table(), options_.remember_counts);
    parts.push_back({std::move(segment), std::move(visibility), nullptr});
  }
  Publish(std::move(parts), batch.revision);
  return absl::OkStatus();
}

void Index::DeleteKeys(const std::vector<std::string_view>& keys, Parts& parts) const {
  for (Part& part : parts) {
    const DocumentTable& table = part.segment->table();
    std::vector<uint32_t> found;
    for (const std::string_view key : keys) {
      const uint32_t document = table.Find(key);
      if (document < table.size() && part.visibility->IsLive(document)) found.push_back(document);
    }
    if (!found.empty()) part.visibility = part.visibility->Without(table, found);
  }
  std::erase_if(parts, [](const Part& part) {
    return !part.segment->on_disk() && part.visibility->deleted() == part.segment->documents();
  });
}

storage::Revision Index::revision() const { return CurrentView()->revision(); }

storage::Revision Index::durable_revision() const {
  const std::lock_guard lock(mutex_);
  return durable_revision_;
}

absl::Status Index::Health() const {
  const std::lock_guard lock(mutex_);
  return health_;
}

std::shared_ptr<const View> Index::CurrentView() const {
  const std::lock_guard lock(mutex_);
  return view_;
}

IndexStatistics Index::Statistics() const {
  IndexStatistics statistics;
  statistics.disk_bytes = store_->DiskBytes();
  statistics.kept_views = kept_views_.size();
  statistics.busy = memory_busy_ || disk_busy_ || untidy_;
  const std::lock_guard lock(mutex_);
  statistics.revision = view_->revision();
  statistics.durable_revision = durable_revision_;
  statistics.busy |= options_.background && view_->revision() != durable_revision_;
  statistics.merges = merges_;
  for (const Part& part : parts_) {
    statistics.documents += part.segment->documents() - part.visibility->deleted();
    statistics.deleted_documents += part.visibility->deleted();
    ++(part.segment->on_disk() ? statistics.segments_on_disk : statistics.segments_in_memory);
    statistics.memory_bytes += part.segment->memory_bytes();
  }
  return statistics;
}

}  // namespace lectern::search
