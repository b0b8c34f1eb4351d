#include "engines/result_page.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "crawler/page/noscript.h"
#include "crawler/page/prescan.h"
#include "engines/page_matches.h"
#include "engines/relevance.h"
#include "engines/result_rows.h"
#include "engines/result_values.h"

namespace vouch::engines {
namespace {

using crawler::Document;
using crawler::Node;

constexpr double kMostReplaced = 0.001;        // of a page's characters (design §8)
constexpr std::size_t kNoticeBytes = 500;      // shown to people
constexpr std::size_t kElementBytes = 20'000;  // of an element's text that a sign looks at

Reason reason_of_status(int status) {
  if (status == 401) return Reason::kHttp401;
  if (status == 403) return Reason::kHttp403;
  if (status == 429) return Reason::kHttp429;
  if (status >= 500) return Reason::kHttp5xx;
  if (status >= 400) return Reason::kHttp4xx;
  return Reason::kBlocked;
}

bool is_html(std::string_view content_type) {
  const std::string type = ascii_lower(trim(content_type.substr(0, content_type.find(';'))));
  return type.empty() || type.find("html") != std::string::npos ||
         type.find("xml") != std::string::npos;
}

// Share of the characters that the bytes do not really hold; NUL is no character of a page.
double damage_of(const Decoded& decoded) {
  const auto nulls = std::count(decoded.text.begin(), decoded.text.end(), '\0');
  if (nulls == 0) return decoded.replaced_ratio;
  const std::size_t characters = count_code_points(decoded.text);
  return decoded.replaced_ratio + static_cast<double>(nulls) / static_cast<double>(characters);
}

// What a request of the layout would be answered from.
Url base_of(const SerpLayout& record, std::string_view final_url) {
  if (Result<Url> url = Url::parse(final_url); url && url->is_http()) return std::move(*url);
  const std::string form = record.request.url.substr(0, record.request.url.find('?'));
  if (Result<Url> url = Url::parse(form); url) return std::move(*url);
  return Url();
}

std::string title_of(const Document& document) {
  for (const Node& node : document.listed()) {
    if (node.tag() == "title") return text_below(node, kNoticeBytes);
  }
  return {};
}

// What was said before anything was read; explanation and reason only.
ReadResult no_list(SerpOutcome outcome, Reason reason, std::string explanation) {
  ReadResult out;
  out.outcome = outcome;
  out.reason = reason;
  out.explanation = std::move(explanation);
  return out;
}

struct Found {  // a sign that holds
  const SerpSign* sign = nullptr;
  std::string text;  // of its element
};

class Judge {
 public:
  Judge(const ResultLayout& layout, const ResultPage& page, const ResultQuery& query)
      : layout_(layout),
        page_(page),
        query_(query),
        base_(base_of(layout.record(), page.final_url)) {}

  ReadResult run() {
    if (const Found wall = by_address(); wall.sign != nullptr) return wall_result(wall);
    const std::size_t content = page_.body.find_first_not_of(" \t\r\n");
    const bool answered = page_.status == 200 || page_.status == 0;
    if (content == std::string_view::npos && answered) {
      return no_list(SerpOutcome::kUnknownLayout, Reason::kEmptyBody, "the page is empty");
    }
    if (!is_html(page_.content_type) && answered) {
      return no_list(SerpOutcome::kUnknownLayout, Reason::kNotHtml,
                     fmt::format("not a page: {}", cut_utf8(page_.content_type, kNoticeBytes)));
    }
    crawler::PageText text = crawler::decode_page(page_.body, page_.content_type);
    garbled_ = damage_of(text.decoded) > kMostReplaced;
    cut_ = page_.truncated || !ends(text.decoded.text);
    const auto document = Document::parse(crawler::without_noscript(std::move(text.decoded.text)));
    if (!document) {
      return no_list(SerpOutcome::kUnknownLayout, Reason::kPageUnparseable,
                     fmt::format("too large to read: {}", refused_name(document.error())));
    }
    return judge(*document);
  }

 private:
  // A page of this engine always ends with this tag; looked for without regard to case.
  [[nodiscard]] bool ends(std::string_view html) const {
    const std::string& tag = layout_.record().end_tag;
    if (tag.empty()) return true;
    for (std::size_t at = html.rfind("</"); at != html.npos; at = html.rfind("</", at - 1)) {
      if (ascii_iequals(html.substr(at, tag.size()), tag)) return true;
      if (at == 0) break;
    }
    return false;
  }

