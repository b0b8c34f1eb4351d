#include <fmt/format.h>

#include "web/export_sheets.h"
#include "web/words.h"

namespace vouch::web {
namespace {

constexpr double kFenAYuan = 100;

SheetCell number(std::int64_t value) {
  return static_cast<double>(value);
}
SheetCell rate(const std::optional<double>& value) {
  if (!value) return {};
  return SheetShare{*value};
}

std::string_view name_of(Centre centre, Lang lang) {
  switch (centre) {
    case Centre::kEditing:
      return pick(lang, "资讯编辑中心", "Editing");
    case Centre::kPromotion:
      return pick(lang, "宣传推广中心", "Promotion");
    case Centre::kCustomers:
      return pick(lang, "客户经营中心", "Customers");
    case Centre::kOperations:
      return pick(lang, "运营管理中心", "Operations");
  }
  return {};
}

// A column of a tally, and how its cell is made.
struct TallyColumn {
  const char* zh;
  const char* en;
  SheetCell (*cell)(const planning::Tally& tally);
};

constexpr TallyColumn kTally[] = {
    {"核验覆盖率", "Coverage", [](const planning::Tally& t) { return rate(t.coverage()); }},
    {"无法检测", "Could not check", [](const planning::Tally& t) { return number(t.manual); }},
    {"计划", "Planned",
     [](const planning::Tally& t) {
       return t.plan ? number(t.plan->pieces.planned) : SheetCell{};
     }},
    {"计划内完成", "Of it done",
     [](const planning::Tally& t) { return t.plan ? number(t.plan->pieces.done) : SheetCell{}; }},
    {"计划内按时", "Of it on time",
     [](const planning::Tally& t) {
       return t.plan ? number(t.plan->pieces.on_time) : SheetCell{};
     }},
    {"完成率", "Completion",
     [](const planning::Tally& t) {
       return rate(t.plan ? t.plan->pieces.completion() : std::nullopt);
     }},
    {"按时率（占计划）", "On time, of plan",
     [](const planning::Tally& t) {
       return rate(t.plan ? t.plan->pieces.on_time_rate() : std::nullopt);
     }},
    {"提交", "Handed in", [](const planning::Tally& t) { return number(t.claims); }},
    {"按时", "On time", [](const planning::Tally& t) { return number(t.on_time); }},
    {"已上线", "Online", [](const planning::Tally& t) { return number(t.verified); }},
    {"核验中", "Checking", [](const planning::Tally& t) { return number(t.pending); }},
    {"需补正", "Needs work", [](const planning::Tally& t) { return number(t.failed); }},
    {"掉线", "Went offline", [](const planning::Tally& t) { return number(t.regressed); }},
    {"申诉中", "Disputed", [](const planning::Tally& t) { return number(t.disputed); }},
    {"核验通过率", "Verified rate",
     [](const planning::Tally& t) { return rate(t.verified_rate()); }},
    {"存活率", "Survival rate", [](const planning::Tally& t) { return rate(t.survival.rate()); }},
};

constexpr TallyColumn kIndex[] = {
    {"可收录页面", "Pages engines can index",
     [](const planning::Tally& t) { return number(t.index.eligible()); }},
    {"到期", "Due", [](const planning::Tally& t) { return number(t.index.due()); }},
    {"有结论", "Decided", [](const planning::Tally& t) { return number(t.index.decided()); }},
    {"已收录", "Indexed", [](const planning::Tally& t) { return number(t.index.indexed); }},
    {"收录率", "Index rate", [](const planning::Tally& t) { return rate(t.index.rate()); }},
};

struct LedColumn {
  const char* zh;
  const char* en;
  std::int64_t planning::LedWork::*count;
};

constexpr LedColumn kLed[] = {
    {"应排程的周", "Weeks to plan", &planning::LedWork::weeks_due},
    {"按时排程", "Planned in time", &planning::LedWork::weeks_in_time},
    {"已结束的周", "Weeks over", &planning::LedWork::weeks_over},
    {"已复盘", "Reviewed", &planning::LedWork::reviews},
    {"新行动项", "Actions made", &planning::LedWork::actions_made},
    {"了结行动项", "Actions closed", &planning::LedWork::actions_closed},
    {"未了结行动项", "Actions open", &planning::LedWork::actions_open},
    {"到期申诉", "Disputes due", &planning::LedWork::disputes_due},
    {"按时答复", "Answered in time", &planning::LedWork::disputes_in_time},
    {"批量免检", "Exemptions of many", &planning::LedWork::waivers},
};

class Writer {
 public:
  Writer(const CentreView& view, const std::string& reader, const Telling& telling)
      : view_(view), reader_(reader), telling_(telling), forms_(forms_of(view)) {}

