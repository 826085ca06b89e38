#include "clients/admin/import/files.h"

#include <unistd.h>

#include <fstream>

#include "clients/admin/text_width.h"
#include "gmock/gmock.h"

namespace lectern::admin {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class FilesTest : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_ / "b" / "deep"); }
  void TearDown() override { fs::remove_all(folder_); }
  void Write(const fs::path& name) { std::ofstream(folder_ / name) << "text of " << name; }
  std::vector<std::string> Names(const FileList& list) {
    std::vector<std::string> names;
    for (const SourceFile& file : list.files) names.push_back(fs::relative(file.path, folder_));
    return names;
  }

  const fs::path folder_ = fs::temp_directory_path() / ("lectern-files-" + std::to_string(getpid()));
};

TEST_F(FilesTest, FindsPagesBelowAFolderSorted) {
  for (const char* name : {"c.txt", "a.TXT", "b/z.html", "b/deep/y.txt", "notes.md", "b/page.htm", "b/site.zip"})
    Write(name);
  fs::create_directory_symlink(folder_, folder_ / "b" / "loop");
  EXPECT_THAT(Names(FindFiles({folder_})), ElementsAre("a.TXT", "b/deep/y.txt", "b/page.htm", "b/z.html", "c.txt"));
}

TEST_F(FilesTest, FoldersThatCanNameTheSectionAreKept) {
  Write("b/deep/y.txt");
  const auto site_path = [](const FileList& list) { return list.files.at(0).site_path; };
  EXPECT_EQ(site_path(FindFiles({folder_ / "b"})), "b/deep/y.txt");
  EXPECT_EQ(site_path(FindFiles({folder_ / "b/"})), "b/deep/y.txt");
  EXPECT_EQ(site_path(FindFiles({folder_ / "b" / "deep" / "y.txt"})), "deep/y.txt");
  const fs::path before = fs::current_path();
  fs::current_path(folder_ / "b" / "deep");
  EXPECT_EQ(site_path(FindFiles({"y.txt"})), "deep/y.txt");
  EXPECT_EQ(site_path(FindFiles({"."})), "deep/y.txt");
  EXPECT_EQ(site_path(FindFiles({".."})), "b/deep/y.txt");
  fs::current_path(before);
}

TEST_F(FilesTest, TakesANamedFileWhateverItsEnding) {
  Write("notes.md");
  EXPECT_THAT(Names(FindFiles({folder_ / "notes.md"})), ElementsAre("notes.md"));
}

TEST_F(FilesTest, SaysThatAFolderHoldsNoPage) {
  const FileList list = FindFiles({folder_ / "b"});
  EXPECT_THAT(list.files, IsEmpty());
  ASSERT_EQ(list.unreadable.size(), 1u);
  EXPECT_THAT(list.unreadable[0].why, HasSubstr("*.txt"));
}

TEST_F(FilesTest, NamesAreUtf8WhateverTheFileSystemHolds) {
  const std::string name = "caf\xE9.txt";
  Write(name);
  const FileList list = FindFiles({folder_});
  ASSERT_EQ(list.files.size(), 1u);
  EXPECT_TRUE(IsUtf8(list.files[0].shown));
  EXPECT_EQ(list.files[0].name, "caf\xEF\xBF\xBD.txt");
  EXPECT_TRUE(ReadSource(list.files[0].path).ok()) << "found under its real name";
}

TEST_F(FilesTest, ReadsAllBytes) {
  std::string bytes(100'000, '\0');
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 7);
  std::ofstream(folder_ / "x", std::ios::binary) << bytes;
  EXPECT_EQ(*ReadSource(folder_ / "x"), bytes);
}

TEST_F(FilesTest, RefusesWhatIsNoReadableFile) {
  EXPECT_EQ(ReadSource(folder_ / "absent").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReadSource("/dev/zero").status().code(), absl::StatusCode::kInvalidArgument);
  std::ofstream(folder_ / "huge") << "x";
  fs::resize_file(folder_ / "huge", 65 << 20);
  EXPECT_EQ(ReadSource(folder_ / "huge").status().code(), absl::StatusCode::kInvalidArgument);
  Write("locked");
  fs::permissions(folder_ / "locked", fs::perms::none);
  // A superuser may read it all the same.
  if (geteuid() != 0) {
    EXPECT_EQ(ReadSource(folder_ / "locked").status().code(), absl::StatusCode::kPermissionDenied);
  }
}

}  // namespace
}  // namespace lectern::admin
