// The looks of a batch as the questions that serve them, each asked once, and back: answers as
// observations. Pure; any thread. Internal to engines.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engines/batch.h"

namespace vouch::engines {

struct Search {
  Question question;
  int pages = 1;  // requests that the first question takes at most
  // kUrl: asked one after the other while no answer shows the page. Absence counts only where the
  // page's other addresses were all asked about.
  std::vector<Question> other_addresses;
  std::optional<Question> by_title;  // of lists, behind the addresses
  std::vector<std::size_t> index;    // into BatchRequest::index
  std::vector<std::size_t> rank;
  std::optional<SearchAnswer> answer;  // of all questions that were asked
  Time asked_at;
};

// `engine` of the provider. Looks at one page, and at one keyword, ask once.
std::vector<Search> plan_searches(const BatchRequest& request, const std::string& engine);

// About the control page, and about a page of its site that cannot exist.
Question known_question(const BatchRequest& request, const std::string& engine);
Question unknown_question(const BatchRequest& request, const std::string& engine,
                          const std::string& url);
std::string unknown_url(const std::string& known_url, Random& random);

// What a control query's answer makes of the batch's canary.
CanaryResult judge_canary(CanaryResult canary, const SearchAnswer& answer, bool known);

// What else is asked about its page, in this order.
std::vector<Question> further_questions(const Search& search);
// The page is not shown by what was answered so far, and this question could still show it.
bool wants(const Search& search, const Question& further, const BatchRequest& request);
// One answer out of two: shown if either shows it, absent if both say so.
SearchAnswer both_answers(SearchAnswer first, SearchAnswer second);

// Lists that are not about the keyword that was asked become kUntrusted: too few rows hold a term
// of it, or one and the same list answers three different keywords. What an engine shows instead of
// an address that it does not know may well be the same each time: there the controls decide.
// Lists that begin with one row that has nothing to do with what was asked lose their absences.
void distrust(std::vector<Search>& searches);

// Every look that was asked gets its observation.
std::vector<Finished> settle(const BatchRequest& request, const Search& search,
                             const CanaryResult& canary, const Provider& provider);

}  // namespace vouch::engines
