# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people on one machine: what one does, the other sees, and both end with the same state."""

import contextlib
import pathlib
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import until, wait_for_equal_state, wait_for_text  # noqa: E402


class Scene:
    """Ana and Bo in one circle, shared by the cases that only add to it."""

    stack = contextlib.ExitStack()
    ana = bo = circle = None

    @classmethod
    def get(cls):
        if cls.circle is None:
            cls.ana, cls.bo = cls.stack.enter_context(engines.people("ana", "bo"))
            cls.ana.start()
            cls.bo.start()
            cls.circle = engines.found_circle(cls.ana, cls.bo)
        return cls.ana, cls.bo, cls.circle


def create_invite_and_join():
    ana, bo, circle = Scene.get()
    mine = ana.ctl("circle", "list")
    theirs = bo.ctl("circle", "list")
    assert mine["circle"] == theirs["circle"] == circle
    assert mine["name"] == theirs["name"] == "Analysis"
    assert mine["role"] == "owner" and theirs["role"] == "member"
    for engine in (ana, bo):
        until(lambda who=engine: {row["name"] for row in who.rows("members", circle)} == {"ana", "bo"},
              f"{engine.name} to know both members")
    assert "general" in [row["name"] for row in bo.rows("channel", "list", circle)]


def invites_tell_who_came():
    ana, _, circle = Scene.get()
    invite = ana.rows("invite", "list", circle)[0]
    assert invite["role"] == "member" and invite["by"] == "ana"
    assert (invite["uses"], invite["max_uses"], invite["state"]) == (1, 1, "used"), invite


def safety_words_are_the_same_for_both():
    ana, bo, circle = Scene.get()
    hers = ana.ctl("safety", circle, "bo", "--language", "en")
    his = bo.ctl("safety", circle, "ana", "--language", "en")
    assert hers == his and len(hers["words"]) == 8 and hers["language"] == "en", (hers, his)
    french = bo.ctl("safety", circle, "ana", "--language", "fr")
    assert french["language"] == "fr" and french["words"] != his["words"], french
    ana.ctl("safety", circle, "bo", "--match")
    assert ana.ctl("safety", circle, "bo")["verified"]
    assert not bo.ctl("safety", circle, "ana")["verified"]
    ana.ctl("safety", circle, "bo", "--forget")
    assert not ana.ctl("safety", circle, "bo")["verified"]
    ana.fails("safety", circle, "bo", "--language", "de", status=2)
    ana.fails("safety", circle, "ana", status=1)


def a_circle_is_found_by_name_and_prefix():
    ana, _, circle = Scene.get()
    assert ana.ctl("circle", "show", "Analysis")["circle"] == circle
    assert ana.ctl("circle", "show", circle[:8].upper())["circle"] == circle
    ana.fails("circle", "show", "Nowhere", status=3)
    ana.fails("circle", "show", circle[:3], status=3)


def posts_go_both_ways():
    ana, bo, circle = Scene.get()
    first = ana.post(circle, "Hello from Ana")
    wait_for_text([bo], circle, "Hello from Ana")
    second = bo.post(circle, "Hello from Bo")
    wait_for_text([ana], circle, "Hello from Bo")
    order = [row["id"] for row in ana.read(circle)]
    assert order.index(first) < order.index(second)
    row = ana.message(circle, second)
    assert row["author"] == "bo" and row["channel"] == "general" and not row["edited"], row
    assert isinstance(row["time"], int) and row["reply_to"] is None and row["reactions"] == []


def a_long_text_comes_from_stdin():
    ana, bo, circle = Scene.get()
    text = "é漢🙂 *Markdown*\n\n" + "x" * 9000
    message = ana.ctl("post", circle, "-", stdin=text + "\n")["id"]
    assert until(lambda: bo.message(circle, message), "the long text")["text"] == text


def a_reply_opens_a_thread():
    ana, bo, circle = Scene.get()
    root = ana.post(circle, "Why?")
    wait_for_text([bo], circle, "Why?")
    reply = bo.post(circle, "Because.", "--reply", root[:10])
    again = bo.post(circle, "Really.", "--reply", reply)
    until(lambda: ana.message(circle, again), "the second reply")
    assert ana.message(circle, reply)["thread"] == root
    row = ana.message(circle, again)
    assert row["reply_to"] == reply and row["thread"] == root
    assert ana.texts(circle, "--thread", root) == ["Why?", "Because.", "Really."]


def channels_are_apart():
    ana, bo, circle = Scene.get()
    ana.ctl("channel", "create", circle, "integrals", "--topic", "Areas")
    until(lambda: "integrals" in [row["name"] for row in bo.rows("channel", "list", circle)],
          "the channel to arrive")
    message = bo.post(circle, "By parts", "--channel", "integrals")
    until(lambda: ana.message(circle, message), "the message in the channel")
    assert ana.texts(circle, "--channel", "integrals") == ["By parts"]
    assert "By parts" not in ana.texts(circle, "--channel", "general")


