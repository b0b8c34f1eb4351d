#include "checks/text_match.h"

#include <algorithm>
#include <iterator>

#include "core/text.h"

namespace vouch::checks {
namespace {

using Hashes = std::vector<std::uint64_t>;

constexpr double kAboutEqual = 0.05;        // shares nearer than that: the earlier hand-in is named
constexpr double kUnrelated = 0.15;         // texts that share less have nothing in common
constexpr std::size_t kMostCompared = 12;   // texts among which common stock is looked for
constexpr std::size_t kPlaces = 8;          // of one 4-gram in the earlier text that are tried
constexpr std::uint32_t kReplacedWord = 8;  // characters between two runs of one passage
constexpr std::uint32_t kShortestPassage = 8;  // characters
constexpr std::size_t kMostPassages = 12;

Hashes common(const Hashes& left, const Hashes& right) {
  Hashes out;
  std::set_intersection(left.begin(), left.end(), right.begin(), right.end(),
                        std::back_inserter(out));
  return out;
}
Hashes without(const Hashes& left, const Hashes& right) {
  Hashes out;
  std::set_difference(left.begin(), left.end(), right.begin(), right.end(),
                      std::back_inserter(out));
  return out;
}
void add(Hashes& to, const Hashes& more) {
  Hashes out;
  std::set_union(to.begin(), to.end(), more.begin(), more.end(), std::back_inserter(out));
  to = std::move(out);
}

double share_of(const Hashes& set, const Hashes& in) {
  if (set.empty()) return 0;
  return static_cast<double>(common(set, in).size()) / static_cast<double>(set.size());
}

struct Candidate {
  std::size_t index = 0;
  double share = 0;
};

std::vector<Candidate> matching(const Hashes& later, std::span<const ComparedText> earlier) {
  std::vector<Candidate> out;
  for (std::size_t i = 0; i < earlier.size(); ++i) {
    const double share = share_of(later, earlier[i].set());
    if (share >= kLeastShare) out.push_back({i, share});
  }
  return out;
}

// Of a short text the stock may be more than half, and what remains is still a text of its own.
std::size_t least_rest(std::size_t grams) {
  return std::min<std::size_t>(kLeastGrams, grams * 2 / 5);
}

// What two earlier texts share with the later one while it has nothing else in common with either:
// stock that stands under many texts, and that nobody took from anybody. Copies of one text, spun
// ones too, have more in common with it than what all of them kept.
Hashes stock_of(const Hashes& later, std::span<const ComparedText> earlier,
                const std::vector<Candidate>& candidates) {
  Hashes stock;
  const std::size_t count = std::min(candidates.size(), kMostCompared);
  for (std::size_t i = 0; i < count; ++i) {
    const Hashes& one = earlier[candidates[i].index].set();
    const Hashes shared = common(later, one);
    for (std::size_t k = i + 1; k < count; ++k) {
      const Hashes& other = earlier[candidates[k].index].set();
      const Hashes in_all = common(shared, other);
      const Hashes rest = without(later, in_all);
      const bool nothing_else = rest.size() >= least_rest(later.size()) &&
                                share_of(rest, one) < kUnrelated &&
                                share_of(rest, other) < kUnrelated;
      if (nothing_else) add(stock, in_all);
    }
  }
  return stock;
}

struct Place {
  std::uint64_t hash = 0;
  std::size_t at = 0;

