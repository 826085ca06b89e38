// The texts that a new store begins with. Editors may change all of them.
#pragma once

#include <vector>

#include "lectern/v1/site.pb.h"
#include "lectern/v1/taxonomy.pb.h"

namespace lectern::server {

std::vector<v1::Topic> DefaultTopics();
v1::Site DefaultSite();

}  // namespace lectern::server
