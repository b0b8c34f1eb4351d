#include "daemon/page_looks.h"

#include <algorithm>
#include <set>

#include "checks/page_judgement.h"
#include "core/log.h"
#include "daemon/page_record.h"
#include "store/claims.h"
#include "store/sites.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "look";
constexpr Millis kTryAgainAfterTrouble = std::chrono::minutes(5);
constexpr Millis kTryAgainAfterCrash = std::chrono::hours(1);  // the same page may do it again

checks::ContentNeeds needs_of(const Policy& policy, std::vector<OwnSite> sites) {
  checks::ContentNeeds needs;
  needs.title = policy.content_title;
  needs.keyword = policy.content_keyword;
  needs.link = policy.content_link;
  needs.link_must_follow = policy.link_must_follow;
  needs.mention_suffices = policy.mention_suffices;
  needs.sites = std::move(sites);
  return needs;
}

// Both answers show the same thing to a reader, so the host says "no such page" this way.
bool alike(const PageFacts& page, const PageFacts& unknown) {
  const bool same_place = page.final_url == unknown.final_url && page.final_url != page.url;
  const bool same_text = !page.fingerprint.empty() && page.fingerprint == unknown.fingerprint;
  const bool same_sign = !page.signs.empty() && !unknown.signs.empty() &&
                         page.title == unknown.title &&
                         page.signs.front().sign == unknown.signs.front().sign;
  return same_place || same_text || same_sign;
}

}  // namespace

struct PageLooks::Leased {
  QueuedLook look;
  store::Look row;
  Claim claim;
  const Platform* platform = nullptr;  // owned by the rulebook of this look
  checks::ContentNeeds needs;
  std::string context;                      // of findings, page_examination.h
  std::optional<store::PageMemory> memory;  // of the same context
  bool remembered = false;                  // there is a memory, perhaps of another context
};

struct PageLooks::Sibling {
  bool answered = false;
  int status = 0;
  bool alike = false;       // shows what the claim's page shows
  bool same_title = false;  // and names itself alike, whatever number or moment it shows
};

struct PageLooks::Seen {
  crawler::PageLook look;
  Time answered_at{};
  PageExamined page;
  checks::PageJudgement judgement;  // of a known page: only what is proved and recorded
  bool proved = false;
  CanaryNote canary;
  std::set<std::string> sites;
  std::vector<Exchange> probes;
};

Task<> PageLooks::run(QueuedLook look) {
  const Rules rules = context_.rules;
  const std::string gate = look.gate;
  const LookId id = look.id;

  const crawler::Reservation reservation = sites_.reserve(gate);
  if (!reservation.granted) {
    context_.queue.put(look);
    context_.queue.release(gate, reservation.at);
    co_return;
  }
  context_.in_flight.insert(id);
  Status done;
  try {
    done = co_await work_on(look, rules);
  } catch (const std::exception& problem) {  // a look is never lost: it stays in the queue
    ++context_.counters.task_failures["look"];
    done = fail(ErrorCode::kInternal, problem.what());
  }
  context_.in_flight.erase(id);
  context_.queue.release(gate, sites_.opens_at(gate));
  if (done) co_return;
  const Error trouble = done.error();
  if (trouble.code == ErrorCode::kConflict) {
    ++context_.counters.stale_looks;
    log::info(kRoom, "look {} is not pending any more", id.value);
    co_return;
  }
  Millis pause = kTryAgainAfterTrouble;
  if (trouble.code == ErrorCode::kInternal) pause = kTryAgainAfterCrash;
  if (trouble.code != ErrorCode::kCancelled && trouble.code != ErrorCode::kUnavailable) {
    log::error(kRoom, "look {}: {}", id.value, trouble.text());
    context_.store_failed(trouble);
  }
  look.due_at = context_.wall.now() + pause;
  context_.queue.put(look);
}

