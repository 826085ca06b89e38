// Zip archives: read in bounded memory, and refused where they are made to do harm.
#include "clients/admin/import/archive.h"

#include <unistd.h>
#include <zip.h>

#include <fstream>

#include "clients/admin/import/files.h"
#include "gmock/gmock.h"

namespace lectern::admin {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ArchiveTest : public ::testing::Test {
 protected:
  struct Item {
    std::string name;
    std::string bytes;
    const char* password = nullptr;
  };

  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path Zip(const std::string& name, const std::vector<Item>& items) {
    const fs::path path = folder_ / name;
    int error = 0;
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
    for (const Item& item : items) {
      zip_source_t* source = zip_source_buffer(archive, item.bytes.data(), item.bytes.size(), 0);
      const zip_int64_t index = zip_file_add(archive, item.name.c_str(), source, ZIP_FL_ENC_UTF_8);
      if (item.password != nullptr)
        zip_file_set_encryption(archive, static_cast<zip_uint64_t>(index), ZIP_EM_AES_256, item.password);
    }
    EXPECT_EQ(zip_close(archive), 0) << zip_strerror(archive);
    return path;
  }

  static std::string Bytes(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void Write(const fs::path& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

  std::string WhyRefused(const fs::path& path) {
    const FileList list = FindFiles({path});
    EXPECT_THAT(list.files, IsEmpty());
    return list.unreadable.size() == 1 ? list.unreadable[0].why : std::to_string(list.unreadable.size()) + " refusals";
  }

  const fs::path folder_ = fs::temp_directory_path() / ("lectern-archive-" + std::to_string(getpid()));
};

TEST_F(ArchiveTest, PagesAreFoundAndRead) {
  const std::string text = "Street Children\n";
  const fs::path zip = Zip("site.ZIP", {{"streetchildren/Peru.htm", "<html>Peru"},
                                        {"streetchildren/Malawi.txt", text},
                                        {"streetchildren/images/a.gif", "GIF"},
                                        {"../../etc/passwd.html", "x"},
                                        {"C\xC3\xB4te.htm", "y"},
                                        {"__MACOSX/._Peru.htm", "shadow"}});
  const FileList list = FindFiles({zip});
  EXPECT_THAT(list.unreadable, IsEmpty());
  std::vector<std::string> shown, names, site_paths;
  for (const SourceFile& file : list.files) {
    shown.push_back(file.shown.substr(folder_.string().size() + 1));
    names.push_back(file.name);
    site_paths.push_back(file.site_path);
  }
  // A path that leads out of the archive is only a name.
  EXPECT_THAT(shown, ElementsAre("site.ZIP:../../etc/passwd.html", "site.ZIP:C\xC3\xB4te.htm",
                                 "site.ZIP:streetchildren/Malawi.txt", "site.ZIP:streetchildren/Peru.htm"));
  EXPECT_THAT(names, ElementsAre("passwd.html", "C\xC3\xB4te.htm", "Malawi.txt", "Peru.htm"));
  EXPECT_EQ(site_paths[2], "site/streetchildren/Malawi.txt");
  EXPECT_EQ(*ReadSource(list.files[2]), text);
  EXPECT_EQ(*ReadSource(list.files[3]), "<html>Peru");
  EXPECT_EQ(list.files[2].archive->Read(99).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(ArchiveTest, IsToldByItsFirstBytesToo) {
  const fs::path zip = Zip("capture.bin", {{"a.htm", "x"}});
  EXPECT_EQ(FindFiles({zip}).files.size(), 1u);
  Write(folder_ / "no.txt", "PK is how it begins");
  EXPECT_FALSE(Archive::IsOne(folder_ / "no.txt"));
}

TEST_F(ArchiveTest, BombsAreRefused) {
  EXPECT_THAT(WhyRefused(Zip("ratio.zip", {{"a.htm", std::string(50 << 20, 'x')}})), HasSubstr("more than 200 times"));
  std::vector<Item> many;
  for (int i = 0; i < 20'001; ++i) many.push_back({std::to_string(i) + ".htm", ""});
  EXPECT_THAT(WhyRefused(Zip("count.zip", many)), HasSubstr("more than 20000 files"));
  // What an archive of 17 MB says of itself: that each of its 18 files unpacks to 60 MB.
  std::string noise(1 << 20, '\0');
  uint32_t state = 1;
  for (char& c : noise) c = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
  std::vector<Item> large;
  for (int i = 0; i < 18; ++i) large.push_back({std::to_string(i) + ".htm", noise});
  const fs::path total = Zip("total.zip", large);
  std::string bytes = Bytes(total);
  for (size_t pos = bytes.find("PK\1\2"); pos != std::string::npos; pos = bytes.find("PK\1\2", pos + 1)) {
    for (int i = 0; i < 4; ++i)
      bytes[pos + 24 + static_cast<size_t>(i)] = static_cast<char>((60'000'000 >> (8 * i)) & 0xFF);
  }
  Write(total, bytes);
  EXPECT_THAT(WhyRefused(total), HasSubstr("more than 1024 MiB"));
}

TEST_F(ArchiveTest, AnArchiveInsideIsNotOpened) {
  const fs::path inner = Zip("inner.zip", {{"a.htm", "x"}});
  const FileList list = FindFiles({Zip("outer.zip", {{"b.htm", "y"}, {"more/inner.zip", Bytes(inner)}})});
  EXPECT_EQ(list.files.size(), 1u);
  ASSERT_EQ(list.unreadable.size(), 1u);
  EXPECT_THAT(list.unreadable[0].shown, HasSubstr("outer.zip:more/inner.zip"));
  EXPECT_THAT(list.unreadable[0].why, HasSubstr("inside an archive"));
}

TEST_F(ArchiveTest, EncryptedOnesAreRefused) {
  EXPECT_THAT(WhyRefused(Zip("locked.zip", {{"a.htm", "x", "secret"}})), HasSubstr("is encrypted (a.htm)"));
}

TEST_F(ArchiveTest, DamagedOnesAreRefused) {
  const fs::path zip = Zip("a.zip", {{"a.htm", std::string(10'000, 'a') + "end"}});
  const std::string whole = Bytes(zip);
  Write(zip, whole.substr(0, whole.size() - 30));
  EXPECT_THAT(WhyRefused(zip), HasSubstr("its end is missing"));
  Write(zip, "no archive at all");
  EXPECT_THAT(WhyRefused(zip), HasSubstr("no zip archive"));
  Write(zip, "");
  EXPECT_THAT(WhyRefused(zip), HasSubstr("no zip archive"));
  EXPECT_THAT(WhyRefused(Zip("none.zip", {{"a.gif", "x"}})), HasSubstr("*.htm"));
  // The checksum inside tells.
  std::string broken = whole;
  broken[whole.find("a.htm") + 8] ^= 0x55;
  Write(zip, broken);
  const FileList list = FindFiles({zip});
  if (!list.files.empty()) {
    EXPECT_EQ(ReadSource(list.files[0]).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST_F(ArchiveTest, TheSizeThatItStatesIsNotBelieved) {
  const fs::path zip = Zip("lie.zip", {{"a.htm", std::string(100'000, 'a')}});
  std::string bytes = Bytes(zip);
  const size_t central = bytes.find("PK\1\2");
  // In the directory and before the file itself: 1,000 bytes instead of 100,000.
  for (const size_t at : {central + 24, size_t{22}}) {
    bytes[at] = static_cast<char>(1000 & 0xFF);
    bytes[at + 1] = static_cast<char>(1000 >> 8);
    bytes[at + 2] = bytes[at + 3] = 0;
  }
  Write(zip, bytes);
  const FileList list = FindFiles({zip});
  ASSERT_EQ(list.files.size(), 1u);
  EXPECT_EQ(ReadSource(list.files[0]).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace lectern::admin
