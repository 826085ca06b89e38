#include "clients/admin/legacy/lesson_parts.h"

#include <algorithm>
#include <array>
#include <string>

#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;

struct Heading {
  LessonField field;
  std::string_view phrase;
  // What has to follow: a colon, a colon or a dash, or nothing in particular.
  enum class Close { kColon, kColonOrDash, kAny } close;
  // So plain that it is also taken in the middle of a run-together paragraph.
  bool anywhere;
};

using Close = Heading::Close;

constexpr std::array<Heading, 17> kHeadings = {{
    {LessonField::kTitle, "title", Close::kColonOrDash, false},
    {LessonField::kUnitTopic, "unit topic", Close::kColon, true},
    {LessonField::kGrade, "grade level", Close::kColon, true},
    {LessonField::kGrade, "grade", Close::kColon, false},
    {LessonField::kLessonTopic, "lesson topic", Close::kColon, true},
    {LessonField::kMethod, "primary method used", Close::kColon, true},
    {LessonField::kPurpose, "purpose of the lesson", Close::kAny, false},
    {LessonField::kDuration, "duration of the lesson", Close::kColon, true},
    {LessonField::kObjectives, "lesson objectives", Close::kAny, false},
    {LessonField::kObjectives, "lesson objectives", Close::kColon, true},
    {LessonField::kEquipment, "equipment and supplies needed", Close::kAny, false},
    {LessonField::kAnticipatorySet, "anticipatory set", Close::kColon, true},
    {LessonField::kProcedure, "sequence of learning activities", Close::kAny, false},
    {LessonField::kProcedure, "procedure", Close::kAny, false},
    {LessonField::kAssignments, "assignments", Close::kColon, false},
    {LessonField::kAssignments, "assignment", Close::kColon, false},
    {LessonField::kClosure, "closure", Close::kColon, false},
}};

// Past spaces that stay on the line.
size_t SkipBlanks(std::string_view text, size_t pos) {
  for (size_t length = SpaceAt(text, pos); length != 0 && text[pos] != '\n' && text[pos] != '\r';
       length = SpaceAt(text, pos)) {
    pos += length;
  }
  return pos;
}

size_t DashAt(std::string_view text, size_t pos) {
  if (pos >= text.size()) return 0;
  const std::string_view rest = text.substr(pos);
  if (rest.starts_with("\xE2\x80\x93") || rest.starts_with("\xE2\x80\x94")) return 3;
  return rest.front() == '-' ? 1 : 0;
}

bool AtLineStart(std::string_view text, size_t pos) {
  while (pos > 0) {
    if (text[pos - 1] == '\n' || text[pos - 1] == '\r') return true;
    const size_t space = SpaceBefore(text, pos);
    if (space == 0) return false;
    pos -= space;
  }
  return true;
}

// "Part 1" behind "Procedure -", or "(for research)" behind "Equipment and Supplies Needed"; one past it, else `pos`.
size_t Addition(std::string_view text, size_t pos, LessonField field) {
  size_t at = SkipBlanks(text, pos);
  if (field == LessonField::kEquipment && at < text.size() && text[at] == '(') {
    const size_t close = text.substr(0, std::min(text.size(), at + 80)).find(')', at);
    return close == npos ? pos : close + 1;
  }
  if (field != LessonField::kProcedure) return pos;
  if (const size_t dash = DashAt(text, at)) at = SkipBlanks(text, at + dash);
  size_t end = MatchPhrase(text, at, "part ");
  if (end == npos) return pos;
  const size_t number = end;
  while (end < text.size() && (IsDigit(text[end]) || IsLetter(text[end]))) ++end;
  return end > number ? end : pos;
}

struct Found {
  LessonField field;
  Span heading;
  size_t value;
};

