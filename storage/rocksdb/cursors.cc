#include "storage/rocksdb/cursors.h"

#include "storage/engine/memory_only.h"
#include "storage/rocksdb/status.h"

namespace lectern::storage::rocks {
namespace {

// A RocksDB iterator with bounds, walking either way.
class BoundedIterator {
 public:
  BoundedIterator(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* table, const rocksdb::Snapshot* snapshot,
                  KeyRange range, Direction direction)
      : range_(std::move(range)), lower_(range_.begin), upper_(range_.end), forward_(direction == Direction::kForward) {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot;
    if (MemoryOnly::IsOn()) options.read_tier = rocksdb::kBlockCacheTier;
    options.iterate_lower_bound = &lower_;
    if (!range_.end.empty()) options.iterate_upper_bound = &upper_;
    iterator_.reset(db.NewIterator(options, table));
    if (forward_)
      iterator_->Seek(lower_);
    else
      iterator_->SeekToLast();
  }

  bool Valid() const { return iterator_->Valid(); }
  void Next() { forward_ ? iterator_->Next() : iterator_->Prev(); }
  // To the first row from `key` on in the direction of the walk.
  void Seek(const std::string& key) { forward_ ? iterator_->Seek(key) : iterator_->SeekForPrev(key); }
  // To the first row at or above `key`, whichever way the walk goes.
  void SeekAbove(const std::string& key) { iterator_->Seek(key); }
  std::string_view key() const { return iterator_->key().ToStringView(); }
  std::string_view value() const { return iterator_->value().ToStringView(); }
  rocksdb::Status status() const { return iterator_->status(); }

 private:
  const KeyRange range_;
  const rocksdb::Slice lower_, upper_;
  const bool forward_;
  std::unique_ptr<rocksdb::Iterator> iterator_;
};

class CurrentRows final : public Cursor {
 public:
  CurrentRows(rocksdb::DB& db, const TableHandles& tables, const rocksdb::Snapshot* snapshot, const KeyRange& range,
              Direction direction)
      : rows_(db, Handle(tables, Table::kCurrent), snapshot, range, direction) {
    Settle();
  }

  bool Valid() const override { return valid_; }
  void Next() override {
    rows_.Next();
    Settle();
  }
  std::string_view key() const override { return rows_.key(); }
  std::string_view value() const override { return row_.bytes; }
  absl::Status status() const override {
    if (!rows_.status().ok()) return ReadError(rows_.status());
    return status_;
  }

 private:
  void Settle() {
    valid_ = rows_.Valid() && DecodeCurrent(rows_.value(), row_);
    if (rows_.Valid() && !valid_) status_ = ReadError(rocksdb::Status::Corruption("kv row"));
  }

  BoundedIterator rows_;
  CurrentRow row_;
  bool valid_ = false;
  absl::Status status_;
};

KeyRange HistoryRange(const KeyRange& range) {
  return {EncodeHistoryPrefix(range.begin), range.end.empty() ? std::string() : EncodeHistoryPrefix(range.end)};
}

class PastRows final : public Cursor {
 public:
  PastRows(rocksdb::DB& db, const TableHandles& tables, const rocksdb::Snapshot* snapshot, Revision at,
           const KeyRange& range, Direction direction)
      : at_(at),
        forward_(direction == Direction::kForward),
        current_(db, Handle(tables, Table::kCurrent), snapshot, range, direction),
        history_(db, Handle(tables, Table::kHistory), snapshot, HistoryRange(range), direction) {
    Advance();
  }

  bool Valid() const override { return valid_; }
  void Next() override { Advance(); }
  std::string_view key() const override { return key_; }
  std::string_view value() const override { return value_; }
  absl::Status status() const override {
    if (!status_.ok()) return status_;
    if (!current_.status().ok()) return ReadError(current_.status());
    if (!history_.status().ok()) return ReadError(history_.status());
    return absl::OkStatus();
  }

 private:
  // To the next key that had a value at at_.
  void Advance() {
    valid_ = false;
    // Rows of one table without the other's would be a wrong answer: the first error ends the walk.
    while (status().ok() && (current_.Valid() || history_.Valid())) {
      HistoryKey past;
      if (history_.Valid() && !DecodeHistoryKey(history_.key(), past)) return Corrupt("hist key");
      bool in_current = current_.Valid();
      bool in_history = history_.Valid();
      if (in_current && in_history) {
        const int order = current_.key().compare(past.key) * (forward_ ? 1 : -1);
        in_current = order <= 0;
        in_history = order >= 0;
      }
      key_ = in_current ? std::string(current_.key()) : past.key;
      if (in_current) TakeCurrent();
      if (in_history) TakePast();
      if (valid_ && status().ok()) return;
      valid_ = false;
    }
  }

  void TakeCurrent() {
    CurrentRow row;
    if (!DecodeCurrent(current_.value(), row)) return Corrupt("kv row");
    if (row.revision <= at_) Take(row.bytes);
    current_.Next();
  }

  // The key's row in history that was valid at at_, and then on to another key.
  void TakePast() {
    if (!valid_) {
      // The oldest row that was replaced after at_; a key may have many.
      history_.SeekAbove(EncodeHistoryKey(key_, at_ + 1, 0));
      HistoryKey past;
      if (history_.Valid() && !DecodeHistoryKey(history_.key(), past)) return Corrupt("hist key");
      if (history_.Valid() && past.key == key_ && past.from <= at_) {
        PastRow row;
        if (!DecodePast(history_.value(), row)) return Corrupt("hist row");
        Take(row.bytes);
      }
      if (!history_.status().ok()) return;
    }
    std::string past_key = EncodeHistoryPrefix(key_);
    if (forward_) past_key.back() = '\x02';
    history_.Seek(past_key);
  }

  void Take(std::string_view value) {
    value_ = value;
    valid_ = true;
  }

  void Corrupt(const char* what) {
    status_ = ReadError(rocksdb::Status::Corruption(what));
    valid_ = false;
  }

  const Revision at_;
  const bool forward_;
  BoundedIterator current_;
  BoundedIterator history_;
  std::string key_;
  std::string value_;
  bool valid_ = false;
  absl::Status status_;
};

}  // namespace

std::unique_ptr<Cursor> CurrentCursor(rocksdb::DB& db, const TableHandles& tables, const rocksdb::Snapshot* snapshot,
                                      const KeyRange& range, Direction direction) {
  return std::make_unique<CurrentRows>(db, tables, snapshot, range, direction);
}

std::unique_ptr<Cursor> PastCursor(rocksdb::DB& db, const TableHandles& tables, const rocksdb::Snapshot* snapshot,
                                   Revision at, const KeyRange& range, Direction direction) {
  return std::make_unique<PastRows>(db, tables, snapshot, at, range, direction);
}

}  // namespace lectern::storage::rocks
