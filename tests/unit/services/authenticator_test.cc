#include "services/auth/authenticator.h"

#include <future>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "google/protobuf/util/time_util.h"
#include "gtest/gtest.h"
#include "services/auth/secret.h"
#include "storage/engine/fault.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace lectern::auth {
namespace {

using google::protobuf::util::TimeUtil;

TEST(Secret, Sha256IsThatOfTheStandard) {
  // FIPS 180-4's examples.
  EXPECT_EQ(absl::BytesToHexString(Sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(absl::BytesToHexString(Sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

class AuthenticatorTest : public testing::Test {
 protected:
  void SetUp() override {
    storage::rocks::RocksDbOptions options;
    options.in_memory = true;
    engine_ = storage::rocks::OpenRocksDb(options).value();
    keys_ = KeyRing::Open(*engine_).value();
  }

  std::string MakeKey(v1::Role role, absl::Time expires) {
    v1::ApiKey key;
    key.set_display_name("test");
    key.set_role(role);
    *key.mutable_expire_time() = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(expires));
    const std::string secret = NewSecret(RandomId());
    std::promise<bool> made;
    keys_->Create(key, secret, now_, "test",
                  [&](absl::StatusOr<v1::ApiKey> key_made) { made.set_value(key_made.ok()); });
    EXPECT_TRUE(made.get_future().get());
    return secret;
  }

  void Revoke(const std::string& secret) {
    std::promise<bool> revoked;
    keys_->Revoke("apiKeys/" + *IdOfSecret(secret), now_, "test",
                  [&](absl::StatusOr<v1::ApiKey> key) { revoked.set_value(key.ok()); });
    EXPECT_TRUE(revoked.get_future().get());
  }

  absl::StatusOr<Principal> Authenticate(const std::vector<std::pair<std::string, std::string>>& metadata,
                                         bool anonymous_reader = true) {
    Metadata refs;
    for (const auto& [key, value] : metadata) refs.emplace(key, value);
    return Authenticator(*keys_, anonymous_reader).Authenticate(refs, now_);
  }

  const absl::Time now_ = absl::Now();
  std::unique_ptr<storage::Engine> engine_;
  std::unique_ptr<KeyRing> keys_;
};

TEST_F(AuthenticatorTest, WithoutCredentialAReaderOrNobody) {
  const auto reader = Authenticate({});
  ASSERT_TRUE(reader.ok());
  EXPECT_TRUE(reader->anonymous());
  EXPECT_EQ(reader->role, v1::ROLE_READER);
  EXPECT_EQ(ReasonOf(Authenticate({}, false).status()), v1::ERROR_REASON_CREDENTIAL_MISSING);
}

TEST_F(AuthenticatorTest, AKeyGivesItsRoleUntilItExpiresOrIsRevoked) {
  const std::string secret = MakeKey(v1::ROLE_EDITOR, now_ + absl::Hours(1));
  const auto editor = Authenticate({{"authorization", "Bearer " + secret}}, false);
  ASSERT_TRUE(editor.ok());
  EXPECT_EQ(editor->role, v1::ROLE_EDITOR);
  EXPECT_EQ(editor->id, "key:" + *IdOfSecret(secret));
  EXPECT_TRUE(Authenticate({{"authorization", "bearer " + secret}}).ok());

  const std::string expired = MakeKey(v1::ROLE_EDITOR, now_);
  EXPECT_EQ(ReasonOf(Authenticate({{"authorization", "Bearer " + expired}}).status()),
            v1::ERROR_REASON_CREDENTIAL_INVALID);
  Revoke(secret);
  EXPECT_EQ(ReasonOf(Authenticate({{"authorization", "Bearer " + secret}}).status()),
            v1::ERROR_REASON_CREDENTIAL_INVALID);
}

TEST_F(AuthenticatorTest, WrongCredentialsAreNeverReaders) {
  std::string secret = MakeKey(v1::ROLE_EDITOR, now_ + absl::Hours(1));
  std::string other = secret;
  other.back() = other.back() == 'A' ? 'B' : 'A';
  for (const std::string& credential :
       {std::string(), std::string("Bearer "), "Bearer " + other, "Basic " + secret, secret,
        "Bearer " + secret.substr(0, secret.size() - 1), std::string("Bearer lk__x")})
    EXPECT_EQ(ReasonOf(Authenticate({{"authorization", credential}}).status()), v1::ERROR_REASON_CREDENTIAL_INVALID)
        << credential;
  EXPECT_FALSE(Authenticate({{"authorization", "Bearer " + secret}, {"authorization", "Bearer " + secret}}).ok());
}

TEST_F(AuthenticatorTest, ActAsOnlyLowers) {
  const std::string secret = MakeKey(v1::ROLE_EDUCATOR, now_ + absl::Hours(1));
  const auto role = [&](const char* act_as) {
    return Authenticate({{"authorization", "Bearer " + secret}, {"lectern-act-as", act_as}});
  };
  EXPECT_EQ(role("reader")->role, v1::ROLE_READER);
  EXPECT_EQ(role("educator")->role, v1::ROLE_EDUCATOR);
  EXPECT_EQ(role("editor")->role, v1::ROLE_EDUCATOR);
  for (const char* wrong : {"admin", "Reader", "", "nobody"})
    EXPECT_EQ(ReasonOf(role(wrong).status()), v1::ERROR_REASON_ACT_AS_INVALID) << wrong;
}

TEST_F(AuthenticatorTest, KeysOutliveTheProcessAndTheirSecretsAreNotStored) {
  const std::string secret = MakeKey(v1::ROLE_ADMIN, now_ + absl::Hours(1));
  const auto reopened = KeyRing::Open(*engine_).value();
  EXPECT_TRUE(reopened->Check(secret, now_).ok());
  const auto cursor = (*engine_->OpenSnapshot())->Scan({"", ""});
  for (; cursor->Valid(); cursor->Next()) EXPECT_EQ(cursor->value().find(secret), std::string_view::npos);
}

}  // namespace
}  // namespace lectern::auth