// The heading that begins at `pos`, if one does.
bool FindHeading(std::string_view text, size_t pos, Found* found) {
  if (pos > 0 && SpaceBefore(text, pos) == 0) return false;
  const bool line_start = AtLineStart(text, pos);
  for (const Heading& heading : kHeadings) {
    const bool short_grade = heading.phrase == "grade" && text[pos] == 'G';
    if (!line_start && !heading.anywhere && !short_grade) continue;
    const size_t end = MatchPhrase(text, pos, heading.phrase);
    if (end == npos || (end < text.size() && (IsLetter(text[end]) || IsDigit(text[end])))) continue;
    const size_t whole = Addition(text, end, heading.field);
    const size_t mark = SkipBlanks(text, whole);
    const bool colon = mark < text.size() && text[mark] == ':';
    const size_t dash = DashAt(text, mark);
    if (heading.close == Close::kColon && !colon) continue;
    // "Grade: 7" inside a paragraph needs its figure to be told from other words.
    if (short_grade && !line_start &&
        !IsDigit(text.substr(SkipBlanks(text, mark + 1)).empty() ? ' ' : text[SkipBlanks(text, mark + 1)])) {
      continue;
    }
    if (heading.close == Close::kColonOrDash && !colon && dash == 0) continue;
    // Without a mark behind it, a heading has its line to itself.
    const bool ends_line = mark >= text.size() || text[mark] == '\n' || text[mark] == '\r';
    if (heading.close == Close::kAny && !colon && dash == 0 && !ends_line) continue;
    *found = {heading.field, {pos, whole}, colon ? mark + 1 : mark + dash};
    return true;
  }
  return false;
}

// One past "3." or "3)" at `pos`, with white space behind it, else npos.
size_t MatchNumber(std::string_view text, size_t pos, size_t number) {
  const std::string digits = std::to_string(number);
  if (text.substr(pos, digits.size()) != digits) return npos;
  const size_t mark = pos + digits.size();
  if (mark >= text.size() || (text[mark] != '.' && text[mark] != ')')) return npos;
  return mark + 1 >= text.size() || SpaceAt(text, mark + 1) != 0 ? mark + 1 : npos;
}

NumberedList ReadNumbered(std::string_view text, bool at_line_start) {
  NumberedList list;
  list.before = Trim(text);
  size_t begin = 0;
  const auto close = [&](size_t end) {
    const std::string_view piece = Trim(text.substr(begin, end - begin));
    if (list.items.empty()) {
      list.before = piece;
    } else {
      list.items.back() = piece;
    }
  };
  for (size_t pos = 0; pos < text.size();) {
    const bool opens = at_line_start ? AtLineStart(text, pos) : pos == 0 || SpaceBefore(text, pos) != 0;
    const size_t end = IsDigit(text[pos]) && opens ? MatchNumber(text, pos, list.items.size() + 1) : npos;
    if (end == npos) {
      ++pos;
      continue;
    }
    close(pos);
    list.items.emplace_back();
    begin = pos = end;
  }
  if (!list.items.empty()) close(text.size());
  return list;
}

}  // namespace

std::vector<LessonPart> CutLesson(const SourceText& source) {
  const std::string_view text = source.text();
  std::vector<LessonPart> parts(1);
  size_t begin = 0;
  const auto close = [&](size_t end) {
    const std::string_view value = Trim(text.substr(begin, end - begin));
    parts.back().value.begin = value.empty() ? begin : static_cast<size_t>(value.data() - text.data());
    parts.back().value.end = parts.back().value.begin + value.size();
  };
  for (size_t pos = 0; pos < text.size();) {
    Found found{LessonField::kFront, {}, 0};
    if (!IsLetter(text[pos]) || !FindHeading(text, pos, &found)) {
      ++pos;
      continue;
    }
    close(pos);
    parts.push_back({found.field, found.heading, {}});
    begin = pos = found.value;
  }
  close(text.size());
  return parts;
}

NumberedList ReadNumbered(std::string_view text) {
  // A number inside a sentence ("go on with group 2.") counts only where no list stands in lines of its own.
  NumberedList lines = ReadNumbered(text, true);
  return lines.items.size() >= 2 ? lines : ReadNumbered(text, false);
}

}  // namespace lectern::legacy
