#include "clients/admin/legacy/teacher_page.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clients/admin/legacy/entry_reader.h"
#include "clients/admin/legacy/outline.h"
#include "clients/admin/legacy/prompts.h"
#include "clients/admin/legacy/resource_links.h"
#include "clients/admin/legacy/site_page.h"
#include "clients/admin/legacy/source_key.h"
#include "clients/admin/legacy/teacher_draft.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t kLongestTitle = 512;
// A resource without a title is known by so many words of its first prompt or part.
constexpr size_t kWordsOfKey = 8;

// What is particular to a kind of page.
struct PageRules {
  v1::TeacherResourceKind kind = v1::TEACHER_RESOURCE_KIND_UNSPECIFIED;
  // Part of source_key: DO NOT CHANGE.
  const char* key = "";
  // The title where the page prints none.
  const char* title = "";
  std::vector<std::string_view> words;
};

PageRules RulesOf(LegacyKind kind) {
  switch (kind) {
    case LegacyKind::kDebateTopics:
      return {v1::TEACHER_RESOURCE_KIND_DEBATE_TOPICS, "debate-topics", "Debate topics", {"debate topic"}};
    case LegacyKind::kEssayQuestions:
      return {v1::TEACHER_RESOURCE_KIND_ESSAY_QUESTIONS, "essay-questions", "Essay questions", {"essay question"}};
    case LegacyKind::kCourseOutline:
      return {v1::TEACHER_RESOURCE_KIND_COURSE_OUTLINE, "course-outline", "Course outline", {"course outline"}};
    case LegacyKind::kEducationalStrategy:
      return {v1::TEACHER_RESOURCE_KIND_STRATEGY, "strategy", "Educational strategy", {"educational strateg"}};
    case LegacyKind::kBackground:
      return {v1::TEACHER_RESOURCE_KIND_BACKGROUND, "background", "Background", {"background"}};
    case LegacyKind::kResourceList:
      return {v1::TEACHER_RESOURCE_KIND_READING_LIST,
              "resources",
              "Resources",
              {"resources for teachers", "resources for students", "teacher resources", "resources"}};
    default:
      return {};
  }
}

class Reader {
 public:
  Reader(LegacyKind kind, const SourceText& source)
      : kind_(kind), source_(source), rules_(RulesOf(kind)), draft_(source) {}

  absl::StatusOr<ParsedLesson> Read(std::string_view path) {
    const SitePage page = ReadSitePage(source_, path, rules_.words);
    if (page.body.empty()) {
      return absl::InvalidArgumentError(
          "the page holds nothing but its heading and menu: check that the whole page was saved.");
    }
    if (kind_ == LegacyKind::kDebateTopics || kind_ == LegacyKind::kEssayQuestions) {
      TakePrompts(page);
    } else {
      TakeParts(page);
    }
    for (const Span& span : page.around) draft_.ClaimAround(span);
    for (const Span& span : page.notices) draft_.KeepNotice(span);
    Describe(page);
    std::string held;
    for (const v1::ResourcePart& part : draft_.resource().parts()) held += part.body() + " ";
    KeepLinks(source_, held, draft_.resource().mutable_provenance());
    path.remove_prefix(path.find_last_of("/\\") + 1);
    return draft_.Finish(path);
  }

 private:
  void TakePrompts(const SitePage& page) {
    const Prompts prompts = ReadPrompts(source_, page.body);
    std::string before;
    for (const Span& span : prompts.before) {
      if (!before.empty()) before += "\n\n";
      before += WithoutHtml(source_.text(span));
    }
    const bool taken = before.empty() || draft_.AddPart("", before);
    for (const Span& span : prompts.before) taken ? draft_.Claim(span) : draft_.Unclaimed(span);
    for (const Span& span : prompts.headings) draft_.Unclaimed(span);
    for (const PromptText& prompt : prompts.prompts) Take(prompt);
    const size_t begin = page.body.front().span.begin;
    const int count = draft_.resource().prompts_size();
    if (prompts.unnumbered) draft_.Warn(begin, "No numbers stand here; each paragraph was taken for one.");
    if (kind_ == LegacyKind::kDebateTopics && (count < 5 || count > 6)) {
      draft_.Warn(begin, "The page has " + std::to_string(count) +
                             " propositions where 5 or 6 are usual; please check where each begins.");
    }
  }

