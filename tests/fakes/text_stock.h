// Articles for tests of copied work: made from a stock of words of our own, each
// article in an order of its own, Chinese or English; and the edits under which
// copies were measured (drop, reorder, replace, boilerplate). Everything follows from the seed.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/hash.h"
#include "core/text.h"

namespace vouch::test {

class TextDice {
 public:
  explicit TextDice(std::uint64_t seed) : state_(mix64(seed + 1)) {}
  std::size_t below(std::size_t count) {
    state_ += 0x9E3779B97F4A7C15ULL;
    return static_cast<std::size_t>(mix64(state_) % count);
  }
  bool chance(double share) { return static_cast<double>(below(100000)) < share * 100000; }

 private:
  std::uint64_t state_;
};

namespace text_stock {

inline constexpr auto kThings = std::to_array<std::string_view>(
    {"渔网", "账本", "果园", "铁轨", "信鸽", "陶罐", "合同", "齿轮", "茶席", "屋檐", "琴弦",
     "药方", "船票", "沙盘", "棉纱", "水渠", "蜂箱", "烟囱", "木桥", "石碾", "灯塔", "花圃",
     "皮影", "邮筒", "竹篮", "炉膛", "稻田", "风筝", "窗棂", "墨锭", "马鞍", "盐仓", "绳结",
     "瓷片", "课桌", "唱片", "帆布", "矿灯", "井盖", "麦垛", "织机", "鱼塘", "砖窑", "雨棚",
     "画框", "车铃", "火柴", "信封", "铜锁", "豆腐", "剪刀", "雪橇", "胶卷", "门票", "种子",
     "地图", "钟摆", "菜谱", "船桨", "毛线", "螺丝", "讲稿", "羽毛", "温室", "货架", "罗盘",
     "拼图", "手套", "水车", "苔藓", "阀门", "砂纸"});
inline constexpr auto kActs = std::to_array<std::string_view>(
    {"清点", "修补", "搬运", "打磨", "测量", "登记", "晾晒", "拆解", "拼接", "涂刷",
     "采摘", "腌制", "押运", "校对", "临摹", "丈量", "浇灌", "捆扎", "熬煮", "寄送",
     "翻晒", "焊接", "裁剪", "播种", "称重", "编织", "储藏", "检票", "归档", "疏通",
     "描红", "擦拭", "叫卖", "拓印", "试唱", "分拣", "蒸馏", "排练", "勘察", "装订",
     "蒙尘", "漏风", "生锈", "走样", "褪色", "对账", "验货", "收网"});
inline constexpr auto kQualities = std::to_array<std::string_view>(
    {"结实", "轻巧", "冷清", "体面", "周全", "粗糙", "透亮", "陈旧", "灵便", "昂贵",
     "耐烦", "含糊", "稳当", "热闹", "精细", "笨重", "清楚", "勉强", "温和", "潮湿",
     "利落", "单薄", "牢靠", "古怪", "松散", "朴素", "鲜亮", "寡淡", "紧凑", "踏实"});
inline constexpr auto kPlaces = std::to_array<std::string_view>(
    {"梅雨时节", "山脚驿站", "年关将近", "旧码头边", "开春以后", "县城东门", "夜班途中", "麦收那阵",
     "祠堂后院", "立冬前后", "渡口对岸", "集市散场", "庙会当天", "铁路沿线", "清早五点", "北坡林场",
     "霜降之后", "戏台底下", "河湾转角", "停电那晚", "雪线以上", "打烊之后", "岛上渔村", "城墙根下",
     "暑假头尾", "仓库顶层", "秋分当日", "矿区食堂", "高原牧场", "老街茶馆"});
inline constexpr auto kPeople = std::to_array<std::string_view>(
    {"摆渡人", "老会计", "修表匠", "女船长", "护林员", "说书人", "炊事员", "赶集的",
     "教书匠", "养蜂户", "邮递员", "木偶师", "卖花人", "钳工",   "巡线员", "药剂师",
     "裁缝",   "守塔人", "采茶女", "司炉工", "放映员", "石匠",   "向导",   "绣娘"});
inline constexpr auto kLinks = std::to_array<std::string_view>(
    {"的", "了", "在", "把", "与", "，", "、", "又", "从", "向", "比", "让", "也", "被", "靠"});

inline constexpr auto kEnglishThings = std::to_array<std::string_view>(
    {"anchors",   "barley",   "candles", "drums",    "envelopes", "ferns",   "gravel",
     "harnesses", "inkwells", "jars",    "kettles",  "ladders",   "marbles", "needles",
     "orchards",  "pulleys",  "quilts",  "ropes",    "saddles",   "timber",  "umbrellas",
     "valves",    "wagons",   "yarn",    "bells",    "charts",    "dough",   "easels",
     "flutes",    "gates",    "hinges",  "ivory",    "lanterns",  "mortar",  "nets",
     "oars",      "plaster",  "rivets",  "shingles", "tiles",     "vinegar", "wicks"});
inline constexpr auto kEnglishActs = std::to_array<std::string_view>(
    {"counted",  "mended",  "carried", "polished", "measured", "listed",  "dried",
     "unpicked", "joined",  "painted", "gathered", "pickled",  "guarded", "copied",
     "weighed",  "watered", "boiled",  "posted",   "welded",   "sowed",   "stored",
     "sorted",   "bound",   "drained", "printed",  "tuned",    "hauled"});
inline constexpr auto kEnglishQualities = std::to_array<std::string_view>(
    {"sturdy", "dainty", "quiet", "decent", "coarse", "clear",  "shabby",
     "nimble", "costly", "vague", "steady", "lively", "clumsy", "gentle",
     "damp",   "brisk",  "thin",  "odd",    "loose",  "plain"});
inline constexpr auto kEnglishPlaces = std::to_array<std::string_view>(
    {"in the rainy weeks", "by the old ferry", "after closing time", "under the north wall",
     "on market day", "along the railway", "above the snow line", "behind the chapel",
     "past the second lock", "during harvest", "at the quarry canteen", "near the lighthouse",
     "before sunrise", "across the marsh", "inside the granary"});
inline constexpr auto kEnglishPeople = std::to_array<std::string_view>(
    {"the ferryman", "a bookkeeper", "the watchmaker", "her captain", "the ranger", "a storyteller",
     "the cook", "two pedlars", "a schoolmaster", "the beekeeper", "our postman", "the puppeteer",
     "a fitter", "the druggist", "some tailors", "the mason"});

inline constexpr auto kEnglishLinks = std::to_array<std::string_view>(
    {"the", "of", "and", "with", "for", "under", "than", "from", "into", "without"});

}  // namespace text_stock

enum class Tongue { kChinese, kEnglish };

// So many sentences of words in an order of their own: they mean nothing, and share little.
inline std::vector<std::string> make_sentences(std::uint64_t seed, int sentences,
                                               Tongue tongue = Tongue::kChinese) {
  using namespace text_stock;
  TextDice dice(seed * 2 + (tongue == Tongue::kEnglish ? 1 : 0));
  const auto pick = [&](const auto& words) { return std::string(words[dice.below(words.size())]); };
  const auto chinese_word = [&]() -> std::string {
    const std::size_t roll = dice.below(20);
    if (roll < 8) return pick(kThings);
    if (roll < 13) return pick(kActs);
    if (roll < 16) return pick(kQualities);
    return roll < 18 ? pick(kPlaces) : pick(kPeople);
  };
  const auto english_word = [&]() -> std::string {
    const std::size_t roll = dice.below(20);
    if (roll < 9) return pick(kEnglishThings);
    if (roll < 14) return pick(kEnglishActs);
    if (roll < 18) return pick(kEnglishQualities);
    return roll < 19 ? pick(kEnglishPlaces) : pick(kEnglishPeople);
  };
  std::vector<std::string> out;
  for (int i = 0; i < sentences; ++i) {
    std::string sentence;
    for (std::size_t word = 7 + dice.below(5); word > 0; --word) {
      if (tongue == Tongue::kChinese) {
        sentence += chinese_word();
        if (word > 1 && dice.chance(0.4)) sentence += pick(kLinks);
      } else {
        sentence += english_word();
        if (word > 1) sentence += " ";
        if (word > 1 && dice.chance(0.25)) sentence += pick(kEnglishLinks) + " ";
      }
    }
    out.push_back(sentence + (tongue == Tongue::kChinese ? "。" : "."));
  }
  return out;
}

inline std::string join(const std::vector<std::string>& sentences, Tongue tongue,
                        std::size_t a_paragraph = 4) {
  std::string out;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    if (i > 0) out += i % a_paragraph == 0 ? "\n" : tongue == Tongue::kEnglish ? " " : "";
    out += sentences[i];
  }
  return out;
}

