#include "clients/admin/legacy/entry_reader.h"

#include <algorithm>
#include <string>
#include <utility>

#include "clients/admin/legacy/byline.h"
#include "clients/admin/legacy/damage.h"
#include "clients/admin/legacy/dates.h"
#include "clients/admin/legacy/entry_limits.h"
#include "clients/admin/legacy/entry_links.h"
#include "clients/admin/legacy/line_shapes.h"
#include "clients/admin/legacy/passages.h"
#include "clients/admin/legacy/source_types.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr const char* kBreadcrumb = "\xC2\xBB";  // "»"

class Reader {
 public:
  Reader(const SourceText& source, const PageLayout& page, const EntryBlocks& blocks)
      : source_(source), page_(page), blocks_(blocks) {}

  v1::Entry Read() {
    for (const std::string& warning : blocks_.warnings) Warn(warning);
    Titles();
    Byline();
    Addresses();
    Accesses();
    for (const size_t note : blocks_.notes) entry_.add_notes(OneLine(Text(note)));
    Annotation();
    TakeLinks(source_, page_, blocks_, &entry_);
    Place();
    entry_.set_section(blocks_.section);
    entry_.set_language("en");
    entry_.set_lifecycle(v1::LIFECYCLE_DRAFT);
    entry_.set_identity_risk(v1::IDENTITY_RISK_NOT_ASSESSED);
    KeepLimits(&entry_);
    return std::move(entry_);
  }

 private:
  std::string_view Text(size_t block) const { return source_.text(page_.blocks[block].span); }
  void Warn(std::string text) { entry_.mutable_provenance()->add_warnings(std::move(text)); }
  void Sure(const char* field, float confidence) { SetConfidence(field, confidence, entry_.mutable_provenance()); }

  void Titles() {
    for (const size_t block : blocks_.titles) {
      std::string title = OneLine(Text(block));
      for (std::string& mark : TakeMediaMarks(&title)) {
        const auto& marks = entry_.media_marks();
        if (std::find(marks.begin(), marks.end(), mark) == marks.end()) entry_.add_media_marks(std::move(mark));
      }
      for (const Damage& damage : FindDamage(title)) Warn(damage.sentence);
      // A line that was nothing but a mark stays as it is: an entry has a title.
      entry_.add_title_lines(title.empty() ? OneLine(Text(block)) : std::move(title));
    }
    if (blocks_.title_guessed) Warn("The title looks like a sentence; please check that it is the title.");
    if (blocks_.title_cut_out) {
      Warn("The title stood in one paragraph with the annotation before it; please check where it begins.");
    }
    const bool in_one_line = !blocks_.byline && !blocks_.accesses.empty() &&
                             page_.blocks[blocks_.accesses.front()].in_paragraph && blocks_.addresses.size() < 2;
    if (in_one_line) Warn("Title and byline may stand in one line here; please check where the title ends.");
    Sure("title_lines", in_one_line || blocks_.title_guessed || blocks_.title_cut_out ? 0.4F
                        : blocks_.byline                                              ? 0.95F
                                                                                      : 0.8F);
    const std::string& last = entry_.title_lines(entry_.title_lines_size() - 1);
    if (const size_t crumb = last.rfind(kBreadcrumb); crumb != std::string::npos && crumb > 0) {
      entry_.set_series(std::string(Trim(std::string_view(last).substr(crumb + 2))));
      if (!entry_.series().empty()) Sure("series", 0.8F);
    }
  }

