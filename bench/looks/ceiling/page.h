// What the bare programs take from a page: the least that a page check needs. Not shared with
// Vouch, whose reader sees far more; these are the yardsticks of docs/performance.md.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::bench {

struct Link {
  std::string href, rel, text;
};

struct Page {
  std::string title, robots, canonical, text;
  std::vector<Link> links;
  std::size_t link_count = 0;  // links[0 .. link_count) are valid; the vector is used again

  void clear();
  Link& add_link();
};

using Extract = void (*)(std::string_view html, Page& out);
void extract_tree(std::string_view html, Page& out);  // Gumbo with a bump arena
void extract_scan(std::string_view html, Page& out);  // one pass over the bytes, no tree

struct Found {
  bool keyword = false;
  const Link* link = nullptr;
};
Found find(const Page& page, std::string_view keyword, std::string_view host);

// The body as UTF-8: by Content-Type, else by a look at <meta>; in `buffer` where converted.
std::string_view to_utf8(std::string_view body, std::string_view content_type, std::string& buffer);

inline bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}
bool same_word(std::string_view left, std::string_view right);  // ASCII case ignored
void append_text(std::string& out, std::string_view text);      // white space folded
void break_line(std::string& out);

}  // namespace vouch::bench
