#include "clients/admin/legacy/damage.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "clients/admin/legacy/encoding.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t kMost = 8;
constexpr size_t kMostOfFile = 1000;
constexpr size_t kLongestWord = 60;

Damage Proposal(std::string_view text, Span span, std::string repair) {
  Damage damage;
  damage.span = span;
  damage.found = std::string(text.substr(span.begin, span.end - span.begin));
  damage.sentence =
      "\"" + damage.found + "\" looks damaged; it may have been \"" + repair + "\". The text was kept as it is.";
  damage.proposed = std::move(repair);
  return damage;
}

// `Aopenly@`: quotation marks that became letters.
std::string Quotes(std::string_view word) {
  const size_t at = word.find('@');
  if (at == std::string_view::npos || at < 3 || word[0] != 'A' || !(IsLetter(word[1]))) return {};
  const std::string_view inside = word.substr(1, at - 1);
  // With a point behind the sign it is an address of mail.
  if (word.find('.', at) != std::string_view::npos && word.find('.', at) + 1 < word.size()) return {};
  if (!std::all_of(inside.begin(), inside.end(), [](char c) { return IsLetter(c) || c == '-'; })) return {};
  return "\xE2\x80\x9C" + std::string(inside) + "\xE2\x80\x9D" + std::string(word.substr(at + 1));
}

// `teacher=s`: an apostrophe that became an equals sign.
std::string Apostrophe(std::string_view word) {
  const size_t at = word.find('=');
  if (at == std::string_view::npos || at < 2 || !IsLower(word[at - 1]) || word.find_first_of("/?&") < at) return {};
  size_t end = at + 1;
  while (end < word.size() && IsLetter(word[end])) ++end;
  const std::string_view ending = word.substr(at + 1, end - at - 1);
  const bool known = ending == "s" || ending == "t" || ending == "re" || ending == "ve" || ending == "ll" ||
                     ending == "d" || (ending.empty() && word[at - 1] == 's' && at + 1 == word.size());
  if (!known) return {};
  return std::string(word.substr(0, at)) + "\xE2\x80\x99" + std::string(word.substr(at + 1));
}

// `Century.Reports`: a space that was lost behind a full stop.
std::string LostSpace(std::string_view word) {
  if (word.find_first_of("/@:") != std::string_view::npos || MatchPhrase(word, 0, "www.") != std::string_view::npos)
    return {};
  for (size_t at = word.find('.'); at != std::string_view::npos; at = word.find('.', at + 1)) {
    const bool small_before = at >= 3 && IsLower(word[at - 1]) && IsLower(word[at - 2]);
    if (small_before && at + 2 < word.size() && IsUpper(word[at + 1]) && IsLower(word[at + 2])) {
      return std::string(word.substr(0, at + 1)) + " " + std::string(word.substr(at + 1));
    }
  }
  return {};
}

// The character that stands as two or three at `pos`, because UTF-8 was read as Windows-1252 (`â€™`). Only what Western
// text has is taken: Latin letters with marks, and punctuation.
struct Misread {
  size_t length = 0;
  std::string character;
};
std::optional<Misread> MisreadAt(std::string_view text, size_t pos) {
  const Utf8Character first = Utf8At(text, pos);
  if (first.code != 0xC2 && first.code != 0xC3 && first.code != 0xE2) return std::nullopt;
  const size_t count = first.code == 0xE2 ? 3 : 2;
  std::string bytes;
  size_t end = pos;
  for (size_t i = 0; i < count; ++i) {
    const Utf8Character character = Utf8At(text, end);
    const int byte = character.length == 0 ? -1 : ToWindows1252(character.code);
    if (byte < 0x80) return std::nullopt;
    bytes.push_back(static_cast<char>(byte));
    end += character.length;
  }
  const Utf8Character meant = Utf8At(bytes, 0);
  if (meant.length != count || (count == 3 && (meant.code < 0x2000 || meant.code > 0x22FF))) return std::nullopt;
  return Misread{end - pos, bytes};
}

