#include "clients/admin/formats/latex_text.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "clients/admin/formats/encoding.h"
#include "clients/admin/formats/latex_words.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::formats {
namespace {

using legacy::IsLetter;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string Composed(const std::string& text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error) != 0 || nfc == nullptr) return text;
  std::string out;
  nfc->normalize(icu::UnicodeString::fromUTF8(text), error).toUTF8String(out);
  return U_FAILURE(error) != 0 ? text : out;
}

// Walks over one value; no nesting is followed by recursion.
class Converter {
 public:
  explicit Converter(std::string_view value) : in_(value) {}

  PlainText Convert() {
    drop_dollars_ = IsMath();
    while (at_ < in_.size()) Step();
    out_.text = accented_ ? Composed(out_.text) : std::move(out_.text);
    while (!out_.text.empty() && IsSpace(out_.text.back())) out_.text.pop_back();
    return std::move(out_);
  }

 private:
  bool Next(std::string_view what) const { return in_.substr(at_).starts_with(what); }

  // Dollars part mathematics where they come in pairs around something that only mathematics has.
  bool IsMath() const {
    int dollars = 0;
    bool marks = false;
    for (size_t i = 0; i < in_.size(); ++i) {
      if (in_[i] == '\\') {
        marks = marks || dollars % 2 == 1;
        ++i;
      } else if (in_[i] == '$') {
        ++dollars;
      } else if (dollars % 2 == 1 && (in_[i] == '^' || in_[i] == '_' || in_[i] == '{')) {
        marks = true;
      }
    }
    return marks && dollars % 2 == 0;
  }

  void Put(std::string_view text) { out_.text += text; }

  void Space() {
    if (!out_.text.empty() && !IsSpace(out_.text.back())) out_.text += ' ';
  }

  void Paragraph() {
    while (!out_.text.empty() && out_.text.back() == ' ') out_.text.pop_back();
    if (!out_.text.empty() && out_.text.back() != '\n') out_.text += "\n\n";
  }

  void Step() {
    const char c = in_[at_];
    if (c == '\\') return Command();
    if (IsSpace(c)) return WhiteSpace();
    if (c == '{') {
      groups_.push_back(next_closer_);
      next_closer_ = {};
      ++at_;
    } else if (c == '}') {
      if (!groups_.empty()) {
        Put(groups_.back());
        groups_.pop_back();
      }
      ++at_;
    } else if (c == '~') {
      Space();
      ++at_;
    } else if (c == '$' && drop_dollars_) {
      ++at_;
    } else {
      Signs();
    }
  }

  void Signs() {
    static constexpr std::pair<std::string_view, std::string_view> kSigns[] = {
        {"---", "\u2014"}, {"--", "\u2013"}, {"``", "\u201C"}, {"''", "\u201D"}, {"`", "\u2018"}};
    for (const auto& [written, printed] : kSigns) {
      if (!Next(written)) continue;
      Put(printed);
      at_ += written.size();
      return;
    }
    out_.text += in_[at_++];
  }

  void WhiteSpace() {
    int breaks = 0;
    for (; at_ < in_.size() && IsSpace(in_[at_]); ++at_) breaks += in_[at_] == '\n' ? 1 : 0;
    breaks > 1 ? Paragraph() : Space();
  }

  // The letters of a command behind its backslash, or the one sign that it is; moves behind it and, for letters, behind
  // the spaces that part it from what follows.
  std::string_view CommandName() {
    const size_t begin = ++at_;
    while (at_ < in_.size() && IsLetter(in_[at_])) ++at_;
    if (at_ == begin) {
      if (at_ < in_.size()) ++at_;
      return in_.substr(begin, at_ - begin);
    }
    const std::string_view name = in_.substr(begin, at_ - begin);
    while (at_ < in_.size() && (in_[at_] == ' ' || in_[at_] == '\t')) ++at_;
    return name;
  }