  void Take(const PromptText& prompt) {
    const Span first = prompt.spans.front();
    if (prompt.text.empty() || !draft_.AddPrompt(prompt.text, prompt.suggestions)) {
      for (const Span& span : prompt.spans) draft_.Unclaimed(span);
      return;
    }
    for (const Span& span : prompt.spans) draft_.Claim(span);
    if (prompt.open_bracket) draft_.Warn(first.begin, "The bracket of the suggestions is not closed; please check.");
    if (prompt.suggestions_inside) {
      draft_.Warn(first.begin, "Words stand behind the suggestions; they were left in the text, please check.");
    }
  }

  void TakeParts(const SitePage& page) {
    const bool list = kind_ == LegacyKind::kResourceList;
    for (const OutlinePart& part : ReadOutline(source_, page.body, list)) {
      // What a list of links leads to is its content.
      std::string links = list ? WithoutHtml(LinksAsText(source_, part.spans, part.heading)) : std::string();
      if (!links.empty() && !part.body.empty()) links += "\n\n";
      const bool taken = draft_.AddPart(part.heading, links + part.body);
      for (const Span& span : part.spans) taken ? draft_.Claim(span) : draft_.Unclaimed(span);
    }
  }

  void Describe(const SitePage& page) {
    v1::TeacherResource& resource = draft_.resource();
    const bool titled = !page.heading.empty() && page.heading.size() <= kLongestTitle;
    resource.set_kind(rules_.kind);
    resource.set_title(titled ? page.heading : rules_.title);
    resource.set_topic(page.topic);
    resource.set_language("en");
    resource.set_lifecycle(v1::LIFECYCLE_DRAFT);
    resource.set_identity_risk(v1::IDENTITY_RISK_NOT_ASSESSED);
    for (const std::string& address : page.addresses) resource.add_legacy_addresses(address);
    // One section of the site has one page of a kind; of a page without section the first words tell it from others.
    const bool known = titled && !page.topic.empty();
    resource.set_source_key(
        KeyOf({rules_.key, page.topic, titled ? NormaliseForKey(page.heading) : "", known ? "" : FirstWords()}));
    v1::Provenance* provenance = resource.mutable_provenance();
    SetConfidence("title", titled ? 0.9F : 0.3F, provenance);
    if (!titled)
      draft_.Warn(0, std::string("The page has no heading; \"") + rules_.title + "\" was taken for its title.");
    if (!page.topic.empty()) SetConfidence("topic", 0.8F, provenance);
    if (page.topic.empty()) draft_.Warn(0, "The page does not say which topic it belongs to; none was set.");
  }

  std::string FirstWords() {
    const v1::TeacherResource& resource = draft_.resource();
    const std::string text = resource.prompts_size() > 0 ? resource.prompts(0).text()
                             : resource.parts_size() > 0 ? resource.parts(0).heading() + " " + resource.parts(0).body()
                                                         : std::string();
    std::string first;
    const std::string normal = NormaliseForKey(Shorten(text, 2048));
    const std::vector<std::string_view> words = Words(normal);
    for (size_t i = 0; i < std::min(words.size(), kWordsOfKey); ++i) first += std::string(words[i]) + " ";
    return first;
  }

  LegacyKind kind_;
  const SourceText& source_;
  PageRules rules_;
  TeacherDraft draft_;
};

}  // namespace

bool IsTeacherPage(LegacyKind kind) { return RulesOf(kind).kind != v1::TEACHER_RESOURCE_KIND_UNSPECIFIED; }

absl::StatusOr<ParsedLesson> ParseTeacherPage(LegacyKind kind, std::string_view path, const SourceText& source) {
  if (!IsTeacherPage(kind)) {
    return absl::InvalidArgumentError("the page looks like " + std::string(KindName(kind)) +
                                      ": it is not read as a page for teachers, so import it as what it is.");
  }
  return Reader(kind, source).Read(path);
}

}  // namespace lectern::legacy
