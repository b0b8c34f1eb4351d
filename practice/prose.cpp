#include "practice/prose.h"

#include <array>
#include <string_view>

#include "core/hash.h"

namespace vouch::practice {
namespace {

// # a thing, @ an act, % a quality, & a place or time, ^ a person. Between them stands one
// character at most: longer glue would be common to all articles.
constexpr auto kForms = std::to_array<std::string_view>({
    "&，^先@#，再@%的#。",
    "^说#%，#也%，&却没人@。",
    "把#与#@好，&的#才%。",
    "&@#，不如让^@#。",
    "从#到#，^都@，#还是%。",
    "#%，#更%，^在&又@了#。",
    "^和^在&@#，#就%了。",
    "%的#要@，%的#要@，^只@#。",
    "&的#，^@过，#也@过。",
    "给#@#，给#@#，&便%。",
    "^比^%，&@#时也@#。",
    "有#没#，&都%，^仍@#。",
    "#在&@，^在&@，#最%。",
    "让#%，^常@#与#。",
});
constexpr auto kThings = std::to_array<std::string_view>(
    {"水管", "阀门", "图纸", "水压", "账单", "厨房", "水槽", "储罐", "管路", "接头", "泵房", "水表",
     "水箱", "地漏", "龙头", "墙砖", "柜门", "线槽", "插座", "吊顶", "台面", "水垢", "铁锈", "泥沙",
     "余氯", "硬度", "流量", "水温", "茶具", "咖啡", "餐具", "豆浆", "鱼缸", "花盆", "浴室", "阳台",
     "车间", "仓库", "机房", "走廊", "食堂", "教室", "诊所", "酒店", "发廊", "洗衣", "拖把", "螺丝",
     "胶圈", "扳手", "卡尺", "手套", "说明", "清单", "合同", "报价", "收据", "保修", "样品", "数据",
     "表格", "照片", "噪声", "震动", "温差", "湿度", "电费", "工时", "运费", "车位", "邻居", "物业",
     "访客", "学徒", "孩子", "老人", "茶水", "米饭", "汤底", "冰块"});
constexpr auto kActs = std::to_array<std::string_view>(
    {"清洗", "拆下", "装上", "量过", "记下", "对照", "替换", "排空", "加固", "垫高",
     "试压", "冲刷", "打包", "搬走", "签收", "比价", "预约", "调低", "拧紧", "擦干",
     "贴好", "画线", "开槽", "封口", "称重", "编号", "归位", "抽查", "补胶", "降噪",
     "通风", "烘干", "染色", "过秤", "盘点", "借用", "改道", "绕开", "复测", "留样",
     "晾着", "垫付", "分摊", "绑牢", "切断", "接通", "遮挡", "修边"});
constexpr auto kQualities = std::to_array<std::string_view>(
    {"稳当", "省心", "耐用", "清楚", "笨重", "轻便", "透亮", "发黄", "便宜", "昂贵",
     "细致", "粗糙", "牢靠", "松动", "安静", "吵人", "干净", "浑浊", "整齐", "零乱",
     "顺手", "别扭", "充足", "紧张", "平整", "歪斜", "温热", "冰凉", "结实", "单薄"});
constexpr auto kPlaces = std::to_array<std::string_view>(
    {"上周三", "月底",   "老小区", "顶楼",   "地下室",   "城南",   "江边",   "入冬前",
     "梅雨天", "年初",   "周末",   "早高峰", "停水那天", "开工前", "收工后", "验收时",
     "二期",   "样板间", "工地",   "北方",   "南方",     "高层",   "郊区",   "校园",
     "夜里",   "午休时", "搬家后", "春节前", "三伏天",   "镇上",   "商场",   "码头"});
constexpr auto kPeople = std::to_array<std::string_view>(
    {"老师傅", "施工队", "房东",   "租客", "店长", "厨师", "会计", "采购",
     "工程师", "队长",   "客户",   "同事", "老板", "护士", "校工", "司机",
     "保安",   "邻居家", "设计师", "电工", "瓦工", "监理", "管家", "业主"});

class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t count) {
    state_ += 0x9E3779B97F4A7C15ULL;
    return static_cast<std::size_t>(mix64(state_) % count);
  }

 private:
  std::uint64_t state_;
};

class Writer {
 public:
  explicit Writer(const ProseSeed& seed)
      : text_(mix64(seed.text)), changes_(mix64(seed.changes)), percent_(seed.changed_percent) {}

  std::string sentence() {
    std::string out;
    for (const char c : kForms[text_.below(kForms.size())]) {
      switch (c) {
        case '#':
          out += word(kThings);
          break;
        case '@':
          out += word(kActs);
          break;
        case '%':
          out += word(kQualities);
          break;
        case '&':
          out += word(kPlaces);
          break;
        case '^':
          out += word(kPeople);
          break;
        default:
          out.push_back(c);
      }
    }
    return out;
  }

 private:
  template <std::size_t kCount>
  std::string_view word(const std::array<std::string_view, kCount>& words) {
    std::size_t chosen = text_.below(kCount);
    if (static_cast<int>(changes_.below(100)) < percent_)
      chosen = (chosen + 1 + changes_.below(kCount - 1)) % kCount;
    return words[chosen];
  }

  Numbers text_;
  Numbers changes_;
  int percent_;
};

}  // namespace

std::vector<std::string> prose(const ProseSeed& seed, int sentences) {
  Writer writer(seed);
  std::vector<std::string> out;
  for (int i = 0; i < sentences; ++i) out.push_back(writer.sentence());
  return out;
}

}  // namespace vouch::practice
