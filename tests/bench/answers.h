// What lecternd answers, kept so that another server can give the same bytes.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tests/bench/load_client.h"

namespace lectern::bench {

// Requests as they go over the wire.
grpc::Slice GetRequest(const std::string& name);
// Fifty entries in the view that listings have by default (BASIC); an empty token asks for the first page.
grpc::Slice ListRequest(const std::string& page_token);

// Tokens of up to `count` pages, spread over the middle half of the listing of all entries.
std::vector<std::string> MiddleTokens(const std::string& address, size_t count);

struct Answers {
  std::vector<std::string> bodies;  // one a request
  std::map<std::string, std::string> trailers;
};

// Throws std::runtime_error where the bytes cannot be had.
std::string ToString(const grpc::ByteBuffer& buffer);

// Makes every call once. Throws std::runtime_error where one fails.
Answers Fetch(const std::string& address, const Workload& workload);

// A file of bodies: each behind its length as 4 bytes, little-endian.
void WriteBodies(const std::filesystem::path& file, const std::vector<std::string>& bodies);
// Throws std::runtime_error where it is no such file or holds none.
std::vector<std::string_view> ReadBodies(const std::string& bytes);

}  // namespace lectern::bench
