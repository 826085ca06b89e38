#include "clients/admin/legacy/teacher_draft.h"

#include <algorithm>
#include <utility>

#include "clients/admin/legacy/damage.h"
#include "clients/admin/legacy/entry_limits.h"
#include "clients/admin/legacy/entry_reader.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

// Limits of lectern.v1.TeacherResource.
constexpr int kMostParts = 64;
constexpr size_t kLongestHeading = 256;
constexpr size_t kLongestBody = 65536;
constexpr int kMostPrompts = 128;
constexpr size_t kLongestPrompt = 8192;
constexpr size_t kLongestSuggestions = 4096;
constexpr int kMostLines = 256;
constexpr size_t kLongestLine = 16384;
constexpr int kMostWarnings = 64;

}  // namespace

void TeacherDraft::Warn(size_t offset, std::string text) {
  parsed_.warnings.push_back({source_.LineOf(offset), source_.FileOffset(offset), std::move(text)});
}

void TeacherDraft::Claim(Span span) {
  claimed_.push_back(span);
  for (const Damage& damage : FindDamage(source_.text(span))) Warn(span.begin + damage.span.begin, damage.sentence);
}

void TeacherDraft::Unclaimed(Span span) {
  for (size_t pos = span.begin; pos < span.end;) {
    const size_t end = std::min(source_.text().find_first_of("\r\n", pos), span.end);
    const std::string_view line = Trim(source_.text({pos, end}));
    if (!line.empty()) {
      KeepNotice({pos, end});
      Warn(static_cast<size_t>(line.data() - source_.text().data()),
           "No rule took this line: \"" + std::string(Shorten(line, 120)) + "\".");
    }
    pos = end + 1;
  }
}

void TeacherDraft::KeepNotice(Span span) {
  v1::Provenance* provenance = parsed_.resource.mutable_provenance();
  const std::string_view text = Trim(source_.text(span));
  if (text.empty()) return;
  if (provenance->unclaimed_lines_size() < kMostLines) {
    provenance->add_unclaimed_lines(std::string(Shorten(text, kLongestLine)));
  }
  claimed_.push_back(span);
}

bool TeacherDraft::AddPart(std::string_view heading, std::string body) {
  google::protobuf::RepeatedPtrField<v1::ResourcePart>* parts = parsed_.resource.mutable_parts();
  if (heading.size() > kLongestHeading || body.size() > kLongestBody || parts->size() >= kMostParts) return false;
  v1::ResourcePart* part = parts->Add();
  part->set_heading(std::string(heading));
  part->set_body(std::move(body));
  part->set_audience(v1::AUDIENCE_PUBLIC);
  return true;
}

bool TeacherDraft::AddPrompt(std::string text, std::string suggestions) {
  const bool fits = text.size() <= kLongestPrompt && suggestions.size() <= kLongestSuggestions;
  if (!fits || parsed_.resource.prompts_size() >= kMostPrompts) return false;
  v1::Prompt* prompt = parsed_.resource.add_prompts();
  prompt->set_text(std::move(text));
  prompt->set_suggestions(std::move(suggestions));
  return true;
}

ParsedLesson TeacherDraft::Finish(std::string_view file_name) {
  v1::Provenance* provenance = parsed_.resource.mutable_provenance();
  provenance->set_file(std::string(file_name));
  FillProvenance(source_, std::move(claimed_), provenance);
  std::stable_sort(parsed_.warnings.begin(), parsed_.warnings.end(),
                   [](const auto& a, const auto& b) { return a.start_byte < b.start_byte; });
  for (const ParsedPage::Warning& warning : parsed_.warnings) {
    if (provenance->warnings_size() < kMostWarnings) provenance->add_warnings(warning.text);
  }
  KeepLimits(provenance);
  return std::move(parsed_);
}

std::string WithoutHtml(std::string_view text) {
  std::string safe;
  for (size_t at = 0; at < text.size(); ++at) {
    const char next = at + 1 < text.size() ? text[at + 1] : '\0';
    const std::string_view rest = text.substr(at + 1);
    const bool autolink = rest.starts_with("http://") || rest.starts_with("https://");
    const bool opens = next == '/' || next == '!' || next == '?' || IsLetter(next);
    if (text[at] == '<' && opens && !autolink) safe.push_back('\\');
    safe.push_back(text[at]);
  }
  return safe;
}

}  // namespace lectern::legacy
