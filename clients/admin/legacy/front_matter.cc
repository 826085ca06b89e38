#include "clients/admin/legacy/front_matter.h"

#include <algorithm>
#include <string>
#include <utility>

#include "clients/admin/legacy/damage.h"
#include "clients/admin/legacy/entry_reader.h"
#include "clients/admin/legacy/line_shapes.h"
#include "clients/admin/legacy/navigation.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;

class Reader {
 public:
  Reader(const SourceText& source, const PageLayout& layout, const PageSubject& subject)
      : source_(source), layout_(layout), subject_(subject) {}

  FrontMatter Read() {
    v1::CountryPage& page = result_.page;
    std::string code(subject_.country->alpha2);
    page.set_name("countries/" + AsciiLower(code) + "/pages/" + subject_.topic.substr(subject_.topic.find('/') + 1));
    page.set_topic(subject_.topic);
    page.set_printed_country_name(std::string(Shorten(subject_.printed_country_name, 256)));
    page.set_printed_heading(std::string(Shorten(subject_.printed_heading, 512)));
    page.set_period(std::string(Shorten(subject_.period, 512)));
    page.set_language("en");
    page.set_lifecycle(v1::LIFECYCLE_DRAFT);
    page.set_identity_risk(v1::IDENTITY_RISK_NOT_ASSESSED);
    for (const std::string& warning : subject_.warnings) Warn(warning);
    for (const std::string& section : layout_.sections) {
      if (page.section_order_size() < 32) page.add_section_order(std::string(Shorten(section, 256)));
    }
    for (const size_t block : layout_.around) Take(block);
    if (!introduction_closed_ && page.has_introduction()) Warn("The introduction names no source.");
    SetConfidence("topic", subject_.printed_heading.empty() ? 0.6F : 0.95F, page.mutable_provenance());
    SetConfidence("name", subject_.printed_country_name.empty() ? 0.6F : 0.95F, page.mutable_provenance());
    FillProvenance(source_, std::move(claimed_), page.mutable_provenance());
    return std::move(result_);
  }

 private:
  std::string_view Text(size_t i) const { return source_.text(layout_.blocks[i].span); }
  void Warn(std::string text) { result_.page.mutable_provenance()->add_warnings(std::move(text)); }

  void Take(size_t block) {
    const std::string_view text = Text(block);
    bool taken = true;
    switch (layout_.blocks[block].kind) {
      case BlockKind::kCaution:
        taken = SetOnce(result_.page.mutable_caution(), text, 8192);
        state_ = State::kFront;
        break;
      case BlockKind::kGuidance:
        AddGuidance(text);
        how_to_use_ = MatchPhrase(text, 0, "how to use") != npos;
        state_ = State::kGuidance;
        break;
      case BlockKind::kTeacherPointer:
        if (state_ == State::kIntroduction) state_ = State::kFront;
        break;
      case BlockKind::kRights:
        taken = AddNotice(text);
        state_ = State::kTail;
        break;
      case BlockKind::kCitation:
        taken = SetOnce(result_.page.mutable_printed_citation(), text, 2048);
        Address(text);
        state_ = State::kCitation;
        break;
      case BlockKind::kSection:
        state_ = State::kBody;
        break;
      case BlockKind::kAddress:
        // The page's own address, which some captures put on top or at the foot.
        taken = state_ != State::kBody && Address(text);
        if (state_ == State::kCitation) taken = ContinueCitation(text) || taken;
        break;
      case BlockKind::kEmptyBrackets:
      case BlockKind::kAccessed:
        taken = false;
        break;
      case BlockKind::kText:
        taken = TakeText(block);
        break;
      default:
        break;
    }
    if (taken) {
      claimed_.push_back(layout_.blocks[block].span);
    } else {
      result_.unclaimed.push_back(block);
    }
  }

  bool TakeText(size_t block) {
    const std::string_view text = Text(block);
    switch (state_) {
      case State::kIntroduction:
        return Introduce(block);
      case State::kGuidance:
        // HOW TO USE THIS WEBPAGE / Students / Teachers: all of it up to the first entry is guidance.
        if (!how_to_use_ || result_.page.imported_guidance_size() >= 32) return false;
        AddGuidance(text);
        return true;
      case State::kCitation: {
        const bool goes_on = HasPhrase(text, "accessed") && text.size() <= 300 && ContinueCitation(text);
        return goes_on || TopicMenu(text);
      }
      case State::kTail:
        return TopicMenu(text);
      default:
        return false;
    }
  }