Task<Status> PageLooks::work_on(QueuedLook look, Rules rules) {
  const LookId id = look.id;
  const auto leased = co_await lease(look, rules);
  if (!leased) co_return tl::unexpected(leased.error());
  log::debug(kRoom, "look {} leased: {}", id.value, leased->claim.url);
  Seen seen;
  co_await see(*leased, seen);
  if (seen.look.exchange.cancelled)
    co_return fail(ErrorCode::kCancelled, "the request was given up");
  const Reason first = seen.page.findings.live.reason;
  const Heard heard = heard_of_page(first, seen.look.exchange.status());
  const Time heard_at = context_.wall.now();
  const auto change = co_await record(*leased, std::move(seen), rules);
  // Before apply(): what was planned for this claim meanwhile belongs in the queue.
  context_.in_flight.erase(id);
  if (!change) {
    Error trouble = change.error();
    // Looked at again: who holds it now is found out by the next lease.
    if (trouble.code == ErrorCode::kConflict) {
      ++context_.counters.stale_looks;
      trouble.code = ErrorCode::kUnavailable;
    }
    co_return tl::unexpected(trouble);
  }
  log::debug(kRoom, "look {} committed: {}", id.value, to_string(first));
  ++context_.counters.looks[std::string(to_string(first))];
  context_.apply(*change);
  co_await catch_up_.note(look.gate, heard, heard_at);
  co_return Status();
}

Task<Result<PageLooks::Leased>> PageLooks::lease(QueuedLook look, Rules rules) {
  std::function<Result<Leased>(store::WriteContext&)> job =
      [look, rules, host = sites_.row(look.gate),
       start = start_](store::WriteContext& context) -> Result<Leased> {
    const auto row = store::looks::find(context.db, look.id);
    if (!row) return tl::unexpected(row.error());
    const auto taken = store::looks::lease(context.db, look.id, row->attempt);
    if (!taken) return tl::unexpected(taken.error());
    if (!*taken || row->state != store::LookState::kPending) {
      return fail(ErrorCode::kConflict, "the look is not pending any more");
    }
    if (const Status kept = store::hosts::put(context.db, host); !kept)
      return tl::unexpected(kept.error());
    auto claim = store::claims::find(context.db, row->claim);
    if (!claim) return tl::unexpected(claim.error());
    auto sites = store::sites::list(context.db);
    if (!sites) return tl::unexpected(sites.error());
    const auto policy = rules->policy_of(*claim);
    if (!policy) return tl::unexpected(policy.error());
    const auto platform = rules->platform_of(*claim);
    if (!platform) return tl::unexpected(platform.error());
    Leased leased;
    leased.look = look;
    leased.row = *row;
    leased.row.attempt = row->attempt + 1;
    leased.needs = needs_of(**policy, std::move(*sites));
    leased.platform = *platform;
    leased.claim = std::move(*claim);
    leased.context = context_of(leased.claim, leased.needs, start);
    auto memory = store::page_memory::find(context.db, leased.claim.id);
    if (!memory) return tl::unexpected(memory.error());
    leased.remembered = memory->has_value();
    if (*memory && (*memory)->context == leased.context) leased.memory = std::move(*memory);
    return leased;
  };
  co_return co_await context_.store.write<Leased>(std::move(job));
}

Task<> PageLooks::see(const Leased& leased, Seen& seen) {
  const auto url = Url::parse(leased.claim.url);
  if (!url) {
    seen.look.exchange.failure = Reason::kAddressNotAllowed;
    seen.look.exchange.failure_text = url.error().message;
    seen.page = co_await examine_answer(leased, seen.look.exchange);
  } else {
    const bool conditional =
        leased.memory && may_ask_conditionally(*leased.memory, context_.wall.now());
    co_await look_and_examine(leased, seen, FirstVisit::kReserved, conditional);
    // "Not modified" by another page than the one we asked about: then the page itself, once.
    if (seen.page.ask_again) {
      seen.probes.push_back(std::move(seen.look.exchange));
      co_await look_and_examine(leased, seen, FirstVisit::kReserve, false);
    }
  }
  if (seen.look.exchange.cancelled) co_return;
  seen.judgement = seen.page.judgement;
  if (seen.page.known != Known::kNew) {
    seen.judgement.live = seen.page.findings.live;
    seen.judgement.content = seen.page.findings.content;
    seen.judgement.recognised = seen.page.findings.recognised;
  }
  // A page that may be anybody's (a gateway's, a maintenance notice) is no control for others.
  const Hop* last = seen.look.exchange.last();
  if (seen.judgement.recognised && url && last != nullptr && is_at_home(*last, *url))
    canary_.answered(*url);
  co_await prove(leased, seen);
}

