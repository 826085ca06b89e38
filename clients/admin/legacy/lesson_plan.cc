#include "clients/admin/legacy/lesson_plan.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "clients/admin/legacy/damage.h"
#include "clients/admin/legacy/entry_limits.h"
#include "clients/admin/legacy/entry_reader.h"
#include "clients/admin/legacy/legacy_kind.h"
#include "clients/admin/legacy/lesson_parts.h"
#include "clients/admin/legacy/line_shapes.h"
#include "clients/admin/legacy/navigation.h"
#include "clients/admin/legacy/page_subject.h"
#include "clients/admin/legacy/resource_links.h"
#include "clients/admin/legacy/source_key.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;
constexpr size_t kLongText = 8192;

// The paragraphs of a text: what blank lines part.
std::vector<std::string_view> Paragraphs(std::string_view text) {
  std::vector<std::string_view> paragraphs;
  size_t begin = 0;
  const auto add = [&](size_t end) {
    const std::string_view piece = Trim(text.substr(begin, end - begin));
    if (!piece.empty()) paragraphs.push_back(piece);
    begin = end;
  };
  for (size_t line = text.find('\n'); line != npos; line = text.find('\n', line + 1)) {
    const size_t next = std::min(text.find('\n', line + 1), text.size());
    if (IsBlank(text.substr(line + 1, next - line - 1))) add(line);
  }
  add(text.size());
  return paragraphs;
}

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (size_t pos = 0; pos < text.size();) {
    const size_t end = std::min(text.find_first_of("\r\n", pos), text.size());
    const std::string_view line = Trim(text.substr(pos, end - pos));
    if (!line.empty()) lines.push_back(line);
    pos = end + 1;
  }
  return lines;
}

// "PT50M" of "One 50-minute period"; empty where it is not sure that this is all.
std::string TimeRequired(std::string_view duration) {
  std::vector<std::string_view> numbers;
  for (size_t pos = 0; pos < duration.size(); ++pos) {
    const size_t begin = pos;
    while (pos < duration.size() && IsDigit(duration[pos])) ++pos;
    if (pos > begin) numbers.push_back(duration.substr(begin, pos - begin));
  }
  if (numbers.size() != 1 || numbers[0].size() > 3) return {};
  const size_t behind = static_cast<size_t>(numbers[0].data() - duration.data()) + numbers[0].size();
  const std::string_view rest = duration.substr(behind);
  const bool minutes = MatchPhrase(rest, 0, "-minute") != npos || MatchPhrase(rest, 0, " minute") != npos;
  for (const std::string_view several : {"two", "three", "four", "five", "six", "several", "periods", "lessons",
                                         "sessions", "days", "each", "classes", "hour", "hours"}) {
    if (HasWord(duration, several)) return {};
  }
  return minutes ? "PT" + std::string(numbers[0]) + "M" : std::string();
}

class Reader {
 public:
  explicit Reader(const SourceText& source) : source_(source) {}

