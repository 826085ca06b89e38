#pragma once
// A teacher resource while it is being read: keeps the contract's limits, the provenance, and what no field took.

#include <string>
#include <string_view>
#include <vector>

#include "clients/admin/legacy/lesson_plan.h"
#include "clients/admin/legacy/source_text.h"

namespace lectern::legacy {

class TeacherDraft {
 public:
  explicit TeacherDraft(const SourceText& source) : source_(source) {}

  v1::TeacherResource& resource() { return parsed_.resource; }
  std::string_view Text(Span span) const { return source_.text(span); }

  // At this place of the text.
  void Warn(size_t offset, std::string text);
  // Says that a field holds these bytes, and looks for damage in them.
  void Claim(Span span);
  // Of the page's surroundings: kept in the provenance alone.
  void ClaimAround(Span span) { claimed_.push_back(span); }
  // No rule takes it: each of its lines is kept and reported.
  void Unclaimed(Span span);
  // Kept whole and not reported: notices of the page, which no field of a resource has.
  void KeepNotice(Span span);

  // A further part, claimed. False where it does not fit the limits.
  bool AddPart(std::string_view heading, std::string body);
  // A further prompt; false as above.
  bool AddPrompt(std::string text, std::string suggestions);

  // Fills in provenance and warnings; the draft is used up.
  ParsedLesson Finish(std::string_view file_name);

 private:
  const SourceText& source_;
  ParsedLesson parsed_;
  std::vector<Span> claimed_;
};

// `text` such that CommonMark takes none of it for HTML: "<" is escaped where it would open a tag.
std::string WithoutHtml(std::string_view text);

}  // namespace lectern::legacy
