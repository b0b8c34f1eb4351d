// A way to ask a search engine, at once or by a task whose answers come later. Called on the main
// loop, one call at a time for each provider.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "config/provider_traits.h"
#include "core/async.h"
#include "engines/answer.h"
#include "engines/question.h"

namespace vouch::engines {

// Waits between two requests to one provider; the daemon gives a timer, tests give nothing.
using Pause = std::function<Task<void>()>;

struct Asking {
  std::vector<Question> questions;  // at most traits().largest_batch; the rest is refused unasked
  Pause pause;                      // may be empty
};

struct Answered {
  Question question;
  SearchAnswer answer;
  Time seen_at{};  // when it came in; epoch: just now
};

// Every question stands either in `answers` or in the ticket, never in both and never in neither.
struct Submitted {
  std::vector<Answered> answers;
  // What collect() needs, complete in itself and free of secrets; empty: nothing comes later. Money
  // is spent for it: store it before anything else.
  std::string ticket;
  std::optional<Time> collect_at;   // of the ticket
  int queries = 0;                  // of this call, those of `answers` included
  config::Micros spent = 0;         // the same
  std::vector<Exchange> exchanges;  // behind the ticket; answers carry their own
};

struct Collected {
  std::vector<Answered> answers;  // what has come since
  std::string ticket;             // replaces the old one; empty: everything has come
  std::optional<Time> collect_at;
  Reason reason = Reason::kOk;  // why a ticket stays open, where it is not mere waiting
  std::string explanation;
  int queries = 0;
  config::Micros spent = 0;  // beyond what submit() counted
};

class Provider {
 public:
  virtual ~Provider() = default;
  [[nodiscard]] virtual std::string name() const = 0;    // "searxng:main"
  [[nodiscard]] virtual std::string engine() const = 0;  // "baidu"
  [[nodiscard]] virtual const config::ProviderTraits& traits() const = 0;
  // Neither throws for what the network does. Every answer that is not complete carries the reason
  // why. A ticket that nobody can answer any more turns into refused answers, never into silence.
  virtual Task<Submitted> submit(Asking asking) = 0;
  virtual Task<Collected> collect(std::string ticket) = 0;
};

// Of a provider that answers at once. One that takes tasks is not asked: an answer that nobody
// waits for would be money lost.
Task<SearchAnswer> ask_now(Provider& provider, Question question, Pause pause);

// Of either: submits one question and collects until it is answered, `give_up`, or a sleep that is
// cut short (false). The answer carries what all of it took, answered or not.
using SleepUntil = std::function<Task<bool>(Time)>;
Task<SearchAnswer> ask_and_wait(Provider& provider, Question question, SleepUntil sleep,
                                Time give_up);

// The common half of providers that answer at once: one question after another. A refusal that
// stands for all of them (key, money, quota, Retry-After, a wall) ends the asking; the rest gets it
// too, unasked.
class ProviderThatAnswersAtOnce : public Provider {
 public:
  Task<Submitted> submit(Asking asking) final;
  Task<Collected> collect(std::string ticket) final;

 protected:
  virtual Task<SearchAnswer> ask(Question question, Pause pause) = 0;
};

// Of one that cannot be asked: says so for every question, without a request.
std::vector<Answered> refuse_all(const std::vector<Question>& questions, const SearchAnswer& why);

}  // namespace vouch::engines
