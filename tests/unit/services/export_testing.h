// Files of an export without a server: the writers alone.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lectern/v1/entry.pb.h"
#include "services/export/record_writer.h"
#include "storage/records/kinds.h"

namespace lectern::testing {

// All of `entries` in `format`, as editors get them.
inline std::string WriteAll(v1::ExportFormat format, const std::vector<v1::Entry>& entries, bool deletions = false,
                            bool deleted = false) {
  static const aip::ListingRules rules{.kind = &storage::EntryRecords()};
  const std::vector<exports::ExportKind> kinds = exports::OrderedKinds({{.listing = &rules}});
  exports::Plan plan;
  plan.format = format;
  plan.audience = storage::Audience::kEditor;
  plan.deletions = deletions;
  plan.fields[&storage::EntryRecords()];
  const std::unique_ptr<exports::RecordWriter> writer = exports::NewRecordWriter(plan);
  std::string file = writer->Head();
  for (const v1::Entry& entry : entries)
    writer->Append({kinds.front(), entry, deleted}, &entry == entries.data(), file);
  return file + writer->Tail(!entries.empty());
}

// A source of which every part is there, named so that a reader of names has to take care.
inline v1::Entry AwkwardEntry(v1::SourceType type) {
  v1::Entry entry;
  entry.set_name("entries/awkward-" + std::to_string(type));
  entry.add_title_lines("Été à São Paulo: 100 % of {braces} & \"quotes\" #1 in $ and C:\\_under^~");
  entry.add_title_lines("Łódź – 日本語");
  entry.set_publisher("Ministry of Justice & Home Affairs, Ireland");
  entry.set_source_type(type);
  entry.set_topic("topics/torture");
  entry.set_series("Reports {of} the Council, no. 5");
  entry.set_place("Genève");
  entry.set_language("fr");
  entry.mutable_published()->set_raw("April 2003");
  entry.mutable_published()->set_edtf("2003-04");
  entry.set_url("https://example.org/a_b?x=1&y=%20#z~");
  entry.add_accesses()->set_edtf("2011-01-22");
  entry.mutable_accesses(0)->set_raw("[accessed 22 January 2011]");
  entry.add_accesses()->set_edtf("2010-05-01");
  v1::Contributor* body = entry.add_contributors();
  body->set_literal("Committee on the Rights of the Child and Others");
  v1::Contributor* person = entry.add_contributors();
  person->set_family("Galland");
  person->set_given("Élphie");
  v1::Contributor* noble = entry.add_contributors();
  noble->set_family("von der Leyen");
  noble->set_given("Ursula");
  v1::Contributor* editor = entry.add_contributors();
  editor->set_family("García Márquez");
  editor->set_given("Ana");
  editor->set_role("editor");
  v1::Passage* passage = entry.add_passages();
  passage->set_label("[27]");
  passage->set_heading("CHILDREN");
  passage->set_text("First & foremost: 50 % of {them}.\nA second line.");
  entry.add_passages()->set_text("Another paragraph.");
  return entry;
}

}  // namespace lectern::testing
