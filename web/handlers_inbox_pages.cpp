#include <utility>

#include "web/answers.h"
#include "web/desk.h"
#include "web/form_data.h"
#include "web/gather_inbox.h"
#include "web/handlers.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr std::string_view kUnreadable = "表单没有读懂，请重试";

// Everybody has an inbox; who leads nobody has no supervisor's page.
Task<Result<User>> reader_of(Services& services, const Call& call, Desk desk) {
  ReadJob<User> job = [token = call.params[0]](store::Connection& db) {
    return link_holder(db, token);
  };
  Result<User> user = co_await services.store.read<User>(std::move(job));
  if (!user) co_return tl::unexpected(user.error());
  if (desk == Desk::kSupervisor && user->role == Role::kEmployee) {
    co_return fail(ErrorCode::kNotFound, "no such link");
  }
  co_return user;
}

// The list, with what became of an act above it.
Task<HttpResponse> show_inbox(Services& services, Call call, Desk desk, User user,
                              std::string refusal) {
  gather::InboxRequest request;
  request.unread_only = call.target.get("list") == "unread";
  if (const auto after = call.target.get("after")) {
    const auto id = parse_id<InboxId>(*after);
    if (id) request.before = *id;
  }
  ReadJob<InboxPage> job = [reader = user.id, request](store::Connection& db) {
    return gather::inbox(db, reader, request);
  };
  Result<InboxPage> data = co_await services.store.read<InboxPage>(std::move(job));
  if (!data) co_return page_error(call, data.error());
  data->refused = !refusal.empty();
  data->message = std::move(refusal);
  const std::string below = "/inbox";
  const PageContext page = co_await personal_context(services, call, desk, below);
  co_return html_answer(data->refused ? 422 : 200, inbox_page(*data, page));
}

Task<HttpResponse> list(Services& services, Call call, Desk desk) {
  Result<User> user = co_await reader_of(services, call, desk);
  if (!user) co_return page_error(call, user.error());
  std::string nothing;
  co_return co_await show_inbox(services, std::move(call), desk, std::move(*user),
                                std::move(nothing));
}

Task<HttpResponse> read(Services& services, Call call, Desk desk) {
  Result<User> user = co_await reader_of(services, call, desk);
  if (!user) co_return page_error(call, user.error());
  const auto form =
      FormData::parse(header_value(call.request.headers, "Content-Type"), call.request.body);
  MarkRead request;
  std::optional<InboxId> entry;
  if (form) {
    entry = parse_id<InboxId>(form->text("entry"));
    const auto up_to = parse_id<InboxId>(form->text("up_to"));
    request.up_to = !entry && up_to;
    if (up_to && !entry) entry = up_to;
  }
  Status done = fail(ErrorCode::kInvalid, std::string(kUnreadable));
  if (entry) {
    request.entry = *entry;
    Actor actor = holder(*user, desk);
    done = co_await services.commands.mark_read(std::move(actor), request);
  }
  std::string refusal = done ? std::string() : told(done.error());
  co_return co_await show_inbox(services, std::move(call), desk, std::move(*user),
                                std::move(refusal));
}

Task<HttpResponse> show_preferences(Services& services, Call call, Desk desk, User user,
                                    std::string message, bool refused) {
  ReadJob<PreferencesPage> job =
      [user, channels = services.health.facts().channels](store::Connection& db) {
        return gather::preferences(db, user, channels);
      };
  Result<PreferencesPage> data = co_await services.store.read<PreferencesPage>(std::move(job));
  if (!data) co_return page_error(call, data.error());
  data->message = std::move(message);
  data->refused = refused;
  const std::string below = "/preferences";
  const PageContext page = co_await personal_context(services, call, desk, below);
  co_return html_answer(refused ? 422 : 200, preferences_page(*data, page));
}

Task<HttpResponse> preferences(Services& services, Call call, Desk desk) {
  Result<User> user = co_await reader_of(services, call, desk);
  if (!user) co_return page_error(call, user.error());
  std::string nothing;
  co_return co_await show_preferences(services, std::move(call), desk, std::move(*user),
                                      std::move(nothing), false);
}

// Of the channels that stood on the page that was sent: a box that is not ticked is not in a form.
std::vector<Preference> said_in(const FormData& form, const std::vector<ChannelFacts>& channels) {
  std::vector<Preference> said;
  for (const ChannelFacts& channel : channels) {
    if (form.text("shown/" + channel.name).empty()) continue;
    for (const std::string_view rule : kLetterRules) {
      Preference one;
      one.rule = std::string(rule);
      one.channel = channel.name;
      one.letters = !form.text(one.rule + "/" + channel.name).empty();
      said.push_back(std::move(one));
    }
  }
  return said;
}

Task<HttpResponse> prefer(Services& services, Call call, Desk desk) {
  Result<User> user = co_await reader_of(services, call, desk);
  if (!user) co_return page_error(call, user.error());
  const auto form =
      FormData::parse(header_value(call.request.headers, "Content-Type"), call.request.body);
  Status done = fail(ErrorCode::kInvalid, std::string(kUnreadable));
  if (form) {
    const auto channels = gather::own_channels(*user, services.health.facts().channels);
    std::vector<Preference> said = said_in(*form, channels);
    Actor actor = holder(*user, desk);
    done = co_await services.commands.set_preferences(std::move(actor), std::move(said));
  }
  const bool refused = !done.has_value();
  std::string message = done ? std::string(pick(lang_of(call.target), "已保存，从下一封信起生效。",
                                                "Saved; it holds from the next letter on."))
                             : told(done.error());
  co_return co_await show_preferences(services, std::move(call), desk, std::move(*user),
                                      std::move(message), refused);
}

}  // namespace

Task<HttpResponse> employee_inbox(Services& services, Call call) {
  return list(services, std::move(call), Desk::kEmployee);
}
Task<HttpResponse> supervisor_inbox(Services& services, Call call) {
  return list(services, std::move(call), Desk::kSupervisor);
}
Task<HttpResponse> employee_reads(Services& services, Call call) {
  return read(services, std::move(call), Desk::kEmployee);
}
Task<HttpResponse> supervisor_reads(Services& services, Call call) {
  return read(services, std::move(call), Desk::kSupervisor);
}
Task<HttpResponse> employee_preferences(Services& services, Call call) {
  return preferences(services, std::move(call), Desk::kEmployee);
}
Task<HttpResponse> supervisor_preferences(Services& services, Call call) {
  return preferences(services, std::move(call), Desk::kSupervisor);
}
Task<HttpResponse> employee_prefers(Services& services, Call call) {
  return prefer(services, std::move(call), Desk::kEmployee);
}
Task<HttpResponse> supervisor_prefers(Services& services, Call call) {
  return prefer(services, std::move(call), Desk::kSupervisor);
}

}  // namespace vouch::web::handlers
