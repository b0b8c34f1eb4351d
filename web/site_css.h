// The one stylesheet of the read-only pages, served at /assets/site.css.
#pragma once

#include <string_view>

namespace vouch::web {

std::string_view site_css();

}  // namespace vouch::web
