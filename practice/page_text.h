// The practice sites' pages, written from templates (UTF-8; the answer is converted to the site's
// charset on its way out). Pure functions; any thread.
#pragma once

#include <string>

#include "practice/world.h"

namespace vouch::practice {

std::string article_page(const World& world, const Site& site, const Page& page,
                         const Content& content);
std::string front_page(const World& world, const Site& site);
std::string not_found_page(const Site& site);
std::string unknown_page(const Site& site);  // soft 404: status 200
std::string captcha_page(const Site& site);
std::string login_page(const Site& site);
std::string parked_page(const Site& site);
std::string review_page(const Site& site);
std::string deleted_page(const Site& site);
std::string forbidden_page(const Site& site);
std::string jump_page(const std::string& target);

}  // namespace vouch::practice
