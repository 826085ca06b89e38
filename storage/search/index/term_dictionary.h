// A sorted list of words with a value each, front-coded in blocks of 16: two to five bytes a word, searched in place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace lectern::search {

class TermDictionaryWriter {
 public:
  // Terms ascend strictly.
  void Add(std::string_view term, std::string_view value);
  std::string Finish();

 private:
  uint32_t count_ = 0;
  std::string last_;
  std::vector<uint32_t> starts_;
  std::string data_;
};

class TermDictionary {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  // Walks the terms in order.
  class Walk {
   public:
    bool valid() const { return ordinal_ < dictionary_->count_; }
    uint32_t ordinal() const { return ordinal_; }
    std::string_view term() const { return term_; }    // until Next
    std::string_view value() const { return value_; }  // as long as the dictionary
    void Next();
    // On to a term that is not before this one, and that there is.
    void SkipTo(uint32_t ordinal);

   private:
    friend class TermDictionary;
    explicit Walk(const TermDictionary* dictionary) : dictionary_(dictionary) {}
    void Enter(uint32_t block);
    void Read();

    const TermDictionary* dictionary_;
    uint32_t ordinal_ = 0;
    const char* at_ = nullptr;
    std::string term_;
    std::string_view value_;
  };

  TermDictionary() = default;
  // DATA_LOSS: `bytes` are no dictionary.
  static absl::StatusOr<TermDictionary> Parse(std::string bytes);

  uint32_t size() const { return count_; }
  size_t bytes() const { return bytes_.size(); }
  // From the first term that is `term` or comes behind it.
  Walk From(std::string_view term) const;
  Walk Begin() const { return From({}); }
  // kNone where there is no such term. `value` lives as long as the dictionary.
  uint32_t Find(std::string_view term, std::string_view& value) const;
  std::string Term(uint32_t ordinal) const;
  std::string_view Value(uint32_t ordinal) const;

 private:
  Walk At(uint32_t ordinal) const;
  std::string_view FirstOf(uint32_t block) const;

  std::string bytes_;
  uint32_t count_ = 0;
  uint32_t blocks_ = 0;
  size_t starts_ = 0;  // where in bytes_ the blocks' offsets lie
  size_t data_ = 0;    // and the blocks
};

}  // namespace lectern::search
