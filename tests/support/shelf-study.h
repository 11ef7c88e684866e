/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* TestShelfStudy: a circle of two, of whom the first has a folder for its files. */

#pragma once

#include "core/kinds-library.h"
#include "core/shelf.h"
#include "tests/support/people.h"

G_BEGIN_DECLS

typedef struct {
  TestWorld *world;
  TestPerson *ana;
  TestPerson *bo;
  CenCircle *circle; /* Ana's */
  char *folder;
} TestShelfStudy;

/* For g_test_add(). */
void test_shelf_study_set_up (TestShelfStudy *study, gconstpointer data);
void test_shelf_study_tear_down (TestShelfStudy *study, gconstpointer data);

/* Another file for each @flavour. */
CenBlobRef test_shelf_make_ref (guint64 size, guint8 flavour);
CenId test_shelf_share (TestPerson *person, const CenBlobRef *ref, CenId *ret_blob);
/* As if it were here: a file of that name is all that counts. */
void test_shelf_put (TestShelfStudy *study, const CenId *blob, guint64 size, gint64 used_ms,
                     gboolean is_kept);

G_END_DECLS
