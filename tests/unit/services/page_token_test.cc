#include "services/aip/page_token.h"

#include <set>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"
#include "lectern/v1/error_reason.pb.h"
#include "storage/engine/fault.h"

namespace lectern::aip {
namespace {

const storage::StoreIdentity kStore{"0123456789abcdef0123456789abcdef", 2, std::string(32, 'k')};

internal::v1::PageTokenPayload Payload() {
  internal::v1::PageTokenPayload payload;
  payload.set_request_hash(77);
  payload.set_epoch(2);
  payload.set_revision(5);
  payload.set_last_key(std::string("a\0b", 3));
  payload.set_total_size(9);
  return payload;
}

TEST(PageToken, ComesBackAsItWas) {
  const auto opened = OpenPageToken(kStore, SealPageToken(kStore, Payload()), 77);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened->SerializeAsString(), Payload().SerializeAsString());
}

TEST(PageToken, TellsNothing) {
  const std::string token = SealPageToken(kStore, Payload());
  EXPECT_NE(token, SealPageToken(kStore, Payload()));
  for (char c : token) EXPECT_TRUE(std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_') << c;
}

TEST(PageToken, AnyChangeIsRefused) {
  const std::string token = SealPageToken(kStore, Payload());
  for (size_t i = 0; i < token.size(); ++i) {
    std::string altered = token;
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    const auto opened = OpenPageToken(kStore, altered, 77);
    // The last character holds bits that base64 does not use.
    if (opened.ok()) {
      EXPECT_EQ(i, token.size() - 1);
    } else {
      EXPECT_EQ(ReasonOf(opened.status()), v1::ERROR_REASON_PAGE_TOKEN_INVALID);
    }
  }
  for (const std::string& wrong :
       {std::string(), std::string("x"), std::string("!!"), token + token, std::string(5000, 'A')})
    EXPECT_FALSE(OpenPageToken(kStore, wrong, 77).ok());
}

TEST(PageToken, WhatWasSpoiltSpoilsNoOther) {
  storage::StoreIdentity other = kStore;
  other.seal_key = std::string(32, 'o');
  const std::string token = SealPageToken(kStore, Payload());
  ASSERT_FALSE(OpenPageToken(other, token, 77).ok());
  EXPECT_TRUE(OpenPageToken(kStore, token, 77).ok());
  ASSERT_FALSE(OpenPageToken(other, token, 77).ok());
  EXPECT_TRUE(OpenPageToken(other, SealPageToken(other, Payload()), 77).ok());
}

// With two of one nonce, and the text of one, whoever has them could make more.
TEST(PageToken, NoTwoHaveTheSameNonce) {
  constexpr size_t kThreads = 4, kTokens = 400, kNonceBytes = 12;
  std::vector<std::string> nonces[kThreads];
  std::vector<std::thread> threads;
  for (std::vector<std::string>& own : nonces)
    threads.emplace_back([&own] {
      for (size_t i = 0; i < kTokens; ++i) {
        std::string sealed;
        absl::WebSafeBase64Unescape(SealPageToken(kStore, Payload()), &sealed);
        own.push_back(sealed.substr(0, kNonceBytes));
      }
    });
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> all;
  for (const std::vector<std::string>& own : nonces) all.insert(own.begin(), own.end());
  EXPECT_EQ(all.size(), kThreads * kTokens);
}

TEST(PageToken, BelongsToItsRequestStoreAndEpoch) {
  const std::string token = SealPageToken(kStore, Payload());
  EXPECT_EQ(ReasonOf(OpenPageToken(kStore, token, 78).status()), v1::ERROR_REASON_PAGE_TOKEN_FOREIGN);
  storage::StoreIdentity other = kStore;
  other.seal_key[0] = 'x';
  EXPECT_EQ(ReasonOf(OpenPageToken(other, token, 77).status()), v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  other = kStore;
  other.epoch = 3;
  EXPECT_EQ(ReasonOf(OpenPageToken(other, token, 77).status()), v1::ERROR_REASON_PAGE_TOKEN_EPOCH);
}

}  // namespace
}  // namespace lectern::aip
