#include "storage/search/index/segment_store.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "absl/base/internal/endian.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "rocksdb/cache.h"
#include "rocksdb/convenience.h"
#include "rocksdb/sst_file_writer.h"
#include "rocksdb/table.h"
#include "storage/engine/fault.h"
#include "storage/engine/memory_only.h"
#include "storage/engine/text.h"
#include "storage/search/index/byte_codec.h"
#include "storage/search/index/damage.h"

namespace lectern::search {
namespace {

constexpr uint64_t kFormat = 4;
constexpr char kSegmentsFamily[] = "segments";
constexpr char kManifestKey[] = "manifest";
constexpr char kDeletionsPrefix[] = "deleted/";
constexpr absl::Duration kLeastSleep = absl::Milliseconds(2);

std::string BigEndian64(uint64_t value) {
  char bytes[8];
  absl::big_endian::Store64(bytes, value);
  return std::string(bytes, sizeof bytes);
}

// A part's key, and a prefix of the keys of lists.
std::string PartKey(uint64_t segment, uint8_t part) { return BigEndian64(segment).append(1, static_cast<char>(part)); }
std::string ListKey(uint64_t segment, SegmentList list, uint32_t number) {
  char bytes[4];
  absl::big_endian::Store32(bytes, number);
  return PartKey(segment, static_cast<uint8_t>(list)).append(bytes, sizeof bytes);
}

std::string DeletionsKey(uint64_t segment) { return kDeletionsPrefix + BigEndian64(segment); }

std::vector<uint8_t> AllParts() {
  std::vector<uint8_t> parts = TableParts();
  for (const SegmentPart part : {SegmentPart::kHeader, SegmentPart::kPairs, SegmentPart::kStems, SegmentPart::kForms})
    parts.push_back(static_cast<uint8_t>(part));
  std::sort(parts.begin(), parts.end());
  return parts;
}

rocksdb::Options MakeOptions(const IndexOptions& options, rocksdb::Env& environment) {
  rocksdb::Options made;
  made.env = &environment;
  made.create_if_missing = true;
  made.create_missing_column_families = true;
  made.paranoid_checks = true;
  made.compression = rocksdb::kNoCompression;  // lists are packed already
  // Files of segments are written once, whole, and dropped whole: there is nothing to compact.
  made.disable_auto_compactions = true;
  made.write_buffer_size = 4 << 20;
  made.max_total_wal_size = 16 << 20;
  made.keep_log_file_num = 2;
  made.max_open_files = -1;
  made.bytes_per_sync = 1 << 20;  // no burst at the end of a file
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(options.cache_bytes, 4);
  table.block_size = 8 << 10;
  table.checksum = rocksdb::kXXH3;
  table.format_version = 5;
  made.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return made;
}

}  // namespace

// Reads lists from the database, and says when nothing reads them any longer.
class SegmentStore::StoredLists : public ListSource {
 public:
  StoredLists(std::shared_ptr<SegmentStore> store, uint64_t segment) : store_(std::move(store)), segment_(segment) {}
  ~StoredLists() override { store_->Release(segment_); }

  absl::Status Read(SegmentList list, uint32_t number, bool keep, rocksdb::PinnableSlice& out) const override {
    rocksdb::ReadOptions options;
    options.fill_cache = keep;
    if (storage::MemoryOnly::IsOn()) options.read_tier = rocksdb::kBlockCacheTier;
    const rocksdb::Status read =
        store_->database_->Get(options, store_->segments_, ListKey(segment_, list, number), &out);
    if (read.IsIncomplete()) return storage::MemoryOnly::Miss();
    return read.ok() ? absl::OkStatus() : IndexStoreError(read);
  }

