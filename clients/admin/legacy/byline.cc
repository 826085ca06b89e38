#include "clients/admin/legacy/byline.h"

#include <algorithm>
#include <utility>

#include "clients/admin/legacy/byline_words.h"
#include "clients/admin/legacy/places.h"
#include "clients/admin/legacy/reference_numbers.h"
#include "clients/admin/legacy/white_space.h"
#include "proto/reference/countries.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;

bool IsIssue(std::string_view segment) {
  for (const std::string_view opener : {"issue ", "no. ", "vol. ", "volume ", "number "}) {
    const size_t end = MatchPhrase(segment, 0, opener);
    if (end != npos && end < segment.size() && IsDigit(segment[end])) return true;
  }
  return false;
}

// "39(1)" or "129-144": volume and pages of a journal.
bool IsVolumeOrPages(std::string_view segment) {
  if (segment.empty() || !IsDigit(segment.front())) return false;
  const bool plain = std::all_of(segment.begin(), segment.end(), [](char c) {
    return IsDigit(c) || c == '(' || c == ')' || c == '-' || c == ':' || c == '\xE2' || c == '\x80' || c == '\x93';
  });
  return plain && segment.find_first_of("(-:\xE2") != npos;
}

// What can be a dateline by its form: one to three words in capitals that are no known body. An acronym can be as well.
bool IsInCapitals(std::string_view segment) {
  const auto capitals = std::count_if(segment.begin(), segment.end(), IsUpper);
  const bool letters_alone = std::all_of(segment.begin(), segment.end(),
                                         [](char c) { return IsUpper(c) || c == ' ' || c == '-' || c == '\''; });
  return letters_alone && capitals >= 4 && Words(segment).size() <= 3 && !IsBody(segment) &&
         segment.find_first_of("AEIOUY") != npos;
}

// The persons that `segment` names; empty where any part of it is none.
std::vector<v1::Contributor> ReadPersons(std::string_view segment) {
  std::vector<v1::Contributor> persons;
  if (segment.starts_with("and ")) segment.remove_prefix(4);
  for (size_t pos = 0; pos <= segment.size();) {
    size_t link = std::min(segment.find(" and ", pos), segment.find(" & ", pos));
    const size_t skip = link == npos ? 1 : segment[link + 1] == '&' ? 3 : 5;
    link = std::min(link, segment.size());
    auto person = ReadPerson(Trim(segment.substr(pos, link - pos)));
    if (!person) return {};
    persons.push_back(*std::move(person));
    pos = link + skip;
  }
  return persons;
}

// What stands beside a body's name and is no part of it: a session, a round, the number or the symbol of a document.
bool IsBesideBody(std::string_view segment) {
  for (const std::string_view word :
       {"session", "plenary meeting", "agenda item", "treaty series", "evaluation round", "monitoring round",
        "reporting round", "evaluation cycle", "monitoring cycle", "reporting cycle", "review cycle"}) {
    if (HasWord(segment, word)) return true;
  }
  return !FindReferenceNumbers(segment).empty();
}

// `text` without the words at its end that lead to the number behind it: "Council of Europe Treaty Series No." gives
// "Council of Europe".
std::string_view WithoutLeadWords(std::string_view text, bool* led) {
  *led = false;
  for (bool more = true; more;) {
    more = false;
    text = Trim(text);
    for (const std::string_view word : {"no.", "nos.", "no", "doc.", "document", "application", "act", "treaty series",
                                        "resolution", "decision", "recommendation", "directive", "(", "-", "["}) {
      if (text.size() < word.size() || AsciiLower(text.substr(text.size() - word.size())) != word) continue;
      const size_t before = text.size() - word.size();
      if (IsLetter(word.front()) && before > 0 && SpaceBefore(text, before) == 0) continue;
      *led = *led || word.size() > 4;
      text = Trim(text.substr(0, before));
      more = true;
    }
  }
  return text;
}

// The name of a body that opens `segment`: all of it, or what stands before a number in it.
std::string_view BodyIn(std::string_view segment) {
  if (!ReadPersons(segment).empty()) return {};
  const std::vector<ReferenceNumber> numbers = FindReferenceNumbers(segment);
  if (numbers.empty()) return IsBesideBody(segment) || !IsBody(segment) ? std::string_view() : segment;
  bool led = false;
  const Span span = numbers.front().span;
  const std::string_view name = WithoutLeadWords(segment.substr(0, span.begin), &led);
  const bool document = led || segment.substr(span.begin, span.end - span.begin).find('/') != npos ||
                        numbers.front().kind == ReferenceNumber::Kind::kSymbol;
  // "School No. 5" is a name; "Council Resolution 55/25" is not.
  const std::string_view body = document ? name : segment;
  return IsBody(body) ? body : std::string_view();
}

