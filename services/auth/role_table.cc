#include "services/auth/role_table.h"

#include <array>
#include <utility>

namespace lectern::auth {
namespace {

using Line = std::pair<std::string_view, v1::Role>;

// One line for each RPC. Readers see published records alone whatever the method: that is decided inside the read.
constexpr std::array kTable{
    Line{"lectern.v1.AdminService/CreateApiKey", v1::ROLE_ADMIN},
    Line{"lectern.v1.AdminService/GetStatus", v1::ROLE_READER},
    Line{"lectern.v1.AdminService/ListApiKeys", v1::ROLE_ADMIN},
    Line{"lectern.v1.AdminService/RevokeApiKey", v1::ROLE_ADMIN},
    Line{"lectern.v1.CountryService/BatchUpsertCountries", v1::ROLE_EDITOR},
    Line{"lectern.v1.CountryService/BatchUpsertCountryPages", v1::ROLE_EDITOR},
    Line{"lectern.v1.CountryService/BatchUpsertHotlines", v1::ROLE_EDITOR},
    Line{"lectern.v1.CountryService/GetCountry", v1::ROLE_READER},
    Line{"lectern.v1.CountryService/GetCountryPage", v1::ROLE_READER},
    Line{"lectern.v1.CountryService/GetHotline", v1::ROLE_READER},
    Line{"lectern.v1.CountryService/ListCountries", v1::ROLE_READER},
    Line{"lectern.v1.CountryService/ListCountryPages", v1::ROLE_READER},
    Line{"lectern.v1.CountryService/ListHotlines", v1::ROLE_READER},
    Line{"lectern.v1.EntryService/BatchGetEntries", v1::ROLE_READER},
    Line{"lectern.v1.EntryService/BatchUpsertEntries", v1::ROLE_EDITOR},
    Line{"lectern.v1.EntryService/CreateEntry", v1::ROLE_EDITOR},
    Line{"lectern.v1.EntryService/DeleteEntry", v1::ROLE_EDITOR},
    Line{"lectern.v1.EntryService/GetEntry", v1::ROLE_READER},
    Line{"lectern.v1.EntryService/ListEntries", v1::ROLE_READER},
    Line{"lectern.v1.EntryService/UpdateEntry", v1::ROLE_EDITOR},
    Line{"lectern.v1.SiteService/GetSite", v1::ROLE_READER},
    Line{"lectern.v1.SiteService/UpdateSite", v1::ROLE_ADMIN},
    Line{"lectern.v1.TaxonomyService/BatchUpsertThemes", v1::ROLE_EDITOR},
    Line{"lectern.v1.TaxonomyService/BatchUpsertTopics", v1::ROLE_EDITOR},
    Line{"lectern.v1.TaxonomyService/GetTheme", v1::ROLE_READER},
    Line{"lectern.v1.TaxonomyService/GetTopic", v1::ROLE_READER},
    Line{"lectern.v1.TaxonomyService/ListThemes", v1::ROLE_READER},
    Line{"lectern.v1.TaxonomyService/ListTopics", v1::ROLE_READER},
    Line{"lectern.v1.TeacherResourceService/BatchUpsertTeacherResources", v1::ROLE_EDITOR},
    Line{"lectern.v1.TeacherResourceService/GetTeacherResource", v1::ROLE_READER},
    Line{"lectern.v1.TeacherResourceService/ListTeacherResources", v1::ROLE_READER},
};

}  // namespace

v1::Role LeastRole(std::string_view method) {
  for (const auto& [name, role] : kTable)
    if (name == method) return role;
  return v1::ROLE_UNSPECIFIED;
}

}  // namespace lectern::auth
