// Filters made at random, each with its meaning beside it: what the parser and the evaluator make of the text is what
// plain C++ makes of the entry.
#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "lectern/v1/entry.pb.h"
#include "services/aip/filter/filter.h"
#include "storage/records/record_value.h"
#include "storage/records/sort_text.h"

namespace lectern::aip {
namespace {

using Meaning = std::function<bool(const v1::Entry&)>;

// How tightly the outermost operator of a text binds.
enum class Binding { kAnd, kOr, kNot, kAtom };

struct Written {
  std::string text;
  Meaning holds;
  Binding binding = Binding::kAtom;
};

const std::vector<std::string>& Texts() {
  static const std::vector<std::string> texts = {"",
                                                 "ECPAT",
                                                 "ecpat",
                                                 "Ecpat International",
                                                 "a \"quoted\" \\ text",
                                                 "it's",
                                                 "\u00c9cole",
                                                 "\u00e9cole",
                                                 "*",
                                                 "AND",
                                                 "(x)",
                                                 "two\nlines\tand tab",
                                                 "x,y;z",
                                                 "-x"};
  return texts;
}
const std::vector<std::string>& Names() {
  static const std::vector<std::string> names = {"", "countries/be", "countries/nl", "topics/a", "topics/a-b"};
  return names;
}
const std::vector<std::string>& Dates() {
  static const std::vector<std::string> dates = {"", "2009", "2009-05", "2009-05-31", "2010", "1999-12"};
  return dates;
}

class Generator {
 public:
  explicit Generator(uint64_t seed) : random_(seed) {}

  Written Filter(int depth) {
    switch (depth == 0 ? 3 : Below(5)) {
      case 0:
        return Joined(depth, Binding::kAnd);
      case 1:
        return Joined(depth, Binding::kOr);
      case 2:
        return Negated(depth);
      default:
        return Comparison();
    }
  }

  v1::Entry Entry() {
    v1::Entry entry;
    entry.set_publisher(Of(Texts()));
    entry.set_country(Of(Names()));
    if (Chance(2)) entry.mutable_published()->set_edtf(Of(Dates()));
    entry.set_lifecycle(static_cast<v1::Lifecycle>(Below(4)));
    entry.set_content_notes_assessed(Chance(2));
    if (Chance(2)) entry.mutable_delete_time()->set_seconds(Below(4) * 86400 - 86400);
    for (int i = Below(3); i > 0; --i) entry.add_title_lines(Of(Texts()));
    for (int i = Below(3); i > 0; --i) entry.add_themes(Of(Names()));
    for (int i = Below(3); i > 0; --i) entry.add_accesses()->set_edtf(Of(Dates()));
    for (int i = Below(3); i > 0; --i) {
      auto* passage = entry.add_passages();
      if (Chance(2)) passage->mutable_claim()->set_status(static_cast<v1::ClaimStatus>(Below(6)));
    }
    entry.set_revision(Below(5) - 2);
    return entry;
  }

 private:
  int Below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }
  bool Chance(int one_in) { return Below(one_in) == 0; }
  // One of the values from number `first` on.
  const std::string& Of(const std::vector<std::string>& values, int first = 0) {
    return *(values.begin() + first + Below(static_cast<int>(values.size()) - first));
  }
  std::string Space() { return std::vector<std::string>{"", "", " ", "  ", "\n"}[static_cast<size_t>(Below(5))]; }
  std::string Gap() { return std::vector<std::string>{" ", " ", "\t", " \n "}[static_cast<size_t>(Below(4))]; }

  // In parentheses where it must be, and now and then where it need not.
  std::string Inside(const Written& part, Binding around) {
    if (part.binding > around && !Chance(8)) return part.text;
    return absl::StrCat("(", Space(), part.text, Space(), ")");
  }