// What commas and semicolons part.
std::vector<std::string_view> Pieces(std::string_view text) {
  std::vector<std::string_view> pieces;
  for (size_t pos = 0; pos <= text.size();) {
    const size_t comma = std::min(text.find_first_of(",;", pos), text.size());
    std::string_view piece = Trim(text.substr(pos, comma - pos));
    while (!piece.empty() && (piece.back() == '-' || piece.back() == '('))
      piece = Trim(piece.substr(0, piece.size() - 1));
    while (!piece.empty() && piece.front() == ')') piece = Trim(piece.substr(1));
    if (!piece.empty()) pieces.push_back(piece);
    pos = comma + 1;
  }
  return pieces;
}

class Reader {
 public:
  explicit Reader(std::string_view raw) : raw_(raw) {}

  BylineParts Read() {
    std::string_view sure = raw_;
    const size_t fragment = raw_.find(",,");
    if (fragment != npos) {
      parts_.has_fragment = true;
      sure = raw_.substr(0, fragment);
    }
    parts_.published = FindPublicationDate(sure);
    std::string_view behind;
    if (parts_.published) {
      behind = sure.substr(parts_.published->end);
      sure = sure.substr(0, parts_.published->begin);
    }
    if (const size_t by = MatchPhrase(sure, 0, "by "); by != npos) sure.remove_prefix(by);
    Split(sure);
    for (const std::string_view segment : Pieces(behind)) Behind(segment);
    FindJournal();
    TakePersons();
    TakePlaces();
    TakePublisher();
    return std::move(parts_);
  }

 private:
  void Split(std::string_view text) { segments_ = Pieces(text); }

  // The segment that volume and issue make a journal, whatever it is called.
  void FindJournal() {
    const auto volume = std::find_if(segments_.begin(), segments_.end(), IsVolumeAndIssue);
    const bool stands = volume != segments_.end() || issue_behind_;
    if (stands && volume != segments_.begin()) journal_ = *std::prev(volume);
    if (stands) SetType(IsMagazine(journal_) ? v1::SOURCE_TYPE_ARTICLE_MAGAZINE : v1::SOURCE_TYPE_ARTICLE_JOURNAL);
    // "Social Science" has a person's form, so does the last of a list of authors: not sure.
    if (!ReadPersons(journal_).empty()) journal_ = {};
  }

  bool IsJournal(size_t i) const { return !journal_.empty() && segments_[i].data() == journal_.data(); }

  void Behind(std::string_view segment) {
    issue_behind_ = issue_behind_ || IsVolumeAndIssue(segment);
    if (IsVolumeOrPages(segment)) {
      parts_.source_type = v1::SOURCE_TYPE_ARTICLE_JOURNAL;
      parts_.source_type_confidence = 0.8F;
    }
  }

  // Persons stand first, and only the body behind them makes sure that they are persons.
  void TakePersons() {
    size_t taken = 0;
    std::vector<v1::Contributor> persons;
    std::string place;
    for (; taken < segments_.size(); ++taken) {
      std::string_view segment = segments_[taken];
      // "Anna Beispiel in Oslo"
      if (const size_t in = segment.find(" in "); in != npos && ReadPerson(segment.substr(0, in))) {
        place = std::string(Trim(segment.substr(in + 4)));
        segment = segment.substr(0, in);
      }
      const std::vector<v1::Contributor> here = ReadPersons(segment);
      if (here.empty()) break;
      persons.insert(persons.end(), here.begin(), here.end());
    }
    const bool body_follows = taken < segments_.size() && (IsBody(segments_[taken]) || IsJournal(taken));
    if (persons.empty() || !body_follows) return;
    parts_.contributors = std::move(persons);
    parts_.contributors_confidence = 0.8F;
    if (!place.empty()) SetPlace(place, 0.8F);
    segments_.erase(segments_.begin(), segments_.begin() + static_cast<std::ptrdiff_t>(taken));
  }

  // "KABUL": a known place, or any right behind a newspaper or an agency.
  bool IsDateline(size_t i) const {
    if (!IsInCapitals(segments_[i])) return false;
    return IsKnownPlace(segments_[i]) || (i > 0 && IsNewspaper(segments_[i - 1]));
  }

  // "Durres" of "Durres, Albania": a town, not the first words of a body's name, an acronym or a number.
  bool IsTown(size_t i) const {
    const std::string_view segment = segments_[i];
    const bool acronym = IsInCapitals(segment) && !IsDateline(i) && Words(segment).size() == 1;
    return !IsBody(segment) && Words(segment).size() <= 3 && !acronym && !IsBesideBody(segment) && !IsJournal(i);
  }

  void TakePlaces() {
    if (parts_.published && TakeKnownPlace()) return;
    for (size_t i = 0; i < segments_.size(); ++i) {
      if (IsDateline(i)) {
        SetPlace(std::string(segments_[i]), 0.6F);
        Erase(i, 1);
        return;
      }
      const bool country = reference::FindCountryByName(segments_[i]) != nullptr;
      if (!country) continue;
      const bool town = i > 0 && IsTown(i - 1);
      if (!town && i == 0 && segments_.size() == 1) return;
      TakePlace(town ? i - 1 : i, i, town ? 0.8F : 0.6F);
      return;
    }
  }

