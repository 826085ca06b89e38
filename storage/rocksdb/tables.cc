#include "storage/rocksdb/tables.h"

#include "absl/base/internal/endian.h"
#include "storage/engine/ordered_bytes.h"

namespace lectern::storage::rocks {
namespace {

void AppendUint64(std::string& out, uint64_t value) {
  char bytes[8];
  absl::big_endian::Store64(bytes, value);
  out.append(bytes, sizeof bytes);
}

uint64_t LoadUint64(std::string_view bytes) { return absl::big_endian::Load64(bytes.data()); }

absl::Time LoadTime(std::string_view bytes) { return absl::FromUnixMicros(static_cast<int64_t>(LoadUint64(bytes))); }

void AppendTime(std::string& out, absl::Time time) {
  AppendUint64(out, static_cast<uint64_t>(absl::ToUnixMicros(time)));
}

}  // namespace

std::string EncodeRevision(Revision revision) {
  std::string out;
  AppendUint64(out, static_cast<uint64_t>(revision));
  return out;
}

Revision DecodeRevision(std::string_view bytes) {
  return bytes.size() < 8 ? 0 : static_cast<Revision>(LoadUint64(bytes));
}

std::string EncodeCurrent(Revision revision, absl::Time time, std::string_view bytes) {
  std::string out;
  out.reserve(16 + bytes.size());
  AppendUint64(out, static_cast<uint64_t>(revision));
  AppendTime(out, time);
  out.append(bytes);
  return out;
}

bool DecodeCurrent(std::string_view row, CurrentRow& out) {
  if (row.size() < 16) return false;
  out.revision = DecodeRevision(row);
  out.time = LoadTime(row.substr(8));
  out.bytes = row.substr(16);
  return true;
}

std::string EncodeHistoryPrefix(std::string_view key) {
  std::string out;
  AppendOrdered(out, key);
  return out;
}

std::string EncodeHistoryKey(std::string_view key, Revision to, Revision from) {
  std::string out = EncodeHistoryPrefix(key);
  AppendUint64(out, static_cast<uint64_t>(to));
  AppendUint64(out, static_cast<uint64_t>(from));
  return out;
}

bool DecodeHistoryKey(std::string_view bytes, HistoryKey& out) {
  if (!ConsumeOrdered(bytes, out.key) || bytes.size() != 16) return false;
  out.to = DecodeRevision(bytes);
  out.from = DecodeRevision(bytes.substr(8));
  return true;
}

HistoryBounds::HistoryBounds(std::string_view key) : begin(EncodeHistoryPrefix(key)), end(begin) {
  ++end.back();  // the end mark's last byte
}

std::string EncodePast(absl::Time time, std::string_view bytes) {
  std::string out;
  out.reserve(8 + bytes.size());
  AppendTime(out, time);
  return out.append(bytes);
}

bool DecodePast(std::string_view row, PastRow& out) {
  if (row.size() < 8) return false;
  out.time = LoadTime(row);
  out.bytes = row.substr(8);
  return true;
}

std::string EncodeLogKey(Revision revision, uint32_t sequence) {
  std::string out = EncodeRevision(revision);
  char bytes[4];
  absl::big_endian::Store32(bytes, sequence);
  return out.append(bytes, sizeof bytes);
}

std::string EncodeRequest(const RequestEntry& entry) {
  std::string out;
  AppendTime(out, entry.time);
  AppendTime(out, entry.commit_time);
  AppendUint64(out, static_cast<uint64_t>(entry.revision));
  AppendUint64(out, entry.hash.size());
  return out.append(entry.hash).append(entry.result);
}

bool DecodeRequest(std::string_view bytes, RequestEntry& out) {
  constexpr size_t kFixed = 32;
  if (bytes.size() < kFixed) return false;
  const uint64_t hash_bytes = LoadUint64(bytes.substr(24));
  if (hash_bytes > bytes.size() - kFixed) return false;
  out.time = LoadTime(bytes);
  out.commit_time = LoadTime(bytes.substr(8));
  out.revision = DecodeRevision(bytes.substr(16));
  out.hash = bytes.substr(kFixed, hash_bytes);
  out.result = bytes.substr(kFixed + hash_bytes);
  return true;
}

}  // namespace lectern::storage::rocks
