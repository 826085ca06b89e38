#include "clients/admin/legacy/source_text.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "clients/admin/legacy/html_text.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

std::vector<Span> LinesOf(std::string_view text) {
  std::vector<Span> lines;
  size_t begin = 0;
  for (size_t pos = 0; pos < text.size(); ++pos) {
    if (text[pos] != '\n' && text[pos] != '\r') continue;
    lines.push_back({begin, pos});
    if (text[pos] == '\r' && pos + 1 < text.size() && text[pos + 1] == '\n') ++pos;
    begin = pos + 1;
  }
  if (begin < text.size()) lines.push_back({begin, text.size()});
  return lines;
}

}  // namespace

absl::StatusOr<SourceText> SourceText::Decode(std::string_view bytes) {
  if (bytes.size() > kMaxBytes) {
    return absl::InvalidArgumentError(
        "the file is longer than 8 MiB, which no page is: import each page as a file of its own.");
  }
  absl::StatusOr<DecodedText> decoded = DecodeFile(bytes);
  if (!decoded.ok()) return decoded.status();
  SourceText source;
  source.encoding_ = std::move(decoded->found);
  source.bytes_ = std::move(decoded->map);
  if (LooksLikeHtml(decoded->text)) {
    absl::StatusOr<HtmlText> page = ReadHtml(decoded->text);
    if (!page.ok()) return page.status();
    source.from_html_ = true;
    source.html_lines_ = LinesOf(decoded->text);
    source.html_ = std::move(page->map);
    source.links_ = std::move(page->links);
    source.page_addresses_ = std::move(page->page_addresses);
    source.text_ = std::move(page->text);
  } else {
    source.text_ = std::move(decoded->text);
  }
  if (IsBlank(source.text_)) {
    return absl::InvalidArgumentError("the file is empty: give a file that holds the text of a page.");
  }
  source.lines_ = LinesOf(source.text_);
  return source;
}

int64_t SourceText::FileOffset(size_t offset) const {
  return static_cast<int64_t>(bytes_.SourceOf(html_.SourceOf(offset)));
}

int SourceText::LineOf(size_t offset) const {
  const std::vector<Span>& lines = from_html_ ? html_lines_ : lines_;
  const size_t at = html_.SourceOf(offset);
  const auto behind =
      std::upper_bound(lines.begin(), lines.end(), at, [](size_t pos, const Span& line) { return pos < line.begin; });
  return std::max(1, static_cast<int>(behind - lines.begin()));
}

int SourceText::LineOfByte(int64_t byte) const {
  const std::vector<Span>& lines = from_html_ ? html_lines_ : lines_;
  const auto behind = std::upper_bound(lines.begin(), lines.end(), byte, [&](int64_t at, const Span& line) {
    return at < static_cast<int64_t>(bytes_.SourceOf(line.begin));
  });
  return std::max(1, static_cast<int>(behind - lines.begin()));
}

std::vector<TextLink> SourceText::LinksIn(Span span) const {
  auto link = std::lower_bound(links_.begin(), links_.end(), span.begin,
                               [](const TextLink& each, size_t begin) { return each.span.begin < begin; });
  std::vector<TextLink> found;
  for (; link != links_.end() && link->span.begin <= span.end; ++link) {
    // Of two paragraphs that touch, the latter has it.
    if (link->span.begin < span.end || link->span.begin == link->span.end) found.push_back(*link);
  }
  return found;
}

}  // namespace lectern::legacy