  // Signs that a URL alone decides, as behind a redirect whose page nobody needs to read.
  [[nodiscard]] Found by_address() const {
    for (const ResultLayout::Sign& sign : layout_.signs) {
      const SerpSign& record = *sign.record;
      if (record.kind > SerpSignKind::kStub || !record.select.empty() || !record.title.empty()) {
        continue;
      }
      if (record.longest_text < 0 && at(record)) return Found{&record, {}};
    }
    return {};
  }

  [[nodiscard]] bool at(const SerpSign& record) const {
    return !page_.final_url.empty() &&
           at_address(base_.host(), base_.path(), record.address, layout_.record().hosts);
  }

  ReadResult judge(const Document& document) {
    crawler::MatchBudget budget;
    const PageMatches matches(document, layout_.selectors(), budget);
    if (budget.exhausted()) {
      return no_list(SerpOutcome::kUnknownLayout, Reason::kPageUnparseable, "too much to search");
    }
    const std::string title = title_of(document);
    const auto first = [&](SerpSignKind from, SerpSignKind to) {
      return first_sign(document, matches, title, from, to);
    };
    if (const Found wall = first(SerpSignKind::kWall, SerpSignKind::kStub); wall.sign != nullptr) {
      return wall_result(wall);
    }
    if (page_.status != 200 && page_.status != 0) {
      return no_list(SerpOutcome::kBlocked, reason_of_status(page_.status),
                     fmt::format("HTTP {}", page_.status));
    }
    if (first(SerpSignKind::kPage, SerpSignKind::kPage).sign == nullptr) {
      return no_list(SerpOutcome::kUnknownLayout, Reason::kUnknownLayout,
                     "nothing on the page proves that it is a result page of this engine");
    }
    if (!from_engine()) {
      return no_list(SerpOutcome::kUnknownLayout, Reason::kUnknownLayout,
                     fmt::format("the page came from {}", base_.host()));
    }
    ReadResult out = read(document, matches);
    decide(out, first(SerpSignKind::kNoResults, SerpSignKind::kNoResults),
           first(SerpSignKind::kNoExact, SerpSignKind::kNoExact));
    return out;
  }

  [[nodiscard]] bool from_engine() const {
    const std::vector<std::string>& hosts = layout_.record().hosts;
    return page_.final_url.empty() ||
           std::any_of(hosts.begin(), hosts.end(), [&](const std::string& host) {
             return at_address(base_.host(), base_.path(), host, hosts);
           });
  }

  ReadResult read(const Document& document, const PageMatches& matches) const {
    ReadResult out;
    const PagePart whole = matches.whole();
    const auto value = [&](const std::vector<ResultLayout::Value>& values) {
      return first_value(values, matches, whole, document.root(), base_);
    };
    out.rows = read_rows(layout_, matches, base_, query_.rows_before);
    out.total = largest_number(value(layout_.totals));
    out.echo = value(layout_.echoes);
    const Result<Url> next = Url::parse(value(layout_.next_pages), &base_);
    if (next && next->is_http() && next->href() != base_.href()) out.next_page = next->href();
    return out;
  }

  void decide(ReadResult& out, const Found& nothing, const Found& no_exact) const {
    if (garbled_ || cut_) {
      out.reason = Reason::kPageUnparseable;
      out.explanation = garbled_ ? "the page's bytes could not be decoded" : "the page is cut off";
      out.rows_count = !garbled_;
      return;
    }
    if (out.organic_rows() == 0) return decide_without_rows(out, nothing);
    if (!echoed(out.echo)) {
      out.outcome = SerpOutcome::kUntrusted;
      out.reason = Reason::kUntrusted;
      out.explanation = fmt::format("the page answers another query: {}", out.echo);
      return;
    }
    const SerpTrust& trust = layout_.record().trust;
    if (trust.rows > 0) out.relevance = relevant_share(out.rows, query_.text, trust.rows);
    if (out.relevance && *out.relevance < trust.least_share) {
      out.outcome = SerpOutcome::kUntrusted;
      out.reason = Reason::kUntrusted;
      out.explanation =
          fmt::format("only {:.0f} % of the rows are about the query", *out.relevance * 100);
      return;
    }
    out.rows_count = true;
    out.reason = Reason::kOk;
    out.outcome = SerpOutcome::kRankedList;
    if (no_exact.sign != nullptr) {
      out.outcome = SerpOutcome::kNoExactMatch;
      out.notice = std::string(cut_utf8(no_exact.text, kNoticeBytes));
      out.explanation = no_exact.sign->words;
    }
  }

