#include "checks/page_addresses.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/text.h"
#include "core/url.h"

namespace vouch::checks {
namespace {

constexpr std::size_t kLongestAddress = 512;  // findings keep no more than a little over that

std::string folded_host(const Url& url) {
  std::string_view host = url.host();
  for (const std::string_view form : {"www.", "m.", "wap.", "mip."}) {
    if (!host.starts_with(form)) continue;
    host.remove_prefix(form.size());
    break;
  }
  return std::string(host);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {  // bytes of other scripts, escaped or not, belong to words
  return (c >= 'a' && c <= 'z') || c == '%' || static_cast<unsigned char>(c) >= 0x80;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  for (const char raw : text) {
    const char c = raw >= 'A' && raw <= 'Z' ? static_cast<char>(raw - 'A' + 'a') : raw;
    if (is_digit(c) || is_letter(c)) {
      word.push_back(c);
    } else if (!word.empty()) {
      out.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) out.push_back(std::move(word));
  return out;
}

// "/a/b.html" -> "b"; "/a/" -> "a"; "/a/index.html" -> "a".
std::string_view name_in(std::string_view path) {
  while (path.ends_with('/')) path.remove_suffix(1);
  std::string_view name = path.substr(path.rfind('/') + 1);
  const bool index = name.starts_with("index.") || name.starts_with("default.");
  if (index) return name_in(path.substr(0, path.size() - name.size()));
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? name : name.substr(0, dot);
}

// What tells one page of a site from another: numbers and codes in its name and its parameters.
std::set<std::string> codes_of(const Url& url) {
  std::set<std::string> out;
  const auto add = [&](std::string_view text) {
    for (std::string& word : words_of(text)) {
      if (std::any_of(word.begin(), word.end(), is_digit)) out.insert(std::move(word));
    }
  };
  add(name_in(url.path()));
  if (url.query()) add(*url.query());
  return out;
}

// "/news/" of "/news/1.html": a list that holds the page.
bool is_above(const Url& upper, const Url& lower) {
  if (upper.query()) return false;
  std::string_view path = upper.path();
  for (const std::string_view index : {"index.html", "index.htm", "index.php"}) {
    if (path.ends_with(index)) path.remove_suffix(index.size());
  }
  while (path.ends_with('/')) path.remove_suffix(1);
  const std::string& below = lower.path();
  return below.size() > path.size() + 1 && below.starts_with(path) && below[path.size()] == '/';
}

bool is_front(const Url& url) {
  return name_in(url.path()).empty() && !url.query();
}

// Its name is the page's: every code of it stands in the page's own address, or, where it has
// none, the names are equal.
bool names_same(const Url& canonical, const Url& page) {
  if (is_front(canonical) || is_above(canonical, page)) return false;
  const std::set<std::string> codes = codes_of(canonical);
  if (codes.empty()) return name_in(canonical.path()) == name_in(page.path());
  const std::set<std::string> own = codes_of(page);
  return std::includes(own.begin(), own.end(), codes.begin(), codes.end());
}

bool usable(const Url& url) {
  return url.is_http() && !url.has_credentials();
}

class Addresses {
 public:
  explicit Addresses(std::string_view url) { add_text(url); }

  [[nodiscard]] bool known(const Url& url) const { return keys_.contains(loose_key(url)); }
  [[nodiscard]] const std::vector<Url>& urls() const { return urls_; }
  void add(const Url& url) {
    if (!keys_.insert(loose_key(url)).second) return;
    urls_.push_back(url);
    out_.same.push_back(url.href_without_fragment());
  }
  void doubt(const Url& url) { out_.doubtful.push_back(url.href_without_fragment()); }
  void doubt_unread() { out_.unread = true; }
  PageAddresses take() { return std::move(out_); }

 private:
  void add_text(std::string_view text) {
    out_.same.emplace_back(text);
    const auto url = Url::parse(text);
    if (!url) return;
    keys_.insert(loose_key(*url));
    urls_.push_back(*url);
  }

  PageAddresses out_;
  std::vector<Url> urls_;
  std::set<std::string> keys_;
};

}  // namespace

PageAddresses page_addresses(std::string_view text, const PageSeen& seen) {
  Addresses out(text);
  if (out.urls().empty() || !usable(out.urls().front())) return out.take();
  const Url own = out.urls().front();
  // What the looks at the page judged is what stands there; a front page is where lost ones lead.
  const auto led_to = Url::parse(seen.final_url);
  const bool led = led_to && usable(*led_to) && !out.known(*led_to);
  if (led && (is_front(*led_to) || is_above(*led_to, own))) {
    out.doubt(*led_to);
  } else if (led) {
    out.add(*led_to);
  }
  if (seen.canonical.size() > kLongestAddress) {
    out.doubt_unread();
    return out.take();
  }
  const auto canonical = Url::parse(seen.canonical);
  if (!canonical || !usable(*canonical) || out.known(*canonical)) return out.take();
  const std::vector<Url> pages = out.urls();
  const bool same = std::any_of(pages.begin(), pages.end(), [&](const Url& page) {
    return folded_host(*canonical) == folded_host(page) && names_same(*canonical, page);
  });
  if (same) {
    out.add(*canonical);
  } else {
    out.doubt(*canonical);
  }
  return out.take();
}

}  // namespace vouch::checks