  bool operator<(const Place& other) const {
    return hash != other.hash ? hash < other.hash : at < other.at;
  }
};

struct Run {  // of equal 4-grams
  std::size_t at = 0, first_at = 0, length = 0;
};

std::vector<Run> runs(const ComparedText& later, const ComparedText& earlier, const Hashes& stock) {
  std::vector<Place> places;
  places.reserve(earlier.grams().size());
  for (std::size_t i = 0; i < earlier.grams().size(); ++i)
    places.push_back({earlier.grams()[i].hash, i});
  std::sort(places.begin(), places.end());
  const auto counts = [&](std::size_t i) {
    return !std::binary_search(stock.begin(), stock.end(), later.grams()[i].hash);
  };
  std::vector<Run> out;
  const std::size_t size = later.grams().size();
  for (std::size_t i = 0; i < size;) {
    Run best{i, 0, 0};
    const std::uint64_t hash = later.grams()[i].hash;
    auto place = std::lower_bound(places.begin(), places.end(), Place{hash, 0});
    for (std::size_t tried = 0; tried < kPlaces && counts(i); ++place, ++tried) {
      if (place == places.end() || place->hash != hash) break;
      std::size_t length = 1;
      while (i + length < size && place->at + length < earlier.grams().size() &&
             later.grams()[i + length].hash == earlier.grams()[place->at + length].hash &&
             counts(i + length))
        ++length;
      if (length > best.length) best = {i, place->at, length};
    }
    if (best.length > 0) out.push_back(best);
    i += std::max<std::size_t>(best.length, 1);
  }
  return out;
}

// Runs that follow each other in both texts are one passage with words replaced in it.
std::vector<Passage> passages(const ComparedText& later, const ComparedText& earlier,
                              const Hashes& stock) {
  std::vector<Passage> all;
  for (const Run& run : runs(later, earlier, stock)) {
    const Passage passage{later.grams()[run.at].start, later.grams()[run.at + run.length - 1].end,
                          earlier.grams()[run.first_at].start,
                          earlier.grams()[run.first_at + run.length - 1].end};
    const bool goes_on = !all.empty() && passage.start <= all.back().end + kReplacedWord &&
                         passage.first_start >= all.back().first_start &&
                         passage.first_end > all.back().first_end &&
                         passage.first_start <= all.back().first_end + kReplacedWord;
    if (goes_on) {
      all.back().end = passage.end;
      all.back().first_end = passage.first_end;
    } else {
      all.push_back(passage);
    }
  }
  std::erase_if(all, [](const Passage& one) { return one.end - one.start < kShortestPassage; });
  std::stable_sort(all.begin(), all.end(), [](const Passage& left, const Passage& right) {
    return left.end - left.start > right.end - right.start;
  });
  if (all.size() > kMostPassages) all.resize(kMostPassages);
  std::sort(all.begin(), all.end(),
            [](const Passage& left, const Passage& right) { return left.start < right.start; });
  return all;
}

}  // namespace

ComparedText::ComparedText(std::string_view text) : text_(text), grams_(text_grams(text_)) {
  set_.reserve(grams_.size());
  for (const TextGram& gram : grams_) set_.push_back(gram.hash);
  std::sort(set_.begin(), set_.end());
  set_.erase(std::unique(set_.begin(), set_.end()), set_.end());
}

double contained(const ComparedText& later, const ComparedText& earlier) {
  return share_of(later.set(), earlier.set());
}

std::optional<TextMatch> find_match(const ComparedText& later,
                                    std::span<const ComparedText> earlier) {
  std::vector<Candidate> candidates = matching(later.set(), earlier);
  if (candidates.empty()) return std::nullopt;
  const Hashes stock = stock_of(later.set(), earlier, candidates);
  const Hashes own = without(later.set(), stock);
  if (own.size() < kLeastGrams) return std::nullopt;
  double most = 0;
  for (Candidate& candidate : candidates) {
    candidate.share = share_of(own, earlier[candidate.index].set());
    most = std::max(most, candidate.share);
  }
  if (most < kLeastShare) return std::nullopt;
  const auto first = std::find_if(candidates.begin(), candidates.end(), [&](const Candidate& one) {
    return one.share >= kLeastShare && one.share >= most - kAboutEqual;
  });
  return TextMatch{first->index, first->share, passages(later, earlier[first->index], stock)};
}

std::string quote(std::string_view text, std::uint32_t start, std::uint32_t end, std::size_t most) {
  std::size_t position = 0;
  std::size_t from = 0;
  std::size_t index = 0;
  const std::size_t stop = std::min<std::size_t>(end, start + most);
  for (; index < stop && position < text.size(); ++index) {
    if (index == start) from = position;
    next_code_point(text, position);
  }
  if (index <= start) return {};
  std::string out(text.substr(from, position - from));
  if (stop < end) out += "…";
  return out;
}

}  // namespace vouch::checks
