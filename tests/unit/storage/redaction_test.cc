#include "storage/records/redaction.h"

#include "gtest/gtest.h"
#include "lectern/v1/entry.pb.h"
#include "lectern/v1/error_reason.pb.h"
#include "storage/engine/fault.h"

namespace lectern::storage {
namespace {

struct Span {
  const char* path;
  int start, end;
  const char* replacement;
};

v1::Entry WithRedactions(std::initializer_list<Span> spans) {
  v1::Entry entry;
  entry.add_title_lines("Zoë tells");
  entry.set_publisher("abcdef");
  entry.set_editor_notes("notes");
  entry.add_passages()->set_text("0123456789");
  for (const Span& span : spans) {
    v1::Redaction* redaction = entry.add_redactions();
    redaction->set_field_path(span.path);
    redaction->set_start_byte(span.start);
    redaction->set_end_byte(span.end);
    redaction->set_replacement(span.replacement);
  }
  return entry;
}

TEST(Redaction, ReplacesSpansInAnyOrder) {
  v1::Entry entry = WithRedactions({{"passages[0].text", 7, 9, "Y"},
                                    {"passages[0].text", 0, 2, "###"},
                                    {"publisher", 5, 6, ""},
                                    {"title_lines[0]", 0, 4, "N."}});
  ASSERT_TRUE(ApplyRedactions(entry).ok());
  EXPECT_EQ(entry.passages(0).text(), "###23456Y9");
  EXPECT_EQ(entry.publisher(), "abcde");
  EXPECT_EQ(entry.title_lines(0), "N. tells");
}

TEST(Redaction, RefusesWhatDoesNotFit) {
  for (const Span& span : std::initializer_list<Span>{{"passages[1].text", 0, 1, ""},
                                                      {"passages[0]", 0, 1, ""},
                                                      {"passages[-1].text", 0, 1, ""},
                                                      {"passages.text", 0, 1, ""},
                                                      {"publisher[0]", 0, 1, ""},
                                                      {"published.raw", 0, 1, ""},
                                                      {"source_type", 0, 1, ""},
                                                      {"editor_notes", 0, 1, ""},
                                                      {"", 0, 1, ""},
                                                      {"publisher", 3, 3, ""},
                                                      {"publisher", -1, 2, ""},
                                                      {"publisher", 0, 7, ""},
                                                      {"title_lines[0]", 0, 3, ""},
                                                      {"title_lines[0]", 3, 4, ""}}) {
    v1::Entry entry = WithRedactions({span});
    EXPECT_EQ(ReasonOf(ApplyRedactions(entry)), v1::ERROR_REASON_FIELD_INVALID)
        << span.path << " " << span.start << "-" << span.end;
  }
  v1::Entry overlapping = WithRedactions({{"publisher", 0, 3, ""}, {"publisher", 2, 4, ""}});
  EXPECT_FALSE(ApplyRedactions(overlapping).ok());
}

TEST(Redaction, LeavesRecordsWithoutAnyAlone) {
  v1::Entry entry = WithRedactions({});
  const std::string before = entry.SerializeAsString();
  EXPECT_FALSE(HasRedactions(entry));
  ASSERT_TRUE(ApplyRedactions(entry).ok());
  EXPECT_EQ(entry.SerializeAsString(), before);
}

}  // namespace
}  // namespace lectern::storage
