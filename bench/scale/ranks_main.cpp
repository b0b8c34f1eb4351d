// Rank history at scale: fills a database with KEYWORDS x 5 engines x DAYS looks and asks it what
// the supervisor asks. Prints one JSON object.
//   vouch-bench-ranks FOLDER KEYWORDS DAYS [ASKED]
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bench/scale/must.h"
#include "planning/rank_trend.h"
#include "store/keywords.h"
#include "store/ranks.h"
#include "store/store.h"
#include "web/gather_ranks.h"
#include "web/rank_pages.h"

namespace vouch::bench {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::array<const char*, 5> kEngines = {"baidu", "so360", "sogou", "bing", "google"};
constexpr std::string_view kLoose =
    "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; "
    "PRAGMA cache_size=-400000; PRAGMA locking_mode=EXCLUSIVE; BEGIN";
constexpr std::string_view kTight =
    "COMMIT; PRAGMA analysis_limit=400; ANALYZE; PRAGMA locking_mode=NORMAL; "
    "PRAGMA journal_mode=WAL";
constexpr int kMoveEvery = 40;  // looks of a series between two moves that are told

struct Size {
  int keywords = 2000;
  int days = 365;
};

const Date kFirst = parse_date("2026-01-01").value();

store::StoreOptions options_of(const std::string& folder) {
  store::StoreOptions options;
  options.directory = folder;
  options.quick_check = false;
  return options;
}

store::Rank look_of(RankSeriesId series, std::int64_t number, Date day, std::mt19937_64& dice,
                    double& place) {
  place = std::clamp(place + std::normal_distribution<double>(0, 1.2)(dice), 1.0, 70.0);
  store::Rank rank;
  rank.series = series;
  rank.observation = ObservationId{number};
  rank.look.at = Time(day.time_since_epoch()) + std::chrono::hours(6);
  rank.look.day = day;
  rank.look.depth = 50;
  const bool walled = dice() % 20 == 0;
  if (walled) {
    rank.look.state = RankState::kUnmeasured;
    rank.look.depth = 0;
  } else if (place > 50) {
    rank.look.state = RankState::kNotInTop;
  } else {
    rank.look.state = RankState::kRanked;
    rank.look.position = static_cast<int>(place);
    rank.url = "https://www.own.example/products/valve";
    rank.rows.push_back({rank.look.position, RowOwner::kOwnPage, {}, "own.example", rank.url});
    rank.rows.push_back({(rank.look.position + 4) % 50 + 1,
                         RowOwner::kCompetitor,
                         {},
                         "rival.example",
                         "https://rival.example/"});
  }
  return rank;
}

void fill(const std::string& folder, const Size& size) {
  {
    const auto store = must(store::Store::open(options_of(folder)));
    store->stop();
  }
  auto db =
      must(store::Connection::open(folder + "/vouch.db", store::Connection::Mode::kReadWrite));
  must(db->script(std::string(kLoose)));
  std::mt19937_64 dice(3);
  std::int64_t number = 0;
  for (int word = 0; word < size.keywords; ++word) {
    const std::string text = fmt::format("不锈钢阀门 {}", word);
    const KeywordId keyword = must(store::keywords::insert(*db, {{}, text, text, word % 3 + 1}));
    for (const char* engine : kEngines) {
      const auto series = must(store::ranks::series(*db, {{}, keyword, engine, "", "desktop"}));
      double place = std::uniform_real_distribution<double>(1, 60)(dice);
      for (int day = 0; day < size.days; ++day) {
        const auto rank = look_of(series, ++number, kFirst + std::chrono::days(day), dice, place);
        const RankId id = must(store::ranks::insert(*db, rank));
        if (number % kMoveEvery != 0) continue;
        must(store::ranks::insert_move(*db,
                                       {series, id, rank.look.at, place, place + 8, false, false}));
      }
    }
  }
  must(db->script(std::string(kTight)));
}

struct Asked {
  std::vector<double> milliseconds;
  std::size_t rows = 0;
  double cpu = 0;  // milliseconds of processor a question; on a busy machine the truer figure

