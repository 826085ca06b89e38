// What is the same word, however it was typed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lectern::search {

// Forms and stems have at most so many bytes.
inline constexpr size_t kMaxFormBytes = 64;
// A word of more bytes as written is not folded as a whole: see FoldedWord.
inline constexpr size_t kMaxRawBytes = 256;

struct FoldedWord {
  // NFKC case folded, accents kept: what stemmers want.
  std::string accented;
  // The same with accents off: "école" -> "ecole", "Łódź" -> "lodz", "أ" -> "ا". Marks that make another letter stay
  // (kana, vowels of Indian and Thai script). Digits of every script are 0 to 9; all apostrophes are '; tatweel and the
  // dots of "col·lecció" and of "U.S.A" are gone. Empty where nothing is left.
  // At most kMaxFormBytes. A longer form, and that of a word above kMaxRawBytes, is its first 47 bytes at the most, cut
  // between characters, "~", and a hash of 16 hexadecimal digits: of the whole form, or of the bytes as written. So two
  // long words are equal only if they are, and a prefix still finds them.
  std::string form;
  // The form holds a hash: such a word has no stem but its form.
  bool hashed = false;
};

// `raw`: one word, well-formed UTF-8. Takes time linear in its length, and memory for kMaxRawBytes at the most.
void FoldWord(std::string_view raw, FoldedWord& folded);

// Accents off what is NFKC case folded already, as in FoldedWord::form, at any length.
std::string WithoutAccents(std::string_view accented);

// "U.S.A", "s.a": single letters, with or without accents, parted by dots.
bool IsAcronym(std::string_view word);

// The first byte that is not part of well-formed UTF-8; text.size() where all of it is.
size_t WellFormedPrefix(std::string_view text);

}  // namespace lectern::search
