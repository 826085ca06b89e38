#include "clients/admin/legacy/prompts.h"

#include <algorithm>

#include "clients/admin/legacy/line_shapes.h"
#include "clients/admin/legacy/sentences.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;
constexpr size_t kLongestHeading = 80;

struct Number {
  // One past the number, its marks and the white space behind.
  size_t end = 0;
  size_t value = 0;
};

// "3.", "3)", "(3)" or "#3." at `pos` with white space behind it; end 0 where none stands there.
Number NumberAt(std::string_view text, size_t pos) {
  const bool bracket = text[pos] == '(';
  if (bracket || text[pos] == '#') ++pos;
  Number number;
  const size_t digits = pos;
  while (pos < text.size() && IsDigit(text[pos]) && pos - digits < 4) {
    number.value = number.value * 10 + static_cast<size_t>(text[pos++] - '0');
  }
  if (pos == digits || pos - digits > 3 || pos >= text.size()) return {};
  if (text[pos] != ')' && (bracket || text[pos] != '.')) return {};
  ++pos;
  if (pos < text.size() && SpaceAt(text, pos) == 0) return {};
  number.end = SkipSpaces(text, pos);
  return number;
}

// Length of a bullet and the white space behind it, at the start of `text`. A lone "v" was one as well; it stays, since
// it may be a word of the text.
size_t BulletLength(std::string_view text) {
  for (const std::string_view bullet : {"\xE2\x80\xA2", "\xC2\xB7", "-", "*", "\xE2\x80\x93"}) {
    if (text.starts_with(bullet) && SpaceAt(text, bullet.size()) != 0) return SkipSpaces(text, bullet.size());
  }
  return 0;
}

class Reader {
 public:
  Reader(const SourceText& source, const std::vector<Block>& body) : source_(source), body_(body) {}

  Prompts Read() {
    for (size_t i = 0; i < body_.size(); ++i) Take(i);
    if (result_.prompts.empty()) Unnumbered();
    for (size_t i = 0; i < result_.prompts.size(); ++i) Fill(pieces_[i], &result_.prompts[i]);
    return std::move(result_);
  }

 private:
  std::string_view Text(size_t i) const { return source_.text(body_[i].span); }

  // True where what stands before `pos` in its paragraph has come to an end.
  static bool EndsBefore(std::string_view text, size_t pos) {
    const std::string_view before = Trim(text.substr(0, pos));
    return before.empty() || before.back() == ']' || EndsSentence(before);
  }

  static bool AtLineStart(std::string_view text, size_t pos) {
    const size_t line = text.substr(0, pos).find_last_of("\r\n");
    return IsBlank(text.substr(line == npos ? 0 : line, pos - (line == npos ? 0 : line)));
  }

  void Take(size_t i) {
    const std::string_view text = Text(i);
    if (IsHeadingOver(i)) {
      result_.headings.push_back(body_[i].span);
      return;
    }
    size_t begin = 0;
    for (size_t pos = 0; pos < text.size(); ++pos) {
      const bool may_open = IsDigit(text[pos]) || text[pos] == '(' || text[pos] == '#';
      if (!may_open || (pos > 0 && SpaceBefore(text, pos) == 0)) continue;
      const Number number = NumberAt(text, pos);
      if (number.end == 0) continue;
      // A line of its own may carry any number; in the middle of a line only the next one is sure to be one.
      const bool next = !result_.prompts.empty() && number.value == last_ + 1;
      const bool line = AtLineStart(text, pos);
      if (pos > 0 && !(line ? next || EndsBefore(text, pos) : next && EndsBefore(text, pos))) continue;
      Append({body_[i].span.begin + begin, body_[i].span.begin + pos});
      result_.prompts.emplace_back();
      pieces_.emplace_back();
      last_ = number.value;
      result_.prompts.back().spans.push_back({body_[i].span.begin + pos, body_[i].span.begin + number.end});
      begin = number.end;
      pos = number.end > pos ? number.end - 1 : pos;
    }
    Append({body_[i].span.begin + begin, body_[i].span.end});
  }