Task<> PageLooks::look_and_examine(const Leased& leased, Seen& seen, FirstVisit first,
                                   bool conditional) {
  crawler::PageRequest request(Url::parse(leased.claim.url).value());
  if (conditional) {
    crawler::Validators validators;
    validators.url = leased.memory->url;
    validators.etag = leased.memory->etag;
    validators.last_modified = leased.memory->last_modified;
    request.validators = std::move(validators);
  }
  seen.look = co_await fetcher_.look(std::move(request), first, seen.sites);
  seen.answered_at = context_.wall.now();
  log::debug(kRoom, "look {} fetched: HTTP {}", leased.look.id.value, seen.look.exchange.status());
  if (seen.look.exchange.cancelled) co_return;
  seen.page = co_await examine_answer(leased, seen.look.exchange);
}

Task<PageExamined> PageLooks::examine_answer(const Leased& leased, Exchange exchange) {
  PageWork work;
  work.claim = leased.claim;
  work.needs = leased.needs;
  work.platform = leased.platform;
  work.exchange = std::move(exchange);
  work.memory = leased.memory;
  work.context = leased.context;
  work.now = context_.wall.now();
  std::function<PageExamined()> job = [this, work = std::move(work)] {
    return examine(work, context_.random);
  };
  auto start = [this, &job](Completion<Computed<PageExamined>> done) {
    context_.parse.run<PageExamined>(std::move(job), std::move(done));
  };
  Computed<PageExamined> examined = co_await await_callback<Computed<PageExamined>>(start);
  co_return std::move(examined).take();
}

// A negative that cannot be proved stays on record, and counts for nothing.
Task<> PageLooks::prove(const Leased& leased, Seen& seen) {
  const bool negative =
      seen.judgement.live.outcome == Outcome::kNotFound ||
      (seen.judgement.content && seen.judgement.content->outcome == Outcome::kNotFound);
  if (!negative) co_return;
  const auto url = Url::parse(leased.claim.url);
  if (!url) co_return;
  seen.canary = co_await canary_.check(*url, seen.sites);
  seen.proved = seen.canary.passed;
  if (!seen.proved) co_return;
  if (seen.judgement.needs_sibling_probe) {
    seen.proved = co_await sibling_says_so(leased, seen);
  } else if (seen.judgement.live.outcome == Outcome::kFound && !seen.judgement.recognised) {
    co_await ask_whether_it_is_the_page(leased, seen);
  }
  // Control and sibling may have waited for their sites' turns: a control long after the page says
  // nothing of the way by which the page came.
  const bool apart = seen.canary.at - seen.answered_at > kControlAge;
  if (apart || context_.wall.now() - seen.canary.at > kControlAge) seen.proved = false;
}

Task<PageLooks::Sibling> PageLooks::sibling_of(const Leased& leased, Seen& seen) {
  Sibling sibling;
  const auto url = Url::parse(leased.claim.url);
  if (!url || !seen.page.facts) co_return sibling;
  const Url address = crawler::sibling_probe(*url, context_.random);
  const crawler::PageLook probe = co_await fetcher_.look(address, FirstVisit::kReserve, seen.sites);
  seen.probes.push_back(probe.exchange);
  if (probe.exchange.failure) co_return sibling;
  sibling.answered = true;
  sibling.status = probe.exchange.status();
  const PageReading reading = co_await read(probe.exchange, address.href(), *leased.platform);
  if (!reading.facts) co_return sibling;
  sibling.alike = alike(*seen.page.facts, *reading.facts);
  sibling.same_title =
      !reading.facts->title.empty() && reading.facts->title == seen.page.facts->title;
  co_return sibling;
}

