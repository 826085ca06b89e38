#include "clients/admin/server_address.h"

#include "gtest/gtest.h"

namespace lectern::admin {
namespace {

TEST(ServerAddress, TakesHostAndPort) {
  for (const char* address : {"127.0.0.1:50051", "localhost:1", "[::1]:65535", "catalogue.example.org:443"})
    EXPECT_EQ(CheckServerAddress(address), "") << address;
  for (const char* address : {"", "localhost", ":50051", "localhost:", "localhost:0", "localhost:65536", "localhost:5x",
                              "::1:50051", "http://localhost:50051", "a b:1", "[]:1", "unix:/tmp/socket"})
    EXPECT_NE(CheckServerAddress(address), "") << address;
}

TEST(ServerAddress, KnowsThisMachine) {
  for (const char* address : {"127.0.0.1:1", "127.8.8.8:1", "localhost:1", "[::1]:1"})
    EXPECT_TRUE(IsLoopback(address)) << address;
  for (const char* address : {"128.0.0.1:1", "localhost.example.org:1", "127.example.org:1", "[::2]:1"})
    EXPECT_FALSE(IsLoopback(address)) << address;
}

}  // namespace
}  // namespace lectern::admin