  Sheet write() {
    out_.title = name_of(view_.centre, telling_.lang);
    head();
    for (const CentreView::Row& row : view_.rows)
      person(row.person.name, row.person.team, row.figures, row.person.login == reader_);
    if (view_.sum) person(std::string(pick(telling_.lang, "合计", "Sum")), {}, *view_.sum, true);
    return std::move(out_);
  }

 private:
  // What stands in any row has columns.
  static std::vector<planning::FormSum> forms_of(const CentreView& view) {
    CentreFigures all;
    for (const CentreView::Row& row : view.rows) all += row.figures;
    if (view.sum) all += *view.sum;
    return std::move(all.forms);
  }

  static SheetCell cell_of(const planning::FieldSum& sum) {
    if (sum.days == 0) return {};
    if (!sum.adds_up()) return *sum.mean();
    const bool money = sum.field->unit == planning::NumberUnit::kFen;
    return static_cast<double>(sum.sum) / (money ? kFenAYuan : 1);
  }

  void column(const char* zh, const char* en) {
    out_.columns.emplace_back(pick(telling_.lang, zh, en));
  }

  void head() {
    column("姓名", "Name");
    column("团队", "Team");
    column("工作类型", "Type of work");
    for (const TallyColumn& one : kTally) column(one.zh, one.en);
    for (const TallyColumn& one : kIndex) column(one.zh, one.en);
    if (view_.centre == Centre::kOperations) {
      for (const LedColumn& one : kLed) column(one.zh, one.en);
      column("人工决定", "Decisions");
    }
    for (const planning::FormSum& form : forms_) {
      for (const planning::FieldSum& field : form.fields) {
        const bool money = field.field->unit == planning::NumberUnit::kFen;
        out_.columns.emplace_back(
            fmt::format("{} · {}{}", pick(telling_.lang, form.form->zh, form.form->en),
                        pick(telling_.lang, field.field->zh, field.field->en),
                        money ? pick(telling_.lang, "（元）", ", yuan") : ""));
      }
    }
  }

  void tally(std::vector<SheetCell>& row, const planning::Tally& of, bool with_index) const {
    for (const TallyColumn& one : kTally) row.push_back(one.cell(of));
    for (const TallyColumn& one : kIndex) row.push_back(with_index ? one.cell(of) : SheetCell{});
  }

  void person(const std::string& name, const std::string& team, const CentreFigures& figures,
              bool with_index) {
    std::vector<SheetCell> row = {name, team, std::string(pick(telling_.lang, "全部", "all"))};
    tally(row, figures.tally, with_index);
    if (figures.led) {
      for (const LedColumn& one : kLed) row.push_back(number(*figures.led.*one.count));
      row.push_back(number(figures.led->decisions()));
    }
    numbers(row, figures);
    out_.rows.push_back(std::move(row));
    for (const auto& [type, part] : figures.work) {
      std::vector<SheetCell> line = {name, team, work_type_name(type, telling_.names)};
      tally(line, part, with_index);
      line.resize(out_.columns.size());
      out_.rows.push_back(std::move(line));
    }
  }

  void numbers(std::vector<SheetCell>& row, const CentreFigures& figures) const {
    for (const planning::FormSum& form : forms_) {
      const planning::FormSum* own = nullptr;
      for (const planning::FormSum& one : figures.forms) {
        if (one.form == form.form) own = &one;
      }
      for (std::size_t i = 0; i < form.fields.size(); ++i) {
        row.push_back(own == nullptr ? SheetCell{} : cell_of(own->fields[i]));
      }
    }
  }

  const CentreView& view_;
  const std::string& reader_;
  const Telling& telling_;
  std::vector<planning::FormSum> forms_;
  Sheet out_;
};

}  // namespace

Sheet centre_sheet(const CentreView& view, const std::string& reader, const Telling& telling) {
  return Writer(view, reader, telling).write();
}

}  // namespace vouch::web
