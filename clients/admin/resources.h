// The kinds of resources, told by their names.
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

// The kind that `name` has by its collections, none where it has no resource name's form. The ids are the server's
// to judge.
std::optional<Kind> KindOf(std::string_view name);

// "entries/ID, countries/CC, ...": the forms that KindOf knows, for messages.
std::string_view NameForms();

// Gets the resource `name`, of `kind`. Sets `resource` on success.
grpc::Status GetResource(Connection& connection, Kind kind, const std::string& name, v1::View view,
                         std::unique_ptr<google::protobuf::Message>& resource);

}  // namespace lectern::admin