  void Byline() {
    BylineParts parts;
    if (blocks_.byline) {
      entry_.set_raw_byline(OneLine(Text(*blocks_.byline)));
      parts = ReadByline(entry_.raw_byline());
      Sure("raw_byline", 0.95F);
      if (parts.has_fragment) {
        Warn("A removed address left a fragment behind the byline; it was kept in raw_byline and not read.");
      }
    }
    if (!parts.contributors.empty()) {
      for (v1::Contributor& person : parts.contributors) *entry_.add_contributors() = std::move(person);
      Sure("contributors", parts.contributors_confidence);
    }
    if (!parts.publisher.empty()) {
      entry_.set_publisher(parts.publisher);
      Sure("publisher", parts.publisher_confidence);
    }
    if (!parts.series.empty() && entry_.series().empty()) {
      entry_.set_series(parts.series);
      Sure("series", parts.series_confidence);
    }
    if (!parts.place.empty()) {
      entry_.set_place(parts.place);
      Sure("place", parts.place_confidence);
    }
    Published(parts);
    SourceType(parts);
  }

  void SetPublished(std::string_view text, const FoundDate& date, float confidence) {
    entry_.mutable_published()->set_raw(std::string(text.substr(date.begin, date.end - date.begin)));
    entry_.mutable_published()->set_edtf(date.edtf);
    Sure("published", date.doubt.empty() ? confidence : confidence / 2);
    if (!date.doubt.empty()) Warn("The date \"" + entry_.published().raw() + "\": " + date.doubt + ".");
  }

  void Published(const BylineParts& parts) {
    if (parts.published) SetPublished(entry_.raw_byline(), *parts.published, 0.95F);
    if (blocks_.update) {
      const std::string text = OneLine(Text(*blocks_.update));
      const auto date = FindPublicationDate(text);
      if (!entry_.has_published() && date) {
        SetPublished(text, *date, 0.8F);
        if (text != entry_.published().raw()) entry_.add_notes(text);
      } else {
        entry_.add_notes(text);
      }
    }
    if (entry_.has_published()) return;
    // A date at the end of a title counts where a comma or a month makes it a date and not a part of the name.
    const std::string& line = entry_.title_lines(entry_.title_lines_size() - 1);
    const std::string_view title = std::string_view(line).substr(0, line.find(",,"));
    const auto date = FindPublicationDate(title);
    if (!date || date->begin == 0 || !DateEndsText(title, date->end)) return;
    const std::string_view before = Trim(title.substr(0, date->begin));
    const bool parted = before.ends_with(",") || before.ends_with("(") || before.ends_with("-");
    if (parted || date->precision >= DatePrecision::kMonth) SetPublished(title, *date, 0.8F);
  }

  void SourceType(const BylineParts& parts) {
    v1::SourceType type = parts.source_type;
    float confidence = parts.source_type_confidence;
    const std::string& title = entry_.title_lines(0);
    const bool report =
        HasWord(title, "report") || HasPhrase(title, "country reports") || HasPhrase(title, "concluding observations");
    if (type == v1::SOURCE_TYPE_UNSPECIFIED && report && !entry_.publisher().empty()) {
      type = v1::SOURCE_TYPE_REPORT;
      confidence = 0.8F;
    }
    if (type == v1::SOURCE_TYPE_UNSPECIFIED) {
      const TitledType titled = TypeOfTitle(title, entry_.publisher());
      type = titled.type;
      confidence = titled.confidence;
    }
    if (type == v1::SOURCE_TYPE_UNSPECIFIED) return;
    entry_.set_source_type(type);
    Sure("source_type", confidence);
  }

  void Addresses() {
    for (const size_t block : blocks_.addresses) {
      const std::string_view printed = AddressOf(Text(block));
      const std::string linked = LinkedAddress(source_, page_.blocks[block].span, printed);
      const bool has_scheme = !linked.empty() || HasPhrase(printed.substr(0, 8), "://");
      const std::string address = !linked.empty() ? linked
                                  : has_scheme    ? std::string(printed)
                                                  : "https://" + std::string(printed);
      if (HasPhrase(Text(block), "[[")) Warn("Brackets are doubled around the address; they were taken off.");
      if (!entry_.url().empty() || address.size() > 2048) {
        entry_.mutable_provenance()->add_unclaimed_lines(std::string(Text(block)));
        Warn("A second address stands at this entry; it is among the unclaimed lines.");
        continue;
      }
      entry_.set_url(address);
      if (!has_scheme) Warn("The address was printed as \"" + std::string(printed) + "\"; https:// is a guess.");
      Sure("url", has_scheme ? 0.9F : 0.5F);
    }
    for (const size_t block : blocks_.leftovers) {
      entry_.mutable_provenance()->add_unclaimed_lines(std::string(Text(block)));
      Warn("A removed address left only its marks.");
    }
  }