def an_edit_is_seen_and_marked():
    ana, bo, circle = Scene.get()
    message = ana.post(circle, "teh text")
    wait_for_text([bo], circle, "teh text")
    assert ana.ctl("edit", circle, message, "the text") == {}
    until(lambda: (bo.message(circle, message) or {}).get("text") == "the text", "the edit")
    assert bo.message(circle, message)["edited"]


def nobody_edits_what_others_wrote():
    ana, bo, circle = Scene.get()
    message = ana.post(circle, "Ana's words")
    wait_for_text([bo], circle, "Ana's words")
    bo.fails("edit", circle, message, "Bo's words", status=1)
    assert ana.message(circle, message)["text"] == "Ana's words"


def a_deletion_drops_the_text():
    ana, bo, circle = Scene.get()
    message = bo.post(circle, "Regretted quicksilver")
    wait_for_text([ana], circle, "Regretted quicksilver")
    bo.ctl("redact", circle, message)
    until(lambda: ana.message(circle, message)["redacted"], "the deletion")
    assert ana.message(circle, message)["text"] == ""
    assert ana.rows("search", circle, "quicksilver") == []


def reactions_come_and_go():
    ana, bo, circle = Scene.get()
    message = ana.post(circle, "Thanks all")
    wait_for_text([bo], circle, "Thanks all")
    bo.ctl("react", circle, message, "🙏")
    until(lambda: ana.message(circle, message)["reactions"] == [
        {"emoji": "🙏", "n": 1, "mine": False}], "the reaction")
    bo.ctl("react", circle, message, "🙏", "--remove")
    until(lambda: ana.message(circle, message)["reactions"] == [], "the reaction to go")


def pins_come_and_go():
    ana, bo, circle = Scene.get()
    message = ana.post(circle, "Exam on Friday")
    ana.ctl("pin", circle, message)
    until(lambda: (bo.message(circle, message) or {}).get("pinned"), "the pin")
    ana.ctl("pin", circle, message, "--remove")
    until(lambda: not bo.message(circle, message)["pinned"], "the pin to go")


def search_finds_words():
    ana, bo, circle = Scene.get()
    message = ana.post(circle, "The chandelier swings isochronously")
    hit = until(lambda: bo.rows("search", circle, "chandelier"), "the search to find it")[0]
    assert hit["id"] == message and hit["kind"] == "message" and hit["circle"] == circle
    assert "chandelier" in hit["snippet"] and isinstance(hit["score"], (int, float))
    assert bo.rows("search", "chandelier", "--kind", "message")[0]["id"] == message
    assert bo.rows("search", circle, "chandelier", "--author", "bo") == []
    assert bo.rows("search", circle, "chandelier", "--since", "2999-01-01") == []


def reading_is_in_pages():
    ana, _, circle = Scene.get()
    for n in range(5):
        ana.post(circle, f"page {n}")
    rows = ana.read(circle)
    newest = ana.rows("read", circle, "--limit", "2")
    assert [row["id"] for row in newest] == [row["id"] for row in rows[-2:]]
    before = ana.rows("read", circle, "--limit", "2", "--before", newest[0]["id"])
    assert [row["id"] for row in before] == [row["id"] for row in rows[-4:-2]]


def the_frame_is_described():
    ana, bo, circle = Scene.get()
    ana.ctl("circle", "set", circle, "intention", "Understand integrals")
    until(lambda: bo.ctl("circle", "show", circle)["intention"] == "Understand integrals",
          "the intention to arrive")
    bo.fails("circle", "set", circle, "name", "Bo's circle", status=1)
    bo.ctl("member", "set", circle, "about", "Second year")
    until(lambda: "Second year" in [row["about"] for row in ana.rows("members", circle)],
          "the profile to arrive")


def both_end_with_the_same_state():
    ana, bo, circle = Scene.get()
    state = wait_for_equal_state([ana, bo], circle)
    assert state["circle"] == circle and state["ops"] > 10 and state["heads"]
    assert ana.ctl("wait", circle, "--ops", state["ops"], "--in-sync") == {}
    assert ana.ctl("sync", circle)["in_sync"]
    status = ana.ctl("status", circle)
    peer = status["peers"][0]
    assert status["in_sync"] and status["sentence"] and status["listening"]
    assert peer["name"] == "bo" and peer["state"] == "connected"