 private:
  const std::shared_ptr<SegmentStore> store_;
  const uint64_t segment_;
};

// Each kind of list goes into a file of its own, and so do the parts: keys of a file must ascend.
class SegmentStore::TableSink : public SegmentStore::Sink {
 public:
  TableSink(SegmentStore& store, uint64_t id, bool background) : store_(store), id_(id), background_(background) {
    for (File& file : files_) {
      file.path = absl::StrCat(store.BuildingFolder(), "/", id, "-", &file - files_.data(), ".sst");
      file.writer = std::make_unique<rocksdb::SstFileWriter>(rocksdb::EnvOptions(store.database_options_),
                                                             store.database_options_, store.segments_);
    }
  }
  ~TableSink() override {
    for (const File& file : files_) store_.environment_.DeleteFile(file.path).PermitUncheckedError();
  }

  uint64_t id() const override { return id_; }

  absl::Status Add(SegmentList list, uint32_t number, std::string_view bytes) override {
    if (background_) Slow(bytes.size());
    return Put(files_[static_cast<size_t>(list) - kFirstList], ListKey(id_, list, number), bytes);
  }

  absl::Status Finish(SegmentParts parts) override {
    for (const uint8_t part : AllParts())
      RETURN_IF_ERROR(Put(files_.back(), PartKey(id_, part), std::exchange(parts[part], {})));
    std::vector<std::string> paths;
    for (File& file : files_) {
      if (!file.open) continue;
      if (rocksdb::Status done = file.writer->Finish(); !done.ok()) return IndexStoreError(done);
      paths.push_back(file.path);
    }
    rocksdb::IngestExternalFileOptions options;
    options.move_files = true;
    options.failed_move_fall_back_to_copy = true;
    const rocksdb::Status ingested = store_.database_->IngestExternalFile(store_.segments_, paths, options);
    return ingested.ok() ? absl::OkStatus() : IndexStoreError(ingested);
  }

 private:
  struct File {
    std::string path;
    std::unique_ptr<rocksdb::SstFileWriter> writer;
    bool open = false;
  };

  static absl::Status Put(File& file, const std::string& key, std::string_view value) {
    if (!file.open) {
      if (rocksdb::Status opened = file.writer->Open(file.path); !opened.ok()) return IndexStoreError(opened);
      file.open = true;
    }
    const rocksdb::Status put = file.writer->Put(key, rocksdb::Slice(value.data(), value.size()));
    return put.ok() ? absl::OkStatus() : IndexStoreError(put);
  }

  // Sleeps where the segment has grown faster than it may.
  void Slow(size_t bytes) {
    bytes_ += bytes;
    const absl::Duration due =
        absl::Seconds(static_cast<double>(bytes_) /
                      static_cast<double>(std::max<int64_t>(store_.options_.merge_bytes_per_second, 1)));
    const absl::Duration ahead = due - (absl::Now() - began_);
    if (ahead > kLeastSleep) absl::SleepFor(ahead);
  }

