#include "clients/admin/legacy/byline.h"

#include <algorithm>
#include <utility>

#include "clients/admin/legacy/byline_words.h"
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

// A dateline: one or two words in capitals that are no known body.
bool IsDateline(std::string_view segment) {
  const auto capitals = std::count_if(segment.begin(), segment.end(), IsUpper);
  const bool letters_alone = std::all_of(segment.begin(), segment.end(),
                                         [](char c) { return IsUpper(c) || c == ' ' || c == '-' || c == '\''; });
  return letters_alone && capitals >= 4 && Words(segment).size() <= 3 && !IsBody(segment) &&
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
    if (const size_t by = MatchPhrase(sure, 0, "by "); by != npos) sure.remove_prefix(by);
    Split(sure);
    for (const std::string_view segment : Pieces(behind)) Behind(segment);
    TakePersons();
    TakePlaces();
    TakePublisher();
    return std::move(parts_);
  }

 private:
  static std::vector<std::string_view> Pieces(std::string_view text) {
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

  void Split(std::string_view text) { segments_ = Pieces(text); }

  void Behind(std::string_view segment) {
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
      std::vector<v1::Contributor> here;
      std::string_view segment = segments_[taken];
      if (segment.starts_with("and ")) segment.remove_prefix(4);
      // "Anna Beispiel in Oslo"
      if (const size_t in = segment.find(" in "); in != npos && ReadPerson(segment.substr(0, in))) {
        place = std::string(Trim(segment.substr(in + 4)));
        segment = segment.substr(0, in);
      }
      bool all = true;
      for (size_t pos = 0; pos <= segment.size();) {
        size_t link = std::min(segment.find(" and ", pos), segment.find(" & ", pos));
        const size_t skip = link == npos ? 1 : segment[link + 1] == '&' ? 3 : 5;
        link = std::min(link, segment.size());
        const auto person = ReadPerson(Trim(segment.substr(pos, link - pos)));
        all = all && person.has_value();
        if (person) here.push_back(*person);
        pos = link + skip;
      }
      if (!all) break;
      persons.insert(persons.end(), here.begin(), here.end());
    }
    const bool body_follows = taken < segments_.size() && IsBody(segments_[taken]);
    if (persons.empty() || !body_follows) return;
    parts_.contributors = std::move(persons);
    parts_.contributors_confidence = 0.8F;
    if (!place.empty()) SetPlace(place, 0.8F);
    segments_.erase(segments_.begin(), segments_.begin() + static_cast<std::ptrdiff_t>(taken));
  }

  void TakePlaces() {
    for (size_t i = 0; i < segments_.size(); ++i) {
      if (IsDateline(segments_[i])) {
        SetPlace(std::string(segments_[i]), 0.6F);
        Erase(i, 1);
        return;
      }
      // "Durres, Albania": a country, with the town before it, not as the first words of a body's name.
      const bool country = reference::FindCountryByName(segments_[i]) != nullptr;
      if (!country) continue;
      const bool town = i > 0 && !IsBody(segments_[i - 1]) && Words(segments_[i - 1]).size() <= 3;
      const size_t first = town ? i - 1 : i;
      if (!town && i == 0 && segments_.size() == 1) return;
      const char* begin = segments_[first].data();
      SetPlace(std::string(begin, static_cast<size_t>(segments_[i].data() + segments_[i].size() - begin)),
               town ? 0.8F : 0.6F);
      Erase(first, i - first + 1);
      return;
    }
  }

  void TakePublisher() {
    while (!segments_.empty() && HasPhrase(segments_.back(), "session")) segments_.pop_back();
    for (size_t i = 0; i < segments_.size(); ++i) {
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
      break;
    }
    const auto body = std::find_if(segments_.begin(), segments_.end(), IsBody);
    if (body == segments_.end()) return;
    // A body's own name may hold commas ("Human Rights, and Labor"), so all from it on is the publisher.
    const char* begin = body->data();
    const char* end = segments_.back().data() + segments_.back().size();
    const bool contiguous = begin < end;
    parts_.publisher = contiguous ? std::string(begin, static_cast<size_t>(end - begin)) : std::string(*body);
    const bool only = body == segments_.begin();
    const bool one = std::next(body) == segments_.end();
    parts_.publisher_confidence = only && one ? 0.9F : only ? 0.7F : 0.5F;
    if (parts_.source_type == v1::SOURCE_TYPE_ARTICLE_JOURNAL) {
      // What carries volume and pages is the journal, not who prints it.
      parts_.series = std::exchange(parts_.publisher, "");
      parts_.series_confidence = std::exchange(parts_.publisher_confidence, 0.0F);
    }
    if (one && IsNewspaper(*body)) SetType(v1::SOURCE_TYPE_ARTICLE_NEWSPAPER);
    if (one && IsMagazine(*body)) SetType(v1::SOURCE_TYPE_ARTICLE_MAGAZINE);
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
  BylineParts parts_;
};

}  // namespace

BylineParts ReadByline(std::string_view raw) { return Reader(raw).Read(); }

}  // namespace lectern::legacy