// The words around a misread character, each such character in them repaired.
std::optional<Damage> MisreadWords(std::string_view text, size_t pos) {
  if (!MisreadAt(text, pos)) return std::nullopt;
  Span span{pos, pos};
  while (span.begin > 0 && pos - span.begin < kLongestWord && SpaceBefore(text, span.begin) == 0) --span.begin;
  while (span.begin < pos && Utf8At(text, span.begin).length == 0) ++span.begin;
  std::string repair(text.substr(span.begin, pos - span.begin));
  for (span.end = pos; span.end < text.size();) {
    if (const auto misread = MisreadAt(text, span.end)) {
      repair += misread->character;
      span.end += misread->length;
    } else if (SpaceAt(text, span.end) != 0 || span.end - pos > kLongestWord) {
      break;
    } else {
      const size_t length = std::max<size_t>(Utf8At(text, span.end).length, 1);
      repair += text.substr(span.end, length);
      span.end += length;
    }
  }
  return Proposal(text, span, std::move(repair));
}

void AddWords(std::string_view text, std::vector<Damage>* found) {
  const std::vector<std::string_view> words = Words(text);
  for (size_t i = 0; i < words.size() && found->size() < kMost; ++i) {
    const std::string_view word = words[i];
    if (word.size() > kLongestWord) continue;
    const size_t begin = static_cast<size_t>(word.data() - text.data());
    for (const auto repair : {Quotes, Apostrophe, LostSpace}) {
      std::string proposal = repair(word);
      if (proposal.empty()) continue;
      found->push_back(Proposal(text, {begin, begin + word.size()}, std::move(proposal)));
      break;
    }
    if (i == 0 && word == "v" && words.size() > 1) {
      Damage bullet = Proposal(text, {begin, begin + 1}, "\xE2\x80\xA2");
      bullet.sentence = "A paragraph opens with a lone \"v\"; it may have been a bullet. The text was kept as it is.";
      found->push_back(std::move(bullet));
    }
  }
}

}  // namespace

std::vector<Damage> FindDamage(std::string_view text) {
  std::vector<Damage> found;
  AddWords(text, &found);
  if (const size_t at = text.find("[["); at != std::string_view::npos) {
    Damage brackets = Proposal(text, {at, at + 2}, "[");
    brackets.sentence = "Brackets are doubled (\"[[\"); one may be too many. The text was kept as it is.";
    found.push_back(std::move(brackets));
  }
  size_t count = 0;
  for (size_t pos = text.find_first_of("\xC2\xC3\xE2"); pos != std::string_view::npos && count < kMost;
       pos = text.find_first_of("\xC2\xC3\xE2", pos)) {
    std::optional<Damage> damage = MisreadWords(text, pos);
    pos = damage ? damage->span.end : pos + 1;
    if (!damage) continue;
    found.push_back(*std::move(damage));
    ++count;
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Damage& a, const Damage& b) { return a.span.begin < b.span.begin; });
  std::vector<Damage> kept;
  for (Damage& damage : found) {
    if (kept.size() < kMost && (kept.empty() || damage.span.begin >= kept.back().span.end)) {
      kept.push_back(std::move(damage));
    }
  }
  return kept;
}

std::vector<ProposedRepair> ProposeRepairs(const SourceText& source) {
  std::vector<ProposedRepair> repairs;
  for (const Span line : source.lines()) {
    for (Damage& damage : FindDamage(source.text(line))) {
      if (repairs.size() == kMostOfFile) return repairs;
      const size_t begin = line.begin + damage.span.begin;
      ProposedRepair repair;
      repair.line = source.LineOf(begin);
      repair.start_byte = source.FileOffset(begin);
      repair.end_byte = source.FileOffset(line.begin + damage.span.end);
      repair.found = std::move(damage.found);
      repair.proposed = std::move(damage.proposed);
      repairs.push_back(std::move(repair));
    }
  }
  return repairs;
}

}  // namespace lectern::legacy
