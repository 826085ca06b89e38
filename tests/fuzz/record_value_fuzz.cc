// Any bytes as a stored record: refused, or read within their bounds. Any entry that parses: each projection parses,
// and what readers get holds no editors' field.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "lectern/v1/entry.pb.h"
#include "storage/records/kinds.h"
#include "storage/records/record_value.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lectern;
  using storage::Audience;
  using storage::Extent;
  const std::string input(reinterpret_cast<const char*>(data), size);
  if (const auto view = storage::RecordView::Parse(input); view.ok())
    for (const Audience audience : {Audience::kReader, Audience::kEducator, Audience::kEditor}) {
      volatile char sum = 0;
      for (char c : view->Bytes(audience, Extent::kFull)) sum = static_cast<char>(sum + c);
    }
  v1::Entry entry;
  if (!entry.ParseFromString(input)) return 0;
  entry.DiscardUnknownFields();  // the pipeline refuses them
  const auto value = storage::EncodeRecord(storage::EntryRecords(), entry);
  if (!value.ok()) return 0;
  const auto view = storage::RecordView::Parse(*value);
  if (!view.ok()) std::abort();
  v1::Entry read;
  if (!read.ParseFromString(std::string(view->Bytes(Audience::kReader, Extent::kFull)))) std::abort();
  if (read.has_provenance() || read.has_review() || read.redactions_size() > 0 || !read.editor_notes().empty())
    std::abort();
  return 0;
}
