#include "practice/site_answers.h"

#include "practice/charset.h"
#include "practice/page_text.h"

namespace vouch::practice {
namespace {

HttpAnswer html(const Site& site, int status, const std::string& utf8) {
  HttpAnswer answer;
  answer.status = status;
  answer.headers = {{"Server", "practice"}, {"Content-Type", "text/html; charset=" + site.charset}};
  answer.body = encode(utf8, site.charset);
  answer.gzip = site.gzip;
  return answer;
}

HttpAnswer plain(int status, std::string body) {
  HttpAnswer answer;
  answer.status = status;
  answer.headers = {{"Server", "practice"}, {"Content-Type", "text/plain; charset=utf-8"}};
  answer.body = std::move(body);
  return answer;
}

HttpAnswer redirect(int status, std::string where) {
  HttpAnswer answer = plain(status, "moved\n");
  answer.headers.emplace_back("Location", std::move(where));
  return answer;
}

HttpAnswer retry_later(const Site& site, int status, const std::string& seconds) {
  HttpAnswer answer = html(site, status, forbidden_page(site));
  answer.headers.emplace_back("Retry-After", seconds);
  return answer;
}

HttpAnswer robots(const Site& site) {
  switch (site.kind) {
    case SiteKind::kRobotsClosed:
      return plain(200, "User-agent: *\nDisallow: /\n");
    case SiteKind::kParked:
    case SiteKind::kForbidden:
      return html(site, 404, not_found_page(site));
    case SiteKind::kOpen:
    case SiteKind::kCaptchaWall:
    case SiteKind::kLoginWall:
    case SiteKind::kSoft404:
    case SiteKind::kHomeForUnknown:
    case SiteKind::kTlsBroken:
    case SiteKind::kNoName:
      return plain(200, "# practice\nUser-agent: *\nDisallow: /user/\nDisallow: /search\n");
  }
  return plain(404, "");
}

HttpAnswer unknown(const Site& site) {
  switch (site.kind) {
    case SiteKind::kSoft404:
      return html(site, 200, unknown_page(site));
    case SiteKind::kHomeForUnknown:
      return redirect(302, "/");
    case SiteKind::kOpen:
    case SiteKind::kCaptchaWall:
    case SiteKind::kLoginWall:
    case SiteKind::kParked:
    case SiteKind::kRobotsClosed:
    case SiteKind::kForbidden:
    case SiteKind::kTlsBroken:
    case SiteKind::kNoName:
      break;
  }
  return html(site, 404, not_found_page(site));
}

HttpAnswer article(const World& world, const Site& site, const Page& page, Time now) {
  if (!page.moved_to.empty()) return redirect(301, page.moved_to);
  const Phase* phase = page.at(now);
  const Showing showing = phase == nullptr ? Showing::kAbsent : phase->showing;
  switch (showing) {
    case Showing::kAbsent:
      return unknown(site);
    case Showing::kLive:
      return html(site, 200, article_page(world, site, page, phase->content));
    case Showing::kUnderReview:
      return html(site, 200, review_page(site));
    case Showing::kGone404:
      return html(site, 404, not_found_page(site));
    case Showing::kGone410:
      return html(site, 410, not_found_page(site));
    case Showing::kDeletedWords:
      return html(site, 200, deleted_page(site));
    case Showing::kRedirectHome:
      return redirect(302, "/");
  }
  return unknown(site);
}

HttpAnswer well(const World& world, const Site& site, Time now, const HttpRequest& request) {
  const std::string path = request.path();
  if (path == "/robots.txt") return robots(site);
  switch (site.kind) {
    case SiteKind::kCaptchaWall:
      return html(site, 200, captcha_page(site));
    case SiteKind::kLoginWall:
      return html(site, 200, login_page(site));
    case SiteKind::kParked:
      return html(site, 200, parked_page(site));
    case SiteKind::kForbidden:
      return html(site, 403, forbidden_page(site));
    case SiteKind::kOpen:
    case SiteKind::kSoft404:
    case SiteKind::kRobotsClosed:
    case SiteKind::kHomeForUnknown:
    case SiteKind::kTlsBroken:
    case SiteKind::kNoName:
      break;
  }
  if (path == "/") return html(site, 200, front_page(world, site));
  if (path == "/link") return html(site, 200, jump_page(request.parameter("target")));
  if (const Page* page = world.page(site.key, path)) return article(world, site, *page, now);
  if (site.key == world.own_site && world.link_target.ends_with(path)) {
    const std::string text = "<h1>产品中心</h1>\n<p>" + world.company + "的产品资料。</p>\n";
    return html(site, 200, "<!DOCTYPE html>\n<title>产品中心</title>\n" + text);
  }
  return unknown(site);
}

// A chain that ends in a loop, or at an address that is nobody's business.
HttpAnswer astray(const HttpRequest& request, bool to_private) {
  const std::string step = request.parameter("step");
  if (to_private && step == "2") return redirect(302, "http://10.255.0.1/admin");
  return redirect(302, request.path() + "?step=" + (step == "1" ? "2" : "1"));
}

HttpAnswer troubled(const World& world, const Site& site, Time now, const HttpRequest& request,
                    Trouble trouble) {
  HttpAnswer answer;
  switch (trouble) {
    case Trouble::kError500:
      return html(site, 500, forbidden_page(site));
    case Trouble::kUnavailable503:
      return retry_later(site, 503, "600");
    case Trouble::kTooMany429:
      return retry_later(site, 429, "1800");
    case Trouble::kReset:
      answer.mangle = Mangle::kReset;
      return answer;
    case Trouble::kShortBody:
      answer = well(world, site, now, request);
      answer.gzip = false;
      answer.mangle = Mangle::kShortBody;
      return answer;
    case Trouble::kTruncatedGzip:
      answer = well(world, site, now, request);
      answer.mangle = Mangle::kTruncatedGzip;
      return answer;
    case Trouble::kEmpty:
      return html(site, 200, "");
    case Trouble::kGarbage:
      answer.mangle = Mangle::kGarbage;
      return answer;
    case Trouble::kCaptcha:
      return html(site, 200, captcha_page(site));
    case Trouble::kPortal404:
      return html(site, 404, "<!DOCTYPE html>\n<title>404</title>\n<h1>404 Not Found</h1>\n");
    case Trouble::kTornBytes:
      answer = well(world, site, now, request);
      answer.mangle = Mangle::kTorn;
      return answer;
    case Trouble::kResetInHead:
    case Trouble::kResetInBody:
    case Trouble::kDrip:
      answer = well(world, site, now, request);
      answer.mangle = trouble == Trouble::kResetInHead   ? Mangle::kResetInHead
                      : trouble == Trouble::kResetInBody ? Mangle::kResetInBody
                                                         : Mangle::kDrip;
      return answer;
    case Trouble::kEndlessChunks:
      answer = well(world, site, now, request);
      answer.gzip = false;
      answer.mangle = Mangle::kEndlessChunks;
      return answer;
    case Trouble::kRedirectLoop:
      return astray(request, false);
    case Trouble::kRedirectPrivate:
      return astray(request, true);
    case Trouble::kWrongCharset: {
      Site lying = site;
      lying.charset = "gbk";
      answer = well(world, lying, now, request);
      for (auto& [name, value] : answer.headers) {
        if (name == "Content-Type") value = "text/html; charset=utf-8";
      }
      return answer;
    }
    case Trouble::kSitesDown:  // on a connection from before
      answer.mangle = Mangle::kReset;
      return answer;
    case Trouble::kEngineCaptcha:
    case Trouble::kEngineSilent:
    case Trouble::kEngineDecoy:
    case Trouble::kEngineNews:
    case Trouble::kEngine429:
    case Trouble::kEngine500:
    case Trouble::kEngineDown:
    case Trouble::kMailGreylist:
    case Trouble::kMailDropped:
    case Trouble::kMailBusy:
    case Trouble::kMailRefused:
    case Trouble::kMailDown:
    case Trouble::kHook500:
    case Trouble::kHookDropped:
    case Trouble::kHookSilent:
    case Trouble::kHookDown:
    case Trouble::kProviderQuota:
    case Trouble::kProvider401:
    case Trouble::kProvider403:
    case Trouble::kProvider429:
    case Trouble::kProvider500:
    case Trouble::kProviderHtml:
    case Trouble::kProviderEmpty:
    case Trouble::kProviderSlow:
    case Trouble::kRobotRefuses:
    case Trouble::kRobotTooFast:
    case Trouble::kRobot500:
    case Trouble::kRobotSilent:
    case Trouble::kRobotDropped:
    case Trouble::kRobotHtml:
    case Trouble::kRobotToken:
      break;
  }
  return well(world, site, now, request);
}

}  // namespace

HttpAnswer answer_site(const World& world, Time now, const HttpRequest& request, int request_no) {
  const Site* site = world.site_of_host(request.host);
  if (site == nullptr) return plain(404, "no such site in the practice world\n");
  const std::string path = request.path();
  const Fault* fault = world.fault(now, site->key, path);
  HttpAnswer answer = fault == nullptr ? well(world, *site, now, request)
                                       : troubled(world, *site, now, request, fault->trouble);
  answer.delay = std::chrono::milliseconds(site->delay_ms);
  answer.close = !site->keep_alive;
  const Page* page = world.page(site->key, path);
  if (page != nullptr && page->held_from > 0 && request_no >= page->held_from) {
    answer.held_by = page->held_by;
  }
  return answer;
}

}  // namespace vouch::practice
