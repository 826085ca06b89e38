#include "storage/search/query/ast.h"

namespace lectern::search {
namespace {

std::string_view FieldName(Field field) {
  switch (field) {
    case Field::kTitle:
      return "title:";
    case Field::kContributors:
      return "contributors:";
    case Field::kPublisher:
      return "publisher:";
    case Field::kPassages:
      return "text:";
    case Field::kNotes:
      return "notes:";
    case Field::kLessonText:
      return "lesson:";
    case Field::kPlaceNames:
      return "country:";
  }
  return "";
}

void Print(const QueryNode& node, std::string& text);

void PrintGroup(const QueryNode& node, std::string& text) {
  text += '(';
  Print(node, text);
  text += ')';
}

void Print(const QueryNode& node, std::string& text) {
  using Kind = QueryNode::Kind;
  if (node.field) text += FieldName(*node.field);
  switch (node.kind) {
    case Kind::kAll:
    case Kind::kAny:
      for (const QueryNode& part : node.parts) {
        if (&part != &node.parts.front()) text += node.kind == Kind::kAll ? " " : " OR ";
        if (part.kind == Kind::kAll)
          PrintGroup(part, text);
        else
          Print(part, text);  // OR binds tighter than AND
      }
      break;
    case Kind::kNot:
      text += '-';
      if (node.parts.front().kind == Kind::kAll || node.parts.front().kind == Kind::kAny)
        PrintGroup(node.parts.front(), text);
      else
        Print(node.parts.front(), text);
      break;
    case Kind::kWord:
      text += node.text;
      break;
    case Kind::kPhrase:
      text.append("\"").append(node.text).append("\"");
      break;
    case Kind::kPrefix:
      text.append(node.text).append("*");
      break;
  }
}

}  // namespace

std::string PrintQuery(const QueryNode& node) {
  std::string text;
  Print(node, text);
  return text;
}

}  // namespace lectern::search