  [[nodiscard]] double at(double share) {
    std::sort(milliseconds.begin(), milliseconds.end());
    return milliseconds[static_cast<std::size_t>(share *
                                                 static_cast<double>(milliseconds.size() - 1))];
  }
  std::string json() {
    return fmt::format(R"({{"p50":{:.3f},"p99":{:.3f},"cpu":{:.3f},"rows":{}}})", at(0.5), at(0.99),
                       cpu, rows);
  }
};

double cpu_now() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

template <class Work>
Asked ask(int times, const Work& work) {
  Asked asked;
  asked.milliseconds.reserve(static_cast<std::size_t>(times));
  const double before = cpu_now();
  for (int i = 0; i < times; ++i) {
    const auto from = Steady::now();
    asked.rows = work(i);
    asked.milliseconds.push_back(
        std::chrono::duration<double, std::milli>(Steady::now() - from).count());
  }
  asked.cpu = (cpu_now() - before) / times;
  return asked;
}

// Visibility and share of voice of one engine, as /api/v1/ranks/visibility makes them.
std::size_t figures(store::Connection& db, const web::gather::FiguresRequest& request,
                    const web::gather::Viewer& viewer) {
  const web::RankFigures all = must(web::gather::rank_figures(db, request, viewer));
  return all.engines.empty() ? 0 : all.engines.front().figures.measured;
}

// The page 关键词排名 as its handler makes it, from the snapshot to HTML.
web::RanksPage gathered(store::Connection& db, const std::vector<web::EngineFacts>& engines,
                        const web::gather::Viewer& viewer) {
  web::RanksPage page;
  page.engines = engines;
  page.figures = must(web::gather::rank_figures(db, {engines, "", {}}, viewer));
  page.board = must(web::gather::rank_board(db, {{}, 50}, viewer));
  page.movers = must(web::gather::rank_movers(
      db, {viewer.today - std::chrono::days(7), viewer.today, 10}, Zone::shanghai()));
  return page;
}

std::vector<web::EngineFacts> all_engines() {
  std::vector<web::EngineFacts> out;
  out.reserve(kEngines.size());
  for (const char* engine : kEngines) {
    web::EngineFacts facts;
    facts.key = engine;
    facts.connected = true;
    facts.curve = {"flat", {.18, .14, .12, .10, .09, .08, .07, .06, .055, .05}};
    out.push_back(std::move(facts));
  }
  return out;
}

int run(const std::string& folder, const Size& size, int times) {
  const auto filling = Steady::now();
  fill(folder, size);
  const double filled = std::chrono::duration<double>(Steady::now() - filling).count();
  const auto store = must(store::Store::open(options_of(folder)));
  const auto read = [&](auto job) {
    using T = typename decltype(job(std::declval<store::Connection&>()))::value_type;
    return must(store->read_now<T>(std::function<Result<T>(store::Connection&)>(std::move(job))));
  };
  const Date last = kFirst + std::chrono::days(size.days - 1);
  std::mt19937_64 dice(9);
  const auto some_keyword = [&] {
    return KeywordId{static_cast<std::int64_t>(dice() % static_cast<std::uint64_t>(size.keywords)) +
                     1};
  };
  Asked history = ask(times, [&](int) {
    const auto series = read([keyword = some_keyword(), last](store::Connection& db) {
      return store::ranks::history(db, keyword, "", kFirst, last);
    });
    std::size_t looks = 0;
    for (const store::SeriesHistory& one : series) looks += one.looks.size();
    return looks;
  });
  Asked board = ask(times, [&](int) {
    return read([after = some_keyword(), last](store::Connection& db) {
             return store::ranks::board(
                 db, {after, 50, Time((last - std::chrono::days(7)).time_since_epoch()),
                      last - std::chrono::days(7)});
           })
        .size();
  });
  Asked movers = ask(times, [&](int i) {
    const Time to = Time((last - std::chrono::days(i % 50)).time_since_epoch());
    return read([to](store::Connection& db) {
             return store::ranks::movers(db, to - std::chrono::days(7), to, 500);
           })
        .size();
  });
  const Zone zone = Zone::shanghai();
  const web::gather::Viewer viewer{{}, zone.at(last, std::chrono::hours(20)), last};
  const auto figures_of = [&](int i, std::optional<Date> day) {
    web::gather::FiguresRequest request{all_engines(), {}, day};
    request.engine = kEngines[static_cast<std::size_t>(i) % kEngines.size()];
    return read(
        [&](store::Connection& db) { return Result<std::size_t>(figures(db, request, viewer)); });
  };
  Asked now = ask(times, [&](int i) { return figures_of(i, std::nullopt); });
  Asked then = ask(times, [&](int i) { return figures_of(i, last - std::chrono::days(i % 8)); });
  Asked page = ask(times, [&](int) {
    const web::RanksPage data = read([&viewer](store::Connection& db) {
      return Result<web::RanksPage>(gathered(db, all_engines(), viewer));
    });
    const web::PageContext context{web::Lang::kZh, viewer.now, zone, {}, {}, "/s/token", "/ranks"};
    return web::ranks_page(data, context).size();
  });
  const auto bytes = std::filesystem::file_size(folder + "/vouch.db");
  fmt::print(
      R"({{"keywords":{},"days":{},"looks":{},"bytes":{},"filled_s":{:.1f},"history":{},"board":{},"movers":{},"visibility":{},"visibility_then":{},"page":{}}})"
      "\n",
      size.keywords, size.days,
      static_cast<std::int64_t>(size.keywords) * static_cast<std::int64_t>(kEngines.size()) *
          size.days,
      bytes, filled, history.json(), board.json(), movers.json(), now.json(), then.json(),
      page.json());
  store->stop();
  return 0;
}

}  // namespace
}  // namespace vouch::bench

int main(int argc, char** argv) {
  if (argc < 4) {
    fmt::print(stderr, "vouch-bench-ranks FOLDER KEYWORDS DAYS [ASKED]\n");
    return 2;
  }
  const vouch::bench::Size size{std::atoi(argv[2]), std::atoi(argv[3])};
  return vouch::bench::run(argv[1], size, argc > 4 ? std::atoi(argv[4]) : 200);
}