  // A short line of its own between two prompts.
  bool IsHeadingOver(size_t i) const {
    if (result_.prompts.empty() || i + 1 >= body_.size() || !body_[i].opens_after_blank) return false;
    const std::string_view text = Text(i);
    if (NumberAt(text, 0).end != 0) return false;
    const bool numbered = NumberAt(Text(i + 1), 0).end != 0;
    const std::string_view before = Trim(Text(i - 1));
    return numbered && text.size() <= kLongestHeading && !IsProse(text) && !text.starts_with("[") &&
           EndsBefore(before, before.size());
  }

  void Append(Span span) {
    const std::string_view text = Trim(source_.text(span));
    if (text.empty()) return;
    const size_t begin = static_cast<size_t>(text.data() - source_.text().data());
    span = {begin, begin + text.size()};
    if (result_.prompts.empty()) {
      result_.before.push_back(span);
    } else {
      result_.prompts.back().spans.push_back(span);
      pieces_.back().push_back(span);
    }
  }

  // No numbers: each paragraph is one, but for an opening line that ends in a colon.
  void Unnumbered() {
    std::vector<Span> paragraphs = std::move(result_.before);
    result_.before.clear();
    result_.unnumbered = true;
    for (const Span& span : paragraphs) {
      const std::string_view text = source_.text(span);
      const bool suggestions = MatchPhrase(text, 0, "[suggestion") != npos && !result_.prompts.empty();
      if (text.ends_with(":") && result_.prompts.empty()) {
        result_.before.push_back(span);
        continue;
      }
      if (!suggestions) {
        result_.prompts.emplace_back();
        pieces_.emplace_back();
      }
      result_.prompts.back().spans.push_back(span);
      pieces_.back().push_back({span.begin + BulletLength(text), span.end});
    }
  }

  void Fill(const std::vector<Span>& pieces, PromptText* prompt) const {
    std::string whole;
    for (size_t i = 0; i < pieces.size(); ++i) {
      // What parts two paragraphs stays as it is, unless something else stood between them.
      if (i > 0) {
        const std::string_view gap = source_.text({pieces[i - 1].end, pieces[i].begin});
        whole += IsBlank(gap) ? gap : "\n\n";
      }
      whole += source_.text(pieces[i]);
    }
    const size_t open = LastSuggestions(whole);
    prompt->text = whole;
    if (open == npos) return;
    const size_t close = whole.find(']', open);
    prompt->open_bracket = close == npos;
    if (close != npos && !IsBlank(std::string_view(whole).substr(close + 1))) {
      prompt->suggestions_inside = true;
      return;
    }
    std::string_view inside = std::string_view(whole).substr(open + 1, close == npos ? npos : close - open - 1);
    size_t words = MatchPhrase(inside, SkipSpaces(inside, 0), "suggestion");
    if (words < inside.size() && (inside[words] == 's' || inside[words] == 'S')) ++words;
    words = SkipSpaces(inside, words);
    if (words < inside.size() && (inside[words] == ':' || inside[words] == '-')) ++words;
    prompt->suggestions = std::string(Trim(inside.substr(words)));
    prompt->text = std::string(Trim(std::string_view(whole).substr(0, open)));
  }

  static size_t LastSuggestions(std::string_view text) {
    for (size_t open = text.rfind('['); open != npos && open > 0; open = text.substr(0, open).rfind('[')) {
      if (MatchPhrase(text, SkipSpaces(text, open + 1), "suggestion") != npos) return open;
    }
    return npos;
  }

  const SourceText& source_;
  const std::vector<Block>& body_;
  Prompts result_;
  // For each prompt the pieces of its text.
  std::vector<std::vector<Span>> pieces_;
  size_t last_ = 0;
};

}  // namespace

Prompts ReadPrompts(const SourceText& source, const std::vector<Block>& body) { return Reader(source, body).Read(); }

}  // namespace lectern::legacy
