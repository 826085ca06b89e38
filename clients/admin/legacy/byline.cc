#include "clients/admin/legacy/byline.h"

#include <algorithm>
#include <utility>

#include "clients/admin/legacy/byline_pieces.h"
#include "clients/admin/legacy/byline_words.h"
#include "clients/admin/legacy/places.h"
#include "clients/admin/legacy/reference_numbers.h"
#include "clients/admin/legacy/white_space.h"
#include "proto/reference/countries.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;

// What can be a dateline by its form: one to three words in capitals that are no known body. An acronym can be as well.
bool IsInCapitals(std::string_view segment) {
  const auto capitals = std::count_if(segment.begin(), segment.end(), IsUpper);
  const bool letters_alone = std::all_of(segment.begin(), segment.end(),
                                         [](char c) { return IsUpper(c) || c == ' ' || c == '-' || c == '\''; });
  return letters_alone && capitals >= 4 && Words(segment).size() <= 3 && !IsBodyName(segment) &&
         segment.find_first_of("AEIOUY") != npos;
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
    TakeOpener(&sure);
    Split(sure);
    const bool body = std::any_of(segments_.begin(), segments_.end(), IsBodyName);
    for (const std::string_view segment : Pieces(behind)) {
      Behind(segment);
      // "Anna Beispiel, 9 March 2004, The Observer"
      const bool body_behind = !body && !segments_.empty() && IsBodyName(segment) && !IsBesideBody(segment);
      if (body_behind && !ReadPersons(segments_.back()).empty()) segments_.push_back(segment);
    }
    FindJournal();
    TakePersons();
    TakePlaces();
    TakePublisher();
    return std::move(parts_);
  }

 private:
  // "By", "Edited by"
  void TakeOpener(std::string_view* text) {
    struct Opener {
      std::string_view words;
      const char* role;
    };
    for (const Opener& opener : {Opener{"by ", ""}, Opener{"written by ", ""}, Opener{"reported by ", ""},
                                 Opener{"edited by ", "editor"}, Opener{"translated by ", "translator"}}) {
      const size_t end = MatchPhrase(*text, 0, opener.words);
      if (end == npos) continue;
      text->remove_prefix(end);
      role_ = opener.role;
      return;
    }
  }

  void Split(std::string_view text) {
    for (const std::string_view piece : Pieces(text)) {
      if (IsFiller(piece)) continue;
      // "Anna Beispiel (The Observer)"
      const size_t open = piece.find(" (");
      const bool closed = open != npos && piece.ends_with(")");
      const std::string_view inside = closed ? piece.substr(open + 2, piece.size() - open - 3) : std::string_view();
      if (closed && !ReadPersons(Trim(piece.substr(0, open))).empty() && IsBodyName(inside)) {
        segments_.push_back(Trim(piece.substr(0, open)));
        segments_.push_back(inside);
      } else {
        segments_.push_back(piece);
      }
    }
  }

  // True for a name that none of the known words tells, where it can be nothing else: one of several words that is no
  // person's and no place, or an acronym.
  bool CanBePublisher(std::string_view segment) const {
    if (!parts_.published || segment.size() > 100 || IsBesideBody(segment) || !ReadPersons(segment).empty())
      return false;
    if (IsKnownPlace(segment) || reference::FindCountryByName(segment) != nullptr || IsInCapitals(segment))
      return false;
    if (!IsWrittenAsName(segment) || IsIssue(segment) || IsVolumeOrPages(segment)) return false;
    const std::vector<std::string_view> words = Words(segment);
    const bool acronym = words.size() == 1 && segment.size() >= 3 && segment.size() <= 6 &&
                         std::all_of(segment.begin(), segment.end(), IsUpper);
    return acronym || (words.size() >= 2 && words.size() <= 6);
  }

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
    const bool body_follows = taken < segments_.size() && (IsBodyName(segments_[taken]) || IsJournal(taken));
    const bool last = taken + 1 == segments_.size() && CanBePublisher(segments_[taken]);
    if (persons.empty() || !(body_follows || last)) return;
    for (v1::Contributor& person : persons) person.set_role(role_);
    parts_.contributors = std::move(persons);
    parts_.contributors_confidence = body_follows ? 0.8F : 0.6F;
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
    return !IsBodyName(segment) && Words(segment).size() <= 3 && !acronym && !IsBesideBody(segment) && !IsJournal(i);
  }

  bool CanBeTown(size_t i) const {
    const std::string_view segment = segments_[i];
    const bool small = std::any_of(segment.begin(), segment.end(), IsLower);
    return IsNewspaper(segments_[i - 1]) && IsTown(i) && small && IsWrittenAsName(segment) &&
           segment.find_first_of("0123456789()") == npos && reference::FindCountryByName(segment) == nullptr;
  }

  void TakePlaces() {
    if (parts_.published && TakeKnownPlace()) return;
    // "San Ejemplo" between a newspaper and the date.
    if (const size_t last = segments_.size(); last >= 2 && parts_.published && CanBeTown(last - 1)) {
      TakePlace(last - 1, last - 1, 0.5F);
      return;
    }
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
    if (body == segments_.end()) {
      if (segments_.size() != 1 || !CanBePublisher(segments_.front())) return;
      parts_.publisher = std::string(segments_.front());
      parts_.publisher_confidence = 0.5F;
      return;
    }
    const std::string_view opening = BodyIn(*body);
    std::string_view name = opening;
    size_t taken = 1;
    // A body's own name may hold commas ("Human Rights, and Labor"), so what follows is its own up to what is surely
    // something else.
    if (opening.size() == body->size()) {
      for (auto next = std::next(body); next != segments_.end() && !IsBesideBody(*next) && IsWrittenAsName(*next);
           ++next, ++taken) {
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
  // What the persons did, where it is not writing.
  std::string role_;
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