  // The rest of a citation line that was broken; it ends with its accessed date.
  bool ContinueCitation(std::string_view text) {
    std::string* citation = result_.page.mutable_printed_citation();
    if (HasPhrase(*citation, "accessed") || citation->size() + text.size() >= 2048) return false;
    *citation += " " + OneLine(text);
    return true;
  }

  // Behind the notices every line that only names a part of the site is its menu.
  static bool TopicMenu(std::string_view text) { return IsMenuLine(text) || IsMenuLineAmongOthers(text); }

  // A notice may be several paragraphs.
  bool AddNotice(std::string_view text) {
    std::string* notice = result_.page.mutable_rights_notice();
    if (notice->size() + text.size() + 2 > 4096) return false;
    *notice += (notice->empty() ? "" : "\n\n") + std::string(text);
    return true;
  }

  // Paragraphs of the introduction; the last one ends in its source, "[The World Factbook, U.S.C.I.A. 2009]".
  bool Introduce(size_t block) {
    if (introduction_closed_) return false;
    std::string_view text = Text(block);
    std::string_view bracket;
    const size_t open = text.rfind('[');
    if (open != npos && text.ends_with("]") && text.size() - open <= 300) {
      bracket = Trim(text.substr(open + 1, text.size() - open - 2));
    }
    const bool source = !bracket.empty() && IsSource(bracket);
    if (source) text = Trim(text.substr(0, open));
    // A short line is no paragraph of prose; it is reported and stays out.
    if (!source && !IsProse(text)) return false;
    v1::Introduction* introduction = result_.page.mutable_introduction();
    if (!text.empty()) {
      if (introduction->paragraphs_size() >= 64 || text.size() > 16384) return false;
      introduction->add_paragraphs(std::string(text));
      for (const Damage& damage : FindDamage(text)) Warn(damage.sentence);
    }
    if (source) {
      SetSource(bracket, introduction);
      introduction_closed_ = true;
    }
    return true;
  }

  static bool IsSource(std::string_view bracket) {
    const bool year = bracket.size() >= 4 && std::all_of(bracket.end() - 4, bracket.end(), IsDigit);
    return year || HasPhrase(bracket, "factbook") || HasPhrase(bracket, "report") ||
           HasPhrase(bracket, "freedom house");
  }

  static void SetSource(std::string_view bracket, v1::Introduction* introduction) {
    std::string line = OneLine(bracket);
    std::string_view name = line;
    size_t year = name.size();
    while (year > 0 && IsDigit(name[year - 1])) --year;
    if (name.size() - year == 4) {
      introduction->set_edition(std::string(name.substr(year)));
      name = Trim(name.substr(0, year));
      if (name.ends_with(",")) name = Trim(name.substr(0, name.size() - 1));
    }
    introduction->set_source(std::string(Shorten(name, 512)));
  }

  void AddGuidance(std::string_view text) {
    if (result_.page.imported_guidance_size() < 32) result_.page.add_imported_guidance(std::string(text));
  }

  bool SetOnce(std::string* field, std::string_view text, size_t limit) {
    if (!field->empty() || text.size() > limit) return false;
    *field = std::string(text);
    return true;
  }

  // An address of the old site, with or without scheme, anywhere in `text`.
  bool Address(std::string_view text) {
    bool found = false;
    for (std::string_view word : Words(text)) {
      const std::string_view address = AddressOf(word);
      const bool of_page = HasPhrase(address, "/") && !TopicOf(address).empty();
      if (address.empty() || !of_page || result_.page.legacy_addresses_size() >= 16) continue;
      result_.page.add_legacy_addresses(std::string(address));
      found = true;
    }
    return found;
  }

  enum class State { kIntroduction, kFront, kGuidance, kBody, kTail, kCitation };

  const SourceText& source_;
  const PageLayout& layout_;
  const PageSubject& subject_;
  FrontMatter result_;
  std::vector<Span> claimed_;
  State state_ = State::kIntroduction;
  bool introduction_closed_ = false;
  bool how_to_use_ = false;
};

}  // namespace

FrontMatter ReadFrontMatter(const SourceText& source, const PageLayout& layout, const PageSubject& subject) {
  return Reader(source, layout, subject).Read();
}

}  // namespace lectern::legacy