  // "Warsaw" right before the date.
  bool TakeKnownPlace() {
    if (segments_.empty()) return false;
    const size_t last = segments_.size() - 1;
    if (IsKnownPlace(segments_[last])) {
      TakePlace(last, last, 0.8F);
      return true;
    }
    // "Washington, D.C."
    const bool district = segments_[last] == "D.C." || segments_[last] == "D.C" || segments_[last] == "DC";
    if (!district || last == 0 || !IsKnownPlace(segments_[last - 1])) return false;
    TakePlace(last - 1, last, 0.8F);
    return true;
  }

  void TakePlace(size_t first, size_t last, float confidence) {
    SetPlace(std::string(Run(segments_[first], segments_[last])), confidence);
    Erase(first, last - first + 1);
  }

  // All of the byline from `first` to the end of `last`.
  static std::string_view Run(std::string_view first, std::string_view last) {
    return {first.data(), static_cast<size_t>(last.data() + last.size() - first.data())};
  }

  void TakePublisher() {
    TakeSeries();
    auto body = segments_.begin();
    while (body != segments_.end() && BodyIn(*body).empty()) ++body;
    if (body == segments_.end()) return;
    const std::string_view opening = BodyIn(*body);
    std::string_view name = opening;
    size_t taken = 1;
    // A body's own name may hold commas ("Human Rights, and Labor"), so what follows is its own up to what is surely
    // something else.
    if (opening.size() == body->size()) {
      for (auto next = std::next(body); next != segments_.end() && !IsBesideBody(*next); ++next, ++taken) {
        const std::string_view between(name.data() + name.size(),
                                       static_cast<size_t>(next->data() - name.data()) - name.size());
        if (std::any_of(between.begin(), between.end(), IsLetter)) break;
        name = Run(opening, *next);
      }
    }
    parts_.publisher = std::string(name);
    const bool only = body == segments_.begin();
    parts_.publisher_confidence = only && taken == 1 ? 0.9F : only ? 0.7F : 0.5F;
    if (parts_.source_type == v1::SOURCE_TYPE_ARTICLE_JOURNAL && parts_.series.empty()) {
      // What carries volume and pages is the journal, not who prints it.
      parts_.series = std::exchange(parts_.publisher, "");
      parts_.series_confidence = std::exchange(parts_.publisher_confidence, 0.0F);
    }
    if (taken == 1 && IsNewspaper(name)) SetType(v1::SOURCE_TYPE_ARTICLE_NEWSPAPER);
    if (taken == 1 && IsMagazine(name)) SetType(v1::SOURCE_TYPE_ARTICLE_MAGAZINE);
  }

  // What an issue or a volume belongs to.
  void TakeSeries() {
    for (size_t i = 0; i < segments_.size(); ++i) {
      if (IsJournal(i) && segments_.size() == 1) {
        parts_.series = std::string(segments_[i]);
        parts_.series_confidence = 0.8F;
        segments_.clear();
        return;
      }
      if (!IsIssue(segments_[i]) && !IsVolumeOrPages(segments_[i])) continue;
      if (i > 0) {
        parts_.series = std::string(segments_[i - 1]);
        parts_.series_confidence = 0.8F;
        SetType(IsMagazine(parts_.series)    ? v1::SOURCE_TYPE_ARTICLE_MAGAZINE
                : IsNewspaper(parts_.series) ? v1::SOURCE_TYPE_ARTICLE_NEWSPAPER
                                             : v1::SOURCE_TYPE_UNSPECIFIED);
        Erase(i - 1, segments_.size() - i + 1);
      } else {
        segments_.clear();
      }
      return;
    }
  }

  void SetType(v1::SourceType type) {
    if (type == v1::SOURCE_TYPE_UNSPECIFIED || parts_.source_type != v1::SOURCE_TYPE_UNSPECIFIED) return;
    parts_.source_type = type;
    parts_.source_type_confidence = 0.8F;
  }

  void SetPlace(std::string place, float confidence) {
    if (!parts_.place.empty()) return;
    parts_.place = std::move(place);
    parts_.place_confidence = confidence;
  }

  void Erase(size_t first, size_t count) {
    const auto begin = segments_.begin() + static_cast<std::ptrdiff_t>(first);
    segments_.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
  }

  std::string_view raw_;
  std::vector<std::string_view> segments_;
  // Volume and issue stand behind the date.
  bool issue_behind_ = false;
  // A view into raw_; empty where none is sure.
  std::string_view journal_;
  BylineParts parts_;
};

}  // namespace

BylineParts ReadByline(std::string_view raw) { return Reader(raw).Read(); }

bool LooksLikeByline(std::string_view raw) {
  const std::string_view sure = raw.substr(0, raw.find(",,"));
  const auto date = FindPublicationDate(sure);
  const std::vector<std::string_view> pieces = Pieces(sure.substr(0, date ? date->begin : npos));
  return std::any_of(
             pieces.begin(), pieces.end(),
             [](std::string_view piece) { return IsBody(piece) || IsIssue(piece) || IsVolumeOrPages(piece); }) ||
         (date && FindReferenceNumbers(sure.substr(date->end)).size() > 0);
}

}  // namespace lectern::legacy
