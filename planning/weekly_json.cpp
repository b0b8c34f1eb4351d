#include <boost/json.hpp>

#include "planning/weekly.h"

// One list of names for each type serves both ways. A name that is not there leaves what the type
// begins with: a digest that was frozen before a field existed stays readable.
namespace vouch::planning {
namespace {

namespace json = boost::json;

template <class F>
void each(F& f, WeekTally& v) {
  f("expected", v.expected), f("reported", v.reported), f("claims", v.claims);
  f("on_time", v.on_time), f("planned", v.planned), f("plan_done", v.plan_done);
  f("plan_on_time", v.plan_on_time), f("decided", v.decided), f("verified", v.verified);
  f("with_employee", v.with_employee), f("disputed", v.disputed), f("manual", v.manual);
}
template <class F>
void each(F& f, WeekExceptions& v) {
  f("failed", v.failed), f("regressed", v.regressed), f("not_reported", v.not_reported);
}
template <class F>
void each(F& f, WeekPerson& v) {
  f("user", v.user), f("name", v.name), f("post", v.post), f("tally", v.tally), f("open", v.open);
  f("full", v.full);
}
template <class F>
void each(F& f, WeekPage& v) {
  f("claim", v.claim), f("user", v.user), f("title", v.title), f("url", v.url);
  f("engine", v.engine), f("lost", v.lost);
}
template <class F>
void each(F& f, WeekPlatform& v) {
  f("platform", v.platform), f("engine", v.engine), f("submitted", v.submitted);
  f("eligible", v.eligible), f("unknown", v.unknown), f("indexed", v.indexed),
      f("overdue", v.overdue), f("lost", v.lost);
}
template <class F>
void each(F& f, WeekTeam& v) {
  f("team", v.team), f("name", v.name), f("people", v.people), f("posts", v.posts);
  f("sum", v.sum), f("open", v.open), f("weeks", v.weeks), f("platforms", v.platforms);
  f("lost", v.lost), f("not_indexed", v.not_indexed), f("not_indexed_sum", v.not_indexed_sum);
  f("disputes", v.disputes);
}
template <class F>
void each(F& f, WeekChecks& v) {
  f("stage", v.stage), f("claims", v.claims), f("answered", v.answered);
}
template <class F>
void each(F& f, WeekEngine& v) {
  f("engine", v.engine), f("keywords", v.keywords), f("measured", v.measured);
  f("first_page_share", v.first_page_share), f("median", v.median);
  f("visibility", v.visibility), f("median_days", v.median_days);
}
template <class F>
void each(F& f, WeekMove& v) {
  f("keyword", v.keyword), f("engine", v.engine), f("from", v.from), f("to", v.to);
}
template <class F>
void each(F& f, WeekCompany& v) {
  f("checks", v.checks), f("stood_still_ms", v.stood_still), f("trouble", v.trouble);
  f("engines", v.engines), f("movers", v.movers), f("first_page", v.first_page);
  f("told", v.told), f("overturned", v.overturned), f("withdrawn", v.withdrawn);
  f("false_rate", v.false_rate), f("pages_to_open", v.pages_to_open);
  f("proposals", v.proposals);
}
template <class F>
void each(F& f, Weekly& v) {
  f("monday", v.monday), f("made_at", v.made_at), f("company", v.company), f("teams", v.teams);
}

class Writer {
 public:
  template <class T>
  void operator()(std::string_view name, T& field) {
    out_[name] = value(field);
  }
  template <class T>
  static json::value object(const T& of) {
    Writer writer;
    T copy = of;
    each(writer, copy);
    return std::move(writer.out_);
  }

 private:
  static json::value value(int number) { return number; }
  static json::value value(std::int64_t number) { return number; }
  static json::value value(double number) { return number; }
  static json::value value(bool truth) { return truth; }
  static json::value value(const std::string& text) { return json::string(text); }
  static json::value value(Millis span) { return span.count(); }
  static json::value value(Time time) { return json::string(to_rfc3339(time)); }
  static json::value value(Date date) { return json::string(to_iso_date(date)); }
  static json::value value(const Stage& stage) { return json::string(to_string(stage)); }
  template <class Tag>
  static json::value value(Id<Tag> id) {
    return id.value;
  }
  template <class T>
  static json::value value(const std::optional<T>& one) {
    return one ? value(*one) : json::value(nullptr);
  }
  template <class T>
  static json::value value(const std::vector<T>& all) {
    return array(all);
  }
  template <class T, std::size_t N>
  static json::value value(const std::array<T, N>& all) {
    return array(all);
  }
  template <class T>
  static json::value value(const std::map<std::string, T>& all) {
    json::object out;
    for (const auto& [name, one] : all) out[name] = value(one);
    return out;
  }
  template <class T>
  static json::value value(const T& of) {
    return object(of);
  }
  template <class All>
  static json::value array(const All& all) {
    json::array out;
    out.reserve(all.size());
    for (const auto& one : all) out.push_back(value(one));
    return out;
  }