inline std::string make_article(std::uint64_t seed, int sentences = 28,
                                Tongue tongue = Tongue::kChinese) {
  return join(make_sentences(seed, sentences, tongue), tongue);
}

enum class Edit { kBoilerplate, kDrop5, kDrop20, kReorder, kReplace5, kReplace20, kReplace35 };
inline constexpr std::array kEdits = {Edit::kBoilerplate, Edit::kDrop5,    Edit::kDrop20,
                                      Edit::kReorder,     Edit::kReplace5, Edit::kReplace20,
                                      Edit::kReplace35};
inline std::string_view name_of(Edit edit) {
  constexpr std::array<std::string_view, 7> kNames = {"boilerplate", "drop 5 %",    "drop 20 %",
                                                      "reorder",     "replace 5 %", "replace 20 %",
                                                      "replace 35 %"};
  return kNames[static_cast<std::size_t>(edit)];
}

// `share` of the words, each drawn anew (some twice), become something else; a Chinese word is any
// two characters that follow each other.
inline std::string replace_words(const std::string& text, double share, Tongue tongue,
                                 TextDice& dice) {
  std::vector<std::string> parts;  // characters, or words and what stands between them
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t start = position;
    next_code_point(text, position);
    const bool goes_on = tongue == Tongue::kEnglish && !parts.empty() &&
                         is_letter(parts.back().back()) && is_letter(text[start]);
    if (goes_on) {
      parts.back() += text.substr(start, position - start);
    } else {
      parts.push_back(text.substr(start, position - start));
    }
  }
  const bool chinese = tongue == Tongue::kChinese;
  const auto is_word = [&](const std::string& part) {
    return chinese ? part.size() == 3 && part != "。" && part != "，" && part != "、"
                   : is_letter(part[0]);
  };
  std::vector<std::size_t> words;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (is_word(parts[i])) words.push_back(i);
  }
  const double count = share * static_cast<double>(words.size()) / (chinese ? 2 : 1);
  for (int i = 0; i < static_cast<int>(count); ++i) {
    const std::size_t at = dice.below(words.size() - 1);
    for (std::size_t k = at; k < at + (chinese ? 2 : 1); ++k) {
      std::string other = chinese ? "" : "w" + std::to_string(dice.below(100000));
      if (chinese) append_utf8(other, static_cast<char32_t>(0x4E00 + dice.below(6000)));
      parts[words[k]] = other;
    }
  }
  std::string out;
  for (const std::string& part : parts) out += part;
  return out;
}

