#!/usr/bin/env python3
"""Deterministic corpus of realistic Chinese/English article pages, each in two states.

    corpus.py --out DIR [--pages 20000] [--hosts 200] [--seed 1]

Writes  DIR/first/hNNN/a/<id>.html (+ .html.gz on gzip hosts)
        DIR/changed/...  the same pages some hours later: other comments, script bodies, nonces and
                         form tokens, nothing that a reader sees
        DIR/hosts.tsv   host index, ip, charset, how the charset is declared, gzip
        DIR/tasks.tsv   url, keyword, link host          (shuffled: hosts interleave)
        DIR/expect.tsv  url, title, robots, canonical, links, keyword found, link found,
                        rel of the link, stored bytes, charset
The same arguments give the same bytes (mtimes are fixed, so nginx's ETags are too).
"""
import argparse, gzip, io, json, math, os, random, re

PORT = 18480
MTIME = 1700000000

ZH = ("我们 他们 公司 市场 企业 产品 技术 发展 服务 管理 客户 生产 设备 行业 国内 国际 目前 今年 去年 记者 表示 认为 可以 已经 "
      "进行 通过 以及 其中 由于 因此 但是 同时 此外 不断 提高 增长 下降 超过 达到 约为 价格 成本 质量 标准 要求 需要 问题 方法 "
      "系统 数据 信息 平台 用户 网络 网站 内容 文章 作者 阅读 评论 分享 更多 相关 推荐 热门 最新 新闻 资讯 专家 分析 报告 研究 "
      "调查 显示 结果 影响 因素 政策 政府 部门 地区 城市 农村 经济 社会 文化 教育 医疗 健康 环境 能源 交通 汽车 手机 电脑 软件 "
      "硬件 芯片 材料 钢铁 化工 机械 制造 工厂 车间 工人 工程 项目 投资 融资 银行 保险 基金 股票 利率 贷款 消费 零售 电商 物流 "
      "仓储 运输 出口 进口 贸易 关税 合同 订单 供应 需求 库存 采购 招标 中标 合作 协议 签署 成立 创新 升级 转型 改革 试点 推广 "
      "应用 实现 支持 提供 包括 选择 使用 安装 维护 检测 测试 认证 专利 品牌 口碑 优势 特点 功能 性能 参数 规格 型号 尺寸 重量 "
      "温度 压力 速度 效率 安全 稳定 可靠 节能 环保 绿色 智能 自动 数字 云端 模型 算法 训练 学习 学生 老师 学校 课程 考试 毕业 "
      "生活 家庭 孩子 父母 朋友 旅游 酒店 机票 美食 餐厅 味道 新鲜 水果 蔬菜 天气 春天 夏天 秋天 冬天 早上 晚上 时间 小时 分钟 "
      "一个 一些 很多 所有 每个 这个 那个 如何 为什么 怎么样 什么 哪些 非常 比较 十分 特别 尤其 基本 主要 重要 关键 核心 全面 "
      "的 了 在 是 和 与 对 从 将 也 都 就 还 又 被 把 让 给 向 等 到 上 下 中 内 外 前 后 之间 以来 左右 方面 过程 情况 条件 机会 挑战").split()
EN = ("the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you were "
      "all her she there would their we him been has when who will no more if out so up said what its about than into them can only "
      "other time new some could these two may first then do any like my now over such our man me even most made after also did many "
      "off before must well back through years much where your way down should because long each just state people those too between "
      "market company product service customer business growth report quarter revenue cost price supply demand factory equipment "
      "process quality standard system software network platform data model design engineer research study result analysis policy "
      "government industry energy power battery solar wind water steel chemical machine tool sensor control pump valve shipping "
      "warehouse delivery order contract export import tariff trade bank loan interest fund stock investor partner agreement launch "
      "release version update feature performance security support test review guide tips best compare choose install maintain "
      "health medical school student teacher course travel hotel food family children weather morning evening important effective "
      "international national local global annual monthly daily recent current available possible different similar according").split()
KEYWORDS = ["工业机器人租赁", "跨境仓储服务", "激光切割加工", "光伏逆变器厂家", "不锈钢换热器", "企业级防火墙", "冷链配送方案", "高压柱塞泵",
            "solar inverter supplier", "cold chain logistics", "hydraulic press maker", "private label cosmetics", "cnc milling quotes",
            "enterprise firewall audit", "bulk lithium cells", "pallet racking system"]
RELS = ["", "", "", "", "", "noopener", "nofollow", "nofollow noopener", "sponsored", "ugc nofollow"]
ASCII = "abcdefghijklmnopqrstuvwxyz0123456789"


