"""What the company asks of each kind of work (domain 5.7), written down once more.

These tables are the judge's own. They are not read from the product's configuration, so that a
change there shows as a difference.
"""

from dataclasses import dataclass

from .moments import DAY, HOUR, MINUTE

GRACE_WORKDAYS = 1
COULD_NOT_CHECK_AFTER = 48 * HOUR
LIVE_CONFIRMATIONS, LIVE_SPACING = 2, 2 * HOUR
INDEX_CONFIRMATIONS, INDEX_SPACING = 3, 24 * HOUR
PAGE_LOOKS = (10 * MINUTE, 2 * HOUR, DAY, 3 * DAY, 7 * DAY, 14 * DAY, 30 * DAY)
INDEX_LOOKS = (DAY, 2 * DAY, 3 * DAY, 5 * DAY, 7 * DAY, 10 * DAY, 30 * DAY)
DISPUTE_WORKDAYS = 3


@dataclass(frozen=True)
class EngineRules:
    """What is asked of one engine's index stage. All are looked at alike as shipped; each has its
    row, so that one of them can be changed without the others."""
    instance: str  # how a SearXNG instance calls it
    looks: tuple = INDEX_LOOKS
    confirmations: int = INDEX_CONFIRMATIONS
    spacing: int = INDEX_SPACING
    delay: int = 2000  # between two requests
    without_term: tuple = ("论坛/贴吧", "外链/友链", "头条号/公众号")  # policies that only measure


ENGINES = {
    "baidu": EngineRules("baidu"),
    "so360": EngineRules("360search"),
    "sogou": EngineRules("sogou"),
    "bing": EngineRules("bing"),
    "google": EngineRules("google"),
}
ENGINE_OF_INSTANCE = {rules.instance: key for key, rules in ENGINES.items()}


def index_term(policy, engine):
    """After how long a page that this engine does not know is 未收录; 0: never."""
    return 0 if policy.name in ENGINES[engine].without_term else policy.index_deadline


def page_window(submitted, offset):
    """When the planned page look happens: soon after the first offsets; on later days in a random
    one of the eight hours that end four hours before the day is full, plus an hour of queueing."""
    planned = submitted + offset
    if offset < DAY:
        return planned, planned + HOUR
    return planned - 12 * HOUR, planned - 3 * HOUR


CANARY_AGE = 10 * MINUTE
HEARTBEAT = 5 * MINUTE
SITE_DELAY = 3000
SUBMISSION_DELAY = 10 * 60_000
ROBOTS_AGE = 24 * HOUR
REMIND_AT = (17, 30)
CUT_OFF_AT = (10, 0)
DAILY_AT = (9, 0)
GROUP_WAIT, GROUP_INTERVAL, REPEAT_INTERVAL = 2 * MINUTE, 30 * MINUTE, 24 * HOUR
QUIET_FROM, QUIET_TO = (20, 0), (8, 0)


@dataclass(frozen=True)
class Policy:
    name: str
    live_deadline: int
    content: tuple = ()
    index_deadline: int = 0  # 0: measured without a term
    survival: int = 30 * DAY


SITE_ARTICLE = Policy("官网文章", 2 * HOUR, ("title", "keyword"), 10 * DAY)
SOFT_ARTICLE = Policy("软文/新闻稿", DAY, ("title", "keyword", "link_or_mention"), 7 * DAY)
MEDIA = Policy("自媒体", DAY, (), 7 * DAY)
FEED = Policy("头条号/公众号", DAY, (), 0, 14 * DAY)
QUESTION = Policy("问答", 2 * DAY, (), 14 * DAY, 7 * DAY)
FORUM = Policy("论坛/贴吧", 2 * HOUR, (), 0, 7 * DAY)
LISTING = Policy("B2B/分类信息", 3 * DAY, ("title", "keyword"), 14 * DAY)
BACKLINK = Policy("外链/友链", DAY, ("link",), 0)

_KINDS = {
    "article": ("原创文章", "原创", "原创软文", "文章", "新闻", "官网文章", "网站文章", "资讯",
                "改写文章", "伪原创", "改写", "整理", "转载文章", "转载"),
    "soft": ("软文", "软文发布", "软文推广", "软文投稿", "推广软文", "新闻稿", "新闻发布",
             "新闻稿发布", "媒体发稿", "发稿", "新闻源"),
    "landing": ("专题页", "专题", "落地页", "着陆页", "产品页"),
    "media": ("自媒体", "自媒体文章", "自媒体发布", "自媒体发文", "视频", "视频发布", "短视频"),
    "question": ("问答", "问答提问", "提问", "问题", "问答回答", "回答", "知道问答", "百度知道",
                 "问答推广", "百科", "百科词条", "文库", "文库文档"),
    "forum": ("论坛发帖", "发帖", "论坛", "贴吧", "贴吧发帖", "论坛推广", "论坛帖子", "帖子",
              "主题帖", "论坛回帖", "回帖", "顶帖", "跟帖", "评论"),
    "listing": ("B2B信息", "B2B", "B2B发布", "B2B平台", "供求信息", "产品发布", "商铺",
                "分类信息", "分类信息发布", "分类广告"),
    "backlink": ("外链", "外链发布", "发外链", "外链建设", "反链", "外部链接", "友情链接", "友链"),
}
_OWN = {"article", "soft", "landing", "media"}
_ELSEWHERE = {"article": MEDIA, "soft": SOFT_ARTICLE, "media": MEDIA, "question": QUESTION,
              "forum": FORUM, "listing": LISTING, "backlink": BACKLINK, "landing": FEED}


def kind_of(work_type):
    for kind, words in _KINDS.items():
        if work_type.lower() in (word.lower() for word in words):
            return kind
    return None


def policy_for(work_type, on_own_site):
    kind = kind_of(work_type)
    if kind is None:  # written so that nobody knows it: what the place stands for
        kind = "article" if on_own_site else "forum"
    if on_own_site and kind in _OWN:
        return SITE_ARTICLE
    return _ELSEWHERE[kind]
