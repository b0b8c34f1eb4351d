#include "web/desk.h"

#include <fmt/format.h>

#include "core/log.h"
#include "web/answers.h"
#include "web/gather_inbox.h"

namespace vouch::web::handlers {
namespace {

// The address of this page without its language, for the language switch.
std::string path_without_lang(const Call& call, const std::string& base, std::string_view below) {
  std::string path = base + std::string(below);
  if (path.empty()) path = "/";
  char separator = '?';
  for (const std::string_view name :
       {"work", "until", "list", "after", "days", "engine", "verdict"}) {
    const auto value = call.target.get(name);
    if (!value) continue;
    const bool plain = value->find_first_not_of(
                           "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUV"
                           "WXYZ0123456789_-") == std::string::npos;
    if (!plain) continue;
    path += fmt::format("{}{}={}", separator, name, *value);
    separator = '&';
  }
  return path;
}

}  // namespace

Lang lang_of(const Target& target) {
  return target.get("lang") == "en" ? Lang::kEn : Lang::kZh;
}

HttpResponse not_found(const Call& call) {
  return html_answer(404, not_found_page(lang_of(call.target)));
}

HttpResponse page_error(const Call& call, const Error& error) {
  if (error.code == ErrorCode::kNotFound || error.code == ErrorCode::kDenied)
    return not_found(call);
  log::error("web", "page failed: {}", error.text());
  const Lang lang = lang_of(call.target);
  Html html;
  html.raw(
      "<!doctype html><html><head><meta charset=\"utf-8\"><title>Vouch</title>"
      "<link rel=\"stylesheet\" href=\"/assets/site.css\"></head><body><main><h1>");
  html.text(pick(lang, "暂时打不开", "Not available now")).raw("</h1><p>");
  html.text(pick(lang, "系统出了问题，不是您的问题。请过几分钟再试。",
                 "Something is wrong here, not with you. Please try again in a few minutes."));
  html.raw("</p></main></body></html>\n");
  return html_answer(500, html.take());
}

PageContext page_context(const Services& services, const Call& call, std::string base,
                         std::string_view below) {
  std::string path = path_without_lang(call, base, below);
  return PageContext{lang_of(call.target),    services.health.now(),   services.health.zone(),
                     services.health.names(), services.health.facts(), std::move(base),
                     std::move(path)};
}

Task<PageContext> personal_context(const Services& services, const Call& call, Desk desk,
                                   std::string below) {
  PageContext page = page_context(services, call, base_of(desk, call), below);
  std::function<Result<OwnLetters>(store::Connection&)> job =
      [token = call.params[0],
       channels = page.facts.channels](store::Connection& db) -> Result<OwnLetters> {
    const auto user = link_holder(db, token);
    if (!user) return tl::unexpected(user.error());
    return gather::own_letters(db, *user, channels);
  };
  Result<OwnLetters> letters = co_await services.store.read<OwnLetters>(std::move(job));
  if (letters) page.letters = std::move(*letters);
  co_return page;
}

Actor holder(const User& user, Desk desk) {
  Role role = Role::kEmployee;
  if (desk == Desk::kSupervisor)
    role = user.role == Role::kAdmin ? Role::kAdmin : Role::kSupervisor;
  return Actor{user.id, role, user.login, Via::kLink};
}

std::string base_of(Desk desk, const Call& call) {
  return fmt::format("/{}/{}", desk == Desk::kEmployee ? "p" : "s", call.params[0]);
}

Result<User> link_holder(store::Connection& db, const std::string& token) {
  const auto user = gather::user_by_link(db, token);
  if (!user) return tl::unexpected(user.error());
  if (!*user) return fail(ErrorCode::kNotFound, "no such link");
  return **user;
}

}  // namespace vouch::web::handlers
