/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Two sessions hand each other frames until both are silent: a network that takes no time and loses
 * nothing. */

#pragma once

#include "net/session.h"
#include "tests/support/people.h"

G_BEGIN_DECLS

void test_meeting_run (NetSession *const sessions[static 2]);
/* @ana and @bo meet as honest people do, and hold and show the same afterwards. */
void test_meeting_hold (TestPerson *ana, TestPerson *bo);
/* What all ops of @person take on the wire, in bytes. */
gsize test_meeting_measure (TestPerson *person);

G_END_DECLS
