// Words that were folded and stemmed before. A corpus has the same words over and over, and Snowball takes longer than
// everything else of the analysis together.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "storage/search/analysis/language.h"

namespace lectern::search {

// 65,536 slots of 64 bytes, each for the last word that fell into it. For one thread at a time.
class WordCache {
 public:
  struct Entry {
    std::string_view form;
    std::string_view stem;
  };

  WordCache() : slots_(kSlots) {}

  static uint64_t Hash(std::string_view raw, Language language) {
    uint64_t hash = (raw.size() + 1) * kMultiplier + static_cast<uint64_t>(language);
    const char* at = raw.data();
    size_t left = raw.size();
    for (; left >= 8; left -= 8, at += 8) hash = Mix(hash, Load(at, 8));
    if (left > 0) hash = Mix(hash, Load(at, left));
    return hash ^ (hash >> 29);
  }

  // Whether `raw` is here, and with what. `found` is valid until the next Put.
  bool Find(std::string_view raw, Language language, uint64_t hash, Entry& found) const {
    const Slot& slot = slots_[hash % kSlots];
    if (slot.raw_size != raw.size() || slot.language != language || raw.empty()) return false;
    if (std::memcmp(slot.bytes, raw.data(), raw.size()) != 0) return false;
    found.form = {slot.bytes + slot.form_at, slot.form_size};
    found.stem = {slot.bytes + slot.stem_at, slot.stem_size};
    return true;
  }

  // Keeps it, where it fits into a slot.
  void Put(std::string_view raw, Language language, uint64_t hash, const Entry& entry) {
    Slot slot;
    size_t end = 0;
    if (!slot.Add(raw, end) || raw.empty()) return;
    slot.raw_size = static_cast<uint8_t>(raw.size());
    slot.language = language;
    if (!slot.Share(entry.form, 0, raw.size(), end, slot.form_at)) return;
    slot.form_size = static_cast<uint8_t>(entry.form.size());
    if (!slot.Share(entry.stem, slot.form_at, entry.form.size(), end, slot.stem_at)) return;
    slot.stem_size = static_cast<uint8_t>(entry.stem.size());
    slots_[hash % kSlots] = slot;
  }

 private:
  static constexpr size_t kSlots = 1 << 16;
  static constexpr uint64_t kMultiplier = 0x9e3779b97f4a7c15u;

  struct alignas(64) Slot {
    Language language = Language::kNone;
    uint8_t raw_size = 0;  // 0: nothing here
    uint8_t form_at = 0;
    uint8_t form_size = 0;
    uint8_t stem_at = 0;
    uint8_t stem_size = 0;
    char bytes[58];

    bool Add(std::string_view text, size_t& end) {
      if (text.size() > sizeof bytes - end) return false;
      std::memcpy(bytes + end, text.data(), text.size());
      end += text.size();
      return true;
    }

    // Puts `text` behind the others unless the `size` bytes at `at` begin with it.
    bool Share(std::string_view text, size_t at, size_t size, size_t& end, uint8_t& text_at) {
      const bool same = text.size() <= size && std::memcmp(bytes + at, text.data(), text.size()) == 0;
      text_at = static_cast<uint8_t>(same ? at : end);
      return same || Add(text, end);
    }
  };
  static_assert(sizeof(Slot) == 64);

  static uint64_t Load(const char* at, size_t bytes) {
    uint64_t word = 0;
    std::memcpy(&word, at, bytes);
    return word;
  }

  static uint64_t Mix(uint64_t hash, uint64_t word) {
    hash = (hash ^ word) * kMultiplier;
    return hash ^ (hash >> 32);
  }

  std::vector<Slot> slots_;
};

}  // namespace lectern::search
