#include "services/auth/role_table.h"

#include <array>
#include <utility>

namespace lectern::auth {
namespace {

using Line = std::pair<std::string_view, v1::Role>;

// One line for each RPC. Readers see published records alone whatever the method: that is decided inside the read.
constexpr std::array kTable{
    // Of operations, editors reach their own alone: that is decided inside the methods.
    Line{"google.longrunning.Operations/CancelOperation", v1::ROLE_EDITOR},
    Line{"google.longrunning.Operations/DeleteOperation", v1::ROLE_EDITOR},
    Line{"google.longrunning.Operations/GetOperation", v1::ROLE_EDITOR},
    Line{"google.longrunning.Operations/ListOperations", v1::ROLE_EDITOR},
    Line{"google.longrunning.Operations/WaitOperation", v1::ROLE_EDITOR},
    Line{"lectern.v1.AdminService/Compact", v1::ROLE_ADMIN},
    Line{"lectern.v1.AdminService/CreateApiKey", v1::ROLE_ADMIN},
    Line{"lectern.v1.AdminService/GetStatus", v1::ROLE_READER},
    Line{"lectern.v1.AdminService/ListApiKeys", v1::ROLE_ADMIN},
    Line{"lectern.v1.AdminService/RevokeApiKey", v1::ROLE_ADMIN},
    Line{"lectern.v1.ChangeService/ListChanges", v1::ROLE_READER},
    Line{"lectern.v1.ChangeService/Watch", v1::ROLE_READER},
    Line{"lectern.v1.CountryService/BatchGetCountries", v1::ROLE_READER},
    Line{"lectern.v1.CountryService/BatchGetCountryPages", v1::ROLE_READER},
    Line{"lectern.v1.CountryService/BatchGetHotlines", v1::ROLE_READER},
    Line{"lectern.v1.CountryService/BatchUpsertCountries", v1::ROLE_EDITOR},
    Line{"lectern.v1.CountryService/BatchUpsertCountryPages", v1::ROLE_EDITOR},
    Line{"lectern.v1.CountryService/BatchUpsertHotlines", v1::ROLE_EDITOR},
    Line{"lectern.v1.CountryService/CreateCountry", v1::ROLE_EDITOR},
    Line{"lectern.v1.CountryService/CreateCountryPage", v1::ROLE_EDITOR},
    Line{"lectern.v1.CountryService/CreateHotline", v1::ROLE_EDITOR},
    Line{"lectern.v1.CountryService/DeleteCountry", v1::ROLE_EDITOR},
    Line{"lectern.v1.CountryService/DeleteCountryPage", v1::ROLE_EDITOR},
    Line{"lectern.v1.CountryService/DeleteHotline", v1::ROLE_EDITOR},
    Line{"lectern.v1.CountryService/GetCountry", v1::ROLE_READER},
    Line{"lectern.v1.CountryService/GetCountryPage", v1::ROLE_READER},
    Line{"lectern.v1.CountryService/GetHotline", v1::ROLE_READER},
    Line{"lectern.v1.CountryService/ListCountries", v1::ROLE_READER},
    Line{"lectern.v1.CountryService/ListCountryPageRevisions", v1::ROLE_READER},
    Line{"lectern.v1.CountryService/ListCountryPages", v1::ROLE_READER},
    Line{"lectern.v1.CountryService/ListCountryRevisions", v1::ROLE_READER},
    Line{"lectern.v1.CountryService/ListHotlineRevisions", v1::ROLE_READER},
    Line{"lectern.v1.CountryService/ListHotlines", v1::ROLE_READER},
    Line{"lectern.v1.CountryService/RollbackCountry", v1::ROLE_EDITOR},
    Line{"lectern.v1.CountryService/RollbackCountryPage", v1::ROLE_EDITOR},
    Line{"lectern.v1.CountryService/RollbackHotline", v1::ROLE_EDITOR},
    Line{"lectern.v1.CountryService/UndeleteCountry", v1::ROLE_EDITOR},
    Line{"lectern.v1.CountryService/UndeleteCountryPage", v1::ROLE_EDITOR},
    Line{"lectern.v1.CountryService/UndeleteHotline", v1::ROLE_EDITOR},
    Line{"lectern.v1.CountryService/UpdateCountry", v1::ROLE_EDITOR},
    Line{"lectern.v1.CountryService/UpdateCountryPage", v1::ROLE_EDITOR},
    Line{"lectern.v1.CountryService/UpdateHotline", v1::ROLE_EDITOR},
    Line{"lectern.v1.EntryService/BatchGetEntries", v1::ROLE_READER},
    Line{"lectern.v1.EntryService/BatchUpsertEntries", v1::ROLE_EDITOR},
    Line{"lectern.v1.EntryService/CreateEntry", v1::ROLE_EDITOR},
    Line{"lectern.v1.EntryService/DeleteEntry", v1::ROLE_EDITOR},
    Line{"lectern.v1.EntryService/GetEntry", v1::ROLE_READER},
    Line{"lectern.v1.EntryService/ListEntries", v1::ROLE_READER},
    Line{"lectern.v1.EntryService/ListEntryRevisions", v1::ROLE_READER},
    Line{"lectern.v1.EntryService/RollbackEntry", v1::ROLE_EDITOR},
    Line{"lectern.v1.EntryService/UndeleteEntry", v1::ROLE_EDITOR},
    Line{"lectern.v1.EntryService/UpdateEntry", v1::ROLE_EDITOR},
    Line{"lectern.v1.ErasureService/Expunge", v1::ROLE_ADMIN},
    Line{"lectern.v1.ErasureService/Redact", v1::ROLE_EDITOR},
    Line{"lectern.v1.ExportService/Export", v1::ROLE_READER},
    Line{"lectern.v1.ExportService/ExportPage", v1::ROLE_READER},
    Line{"lectern.v1.ImportService/BeginImport", v1::ROLE_EDITOR},
    Line{"lectern.v1.ImportService/CommitImport", v1::ROLE_EDITOR},
    Line{"lectern.v1.ImportService/ListImportItems", v1::ROLE_EDITOR},
    Line{"lectern.v1.ImportService/PlanImport", v1::ROLE_EDITOR},
    Line{"lectern.v1.ImportService/StageItems", v1::ROLE_EDITOR},
    Line{"lectern.v1.ImportService/StreamItems", v1::ROLE_EDITOR},
    Line{"lectern.v1.ImportService/UndoImport", v1::ROLE_EDITOR},
    Line{"lectern.v1.PublicationService/Publish", v1::ROLE_EDITOR},
    Line{"lectern.v1.PublicationService/Withdraw", v1::ROLE_EDITOR},
    Line{"lectern.v1.SiteService/GetSite", v1::ROLE_READER},
    Line{"lectern.v1.SiteService/ListSiteRevisions", v1::ROLE_READER},
    Line{"lectern.v1.SiteService/RollbackSite", v1::ROLE_ADMIN},
    Line{"lectern.v1.SiteService/UpdateSite", v1::ROLE_ADMIN},
    Line{"lectern.v1.TaxonomyService/BatchGetThemes", v1::ROLE_READER},
    Line{"lectern.v1.TaxonomyService/BatchGetTopics", v1::ROLE_READER},
    Line{"lectern.v1.TaxonomyService/BatchUpsertThemes", v1::ROLE_EDITOR},
    Line{"lectern.v1.TaxonomyService/BatchUpsertTopics", v1::ROLE_EDITOR},
    Line{"lectern.v1.TaxonomyService/CreateTheme", v1::ROLE_EDITOR},
    Line{"lectern.v1.TaxonomyService/CreateTopic", v1::ROLE_EDITOR},
    Line{"lectern.v1.TaxonomyService/DeleteTheme", v1::ROLE_EDITOR},
    Line{"lectern.v1.TaxonomyService/DeleteTopic", v1::ROLE_EDITOR},
    Line{"lectern.v1.TaxonomyService/GetTheme", v1::ROLE_READER},
    Line{"lectern.v1.TaxonomyService/GetTopic", v1::ROLE_READER},
    Line{"lectern.v1.TaxonomyService/ListThemeRevisions", v1::ROLE_READER},
    Line{"lectern.v1.TaxonomyService/ListThemes", v1::ROLE_READER},
    Line{"lectern.v1.TaxonomyService/ListTopicRevisions", v1::ROLE_READER},
    Line{"lectern.v1.TaxonomyService/ListTopics", v1::ROLE_READER},
    Line{"lectern.v1.TaxonomyService/RollbackTheme", v1::ROLE_EDITOR},
    Line{"lectern.v1.TaxonomyService/RollbackTopic", v1::ROLE_EDITOR},
    Line{"lectern.v1.TaxonomyService/UndeleteTheme", v1::ROLE_EDITOR},
    Line{"lectern.v1.TaxonomyService/UndeleteTopic", v1::ROLE_EDITOR},
    Line{"lectern.v1.TaxonomyService/UpdateTheme", v1::ROLE_EDITOR},
    Line{"lectern.v1.TaxonomyService/UpdateTopic", v1::ROLE_EDITOR},
    Line{"lectern.v1.TeacherResourceService/BatchGetTeacherResources", v1::ROLE_READER},
    Line{"lectern.v1.TeacherResourceService/BatchUpsertTeacherResources", v1::ROLE_EDITOR},
    Line{"lectern.v1.TeacherResourceService/CreateTeacherResource", v1::ROLE_EDITOR},
    Line{"lectern.v1.TeacherResourceService/DeleteTeacherResource", v1::ROLE_EDITOR},
    Line{"lectern.v1.TeacherResourceService/GetTeacherResource", v1::ROLE_READER},
    Line{"lectern.v1.TeacherResourceService/ListTeacherResourceRevisions", v1::ROLE_READER},
    Line{"lectern.v1.TeacherResourceService/ListTeacherResources", v1::ROLE_READER},
    Line{"lectern.v1.TeacherResourceService/RollbackTeacherResource", v1::ROLE_EDITOR},
    Line{"lectern.v1.TeacherResourceService/UndeleteTeacherResource", v1::ROLE_EDITOR},
    Line{"lectern.v1.TeacherResourceService/UpdateTeacherResource", v1::ROLE_EDITOR},
};

}  // namespace

v1::Role LeastRole(std::string_view method) {
  for (const auto& [name, role] : kTable)
    if (name == method) return role;
  return v1::ROLE_UNSPECIFIED;
}

}  // namespace lectern::auth
