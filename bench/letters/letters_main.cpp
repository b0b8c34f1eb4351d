// How long the letters of many simultaneous changes take to be written: facts read back, texts and
// HTML rendered, ids made, bodies frozen, for 20 readers. Prints one line a size.
#include <chrono>
#include <cstdio>

#include <fmt/format.h>

#include "alerts/outgoing.h"
#include "alerts/rules.h"

namespace {

using namespace vouch::alerts;

constexpr int kReaders = 20;

vouch::Notice notice_of(int number, vouch::UserId reader) {
  NoticeFacts facts;
  facts.stage = vouch::Stage{vouch::StageKind::kLive, {}};
  facts.state = vouch::StageState::kFail;
  facts.episode = 1;
  facts.reason = vouch::Reason::kHttp404;
  facts.url = fmt::format("https://forum.example/thread/{}", number);
  facts.title = fmt::format("不锈钢阀门选型要点 第 {} 篇", number);
  facts.confirmations = 2;
  facts.spacing = std::chrono::hours(2);
  facts.observed_at = facts.deadline = facts.public_at = vouch::from_millis(1'795'000'000'000);
  vouch::Notice notice;
  notice.claim = vouch::ClaimId{number};
  notice.key = notice_key(notice.claim, *facts.stage, 1, vouch::Audience::kEmployee);
  notice.kind = vouch::NoticeKind::kNeedsCorrection;
  notice.recipient = reader;
  notice.body = to_json(facts);
  return notice;
}

void measure(int changes) {
  OutgoingContext context;
  context.render.public_url = "https://vouch.example.com";
  vouch::Channel mail;
  mail.id = vouch::ChannelId{1};
  mail.name = "mail";
  context.endpoints.push_back({mail, {}, {}});
  context.now = vouch::from_millis(1'795'000'000'000);

  std::vector<std::vector<vouch::Notice>> notices(kReaders);
  for (int number = 1; number <= changes; ++number) {
    const int reader = number % kReaders;
    notices[static_cast<std::size_t>(reader)].push_back(
        notice_of(number, vouch::UserId{reader + 1}));
  }
  const auto started = std::chrono::steady_clock::now();
  std::size_t letters = 0;
  std::size_t bytes = 0;
  for (const auto& own : notices) {
    GroupLetter letter;
    for (const vouch::Notice& notice : own) {
      auto facts = notice_facts_from_json(notice.body);
      if (facts) letter.items.push_back({notice, std::move(*facts)});
    }
    vouch::User reader;
    reader.id = own.front().recipient;
    reader.login = fmt::format("p{}", reader.id.value);
    reader.name = "张三";
    reader.email = reader.login + "@example.com";
    reader.link_token = std::string(32, 't');
    for (const vouch::Message& message : letter_messages(letter, std::nullopt, reader, context)) {
      ++letters;
      bytes += message.body.size();
    }
  }
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - started;
  fmt::print("{} changes, {} readers: {} letters, {} kB, {:.1f} ms\n", changes, kReaders, letters,
             bytes / 1000, took.count());
}

}  // namespace

int main() {
  for (const int changes : {2'000, 10'000}) measure(changes);
  return 0;
}
