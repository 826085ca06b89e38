// The kinds of resources, told by their names, and what can be done with each.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "clients/admin/connection.h"
#include "google/protobuf/message.h"
#include "lectern/v1/types.pb.h"

namespace lectern::admin {

enum class Kind { kCountry, kCountryPage, kEntry, kHotline, kSite, kTeacherResource, kTheme, kTopic };

// The kind that `name` has by its collections, with or without "@" and a revision behind it; none where it has no
// resource name's form. The ids are the server's to judge.
std::optional<Kind> KindOf(std::string_view name);

// "entries/ID, countries/CC, ...": the forms that KindOf knows, for messages.
std::string_view NameForms();

// Whether resources of `kind` are drafts, published or withdrawn.
bool HasLifecycle(Kind kind);

// What every kind has a method for, but the site: it is always there.
enum class Action { kGet, kList, kUpdate, kDelete, kUndelete, kListRevisions, kRollback };

// A method of the contract, with an empty request and answer of its types.
struct Method {
  // Example: "/lectern.v1.EntryService/GetEntry".
  std::string path;
  std::unique_ptr<google::protobuf::Message> request;
  std::unique_ptr<google::protobuf::Message> answer;
};

// The method that does `action` to one or more of `kind`, found by the contract's own rules for names. None where the
// kind has no such method.
std::optional<Method> MethodOf(Kind kind, Action action);

// Calls `method` with its request; its answer is filled on success.
grpc::Status Call(Connection& connection, Method& method);

// Gets the resource `name`, of `kind`, as it is now; at revision `at` where that is not 0. Sets `resource` on success.
grpc::Status GetResource(Connection& connection, Kind kind, const std::string& name, v1::View view, int64_t at,
                         std::unique_ptr<google::protobuf::Message>& resource);

}  // namespace lectern::admin