  void Accesses() {
    for (const size_t block : blocks_.accesses) {
      v1::Access* access = entry_.add_accesses();
      access->set_raw(OneLine(Text(block)));
      const std::vector<AccessedRun> runs = FindAccessedRuns(access->raw());
      if (runs.empty()) continue;
      const Span words = runs.front().words;
      const auto date = ReadAccessedDate(std::string_view(access->raw()).substr(words.begin, words.end - words.begin));
      if (runs.front().damaged) Warn("A bracket is missing in \"" + access->raw() + "\".");
      if (!date || date->edtf.empty()) {
        Warn("No date can be read in \"" + access->raw() + "\".");
        continue;
      }
      access->set_edtf(date->edtf);
      if (!date->doubt.empty()) Warn("The accessed date \"" + access->raw() + "\": " + date->doubt + ".");
    }
    if (blocks_.accesses.size() > 1) {
      Warn("Several accessed dates stand here; each may have had an address of its own, now lost.");
    }
  }

  void Annotation() {
    std::vector<std::string_view> paragraphs;
    for (const size_t block : blocks_.annotation) {
      paragraphs.push_back(Text(block));
      for (const Damage& damage : FindDamage(Text(block))) Warn(damage.sentence);
      if (Text(block).size() > kLongestPassage) Warn("A paragraph longer than 64 KiB was parted.");
    }
    for (v1::Passage& passage : ReadPassages(paragraphs)) *entry_.add_passages() = std::move(passage);
  }

  void Place() {
    std::vector<Span> spans;
    const auto add = [&](size_t block) { spans.push_back(page_.blocks[block].span); };
    for (const auto* list : {&blocks_.titles, &blocks_.addresses, &blocks_.leftovers, &blocks_.accesses, &blocks_.notes,
                             &blocks_.annotation}) {
      std::for_each(list->begin(), list->end(), add);
    }
    if (blocks_.byline) add(*blocks_.byline);
    if (blocks_.update) add(*blocks_.update);
    FillProvenance(source_, std::move(spans), entry_.mutable_provenance());
  }

  const SourceText& source_;
  const PageLayout& page_;
  const EntryBlocks& blocks_;
  v1::Entry entry_;
};

}  // namespace

v1::Entry ReadEntry(const SourceText& source, const PageLayout& page, const EntryBlocks& blocks) {
  return Reader(source, page, blocks).Read();
}

void FillProvenance(const SourceText& source, std::vector<Span> spans, v1::Provenance* provenance) {
  std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
  std::vector<Span> joined;
  for (const Span& span : spans) {
    const bool joins =
        !joined.empty() && (span.begin <= joined.back().end || IsBlank(source.text({joined.back().end, span.begin})));
    if (joins) {
      joined.back().end = std::max(joined.back().end, span.end);
    } else {
      joined.push_back(span);
    }
  }
  std::string raw;
  for (const Span& span : joined) {
    v1::ByteSpan* bytes = provenance->add_spans();
    bytes->set_start_byte(source.FileOffset(span.begin));
    bytes->set_end_byte(source.FileOffset(span.end));
    if (!raw.empty()) raw += "\n";
    raw += source.text(span);
  }
  provenance->set_raw_text(std::move(raw));
}

void SetConfidence(const char* field_path, float confidence, v1::Provenance* provenance) {
  v1::FieldConfidence* field = provenance->add_confidences();
  field->set_field_path(field_path);
  field->set_confidence(confidence);
}

}  // namespace lectern::legacy
