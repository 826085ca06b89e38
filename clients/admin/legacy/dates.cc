#include "clients/admin/legacy/dates.h"

#include <algorithm>
#include <array>

#include "clients/admin/legacy/date_tokens.h"
#include "clients/admin/legacy/reference_numbers.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr int kEarliestYear = 1500;
constexpr int kLatestYear = 2099;

std::string Digits(int value, int width) {
  std::string out = std::to_string(value);
  return std::string(out.size() < static_cast<size_t>(width) ? static_cast<size_t>(width) - out.size() : 0, '0') + out;
}

int DaysIn(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[static_cast<size_t>(month - 1)];
}

// Tries the forms of a date at one token.
class Reader {
 public:
  Reader(std::string_view text, const std::vector<DateToken>& tokens) : text_(text), tokens_(tokens) {}

  // On success `next` is one past the last token taken.
  std::optional<FoundDate> At(size_t i, size_t* next) const {
    for (const auto form : {&Reader::DayFirst, &Reader::MonthFirst, &Reader::Season, &Reader::YearFirst,
                            &Reader::Numbers, &Reader::YearAlone}) {
      if (auto found = (this->*form)(i, next)) return found;
    }
    return std::nullopt;
  }

 private:
  bool IsDay(size_t i) const { return Number(i) && tokens_[i].digits <= 2 && Value(i) >= 1 && Value(i) <= 31; }
  bool IsYear(size_t i) const {
    return Number(i) && tokens_[i].digits == 4 && !tokens_[i].ordinal && Value(i) >= kEarliestYear &&
           Value(i) <= kLatestYear && !Glued(i);
  }
  bool Number(size_t i) const { return i < tokens_.size() && tokens_[i].kind == DateToken::Kind::kNumber; }
  int Value(size_t i) const { return tokens_[i].value; }
  int Month(size_t i) const { return i < tokens_.size() ? tokens_[i].month : 0; }
  bool Mark(size_t i, char c) const {
    if (i >= tokens_.size() || tokens_[i].kind != DateToken::Kind::kMark) return false;
    const bool dash = Text(i) == "\xE2\x80\x93" || Text(i) == "\xE2\x80\x90";
    return Text(i).front() == c || (c == '-' && dash);
  }
  bool Touching(size_t i) const { return i > 0 && i < tokens_.size() && tokens_[i - 1].end == tokens_[i].begin; }
  // "71" of "1999/71": part of another number, and no day.
  bool BehindSlash(size_t i) const {
    return Touching(i) && Mark(i - 1, '/') && Touching(i - 1) && tokens_[i - 2].kind != DateToken::Kind::kMark;
  }
  // A number inside a word or a longer code: "40b5a1ed10".
  bool Glued(size_t i) const {
    const bool before = Touching(i) && tokens_[i - 1].kind == DateToken::Kind::kWord && tokens_[i - 1].month == 0;
    const bool behind = Touching(i + 1) && tokens_[i + 1].kind == DateToken::Kind::kWord && tokens_[i + 1].month == 0;
    return before || behind;
  }
  // Past commas, slashes, hyphens, points and "of" between the parts of a date.
  size_t PastSeparators(size_t i) const {
    for (int taken = 0; taken < 3; ++taken) {
      const bool mark = Mark(i, ',') || Mark(i, '/') || Mark(i, '-') || Mark(i, '.');
      const bool of = i < tokens_.size() && tokens_[i].kind == DateToken::Kind::kWord && AsciiLower(Text(i)) == "of";
      if (!mark && !of) break;
      ++i;
    }
    return i;
  }
  std::string_view Text(size_t i) const { return text_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin); }

  FoundDate Make(size_t first, size_t last, std::string edtf, std::string doubt = "") const {
    FoundDate date;
    date.begin = tokens_[first].begin;
    date.end = tokens_[last].end;
    date.precision = edtf.empty()       ? DatePrecision::kNone
                     : edtf.size() == 4 ? DatePrecision::kYear
                     : edtf.size() == 7 ? DatePrecision::kMonth
                                        : DatePrecision::kDay;
    date.edtf = std::move(edtf);
    date.doubt = std::move(doubt);
    return date;
  }
  FoundDate Day(size_t first, size_t last, int year, int month, int day) const {
    if (day > DaysIn(year, month)) {
      return Make(first, last, Digits(year, 4), "there is no such day, so only the year was taken");
    }
    return Make(first, last, Digits(year, 4) + "-" + Digits(month, 2) + "-" + Digits(day, 2));
  }

  // 24 June 2001; 31 January, 2002; 1st July 2000; 1/December/2000; 12-14 May 2004.
  std::optional<FoundDate> DayFirst(size_t i, size_t* next) const {
    if (!IsDay(i) || tokens_[i].glued_to_code || BehindSlash(i)) return std::nullopt;
    size_t at = PastSeparators(i + 1);
    // A comma joins two days only where nothing else can own the first one: "Bulletin 12, 14 May 2004".
    const bool parted = Mark(i + 1, ',') && i > 0 && !Mark(i - 1, ',');
    const bool span = at > i + 1 && !parted && IsDay(at) && Month(PastSeparators(at + 1)) != 0;
    if (span) at = PastSeparators(at + 1);
    const int month = Month(at);
    if (month == 0) return std::nullopt;
    const size_t year = PastSeparators(at + 1);
    if (!IsYear(year)) return std::nullopt;
    *next = year + 1;
    if (span) {
      return Make(i, year, Digits(Value(year), 4) + "-" + Digits(month, 2),
                  "it names several days, so only the month was taken");
    }
    return Day(i, year, Value(year), month, Value(i));
  }

  // March 10, 2020; Oct 01, 2007; April 2003; May-June 2004.
  std::optional<FoundDate> MonthFirst(size_t i, size_t* next) const {
    const int month = Month(i);
    if (month == 0) return std::nullopt;
    const size_t second = PastSeparators(i + 1);
    if (IsDay(second)) {
      const size_t year = PastSeparators(second + 1);
      if (IsYear(year)) {
        *next = year + 1;
        return Day(i, year, Value(year), month, Value(second));
      }
      if (IsDay(year) && IsYear(PastSeparators(year + 1))) {
        const size_t last = PastSeparators(year + 1);
        *next = last + 1;
        return Make(i, last, Digits(Value(last), 4) + "-" + Digits(month, 2),
                    "it names several days, so only the month was taken");
      }
    }
    if (second > i + 1 && Month(second) != 0 && IsYear(PastSeparators(second + 1))) {
      const size_t year = PastSeparators(second + 1);
      *next = year + 1;
      return Make(i, year, Digits(Value(year), 4), "it names several months, so only the year was taken");
    }
    if (!IsYear(second)) return std::nullopt;
    *next = second + 1;
    return Make(i, second, Digits(Value(second), 4) + "-" + Digits(month, 2));
  }

  // Winter 2009: EDTF of this level has no seasons.
  std::optional<FoundDate> Season(size_t i, size_t* next) const {
    if (tokens_[i].kind != DateToken::Kind::kWord) return std::nullopt;
    const std::string word = AsciiLower(Text(i));
    const bool season = word == "spring" || word == "summer" || word == "autumn" || word == "fall" || word == "winter";
    const size_t year = PastSeparators(i + 1);
    if (!season || !IsYear(year) || !IsUpper(text_[tokens_[i].begin])) return std::nullopt;
    *next = year + 1;
    return Make(i, year, Digits(Value(year), 4), "it names a season, so only the year was taken");
  }

  // 2006-08-25; 2006-08; 1996-AUG; 2008-2010.
  std::optional<FoundDate> YearFirst(size_t i, size_t* next) const {
    if (!IsYear(i) || !(Mark(i + 1, '-') || Mark(i + 1, '/') || Mark(i + 1, '.'))) return std::nullopt;
    if (!Touching(i + 1) || !Touching(i + 2)) return std::nullopt;
    const std::string year = Digits(Value(i), 4);
    if (const int month = Month(i + 2)) {
      *next = i + 3;
      return Make(i, i + 2, year + "-" + Digits(month, 2));
    }
    if (!Number(i + 2)) return std::nullopt;
    const int second = Value(i + 2);
    const bool month = tokens_[i + 2].digits == 2 && second >= 1 && second <= 12;
    const bool third = Touching(i + 3) && Touching(i + 4) && Number(i + 4) &&
                       text_[tokens_[i + 3].begin] == text_[tokens_[i + 1].begin];
    if (third && second >= 1 && second <= 12 && IsDay(i + 4)) {
      *next = i + 5;
      return Day(i, i + 4, Value(i), second, Value(i + 4));
    }
    if (third) return std::nullopt;
    *next = i + 3;
    if (month && second != (Value(i) + 1) % 100) return Make(i, i + 2, year + "-" + Digits(second, 2));
    if (month) return Make(i, i + 2, year, "it can be a month or a span of years, so only the first year was taken");
    if (tokens_[i + 2].digits == 4 || tokens_[i + 2].digits == 2) {
      return Make(i, i + 2, "", "it is a span of years, so no date was taken");
    }
    return std::nullopt;
  }

  // 11-30-2001; 30.11.2001. Both parts up to 12: which is the month cannot be known.
  std::optional<FoundDate> Numbers(size_t i, size_t* next) const {
    if (!IsDay(i) || !Touching(i + 1) || !Touching(i + 2) || !Touching(i + 3) || !Touching(i + 4)) return std::nullopt;
    if (!(Mark(i + 1, '-') || Mark(i + 1, '/') || Mark(i + 1, '.')) || !IsDay(i + 2) || !IsYear(i + 4)) {
      return std::nullopt;
    }
    if (text_[tokens_[i + 1].begin] != text_[tokens_[i + 3].begin]) return std::nullopt;
    const int a = Value(i);
    const int b = Value(i + 2);
    const int year = Value(i + 4);
    *next = i + 5;
    if (a > 12 && b > 12) return Make(i, i + 4, Digits(year, 4), "there is no such day, so only the year was taken");
    if (a > 12 || a == b) return Day(i, i + 4, year, b, a);
    if (b > 12) return Day(i, i + 4, year, a, b);
    return Make(i, i + 4, Digits(year, 4), "day and month cannot be told apart, so only the year was taken");
  }

  // 2016; 22ugust 2011, where a month was misspelt.
  std::optional<FoundDate> YearAlone(size_t i, size_t* next) const {
    if (!IsYear(i)) return std::nullopt;
    if (Touching(i) && (Mark(i - 1, '-') || Mark(i - 1, '/')) && Touching(i - 1) && Number(i - 2)) return std::nullopt;
    *next = i + 1;
    if (i >= 2 && tokens_[i - 1].kind == DateToken::Kind::kWord && Touching(i - 1) && Number(i - 2) &&
        tokens_[i - 2].digits <= 2) {
      return Make(i - 2, i, Digits(Value(i), 4), "the day and the month cannot be read, so only the year was taken");
    }
    return Make(i, i, Digits(Value(i), 4));
  }

  std::string_view text_;
  const std::vector<DateToken>& tokens_;
};

