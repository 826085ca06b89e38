// Background work of the index.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/time/clock.h"
#include "storage/engine/fault.h"
#include "storage/search/index/index.h"
#include "storage/search/index/memory_segment.h"
#include "storage/search/index/merge_policy.h"

namespace lectern::search {
namespace {

constexpr std::chrono::milliseconds kIdle(200);

// What of `merged` went while it was being made: live in `before` but not in `now`, by the new numbers.
void AddDeleted(const Visibility& before, const Visibility* now, const std::vector<uint32_t>& map,
                std::vector<uint32_t>& deleted) {
  if (now == &before) return;
  for (uint32_t d = 0; d < map.size(); ++d)
    if (map[d] != kLeftOut && (now == nullptr || !now->IsLive(d))) deleted.push_back(map[d]);
}

}  // namespace

void Index::StartThreads() {
  memory_thread_ = std::thread([this] { RunMemoryWork(); });
  disk_thread_ = std::thread([this] {
    // Merges may take long; queries come first. On Linux who 0 is this thread alone.
    setpriority(PRIO_PROCESS, 0, 10);
    RunDiskWork();
  });
}

void Index::RunMemoryWork() {
  while (!stopping()) {
    bool worked = false;
    memory_busy_ = true;
    Report(MemoryStep(worked));
    if (worked) continue;
    memory_busy_ = false;
    std::unique_lock lock(mutex_);
    if (!stopping()) changed_.wait_for(lock, kIdle);
  }
}

void Index::RunDiskWork() {
  while (!stopping()) {
    bool worked = false;
    disk_busy_ = true;
    Report(DiskStep(worked));
    kept_views_.Expire();
    Report(store_->RemoveUnused());
    if (worked) continue;
    disk_busy_ = false;
    std::unique_lock lock(mutex_);
    if (!stopping()) changed_.wait_for(lock, kIdle);
  }
}

void Index::Report(const absl::Status& status) {
  if (status.ok() || status.code() == absl::StatusCode::kCancelled) return;
  const std::lock_guard lock(mutex_);
  if (health_.ok()) health_ = status;
  changed_.notify_all();
}

Index::Parts Index::PartsWhere(bool on_disk) const {
  const std::lock_guard lock(mutex_);
  Parts parts;
  for (const Part& part : parts_)
    if (part.segment->on_disk() == on_disk) parts.push_back(part);
  return parts;
}

absl::Status Index::MemoryStep(bool& worked) {
  const std::lock_guard work(memory_work_);
  const Parts parts = PartsWhere(false);
  size_t bytes = 0;
  std::vector<SegmentSize> sizes;
  for (const Part& part : parts) {
    bytes += part.segment->memory_bytes();
    sizes.push_back({part.segment->documents() - part.visibility->deleted(), part.visibility->deleted()});
  }
  bool due = bytes >= options_.memory_bytes;
  {
    const std::lock_guard lock(mutex_);
    if (!health_.ok()) return absl::OkStatus();
    due |= view_->revision() != durable_revision_ && absl::Now() - oldest_change_ >= options_.flush_after;
  }
  if (due) {
    worked = true;
    return FlushLocked();
  }
  Parts chosen;
  for (const size_t s : ChooseMerge(sizes)) chosen.push_back(parts[s]);
  if (chosen.empty()) return absl::OkStatus();
  worked = true;
  return MergeInMemory(chosen);
}

absl::Status Index::DiskStep(bool& worked) {
  const std::lock_guard work(disk_work_);
  RETURN_IF_ERROR(Health());
  const Parts parts = PartsWhere(true);
  std::vector<SegmentSize> sizes;
  for (const Part& part : parts)
    sizes.push_back({part.segment->documents() - part.durable->deleted(), part.durable->deleted()});
  Parts chosen;
  for (const size_t s : ChooseMerge(sizes)) chosen.push_back(parts[s]);
  untidy_ = IsUntidy(sizes);
  if (chosen.empty() && untidy_ && IsAtRest()) chosen = parts;
  if (chosen.empty()) return absl::OkStatus();
  worked = true;
  return MergeOnDisk(chosen);
}

bool Index::IsAtRest() const {
  const std::lock_guard lock(mutex_);
  return view_->revision() == durable_revision_ && absl::Now() - last_change_ >= options_.tidy_after;
}

absl::Status Index::MergeInMemory(const Parts& sources) {
  std::vector<MergeSource> merged_from;
  for (const Part& part : sources) merged_from.push_back({part.segment, part.visibility});
  MemorySink sink;
  DocumentMap map;
  RETURN_IF_ERROR(MergeSegments(merged_from, sink, map, [this] { return stopping(); }));
  ASSIGN_OR_RETURN(std::shared_ptr<const Segment> merged, sink.Take());
  const std::lock_guard lock(mutex_);
  Install(sources, map, std::move(merged), nullptr);
  return absl::OkStatus();
}

void Index::Install(const Parts& sources, const DocumentMap& map, std::shared_ptr<const Segment> merged,
                    std::shared_ptr<const Visibility> durable) {
  std::vector<uint32_t> deleted;
  Parts parts = parts_;
  for (size_t s = 0; s < sources.size(); ++s) {
    const auto now =
        std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.segment == sources[s].segment; });
    AddDeleted(*sources[s].visibility, now == parts.end() ? nullptr : now->visibility.get(), map[s], deleted);
    if (now != parts.end()) parts.erase(now);
  }
  ++merges_;
  // On disk it stays even if everything in it went meanwhile: that is not durable yet.
  if (merged != nullptr && (merged->on_disk() || merged->documents() > deleted.size())) {
    auto visibility = Visibility::Of(merged->table(), options_.remember_counts);
    if (!deleted.empty()) visibility = visibility->Without(merged->table(), deleted);
    parts.push_back({std::move(merged), std::move(visibility), std::move(durable)});
  }
  Publish(std::move(parts), view_->revision());
}

