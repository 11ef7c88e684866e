# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files between engines: a large one beside other programs, from several, and many small ones."""

import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import tempfile
import urllib.request

import engines
from measure import BENCH, Results, SYNC_WAIT_S, client, output_of, peak_mib, skip, timed

N_MEANWHILE = 100  # messages while a file is fetched
GIB = 1 << 30


def fetch_while(results, ana, bo, circle, made, n_posts):
    """Bo fetches the file while Ana writes @n_posts messages that Bo's replica is watched for."""
    whole = bo.home / "blobs" / circle / made["blob"]
    talk = client(ana, "live", circle, n_posts, bo.home) if n_posts > 0 else None
    with timed() as took:
        bo.ctl("fetch", circle, made["id"], "--wait", "0")
        engines.until(whole.exists, "the file to be whole", SYNC_WAIT_S)
    if talk is None:
        results.add("blob-1g", made["size"] / took[0] / 1e6, "MB/s")
    else:
        times = [int(line.split()[1]) for line in output_of(talk).splitlines()]
        results.add("blob-1g-live-there-p50", statistics.median(times) / 1000, "ms",
                    messages=n_posts)
    return took[0]


def bench_blob(runs):
    """1 GiB between two engines, beside what a bare stream of the same messages does."""
    results = Results()
    for _ in range(runs):
        with engines.people("ana", "bo") as (ana, bo):
            ana.start()
            bo.start()
            circle = engines.found_circle(ana, bo)
            source = ana.home.parent / "file"
            with open(source, "wb") as file:
                for _ in range(1024):
                    file.write(os.urandom(1 << 20))
            with timed() as took:
                made = ana.ctl("share", circle, source)
            results.add("blob-1g-share", made["size"] / took[0] / 1e6, "MB/s")
            engines.until(lambda: bo.rows("library", circle), "Bo to hear of it")
            stream = float(subprocess.run([BENCH / "bench-stream"], capture_output=True, text=True,
                                          check=True).stdout)
            seconds = fetch_while(results, ana, bo, circle, made, 0)
            results.add("stream-curve-256k", stream, "MB/s")
            results.add("blob-1g-share-of-stream", made["size"] / seconds / 1e6 / stream, "")
            results.add("blob-1g-giver-peak", peak_mib(ana), "MiB")
            results.add("blob-1g-taker-peak", peak_mib(bo), "MiB")
            bo.ctl("keep", circle, made["id"], "--drop")
            fetch_while(results, ana, bo, circle, made, N_MEANWHILE)
            for engine in (ana, bo):
                engine.stop()
            bench_syncthing(results, source)
    results.show()


SYNCTHING = """<configuration version="36"><folder id="f" path="{folder}" type="sendreceive"
fsWatcherEnabled="true" fsWatcherDelayS="1" rescanIntervalS="3600">{devices}
<minDiskFree unit="%">0</minDiskFree></folder>{peers}
<gui enabled="true"><address>127.0.0.1:{gui}</address><apikey>bench</apikey></gui>
<options><listenAddress>tcp://127.0.0.1:{port}</listenAddress>
<globalAnnounceEnabled>false</globalAnnounceEnabled><localAnnounceEnabled>false</localAnnounceEnabled>
<relaysEnabled>false</relaysEnabled><natEnabled>false</natEnabled><urAccepted>-1</urAccepted>
<startBrowser>false</startBrowser><crashReportingEnabled>false</crashReportingEnabled>
<autoUpgradeIntervalH>0</autoUpgradeIntervalH></options></configuration>"""


class Syncthing:
    """Two of them on loopback, one folder each; what comes into the first goes to the second."""

    def __init__(self, place):
        self.homes = [place / name for name in ("one", "two")]
        self.folders = [place / f"folder-{name}" for name in ("one", "two")]
        self.processes = []
        self.log = open(place / "syncthing.log", "wb")
        ids = [self.make(home) for home in self.homes]
        for i, home in enumerate(self.homes):
            self.folders[i].mkdir()
            (self.folders[i] / ".stfolder").mkdir()
            peers = "".join(f'<device id="{one}" compression="metadata"><address>'
                            f"tcp://127.0.0.1:{22100 + k}</address></device>"
                            for k, one in enumerate(ids))
            (home / "config.xml").write_text(SYNCTHING.format(
                folder=self.folders[i], devices="".join(f'<device id="{one}"/>' for one in ids),
                peers=peers, gui=22200 + i, port=22100 + i))

    def make(self, home):
        """Its keys; gives its id."""
        subprocess.run(["syncthing", "generate", "--home", home, "--no-default-folder"],
                       capture_output=True, check=True)
        done = subprocess.run(["syncthing", "--home", home, "--device-id"], capture_output=True,
                              text=True, check=True)
        return done.stdout.strip()

    def start(self, which):
        self.processes.append(subprocess.Popen(
            ["syncthing", "serve", "--home", self.homes[which], "--no-browser", "--no-restart",
             "--no-upgrade"], stdout=self.log, stderr=subprocess.STDOUT,
            preexec_fn=engines.die_with_parent))

    def peak_mib(self):
        """The larger of the two; each runs in a child of the process that was started."""
        return max(int(re.search(r"VmHWM:\s+(\d+)", path.read_text())[1]) / 1024
                   for path in pathlib.Path("/proc").glob("[0-9]*/status")
                   if "Name:\tsyncthing" in path.read_text())

    def end(self):
        for process in self.processes:
            process.terminate()
            process.wait()
        self.log.close()