  absl::StatusOr<ParsedLesson> Read(std::string_view file_name) {
    v1::TeacherResource& lesson = parsed_.resource;
    for (const LessonPart& part : CutLesson(source_)) Take(part);
    const bool titled = !lesson.title().empty();
    if (!titled) lesson.set_title(lesson.lesson_topic().empty() ? lesson.unit_topic() : lesson.lesson_topic());
    if (lesson.title().empty()) {
      return absl::InvalidArgumentError(
          "the lesson plan has no title: put a line \"Title - ...\" or \"Lesson Topic: ...\" at its top.");
    }
    if (!titled) Warn(0, "No title stands here; the lesson's topic was taken for it.");
    lesson.set_kind(v1::TEACHER_RESOURCE_KIND_LESSON_PLAN);
    lesson.set_language("en");
    lesson.set_lifecycle(v1::LIFECYCLE_DRAFT);
    lesson.set_identity_risk(v1::IDENTITY_RISK_NOT_ASSESSED);
    lesson.set_time_required(TimeRequired(lesson.duration()));
    for (const std::string& line : {lesson.unit_topic(), lesson.lesson_topic(), lesson.title(), front_topic_}) {
      if (lesson.topic().empty()) lesson.set_topic(std::string(TopicOf(line)));
    }
    lesson.set_source_key(KeyOf({"lesson-plan", NormaliseForKey(lesson.number()), NormaliseForKey(lesson.title()),
                                 NormaliseForKey(lesson.unit_topic()), NormaliseForKey(lesson.lesson_topic())}));
    v1::Provenance* provenance = lesson.mutable_provenance();
    provenance->set_file(std::string(file_name));
    SetConfidence("title", titled ? 0.95F : 0.5F, provenance);
    if (!lesson.topic().empty()) SetConfidence("topic", 0.7F, provenance);
    if (!lesson.time_required().empty()) SetConfidence("time_required", 0.9F, provenance);
    FillProvenance(source_, std::move(claimed_), provenance);
    KeepLinks(source_, "", provenance);
    std::stable_sort(parsed_.warnings.begin(), parsed_.warnings.end(),
                     [](const auto& a, const auto& b) { return a.start_byte < b.start_byte; });
    for (const ParsedPage::Warning& warning : parsed_.warnings) {
      if (provenance->warnings_size() < 64) provenance->add_warnings(warning.text);
    }
    KeepLimits(provenance);
    return std::move(parsed_);
  }

 private:
  size_t Offset(std::string_view part) const { return static_cast<size_t>(part.data() - source_.text().data()); }
  Span SpanOf(std::string_view part) const { return {Offset(part), Offset(part) + part.size()}; }

  void Warn(size_t offset, std::string text) {
    parsed_.warnings.push_back({source_.LineOf(offset), source_.FileOffset(offset), std::move(text)});
  }
  void Claim(std::string_view part) { claimed_.push_back(SpanOf(part)); }
  // An item of a list, with the number before it.
  void ClaimItem(std::string_view item) {
    Span span = SpanOf(item);
    size_t at = span.begin;
    while (const size_t space = SpaceBefore(source_.text(), at)) at -= space;
    if (at > 0 && (source_.text()[at - 1] == '.' || source_.text()[at - 1] == ')')) {
      size_t digits = at - 1;
      while (digits > 0 && IsDigit(source_.text()[digits - 1])) --digits;
      if (digits < at - 1) span.begin = digits;
    }
    claimed_.push_back(span);
  }
  void Unclaimed(std::string_view part) {
    for (const std::string_view line : Lines(part)) {
      parsed_.resource.mutable_provenance()->add_unclaimed_lines(std::string(line));
      Warn(Offset(line), "No rule took this line: \"" + std::string(Shorten(line, 120)) + "\".");
    }
  }

  void Take(const LessonPart& part) {
    v1::TeacherResource& lesson = parsed_.resource;
    const std::string_view value = source_.text(part.value);
    // With the mark that closes the heading.
    if (part.field != LessonField::kFront) claimed_.push_back({part.heading.begin, part.value.begin});
    for (const Damage& damage : FindDamage(value)) Warn(part.value.begin + damage.span.begin, damage.sentence);
    switch (part.field) {
      case LessonField::kFront:
        return Front(value);
      case LessonField::kTitle:
        return Line(lesson.mutable_title(), value, 512);
      case LessonField::kUnitTopic:
        return Line(lesson.mutable_unit_topic(), value, 512);
      case LessonField::kGrade:
        return Line(lesson.mutable_grade_level(), value, 128);
      case LessonField::kLessonTopic:
        return Line(lesson.mutable_lesson_topic(), value, 512);
      case LessonField::kMethod:
        return Line(lesson.mutable_primary_method(), value, 512);
      case LessonField::kDuration:
        return Line(lesson.mutable_duration(), value, 256);
      case LessonField::kPurpose:
        return Text(lesson.mutable_purpose(), value);
      case LessonField::kAnticipatorySet:
        return Text(lesson.mutable_anticipatory_set(), value);
      case LessonField::kAssignments:
        return Text(lesson.mutable_assignments(), value);
      case LessonField::kClosure:
        return Closure(value);
      case LessonField::kObjectives:
        return Objectives(value);
      case LessonField::kEquipment:
        return Equipment(source_.text(part.heading), value);
      case LessonField::kProcedure:
        return Steps(source_.text(part.heading), value);
    }
  }

