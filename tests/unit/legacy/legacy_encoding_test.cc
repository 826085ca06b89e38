// In which encoding a file is: found, stated, and read.
#include <gmock/gmock.h>

#include "clients/admin/legacy/encoding.h"
#include "clients/admin/legacy/source_text.h"

namespace lectern::legacy {
namespace {

using ::testing::HasSubstr;

std::string Utf16(std::u16string_view text, bool little) {
  std::string bytes = little ? "\xFF\xFE" : "\xFE\xFF";
  for (const char16_t unit : text) {
    const char low = static_cast<char>(unit & 0xFF);
    const char high = static_cast<char>(unit >> 8);
    bytes += little ? std::string{low, high} : std::string{high, low};
  }
  return bytes;
}

TEST(Encodings, AreFoundAndStated) {
  struct Case {
    std::string bytes;
    std::string text;  // Of the letters behind "Caf".
    Encoding encoding;
    EncodingReason reason;
    bool doubtful;
    const char* says;
  };
  const std::string html = "<html><head><meta charset=";
  const std::string http_equiv =
      "<html><head>\n<!-- <meta charset=utf-8> -->\n<meta http-equiv=Content-Type content=\"text/html; charset=";
  const std::vector<Case> cases = {
      {"Caf\xC3\xA9", "\xC3\xA9", Encoding::kUtf8, EncodingReason::kValidUtf8, false, "well-formed UTF-8"},
      {"Cafe", "e", Encoding::kUtf8, EncodingReason::kValidUtf8, false, "UTF-8"},
      {"\xEF\xBB\xBF"
       "Caf\xC3\xA9",
       "\xC3\xA9", Encoding::kUtf8, EncodingReason::kByteOrderMark, false, "byte order"},
      {"The Caf\xE9", "\xC3\xA9", Encoding::kWindows1252, EncodingReason::kFallback, false,
       "Windows-1252: it is not UTF-8"},
      {Utf16(u"Caf\u00E9", true), "\xC3\xA9", Encoding::kUtf16LittleEndian, EncodingReason::kByteOrderMark, false,
       "little endian"},
      {Utf16(u"Caf\U0001F600", false), "\xF0\x9F\x98\x80", Encoding::kUtf16BigEndian, EncodingReason::kByteOrderMark,
       false, "big endian"},
      {html + "utf-8><body>Caf\xC3\xA9", "\xC3\xA9", Encoding::kUtf8, EncodingReason::kMeta, false, "the page says so"},
      {http_equiv + "Windows-1252\"><body>Caf\xE9", "\xC3\xA9", Encoding::kWindows1252, EncodingReason::kMeta, false,
       "the page says so (windows-1252)"},
      {html + "'iso-8859-1'><body>Caf\x80", "\xE2\x82\xAC", Encoding::kWindows1252, EncodingReason::kMeta, false,
       "(iso-8859-1)"},
      {"<?xml version='1.0' encoding=\"ISO-8859-1\"?><html><body>Caf\xE9", "\xC3\xA9", Encoding::kWindows1252,
       EncodingReason::kMeta, false, "(iso-8859-1)"},
      // Two bytes that happen to look like UTF-8, in a page that says what it is.
      {html + "windows-1252><body>\xE9t\xE9 Caf\xC3\xA9", "\xC3\x83\xC2\xA9", Encoding::kWindows1252,
       EncodingReason::kMeta, false, "(windows-1252)"},
      // The bytes are believed, not the page.
      {html + "windows-1252><body>Caf\xC3\xA9", "\xC3\xA9", Encoding::kUtf8, EncodingReason::kValidUtf8, true,
       "itself says windows-1252"},
      {html + "koi8-r><body>Cafe", "e", Encoding::kUtf8, EncodingReason::kValidUtf8, false, "well-formed"},
      // Mixed.
      {"\xC3\xA9t\xC3\xA9 m\xC3\xAAme caf\xE9. Caf\xC3\xA9", "\xC3\xA9", Encoding::kUtf8, EncodingReason::kFallback,
       true, "Mixed encodings: 1 bytes"},
      {html + "utf-8><body>na\xEFve Caf\xC3\xA9", "\xC3\xA9", Encoding::kUtf8, EncodingReason::kMeta, true, "Mixed"},
  };
  for (const Case& c : cases) {
    const auto source = SourceText::Decode(c.bytes);
    ASSERT_TRUE(source.ok()) << c.bytes << source.status();
    std::string_view text = source->text();
    text = text.substr(text.rfind("Caf") + 3);
    while (text.ends_with("\n")) text.remove_suffix(1);
    EXPECT_EQ(text, c.text) << c.bytes;
    EXPECT_EQ(source->encoding().encoding, c.encoding) << c.bytes;
    EXPECT_EQ(source->encoding().reason, c.reason) << c.bytes;
    EXPECT_EQ(source->encoding().doubtful(), c.doubtful) << c.bytes;
    EXPECT_THAT(source->encoding().Sentence(), HasSubstr(c.says)) << c.bytes;
  }
}

TEST(Encodings, OffsetsOfUtf16PointIntoTheFile) {
  for (const bool little : {true, false}) {
    const auto source = SourceText::Decode(Utf16(u"A\u00E9\u20AC\U0001F600z\r\nend", little));
    ASSERT_TRUE(source.ok()) << source.status();
    const std::string_view text = source->text();
    EXPECT_EQ(source->FileOffset(0), 2);
    EXPECT_EQ(source->FileOffset(text.find("\xE2\x82\xAC")), 6);
    EXPECT_EQ(source->FileOffset(text.find('z')), 12);
    EXPECT_EQ(source->FileOffset(text.find("end")), 18);
    EXPECT_EQ(source->FileOffset(text.size()), 24);
    EXPECT_EQ(source->LineOf(text.find("end")), 2);
    EXPECT_EQ(source->LineOfByte(18), 2);
    EXPECT_EQ(source->LineOfByte(12), 1);
  }
}

TEST(Encodings, BrokenUtf16IsRefused) {
  for (const std::string& bytes : {Utf16(u"ab", true) + "x", Utf16({u"a\xD800z", 3}, true),
                                   Utf16({u"a\xDC00", 2}, false), Utf16({u"a\0b", 3}, true)}) {
    EXPECT_FALSE(SourceText::Decode(bytes).ok());
  }
}

TEST(Encodings, CodePageGoesBothWays) {
  for (int byte = 0x80; byte <= 0xFF; ++byte) {
    const char32_t code = FromWindows1252(static_cast<unsigned char>(byte));
    if (code != 0) {
      EXPECT_EQ(ToWindows1252(code), byte);
    }
    std::string utf8;
    AppendUtf8(code == 0 ? 0x10FFFF : code, &utf8);
    EXPECT_EQ(Utf8At(utf8, 0).code, code == 0 ? 0x10FFFF : code);
    EXPECT_EQ(Utf8At(utf8, 0).length, utf8.size());
  }
  EXPECT_EQ(ToWindows1252(0x81), 0x81);
  EXPECT_EQ(ToWindows1252(0x93), -1);
  EXPECT_EQ(ToWindows1252(0x4E00), -1);
  for (const char* no :
       {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80", "\xC3", "\xF5\x80\x80\x80"}) {
    EXPECT_EQ(Utf8At(no, 0).length, 0U);
  }
}

TEST(Encodings, WhatLooksLikeHtml) {
  for (const char* yes : {"<!DOCTYPE html>\n<p>x", " \n<HTML>", "<p class=MsoNormal>One<p>two", "<div>a</div>"}) {
    EXPECT_TRUE(LooksLikeHtml(yes)) << yes;
  }
  for (const char* no : {"Street Children", "<", "<accessed 2009>", "a < b", "Tags such as <p> are used in pages."}) {
    EXPECT_FALSE(LooksLikeHtml(no)) << no;
  }
}

}  // namespace
}  // namespace lectern::legacy
