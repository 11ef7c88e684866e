/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A second, slow reading of PROTOCOL.md, Epochs: it knows everybody's secrets, keeps nothing and
 * opens every wrap for whom it is. */

#pragma once

#include "core/epoch.h"
#include "tests/support/people.h"

G_BEGIN_DECLS

typedef struct {
  gboolean is_there; /* FALSE: a new key is due */
  guint8 key_id[CEN_KEYID_LEN];
} TestEpochChoice;

/* What all of @people (TestPerson), who hold the same ops, are to write with. */
void test_epoch_oracle (GPtrArray *people, TestEpochChoice *ret_choice);

G_END_DECLS
