#include "config/serp_layouts.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/observation.h"
#include "core/selector.h"
#include "core/text.h"

namespace vouch::config {
namespace {

bool is_key(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
  return plain && !text.empty() && text.size() <= 40;
}

void selector(Section& section, std::string_view key, std::string& value) {
  if (!section.text(key, value) || value.empty()) return;
  const auto parsed = parse_selector(value);
  if (!parsed) section.problem(key, fmt::format("is no selector: {}", parsed.error().message));
}

void address(Section& section, std::string_view key, const std::string& text) {
  const bool plain = text == ascii_lower(text) || text.find('/') != std::string::npos;
  if (text.empty() || !plain || text.find_first_of(" :?#") != std::string::npos) {
    section.problem(key, fmt::format("\"{}\" is no address host/path", text));
  }
}

void addresses(Section& section, std::string_view key, std::vector<std::string>& value) {
  section.texts(key, value);
  for (const std::string& text : value) address(section, key, text);
}

// Every {placeholder} is one of `known`, and `needed` is among them.
void form(Section& section, std::string_view key, std::string& value,
          const std::vector<std::string>& known, std::string_view needed) {
  section.require(key);
  if (!section.text(key, value)) return;
  if (value.find(needed) == std::string::npos) {
    section.problem(key, fmt::format("has no {}", needed));
  }
  for (std::size_t at = value.find('{'); at != std::string::npos; at = value.find('{', at + 1)) {
    const std::string name = value.substr(at, value.find('}', at) - at + 1);
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      section.problem(key, fmt::format("{} stands for nothing here", name));
    }
  }
}

SerpRequest read_request(Section& section) {
  SerpRequest out;
  form(section, "url", out.url, {"{query}", "{offset}"}, "{query}");
  if (!out.url.empty() && !out.url.starts_with("https://")) {
    section.problem("url", "does not begin with https://");
  }
  form(section, "exact_url", out.exact_url, {"{url}", "{host}"}, "{url}");
  form(section, "exact_title", out.exact_title, {"{title}", "{host}"}, "{title}");
  form(section, "site", out.site, {"{host}"}, "{host}");
  section.integer("page_size", out.page_size, 1, 100);
  section.integer("first_offset", out.first_offset, 0, 100);
  section.integer("offset_step", out.offset_step, 1, 100);
  return out;
}

SerpSign read_sign(Section& section) {
  SerpSign out;
  section.require("is");
  std::string kind(to_string(out.kind));
  section.word("is", kind,
               {"wall", "consent", "script_wall", "stub", "page", "no_results", "no_exact"});
  out.kind = parse_serp_sign_kind(kind).value_or(out.kind);
  selector(section, "select", out.select);
  if (section.text("address", out.address)) address(section, "address", out.address);
  section.text("title", out.title);
  section.texts("texts", out.texts);
  section.integer("longest_text", out.longest_text, 0, 100'000);
  section.boolean("needs_control", out.needs_control);
  section.text("reason", out.reason);
  section.require("words");
  section.text("words", out.words);
  if (!out.reason.empty()) {
    const Result<Reason> reason = parse_reason(out.reason);
    if (!reason || outcome_of(*reason) != Outcome::kInconclusive) {
      section.problem("reason",
                      fmt::format("\"{}\" is no reason why a look says nothing", out.reason));
    }
  }
  if (out.select.empty() && out.address.empty() && out.title.empty()) {
    section.problem("select", "or address or title is needed");
  }
  const bool says_something =
      out.kind == SerpSignKind::kNoResults || out.kind == SerpSignKind::kNoExact;
  if (says_something && out.select.empty()) {
    section.problem("select", "is needed: only an element can say that nothing was found");
  }
  if (!out.texts.empty() && out.select.empty()) {
    section.problem("texts", "are of an element; select is needed");
  }
  return out;
}

SerpRowRule read_row(Section& section) {
  SerpRowRule out;
  section.require("kind");
  section.require("select");
  std::string kind(to_string(out.kind));
  section.word("kind", kind, {"organic", "ad", "module"});
  out.kind = parse_serp_row_kind(kind).value_or(out.kind);
  selector(section, "select", out.select);
  selector(section, "has", out.has);
  selector(section, "lacks", out.lacks);
  return out;
}

SerpValue read_value(Section& section) {
  SerpValue out;
  selector(section, "select", out.select);
  section.text("closest", out.closest);
  section.text("containing", out.containing);
  section.text("attribute", out.attribute);
  std::string decoder(to_string(out.decoder));
  section.word("decode", decoder, {"plain", "json", "query", "base64url"});
  out.decoder = parse_serp_decoder(decoder).value_or(out.decoder);
  section.text("key", out.key);
  section.text("prefix", out.prefix);
  if (out.select.empty() && out.attribute.empty()) {
    section.problem("select", "or attribute is needed");
  }
  if (out.decoder != SerpDecoder::kPlain) section.require("key");
  return out;
}

SerpTarget read_target(Section& section) {
  SerpTarget out;
  out.value = read_value(section);
  section.require("attribute");
  section.require("source");
  section.text("source", out.source);
  addresses(section, "at", out.at);
  addresses(section, "except", out.except);
  section.boolean("shown_only", out.shown_only);
  return out;
}

class LayoutReader {
 public:
  LayoutReader(Section& section, Diagnostics& diag) : section_(section), diag_(diag) {}

  SerpLayout read() {
    SerpLayout out;
    for (const char* const key : {"key", "engine", "device", "hosts"}) section_.require(key);
    if (section_.text("key", out.key) && !is_key(out.key)) {
      section_.problem("key", fmt::format("\"{}\" is no key (a-z, 0-9 and _)", out.key));
    }
    section_.text("engine", out.engine);
    section_.word("device", out.device, {"desktop", "mobile"});
    addresses(section_, "hosts", out.hosts);
    section_.text("end_tag", out.end_tag);
    one("request", [&](Section& part) { out.request = read_request(part); });
    one("trust", [&](Section& part) {
      part.integer("rows", out.trust.rows, 1, 100);
      part.number("least_share", out.trust.least_share, 0, 1);
    });
    section_.require("request");
    each("sign", out.signs, read_sign);
    each("row", out.rows, read_row);
    each("target", out.targets, read_target);
    each("link", out.links, read_value);
    each("slot", out.slots, read_value);
    each("title", out.titles, read_value);
    each("shown_url", out.shown_urls, read_value);
    each("snippet", out.snippets, read_value);
    each("total", out.totals, read_value);
    each("next_page", out.next_pages, read_value);
    each("echo", out.echoes, read_value);
    judge(out);
    return out;
  }

 private:
  template <class Read>
  void one(const char* key, Read read_part) {
    const toml::table* const table = section_.table(key);
    if (table == nullptr) return;
    Section part(table, fmt::format("[serp_layout.{}]", key), diag_);
    read_part(part);
    part.finish();
  }

  template <class Part>
  void each(const char* key, std::vector<Part>& out, Part (*read_part)(Section&)) {
    for (const toml::table* const table : section_.tables(key)) {
      Section part(table, fmt::format("[[serp_layout.{}]]", key), diag_);
      out.push_back(read_part(part));
      part.finish();
    }
  }

  void judge(const SerpLayout& layout) {
    const bool proved =
        std::any_of(layout.signs.begin(), layout.signs.end(),
                    [](const SerpSign& sign) { return sign.kind == SerpSignKind::kPage; });
    if (!proved) section_.problem("sign", "is = \"page\" is needed: what proves the engine's page");
    const bool organic =
        std::any_of(layout.rows.begin(), layout.rows.end(),
                    [](const SerpRowRule& row) { return row.kind == SerpRowKind::kOrganic; });
    if (!organic) section_.problem("row", "of kind \"organic\" is needed");
    if (layout.targets.empty()) section_.problem("target", "is needed");
    if (layout.titles.empty()) section_.problem("title", "is needed");
    if (layout.links.empty()) section_.problem("link", "is needed");
    if (layout.hosts.empty()) section_.problem("hosts", "are needed");
  }

  Section& section_;
  Diagnostics& diag_;
};

}  // namespace

SerpLayout read_serp_layout(Section& section, Diagnostics& diag) {
  return LayoutReader(section, diag).read();
}

}  // namespace vouch::config
