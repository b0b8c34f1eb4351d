#include "alerts/silence.h"

#include <string_view>

#include "core/url.h"

namespace vouch::alerts {
namespace {

// A dead message's subject is "channel → address": a silence of the channel covers it.
bool is_about(const NoticeFacts& facts, std::string_view subject) {
  const std::string_view whole = facts.subject;
  return whole == subject || whole.substr(0, whole.find(" → ")) == subject;
}

// "example.com" covers "bbs.example.com".
bool is_on_host(const NoticeFacts& facts, std::string_view host) {
  const auto url = Url::parse(facts.url);
  if (!url) return false;
  const std::string own = url->host();
  if (own == host) return true;
  return own.size() > host.size() && own.ends_with(host) &&
         own[own.size() - host.size() - 1] == '.';
}

bool covers(const Silence& silence, const Notice& notice, const NoticeFacts& facts, UserId reader) {
  if (silence.rule != notice.kind) return false;
  if (silence.reader && silence.reader != reader) return false;
  if (!silence.reader && notice.audience != Audience::kOperator) return false;
  if (silence.known_only && notice.created_at > silence.from) return false;
  if (silence.subject.empty()) return true;
  return notice.claim ? is_on_host(facts, silence.subject) : is_about(facts, silence.subject);
}

bool holds_at(const Silence& silence, Time now) {
  return silence.from <= now && now < silence.to && !silence.ended_at;
}

}  // namespace

bool can_be_silenced(NoticeKind kind, Audience audience) {
  return audience != Audience::kEmployee && kind != NoticeKind::kCorrection;
}

const Silence* silenced_by(std::span<const Silence> silences, const Notice& notice,
                           const NoticeFacts& facts, UserId reader, Time now) {
  if (!can_be_silenced(notice.kind, notice.audience)) return nullptr;
  const Silence* last = nullptr;
  for (const Silence& silence : silences) {
    if (!holds_at(silence, now) || !covers(silence, notice, facts, reader)) continue;
    if (last == nullptr || silence.to > last->to) last = &silence;
  }
  return last;
}

}  // namespace vouch::alerts
