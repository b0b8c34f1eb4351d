#include <gumbo.h>
#include <strings.h>

#include <cstdlib>
#include <vector>

#include "bench/looks/ceiling/page.h"

namespace vouch::bench {
namespace {

class Arena {
 public:
  void* take(std::size_t size) {
    size = (size + 15) & ~std::size_t{15};
    if (size > kBlock) {
      large_.push_back(static_cast<char*>(std::malloc(size)));
      return large_.back();
    }
    if (blocks_.empty() || used_ + size > kBlock) {
      if (!blocks_.empty()) ++block_;
      if (block_ >= blocks_.size()) {
        blocks_.push_back(static_cast<char*>(std::malloc(kBlock)));
        block_ = blocks_.size() - 1;
      }
      used_ = 0;
    }
    char* memory = blocks_[block_] + used_;
    used_ += size;
    return memory;
  }
  void reset() {
    block_ = used_ = 0;
    for (char* block : large_) std::free(block);
    large_.clear();
  }

 private:
  static constexpr std::size_t kBlock = 1 << 20;
  std::vector<char*> blocks_, large_;
  std::size_t block_ = 0, used_ = 0;
};
thread_local Arena arena;

GumboOptions arena_options() {
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = [](void*, std::size_t size) { return arena.take(size); };
  options.deallocator = [](void*, void*) {};
  return options;
}

const char* attribute(const GumboElement& element, const char* name) {
  const GumboAttribute* found = gumbo_get_attribute(&element.attributes, name);
  return found == nullptr ? nullptr : found->value;
}

constexpr std::size_t kNoLink = static_cast<std::size_t>(-1);

void walk(const GumboNode* node, Page& page, std::size_t link, bool in_body) {
  if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE) {
    if (in_body) append_text(page.text, node->v.text.text);
    if (link != kNoLink) append_text(page.links[link].text, node->v.text.text);
    return;
  }
  if (node->type != GUMBO_NODE_ELEMENT && node->type != GUMBO_NODE_DOCUMENT) return;
  const GumboVector* children = &node->v.document.children;
  if (node->type == GUMBO_NODE_ELEMENT) {
    const GumboElement& element = node->v.element;
    children = &element.children;
    switch (element.tag) {
      case GUMBO_TAG_SCRIPT:
      case GUMBO_TAG_STYLE:
      case GUMBO_TAG_NOSCRIPT:
      case GUMBO_TAG_TEMPLATE:
        return;
      case GUMBO_TAG_TITLE:
        if (!page.title.empty()) return;
        for (unsigned i = 0; i < children->length; ++i) {
          const auto* child = static_cast<const GumboNode*>(children->data[i]);
          if (child->type == GUMBO_NODE_TEXT) append_text(page.title, child->v.text.text);
        }
        return;
      case GUMBO_TAG_META: {
        const char* name = attribute(element, "name");
        const char* content = attribute(element, "content");
        if (name != nullptr && content != nullptr && strcasecmp(name, "robots") == 0)
          page.robots = content;
        break;
      }
      case GUMBO_TAG_LINK: {
        const char* rel = attribute(element, "rel");
        const char* href = attribute(element, "href");
        if (rel != nullptr && href != nullptr && strcasecmp(rel, "canonical") == 0)
          page.canonical = href;
        break;
      }
      case GUMBO_TAG_A:
        if (const char* href = attribute(element, "href")) {
          Link& added = page.add_link();
          added.href = href;
          if (const char* rel = attribute(element, "rel")) added.rel = rel;
          link = page.link_count - 1;
        }
        break;
      case GUMBO_TAG_BODY:
        in_body = true;
        break;
      case GUMBO_TAG_P:
      case GUMBO_TAG_DIV:
      case GUMBO_TAG_LI:
      case GUMBO_TAG_TD:
      case GUMBO_TAG_TR:
      case GUMBO_TAG_BR:
      case GUMBO_TAG_H1:
      case GUMBO_TAG_H2:
      case GUMBO_TAG_H3:
      case GUMBO_TAG_H4:
        break_line(page.text);
        break;
      default:
        break;
    }
  }
  for (unsigned i = 0; i < children->length; ++i) {
    walk(static_cast<const GumboNode*>(children->data[i]), page, link, in_body);
  }
}

}  // namespace

void extract_tree(std::string_view html, Page& out) {
  static const GumboOptions options = arena_options();
  out.clear();
  const GumboOutput* output = gumbo_parse_with_options(&options, html.data(), html.size());
  walk(output->document, out, kNoLink, false);
  arena.reset();
}

}  // namespace vouch::bench
