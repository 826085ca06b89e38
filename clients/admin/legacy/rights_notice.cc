#include "clients/admin/legacy/rights_notice.h"

#include <algorithm>
#include <array>

#include "clients/admin/legacy/sentences.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;
constexpr size_t kLongestNotice = 2000;

// The words that the site's own notice opens with.
bool OpensNotice(std::string_view text, size_t pos) {
  for (const std::string_view opener : {"all material used herein", "all materials used herein",
                                        "all material on this page", "all material here", "material used herein"}) {
    if (MatchPhrase(text, pos, opener) != npos) return true;
  }
  return false;
}

bool IsKey(std::string_view text, size_t pos) {
  for (const std::string_view words :
       {"fair use", "respect copyright", "material used herein", "materials used herein"}) {
    if (MatchPhrase(text, pos, words) != npos) return true;
  }
  return false;
}

// Where the notice begins in the paragraph from `paragraph` on, which has key words at or before `key` or none at all:
// with its opening words, else with the sentence that holds the first key words. npos where there are none.
size_t StartInParagraph(std::string_view text, size_t paragraph, size_t key) {
  size_t first = npos;
  size_t opening = npos;
  for (size_t pos = paragraph; pos <= key; ++pos) {
    if (first == npos && IsKey(text, pos)) first = pos;
    const bool opens = opening == npos && OpensNotice(text, pos);
    if (opens && (pos == paragraph || SentenceStart(text, pos) == pos)) opening = pos;
  }
  if (first == npos) return npos;
  return opening != npos && opening <= first ? opening : std::max(SentenceStart(text, first), paragraph);
}

}  // namespace

bool SpeaksOfRights(std::string_view paragraph) {
  paragraph = Trim(paragraph);
  if (paragraph.size() > kLongestNotice) return false;
  for (const std::string_view opener : {"all material used herein", "all materials used herein"}) {
    if (MatchPhrase(paragraph, 0, opener) != npos) return true;
  }
  constexpr std::array<std::string_view, 14> kOpeners = {
      "all material", "all materials", "all texts",      "copyright",          "\xC2\xA9",
      "(c) ",         "all rights",    "no part of",     "this page",          "this site",
      "this website", "reproduced ",   "please respect", "titles of documents"};
  constexpr std::array<std::string_view, 8> kWords = {"copyright",       "\xC2\xA9",   "fair use",
                                                      "rights reserved", "reproduced", "reproduction",
                                                      "educational use", "permission"};
  const bool opens = std::any_of(kOpeners.begin(), kOpeners.end(),
                                 [&](std::string_view opener) { return MatchPhrase(paragraph, 0, opener) != npos; });
  return opens &&
         std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) { return HasPhrase(paragraph, word); });
}

std::vector<size_t> FindRightsNotice(std::string_view text, size_t from, size_t citation) {
  std::vector<size_t> begins;
  text = text.substr(0, citation);
  const std::string_view tail = Trim(text.substr(std::min(from, text.size())));
  if (tail.empty()) return begins;
  const size_t tail_begin = static_cast<size_t>(tail.data() - text.data());
  // In the last paragraph that has the notice's key words, else in the one before the citation line.
  size_t at = tail_begin + tail.size() - 1;
  while (at > tail_begin && !IsKey(text, at)) --at;
  const bool keyed = IsKey(text, at);
  if (!keyed) at = tail_begin + tail.size() - 1;
  size_t paragraph = ParagraphStart(text, at, tail_begin);
  const size_t end = BlankLine(text, at);
  size_t begin = keyed ? StartInParagraph(text, paragraph, at) : npos;
  if (begin == npos) begin = SpeaksOfRights(text.substr(paragraph, end - paragraph)) ? paragraph : npos;
  if (begin == npos) return begins;
  begins.push_back(begin);
  // Paragraphs before it that are the notice's as well.
  while (begin == paragraph && begin > tail_begin) {
    const size_t below = begin;
    const size_t last = tail_begin + Trim(text.substr(tail_begin, below - tail_begin)).size() - 1;
    paragraph = ParagraphStart(text, last, tail_begin);
    if (paragraph >= below) break;
    begin = StartInParagraph(text, paragraph, last);
    if (begin == npos && SpeaksOfRights(text.substr(paragraph, below - paragraph))) begin = paragraph;
    if (begin == npos) break;
    begins.push_back(begin);
  }
  std::reverse(begins.begin(), begins.end());
  // And behind it.
  for (size_t below = SkipSpaces(text, end); below < text.size();) {
    const size_t stop = BlankLine(text, below);
    if (!SpeaksOfRights(text.substr(below, stop - below))) break;
    begins.push_back(below);
    below = SkipSpaces(text, stop);
  }
  return begins;
}

}  // namespace lectern::legacy
