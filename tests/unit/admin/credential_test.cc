#include "clients/admin/credential.h"

#include <unistd.h>

#include <fstream>

#include "gmock/gmock.h"

namespace lectern::admin {
namespace {

using ::testing::HasSubstr;

class CredentialTest : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("lectern-credential-" + std::to_string(getpid()));
};

TEST_F(CredentialTest, TakesTheFirstSourceThatIsGiven) {
  CredentialSources sources;
  EXPECT_EQ(FindCredential(sources)->secret, "");
  sources.default_files = {folder_ / "absent", Write("default", "from-default\n")};
  EXPECT_EQ(FindCredential(sources)->secret, "from-default");
  sources.environment = "from-environment";
  EXPECT_EQ(FindCredential(sources)->secret, "from-environment");
  EXPECT_EQ(FindCredential(sources)->origin, "LECTERN_TOKEN");
  sources.file = Write("named", "  from-file \r\n");
  EXPECT_EQ(FindCredential(sources)->secret, "from-file");
  EXPECT_EQ(FindCredential(sources)->origin, *sources.file);
  sources.token = "from-option";
  EXPECT_EQ(FindCredential(sources)->secret, "from-option");
}

TEST_F(CredentialTest, AnEmptyVariableIsNone) {
  CredentialSources sources;
  sources.environment = "";
  EXPECT_EQ(FindCredential(sources)->secret, "");
}

TEST_F(CredentialTest, RefusesWhatCannotBeAKey) {
  // gRPC would end the process over each of these.
  for (const std::string& token : {std::string("two words"), std::string("line\nend"), std::string("nul\0x", 5),
                                   std::string("caf\xC3\xA9"), std::string(5000, 'a'), std::string("  ")}) {
    CredentialSources sources;
    sources.token = token;
    EXPECT_EQ(FindCredential(sources).status().code(), absl::StatusCode::kInvalidArgument) << token;
  }
}

TEST_F(CredentialTest, ANamedFileMustBeThereADefaultOneNeedNot) {
  CredentialSources sources;
  sources.file = folder_ / "absent";
  EXPECT_THAT(std::string(FindCredential(sources).status().message()), HasSubstr("absent"));
  sources.file = folder_;
  EXPECT_FALSE(FindCredential(sources).ok());
  sources.file = Write("empty", "\n");
  EXPECT_THAT(std::string(FindCredential(sources).status().message()), HasSubstr("empty"));
}

}  // namespace
}  // namespace lectern::admin
