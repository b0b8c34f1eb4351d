#include "practice/accounts.h"

#include <fstream>
#include <iterator>

#include <boost/json.hpp>

#include "core/random.h"
#include "core/text.h"
#include "practice/folder.h"

namespace vouch::practice {
namespace {

namespace json = boost::json;

constexpr std::string_view kFile = "accounts.json";

// "k7mq-2xvb-9trd": to be typed from a screen.
std::string password(Random& random) {
  const std::string letters = ascii_lower(random_token(random, 12));
  return letters.substr(0, 4) + "-" + letters.substr(4, 4) + "-" + letters.substr(8);
}

std::vector<Account> read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  std::vector<Account> out;
  if (error || !value.is_array()) return out;
  for (const json::value& one : value.get_array()) {
    out.push_back(
        {std::string(one.at("login").as_string()), std::string(one.at("password").as_string())});
  }
  return out;
}

}  // namespace

Result<std::vector<Account>> accounts_of(const std::filesystem::path& folder, const World& world) {
  if (world.colleagues.empty()) return std::vector<Account>();
  std::vector<Account> accounts = read(folder / kFile);
  if (!accounts.empty()) return accounts;
  SystemRandom random;
  json::array list;
  const auto add = [&](const Person& person) {
    accounts.push_back({person.login, password(random)});
    list.push_back(json::object{{"login", person.login},
                                {"name", person.name},
                                {"role", person.role},
                                {"post", person.post},
                                {"password", accounts.back().password}});
  };
  for (const Person& person : world.people) add(person);
  for (const Person& person : world.colleagues) add(person);
  const Status written = write_file(folder / kFile, json::serialize(list), true);
  if (!written) return tl::unexpected(written.error());
  return accounts;
}

}  // namespace vouch::practice
