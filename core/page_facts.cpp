#include "core/page_facts.h"

#include <boost/json.hpp>

#include <string>
#include <string_view>

#include "core/text.h"

namespace vouch {

namespace {

namespace json = boost::json;

std::string_view region_name(Region region) {
  switch (region) {
    case Region::kMain:
      return "main";
    case Region::kHeader:
      return "header";
    case Region::kFooter:
      return "footer";
    case Region::kNavigation:
      return "navigation";
    case Region::kAside:
      return "aside";
  }
  return "main";
}

std::string_view sign_name(PageSign sign) {
  switch (sign) {
    case PageSign::kSoft404:
      return "soft_404";
    case PageSign::kDeleted:
      return "deleted";
    case PageSign::kUnderReview:
      return "under_review";
    case PageSign::kLogin:
      return "login";
    case PageSign::kCaptcha:
      return "captcha";
    case PageSign::kParked:
      return "parked";
    case PageSign::kChallenge:
      return "challenge";
  }
  return "soft_404";
}

json::array strings(const std::vector<std::string>& values) {
  json::array array;
  for (const std::string& value : values) array.emplace_back(to_valid_utf8(value));
  return array;
}

json::object flags(const std::map<std::string, bool>& values) {
  json::object object;
  for (const auto& [key, value] : values) object.emplace(key, value);
  return object;
}

json::object robots_object(const RobotsRules& robots) {
  json::object object;
  object.emplace("meta", strings(robots.meta));
  object.emplace("header", strings(robots.header));
  object.emplace("noindex", flags(robots.noindex));
  object.emplace("nofollow", flags(robots.nofollow));
  return object;
}

json::object link_object(const LinkFact& link) {
  json::object object;
  object.emplace("url", to_valid_utf8(link.url));
  object.emplace("text", to_valid_utf8(link.text));
  object.emplace("rel", strings(link.rel));
  object.emplace("visible", link.visible);
  if (!link.visible) object.emplace("hidden_by", to_valid_utf8(link.hidden_by));
  object.emplace("region", region_name(link.region));
  return object;
}

}  // namespace

std::string to_json(const PageFacts& facts) {
  json::object page;
  page.emplace("url", to_valid_utf8(facts.url));
  page.emplace("final_url", to_valid_utf8(facts.final_url));
  page.emplace("status", facts.status);
  page.emplace("charset", facts.charset);
  page.emplace("charset_source", facts.charset_source);
  page.emplace("title", to_valid_utf8(facts.title));
  page.emplace("description", to_valid_utf8(facts.description));
  page.emplace("canonical", to_valid_utf8(facts.canonical));
  page.emplace("base", to_valid_utf8(facts.base));
  if (facts.refresh) {
    json::object refresh;
    refresh.emplace("seconds", facts.refresh->seconds);
    refresh.emplace("url", to_valid_utf8(facts.refresh->url));
    page.emplace("refresh", std::move(refresh));
  }
  page.emplace("robots", robots_object(facts.robots));
  json::array links;
  for (const LinkFact& link : facts.links) links.emplace_back(link_object(link));
  page.emplace("links", std::move(links));
  page.emplace("main_text", to_valid_utf8(facts.main_text));
  page.emplace("text_chars", facts.text_chars);
  json::object published;
  published.emplace("value", to_valid_utf8(facts.published.value));
  published.emplace("source", facts.published.source);
  page.emplace("published", std::move(published));
  page.emplace("language", to_valid_utf8(facts.language));
  json::array signs;
  for (const SignFact& sign : facts.signs) {
    json::object object;
    object.emplace("sign", sign_name(sign.sign));
    object.emplace("evidence", to_valid_utf8(sign.evidence));
    signs.emplace_back(std::move(object));
  }
  page.emplace("signs", std::move(signs));
  page.emplace("fingerprint", facts.fingerprint);
  page.emplace("truncated", facts.truncated);
  page.emplace("refused", to_valid_utf8(facts.refused));
  return json::serialize(page);
}

}  // namespace vouch
