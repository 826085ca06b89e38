// A file of records that were refused, each with the reason, in the input's own format: mended, it is imported again.
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <string_view>

#include "clients/admin/formats/item_reader.h"

namespace lectern::formats {

// Each format has a mark that its reader skips: the column `refused_because` of tables, a line {"comment": "..."}
// before a line of JSON, a remark "% refused: ..." before an entry of BibTeX, a line "XX  - refused: ..." in a record
// of RIS, the key "_refused" of an item of CSL-JSON. A record that was refused before has the new reason alone.
class RefusedWriter {
 public:
  virtual ~RefusedWriter() = default;

  // Writes a record as the reader had it. `preamble` is the reader's, now.
  virtual void Write(std::string_view raw, std::string_view preamble, std::string_view reason) = 0;
  // Completes the file; call once.
  virtual void Finish() {}
};

// `out` outlives it; whether writing worked is to be asked of it.
std::unique_ptr<RefusedWriter> NewRefusedWriter(Format format, std::ostream& out);

}  // namespace lectern::formats
