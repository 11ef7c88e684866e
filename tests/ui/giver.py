#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Another program of the desktop that gives files away, as a file manager does.

    giver.py copy-picture FILE    has the picture on the clipboard
    giver.py copy-files FILE…     has the files there
    giver.py drag FILE…           a window called "Giver" from which they can be dragged
"""

import sys

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gio, GLib, GObject, Gtk  # noqa: E402


def files(paths):
    return Gdk.FileList.new_from_list([Gio.File.new_for_path(path) for path in paths])


def provide_files(paths):
    value = GObject.Value()
    value.init(Gdk.FileList)
    value.set_boxed(files(paths))
    return Gdk.ContentProvider.new_for_value(value)


def provide_picture(path):
    value = GObject.Value()
    value.init(Gdk.Texture)
    value.set_object(Gdk.Texture.new_from_filename(path))
    return Gdk.ContentProvider.new_for_value(value)


def main():
    what, *paths = sys.argv[1:]
    Gtk.init()
    window = Gtk.Window(title="Giver", default_width=120, default_height=80)
    if what == "copy-picture":
        window.get_clipboard().set_content(provide_picture(paths[0]))
    elif what == "copy-files":
        window.get_clipboard().set_content(provide_files(paths))
    else:
        source = Gtk.DragSource()
        source.set_actions(Gdk.DragAction.COPY)
        source.set_content(provide_files(paths))
        window.add_controller(source)
    window.present()
    GLib.MainLoop().run()


if __name__ == "__main__":
    main()
