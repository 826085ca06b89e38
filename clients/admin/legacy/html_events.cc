#include "clients/admin/legacy/html_events.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <deque>
#include <map>
#include <utility>

#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;

// What a node inherits from those around it.
struct Context {
  int link = -1;
  bool preformatted = false;
};

std::string_view Attribute(const GumboElement& element, const char* name) {
  const GumboAttribute* found = gumbo_get_attribute(&element.attributes, name);
  return found == nullptr ? std::string_view() : Trim(found->value);
}

// Elements whose text is no text of the page: programs, forms, data islands of word processors.
bool IsSilent(const GumboElement& element) {
  switch (element.tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_SVG:
      return true;
    case GUMBO_TAG_UNKNOWN: {
      GumboStringPiece name = element.original_tag;
      gumbo_tag_from_original_text(&name);
      return AsciiLower({name.data, name.length}) == "xml";
    }
    default: {
      std::string style = AsciiLower(Attribute(element, "style"));
      std::erase(style, ' ');
      return style.find("display:none") != std::string::npos;
    }
  }
}

// How an element parts the text around it; kText for one that does not.
HtmlEventKind BreakOf(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_P:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_PRE:
      return HtmlEventKind::kParagraph;
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_CENTER:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_FIELDSET:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_BODY:
      return HtmlEventKind::kBlock;
    case GUMBO_TAG_BR:
      return HtmlEventKind::kLineBreak;
    default:
      return HtmlEventKind::kText;
  }
}

class Collector {
 public:
  Collector(std::string_view html, HtmlEvents* out) : html_(html), out_(*out) {}

  void Run(const GumboNode& document) {
    // No recursion: the tree may be thousands of nodes deep.
    std::vector<std::pair<const GumboNode*, Context>> open = {{&document, Context()}};
    while (!open.empty()) {
      auto [node, context] = open.back();
      open.pop_back();
      const GumboVector* children = Visit(*node, &context);
      for (unsigned int i = children == nullptr ? 0 : children->length; i-- > 0;) {
        open.emplace_back(static_cast<const GumboNode*>(children->data[i]), context);
      }
    }
    BareLinks();
    out_.made.assign(std::make_move_iterator(made_.begin()), std::make_move_iterator(made_.end()));
    for (const auto& [event, text] : made_of_) out_.events[event].text = out_.made[text];
    std::stable_sort(out_.events.begin(), out_.events.end(),
                     [](const HtmlEvent& a, const HtmlEvent& b) { return a.offset < b.offset; });
  }

 private:
  size_t OffsetOf(const char* data) const {
    const bool inside = data >= html_.data() && data <= html_.data() + html_.size();
    return inside ? static_cast<size_t>(data - html_.data()) : npos;
  }

  // Takes one node; returns the children to visit with `context`.
  const GumboVector* Visit(const GumboNode& node, Context* context) {
    switch (node.type) {
      case GUMBO_NODE_DOCUMENT:
        return &node.v.document.children;
      case GUMBO_NODE_ELEMENT:
        return Element(node.v.element, context);
      case GUMBO_NODE_COMMENT:
        SavedFrom(node.v.text.text);
        return nullptr;
      case GUMBO_NODE_TEXT:
      case GUMBO_NODE_CDATA:
      case GUMBO_NODE_WHITESPACE:
        Text(node.v.text, *context);
        return nullptr;
      case GUMBO_NODE_TEMPLATE:
        return nullptr;
    }
    return nullptr;
  }

  void Text(const GumboText& text, const Context& context) {
    const size_t offset = OffsetOf(text.original_text.data);
    if (offset == npos) return;
    HtmlEvent event;
    event.offset = offset;
    event.text = text.text;
    event.original = html_.substr(offset, text.original_text.length);
    event.link = context.link;
    event.preformatted = context.preformatted;
    if (context.link >= 0 && !IsBlank(event.text)) with_text_[static_cast<size_t>(context.link)] = true;
    out_.events.push_back(event);
  }

