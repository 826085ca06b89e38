// LaTeX as plain text, and names.
#include "clients/admin/formats/bibtex_names.h"
#include "clients/admin/formats/latex_text.h"
#include "reading.h"

namespace lectern::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Case {
  const char* latex;
  const char* text;
};

class Latex : public ::testing::TestWithParam<Case> {};

TEST_P(Latex, BecomesText) {
  const PlainText plain = FromLatex(GetParam().latex);
  EXPECT_EQ(plain.text, GetParam().text);
  EXPECT_THAT(plain.unknown, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    All, Latex,
    ::testing::Values(
        Case{R"(caf\'e)", "café"}, Case{R"(caf{\'e})", "café"}, Case{R"(caf\'{e}s)", "cafés"},
        Case{R"({\"U}ber)", "Über"}, Case{R"(\"{u}ber)", "über"}, Case{R"(na\"{\i}ve)", "naïve"},
        Case{R"(na\"\i ve)", "naïve"}, Case{R"(gar\c{c}on)", "garçon"}, Case{R"(gar\c con)", "garçon"},
        Case{R"(\v{S}koda)", "Škoda"}, Case{R"(\H{o})", "ő"}, Case{R"(\k{a})", "ą"}, Case{R"(\r{u})", "ů"},
        Case{R"(\~n)", "ñ"}, Case{R"(\'{\^e})", "ế"}, Case{R"(\ss\ und \o re)", "ß und øre"},
        Case{R"({\ae}on {\L}\'od\'z)", "æon Łódź"}, Case{R"(\AA rhus)", "Århus"},
        Case{R"(Tom \& Jerry 5\% \$3 \#1 a\_b \{x\})", "Tom & Jerry 5% $3 #1 a_b {x}"}, Case{"1--2 --- 3", "1–2 — 3"},
        Case{"``so'' `x'", "“so” ‘x'"}, Case{R"(\textit{a} \emph{b} {\bf c})", "a b c"},
        Case{"{UN} {C}ommittee", "UN Committee"}, Case{"Dr.~Who", "Dr. Who"}, Case{"a  b\n c", "a b c"},
        Case{"one\n\ntwo \\par three", "one\n\ntwo\n\nthree"}, Case{R"(a\\b)", "a b"},
        Case{R"(\textbackslash{}n)", "\\n"}, Case{R"(\textasciitilde x \~{} \^{})", "~x ~ ^"},
        Case{R"(\enquote{yes \emph{no}}!)", "“yes no”!"}, Case{R"(\url{http://a.b/})", "http://a.b/"},
        Case{R"(\href{http://a.b/}{here} now)", "here (http://a.b/) now"},
        Case{R"(CO$_2$ and $x^{2}$)", "CO_2 and x^2"}, Case{"from $5 to $10 million", "from $5 to $10 million"},
        Case{R"(\foreignlanguage{french}{le mot})", "le mot"}, Case{R"(100\,000\ldots)", "100 000…"},
        Case{R"(soft\-hyphen)", "softhyphen"}, Case{"", ""}, Case{"\\", ""}, Case{"}{", ""}, Case{"\\'", ""},
        Case{"\\'{", ""}));

TEST(Latex, NamesUnknownCommandsAndKeepsTheirArguments) {
  const PlainText plain = FromLatex(R"(\foo{bar} \foo \baz x)");
  EXPECT_EQ(plain.text, "bar x");
  EXPECT_THAT(plain.unknown, ElementsAre("foo", "baz"));
}

TEST(Latex, VerbatimKeepsAllButEscapes) {
  EXPECT_EQ(FromVerbatim(R"(https://a.example/~b\_c?d=1\&e--f)"), "https://a.example/~b_c?d=1&e--f");
  EXPECT_EQ(FromVerbatim(R"({\url{https://a.example/x}})"), "https://a.example/x");
}

// "family|given" or "literal".
std::vector<std::string> Names(const std::string& value) {
  std::vector<std::string> names;
  for (const v1::Contributor& who : ReadBibtexNames(value).names)
    names.push_back(who.literal().empty() ? who.family() + "|" + who.given() : who.literal());
  return names;
}

TEST(BibtexNames, AreReadInAllTheirForms) {
  EXPECT_THAT(Names("Jane Doe"), ElementsAre("Doe|Jane"));
  EXPECT_THAT(Names("Doe, Jane and John Q. Public"), ElementsAre("Doe|Jane", "Public|John Q."));
  EXPECT_THAT(Names("Ludwig van Beethoven"), ElementsAre("van Beethoven|Ludwig"));
  EXPECT_THAT(Names("van Beethoven, Ludwig"), ElementsAre("van Beethoven|Ludwig"));
  EXPECT_THAT(Names("King, Jr., Martin Luther"), ElementsAre("King|Martin Luther, Jr."));
  EXPECT_THAT(Names("{UN Committee on the Rights of the Child}"),
              ElementsAre("UN Committee on the Rights of the Child"));
  EXPECT_THAT(Names("{Barnes and Noble} and UNICEF"), ElementsAre("Barnes and Noble", "UNICEF"));
  EXPECT_THAT(Names("{\\'E}mile Zola\nAND\tde Sade, A."), ElementsAre("Zola|Émile", "de Sade|A."));
  EXPECT_THAT(Names("Jean {de la Fontaine}"), ElementsAre("de la Fontaine|Jean"));
  EXPECT_THAT(Names("family=Doe, given=Jane, prefix=von, suffix=III"), ElementsAre("von Doe|Jane, III"));
  EXPECT_THAT(Names(" and  and "), IsEmpty());
  EXPECT_TRUE(ReadBibtexNames("Doe, J. and others").others);
  EXPECT_THAT(Names("Doe, J. and others"), ElementsAre("Doe|J."));
}

}  // namespace
}  // namespace lectern::formats