  Written Joined(int depth, Binding binding) {
    std::vector<Meaning> meanings;
    Written whole;
    whole.binding = binding;
    for (int i = 2 + Below(2); i > 0; --i) {
      const Written part = Filter(depth - 1);
      if (!whole.text.empty()) {
        absl::StrAppend(&whole.text, Gap());
        if (binding == Binding::kOr)
          absl::StrAppend(&whole.text, "OR", Gap());
        else if (Chance(2))
          absl::StrAppend(&whole.text, "AND", Gap());
      }
      absl::StrAppend(&whole.text, Inside(part, binding));
      meanings.push_back(part.holds);
    }
    whole.holds = [meanings, binding](const v1::Entry& entry) {
      const auto holds = [&entry](const Meaning& meaning) { return meaning(entry); };
      return binding == Binding::kAnd ? std::all_of(meanings.begin(), meanings.end(), holds)
                                      : std::any_of(meanings.begin(), meanings.end(), holds);
    };
    return whole;
  }

  Written Negated(int depth) {
    const Written part = Filter(depth - 1);
    const std::string text = absl::StrCat(Chance(2) ? "NOT" + Gap() : "-", Inside(part, Binding::kNot));
    return {text, [holds = part.holds](const v1::Entry& entry) { return !holds(entry); }, Binding::kNot};
  }

  std::string Quoted(std::string value) {
    const bool plain = !value.empty() && value != "AND" && value.find_first_of(" \"'\\()*,;\n\t") == std::string::npos;
    if (plain && Chance(2)) return value;
    value = absl::StrReplaceAll(value, {{"\\", "\\\\"}, {"\n", Chance(2) ? "\\n" : "\n"}, {"\t", "\\t"}});
    const std::string quote = Chance(2) ? "\"" : "'";
    return quote + absl::StrReplaceAll(value, {{quote, "\\" + quote}}) + quote;
  }

  Written Compared(const std::string& path, const std::string& op, const std::string& value, Meaning meaning) {
    return {absl::StrCat(path, Space(), op, Space(), value), std::move(meaning), Binding::kAtom};
  }

  // One of the six operators, and what it makes of the order of value and operand (below, equal to, above 0).
  std::pair<std::string, std::function<bool(int)>> Order() {
    static const std::vector<std::pair<std::string, std::function<bool(int)>>> orders = {
        {"=", [](int sign) { return sign == 0; }}, {"!=", [](int sign) { return sign != 0; }},
        {"<", [](int sign) { return sign < 0; }},  {"<=", [](int sign) { return sign <= 0; }},
        {">", [](int sign) { return sign > 0; }},  {">=", [](int sign) { return sign >= 0; }}};
    return orders[static_cast<size_t>(Below(6))];
  }

  Written Text(const std::string& path, const std::vector<std::string>& values,
               const std::function<std::string(const v1::Entry&)>& get) {
    const auto [op, agrees] = Order();
    const std::string operand = Of(values);
    const bool order = op != "=" && op != "!=";
    return Compared(path, op, Quoted(operand), [=, agrees = agrees](const v1::Entry& entry) {
      return (!order || !get(entry).empty()) && agrees(get(entry).compare(operand));
    });
  }

  static bool Contains(const std::string& text, const std::string& part) {
    return storage::SortText(text).find(storage::SortText(part)) != std::string::npos;
  }

