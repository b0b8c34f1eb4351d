#include "web/gather_inbox.h"

#include <algorithm>

#include <fmt/format.h>

#include "store/channels.h"
#include "store/outbox.h"
#include "store/preferences.h"

namespace vouch::web::gather {
namespace {

// As in the rows of the outbox.
std::string address_of(const User& user, const ChannelFacts& channel) {
  if (channel.kind == ChannelKind::kMail) return user.email;
  return fmt::format("{}/{}", channel.name, user.login);
}

// None: it reaches him, as far as anybody knows.
Result<std::optional<BrokenWay>> broken(store::Connection& db, const User& user,
                                        const ChannelFacts& channel) {
  BrokenWay way;
  way.name = channel.name;
  way.kind = channel.kind;
  if (channel.kind == ChannelKind::kMail) way.address = user.email;
  if (!channel.enabled) {
    way.why = channel.why;
    return std::optional<BrokenWay>(std::move(way));
  }
  const auto row = store::channels::find_by_name(db, channel.name);
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<BrokenWay>();
  const auto end = store::outbox::last_end(db, user.id, (*row)->id, address_of(user, channel));
  if (!end) return tl::unexpected(end.error());
  if (!*end || (*end)->state != MessageState::kDead) return std::optional<BrokenWay>();
  way.refused = true;
  way.why = (*end)->code;
  return std::optional<BrokenWay>(std::move(way));
}

}  // namespace

std::vector<ChannelFacts> own_channels(const User& user, const std::vector<ChannelFacts>& all) {
  std::vector<ChannelFacts> out;
  for (const ChannelFacts& channel : all) {
    if (!channel.configured) continue;
    const bool his = channel.kind == ChannelKind::kMail ? !user.email.empty()
                                                        : channel.users.contains(user.login);
    if (his) out.push_back(channel);
  }
  return out;
}

Result<OwnLetters> own_letters(store::Connection& db, const User& user,
                               const std::vector<ChannelFacts>& channels) {
  OwnLetters out;
  const auto unread = store::inbox::unread(db, user.id);
  if (!unread) return tl::unexpected(unread.error());
  out.unread = *unread;
  for (const ChannelFacts& channel : own_channels(user, channels)) {
    auto way = broken(db, user, channel);
    if (!way) return tl::unexpected(way.error());
    if (*way) {
      out.broken.push_back(std::move(**way));
    } else {
      out.reaches_by.push_back(channel.name);
    }
  }
  return out;
}

Result<InboxPage> inbox(store::Connection& db, UserId reader, const InboxRequest& request) {
  InboxPage page;
  page.unread_only = request.unread_only;
  page.before = request.before;
  auto rows =
      store::inbox::list(db, reader, request.unread_only, request.before, request.limit + 1);
  if (!rows) return tl::unexpected(rows.error());
  if (static_cast<int>(rows->size()) > request.limit) {
    rows->pop_back();
    page.next = rows->back().entry.id;
  }
  page.rows = std::move(*rows);
  const auto unread = store::inbox::unread(db, reader);
  if (!unread) return tl::unexpected(unread.error());
  page.unread = *unread;
  return page;
}

Result<PreferencesPage> preferences(store::Connection& db, const User& user,
                                    const std::vector<ChannelFacts>& channels) {
  PreferencesPage page;
  page.channels = own_channels(user, channels);
  const auto said = store::preferences::current(db, user.id);
  if (!said) return tl::unexpected(said.error());
  for (const Preference& one : *said) {
    if (!one.letters) page.off.emplace(one.rule, one.channel);
  }
  return page;
}

}  // namespace vouch::web::gather