absl::Status Index::Flush() {
  const std::lock_guard work(memory_work_);
  RETURN_IF_ERROR(Health());
  return FlushLocked();
}

absl::Status Index::FlushLocked() {
  const std::lock_guard commit(commit_);
  Parts memory, disk;
  storage::Revision revision = 0;
  {
    const std::lock_guard lock(mutex_);
    revision = view_->revision();
    if (revision == durable_revision_) return absl::OkStatus();
    for (const Part& part : parts_) (part.segment->on_disk() ? disk : memory).push_back(part);
  }
  Manifest manifest{revision, {}};
  std::vector<Deletions> deletions;
  for (const Part& part : disk) {
    manifest.segments.push_back(part.segment->id());
    if (part.visibility != part.durable) deletions.push_back({part.segment->id(), part.visibility->Deleted()});
  }
  std::shared_ptr<const Segment> merged;
  std::unique_ptr<SegmentStore::Sink> sink;
  DocumentMap map;
  if (!memory.empty()) {
    std::vector<MergeSource> sources;
    for (const Part& part : memory) sources.push_back({part.segment, part.visibility});
    sink = store_->NewSegment(false);
    RETURN_IF_ERROR(MergeSegments(sources, *sink, map, [this] { return stopping(); }));
    ASSIGN_OR_RETURN(merged, store_->ReadSegment(sink->id()));
    manifest.segments.push_back(sink->id());
  }
  RETURN_IF_ERROR(store_->Commit(manifest, deletions));
  const std::lock_guard lock(mutex_);
  for (Part& part : parts_)
    for (const Part& written : disk)
      if (part.segment == written.segment) part.durable = written.visibility;
  durable_revision_ = revision;
  if (view_->revision() != revision) oldest_change_ = absl::Now();
  Install(memory, map, merged, merged == nullptr ? nullptr : Visibility::Of(merged->table(), options_.remember_counts));
  return absl::OkStatus();
}

absl::Status Index::MergeOnDisk(const Parts& sources) {
  std::vector<MergeSource> merged_from;
  uint64_t live = 0;
  for (const Part& part : sources) {
    merged_from.push_back({part.segment, part.durable});
    live += part.segment->documents() - part.durable->deleted();
  }
  DocumentMap map(sources.size());
  std::shared_ptr<const Segment> merged;
  if (live > 0) {
    const std::unique_ptr<SegmentStore::Sink> sink = store_->NewSegment(true);
    RETURN_IF_ERROR(MergeSegments(merged_from, *sink, map, [this] { return stopping(); }));
    ASSIGN_OR_RETURN(merged, store_->ReadSegment(sink->id()));
  }
  // What was flushed meanwhile is durable here, too.
  const std::lock_guard commit(commit_);
  Manifest manifest{durable_revision(), {}};
  std::vector<uint32_t> deleted;
  for (const Part& part : PartsWhere(true)) {
    const auto source =
        std::find_if(sources.begin(), sources.end(), [&](const Part& old) { return old.segment == part.segment; });
    if (source == sources.end())
      manifest.segments.push_back(part.segment->id());
    else
      AddDeleted(*source->durable, part.durable.get(), map[static_cast<size_t>(source - sources.begin())], deleted);
  }
  std::shared_ptr<const Visibility> durable;
  std::vector<Deletions> deletions;
  if (merged != nullptr) {
    manifest.segments.push_back(merged->id());
    std::sort(deleted.begin(), deleted.end());
    durable = Visibility::Of(merged->table(), options_.remember_counts)->Without(merged->table(), deleted);
    if (!deleted.empty()) deletions.push_back({merged->id(), std::move(deleted)});
  }
  RETURN_IF_ERROR(store_->Commit(manifest, deletions));
  Parts replaced = sources;
  for (Part& part : replaced) part.visibility = part.durable;  // that is what the merge left out
  const std::lock_guard lock(mutex_);
  Install(replaced, map, std::move(merged), std::move(durable));
  return absl::OkStatus();
}

absl::Status Index::Merge() {
  RETURN_IF_ERROR(Flush());
  const std::lock_guard work(disk_work_);
  {
    const Parts parts = PartsWhere(true);  // holds on to the files that are to be removed
    const bool whole = parts.size() == 1 && parts[0].durable->deleted() == 0;
    if (!parts.empty() && !whole) RETURN_IF_ERROR(MergeOnDisk(parts));
  }
  return store_->RemoveUnused();
}

absl::Status Index::Purge() {
  RETURN_IF_ERROR(Flush());
  const std::lock_guard work(disk_work_);
  for (const Part& part : PartsWhere(true))
    if (part.durable->deleted() > 0) RETURN_IF_ERROR(MergeOnDisk({part}));
  return store_->RemoveUnused();
}

}  // namespace lectern::search