  json::object out_;
};

class Reader {
 public:
  template <class T>
  void operator()(std::string_view name, T& field) {
    const json::value* found = object_.if_contains(name);
    if (found != nullptr) take(*found, field);
  }
  // False: something in it is not what it must be.
  template <class T>
  static bool object(const json::value& from, T& out) {
    if (!from.is_object()) return false;
    Reader reader(from.get_object());
    each(reader, out);
    return reader.good_;
  }

 private:
  explicit Reader(const json::object& object) : object_(object) {}

  template <class T>
  void number(const json::value& from, T& out) {
    boost::system::error_code error;
    const T got = from.to_number<T>(error);
    if (error) good_ = false;
    if (!error) out = got;
  }
  template <class T>
  void parsed(const json::value& from, T& out, Result<T> (*parse)(std::string_view)) {
    const auto got = from.is_string() ? parse(std::string_view(from.get_string()))
                                      : Result<T>(fail(ErrorCode::kCorrupt, "no text"));
    if (!got) good_ = false;
    if (got) out = *got;
  }
  void take(const json::value& from, int& out) { number(from, out); }
  void take(const json::value& from, std::int64_t& out) { number(from, out); }
  void take(const json::value& from, double& out) { number(from, out); }
  void take(const json::value& from, bool& out) {
    if (from.is_bool()) out = from.get_bool();
    if (!from.is_bool()) good_ = false;
  }
  void take(const json::value& from, std::string& out) {
    if (from.is_string()) out = std::string(std::string_view(from.get_string()));
    if (!from.is_string()) good_ = false;
  }
  void take(const json::value& from, Millis& out) {
    std::int64_t count = 0;
    number(from, count);
    out = Millis(count);
  }
  void take(const json::value& from, Time& out) { parsed(from, out, parse_rfc3339); }
  void take(const json::value& from, Date& out) { parsed(from, out, parse_date); }
  void take(const json::value& from, Stage& out) { parsed(from, out, parse_stage); }
  template <class Tag>
  void take(const json::value& from, Id<Tag>& out) {
    number(from, out.value);
  }
  template <class T>
  void take(const json::value& from, std::optional<T>& out) {
    out.reset();
    if (from.is_null()) return;
    out.emplace();
    take(from, *out);
  }
  template <class T>
  void take(const json::value& from, std::vector<T>& out) {
    out.clear();
    if (!from.is_array()) good_ = false;
    if (!from.is_array()) return;
    for (const json::value& one : from.get_array()) take(one, out.emplace_back());
  }
  template <class T, std::size_t N>
  void take(const json::value& from, std::array<T, N>& out) {
    if (!from.is_array() || from.get_array().size() != N) good_ = false;
    if (!good_) return;
    for (std::size_t i = 0; i < N; ++i) take(from.get_array()[i], out[i]);
  }
  template <class T>
  void take(const json::value& from, std::map<std::string, T>& out) {
    out.clear();
    if (!from.is_object()) good_ = false;
    if (!from.is_object()) return;
    for (const auto& [name, one] : from.get_object()) take(one, out[std::string(name)]);
  }
  template <class T>
  void take(const json::value& from, T& out) {
    if (!object(from, out)) good_ = false;
  }

  const json::object& object_;
  bool good_ = true;
};

}  // namespace

std::string weekly_to_json(const Weekly& weekly) {
  return json::serialize(Writer::object(weekly));
}

Result<Weekly> weekly_from_json(std::string_view text) {
  boost::system::error_code error;
  const json::value parsed = json::parse(json::string_view(text.data(), text.size()), error);
  Weekly weekly;
  if (error || !Reader::object(parsed, weekly))
    return fail(ErrorCode::kCorrupt, "a stored weekly digest cannot be read");
  return weekly;
}

}  // namespace vouch::planning