  // Menu, number and heading above the first field.
  void Front(std::string_view value) {
    for (const std::string_view line : Lines(value)) {
      if (NumberBeforeTopic(line)) continue;
      if (!TopicOf(line).empty() && line.size() <= 160) {
        front_topic_ = std::string(line);
        Claim(line);
      } else if (IsMenu(line) || IsMenuLine(line) || IsMenuLineAmongOthers(line)) {
        Claim(line);
      } else if (!Number(line)) {
        Unclaimed(line);
      }
    }
  }

  // "Lesson Plan #3 Human Trafficking", where two lines run together.
  bool NumberBeforeTopic(std::string_view line) {
    if (line.size() > 160 || TopicOf(line).empty() || MatchPhrase(line, 0, "lesson plan") == npos) return false;
    const size_t digits = line.find_first_of("0123456789");
    if (digits == npos || digits > 16) return false;
    size_t end = digits;
    while (end < line.size() && IsDigit(line[end])) ++end;
    if (!Number(line.substr(0, end))) return false;
    front_topic_ = std::string(Trim(line.substr(end)));
    Claim(line);
    return true;
  }

  // "Lesson Plan 2", "Lesson Plan #2", "2." or "Lesson Plan" alone.
  bool Number(std::string_view line) {
    size_t pos = 0;
    if (const size_t end = MatchPhrase(line, 0, "lesson plan"); end != npos) pos = end;
    const bool named = pos > 0;
    std::string_view rest = line.substr(pos);
    if (const size_t s = named ? MatchPhrase(rest, 0, "s") : npos; s != npos) rest.remove_prefix(s);
    while (!rest.empty() &&
           (SpaceAt(rest, 0) != 0 || std::string_view("#-:.\xE2\x80\x93").find(rest.front()) != npos)) {
      rest.remove_prefix(std::max<size_t>(SpaceAt(rest, 0), 1));
    }
    size_t digits = 0;
    while (digits < rest.size() && IsDigit(rest[digits])) ++digits;
    const std::string_view behind = rest.substr(digits);
    const bool number_alone = digits > 0 && digits <= 3 && (behind.empty() || behind == "." || behind == ")");
    if (number_alone && parsed_.resource.number().empty()) {
      parsed_.resource.set_number(std::string(rest.substr(0, digits)));
    } else if (!named || !rest.empty()) {
      return false;
    }
    Claim(line);
    return true;
  }

  // A field of one line; what follows in further paragraphs is not its own.
  void Line(std::string* field, std::string_view value, size_t limit) {
    const std::vector<std::string_view> paragraphs = Paragraphs(value);
    if (paragraphs.empty()) return;
    const std::string line = OneLine(paragraphs.front());
    if (!field->empty() || line.size() > limit) return Unclaimed(value);
    *field = line;
    Claim(paragraphs.front());
    for (size_t i = 1; i < paragraphs.size(); ++i) {
      if (IsMenu(paragraphs[i])) {
        Claim(paragraphs[i]);
      } else if (!Number(paragraphs[i])) {
        Unclaimed(paragraphs[i]);
      }
    }
  }

  void Text(std::string* field, std::string_view value) {
    if (value.empty()) return;
    const std::string joined = field->empty() ? std::string(value) : *field + "\n\n" + std::string(value);
    if (joined.size() > kLongText) return Unclaimed(value);
    *field = joined;
    Claim(value);
  }