  void decide_without_rows(ReadResult& out, const Found& nothing) const {
    if (nothing.sign == nullptr) {
      out.reason = Reason::kUnknownLayout;
      out.explanation = "neither rows nor an element that says that nothing was found";
      return;
    }
    out.notice = std::string(cut_utf8(nothing.text, kNoticeBytes));
    out.explanation = nothing.sign->words;
    const bool unproved = nothing.sign->needs_control && query_.control != ControlQuery::kAnswered;
    if (unproved || !echoed(out.echo)) {
      out.outcome = SerpOutcome::kUntrusted;
      out.reason = Reason::kUntrusted;
      out.explanation += unproved ? "; believed only where a control query is answered"
                                  : fmt::format("; for another query: {}", out.echo);
      return;
    }
    out.outcome = SerpOutcome::kNoResults;
    out.reason = Reason::kOk;
  }

  // Engines cut long queries; a page that repeats none of it says nothing about that.
  [[nodiscard]] bool echoed(const std::string& echo) const {
    const std::string shown = fold(echo);
    const std::string asked = fold(query_.text);
    return shown.empty() || asked.empty() || shown.starts_with(asked) || asked.starts_with(shown);
  }

  [[nodiscard]] ReadResult wall_result(const Found& wall) const {
    const SerpSign& sign = *wall.sign;
    Reason reason =
        sign.kind == SerpSignKind::kWall ? Reason::kCaptcha : Reason::kRobotInterstitial;
    if (const Result<Reason> named = parse_reason(sign.reason); named) reason = *named;
    std::string words = sign.words;
    if (!wall.text.empty()) words += ": " + std::string(cut_utf8(wall.text, kNoticeBytes));
    return no_list(SerpOutcome::kBlocked, reason, std::move(words));
  }

  [[nodiscard]] Found first_sign(const Document& document, const PageMatches& matches,
                                 std::string_view title, SerpSignKind from, SerpSignKind to) const {
    for (const ResultLayout::Sign& sign : layout_.signs) {
      const SerpSign& record = *sign.record;
      if (record.kind < from || record.kind > to) continue;
      if (!record.address.empty() && !at(record)) continue;
      if (!record.title.empty() && record.title != title) continue;
      Found found{&record, {}};
      if (sign.select && !element_holds(sign, matches, found.text)) continue;
      if (record.longest_text >= 0) {
        const auto most = static_cast<std::size_t>(record.longest_text);
        const Node body = document.body();
        if (body && count_text_below(body, most) > most) continue;
      }
      return found;
    }
    return {};
  }

  static bool element_holds(const ResultLayout::Sign& sign, const PageMatches& matches,
                            std::string& text) {
    constexpr std::size_t kMostElements = 20;
    std::size_t looked_at = 0;
    for (const PageMatch& match : matches.of(*sign.select)) {
      if (++looked_at > kMostElements) break;
      text = text_below(match.node, kElementBytes);
      const std::vector<std::string>& wanted = sign.record->texts;
      const bool holds = wanted.empty() ||
                         std::any_of(wanted.begin(), wanted.end(), [&](const std::string& words) {
                           return text.find(words) != std::string::npos;
                         });
      if (holds) return true;
    }
    return false;
  }

  const ResultLayout& layout_;
  const ResultPage& page_;
  const ResultQuery& query_;
  Url base_;
  bool garbled_ = false;
  bool cut_ = false;
};

}  // namespace

int ReadResult::organic_rows() const {
  return static_cast<int>(std::count_if(rows.begin(), rows.end(), [](const ResultRow& row) {
    return row.kind == SerpRowKind::kOrganic;
  }));
}

bool repeats_page(const ReadResult& page, const ReadResult& before) {
  const auto first = [](const ReadResult& result) {
    return std::find_if(result.rows.begin(), result.rows.end(),
                        [](const ResultRow& row) { return row.kind == SerpRowKind::kOrganic; });
  };
  const auto now = first(page);
  const auto then = first(before);
  if (now == page.rows.end() || then == before.rows.end()) return false;
  // Links are wrapped anew for each request; what they show is not.
  return now->title == then->title && now->url == then->url && now->shown_url == then->shown_url;
}

ReadResult read_result_page(const ResultLayout& layout, const ResultPage& page,
                            const ResultQuery& query) {
  return Judge(layout, page, query).run();
}

}  // namespace vouch::engines
