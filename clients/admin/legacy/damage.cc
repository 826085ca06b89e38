#include "clients/admin/legacy/damage.h"

#include <algorithm>

#include "clients/admin/legacy/line_shapes.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t kMost = 8;
constexpr size_t kLongestWord = 60;

std::string Proposal(std::string_view found, const std::string& repair) {
  return "\"" + std::string(found) + "\" looks damaged; it may have been \"" + repair +
         "\". The text was kept as it is.";
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

}  // namespace

std::vector<std::string> FindDamage(std::string_view text) {
  std::vector<std::string> found;
  const std::vector<std::string_view> words = Words(text);
  for (size_t i = 0; i < words.size() && found.size() < kMost; ++i) {
    const std::string_view word = words[i];
    if (word.size() > kLongestWord) continue;
    for (const auto repair : {Quotes, Apostrophe, LostSpace}) {
      const std::string proposal = repair(word);
      if (!proposal.empty()) {
        found.push_back(Proposal(word, proposal));
        break;
      }
    }
    if (i == 0 && word == "v" && words.size() > 1) {
      found.push_back("A paragraph opens with a lone \"v\"; it may have been a bullet. The text was kept as it is.");
    }
  }
  if (text.find("[[") != std::string_view::npos && found.size() < kMost) {
    found.push_back("Brackets are doubled (\"[[\"); one may be too many. The text was kept as it is.");
  }
  return found;
}

}  // namespace lectern::legacy
