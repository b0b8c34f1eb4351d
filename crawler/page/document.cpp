#include "crawler/page/document.h"

#include <gumbo.h>

#include <algorithm>
#include <csetjmp>
#include <cstdlib>
#include <vector>

#include "core/text.h"
#include "crawler/page/character_references.h"

namespace vouch::crawler {

namespace {

// Gumbo's memory: handed out in order, given back all at once. It leaves the parser by longjmp when
// the budget or the deadline is passed, so nothing with a destructor may live between
// parse_within() and Gumbo.
class Arena {
 public:
  Arena(const DocumentLimits& limits, const SteadyClock& clock)
      : budget_(limits.arena_bytes), clock_(clock), deadline_(clock.now() + limits.time) {
    blocks_.reserve(kExpectedBlocks);  // push_back must not throw through Gumbo's frames
  }
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena() {
    for (void* block : blocks_) std::free(block);
  }

  static void* allocate(void* self, std::size_t size) {
    return static_cast<Arena*>(self)->take(size);
  }
  static void keep(void* /*self*/, void* /*memory*/) {}

  // None when Gumbo was stopped; refused() says why.
  GumboOutput* parse_within(const GumboOptions& options, const char* html, std::size_t size) {
    if (setjmp(stop_) != 0) return nullptr;
    return gumbo_parse_with_options(&options, html, size);
  }

  [[nodiscard]] std::size_t used() const { return used_; }
  [[nodiscard]] Refused refused() const { return refused_; }

 private:
  static constexpr std::size_t kAlignment = alignof(std::max_align_t);
  static constexpr std::size_t kFirstBlock = std::size_t{64} * 1024;
  static constexpr std::size_t kLargestBlock = std::size_t{4} * 1024 * 1024;
  static constexpr unsigned kCallsPerClock = 64;
  static constexpr std::size_t kExpectedBlocks = 256;

  void* take(std::size_t size) {
    size = (size + kAlignment - 1) / kAlignment * kAlignment;
    if (size > budget_ - used_) stop(Refused::kBytes);
    if (++calls_ % kCallsPerClock == 0 && clock_.now() > deadline_) stop(Refused::kTime);
    if (size > left_) open_block(size);
    used_ += size;
    char* memory = next_;
    next_ += size;
    left_ -= size;
    return memory;
  }

  void open_block(std::size_t size) {
    const std::size_t bytes = std::max(size, block_bytes_);
    block_bytes_ = std::min(block_bytes_ * 2, kLargestBlock);
    void* block = blocks_.size() < kExpectedBlocks ? std::malloc(bytes) : nullptr;
    if (block == nullptr) stop(Refused::kBytes);
    blocks_.push_back(block);
    next_ = static_cast<char*>(block);
    left_ = bytes;
  }

  [[noreturn]] void stop(Refused reason) {
    refused_ = reason;
    std::longjmp(stop_, 1);
  }

