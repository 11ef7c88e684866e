/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A person whose replica is a file, and what stands in the bytes of that file: what is said to be
 * erased has to be gone from there. */

#pragma once

#include "tests/support/people.h"

G_BEGIN_DECLS

/* The replica in the folder @dir, made when there is none; its circles are not taken up. */
TestPerson *test_disk_open (TestWorld *world, const char *name, const char *dir);
/* Whether @len @bytes stand anywhere in the replica of @dir, or in its log. */
gboolean test_disk_has (const char *dir, const void *bytes, gsize len);
gboolean test_disk_has_words (const char *dir, const char *words);
/* The replica and its folder. */
void test_disk_remove (const char *dir);

G_END_DECLS
