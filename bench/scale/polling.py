#!/usr/bin/env python3
"""Signed-in browsers that ask again and again, on a filled database: what the slowest of a hundred answers takes.

    polling.py --build DIR [--vouchd FILE] [--paint] [--clients 200] [--seconds 60] [--every 5] [--claims 120000] [--observations 2000000] [--work DIR]

Each client has a session of its own (20 people, ten browsers each; more clients, more people), a kept connection and asks one thing every
`--every` seconds: who am I, the own day, the own list, one entry. Everything stays on loopback; the clients share the processors with vouchd."""
import argparse, asyncio, json, pathlib, random, shutil, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]
from daemon import PORT, Vouchd  # noqa: E402

PASSWORD = "lamp river sugar"
EACH = 10  # sessions a person may have


async def ask(streams, method, path, headers=None, body=""):
    reader, writer = streams
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\n" + "".join(f"{k}: {v}\r\n" for k, v in (headers or {}).items())
    if body: head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    writer.write((head + "\r\n" + body).encode())
    await writer.drain()
    answer = (await reader.readuntil(b"\r\n\r\n")).decode()
    lines = answer.split("\r\n")
    length = next((int(line.split(":")[1]) for line in lines if line.lower().startswith("content-length:")), 0)
    text = await reader.readexactly(length)
    return int(lines[0].split()[1]), lines, text


async def open_stream():
    return await asyncio.open_connection("127.0.0.1", PORT)


async def let_in(login):
    streams = await open_stream()
    root = {"Authorization": "Bearer " + "root".ljust(64, "T")}
    status, _, text = await ask(streams, "POST", "/api/v1/invitations", root, json.dumps({"login": login}))
    assert status == 201, text
    status, _, text = await ask(streams, "POST", f"/api/v1/invitations/{json.loads(text)['code']}", {}, json.dumps({"password": PASSWORD}))
    assert status == 200, text
    streams[1].close()


async def sign_in(login):
    streams = await open_stream()
    while True:
        status, lines, text = await ask(streams, "POST", "/api/v1/session", {}, json.dumps({"login": login, "password": PASSWORD}))
        if status == 200: break
        assert status in (429, 503), text
        await asyncio.sleep(0.2)
    cookies = [line.split(":", 1)[1].split(";")[0].strip() for line in lines if line.lower().startswith("set-cookie:")]
    return streams, {"Cookie": "; ".join(cookies)}


async def poll(streams, headers, chance, paths, every, end, times):
    await asyncio.sleep(chance.random() * every)
    while time.monotonic() < end:
        path = chance.choice(paths)
        begun = time.perf_counter()
        status, _, text = await ask(streams, "GET", path, headers)
        times.append((time.perf_counter() - begun) * 1000)
        assert status == 200, (path, status, text[:200])
        await asyncio.sleep(every)


async def measure(options):
    people = [f"e{number:03}" for number in range(-(-options.clients // EACH))]
    for login in people: await let_in(login)
    clients = []
    for number in range(options.clients): clients.append(await sign_in(people[number % len(people)]))
    print(f"{len(clients)} signed in", flush=True)
    chance, times, end = random.Random(1), [], time.monotonic() + options.seconds
    paths = ["/api/v1/session", "/api/v1/claims?limit=50", "/api/v1/day", "/api/v1/inbox?limit=20", "/api/v1/claims?order=newest&limit=50"]
    known = []
    for path in paths:
        status, _, _ = await ask(clients[0][0], "GET", path, clients[0][1])
        if status == 200: known.append(path)
    await asyncio.gather(*(poll(streams, headers, chance, known, options.every, end, times) for streams, headers in clients))
    times.sort()
    return {"cookie": clients[0][1]["Cookie"], "clients": len(clients), "asked": len(times), "per_second": len(times) / options.seconds, "paths": known,
            "p50_ms": times[len(times) // 2], "p99_ms": times[int(len(times) * 0.99)], "worst_ms": times[-1]}


def paint(cookie):
    argv = ["node", str(HERE / "paint.mjs"), f"http://127.0.0.1:{PORT}", cookie]
    return json.loads(subprocess.run(argv, check=True, stdout=subprocess.PIPE, text=True).stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--vouchd", help="another program than that of --build")
    parser.add_argument("--paint", action="store_true", help="first paint in Chromium too (bench/scale/paint.mjs); the program needs the application in it")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--every", type=float, default=5)
    parser.add_argument("--claims", type=int, default=120_000)
    parser.add_argument("--observations", type=int, default=2_000_000)
    parser.add_argument("--work")
    options = parser.parse_args()
    work = pathlib.Path(options.work or tempfile.mkdtemp(prefix="vouch-polling-"))
    work.mkdir(exist_ok=True)
    state = work / f"claims-{options.claims}"
    people = max(20, -(-options.clients // EACH))
    try:
        if not (state / "vouch.db").exists():
            subprocess.run([pathlib.Path(options.build) / "bench/scale/vouch-bench-fill", "--dir", state, "--claims", str(options.claims),
                            "--observations", str(options.observations), "--people", str(people)], check=True)
        run = work / "run"
        run.mkdir(exist_ok=True)
        vouchd = Vouchd(pathlib.Path(options.vouchd or pathlib.Path(options.build) / "vouchd"), state, run)
        try:
            vouchd.start()
            vouchd.wait_idle()
            row = asyncio.run(measure(options))
            if options.paint: row |= paint(row.pop("cookie"))
            row.pop("cookie", None)
            row["rss_mib"] = vouchd.megabytes()
            print(json.dumps(row, indent=1))
        finally:
            vouchd.stop()
    finally:
        if not options.work: shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
