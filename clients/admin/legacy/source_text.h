#pragma once
// A file as text in UTF-8, with the way back to its bytes: plain text as it is, an HTML page as a browser shows it.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/admin/legacy/encoding.h"
#include "clients/admin/legacy/offset_map.h"

namespace lectern::legacy {

// A run of bytes of SourceText::text().
struct Span {
  size_t begin = 0;
  size_t end = 0;

  bool operator==(const Span&) const = default;
};

// A link of an HTML page.
struct TextLink {
  // The words that lead there; empty, at the place where it stands, for a link without words.
  Span span;
  // As the page writes it, so that it may be relative or of any scheme.
  std::string address;
};

class SourceText {
 public:
  // The longest file that is read, in bytes.
  static constexpr size_t kMaxBytes = size_t{8} << 20;

  // Finds the encoding, decodes, and reads HTML (see encoding.h and html_text.h). Pure.
  // INVALID_ARGUMENT, with a sentence that says what to do: too long, empty, not text, an encoding that is not read,
  // HTML that is tangled beyond reading.
  static absl::StatusOr<SourceText> Decode(std::string_view bytes);

  // The whole text as UTF-8, line breaks as in the file. Of an HTML page a line is a paragraph.
  std::string_view text() const { return text_; }
  std::string_view text(Span span) const { return text().substr(span.begin, span.end - span.begin); }

  // Where in the file the byte at `offset` of text() comes from. `offset` may be the text's size.
  int64_t FileOffset(size_t offset) const;

  // Number, from 1, of the line of the file that holds `offset` of text().
  int LineOf(size_t offset) const;

  // The same for a byte of the file.
  int LineOfByte(int64_t byte) const;

  // How the file was decoded.
  const FoundEncoding& encoding() const { return encoding_; }

  // How many bytes were read as Windows-1252.
  int64_t converted_bytes() const { return encoding_.windows_1252_bytes; }

  // The lines of text(), without their breaks.
  const std::vector<Span>& lines() const { return lines_; }

  bool from_html() const { return from_html_; }

  // Links of an HTML page, in the order of the text.
  const std::vector<TextLink>& links() const { return links_; }
  // Those that begin in `span` or at its end.
  std::vector<TextLink> LinksIn(Span span) const;

  // Addresses that an HTML page gives for itself, the surest first.
  const std::vector<std::string>& page_addresses() const { return page_addresses_; }

 private:
  std::string text_;
  FoundEncoding encoding_;
  // From the decoded file to its bytes.
  OffsetMap bytes_;
  // From text_ to the decoded file, of an HTML page.
  OffsetMap html_;
  bool from_html_ = false;
  std::vector<Span> lines_;
  // Where the lines of the decoded HTML file begin.
  std::vector<Span> html_lines_;
  std::vector<TextLink> links_;
  std::vector<std::string> page_addresses_;
};

}  // namespace lectern::legacy