  // The last field: menu and notices of the page stand behind it.
  void Closure(std::string_view value) {
    for (const std::string_view paragraph : Paragraphs(value)) {
      const bool notice = HasPhrase(paragraph, "cite this webpage as") || HasPhrase(paragraph, "fair use");
      if (IsMenu(paragraph)) {
        Claim(paragraph);
      } else if (notice) {
        Unclaimed(paragraph);
      } else {
        Text(parsed_.resource.mutable_closure(), paragraph);
      }
    }
  }

  void Objectives(std::string_view value) {
    NumberedList list = ReadNumbered(value);
    const size_t able = MatchPhrase(list.before, 0, "students will be able to");
    std::string_view before = list.before;
    if (able != npos) {
      const std::string_view behind = Trim(before.substr(able));
      const bool colon = behind.starts_with(":");
      Claim(before.substr(0, colon ? before.find(':', able) + 1 : able));
      before = colon ? Trim(behind.substr(1)) : behind;
    }
    if (list.items.empty())
      list.items = Lines(before);
    else if (!before.empty())
      Unclaimed(before);
    Add(list.items, 32, 1024, parsed_.resource.mutable_objectives());
    if (!list.items.empty() && (list.items.size() < 2 || list.items.size() > 6)) {
      Warn(Offset(list.items.front()),
           "The lesson has " + std::to_string(list.items.size()) + " objectives where 2 to 6 are usual; please check.");
    }
  }

  void Equipment(std::string_view heading, std::string_view value) {
    v1::Equipment* equipment = parsed_.resource.add_equipment();
    const size_t open = heading.find('(');
    if (open != npos) {
      std::string_view use = heading.substr(open + 1, heading.rfind(')') - open - 1);
      if (const size_t words = MatchPhrase(use, 0, "for "); words != npos) use.remove_prefix(words);
      equipment->set_use(OneLine(use));
    }
    NumberedList list = ReadNumbered(value);
    if (list.items.empty())
      list.items = Lines(value);
    else if (!list.before.empty())
      list.items.insert(list.items.begin(), list.before);
    Add(list.items, 64, 512, equipment->mutable_items());
  }

  void Steps(std::string_view heading, std::string_view value) {
    if (parsed_.resource.procedures_size() >= 16) return Unclaimed(value);
    v1::Procedure* procedure = parsed_.resource.add_procedures();
    procedure->set_heading(OneLine(heading));
    NumberedList list = ReadNumbered(value);
    if (list.items.empty())
      list.items = Paragraphs(value);
    else if (!list.before.empty())
      list.items.insert(list.items.begin(), list.before);
    Add(list.items, 64, kLongText, procedure->mutable_steps());
  }

  void Add(const std::vector<std::string_view>& items, int most, size_t longest,
           google::protobuf::RepeatedPtrField<std::string>* field) {
    for (const std::string_view item : items) {
      if (item.empty()) continue;
      if (field->size() >= most || item.size() > longest) {
        ClaimItem(item);
        Unclaimed(item);
        continue;
      }
      *field->Add() = std::string(item);
      ClaimItem(item);
    }
  }

  const SourceText& source_;
  ParsedLesson parsed_;
  std::vector<Span> claimed_;
  std::string front_topic_;
};

}  // namespace

absl::StatusOr<ParsedLesson> ParseLessonPlan(std::string_view file_name, const SourceText& source) {
  file_name.remove_prefix(file_name.find_last_of("/\\") + 1);
  const LegacyKind kind = DetectKind(file_name, source.text());
  if (kind != LegacyKind::kLessonPlan) {
    return absl::InvalidArgumentError("the page looks like " + std::string(KindName(kind)) +
                                      ": only lesson plans are read here, so import it as what it is.");
  }
  return Reader(source).Read(file_name);
}

absl::StatusOr<ParsedLesson> ParseLessonPlan(std::string_view file_name, std::string_view bytes) {
  const absl::StatusOr<SourceText> source = SourceText::Decode(bytes);
  if (!source.ok()) return source.status();
  return ParseLessonPlan(file_name, *source);
}

}  // namespace lectern::legacy
