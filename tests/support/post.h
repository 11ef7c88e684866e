/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* TestPost: people of one circle who never meet, and relays that they visit one at a time: the real
 * code of both sides, without sockets, on a virtual clock. */

#pragma once

#include "net/relay-ask.h"
#include "net/relay-session.h"
#include "net/relay-visit.h"
#include "tests/support/people.h"

G_BEGIN_DECLS

#define TEST_POST_PEOPLE_MAX 8
#define TEST_POST_RELAYS_MAX 3

typedef struct _TestPost TestPost;

/* What passes from the relay (or, with @is_up, to it): may be changed or (NULL) lost; takes @frame.
 */
typedef GBytes *(*TestPostFilter) (guint relay, gboolean is_up, GBytes *frame, gpointer user_data);

/* What a visit came to. */
typedef struct {
  gboolean is_settled;
  guint problems; /* NetRelayProblem */
  guint64 n_given;
  guint64 n_taken;
  char *error;       /* with which the member ended it; NULL */
  char *relay_error; /* the same of the relay */
  guint n_up;        /* frames */
  guint n_down;
  gsize n_bytes;
} TestPostVisit;

void test_post_visit_clear (TestPostVisit *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TestPostVisit, test_post_visit_clear)

TestPost *test_post_new (guint32 seed, guint n_people, guint n_relays);
void test_post_free (TestPost *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestPost, test_post_free)

TestWorld *test_post_get_world (TestPost *self);
TestPerson *test_post_get_person (TestPost *self, guint person);
/* One who was let in by way of a relay; eats @person. Returns their number. */
guint test_post_add (TestPost *self, TestPerson *person);
NetRelayDesk *test_post_get_desk (TestPost *self, guint relay);
CenCarried *test_post_get_carried (TestPost *self, guint person);
CenStore *test_post_get_store (TestPost *self, guint relay);
const guint8 *test_post_get_key (TestPost *self, guint relay);
void test_post_set_filter (TestPost *self, TestPostFilter filter, gpointer user_data);

/* @person looks in at @relay until nothing more is said, and goes. */
void test_post_visit (TestPost *self, guint person, guint relay, TestPostVisit *ret_visit);
/* The same, and all must be well. */
void test_post_visit_well (TestPost *self, guint person, guint relay);
/* One who has a link whose K_inv or K_dev is @discovery and is not in looks in at relay 0, and
 * leaves
 * @request, if any, or looks for a preview. Returns what was found; its content is NULL for
 * nothing.
 */
NetRelayWord test_post_look_in (TestPost *self, const guint8 discovery[static CEN_KEY_LEN],
                                const NetRelayWord *request, gboolean *ret_is_let_in);
/* Another store takes the place of the relay's, as it was at the last call of this; nothing is in
 * it the first time. */
void test_post_set_back (TestPost *self, guint relay);

G_END_DECLS
