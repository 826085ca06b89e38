// How records are written in a format.
#pragma once

#include <memory>
#include <string>

#include "services/export/export_plan.h"

namespace lectern::exports {

// A record on its way into a file.
struct ExportedRecord {
  const ExportKind& kind;
  const google::protobuf::Message& message;  // without what is left out
  bool deleted = false;                      // then `message` holds the name alone
};

// Pure: the same records give the same bytes, whatever parts they come in. Thread-safe.
class RecordWriter {
 public:
  virtual ~RecordWriter() = default;

  // What stands before all records, and behind them. `any`: there is one.
  virtual std::string Head() const { return ""; }
  virtual std::string Tail(bool) const { return ""; }
  // Appends a record. `first`: none of the export was written before it.
  virtual void Append(const ExportedRecord& record, bool first, std::string& out) const = 0;
  // Of the file. Example: "application/x-bibtex".
  virtual std::string MediaType() const = 0;
};

// The writer of the plan's format. `plan` outlives it.
std::unique_ptr<RecordWriter> NewRecordWriter(const Plan& plan);

// Those of single formats.
std::unique_ptr<RecordWriter> NewJsonLinesWriter(const Plan& plan);
std::unique_ptr<RecordWriter> NewTableWriter(const Plan& plan, char separator);
std::unique_ptr<RecordWriter> NewBibtexWriter();
std::unique_ptr<RecordWriter> NewRisWriter();
std::unique_ptr<RecordWriter> NewCslJsonWriter();

}  // namespace lectern::exports
