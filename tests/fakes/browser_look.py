"""Opens pages in Debian's Chromium and says what a person on a small screen would run into.

    browser_look.py WIDTH URL...      one JSON line a page on standard output

Speaks the DevTools protocol over the browser's pipe, so that no port is opened and nothing is
needed beyond Python. The browser reaches this machine only. With VOUCH_SHOTS=FOLDER every page is
also kept there as a picture.
"""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

MEASURE = r"""
(() => {
  const root = document.scrollingElement;
  const of = (node) => node.tagName.toLowerCase() + (node.className ? '.' + node.className : '');
  const seen = (node) => {
    const box = node.getBoundingClientRect();
    return box.width > 1 && box.height > 1;
  };
  const all = [...document.querySelectorAll('*')];
  const wide = root.scrollWidth > root.clientWidth
    ? all.filter((n) => n.getBoundingClientRect().right > root.clientWidth + 0.5).map(of) : [];
  const texts = all.filter((n) => seen(n) &&
    [...n.childNodes].some((c) => c.nodeType === 3 && c.data.trim() !== ''));
  const small = texts.filter((n) => parseFloat(getComputedStyle(n).fontSize) < 12.5).map(of);
  const hard = [...document.querySelectorAll('a[href]')].filter((n) => seen(n) &&
    n.getBoundingClientRect().height < 18).map((n) => n.textContent);
  const handlers = all.filter((n) => [...n.attributes].some((a) =>
    a.name.startsWith('on') || /^\s*javascript:/i.test(a.value))).map(of);
  return {
    title: document.title,
    lang: document.documentElement.lang,
    width: root.clientWidth,
    scroll_width: root.scrollWidth,
    height: root.scrollHeight,
    wide: wide.slice(0, 5),
    small: [...new Set(small)].slice(0, 5),
    hard_to_hit: hard.slice(0, 5),
    scripts: document.scripts.length,
    handlers,
    styled: getComputedStyle(document.body).margin === '0px',
    text: document.body.innerText.trim().length,
  };
})()
"""


class Browser:
    def __init__(self, program):
        self.folder = tempfile.mkdtemp(prefix="vouch-browser-")
        to_browser, self.write_end = os.pipe()
        self.read_end, from_browser = os.pipe()
        os.set_inheritable(to_browser, True)
        os.set_inheritable(from_browser, True)
        # The browser wants its pipe at 3 and 4, wherever ours happen to be.
        command = 'exec "$@" 3<&%d 4>&%d' % (to_browser, from_browser)
        self.process = subprocess.Popen(
            ["/bin/bash", "-c", command, "bash", program, "--headless", "--no-sandbox",
             "--remote-debugging-pipe", "--user-data-dir=" + self.folder, "--disable-gpu",
             "--disable-dev-shm-usage", "--disable-background-networking", "--disable-sync",
             "--disable-component-update", "--no-first-run", "--no-proxy-server",
             "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
             "about:blank"],
            pass_fds=(to_browser, from_browser), stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": self.folder, "XDG_CONFIG_HOME": self.folder})
        os.close(to_browser)
        os.close(from_browser)
        self.pending = b""
        self.number = 0

    def close(self):
        os.close(self.write_end)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def read(self):
        while b"\0" not in self.pending:
            piece = os.read(self.read_end, 1 << 16)
            if not piece:
                raise SystemExit("the browser ended")
            self.pending += piece
        message, self.pending = self.pending.split(b"\0", 1)
        return json.loads(message)

    def ask(self, method, session=None, until=None, **params):
        """Result of `method`; with `until` after that event has come too."""
        self.number += 1
        call = {"id": self.number, "method": method, "params": params}
        if session:
            call["sessionId"] = session
        os.write(self.write_end, json.dumps(call).encode() + b"\0")
        result = None
        while result is None or until:
            message = self.read()
            if message.get("id") == self.number:
                if "error" in message:
                    raise SystemExit("%s: %s" % (method, message["error"]))
                result = message["result"]
            elif message.get("method") == until:
                until = None
        return result


def look(browser, session, url, width):
    browser.ask("Emulation.setDeviceMetricsOverride", session, width=width, height=800,
                deviceScaleFactor=1, mobile=True)
    browser.ask("Page.navigate", session, until="Page.loadEventFired", url=url)
    answer = browser.ask("Runtime.evaluate", session, expression=MEASURE, returnByValue=True)
    if "value" not in answer["result"]:
        raise SystemExit("%s: %s" % (url, answer))
    found = answer["result"]["value"]
    shots = os.environ.get("VOUCH_SHOTS")
    if shots:
        browser.ask("Emulation.setDeviceMetricsOverride", session, width=width,
                    height=min(max(found["height"], 400), 6000), deviceScaleFactor=1, mobile=True)
        picture = browser.ask("Page.captureScreenshot", session, format="png")
        name = re.sub(r"[^A-Za-z0-9]+", "_", url.split("://")[1].split("/", 1)[-1])[:90]
        with open(os.path.join(shots, "%s_%d.png" % (name or "front", width)), "wb") as out:
            out.write(base64.b64decode(picture["data"]))
    return {"url": url, **found}


def main():
    program = shutil.which("chromium")
    if program is None:
        raise SystemExit("chromium is not installed")
    browser = Browser(program)
    try:
        target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
        session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        browser.ask("Page.enable", session)
        for url in sys.argv[2:]:
            print(json.dumps(look(browser, session, url, int(sys.argv[1]))), flush=True)
    finally:
        browser.close()


main()
