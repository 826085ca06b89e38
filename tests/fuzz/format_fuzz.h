// What holds of every reader of tables and bibliographies, whatever bytes it is given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "clients/admin/formats/encoding.h"
#include "clients/admin/formats/item_reader.h"
#include "clients/admin/formats/refused_writer.h"

namespace lectern::formats {

inline void Check(bool holds) {
  if (!holds) std::abort();
}

// Reads the bytes to their end: every message is text, every place lies in the file, every record's bytes stand in it,
// and a file of all of its records, as if refused, holds as many.
inline int FuzzReader(Format format, const uint8_t* data, size_t size, bool again = true) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  std::istringstream in(bytes);
  ReaderOptions options;
  options.defaults = {"countries/be", "topics/t", "S", "en"};
  auto reader = OpenReader(format, in, "file", options);
  if (!reader.ok()) {
    Check(BadUtf8(std::string(reader.status().message())) == std::string::npos);
    return 0;
  }
  std::ostringstream refused;
  const auto writer = NewRefusedWriter(format, refused);
  size_t records = 0;
  absl::Status ended;
  while (true) {
    auto item = (*reader)->Next();
    ended = item.status();
    if (!item.ok() || !item->has_value()) break;
    const ReadItem& read = **item;
    ++records;
    Check(read.item.place().line() >= 1 && read.item.place().column() >= 1);
    Check(read.item.place().line() <= static_cast<int64_t>(size) + 1);
    Check(bytes.find(read.raw) != std::string::npos);
    Check(read.item.resource_case() == v1::ImportItem::RESOURCE_NOT_SET || !read.error);
    // protobuf takes well-formed text alone.
    Check(BadUtf8(read.error.value_or("")) == std::string::npos);
    for (const std::string& warning : read.warnings) Check(BadUtf8(warning) == std::string::npos);
    v1::ImportItem copy;
    Check(copy.ParseFromString(read.item.SerializeAsString()));
    writer->Write(read.raw, (*reader)->Preamble(), "because");
  }
  for (const std::string& warning : (*reader)->TakeWarnings()) Check(BadUtf8(warning) == std::string::npos);
  Check(BadUtf8(std::string(ended.message())) == std::string::npos);
  writer->Finish();
  if (!again || records == 0) return 0;

  std::istringstream refused_in(refused.str());
  auto second = OpenReader(format, refused_in, "file", options);
  Check(second.ok());
  size_t records_again = 0;
  for (auto item = (*second)->Next(); item.ok() && item->has_value(); item = (*second)->Next()) ++records_again;
  Check(records_again == records);
  return 0;
}

}  // namespace lectern::formats
