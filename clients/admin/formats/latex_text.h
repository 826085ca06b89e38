// LaTeX in the fields of BibTeX as plain text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lectern::formats {

struct PlainText {
  // NFC; runs of white space are single spaces, an empty line or \par is an empty line.
  std::string text;
  // Commands that are not known; their arguments stay in the text.
  std::vector<std::string> unknown;
};

// Accents and usual commands become characters, braces go, `--` and quotes become what they print as.
PlainText FromLatex(std::string_view value);

// The text of a field that is taken literally (url, doi): escapes and braces go, all else stays.
std::string FromVerbatim(std::string_view value);

}  // namespace lectern::formats
