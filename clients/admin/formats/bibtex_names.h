// People and bodies as BibTeX and BibLaTeX write them.
#pragma once

#include <string_view>
#include <vector>

#include "lectern/v1/entry.pb.h"

namespace lectern::formats {

struct BibtexNames {
  std::vector<v1::Contributor> names;
  // The list ends with "and others".
  bool others = false;
};

// Reads a list of names, parted by "and" outside of braces: "First von Last", "von Last, First", "von Last, Jr, First",
// "family=Last, given=First", and "{A Body}", which is not divided.
BibtexNames ReadBibtexNames(std::string_view value);

}  // namespace lectern::formats
