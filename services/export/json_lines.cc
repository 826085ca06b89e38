// JSON Lines: an ImportItem a line.
#include "services/export/json_text.h"
#include "services/export/record_writer.h"

namespace lectern::exports {
namespace {

class JsonLinesWriter final : public RecordWriter {
 public:
  explicit JsonLinesWriter(const Plan& plan) : plan_(plan) {}

  std::string MediaType() const override { return "application/jsonl"; }

  void Append(const ExportedRecord& record, bool, std::string& out) const override {
    out.append("{\"").append(record.kind.item->json_name()).append("\":");
    AppendJson(record.message, out);
    const std::string& mask = plan_.fields.at(record.kind.kind).mask;
    if (record.deleted)
      out += ",\"action\":\"IMPORT_ACTION_DELETE\"";
    else if (!mask.empty())
      out.append(",\"fields\":\"").append(mask).append("\"");
    out += "}\n";
  }

 private:
  const Plan& plan_;
};

}  // namespace

std::unique_ptr<RecordWriter> NewJsonLinesWriter(const Plan& plan) { return std::make_unique<JsonLinesWriter>(plan); }

std::unique_ptr<RecordWriter> NewRecordWriter(const Plan& plan) {
  switch (plan.format) {
    case v1::EXPORT_FORMAT_CSV:
      return NewTableWriter(plan, ',');
    case v1::EXPORT_FORMAT_TSV:
      return NewTableWriter(plan, '\t');
    case v1::EXPORT_FORMAT_BIBTEX:
      return NewBibtexWriter();
    case v1::EXPORT_FORMAT_RIS:
      return NewRisWriter();
    case v1::EXPORT_FORMAT_CSL_JSON:
      return NewCslJsonWriter();
    default:
      return NewJsonLinesWriter(plan);
  }
}

}  // namespace lectern::exports
