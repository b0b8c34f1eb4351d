// Index and rank looks: what is due for one engine is asked in batches between two control
// questions, of the first provider in the chain that may be asked; what that one cannot answer goes
// to the next. Every batch is recorded in one transaction; a crash leaves its looks pending, or
// with the ticket that was stored for them. Main loop only.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crawler/net/http_client.h"
#include "daemon/catch_up.h"
#include "daemon/context.h"
#include "daemon/engine_record.h"
#include "daemon/engine_turn.h"
#include "engines/batch.h"
#include "web/commands.h"
#include "web/facts.h"

namespace vouch::daemon {

class EngineLooks {
 public:
  EngineLooks(Context& context, crawler::HttpClient& http)
      : context_(context), chain_(context, http) {}

  // Providers of the present rules; keywords that are not measured on a connected engine yet get
  // their rank look. Start and reload; blocks.
  Status connect();
  Status load();  // tickets of earlier runs, outages; at a start; blocks

  // `first` was taken from the queue; its gate is busy until this returns. The caller holds the one
  // Activity::Guard of the look.
  Task<> run(QueuedLook first);

  // When answers of a task can be asked for; none: no task is open.
  [[nodiscard]] std::optional<Time> next_collect() const;
  // Asks for the answers of every task whose moment has come. The caller holds an Activity::Guard.
  Task<> collect();

  [[nodiscard]] std::vector<web::ProviderFacts> facts() const { return chain_.facts(); }
  // One question by hand; waits for its turn, counts as every other. The caller holds an
  // Activity::Guard.
  Task<web::TestAnswer> test(std::string name);

  [[nodiscard]] std::vector<Connected> providers() const { return chain_.all(); }
  // One question beside the looks, which go first: none where the provider is busy with them or
  // rests. It counts in the provider's allowance; the caller writes down what it cost.
  Task<std::optional<engines::SearchAnswer>> ask_aside(Connected provider,
                                                       engines::Question question);

 private:
  struct Waiting {  // a task at a provider
    store::OpenTicket ticket;
    std::string rest;  // of the ticket: what has not come yet
    std::vector<engines::Answered> answers;
    int queries = 0;  // since it was handed in
    std::int64_t spent = 0;
    Time collect_at;
  };

  Task<Result<engines::SearchAnswer>> try_out(Connected provider, engines::Question question);
  // Whom to ask for a look: not those who were tried in this run, nor whose task did not answer it.
  [[nodiscard]] Connected first(const LeasedLook& look, const Tried& tried) const;
  Task<Status> work_on(std::vector<QueuedLook> looks, Rules rules);
  Turn next_turn(std::vector<LeasedLook>& open, const Tried& tried) const;
  Task<Status> ask(Turn turn, const std::vector<OwnSite>& sites, Rules rules, const Tried& tried,
                   std::vector<LeasedLook>& open);
  Task<Status> hand_in(Turn turn, const std::vector<OwnSite>& sites, Rules rules,
                       const Tried& tried, std::vector<LeasedLook>& open);
  Task<Status> put_off(Turn turn, Rules rules);
  // What another provider may still answer goes back to `open`, the rest is recorded.
  Task<Status> conclude(Turn turn, engines::BatchResult batch, Rules rules, const Tried& tried,
                        std::vector<LeasedLook>& open);
  Task<Status> record(EngineAnswers done, Rules rules);

  Task<Status> collect_one(std::shared_ptr<Waiting> waiting, Rules rules);
  Task<Status> settle(std::shared_ptr<Waiting> waiting, Connected provider, Rules rules);
  Task<Status> abandon(std::shared_ptr<Waiting> waiting);
  void forget(const Waiting& waiting);

  Task<Result<EngineWork>> lease(std::vector<QueuedLook> looks, Rules rules);
  Task<> pause_until(Time moment);
  Task<> take_turn(Connected provider);
  void put_back(const std::vector<QueuedLook>& looks, Time due_at);

  Context& context_;
  ProviderChain chain_;
  CatchUp catch_up_{context_, CatchUp::Of::kEngines};
  std::vector<std::shared_ptr<Waiting>> waiting_;
  std::map<LookId, Tried> unanswered_;  // by tasks that came back without an answer
};

}  // namespace vouch::daemon
