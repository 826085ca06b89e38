// Any bytes given to the reader of BibTeX.
#include "tests/fuzz/format_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  return lectern::formats::FuzzReader(lectern::formats::Format::kBibtex, data, size);
}