def sentences(rng, words, zh, n):
    weights = [1 / (i + 8) for i in range(len(words))]
    order = words[:]
    rng.shuffle(order)
    out = []
    for _ in range(n):
        ws = rng.choices(order, weights, k=rng.randint(6, 18))
        if rng.random() < .25:
            ws.insert(rng.randint(1, len(ws)), str(rng.randint(2, 9999)) + rng.choice(["%", "", " kg", ""]))
        if zh:
            if rng.random() < .15:
                ws.insert(2, rng.choice(["ABS", "5G", "ERP", "PLC", "LED", "API", "GB/T 19001"]))
            cut = rng.randint(2, len(ws) - 2)
            out.append("".join(ws[:cut]) + "，" + "".join(ws[cut:]) + rng.choice("。。。！？；"))
        else:
            s = " ".join(ws)
            out.append(s[0].upper() + s[1:] + rng.choice(". . . ! ?".split()))
    return out


class Site:
    """One virtual host: its charset, language and the chrome shared by its pages."""

    def __init__(self, i, seed, pools):
        self.i, self.rng = i, random.Random(f"{seed}-site-{i}")
        rng = self.rng
        self.ip = f"127.0.1.{i + 1}"
        self.base = f"http://{self.ip}:{PORT}"
        kind = i % 10
        self.zh = kind not in (4, 5, 8)
        self.charset = "gbk" if kind in (2, 3) else "utf-8"
        self.declared = {0: "both", 2: "header", 4: "both", 8: "header"}.get(kind, "meta")
        self.gz = (i // 10) % 2 == 0
        self.pool = pools["zh"] if self.zh else pools["en"]
        self.mixed = kind == 7
        self.pools = pools
        self.pfx = rng.choice(["", "td-", "ast-", "site-", "mod_", "x-"])
        self.name = (self.word(2) if self.zh else self.word(2).title())
        self.plain = rng.random() < .25          # small old-style site
        self.head = self.make_head()
        self.header, self.nav_links = self.make_header()
        self.footer, self.footer_links = self.make_footer()

    def word(self, k=1):
        ws = self.rng.choices(ZH if self.zh else EN, k=k)
        return "".join(ws) if self.zh else " ".join(ws)

    def cls(self, name):
        return self.pfx + name

    def make_head(self):
        rng, css = self.rng, []
        for _ in range(rng.randint(10, 25) if self.plain else rng.randint(40, 130)):
            css.append(".%s%s{color:#%06x;margin:%dpx %dpx;padding:0 %dpx;display:%s;font:%dpx/1.6 'PingFang SC',Arial,sans-serif}" % (
                self.pfx, "".join(rng.choices(ASCII, k=6)), rng.randrange(1 << 24), rng.randint(0, 30), rng.randint(0, 30),
                rng.randint(0, 30), rng.choice(["block", "flex", "none"]), rng.randint(12, 28)))
        js = ["(function(w,d){var c=w._cfg=w._cfg||{};"]
        for _ in range(rng.randint(3, 10) if self.plain else rng.randint(15, 60)):
            js.append("c['%s']=function(a,b){if(a<b&&b>%d){return '<div class=\"%s\">'+a+'</div>'}return d.getElementById('%s')};" % (
                "".join(rng.choices(ASCII, k=8)), rng.randrange(999), "".join(rng.choices(ASCII, k=5)), "".join(rng.choices(ASCII, k=7))))
        js.append("})(window,document);")
        links = "".join('<link rel="stylesheet" href="/static/%s.css?v=%d">\n' % ("".join(rng.choices(ASCII, k=6)), rng.randint(1, 99))
                        for _ in range(rng.randint(1, 6)))
        return links + "<style type=\"text/css\">\n%s\n</style>\n<script>\n%s\n</script>\n" % ("\n".join(css), "\n".join(js))

    def make_header(self):
        rng, n, out = self.rng, 0, []
        out.append(f'<div id="{self.cls("wrap")}"><header class="{self.cls("header")} clearfix"><div class="logo"><a href="/"><img src="/logo.png" alt="{self.name}"></a></div>\n')
        n += 1
        out.append(f'<form action="/search" method=get><input type=text name=q placeholder="{self.word()}"><button type="submit">{self.word()}</button></form>\n')
        out.append(f'<nav class="{self.cls("nav")}"><ul class=menu>\n')
        for i in range(rng.randint(6, 10) if self.plain else rng.randint(10, 16)):
            out.append(f'<li class="menu-item menu-item-{i}"><a href="/c/{i}/">{self.word(2)}</a>')
            n += 1
            sub = 0 if self.plain else rng.randint(0, 9)
            if sub:
                out.append('<ul class="sub-menu">')
                for j in range(sub):
                    out.append(f'<li class="menu-item menu-item-{i}-{j}"><a href="/c/{i}/{j}/" title="{self.word()}">{self.word(2)}</a></li>')
                n += sub
                out.append("</ul>")
            out.append("</li>\n")
        out.append("</ul></nav></header>\n")
        return "".join(out), n

    def make_footer(self):
        rng, n, out = self.rng, 0, [f'<footer class="{self.cls("footer")}"><div class="links">\n']
        for i in range(rng.randint(8, 20) if self.plain else rng.randint(20, 60)):
            out.append(f'<a target="_blank" href="https://www.{"".join(rng.choices(ASCII, k=7))}.example/" rel="{rng.choice(["", "nofollow", "noopener"])}">{self.word(2)}</a> |\n')
            n += 1
        out.append(f'</div><p>&copy; 2012-2024 {self.name} <a href="https://beian.example/">ICP {rng.randint(10**7, 10**8)}</a></p></footer></div>\n')
        out.append("<script>var _hmt=_hmt||[];(function(){var h=document.createElement('script');h.src='https://stat.example/h.js?%s';document.body.appendChild(h)})();</script>\n"
                   % "".join(rng.choices("0123456789abcdef", k=32)))
        return "".join(out), n + 1


def make_page(site, pid, rng):
    """Returns (bytes, expectation dict, keyword, link host)."""
    pool = site.pool
    if site.mixed and rng.random() < .5:
        pool = site.pools["en"]
    zh = pool is site.pools["zh"]
    sent = lambda k: "".join(rng.choices(pool, k=k)) if zh else " ".join(rng.choices(pool, k=k))
    short = lambda: rng.choice(pool)[: rng.randint(8, 22) if zh else rng.randint(20, 60)].rstrip("&< ")
    size = min(max(rng.lognormvariate(math.log(47000), .60), 9000), 260000)
    if rng.random() < .02:
        size = rng.randint(280000, 330000)

    # what the task looks for, and which trap this page holds
    kw = rng.choice(KEYWORDS)
    host = f"www.client-{rng.randint(0, 299):03d}.example"
    case = rng.random()
    rel = rng.choice(RELS)
    has_link = has_kw = True
    trap = ""
    if case < .06:                                     # link gone, keyword stays
        has_link = False
    elif case < .12:                                   # link and keyword only inside a comment / a script
        has_link = has_kw = False
        trap = (f'<!-- <a href="https://{host}/">{kw}</a> -->' if rng.random() < .5 else
                f'<script>var ad="<a href=\\"https://{host}/\\">{kw}<\\/a>";</script>')
    elif case < .16:                                   # link stays under other words
        has_kw = False
    anchor = kw if has_kw and has_link else short()
    href = rng.choice([f"https://{host}/", f"https://{host}/p/{pid}.html?from=a&amp;id={pid}", f"//{host}/x", f"HTTP://{host.upper()}/", f" https://{host}/z#top "])
    backlink = f'<a href="{href}"' + (f' rel="{rel}"' if rel else "") + (' target=_blank' if rng.random() < .4 else "") + f">{anchor}</a>"
    robots = rng.choices(["", "index,follow", "noindex,follow", "noindex, nofollow", "max-image-preview:large"], [5, 3, 1, .3, 2])[0]
    title = f"{short()} - {site.name}"
    canonical = f"{site.base}/a/{pid}.html"
    nlinks = site.nav_links + site.footer_links

    top = ["<!DOCTYPE html>\n" if not site.plain else '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n',
           '<html lang="zh-CN">\n<head>\n' if site.zh else '<html lang="en">\n<head>\n']
    if site.declared != "header":
        top.append(f'<meta http-equiv="Content-Type" content="text/html; charset={site.charset}">\n' if site.plain or site.charset == "gbk" else '<meta charset="utf-8">\n')
    top.append(f"<title>{title}</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    top.append(f'<meta name="keywords" content="{short()},{short()}">\n<meta name="description" content="{sent(2)}">\n')
    if robots:
        top.append(f'<meta name="robots" content="{robots}">\n')
    top.append(f'<link rel="canonical" href="{canonical}">\n<meta property="og:title" content="{title}">\n<meta property="og:url" content="{canonical}">\n')
    top.append('<script type="application/ld+json">' + json.dumps({"@context": "https://schema.org", "@type": "Article", "headline": title, "datePublished": "2024-03-0%d" % rng.randint(1, 9)}, ensure_ascii=False) + "</script>\n")
    top += [site.head, f'</head>\n<body class="single postid-{pid}">\n', site.header]

    art = [f'<div class="{site.cls("main")} container"><article id="post-{pid}" class="post type-post hentry"><h1 class="entry-title">{short()}</h1>\n'
           f'<div class="meta"><span class=author>{short()[:6]}</span> <time datetime="2024-03-01T08:00">2024-03-01</time> <a href="/c/1/" rel="category tag">{site.word()}</a></div>\n<div class="entry-content">\n']
    nlinks += 1
    side, comments, used = [], [], sum(map(len, top)) + len(site.footer)
    per = 3 if site.charset == "utf-8" else 2
    placed = not (has_link or has_kw or trap)
    depth = rng.randint(1, 5)
    while used < size or not placed:
        r = rng.random()
        if not placed and used > size * rng.uniform(.3, 1):
            placed = True
            blk = f"<p>{sent(1)}{backlink if has_link else ''}{kw if has_kw and not has_link else ''}{trap}{sent(1)}</p>\n"
            nlinks += has_link
            art.append(blk)
        elif r < .34:
            s = rng.choices(pool, k=rng.randint(2, 6))
            if rng.random() < .35:
                s.insert(1, f'<a href="/tag/{rng.randint(1, 999)}">{short()}</a>')
                nlinks += 1
            if rng.random() < .3:
                s.insert(1, f"<strong>{short()}</strong>")
            if rng.random() < .1:
                s.append("&nbsp;&mdash; R&D &#8220;" + short() + "&#8221;")
            blk = f'<p style="text-indent:2em">{"".join(s)}' + ("</p>\n" if rng.random() < .9 else "\n")
            art.append(blk)
        elif r < .40:
            blk = f"<h2 id=s{rng.randint(1, 99)}>{short()}</h2>\n"
            art.append(blk)
        elif r < .46:
            u = "".join(rng.choices(ASCII, k=10))
            blk = f'<figure class="wp-block-image"><img loading="lazy" src="https://img.example/{u}.jpg" srcset="https://img.example/{u}-300.jpg 300w, https://img.example/{u}-768.jpg 768w" width=768 height=512 alt="{short()}"><figcaption>{short()}</figcaption></figure>\n'
            art.append(blk)
        elif r < .50:
            blk = "<ul>" + "".join(f"<li>{short()}" + ("</li>" if i % 3 else "") for i in range(rng.randint(3, 8))) + "</ul>\n"
            art.append(blk)
        elif r < .53:
            blk = "<table border=0><tr><th>A<th>B" + "".join(f"<tr><td>{short()}</td><td>{rng.randint(1, 9999)}</td></tr>" for _ in range(rng.randint(3, 10))) + "</table>\n"
            art.append(blk)
        elif r < .56:
            blk = f"<script>window.__s{rng.randint(1, 999)}=" + json.dumps({"id": pid, "t": short(), "list": [rng.randint(1, 10**6) for _ in range(30)]}, ensure_ascii=False) + "</script>\n"
            art.append(blk)
        elif r < .76:
            u = rng.randint(1, 10**6)
            blk = (f'<li class="widget-item"><a href="/a/{u}.html" title="{short()}"><img src="/t/{u}.jpg" alt=""></a><h4><a href="/a/{u}.html">{short()}</a></h4><span class="date">03-{rng.randint(1, 30):02d}</span></li>\n')
            nlinks += 2
            side.append(blk)
        else:
            u = rng.randint(1, 10**6)
            d = rng.randint(0, depth)
            blk = ('<div class="children">' * d + f'<div class="comment even depth-{d}" id="comment-{u}"><div class="comment-author vcard"><img alt="" src="https://avatar.example/{u}?s=48" class="avatar"><cite class="fn"><a href="https://blog{u % 997}.example/" rel="external nofollow ugc" class="url">u{u}</a></cite></div><div class="comment-body"><p>{sent(rng.randint(1, 3))}</p></div>'
                   f'<div class="reply"><a rel="nofollow" href="?replytocom={u}#respond">{"回复" if zh else "Reply"}</a></div></div>' + "</div>" * d + "\n")
            nlinks += 2
            comments.append(blk)
        used += len(blk) * (1 + (per - 1) * .35 if zh else 1)
    art.append('</div></article>\n')
    doc = "".join(top + art + [f'<div id="comments" class="{site.cls("comments")}">\n'] + comments + ["</div></div>\n", f'<aside class="{site.cls("sidebar")}"><ul>\n'] + side + ["</ul></aside>\n", site.footer, "</body>\n</html>\n"])
    if rng.random() < .2:
        doc = doc.replace("<div", "<DIV").replace("</div>", "</DIV>")
    raw = doc.encode(site.charset if site.charset == "utf-8" else "gbk", "xmlcharrefreplace")
    exp = dict(title=title, robots=robots, canonical=canonical, links=nlinks, kw=int(has_kw), link=int(has_link), rel=rel if has_link else "", size=len(raw), charset=site.charset)
    return raw, exp, kw, host


def volatile(raw, rng):
    """What a content management system puts anew into every answer: a nonce on each script, a form
    token, an analytics id, numbers in scripts, and when and how fast the page was made."""
    nonce = "".join(rng.choices(ASCII, k=22)).encode()
    token = "".join(rng.choices("0123456789abcdef", k=40)).encode()
    out = raw.replace(b"<script>", b'<script nonce="' + nonce + b'">')
    out = re.sub(rb"(h\.js\?)[0-9a-f]{32}", lambda m: m[1] + token[:32], out)
    out = re.sub(rb"(window\.__s)\d+=", lambda m: m[1] + str(rng.randrange(100, 999)).encode() + b"=", out)
    out = out.replace(
        b"<button ", b'<input type="hidden" name="_token" value="' + token + b'"><button ', 1)
    made = b"<!-- made in %d ms by node %d at %d -->\n" % (rng.randint(10, 99), rng.randint(1, 9), MTIME + rng.randint(0, 10**6))
    return out.replace(b"</head>", made + b"</head>", 1).replace(b"</body>", made + b"</body>", 1)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--out", required=True)
    ap.add_argument("--pages", type=int, default=20000)
    ap.add_argument("--hosts", type=int, default=200)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    rng = random.Random(f"{a.seed}-pools")
    pools = {"zh": sentences(rng, ZH, True, 6000), "en": sentences(rng, EN, False, 6000)}
    sites = [Site(i, a.seed, pools) for i in range(a.hosts)]
    rows, total, gz_total = [], 0, 0
    for s in sites:
        for state in ("first", "changed"):
            os.makedirs(f"{a.out}/{state}/h{s.i:03d}/a", exist_ok=True)
    for k in range(a.pages):
        s = sites[k % a.hosts]
        pid = 100000 + k
        raw, e, kw, host = make_page(s, pid, random.Random(f"{a.seed}-page-{k}"))
        path = f"{a.out}/first/h{s.i:03d}/a/{pid}.html"
        for later, state in enumerate(("first", "changed")):
            now = volatile(raw, random.Random(f"{a.seed}-volatile-{k}-{later}"))
            to = f"{a.out}/{state}/h{s.i:03d}/a/{pid}.html"
            files = [(to, now)]
            if s.gz:
                buf = io.BytesIO()
                with gzip.GzipFile(fileobj=buf, mode="wb", compresslevel=6, mtime=0) as g:
                    g.write(now)
                files.append((to + ".gz", buf.getvalue()))
                if not later:
                    gz_total += len(files[1][1])
            for p, b in files:
                with open(p, "wb") as f:
                    f.write(b)
                os.utime(p, (MTIME + 3600 * later, MTIME + 3600 * later))
        total += len(raw)
        rows.append((f"{s.base}/a/{pid}.html", kw, host, e, path))
    random.Random(f"{a.seed}-order").shuffle(rows)
    with open(f"{a.out}/tasks.tsv", "w", encoding="utf-8") as t, open(f"{a.out}/expect.tsv", "w", encoding="utf-8") as x:
        for url, kw, host, e, _ in rows:
            t.write(f"{url}\t{kw}\t{host}\n")
            x.write("\t".join(map(str, [url, e["title"], e["robots"], e["canonical"], e["links"], e["kw"], e["link"], e["rel"], e["size"], e["charset"]])) + "\n")
    with open(f"{a.out}/hosts.tsv", "w") as h:
        for s in sites:
            h.write(f"{s.i}\t{s.ip}\t{s.charset}\t{s.declared}\t{int(s.gz)}\n")
    sizes = sorted(r[3]["size"] for r in rows)
    q = lambda p: sizes[int(p * (len(sizes) - 1))]
    print(f"pages {a.pages} hosts {a.hosts} total {total / 1e6:.1f} MB mean {total / a.pages / 1e3:.1f} kB  p10 {q(.1)} p50 {q(.5)} p90 {q(.9)} p99 {q(.99)} max {sizes[-1]}"
          f"  links/page {sum(r[3]['links'] for r in rows) / a.pages:.0f}  gz bytes {gz_total / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
