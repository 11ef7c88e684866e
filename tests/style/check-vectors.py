# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The vectors in tests/vectors are what their generators make today."""

import subprocess
import sys

import tree


def cbor_vectors_are_what_cbor2_says():
    try:
        import cbor2  # noqa: F401  pylint: disable=unused-import,import-outside-toplevel
    except ImportError:
        raise tree.tap.Skip("python3-cbor2 is not installed") from None
    made = subprocess.run([sys.executable, str(tree.ROOT / "tests/vectors/make-cbor-vectors.py")],
                          stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True).stdout
    assert made == tree.read("tests/vectors/cbor.txt"), "tests/vectors/cbor.txt is not up to date"


def beacon_vectors_are_what_the_second_opinion_says():
    try:
        import cryptography  # noqa: F401  pylint: disable=unused-import,import-outside-toplevel
    except ImportError:
        raise tree.tap.Skip("python3-cryptography is not installed") from None
    made = subprocess.run([sys.executable, str(tree.ROOT / "tests/vectors/make-beacon-vectors.py")],
                          stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True).stdout
    assert made == tree.read("tests/vectors/beacon.txt"), "tests/vectors/beacon.txt is not up to date"


if __name__ == "__main__":
    sys.exit(tree.tap.run([cbor_vectors_are_what_cbor2_says,
                           beacon_vectors_are_what_the_second_opinion_says]))