inline std::string edited(std::uint64_t seed, int sentences, Tongue tongue, Edit edit) {
  TextDice dice(seed * 31 + static_cast<std::uint64_t>(edit) + 7);
  std::vector<std::string> lines = make_sentences(seed, sentences, tongue);
  const auto drop = [&](double share) {
    std::vector<std::string> left;
    for (std::string& line : lines) {
      if (!dice.chance(share)) left.push_back(std::move(line));
    }
    return join(left, tongue);
  };
  switch (edit) {
    case Edit::kBoilerplate:
      return join(lines, tongue) + "\n" +
             join(make_sentences(seed + 900'000, 3 + static_cast<int>(dice.below(8)), tongue),
                  tongue);
    case Edit::kDrop5:
      return drop(0.05);
    case Edit::kDrop20:
      return drop(0.20);
    case Edit::kReorder:
      for (std::size_t i = lines.size(); i > 1; --i) std::swap(lines[i - 1], lines[dice.below(i)]);
      return join(lines, tongue);
    case Edit::kReplace5:
      return replace_words(join(lines, tongue), 0.05, tongue, dice);
    case Edit::kReplace20:
      return replace_words(join(lines, tongue), 0.20, tongue, dice);
    case Edit::kReplace35:
      return replace_words(join(lines, tongue), 0.35, tongue, dice);
  }
  return {};
}

}  // namespace vouch::test