def scanned(syncthing, gui):
    """Whether the first knows of all of its folder; one that has ended never will."""
    if syncthing.processes[0].poll() is not None:
        raise engines.Failure(pathlib.Path(syncthing.log.name).read_text()[-300:])
    request = urllib.request.Request(f"http://127.0.0.1:{gui}/rest/db/status?folder=f",
                                     headers={"X-API-Key": "bench"})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            told = json.load(answer)
    except OSError:
        return False
    return told["globalBytes"] >= GIB and told["state"] == "idle"


def bench_syncthing(results, source):
    """The same file from one Syncthing to another; both have read it in before they meet."""
    if shutil.which("syncthing") is None:
        skip("syncthing-1g", "there is no syncthing")
        return
    with tempfile.TemporaryDirectory(prefix="cen-", dir="/tmp") as place:
        pair = Syncthing(pathlib.Path(place))
        try:
            os.link(source, pair.folders[0] / "file")
            pair.start(0)
            engines.until(lambda: scanned(pair, 22200), "syncthing to read the file", SYNC_WAIT_S)
            whole = pair.folders[1] / "file"
            pair.start(1)
            engines.until(lambda: list(pair.folders[1].glob(".syncthing.*")) or whole.exists(),
                          "the two to meet", SYNC_WAIT_S)
            with timed() as took:
                engines.until(whole.exists, "syncthing to have the file", SYNC_WAIT_S)
            results.add("syncthing-1g", GIB / took[0] / 1e6, "MB/s")
            results.add("syncthing-1g-peak", pair.peak_mib(), "MiB")
        finally:
            pair.end()


def bench_sources(runs):
    """A file from one who has it, and from four, to somebody who has nothing of it."""
    results = Results()
    names = ("ana", "bo", "cleo", "dan", "eve")
    for _ in range(runs):
        with engines.people(*names) as everybody:
            ana, *others = everybody
            for engine in everybody:
                engine.start()
            circle = engines.found_circle(ana, *others)
            source = ana.home.parent / "file"
            with open(source, "wb") as file:
                for _ in range(256):
                    file.write(os.urandom(1 << 20))
            made = ana.ctl("share", circle, source)
            eve = others[-1]
            for engine in others:
                engines.until(lambda who=engine: who.rows("library", circle), "all to hear of it")
            for engine in others[:-1]:
                engine.stop()
            whole = eve.home / "blobs" / circle / made["blob"]

            def fetch(name):
                with timed() as took:
                    eve.ctl("fetch", circle, made["id"], "--wait", "0")
                    engines.until(whole.exists, "the file to be whole", SYNC_WAIT_S)
                results.add(name, made["size"] / took[0] / 1e6, "MB/s")
                eve.ctl("keep", circle, made["id"], "--drop")

            fetch("blob-from-1")
            for engine in others[:-1]:
                engine.start()
                engine.ctl("fetch", circle, made["id"], "--wait", str(SYNC_WAIT_S))
            engines.until(lambda: sum(p["state"] == "connected" for p in
                                      eve.ctl("status", circle)["peers"]) == 4, "all to meet")
            fetch("blob-from-4")
    results.show()


def own_mib(engine):
    """Its heap and stacks; not the files that it maps, as its replica."""
    status = pathlib.Path(f"/proc/{engine.process.pid}/status").read_text()
    return int(re.search(r"RssAnon:\s+(\d+)", status)[1]) / 1024


def bench_small_files(runs):
    """10,000 small files shared and fetched: what the engines take after half of them, when the
    caches are full, and after all."""
    results = Results()
    for _ in range(runs):
        with engines.people("ana", "bo") as (ana, bo):
            ana.start()
            bo.start()
            circle = engines.found_circle(ana, bo)
            folder = bo.home / "blobs" / circle

            def share(n_more, n_all):
                with timed() as took:
                    output_of(client(ana, "share", circle, n_more))
                    engines.until(lambda: folder.exists() and sum(
                        not p.name.endswith(".part") for p in os.scandir(folder)) >= n_all,
                        "all files to be there", SYNC_WAIT_S)
                return took[0]

            share(5000, 5000)
            before = [own_mib(ana), own_mib(bo)]
            seconds = share(5000, 10000)
            results.add("small-files-per-second", 5000 / seconds, "/s")
            results.add("small-files-giver-growth", own_mib(ana) - before[0], "MiB")
            results.add("small-files-taker-growth", own_mib(bo) - before[1], "MiB")
    results.show()
