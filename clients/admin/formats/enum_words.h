// Values of enums as tables and bibliographies write them, read from the contract's descriptors.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "google/protobuf/descriptor.h"
#include "lectern/v1/entry.pb.h"

namespace lectern::formats {

// The value of `type` that is called `word`: by its CSL name if it has one, by its name without the prefix, or by its
// number; letter case does not matter, nor whether words are parted by "_", "-" or a space. 0 for an empty word.
// Nothing where there is no such value.
std::optional<int> EnumOfWord(const google::protobuf::EnumDescriptor& type, std::string_view word);

// All words of `type` that EnumOfWord knows by name, for a message: "report, treaty, ...".
std::string WordsOf(const google::protobuf::EnumDescriptor& type);

// The kind of work that the Citation Style Language, BibLaTeX or RIS calls so. The first in the contract's order where
// several are called alike; UNSPECIFIED where none is.
v1::SourceType SourceTypeOfCsl(std::string_view name);
v1::SourceType SourceTypeOfBiblatex(std::string_view name);
v1::SourceType SourceTypeOfRis(std::string_view name);

}  // namespace lectern::formats
