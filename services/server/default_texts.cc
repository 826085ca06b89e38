#include "services/server/default_texts.h"

#include <initializer_list>
#include <string>

namespace lectern::server {
namespace {

constexpr char kEnglish[] = "en";

struct TopicTexts {
  const char* id;
  const char* label;
  const char* description;
  const char* guidance;
  // Words of older texts: found by search, never used as headings.
  std::initializer_list<const char*> legacy_terms;
};

// Preferred terms follow the Luxembourg Guidelines (Terminology Guidelines for the Protection of Children from Sexual
// Exploitation and Sexual Abuse) and General Comment No. 21 of the UN Committee on the Rights of the Child.
const TopicTexts kTopics[] = {
    {"human-trafficking",
     "Human trafficking",
     "Recruiting, moving or keeping people by force, deceit or the abuse of a weak position, in order to exploit them. "
     "The definition is that of Article 3 of the United Nations Protocol of 2000.",
     "Choose one form of trafficking, one country and one period. Compare what a government reports with what an "
     "independent monitoring body found in the same years, and say where the two differ. Figures on trafficking count "
     "the cases that were found, not those that took place.",
     {"trafficking in persons", "trafficking in human beings", "white slave traffic", "modern slavery"}},
    {"street-children",
     "Children in street situations",
     "Children who live or work on the streets, alone, with others of their age or with their families, and children "
     "whose everyday life is tied to public places.",
     "Ask why children come to the street, what protects them there, and which support let them leave it. Prefer "
     "sources in which children and young people speak for themselves and could do so safely.",
     {"street children", "street kids", "runaways", "homeless children"}},
    {"sexual-exploitation-of-children",
     "Sexual exploitation of children",
     "Abuse of a child in which somebody gains something by it: money, goods, favours or power. A child cannot consent "
     "to it, whatever was paid.",
     "Write about the people and conditions that make exploitation possible, about the law and how it is applied, or "
     "about prevention and help. Leave out details that could let a child be recognised, also where a source prints "
     "them. If the reading weighs on you, stop and talk to somebody: Help lists whom.",
     {"commercial sexual exploitation of children", "CSEC", "child prostitution", "child prostitute",
      "child pornography", "child sex tourism"}},
    {"torture",
     "Torture and ill-treatment",
     "Severe pain or suffering that an official causes, orders or tolerates for a purpose, as Article 1 of the United "
     "Nations Convention of 1984 defines it, and other cruel, inhuman or degrading treatment.",
     "Separate what a court found, what a monitoring body saw on a visit, and what is alleged. Look for the answer of "
     "the government concerned, and quote both.",
     {"cruel treatment", "third degree"}},
};

void Add(google::protobuf::RepeatedPtrField<v1::LocalizedText>* texts, const char* text) {
  v1::LocalizedText* added = texts->Add();
  added->set_language(kEnglish);
  added->set_text(text);
}

}  // namespace

std::vector<v1::Topic> DefaultTopics() {
  std::vector<v1::Topic> topics;
  for (const TopicTexts& texts : kTopics) {
    v1::Topic& topic = topics.emplace_back();
    topic.set_name(std::string("topics/") + texts.id);
    Add(topic.mutable_labels(), texts.label);
    Add(topic.mutable_descriptions(), texts.description);
    Add(topic.mutable_guidance(), texts.guidance);
    for (const char* term : texts.legacy_terms) Add(topic.mutable_legacy_terms(), term);
  }
  return topics;
}

v1::Site DefaultSite() {
  v1::Site site;
  site.set_name("site");
  site.set_display_name("Teaching resources");
  site.set_default_caution(
      "The sources collected here make claims that nobody has checked for this site unless a passage says so. Read "
      "them as you would read any witness: who says it, when, and how could they know?");
  site.set_citation_template("{editor}, \"{title}\", {url}, accessed {accessed}");
  // A directory of helplines of many countries, kept by their own association.
  v1::Fallback* directory = site.add_fallbacks();
  directory->set_label("Child Helpline International: find the helpline of a country");
  directory->set_url("https://childhelplineinternational.org/helplines/");
  return site;
}

}  // namespace lectern::server