  Written Comparison() {
    const auto [op, agrees] = Order();
    const std::string name = Of(Names());
    const std::string date = Of(Dates(), 1);
    const std::string text = Of(Texts(), 1);
    const int number = Below(5) - 2;
    switch (Below(14)) {
      case 0:
        return Text("publisher", Texts(), [](const v1::Entry& entry) { return entry.publisher(); });
      case 1:
        return Text("country", Names(), [](const v1::Entry& entry) { return entry.country(); });
      case 2:
        return Text("published.edtf", Dates(), [](const v1::Entry& entry) { return entry.published().edtf(); });
      case 3:
        return Compared("publisher", ":", Quoted(text),
                        [text](const v1::Entry& entry) { return Contains(entry.publisher(), text); });
      case 4:
        return Compared("country", ":", Quoted(name),
                        [name](const v1::Entry& entry) { return entry.country() == name; });
      case 5:
        return Compared("title_lines", ":", Quoted(text), [text](const v1::Entry& entry) {
          return std::any_of(entry.title_lines().begin(), entry.title_lines().end(),
                             [&text](const std::string& line) { return Contains(line, text); });
        });
      case 6:
        return Compared("themes", ":", Quoted(name), [name](const v1::Entry& entry) {
          return std::find(entry.themes().begin(), entry.themes().end(), name) != entry.themes().end();
        });
      case 7:
        return Compared("accesses.edtf", ":", Quoted(date), [date](const v1::Entry& entry) {
          return std::any_of(entry.accesses().begin(), entry.accesses().end(),
                             [&date](const v1::Access& access) { return Contains(access.edtf(), date); });
        });
      case 8: {
        const auto state = static_cast<v1::Lifecycle>(Below(4));
        const std::string value = v1::Lifecycle_Name(state).substr(Chance(2) ? 0 : std::string("LIFECYCLE_").size());
        const bool equal = Chance(2);
        return Compared("lifecycle", equal ? "=" : "!=", Quoted(value),
                        [state, equal](const v1::Entry& entry) { return (entry.lifecycle() == state) == equal; });
      }
      case 9:
        return Compared("content_notes_assessed", "=", "true",
                        [](const v1::Entry& entry) { return entry.content_notes_assessed(); });
      case 10:
        return Compared("revision", op, absl::StrCat(number), [number, agrees = agrees](const v1::Entry& entry) {
          return agrees(static_cast<int>(entry.revision()) - number);
        });
      case 11:
        return Compared(
            "delete_time", op, number < 0 ? "1969-12-31" : "\"1970-01-02T01:00:00+01:00\"",
            [number, op = op, agrees = agrees](const v1::Entry& entry) {
              if (!entry.has_delete_time()) return op == "!=";
              return agrees(static_cast<int>(entry.delete_time().seconds()) - (number < 0 ? -86400 : 86400));
            });
      case 12: {
        const auto status = static_cast<v1::ClaimStatus>(Below(6));
        return Compared("passages.claim.status", ":", v1::ClaimStatus_Name(status), [status](const v1::Entry& entry) {
          return std::any_of(entry.passages().begin(), entry.passages().end(),
                             [status](const v1::Passage& passage) { return passage.claim().status() == status; });
        });
      }
      default:
        return Compared("accesses.edtf", ":", "*", [](const v1::Entry& entry) {
          return std::any_of(entry.accesses().begin(), entry.accesses().end(),
                             [](const v1::Access& access) { return !access.edtf().empty(); });
        });
    }
  }

  std::mt19937_64 random_;
};

const std::string& At(const v1::Entry& entry, const std::string& path) {
  return path == "publisher" ? entry.publisher() : path == "country" ? entry.country() : entry.published().edtf();
}

TEST(FilterProperty, MeansWhatItSays) {
  int matched = 0;
  int asked = 0;
  for (uint64_t seed = 0; seed < 3000; ++seed) {
    Generator generator(seed);
    const Written written = generator.Filter(4);
    const auto parsed = Filter::Parse(written.text, *v1::Entry::descriptor(), storage::kFirstStampField - 1, true);
    // A text of more than 64 comparisons is the one that may be refused.
    if (!parsed.ok() && parsed.status().message().find("64 comparisons") != absl::string_view::npos) continue;
    ASSERT_TRUE(parsed.ok()) << "seed " << seed << ": " << written.text << "\n" << parsed.status();
    const auto equalities = parsed->EqualityConjuncts();
    const Filter rest = parsed->Without(equalities);
    for (int i = 0; i < 20; ++i) {
      const v1::Entry entry = generator.Entry();
      const bool expected = written.holds(entry);
      ASSERT_EQ(parsed->Matches(entry), expected) << "seed " << seed << ": " << written.text << "\n"
                                                  << entry.DebugString();
      const bool equal = std::all_of(equalities.begin(), equalities.end(), [&entry](const Filter::Equality& equality) {
        return At(entry, equality.path) == equality.value;
      });
      ASSERT_EQ(equal && rest.Matches(entry), expected) << "seed " << seed << ": " << written.text << "\n"
                                                        << entry.DebugString();
      matched += expected ? 1 : 0;
      ++asked;
    }
  }
  // Neither answer is rare, or the comparison would say little.
  EXPECT_GT(matched, asked / 5);
  EXPECT_LT(matched, asked * 4 / 5);
}

}  // namespace
}  // namespace lectern::aip