// Words or a redirect say that the page is gone: so they must for a page that never was.
Task<bool> PageLooks::sibling_says_so(const Leased& leased, Seen& seen) {
  const Sibling sibling = co_await sibling_of(leased, seen);
  if (!sibling.answered) co_return false;
  // The host says honestly when a page does not exist; then the page's own words are its own.
  if (sibling.status == 404 || sibling.status == 410)
    co_return seen.judgement.live.reason == Reason::kSoft404;
  co_return sibling.alike;
}

// Nothing that the claim names stands on it. Where the host answers any address with it, it is the
// host's own page (maintenance, a block, a gateway's notice) in words that nobody wrote down yet.
Task<> PageLooks::ask_whether_it_is_the_page(const Leased& leased, Seen& seen) {
  const Sibling sibling = co_await sibling_of(leased, seen);
  const bool told_apart = sibling.status == 404 || sibling.status == 410 ||
                          (sibling.status >= 200 && sibling.status < 300);
  seen.proved = told_apart && !sibling.alike && !sibling.same_title;
  if (seen.proved || !told_apart) co_return;
  const checks::StageFinding unknown{outcome_of(Reason::kUnknownLayout), Reason::kUnknownLayout};
  seen.judgement.live = unknown;
  seen.judgement.content = unknown;
  seen.judgement.evidence_words = "the host answers any address with this page";
  const PageFacts* facts = seen.page.facts ? &*seen.page.facts : nullptr;
  seen.page.findings = findings_of(seen.judgement, facts);
}

Task<PageReading> PageLooks::read(Exchange exchange, std::string asked_url,
                                  const Platform& platform) {
  std::function<PageReading()> work = [exchange = std::move(exchange), asked = std::move(asked_url),
                                       &platform, now = context_.wall.now()] {
    return read_exchange(exchange, asked, platform, now);
  };
  auto start = [this, &work](Completion<Computed<PageReading>> done) {
    context_.parse.run<PageReading>(std::move(work), std::move(done));
  };
  Computed<PageReading> read = co_await await_callback<Computed<PageReading>>(start);
  co_return std::move(read).take();
}

Task<Result<ClaimChange>> PageLooks::record(Leased leased, Seen seen, Rules rules) {
  PageRecord page;
  page.look = leased.row;
  page.claim = std::move(leased.claim);
  page.known = seen.page.known;
  page.findings = std::move(seen.page.findings);
  page.memory = std::move(seen.page.memory);
  page.forget = leased.remembered && seen.page.forget;
  page.proved = seen.proved;
  page.canary = seen.canary;
  page.exchange = std::move(seen.look.exchange);
  page.evidence = std::move(seen.page.evidence);
  page.text = std::move(seen.page.text);
  for (const std::string& site : seen.sites) page.hosts.push_back(sites_.row(site));
  if (!seen.probes.empty()) {
    // Compression and digests cost processor time: not on this loop.
    using Items = std::vector<store::EvidenceItem>;
    std::function<Items()> prepare = [this, probes = std::move(seen.probes)] {
      return prepare_probes(probes, context_.random);
    };
    auto start = [this, &prepare](Completion<Computed<Items>> done) {
      context_.parse.run<Items>(std::move(prepare), std::move(done));
    };
    Computed<Items> prepared = co_await await_callback<Computed<Items>>(start);
    Items items = std::move(prepared).take();
    std::move(items.begin(), items.end(), std::back_inserter(page.evidence));
  }
  auto shared = std::make_shared<const PageRecord>(std::move(page));
  std::function<Result<ClaimChange>(store::WriteContext&)> job =
      [shared, rules](store::WriteContext& context) {
        return record_page(context, *rules, *shared);
      };
  co_return co_await context_.store.write<ClaimChange>(std::move(job));
}

}  // namespace vouch::daemon
