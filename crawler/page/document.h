// An HTML page as a tree, read-only. Gumbo stands behind it with an arena, a byte budget, a
// deadline and a shape scan (design §4, alerts-security-operations §2.4): hostile pages are
// refused, not parsed. A Document belongs to one thread; Nodes are handles that die with their
// Document.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "core/clock.h"

namespace vouch::crawler {

enum class Refused { kDepth, kAttributes, kBytes, kTime };
std::string_view refused_name(Refused refused);  // "depth", "attributes", "bytes", "time"

struct DocumentLimits {
  std::size_t input_bytes = 5 * 1024 * 1024;
  std::size_t arena_bytes = 64 * 1024 * 1024;
  std::size_t depth = 512;        // open elements
  std::size_t attributes = 1000;  // of one tag
  std::chrono::milliseconds time{2000};
};

class Node {
 public:
  Node() = default;
  explicit operator bool() const { return node_ != nullptr; }
  bool operator==(const Node& other) const { return node_ == other.node_; }

  [[nodiscard]] bool is_element() const;
  [[nodiscard]] bool is_text() const;           // text, CDATA or white space
  [[nodiscard]] std::string_view tag() const;   // lower case; empty unless an element
  [[nodiscard]] std::string_view text() const;  // of a text node; empty otherwise
  // Value of an attribute of an element, name in lower case; none when absent.
  [[nodiscard]] std::optional<std::string_view> attribute(std::string_view name) const;
  [[nodiscard]] std::size_t attribute_count() const;
  [[nodiscard]] std::pair<std::string_view, std::string_view> attribute_at(std::size_t index) const;

  [[nodiscard]] Node parent() const;  // none for the root element
  [[nodiscard]] std::size_t child_count() const;
  [[nodiscard]] Node child(std::size_t index) const;
  [[nodiscard]] Node first_child() const;
  [[nodiscard]] Node next_sibling() const;
  [[nodiscard]] Node previous_sibling() const;
  [[nodiscard]] const void* id() const { return node_; }  // equal for equal nodes

 private:
  friend class Document;
  explicit Node(const void* node) : node_(node) {}
  const void* node_ = nullptr;
};

class Document {
 public:
  // `html` is valid UTF-8 (core/decode.h). `clock`: the deadline's clock, the system's by default.
  static tl::expected<Document, Refused> parse(std::string html, const DocumentLimits& limits = {},
                                               const SteadyClock* clock = nullptr);
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  [[nodiscard]] Node root() const;  // <html>
  [[nodiscard]] Node head() const;
  [[nodiscard]] Node body() const;  // none in a frameset page
  // Elements that speak about the page, in tree order: title, meta, base, link, style, script, time
  // and whatever has an itemprop; inert ones too.
  [[nodiscard]] const std::vector<Node>& listed() const;
  [[nodiscard]] const std::string& source() const;
  [[nodiscard]] std::size_t arena_bytes() const;  // taken for the tree

 private:
  struct Tree;
  explicit Document(std::unique_ptr<Tree> tree);
  std::unique_ptr<Tree> tree_;
};

// Next node of a depth-first walk that stays below `top`; `descend` false skips node's children.
Node next_in_tree(Node node, Node top, bool descend = true);

// A linear look at tags only: the reason to refuse before any tree is built, none when harmless.
std::optional<Refused> scan_shape(std::string_view html, const DocumentLimits& limits);

}  // namespace vouch::crawler
