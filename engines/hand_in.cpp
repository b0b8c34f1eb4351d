#include "engines/hand_in.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "core/text.h"
#include "engines/list_answer.h"
#include "engines/result_page.h"
#include "engines/result_request.h"
#include "engines/saved_page.h"

namespace vouch::engines {
namespace {

// Engines cut the query in their box, never before so many characters.
constexpr std::size_t kLeastEcho = 20;
constexpr std::size_t kLongestShown = 120;

tl::unexpected<Error> returned(std::string words) {
  return fail(ErrorCode::kInvalid, std::move(words), "page");
}

std::string shown(std::string_view words) {
  return std::string(cut_utf8(to_valid_utf8(words), kLongestShown));
}

// The name in front of `placeholder` in a form like "https://e.cn/s?wd={query}&pn={offset}".
std::string parameter_name(const SerpLayout& layout, std::string_view placeholder) {
  const std::string& form = layout.request.url;
  const std::size_t at = form.find("=" + std::string(placeholder));
  if (at == std::string::npos) return {};
  const std::size_t begin = form.find_last_of("?&", at);
  return form.substr(begin + 1, at - begin - 1);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::string form_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
                        hex_digit(text[i + 2]) >= 0;
    if (escape) {
      out.push_back(static_cast<char>((hex_digit(text[i + 1]) << 4) | hex_digit(text[i + 2])));
      i += 2;
    } else {
      out.push_back(text[i] == '+' ? ' ' : text[i]);
    }
  }
  return out;
}

std::optional<std::string> parameter_of(const Url& url, std::string_view name) {
  std::string_view rest = url.query() ? std::string_view(*url.query()) : std::string_view();
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
      return form_decoded(pair.substr(equals + 1));
    }
  }
  return std::nullopt;
}

bool same_words(std::string_view left, std::string_view right) {
  return fold(left) == fold(right);
}

// The engine's box may show the beginning alone.
bool repeats(std::string_view echo, std::string_view asked) {
  if (same_words(echo, asked)) return true;
  const std::string box = fold(echo);
  return count_code_points(box) >= kLeastEcho && fold(asked).starts_with(box);
}

bool from_engine(const SerpLayout& layout, const Url& url) {
  return std::any_of(layout.hosts.begin(), layout.hosts.end(), [&](const std::string& host) {
    return at_address(url.host(), url.path(), host, layout.hosts);
  });
}

Status judge_address(const SerpLayout& layout, const std::string& text,
                     const std::string& address) {
  const Result<Url> url = Url::parse(address);
  if (address.empty() || !url || !url->is_http()) {
    return returned("请同时填写浏览器地址栏里的网址：文件里没有写明它是从哪里保存的");
  }
  if (!from_engine(layout, *url))
    return returned(fmt::format("这一页来自 {}，不是要查的搜索引擎", shown(url->host())));
  const std::optional<std::string> asked = parameter_of(*url, parameter_name(layout, "{query}"));
  if (!asked || !same_words(*asked, text)) {
    return returned(fmt::format("这一页查的是“{}”，要查的是“{}”", shown(asked.value_or("")), text));
  }
  const std::optional<std::string> offset = parameter_of(*url, parameter_name(layout, "{offset}"));
  const std::string first = std::to_string(layout.request.first_offset);
  if (offset && *offset != first && *offset != "0" && !offset->empty()) {
    return returned("这不是第一页，请回到第一页再保存");
  }
  return {};
}

std::string why_unread(const ReadResult& page) {
  switch (page.outcome) {
    case SerpOutcome::kBlocked:
      return "搜索引擎要求验证或没有给出结果，请在浏览器里完成验证、看到结果后再保存";
    case SerpOutcome::kUntrusted:
      return "这一页的结果与要查的词对不上，没有采用";
    case SerpOutcome::kRankedList:
    case SerpOutcome::kNoResults:
    case SerpOutcome::kNoExactMatch:
    case SerpOutcome::kUnknownLayout:
      break;
  }
  if (page.reason == Reason::kPageUnparseable) return "这一页不完整，请等它全部打开后再保存";
  return "这一页认不出搜索结果：可能不是结果页，也可能搜索引擎改了版面";
}

}  // namespace

std::string search_address(const ResultLayout& layout, const Question& question) {
  return result_page_url(layout.record(), typed_text(layout.record(), question), 1);
}

std::string address_of(const HandedPage& page) {
  const Result<SavedPage> saved = open_saved_page(page.bytes, page.content_type);
  return saved && !saved->address.empty() ? saved->address : page.address;
}

bool is_asked_at(const ResultLayout& layout, const Question& question, const std::string& address) {
  const Result<Url> url = Url::parse(address);
  if (!url || !from_engine(layout.record(), *url)) return false;
  const auto asked = parameter_of(*url, parameter_name(layout.record(), "{query}"));
  return asked && same_words(*asked, typed_text(layout.record(), question));
}

Result<Capture> read_handed_page(const ResultLayout& layout, const Question& question,
                                 const HandedPage& handed) {
  const Result<SavedPage> saved = open_saved_page(handed.bytes, handed.content_type);
  if (!saved) return tl::unexpected(saved.error());
  const std::string text = typed_text(layout.record(), question);
  const std::string& address = saved->address.empty() ? handed.address : saved->address;
  if (const Status right = judge_address(layout.record(), text, address); !right) {
    return tl::unexpected(right.error());
  }
  ResultPage page;
  page.final_url = address;
  page.content_type = saved->content_type;
  page.body = saved->html;
  ResultQuery query;
  query.text = text;
  // Engines hide pages from programs, not from a person's browser; absence takes two people.
  query.control = ControlQuery::kAnswered;
  const ReadResult read = read_result_page(layout, page, query);
  if (!read.valid()) return returned(why_unread(read));
  if (!repeats(read.echo, text)) {
    return returned(fmt::format("这一页的搜索框里是“{}”，要查的是“{}”", shown(read.echo), text));
  }
  const SearchAnswer answer = list_answer(read);
  Capture out;
  out.outcome = answer.outcome;
  out.rows = answer.rows;
  out.depth = answer.depth;
  return out;
}

}  // namespace vouch::engines
