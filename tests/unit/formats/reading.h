// Reading a whole text with one of the readers.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "clients/admin/formats/item_reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lectern::formats {

struct WholeFile {
  std::vector<ReadItem> items;
  // What ended it.
  absl::Status status;
  std::vector<std::string> warnings;
  std::string preamble;
};

inline WholeFile ReadAll(Format format, const std::string& text, const ReaderOptions& options = {},
                         const std::string& name = "list.txt") {
  WholeFile whole;
  std::istringstream in(text);
  auto reader = OpenReader(format, in, name, options);
  whole.status = reader.status();
  if (!reader.ok()) return whole;
  while (true) {
    auto item = (*reader)->Next();
    if (!item.ok()) {
      whole.status = item.status();
      // It stays so.
      EXPECT_EQ((*reader)->Next().status(), whole.status);
    }
    if (!item.ok() || !item->has_value()) break;
    whole.items.push_back(**std::move(item));
  }
  whole.warnings = (*reader)->TakeWarnings();
  whole.preamble = (*reader)->Preamble();
  return whole;
}

// The only item of `text`, which must be readable.
inline ReadItem ReadOne(Format format, const std::string& text, const ReaderOptions& options = {}) {
  WholeFile whole = ReadAll(format, text, options);
  EXPECT_TRUE(whole.status.ok()) << whole.status;
  EXPECT_EQ(whole.items.size(), 1u);
  if (whole.items.size() != 1) return {};
  EXPECT_FALSE(whole.items[0].error.has_value()) << whole.items[0].error.value_or("");
  return std::move(whole.items[0]);
}

inline v1::Entry EntryOf(Format format, const std::string& text, const ReaderOptions& options = {}) {
  return ReadOne(format, text, options).item.entry();
}

// "line:column" of an item.
inline std::string PlaceOf(const ReadItem& item) {
  return std::to_string(item.item.place().line()) + ":" + std::to_string(item.item.place().column());
}

inline std::string Message(const absl::Status& status) { return std::string(status.message()); }

}  // namespace lectern::formats