// True where a bare year is a part of its own and not of a phrase such as "Report 2004 on".
bool StandsApart(std::string_view text, const FoundDate& date) {
  const std::string_view before = Trim(text.substr(0, date.begin));
  const std::string_view behind = Trim(text.substr(date.end));
  const auto parts = [](char c) { return c == ',' || c == ';' || c == '(' || c == ')' || c == '[' || c == '|'; };
  const bool opens = before.empty() || parts(before.back()) || before.ends_with("\xC2\xA9") || before.back() == '-' ||
                     before.ends_with("\xE2\x80\x93");
  const bool closes = behind.empty() || parts(behind.front()) || behind.front() == '.' || behind.front() == ':';
  return opens && closes;
}

// The tokens of `text`, each symbol of a document and each page range made one mark: no date begins, ends or goes on in
// one.
std::vector<DateToken> TokensWithoutReferences(std::string_view text) {
  const std::vector<ReferenceNumber> references = FindReferenceNumbers(text);
  std::vector<DateToken> tokens;
  auto reference = references.begin();
  for (const DateToken& token : DateTokens(text)) {
    while (reference != references.end() && reference->span.end <= token.begin) ++reference;
    if (reference == references.end() || token.end <= reference->span.begin) {
      tokens.push_back(token);
    } else if (tokens.empty() || tokens.back().end != reference->span.end) {
      DateToken& mark = tokens.emplace_back();
      mark.begin = reference->span.begin;
      mark.end = reference->span.end;
    }
  }
  return tokens;
}

}  // namespace

