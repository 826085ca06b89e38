// Requests of every method, made from their descriptors: a good one, and the ways in which one can be bad.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "lectern/v1/admin_service.pb.h"

namespace lectern::tests {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// Every method of the contract that is no stream.
std::vector<const MethodDescriptor*> UnaryMethods();

// "lectern.v1.EntryService/GetEntry".
std::string FullName(const MethodDescriptor& method);

// A request that passes all checks on the store of StandardFixture(), or at least those of its fields.
std::unique_ptr<Message> GoodRequest(const MethodDescriptor& method);

// Requests that make the resources which good requests name: method and request, in order.
std::vector<std::pair<std::string, std::unique_ptr<Message>>> StandardFixture();

// One way of being bad.
struct BadRequest {
  std::string name;
  // Makes `request`, a good one of `method`, bad so; false where the method has nothing that could be.
  std::function<bool(const MethodDescriptor& method, Message& request)> spoil;
  std::string code;                  // "INVALID_ARGUMENT"
  std::vector<std::string> reasons;  // one of these
  std::string violation;             // ending of a field that BadRequest names; empty: none is asked for
};

const std::vector<BadRequest>& BadRequests();

}  // namespace lectern::tests