  void Command() {
    const std::string_view name = CommandName();
    if (const uint32_t mark = AccentOf(name)) return Accent(name, mark);
    if (name == "par") return Paragraph();
    if (name == "\\" || name == "newline" || name == "linebreak") return Space();
    if (name.size() == 1 && IsSpace(name[0])) return Space();
    if (name == "enquote" || name == "mkbibquote") {
      Put("\u201C");
      if (Next("{")) next_closer_ = "\u201D";
      return;
    }
    if (name == "foreignlanguage" || name == "textcolor") return SkipGroup();
    if (name == "href") return Link();
    if (const auto text = TextOfCommand(name)) return Put(*text);
    if (name.empty()) return;  // a backslash at the end
    if (std::find(out_.unknown.begin(), out_.unknown.end(), name) == out_.unknown.end() && out_.unknown.size() < 16)
      out_.unknown.emplace_back(Excerpt(name, 40));
  }

  // Moves behind a group without taking it.
  std::string_view Group() {
    if (!Next("{")) return {};
    const size_t begin = at_ + 1;
    int depth = 0;
    for (; at_ < in_.size(); ++at_) {
      if (in_[at_] == '{') ++depth;
      if (in_[at_] == '}' && --depth == 0) return in_.substr(begin, at_++ - begin);
    }
    return in_.substr(std::min(begin, in_.size()));
  }

  void SkipGroup() { Group(); }

  // \href{address}{text}: the text, and the address in brackets behind it.
  void Link() {
    const std::string address = FromVerbatim(Group());
    if (Next("{")) {
      next_closer_ = address.empty() ? "" : " (" + address + ")";
    } else {
      Put(address);
    }
  }

  // An accent over the next letter, which may stand in braces, be a command such as \i, or carry accents itself.
  void Accent(std::string_view name, uint32_t mark) {
    std::vector<uint32_t> marks = {mark};
    std::string base;
    while (at_ < in_.size() && base.empty()) {
      if (in_[at_] == ' ' || in_[at_] == '\t') {
        ++at_;
      } else if (in_[at_] == '{') {
        groups_.push_back(next_closer_);
        next_closer_ = {};
        ++at_;
      } else if (in_[at_] == '\\') {
        const size_t before = at_;
        const std::string_view inner = CommandName();
        if (const uint32_t more = AccentOf(inner)) {
          marks.push_back(more);
        } else if (const auto text = TextOfCommand(inner); text && !text->empty()) {
          base = *text;
        } else {
          at_ = before;
          break;
        }
      } else if (in_[at_] == '}') {
        break;
      } else {
        const size_t begin = at_++;
        while (at_ < in_.size() && (static_cast<unsigned char>(in_[at_]) & 0xC0) == 0x80) ++at_;
        base = in_.substr(begin, at_ - begin);
      }
    }
    if (base.empty()) {
      if (name == "~" || name == "^") Put(name);  // \~{} is how a tilde is written
      return;
    }
    if (base == "\u0131") base = "i";
    if (base == "\u0237") base = "j";
    Put(base);
    for (auto it = marks.rbegin(); it != marks.rend(); ++it) AppendUtf8(*it, &out_.text);
    accented_ = true;
  }

  const std::string_view in_;
  size_t at_ = 0;
  PlainText out_;
  // What is printed where each open group closes.
  std::vector<std::string> groups_;
  std::string next_closer_;
  bool drop_dollars_ = false;
  bool accented_ = false;
};

}  // namespace

// A backslash before a character of several bytes parts it, and a name may be cut within one: what is left of it is
// read byte by byte.
PlainText FromLatex(std::string_view value) {
  PlainText plain = Converter(value).Convert();
  plain.text = Readable(plain.text);
  for (std::string& command : plain.unknown) command = Readable(command);
  return plain;
}

std::string FromVerbatim(std::string_view value) {
  std::string out;
  for (size_t at = 0; at < value.size(); ++at) {
    const char c = value[at];
    if (c == '{' || c == '}') continue;
    if (c == '\\' && at + 1 < value.size()) {
      const std::string_view rest = value.substr(at + 1);
      if (std::string_view("_&%#~$").find(rest[0]) != std::string_view::npos) continue;
      if (rest.starts_with("url{")) {
        at += 3;
        continue;
      }
    }
    out += c;
  }
  return std::string(legacy::Trim(out));
}

}  // namespace lectern::formats