def verify_and_rebuild_agree():
    ana, _, circle = Scene.get()
    before = ana.state(circle)
    assert ana.ctl("verify", circle) == {}
    assert ana.ctl("rebuild", circle) == {}
    assert ana.state(circle) == before


def what_was_written_alone_arrives_later():
    ana, bo, circle = Scene.get()
    bo.stop()
    ana.post(circle, "While Bo was away")
    bo.start()
    wait_for_text([bo], circle, "While Bo was away")
    wait_for_equal_state([ana, bo], circle)


def the_command_line_needs_no_engine():
    with engines.people("eve") as (eve,):
        circle = eve.ctl("circle", "create", "Alone", "--as", "Eve")["circle"]
        message = eve.post(circle, "Nobody listens")
        assert not eve.is_running()
        assert eve.message(circle, message)["author"] == "Eve"
        assert eve.ctl("verify") == {}


def an_own_circle_is_filled_for_trials():
    with engines.people("eve") as (eve,):
        circle = eve.ctl("circle", "create", "Trial", "--as", "Eve")["circle"]
        eve.ctl("load", circle, "--posts", "300", "--authors", "4")
        assert sum(row["messages"] for row in eve.rows("channel", "list", circle)) >= 300
        assert len({row["author"] for row in eve.read(circle)}) >= 2
        assert eve.ctl("verify", circle) == {}


def a_kill_loses_nothing_confirmed():
    with engines.people("ana", "bo") as (ana, bo):
        ana.start()
        bo.start()
        circle = engines.found_circle(ana, bo)
        confirmed = []
        for round_number in range(3):
            kill_while_posting(ana, circle, round_number, confirmed)
            ana.start()
            here = {row["id"] for row in ana.read(circle)}
            assert here.issuperset(confirmed), "a confirmed message is gone"
        assert ana.ctl("verify", circle) == {}
        wait_for_equal_state([ana, bo], circle)
        assert {row["id"] for row in bo.read(circle)}.issuperset(confirmed)


def kill_while_posting(engine, circle, round_number, confirmed):
    """Posts one after the other, and kills the engine after the fifth while more are on their way."""
    is_ending = threading.Event()
    is_under_way = threading.Event()

    def post_on():
        n = 0
        while not is_ending.is_set():
            result = engine.run("post", circle, f"round {round_number}, post {n}")
            if result.status == 0:
                confirmed.append(result.rows()[0]["id"])
            n += 1
            if n == 5:
                is_under_way.set()

    poster = threading.Thread(target=post_on)
    poster.start()
    try:
        assert is_under_way.wait(engines.DEADLINE_S), "posting takes too long"
        is_ending.set()
        engine.kill()
    finally:
        is_ending.set()
        poster.join()


def one_who_left_comes_back():
    with engines.people("ana", "bo") as (ana, bo):
        ana.start()
        bo.start()
        circle = ana.ctl("circle", "create", "Door", "--as", "Ana")["circle"]
        bo.ctl("join", ana.ctl("invite", "create", circle)["link"], "--as", "Bo")
        bo.post(circle, "hello")
        bo.ctl("circle", "leave", circle)
        until(lambda: any(row["state"] == "left" for row in ana.rows("members", circle)),
              "the leave to arrive")
        bo.fails("post", circle, "from outside", status=1)
        link = ana.ctl("invite", "create", circle)["link"]
        assert bo.ctl("preview", link)["joined"] is False
        bo.ctl("join", link, "--as", "Bo again")
        bo.post(circle, "again")
        until(lambda: "again" in ana.texts(circle), "the newcomer's words")
        assert ana.texts(circle) == bo.texts(circle) == ["hello", "again"]
        bo.stop()
        bo.start()
        bo.post(circle, "still")
        until(lambda: "still" in ana.texts(circle), "words after a restart")
        wait_for_equal_state((ana, bo), circle)


CASES = [
    create_invite_and_join,
    invites_tell_who_came,
    safety_words_are_the_same_for_both,
    a_circle_is_found_by_name_and_prefix,
    posts_go_both_ways,
    a_long_text_comes_from_stdin,
    a_reply_opens_a_thread,
    channels_are_apart,
    an_edit_is_seen_and_marked,
    nobody_edits_what_others_wrote,
    a_deletion_drops_the_text,
    reactions_come_and_go,
    pins_come_and_go,
    search_finds_words,
    reading_is_in_pages,
    the_frame_is_described,
    both_end_with_the_same_state,
    verify_and_rebuild_agree,
    what_was_written_alone_arrives_later,
    the_command_line_needs_no_engine,
    an_own_circle_is_filled_for_trials,
    a_kill_loses_nothing_confirmed,
    one_who_left_comes_back,
]

if __name__ == "__main__":
    with Scene.stack:
        STATUS = tap.run(CASES)
    sys.exit(STATUS)