  std::size_t budget_;
  const SteadyClock& clock_;
  SteadyClock::Point deadline_;
  std::vector<void*> blocks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
  std::size_t block_bytes_ = kFirstBlock;
  std::size_t used_ = 0;
  unsigned calls_ = 0;
  Refused refused_ = Refused::kBytes;
  std::jmp_buf stop_;
};

// Names by Gumbo's numbers, measured once.
std::string_view known_tag_name(GumboTag tag) {
  static const std::vector<std::string_view> kNames = [] {
    std::vector<std::string_view> names;
    names.reserve(GUMBO_TAG_LAST);
    for (int i = 0; i < GUMBO_TAG_LAST; ++i)
      names.emplace_back(gumbo_normalized_tagname(static_cast<GumboTag>(i)));
    return names;
  }();
  const auto number = static_cast<std::size_t>(tag);
  return number < kNames.size() ? kNames[number] : std::string_view();
}

bool is_listed(const GumboNode* node) {
  switch (node->v.element.tag) {
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_META:
    case GUMBO_TAG_BASE:
    case GUMBO_TAG_LINK:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_TIME:
      return true;
    default:
      return gumbo_get_attribute(&node->v.element.attributes, "itemprop") != nullptr;
  }
}

const GumboNode* gumbo(const void* node) {
  return static_cast<const GumboNode*>(node);
}

bool element_like(const GumboNode* node) {
  return node != nullptr && (node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE);
}

bool text_like(const GumboNode* node) {
  return node != nullptr && (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
                             node->type == GUMBO_NODE_CDATA);
}

const GumboVector* children_of(const GumboNode* node) {
  return element_like(node) ? &node->v.element.children : nullptr;
}

const void* child_at(const GumboNode* node, std::size_t index) {
  const GumboVector* children = children_of(node);
  return children == nullptr || index >= children->length ? nullptr : children->data[index];
}

// Names that Gumbo has no number for point into the source as written.
GumboStringPiece unknown_name(const GumboNode* node) {
  GumboStringPiece name = node->v.element.original_tag;
  if (name.data != nullptr) gumbo_tag_from_original_text(&name);
  return name;
}

}  // namespace

std::string_view refused_name(Refused refused) {
  switch (refused) {
    case Refused::kDepth:
      return "depth";
    case Refused::kAttributes:
      return "attributes";
    case Refused::kBytes:
      return "bytes";
    case Refused::kTime:
      return "time";
  }
  return "bytes";
}

bool Node::is_element() const {
  return element_like(gumbo(node_));
}
bool Node::is_text() const {
  return text_like(gumbo(node_));
}

std::string_view Node::tag() const {
  const GumboNode* node = gumbo(node_);
  if (!element_like(node)) return {};
  if (node->v.element.tag != GUMBO_TAG_UNKNOWN) {
    return known_tag_name(node->v.element.tag);
  }
  const GumboStringPiece name = unknown_name(node);
  return {name.data, name.length};
}

std::string_view Node::text() const {
  return is_text() ? std::string_view(gumbo(node_)->v.text.text) : std::string_view();
}

std::optional<std::string_view> Node::attribute(std::string_view name) const {
  if (!is_element()) return std::nullopt;
  const GumboVector& attributes = gumbo(node_)->v.element.attributes;
  for (unsigned i = 0; i < attributes.length; ++i) {
    const auto* attribute = static_cast<const GumboAttribute*>(attributes.data[i]);
    if (name.empty() || (attribute->name[0] | 0x20) != (name[0] | 0x20)) continue;  // nearly all
    if (ascii_iequals(attribute->name, name)) return std::string_view(attribute->value);
  }
  return std::nullopt;
}

std::size_t Node::attribute_count() const {
  return is_element() ? gumbo(node_)->v.element.attributes.length : 0;
}

std::pair<std::string_view, std::string_view> Node::attribute_at(std::size_t index) const {
  if (index >= attribute_count()) return {};
  const auto* attribute =
      static_cast<const GumboAttribute*>(gumbo(node_)->v.element.attributes.data[index]);
  return {attribute->name, attribute->value};
}

Node Node::parent() const {
  const GumboNode* parent = node_ == nullptr ? nullptr : gumbo(node_)->parent;
  return element_like(parent) ? Node(parent) : Node();
}

std::size_t Node::child_count() const {
  const GumboVector* children = children_of(gumbo(node_));
  return children == nullptr ? 0 : children->length;
}

Node Node::child(std::size_t index) const {
  return Node(child_at(gumbo(node_), index));
}
Node Node::first_child() const {
  return child(0);
}

Node Node::next_sibling() const {
  if (node_ == nullptr) return {};
  return Node(child_at(gumbo(node_)->parent, gumbo(node_)->index_within_parent + 1));
}

Node Node::previous_sibling() const {
  if (node_ == nullptr || gumbo(node_)->index_within_parent == 0) return {};
  return Node(child_at(gumbo(node_)->parent, gumbo(node_)->index_within_parent - 1));
}

struct Document::Tree {
  Tree(std::string html, const DocumentLimits& limits, const SteadyClock& clock)
      : source(std::move(html)), arena(limits, clock) {}
  std::string source;
  Arena arena;
  GumboOutput* output = nullptr;
  std::vector<Node> listed;
};

Document::Document(std::unique_ptr<Tree> tree) : tree_(std::move(tree)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

tl::expected<Document, Refused> Document::parse(std::string html, const DocumentLimits& limits,
                                                const SteadyClock* clock) {
  static const SystemSteadyClock kSystemClock;
  if (const auto refused = scan_shape(html, limits)) return tl::unexpected(*refused);
  tame_character_references(html);
  auto tree =
      std::make_unique<Tree>(std::move(html), limits, clock == nullptr ? kSystemClock : *clock);
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = &Arena::allocate;
  options.deallocator = &Arena::keep;
  options.userdata = &tree->arena;
  options.max_errors = 0;
  tree->output = tree->arena.parse_within(options, tree->source.data(), tree->source.size());
  if (tree->output == nullptr) return tl::unexpected(tree->arena.refused());

  Document document(std::move(tree));
  // Unknown names are shown as written: make them lower case where they stand, in our own copy.
  const Node root = document.root();
  for (Node node = root; node; node = next_in_tree(node, root)) {
    const GumboNode* raw = gumbo(node.node_);
    if (!element_like(raw)) continue;
    if (is_listed(raw)) document.tree_->listed.push_back(node);
    if (raw->v.element.tag != GUMBO_TAG_UNKNOWN) continue;
    const GumboStringPiece name = unknown_name(raw);
    if (name.data == nullptr) continue;
    const auto from = static_cast<std::size_t>(name.data - document.tree_->source.data());
    for (std::size_t i = from; i < from + name.length; ++i) {
      char& c = document.tree_->source[i];
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
  }
  return document;
}

Node Document::root() const {
  return Node(tree_->output->root);
}

namespace {

Node child_named(Node parent, std::string_view name) {
  for (Node child = parent.first_child(); child; child = child.next_sibling()) {
    if (child.tag() == name) return child;
  }
  return {};
}

}  // namespace

Node Document::head() const {
  return child_named(root(), "head");
}
Node Document::body() const {
  return child_named(root(), "body");
}
const std::vector<Node>& Document::listed() const {
  return tree_->listed;
}
const std::string& Document::source() const {
  return tree_->source;
}
std::size_t Document::arena_bytes() const {
  return tree_->arena.used();
}

Node next_in_tree(Node node, Node top, bool descend) {
  if (descend) {
    if (const Node child = node.first_child()) return child;
  }
  while (node && node != top) {
    if (const Node sibling = node.next_sibling()) return sibling;
    node = node.parent();
  }
  return {};
}

}  // namespace vouch::crawler
