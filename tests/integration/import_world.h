// A server with an empty catalogue, and who calls it, for tests of imports.
#pragma once

#include <gmock/gmock.h>

#include "tests/integration/import_client.h"

namespace lectern::testing {

class ImportWorld : public ::testing::Test {
 protected:
  ImportWorld() { client_.Import({Item("country { name: \"countries/be\" }")}, {.source = "countries"}); }

  // A client of its own for a new key of `role`.
  ImportClient As(const std::string& role) {
    const Lecternctl admin(server_.address(), server_.admin_key());
    return {server_, admin.Json({"keys", "create", "--name", role, "--role", role}).at("secret")};
  }

  const TempDirectory directory_;
  ServerProcess server_{directory_.path() / "data"};
  ImportClient client_{server_, server_.admin_key()};
};

// All results are `outcomes`, before and after the commit.
inline void ExpectOutcomes(const Imported& imported, const std::vector<std::string>& outcomes) {
  EXPECT_EQ(OutcomesOf(imported.planned), outcomes) << "as planned";
  EXPECT_EQ(OutcomesOf(imported.done), outcomes) << "as done";
}

}  // namespace lectern::testing
