#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws data/screenshots/: fills a circle through the command line as three people would, opens the
window of one of them, and takes its picture: light, dark, French, narrow and in a few places.

    screenshots.py BUILD [FOLDER]
"""

import os
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
if len(sys.argv) > 1:
    os.environ["CENACLE_BUILD"] = str(pathlib.Path(sys.argv[1]).absolute())
sys.path[:0] = [str(HERE.parent / "support"), str(HERE)]

from engines import Engine, wait_for_text  # noqa: E402
from person import LONG_S, Person  # noqa: E402
from uidrive import Desktop, wait_for  # noqa: E402

WIDE = "1180x800"
NARROW = "372x720"

# who, what, and what follows: "reply" to the one before, reactions by whom, "pin".
ENGLISH = {
    "speaks": {},
    "people": ("Ana Ribeiro", "Bo Lindqvist", "Chidi Okafor"),
    "circle": ("Analysis, Thursday class", "Understand analysis instead of learning it by heart"),
    "channels": (("integrals", "Substitution, by parts, and when to give up"),
                 ("exam-preparation", ""), ("papers", "What we read and what it taught us")),
    "place": "integrals",
    "thread_field": "Reply in the thread",
    "invite": ("Invite people", "Create an invite", "Invite link"),
    "messages": (
        (0, "Good evening everyone! The sheet for Thursday is ready: three exercises, and the **last one** "
            "is optional.", {"react": ((1, "🎉"),), "pin": True}),
        (1, "How do you substitute when the bounds change too? I always forget whether to go *back* to `x`.",
         {}),
        (2, "You never need to go back. Change the bounds with the variable:\n\n```\nu = x² + 1\n"
            "x = 0   →   u = 1\nx = 2   →   u = 5\n```\nand forget about `x` altogether.",
         {"reply": True, "react": ((0, "🙏"), (1, "🙏"), (1, "❤️"))}),
        (1, "Oh. That is so much shorter than what I was doing.", {}),
        (0, "Before Thursday, please:\n- read section 3\n- try exercise 2, even if it goes wrong\n"
            "- bring one question", {"react": ((2, "👍"),)}),
        (2, "I can present the mean value theorem, if nobody minds slow handwriting.", {}),
        (1, "Yes please! I will take the notes.", {"reply": True, "react": ((0, "👍"), (2, "🙏"))}),
    ),
}
FRENCH = {
    "speaks": {"LC_ALL": "fr_FR.UTF-8", "LANGUAGE": "fr"},
    "people": ("Élodie Martin", "Farid Haddad", "Inès Moreau"),
    "circle": ("Analyse, cours du jeudi", "Comprendre l’analyse au lieu de l’apprendre par cœur"),
    "channels": (("intégrales", "Changements de variable, par parties, et quand renoncer"),
                 ("préparation-examen", ""), ("lectures", "Ce qu’on lit et ce qu’on en retient")),
    "place": "intégrales",
    "thread_field": "Répondre dans le fil",
    "invite": ("Inviter", "Créer une invitation", "Lien d’invitation"),
    "messages": (
        (0, "Bonsoir à toutes et à tous ! La feuille de jeudi est prête : trois exercices, et le **dernier** "
            "est facultatif.", {"react": ((1, "🎉"),), "pin": True}),
        (1, "Comment fait-on le changement de variable quand les bornes changent aussi ? J’oublie toujours "
            "s’il faut *revenir* à `x`.", {}),
        (2, "Jamais besoin de revenir. On change les bornes avec la variable :\n\n```\nu = x² + 1\n"
            "x = 0   →   u = 1\nx = 2   →   u = 5\n```\net on oublie `x`.",
         {"reply": True, "react": ((0, "🙏"), (1, "🙏"), (1, "❤️"))}),
        (1, "Ah. C’est tellement plus court que ce que je faisais.", {}),
        (0, "Avant jeudi, merci de :\n- lire la section 3\n- essayer l’exercice 2, même s’il résiste\n"
            "- apporter une question", {"react": ((2, "👍"),)}),
        (2, "Je peux présenter les accroissements finis, si personne n’est pressé.", {}),
        (1, "Avec plaisir ! Je prends les notes.", {"reply": True, "react": ((0, "👍"), (2, "🙏"))}),
    ),
}


def gather(place, story):
    """The people of @story, each with an engine, in one circle; gives them and the circle."""
    people = [Engine(place, name.split()[0]) for name in story["people"]]
    for person in people:
        person.environment.update(story["speaks"])
        person.start()
    name, intention = story["circle"]
    circle = people[0].ctl("circle", "create", name, "--intention", intention,
                           "--as", story["people"][0])["circle"]
    link = people[0].ctl("invite", "create", circle, "--uses", "10")["link"]
    for person, called in zip(people[1:], story["people"][1:]):
        person.ctl("join", link, "--as", called, "--wait", str(LONG_S))
    for channel, topic in story["channels"]:
        people[0].run("channel", "create", circle, channel, "--topic", topic or channel)
    return people, circle


def tell(people, circle, story):
    last = None
    for who, text, then in story["messages"]:
        options = ["--channel", story["place"]]
        if then.get("reply"):
            options += ["--reply", last]
        wait_for(lambda who=who: people[who].run("read", circle, "--channel", story["place"]).status == 0,
                 "the channel", LONG_S)
        last = people[who].post(circle, text, *options)
        wait_for_text(people, circle, text)
        for reader, emoji in then.get("react", ()):
            people[reader].run("react", circle, last, emoji)
        if then.get("pin"):
            people[2].run("pin", circle, last)


def open_window(desk, home, runtime):
    program = pathlib.Path(os.environ["CENACLE_BUILD"]) / "app/desktop/cenacle"
    return desk.launch([str(program), "--home", str(home)],
                       env={"XDG_RUNTIME_DIR": str(runtime),
                            "CENACLE_ENGINE_OPTIONS": "--listen tcp://127.0.0.1:0 --no-discovery"})


def open_place(desk, person, story):
    """The window of @person in the channel of @story; gives its program and frame."""
    app = open_window(desk, person.home, person.environment["XDG_RUNTIME_DIR"])
    frame = app.find("frame", "Cenacle")
    wait_for(lambda: "win.next-channel" in frame.actions(), "the circle", LONG_S)
    wait_for(lambda: [i for i in app.all("list item") if i.name.startswith(story["place"])],
             "the channel")[0].click()
    wait_for(lambda: [b for b in app.all("button") if b.name.startswith("🎉")], "the reactions", LONG_S)
    return app, frame


def read_all(person, circle, story):
    """So that the pictures show the end of the channel, and no line of what is new."""
    def is_read():
        return all(channel["unread"] == 0 for channel in person.rows("channel", "list", circle))

    with Desktop() as desk:
        app, _ = open_place(desk, person, story)
        app.come_to_front("Cenacle")
        app.find("button", "Go to the newest message").click()
        wait_for(is_read, "everything to be read", LONG_S)


def take(desk, path, *windows):
    desk.move_to(0, 0)  # the pointer out of the picture
    desk.settle()
    desk.screenshot(str(path), *windows)
    print(path, flush=True)


def draw_circle(path, person, story, size, env):
    with Desktop(size=size, env=env) as desk:
        _, frame = open_place(desk, person, story)
        take(desk, path, frame)


def draw_thread(path, person, story, size, env):
    """The first question and its answer in the pane at the side."""
    with Desktop(size=size, env=env) as desk:
        app, frame = open_place(desk, person, story)
        wait_for(lambda: [b for b in app.all("button") if b.name in ("1 reply", "1 réponse")],
                 "the answers")[0].click()
        app.find("text", story["thread_field"])
        take(desk, path, frame)


def draw_invite(path, person, story, size, env):
    with Desktop(size=size, env=env) as desk:
        app, frame = open_place(desk, person, story)
        frame.do("win.invite")
        dialog = wait_for(lambda: [w for w in app.windows() if w.name == story["invite"][0]], "the dialog")[0]
        dialog.find("button", story["invite"][1]).click()
        link = dialog.find("text", story["invite"][2], timeout=LONG_S)
        wait_for(lambda: link.text, "the link")
        take(desk, path, dialog)


def draw_first_run(path, place, size, env):
    with Desktop(size=size, env=env) as desk:
        nobody = Person(desk, place, "nobody")
        app = open_window(desk, nobody.engine.home, nobody.engine.environment["XDG_RUNTIME_DIR"])
        app.find("button", "Create a circle", timeout=LONG_S)
        take(desk, path, app.find("frame", "Cenacle"))
        app.stop()
        nobody.end_engine()


def main():
    folder = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else HERE.parent.parent / "data/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    french = FRENCH["speaks"]
    dark = {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}
    pictures = (
        (ENGLISH, "main-light.png", draw_circle, WIDE, {}),
        (ENGLISH, "main-dark.png", draw_circle, WIDE, dark),
        (ENGLISH, "narrow.png", draw_circle, NARROW, {}),
        (ENGLISH, "thread.png", draw_thread, WIDE, {}),
        (FRENCH, "main-fr.png", draw_circle, WIDE, french),
        (FRENCH, "invite-fr.png", draw_invite, WIDE, french),
    )
    for story in (ENGLISH, FRENCH):
        with tempfile.TemporaryDirectory(prefix="cenacle-pictures-") as place:
            people, circle = gather(pathlib.Path(place), story)
            try:
                tell(people, circle, story)
                read_all(people[0], circle, story)
                for its_story, name, draw, size, env in pictures:
                    if its_story is story:
                        draw(folder / name, people[0], story, size, env)
                if story is ENGLISH:
                    draw_first_run(folder / "first-run.png", pathlib.Path(place), WIDE, {})
            finally:
                for person in people:
                    person.kill()


if __name__ == "__main__":
    main()
