// What is written by CELLS.md is read back to the byte, whatever the texts hold.
#include "any_entry.h"
#include "cell_writer.h"
#include "clients/admin/formats/table_columns.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "lectern/v1/bibliography.pb.h"
#include "rapidcheck/gtest.h"
#include "reading.h"

namespace lectern::formats {
namespace {

template <typename Item, typename Same>
void Keep(google::protobuf::RepeatedPtrField<Item>* items, Same same) {
  items->erase(std::remove_if(items->begin(), items->end(), [&](const Item& item) { return !same(item); }),
               items->end());
}

// An entry of what a table can hold.
v1::Entry TableEntry() {
  v1::Entry entry;
  FillSome(&entry);
  for (int i = 0; i < v1::Entry::descriptor()->field_count(); ++i) {
    const auto* field = v1::Entry::descriptor()->field(i);
    if (field->options().GetExtension(v1::column).empty()) entry.GetReflection()->ClearField(&entry, field);
  }
  // References are read from ids too; here they are names.
  const auto name = [](const std::string& text) { return "x/" + text; };
  if (!entry.country().empty()) entry.set_country(name(entry.country()));
  if (!entry.topic().empty()) entry.set_topic(name(entry.topic()));
  for (auto* list : {entry.mutable_themes(), entry.mutable_other_countries()}) {
    for (std::string& text : *list) text = name(text);
  }
  // A row has a key, or is given one.
  entry.set_source_key("key" + entry.source_key());
  const std::vector<std::string> dates = {"", "2009", "2003-04", "2001-06-24"};
  if (entry.has_published()) entry.mutable_published()->set_edtf(*rc::gen::elementOf(dates));
  if (entry.published().raw().empty() && entry.published().edtf().empty()) entry.clear_published();
  for (v1::Access& access : *entry.mutable_accesses()) {
    access.set_edtf(*rc::gen::elementOf(dates));
    access.set_raw("r" + access.raw());
  }
  for (v1::Contributor& who : *entry.mutable_contributors()) {
    if (!who.literal().empty()) {
      who.clear_family();
      who.clear_given();
    }
  }
  Keep(entry.mutable_contributors(), [](const v1::Contributor& who) { return who.ByteSizeLong() > 0; });
  for (v1::Passage& passage : *entry.mutable_passages()) {
    if (passage.claim().ByteSizeLong() == 0) passage.clear_claim();
    if (passage.proceedings().ByteSizeLong() == 0) passage.clear_proceedings();
  }
  Keep(entry.mutable_passages(), [](const v1::Passage& passage) { return passage.ByteSizeLong() > 0; });
  return entry;
}

void RoundTrip(Format format, char separator) {
  const v1::Entry entry = TableEntry();
  const std::string table = TableOf(entry, separator);
  WholeFile whole = ReadAll(format, table);
  RC_ASSERT(whole.status.ok());
  RC_ASSERT(whole.items.size() == 1u);
  RC_ASSERT(whole.items[0].error.value_or("") == "");
  v1::Entry read = whole.items[0].item.entry();
  read.clear_provenance();
  std::string difference;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  if (!differencer.Compare(entry, read)) RC_FAIL(difference + "\n" + table);
}

RC_GTEST_PROP(TableProperty, WhatIsWrittenAsCsvIsReadBack, ()) { RoundTrip(Format::kCsv, ','); }
RC_GTEST_PROP(TableProperty, WhatIsWrittenAsTsvIsReadBack, ()) { RoundTrip(Format::kTsv, '\t'); }

RC_GTEST_PROP(TableProperty, AnyBytesAreReadOrRefused, ()) {
  const std::string text = "title,passages,contributors,accessed,published\n" + AnyText();
  const WholeFile whole = ReadAll(Format::kCsv, text);
  for (const ReadItem& item : whole.items) {
    RC_ASSERT(item.item.place().line() >= 2);
    // A record's bytes stand in the file.
    RC_ASSERT(text.find(item.raw) != std::string::npos);
    RC_ASSERT(item.error.has_value() || item.item.has_entry());
  }
}

}  // namespace
}  // namespace lectern::formats