  const GumboVector* Element(const GumboElement& element, Context* context) {
    if (element.tag == GUMBO_TAG_BASE && out_.base.empty()) out_.base = Attribute(element, "href");
    const size_t offset = element.original_tag.length == 0 ? npos : OffsetOf(element.original_tag.data);
    if (IsSilent(element)) return nullptr;
    const HtmlEventKind kind = BreakOf(element.tag);
    if (kind != HtmlEventKind::kText && offset != npos) {
      Break(kind, offset);
      const size_t end = element.end_pos.offset;
      if (kind != HtmlEventKind::kLineBreak && end > offset && end <= html_.size()) Break(kind, end);
    }
    if (element.tag == GUMBO_TAG_LI && offset != npos) Number(element, offset);
    if (element.tag == GUMBO_TAG_OL && offset != npos) numbers_[&element] = First(element);
    if (element.tag == GUMBO_TAG_IMG && offset != npos) Image(element, offset);
    if (element.tag == GUMBO_TAG_PRE) context->preformatted = true;
    if (element.tag == GUMBO_TAG_A) Link(element, offset, context);
    // Items find their list through this: children are visited right behind their parent, in order.
    for (unsigned int i = 0; element.tag == GUMBO_TAG_OL && i < element.children.length; ++i) {
      const auto* child = static_cast<const GumboNode*>(element.children.data[i]);
      if (child->type == GUMBO_NODE_ELEMENT) list_of_[&child->v.element] = &element;
    }
    return &element.children;
  }

  void Break(HtmlEventKind kind, size_t offset) {
    HtmlEvent event;
    event.kind = kind;
    event.offset = offset;
    out_.events.push_back(event);
  }

  void Made(HtmlEventKind kind, const GumboElement& element, size_t offset, std::string text) {
    HtmlEvent event;
    event.kind = kind;
    event.offset = offset;
    event.original = html_.substr(offset, element.original_tag.length);
    made_of_.emplace_back(out_.events.size(), made_.size());
    made_.push_back(std::move(text));
    out_.events.push_back(event);
  }

  static int ToNumber(std::string_view text, int otherwise) {
    int number = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number >= 0 && number < 100'000 ? number : otherwise;
  }

  static int First(const GumboElement& list) { return ToNumber(Attribute(list, "start"), 1); }

  // The browser prints the number of an item and so do captures as text; readers of numbered lists go by it.
  void Number(const GumboElement& item, size_t offset) {
    const auto list = list_of_.find(&item);
    if (list == list_of_.end()) return;
    int& next = numbers_[list->second];
    next = ToNumber(Attribute(item, "value"), next);
    // Behind the break of the same place, which the item brings.
    Made(HtmlEventKind::kNumber, item, offset, std::to_string(next) + ".");
    ++next;
  }

  // A link of nothing but an image stays a bare one.
  void Image(const GumboElement& element, size_t offset) {
    const std::string_view alt = Attribute(element, "alt");
    if (alt.empty()) return;
    // Word processors write "Description: " before it, and by that such lines are told from the page's own.
    const bool described = MatchPhrase(alt, 0, "description:") != npos;
    Made(HtmlEventKind::kImageText, element, offset, (described ? "" : "Description: ") + Collapse(alt));
  }

  void Link(const GumboElement& element, size_t offset, Context* context) {
    const std::string_view address = Attribute(element, "href");
    if (address.empty()) return;
    // A link that was cut in pieces by the tags around it is still one.
    const auto [link, is_new] = link_at_.emplace(offset, static_cast<int>(out_.links.size()));
    context->link = link->second;
    if (!is_new) return;
    std::string clean(address);
    std::erase_if(clean, [](char c) { return c == '\n' || c == '\r' || c == '\t'; });
    out_.links.push_back(std::move(clean));
    with_text_.push_back(false);
  }

  void BareLinks() {
    for (const auto& [offset, link] : link_at_) {
      if (with_text_[static_cast<size_t>(link)] || offset == npos) continue;
      HtmlEvent event;
      event.kind = HtmlEventKind::kBareLink;
      event.offset = offset;
      event.link = link;
      out_.events.push_back(event);
    }
  }

  // "saved from url=(0042)http://www.example.org/page.htm"
  void SavedFrom(std::string_view comment) {
    constexpr std::string_view kWords = "saved from url=";
    size_t pos = FindPhrase(comment, kWords);
    if (pos == npos || !out_.saved_from.empty()) return;
    pos += kWords.size();
    if (pos < comment.size() && comment[pos] == '(') pos = std::min(comment.find(')', pos), comment.size() - 1) + 1;
    const std::vector<std::string_view> words = Words(comment.substr(pos));
    if (!words.empty()) out_.saved_from = std::string(words.front());
  }

  std::string_view html_;
  HtmlEvents& out_;
  std::deque<std::string> made_;
  // Event and text of it.
  std::vector<std::pair<size_t, size_t>> made_of_;
  std::map<const GumboElement*, const GumboElement*> list_of_;
  std::map<const GumboElement*, int> numbers_;
  // By the place of its tag.
  std::map<size_t, int> link_at_;
  std::vector<bool> with_text_;
};

}  // namespace

HtmlEvents CollectEvents(std::string_view html, const HtmlTree& tree) {
  HtmlEvents events;
  Collector(html, &events).Run(tree.document());
  return events;
}

}  // namespace lectern::legacy