  SegmentStore& store_;
  const uint64_t id_;
  const bool background_;
  const absl::Time began_ = absl::Now();
  uint64_t bytes_ = 0;
  std::array<File, kListCount + 1> files_;  // by list; the last one of the parts
};

SegmentStore::SegmentStore(const IndexOptions& options)
    : options_(options),
      environment_(options.environment != nullptr ? *options.environment : *rocksdb::Env::Default()) {}

absl::StatusOr<std::shared_ptr<SegmentStore>> SegmentStore::Open(const IndexOptions& options) {
  std::shared_ptr<SegmentStore> store(new SegmentStore(options));
  RETURN_IF_ERROR(store->OpenDatabase());
  RETURN_IF_ERROR(store->ReadManifest());
  RETURN_IF_ERROR(store->RemoveStrangers());
  return store;
}

absl::Status SegmentStore::OpenDatabase() {
  database_options_ = MakeOptions(options_, environment_);
  if (rocksdb::Status made = environment_.CreateDirIfMissing(options_.folder); !made.ok()) return IndexStoreError(made);
  std::vector<std::string> left;
  if (rocksdb::Status made = environment_.CreateDirIfMissing(BuildingFolder()); !made.ok())
    return IndexStoreError(made);
  if (rocksdb::Status listed = environment_.GetChildren(BuildingFolder(), &left); !listed.ok())
    return IndexStoreError(listed);
  for (const std::string& name : left)
    if (name.ends_with(".sst")) environment_.DeleteFile(BuildingFolder() + "/" + name).PermitUncheckedError();
  const std::vector<rocksdb::ColumnFamilyDescriptor> families = {{rocksdb::kDefaultColumnFamilyName, database_options_},
                                                                 {kSegmentsFamily, database_options_}};
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(database_options_, options_.folder, families, &handles, &opened);
  if (!status.ok()) return IndexStoreError(status);
  database_.reset(opened);
  meta_ = handles[0];
  segments_ = handles[1];
  return absl::OkStatus();
}

SegmentStore::~SegmentStore() {
  if (database_ == nullptr) return;
  database_->DestroyColumnFamilyHandle(meta_).PermitUncheckedError();
  database_->DestroyColumnFamilyHandle(segments_).PermitUncheckedError();
  database_->Close().PermitUncheckedError();
}

absl::Status SegmentStore::ReadManifest() {
  std::string bytes;
  const rocksdb::Status read = database_->Get(rocksdb::ReadOptions(), meta_, kManifestKey, &bytes);
  if (read.IsNotFound()) return absl::OkStatus();
  if (!read.ok()) return IndexStoreError(read);
  ByteReader in(bytes);
  const uint64_t format = in.Varint();
  const std::string_view identity = in.Text();
  if (in.ok() && format != kFormat)
    return Fault(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_INDEX_NOT_READY,
                 "the search index has another format; it must be rebuilt");
  if (in.ok() && identity != options_.identity)
    return Fault(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_INDEX_NOT_READY,
                 "the search index belongs to another store; it must be rebuilt");
  manifest_.revision = static_cast<storage::Revision>(in.Varint());
  next_segment_ = in.Varint();
  const uint64_t count = in.Varint();
  for (uint64_t i = 0; i < count && in.ok(); ++i) manifest_.segments.push_back(in.Varint());
  return in.ok() && in.left() == 0 ? absl::OkStatus() : Damaged("the manifest");
}

absl::Status SegmentStore::Commit(const Manifest& manifest, const std::vector<Deletions>& deletions) {
  std::string bytes;
  AppendVarint(bytes, kFormat);
  AppendText(bytes, options_.identity);
  AppendVarint(bytes, static_cast<uint64_t>(manifest.revision));
  {
    const std::lock_guard lock(mutex_);
    AppendVarint(bytes, next_segment_);
  }
  AppendVarint(bytes, manifest.segments.size());
  for (const uint64_t segment : manifest.segments) AppendVarint(bytes, segment);
  rocksdb::WriteBatch batch;
  batch.Put(meta_, kManifestKey, bytes);
  for (const uint64_t gone : manifest_.segments)
    if (std::find(manifest.segments.begin(), manifest.segments.end(), gone) == manifest.segments.end())
      batch.Delete(meta_, DeletionsKey(gone));
  for (const Deletions& deleted : deletions) {
    std::string documents;
    uint32_t before = 0;
    for (const uint32_t document : deleted.documents) {
      AppendVarint(documents, document - before);
      before = document;
    }
    batch.Put(meta_, DeletionsKey(deleted.segment), documents);
  }
  rocksdb::WriteOptions options;
  options.sync = true;
  if (rocksdb::Status written = database_->Write(options, &batch); !written.ok()) return IndexStoreError(written);
  const std::lock_guard lock(mutex_);
  manifest_ = manifest;
  return absl::OkStatus();
}

absl::StatusOr<std::vector<uint32_t>> SegmentStore::ReadDeletions(uint64_t segment) const {
  std::vector<uint32_t> deleted;
  std::string bytes;
  const rocksdb::Status read = database_->Get(rocksdb::ReadOptions(), meta_, DeletionsKey(segment), &bytes);
  if (read.IsNotFound()) return deleted;
  if (!read.ok()) return IndexStoreError(read);
  ByteReader in(bytes);
  for (uint32_t document = 0; in.left() > 0;) {
    document += in.Varint32();
    deleted.push_back(document);
  }
  if (!in.ok()) return Damaged("the deletions of a segment");
  return deleted;
}

absl::StatusOr<std::shared_ptr<const Segment>> SegmentStore::ReadSegment(uint64_t id) {
  // From here on the segment is in use until its lists are let go.
  auto lists = std::make_unique<StoredLists>(shared_from_this(), id);
  SegmentParts parts;
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  for (const uint8_t part : AllParts()) {
    const rocksdb::Status read = database_->Get(options, segments_, PartKey(id, part), &parts[part]);
    if (!read.ok()) return IndexStoreError(read);
  }
  uint64_t bytes = 0;
  const std::string begin = BigEndian64(id), end = BigEndian64(id + 1);
  const rocksdb::Range range(begin, end);
  rocksdb::SizeApproximationOptions files;
  if (!database_->GetApproximateSizes(files, segments_, &range, 1, &bytes).ok()) bytes = 0;
  return Segment::Make(std::move(parts), std::move(lists), true, id, bytes);
}

std::unique_ptr<SegmentStore::Sink> SegmentStore::NewSegment(bool background) {
  const std::lock_guard lock(mutex_);
  return std::make_unique<TableSink>(*this, next_segment_++, background);
}

void SegmentStore::Release(uint64_t segment) {
  const std::lock_guard lock(mutex_);
  unused_.push_back(segment);
}

absl::Status SegmentStore::Remove(uint64_t segment) {
  const std::string begin = BigEndian64(segment), end = BigEndian64(segment + 1);
  const rocksdb::Slice first(begin), last(end);
  const rocksdb::Status removed = rocksdb::DeleteFilesInRange(database_.get(), segments_, &first, &last, false);
  return removed.ok() ? absl::OkStatus() : IndexStoreError(removed);
}

absl::Status SegmentStore::RemoveUnused() {
  std::vector<uint64_t> unused;
  {
    const std::lock_guard lock(mutex_);
    // What the manifest names stays: it is read again, or was let go since the index is being closed.
    std::erase_if(unused_, [&](uint64_t segment) {
      return std::find(manifest_.segments.begin(), manifest_.segments.end(), segment) != manifest_.segments.end();
    });
    unused.swap(unused_);
  }
  for (const uint64_t segment : unused) RETURN_IF_ERROR(Remove(segment));
  return absl::OkStatus();
}

absl::Status SegmentStore::RemoveStrangers() {
  std::unique_ptr<rocksdb::Iterator> rows(database_->NewIterator(rocksdb::ReadOptions(), segments_));
  std::vector<uint64_t> strangers;
  uint64_t last = 0;
  for (rows->SeekToFirst(); rows->Valid();) {
    if (rows->key().size() < 8) return Damaged("the key of a segment");
    const uint64_t segment = absl::big_endian::Load64(rows->key().data());
    if (std::find(manifest_.segments.begin(), manifest_.segments.end(), segment) == manifest_.segments.end())
      strangers.push_back(segment);
    last = segment;
    rows->Seek(BigEndian64(segment + 1));
  }
  if (!rows->status().ok()) return IndexStoreError(rows->status());
  rows.reset();
  for (const uint64_t segment : strangers) RETURN_IF_ERROR(Remove(segment));
  next_segment_ = std::max(next_segment_, last + 1);
  return absl::OkStatus();
}

uint64_t SegmentStore::DiskBytes() const {
  uint64_t bytes = 0;
  return database_->GetIntProperty(segments_, rocksdb::DB::Properties::kTotalSstFilesSize, &bytes) ? bytes : 0;
}

}  // namespace lectern::search
