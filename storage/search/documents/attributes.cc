#include "storage/search/documents/attributes.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "lectern/v1/country.pb.h"
#include "lectern/v1/entry.pb.h"
#include "lectern/v1/taxonomy.pb.h"
#include "lectern/v1/teacher_resource.pb.h"
#include "storage/engine/text.h"
#include "storage/records/record_kind.h"
#include "storage/records/sort_text.h"

namespace lectern::search {
namespace {

constexpr std::pair<std::string_view, LabelColumn> kLabelAttributes[] = {
    {"kind", LabelColumn::kKind},
    {"country", LabelColumn::kCountry},
    {"other_countries", LabelColumn::kCountriesSpokenOf},
    {"topic", LabelColumn::kTopic},
    {"themes", LabelColumn::kThemes},
    {"source_type", LabelColumn::kSourceType},
    {"language", LabelColumn::kLanguage},
    {"claim_status", LabelColumn::kClaimStatus},
    {"lifecycle", LabelColumn::kLifecycle},
    {"content_notes", LabelColumn::kContentNotes},
    {"year", LabelColumn::kPublishYear},
};

void AddLabel(Document& document, LabelColumn column, std::string label) {
  if (!label.empty()) document.Labels(column).push_back(std::move(label));
}

template <class List>
void AddLabels(Document& document, LabelColumn column, const List& list) {
  for (const std::string& label : list) AddLabel(document, column, label);
}

// An unstated value is no label.
void AddEnum(Document& document, LabelColumn column, const google::protobuf::EnumDescriptor& type, int value) {
  if (value != 0) AddLabel(document, column, EnumLabel(type, value));
}

void AddOnce(Document& document, LabelColumn column, const std::string& label) {
  std::vector<std::string>& labels = document.Labels(column);
  if (!label.empty() && std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(label);
}

// Base 62 digits sort as their bytes do; so many of them fit into a column of numbers.
constexpr size_t kRankDigits = 10;

int64_t RankNumber(std::string_view rank) {
  if (rank.empty()) return kNoNumber;
  constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  int64_t number = 0;
  for (size_t i = 0; i < kRankDigits; ++i) {
    const size_t digit = i < rank.size() ? kDigits.find(rank[i]) : 0;
    number = number * 62 + static_cast<int64_t>(digit == std::string_view::npos ? 0 : digit);
  }
  return number;
}

void FillEntry(const v1::Entry& entry, Document& document) {
  AddLabel(document, LabelColumn::kCountry, entry.country());
  AddLabels(document, LabelColumn::kCountriesSpokenOf, entry.other_countries());
  AddLabel(document, LabelColumn::kTopic, entry.topic());
  AddLabels(document, LabelColumn::kThemes, entry.themes());
  AddEnum(document, LabelColumn::kSourceType, *v1::SourceType_descriptor(), entry.source_type());
  AddOnce(document, LabelColumn::kLanguage, entry.language());
  for (const v1::Passage& passage : entry.passages()) {
    AddOnce(document, LabelColumn::kLanguage, passage.language());
    const v1::ClaimStatus status = passage.claim().status() == v1::CLAIM_STATUS_UNSPECIFIED
                                       ? v1::CLAIM_STATUS_UNVERIFIED
                                       : passage.claim().status();
    AddOnce(document, LabelColumn::kClaimStatus, EnumLabel(*v1::ClaimStatus_descriptor(), status));
  }
  AddEnum(document, LabelColumn::kLifecycle, *v1::Lifecycle_descriptor(), entry.lifecycle());
  AddLabels(document, LabelColumn::kContentNotes, entry.content_notes());
  if (!entry.content_notes_assessed()) AddLabel(document, LabelColumn::kContentNotes, std::string(kNotAssessed));
  if (const std::optional<int64_t> day = FirstDayOf(entry.published().edtf())) {
    document.Number(NumberColumn::kDate) = *day;
    const int64_t year = (absl::CivilDay() + *day).year();
    document.Number(NumberColumn::kYear) = year;
    AddLabel(document, LabelColumn::kPublishYear, absl::StrCat(year));
  }
  document.Number(NumberColumn::kRank) = RankNumber(entry.rank());
}

void FillPage(const v1::CountryPage& page, Document& document) {
  AddLabel(document, LabelColumn::kCountry, storage::CountryOfName(page.name()));
  AddLabel(document, LabelColumn::kTopic, page.topic());
  AddLabel(document, LabelColumn::kLanguage, page.language());
  AddEnum(document, LabelColumn::kLifecycle, *v1::Lifecycle_descriptor(), page.lifecycle());
}

void FillResource(const v1::TeacherResource& resource, Document& document) {
  AddLabel(document, LabelColumn::kCountry, resource.country());
  AddLabel(document, LabelColumn::kTopic, resource.topic());
  AddLabels(document, LabelColumn::kThemes, resource.themes());
  AddLabel(document, LabelColumn::kLanguage, resource.language());
  AddEnum(document, LabelColumn::kLifecycle, *v1::Lifecycle_descriptor(), resource.lifecycle());
}

template <class Term>
std::string LabelOf(const Term& term) {
  return term.labels().empty() ? "" : term.labels(0).text();
}

}  // namespace

std::optional<LabelColumn> LabelColumnOf(std::string_view attribute) {
  for (const auto& [name, column] : kLabelAttributes)
    if (name == attribute) return column;
  return std::nullopt;
}

std::string EnumLabel(const google::protobuf::EnumDescriptor& type, int value) {
  const auto* known = type.FindValueByNumber(value);
  if (known == nullptr) return "";
  // Value 0 of every enum is its prefix and this.
  constexpr std::string_view kUnstated = "UNSPECIFIED";
  return known->name().substr(type.FindValueByNumber(0)->name().size() - kUnstated.size());
}

std::optional<int64_t> FirstDayOf(std::string_view edtf) {
  constexpr size_t kYear = 4, kMonth = 7, kDay = 10;  // bytes of "2009", "2009-05", "2009-05-31"
  if (edtf.size() != kYear && edtf.size() != kMonth && edtf.size() != kDay) return std::nullopt;
  int year = 0, month = 1, day = 1;
  if (!absl::SimpleAtoi(Absl(edtf.substr(0, 4)), &year)) return std::nullopt;
  if (edtf.size() >= kMonth && !absl::SimpleAtoi(Absl(edtf.substr(5, 2)), &month)) return std::nullopt;
  if (edtf.size() == kDay && !absl::SimpleAtoi(Absl(edtf.substr(8, 2)), &day)) return std::nullopt;
  const absl::CivilDay date(year, month, day);
  if (date.month() != month || date.day() != day) return std::nullopt;  // no such day: it was carried over
  return date - absl::CivilDay();
}

void FillAttributes(const google::protobuf::Message& record, std::string_view collection, Document& document) {
  AddLabel(document, LabelColumn::kKind, std::string(collection));
  const auto* type = record.GetDescriptor();
  if (type == v1::Entry::descriptor())
    FillEntry(static_cast<const v1::Entry&>(record), document);
  else if (type == v1::CountryPage::descriptor())
    FillPage(static_cast<const v1::CountryPage&>(record), document);
  else if (type == v1::TeacherResource::descriptor())
    FillResource(static_cast<const v1::TeacherResource&>(record), document);
  else if (type == v1::Country::descriptor())
    AddLabel(document, LabelColumn::kCountry, static_cast<const v1::Country&>(record).name());
  else if (type == v1::Topic::descriptor())
    AddLabel(document, LabelColumn::kTopic, static_cast<const v1::Topic&>(record).name());
  else if (type == v1::Theme::descriptor())
    AddLabel(document, LabelColumn::kThemes, static_cast<const v1::Theme&>(record).name());
  document.title_order = storage::SortText(TitleOf(record)).substr(0, kMaxTitleOrderBytes);
}

std::string TitleOf(const google::protobuf::Message& record) {
  const auto* type = record.GetDescriptor();
  if (type == v1::TeacherResource::descriptor()) return static_cast<const v1::TeacherResource&>(record).title();
  if (type == v1::CountryPage::descriptor()) return static_cast<const v1::CountryPage&>(record).printed_country_name();
  if (type == v1::Country::descriptor()) return static_cast<const v1::Country&>(record).display_name();
  if (type == v1::Topic::descriptor()) return LabelOf(static_cast<const v1::Topic&>(record));
  if (type == v1::Theme::descriptor()) return LabelOf(static_cast<const v1::Theme&>(record));
  std::string title;
  for (const std::string& line : static_cast<const v1::Entry&>(record).title_lines())
    title.append(title.empty() ? "" : " ").append(line);
  return title;
}

}  // namespace lectern::search