std::vector<FoundDate> FindDates(std::string_view text) {
  const std::vector<DateToken> tokens = TokensWithoutReferences(text);
  const Reader reader(text, tokens);
  std::vector<FoundDate> dates;
  for (size_t i = 0; i < tokens.size();) {
    size_t next = i + 1;
    if (auto date = reader.At(i, &next)) dates.push_back(*std::move(date));
    i = next;
  }
  return dates;
}

std::optional<FoundDate> ReadAccessedDate(std::string_view words) {
  std::vector<FoundDate> dates = FindDates(words);
  if (dates.empty()) return std::nullopt;
  FoundDate date = std::move(dates.front());
  if (!date.doubt.empty() || date.edtf.empty()) return date;
  std::string rest(words.substr(0, date.begin));
  rest += words.substr(date.end);
  for (const std::string_view word : Words(rest)) {
    const std::string lower = AsciiLower(word);
    const bool says_something = std::any_of(word.begin(), word.end(), [](char c) {
      return IsLetter(c) || IsDigit(c) || static_cast<unsigned char>(c) >= 0x80;
    });
    if (!says_something || lower == "on" || lower == "in" || lower == "last") continue;
    date.begin = 0;
    date.end = words.size();
    date.edtf.resize(4);
    date.precision = DatePrecision::kYear;
    date.doubt = "not all of it can be read, so only the year was taken";
    break;
  }
  return date;
}

std::optional<FoundDate> FindPublicationDate(std::string_view text) {
  const std::vector<FoundDate> dates = FindDates(text);
  for (auto date = dates.rbegin(); date != dates.rend(); ++date) {
    const bool bare = date->end - date->begin == 4;
    if (bare && !StandsApart(text, *date)) continue;
    FoundDate found = *date;
    const std::string_view before = text.substr(0, found.begin);
    for (const std::string_view opener : {"last updated", "updated", "revised", "posted", "published"}) {
      for (const std::string_view mark : {"", ":"}) {
        const size_t length = opener.size() + mark.size();
        const std::string_view trimmed = Trim(before);
        if (trimmed.size() < length || !AsciiLower(trimmed).ends_with(std::string(opener) + std::string(mark)))
          continue;
        const size_t begin = static_cast<size_t>(trimmed.data() - text.data()) + trimmed.size() - length;
        found.begin = std::min(found.begin, begin);
      }
    }
    return found;
  }
  return std::nullopt;
}

bool DateEndsText(std::string_view text, size_t end) {
  for (const char c : text.substr(std::min(end, text.size()))) {
    if (IsLetter(c)) return false;
  }
  return true;
}

}  // namespace lectern::legacy
