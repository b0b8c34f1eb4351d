#include "engines/searches.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "engines/list_sanity.h"
#include "engines/relevance.h"

namespace vouch::engines {
namespace {

constexpr double kLeastShare = 0.2;  // decision 046: decoys of Bing held none, honest lists 0.5 on
constexpr int kLeastRows = 5;
constexpr std::size_t kSameLists = 3;

Question placed(Question question, const BatchRequest& request) {
  question.place = request.place;
  question.device = request.device;
  return question;
}

Question about(const std::string& url, const BatchRequest& request, const std::string& engine) {
  Question question = url_question(engine, index_query(url));
  question.depth = request.page_size;
  return placed(std::move(question), request);
}

std::string host_of(const std::string& url) {
  const Result<Url> parsed = Url::parse(url);
  return parsed ? parsed->host() : std::string();
}

std::string replaced(std::string form, std::string_view name, const std::string& value) {
  const std::size_t at = form.find(name);
  if (at != std::string::npos) form.replace(at, name.size(), value);
  return form;
}

// Quotation marks inside a title would end the phrase.
std::optional<Question> by_title(const IndexTarget& target, const BatchRequest& request,
                                 const std::string& engine) {
  if (request.title_form.empty() || target.title.empty()) return std::nullopt;
  std::string title = target.title;
  std::replace(title.begin(), title.end(), '"', ' ');
  std::string text = replaced(request.title_form, "{host}", host_of(target.url));
  Question question = about(target.url, request, engine);
  question.text = replaced(std::move(text), "{title}", title);
  return question;
}

// Claims at one URL may know different other addresses of it.
void add_addresses(Search& search, const IndexTarget& target, const BatchRequest& request,
                   const std::string& engine) {
  for (const std::string& url : target.other_urls) {
    Question question = about(url, request, engine);
    std::vector<Question>& known = search.other_addresses;
    if (std::find(known.begin(), known.end(), question) == known.end()) {
      known.push_back(std::move(question));
    }
  }
}

std::vector<std::string> texts_of(const std::vector<SearchRow>& rows) {
  std::vector<std::string> out;
  out.reserve(rows.size());
  for (const SearchRow& row : rows) out.push_back(row.title + '\n' + row.snippet);
  return out;
}

bool is_list(const Search& search) {
  return search.answer && search.answer->kind == AnswerKind::kList && search.answer->valid();
}

void mistrust(SearchAnswer& answer, std::string why) {
  answer.outcome = SerpOutcome::kUntrusted;
  answer.reason = Reason::kUntrusted;
  answer.explanation = std::move(why);
}

// What lists are compared by; none of a short one, which may well answer several keywords.
std::optional<std::string> whole_list(const Search& search) {
  const std::vector<SearchRow>& rows = search.answer->rows;
  if (rows.size() < kLeastRows) return std::nullopt;
  std::string all;
  for (const SearchRow& row : rows) all += row.url + '\n';
  return all;
}

void doubt_same_first_rows(std::vector<Search>& searches) {
  std::vector<AskedList> lists;
  std::vector<SearchAnswer*> answers;
  for (Search& search : searches) {
    if (!is_list(search)) continue;
    lists.push_back({&search.question, &*search.answer});
    answers.push_back(&*search.answer);
  }
  for (const std::size_t i : same_first_rows(lists)) {
    answers[i]->absence_counts = false;
    answers[i]->explanation = kSameFirstWords;
  }
}

}  // namespace

std::vector<Search> plan_searches(const BatchRequest& request, const std::string& engine) {
  std::vector<Search> searches;
  std::map<Question, std::size_t> by_question;
  const auto search_for = [&](Question question, int pages) -> Search& {
    const auto [entry, fresh] = by_question.emplace(question, searches.size());
    if (fresh) {
      Search& search = searches.emplace_back();
      search.question = std::move(question);
      search.pages = pages;
    }
    return searches[entry->second];
  };
  for (std::size_t i = 0; i < request.index.size(); ++i) {
    Search& search = search_for(about(request.index[i].url, request, engine), 1);
    search.index.push_back(i);
    add_addresses(search, request.index[i], request, engine);
    if (!search.by_title) search.by_title = by_title(request.index[i], request, engine);
  }
  for (std::size_t i = 0; i < request.rank.size(); ++i) {
    Question question =
        keyword_question(engine, request.rank[i].text, request.rank_pages * request.page_size);
    search_for(placed(std::move(question), request), request.rank_pages).rank.push_back(i);
  }
  return searches;
}

Question known_question(const BatchRequest& request, const std::string& engine) {
  if (request.lists_only) {
    return placed(
        keyword_question(engine, request.canary_query, request.rank_pages * request.page_size),
        request);
  }
  Question question = about(request.canary_url, request, engine);
  if (!request.canary_query.empty()) question.text = request.canary_query;
  return question;
}

Question unknown_question(const BatchRequest& request, const std::string& engine,
                          const std::string& url) {
  return about(url, request, engine);
}

std::string unknown_url(const std::string& known_url, Random& random) {
  const Result<Url> known = Url::parse(known_url);
  const std::string origin = known ? known->origin() : "https://example.com";
  return fmt::format("{}/{}.html", origin, random_token(random, 16));
}

CanaryResult judge_canary(CanaryResult canary, const SearchAnswer& answer, bool known) {
  const std::string& url = known ? canary.positive_url : canary.negative_url;
  const bool found = presence_of(answer, url, LooseKeyRules()) == Presence::kShown;
  canary.state = CanaryState::kPassed;
  canary.reason = Reason::kOk;
  if (!answer.valid()) {
    canary.state = CanaryState::kUnanswered;
    canary.reason = answer.reason;
    canary.text = fmt::format("对照检测没有得到答复：{}", chinese(answer.reason));
  } else if (known && !found) {
    canary.state = CanaryState::kMissing;
    canary.reason = Reason::kCanaryFailed;
    canary.text = fmt::format("已知收录的网址 {} 没有搜到，这一批不算", url);
  } else if (!known && found) {
    canary.state = CanaryState::kFalsePositive;
    canary.reason = Reason::kUntrusted;
    canary.text = fmt::format("不存在的网址 {} 也搜到了，这一批不算", url);
  }
  return canary;
}

std::vector<Question> further_questions(const Search& search) {
  std::vector<Question> out = search.other_addresses;
  if (search.by_title) out.push_back(*search.by_title);
  return out;
}

bool wants(const Search& search, const Question& further, const BatchRequest& request) {
  if (!search.answer || !search.answer->valid()) return false;
  const bool title = search.by_title && further == *search.by_title;
  if (title && search.answer->kind != AnswerKind::kList) return false;
  return std::any_of(search.index.begin(), search.index.end(), [&](std::size_t i) {
    return presence_of(*search.answer, request.index[i]) != Presence::kShown;
  });
}

SearchAnswer both_answers(SearchAnswer first, SearchAnswer second) {
  first.queries += second.queries;
  first.spent += second.spent;
  for (Exchange& exchange : second.exchanges) first.exchanges.push_back(std::move(exchange));
  first.cancelled = second.cancelled;
  first.absence_counts = first.absence_counts && second.absence_counts;
  for (SearchRow& row : second.rows) {
    row.position = 0;  // its place is of another question
    first.rows.push_back(std::move(row));
  }
  const bool alike = second.valid() && second.kind == first.kind;
  if (alike && first.kind == AnswerKind::kStatement) {  // the last word, if all say the same
    // "Not this one: another is canonical" is no absence, whatever is said of a further address.
    const Statement& said = *first.statement;
    const bool of_itself = said.canonical.empty() || said.canonical == said.url;
    const bool absent = said.state == IndexState::kNotIndexed && of_itself;
    first.absence_counts = first.absence_counts && absent;
    first.statement = std::move(second.statement);
    return first;
  }
  if (alike) {
    if (!first.rows.empty()) first.outcome = SerpOutcome::kRankedList;
    return first;
  }
  first.outcome = second.outcome;
  first.reason = second.reason == Reason::kOk ? Reason::kProviderError : second.reason;
  first.explanation = std::move(second.explanation);
  first.retry = second.retry;
  first.retry_after = second.retry_after;
  return first;
}

void distrust(std::vector<Search>& searches) {
  std::map<std::string, std::vector<Search*>> alike;
  for (Search& search : searches) {
    if (!is_list(search) || search.question.kind != QuestionKind::kKeyword) continue;
    if (const auto list = whole_list(search)) alike[*list].push_back(&search);
    const std::vector<std::string> texts = texts_of(search.answer->rows);
    const auto share = relevant_share(texts, search.question.text, kLeastRows);
    if (share && *share < kLeastShare) {
      mistrust(*search.answer, fmt::format("只有 {:.0f}% 的结果与所查的词有关", *share * 100));
    }
  }
  for (const auto& [list, same] : alike) {
    if (same.size() < kSameLists) continue;
    for (Search* search : same) {
      mistrust(*search->answer, fmt::format("{} 个不同的查询得到同一份结果", same.size()));
    }
  }
  doubt_same_first_rows(searches);
}

std::vector<Finished> settle(const BatchRequest& request, const Search& search,
                             const CanaryResult& canary, const Provider& provider) {
  std::vector<Finished> out;
  const SearchAnswer answer = search.answer.value_or(SearchAnswer());
  Asked asked;
  asked.provider = provider.name();
  asked.engine = provider.engine();
  asked.query = search.answer ? search.question.text : std::string();
  asked.at = search.asked_at;
  for (const std::size_t i : search.index) {
    const IndexTarget& target = request.index[i];
    out.push_back({target.look,
                   index_observation(target, answer, canary, asked),
                   answer.exchanges,
                   answer.spent,
                   {}});
  }
  for (const std::size_t i : search.rank) {
    const RankTarget& target = request.rank[i];
    Finished& done = out.emplace_back();
    done.look = target.look;
    done.observation = rank_observation(target, answer, canary, asked);
    done.exchanges = answer.exchanges;
    done.spent = answer.spent;
    done.list.trusted = done.observation.outcome != Outcome::kInconclusive;
    if (!done.list.trusted) continue;
    done.list.rows = answer.rows;
    done.list.depth = answer.depth;
  }
  return out;
}

}  // namespace vouch::engines
