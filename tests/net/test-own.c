/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Two circles that tell each other read marks and drafts. They belong to two members here, since
 * who may do so is asked by the session alone. */

#include "core/queries.h"
#include "core/store-local.h"
#include "net/own.h"
#include "tests/support/meeting.h"

#include <string.h>

typedef struct {
  TestWorld *world;
  TestPerson *desk;
  TestPerson *lap;
  NetOwn *at_desk;
  NetOwn *at_lap;
} Two;

static void
two_init (Two *two)
{
  two->world = test_world_new (5);
  two->desk = test_person_new (two->world, "Ana");
  two->lap = test_person_new (two->world, "Ana too");
  test_person_found (two->desk, "Analysis");
  test_person_join (two->lap, two->desk);
  test_person_pull (two->desk, two->lap);
  two->at_desk = net_own_new (two->desk->circle);
  two->at_lap = net_own_new (two->lap->circle);
}

static void
two_clear (Two *two)
{
  net_own_free (two->at_desk);
  net_own_free (two->at_lap);
  test_person_free (two->desk);
  test_person_free (two->lap);
  test_world_free (two->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Two, two_clear)

/* Tells all there is. Returns: how many frames that took. */
static guint
tell (NetOwn *from, NetOwn *to)
{
  guint n = 0;

  for (;; n++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) frame = net_own_next (from, &error);

    g_assert_no_error (error);
    if (frame == NULL)
      return n;
    g_assert_cmpuint (g_bytes_get_size (frame), <=, CEN_MESSAGE_MAX);
    net_own_take (to, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame), &error);
    g_assert_no_error (error);
  }
}

static CenChannelRow *
get_general (TestPerson *person)
{
  static GPtrArray *rows;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&rows, g_ptr_array_unref);
  rows = cen_query_channels (person->replica->store, &person->circle->id, &error);
  g_assert_no_error (error);
  return rows->pdata[0];
}

static void
mark_read (TestPerson *person, const CenId *message)
{
  CenId channel = test_person_get_channel (person);
  g_autoptr (GError) error = NULL;

  cen_local_mark_read (person->circle, &channel, message, &error);
  g_assert_no_error (error);
}

static void
set_draft (TestPerson *person, const char *text)
{
  CenId channel = test_person_get_channel (person);
  g_autoptr (GError) error = NULL;

  cen_own_set_draft (person->circle, &channel, text, &error);
  g_assert_no_error (error);
}

/* A third one's messages: unread for both. */
static CenId
third_posts (Two *two, TestPerson *third, const char *text)
{
  CenId id = test_person_post (third, text);

  test_person_pull (two->desk, third);
  test_person_pull (two->lap, third);
  return id;
}

static void
test_reads (void)
{
  g_auto (Two) two = { 0 };
  g_autoptr (TestPerson) cleo = NULL;
  CenId first, last;

  two_init (&two);
  cleo = test_person_new (two.world, "Cleo");
  test_person_join (cleo, two.desk);
  test_person_pull (two.desk, cleo);
  test_person_pull (two.lap, cleo);
  first = third_posts (&two, cleo, "one");
  third_posts (&two, cleo, "two");
  last = third_posts (&two, cleo, "three");
  g_assert_cmpuint (get_general (two.lap)->n_unread, ==, 3);
  g_assert_cmpuint (tell (two.at_desk, two.at_lap), ==, 0);

  mark_read (two.desk, &first);
  g_assert_cmpuint (tell (two.at_desk, two.at_lap), ==, 1);
  g_assert_cmpuint (get_general (two.lap)->n_unread, ==, 2);
  g_assert_cmpuint (tell (two.at_desk, two.at_lap), ==, 0);
  /* It is no news for the one who told it. */
  g_assert_cmpuint (tell (two.at_lap, two.at_desk), ==, 0);

  mark_read (two.lap, NULL);
  g_assert_cmpuint (tell (two.at_lap, two.at_desk), ==, 1);
  g_assert_cmpuint (get_general (two.desk)->n_unread, ==, 0);
  /* An older mark takes nothing back. */
  mark_read (two.desk, &first);
  tell (two.at_desk, two.at_lap);
  g_assert_cmpuint (get_general (two.lap)->n_unread, ==, 0);
  third_posts (&two, cleo, "four");
  g_assert_cmpuint (get_general (two.lap)->n_unread, ==, 1);
  g_assert_false (cen_id_equal (&first, &last));
}

/* What came late and stands before the mark may show as unread, never the other way round. */
static void
test_reads_in_another_order (void)
{
  g_auto (Two) two = { 0 };
  g_autoptr (TestPerson) cleo = NULL;
  g_autoptr (TestPerson) dan = NULL;
  CenId low, high;

  two_init (&two);
  cleo = test_person_new (two.world, "Cleo");
  dan = test_person_new (two.world, "Dan");
  test_person_join (cleo, two.desk);
  test_person_pull (two.desk, cleo);
  test_person_join (dan, two.desk);
  test_person_pull (two.desk, dan);
  test_person_pull (two.lap, two.desk);
  low = test_person_post (cleo, "low");
  test_person_post (dan, "a");
  high = test_person_post (dan, "high");
  test_person_pull (two.desk, cleo);
  test_person_pull (two.desk, dan);
  /* The other has it the other way round. */
  test_person_pull (two.lap, dan);
  test_person_pull (two.lap, cleo);
  mark_read (two.desk, &low);
  tell (two.at_desk, two.at_lap);
  g_assert_cmpuint (get_general (two.lap)->n_unread, >=, 2);
  g_assert_cmpuint (get_general (two.lap)->n_unread, >=, get_general (two.desk)->n_unread);
  mark_read (two.desk, NULL);
  tell (two.at_desk, two.at_lap);
  g_assert_cmpuint (get_general (two.lap)->n_unread, ==, 0);
  g_assert_false (cen_id_equal (&low, &high));
}

static void
test_drafts (void)
{
  g_auto (Two) two = { 0 };

  two_init (&two);
  set_draft (two.desk, "Dear all");
  g_assert_cmpuint (tell (two.at_desk, two.at_lap), ==, 1);
  g_assert_cmpstr (get_general (two.lap)->draft, ==, "Dear all");
  g_assert_cmpuint (tell (two.at_lap, two.at_desk), ==, 0);

  /* Whose clock is behind can still go on with it. */
  two.world->now_ms -= 60000;
  set_draft (two.lap, "Dear all, I");
  tell (two.at_lap, two.at_desk);
  g_assert_cmpstr (get_general (two.desk)->draft, ==, "Dear all, I");

  /* Sent on one, it does not come back from the other. */
  set_draft (two.desk, "");
  tell (two.at_desk, two.at_lap);
  tell (two.at_lap, two.at_desk);
  g_assert_cmpstr (get_general (two.lap)->draft, ==, "");
  g_assert_cmpstr (get_general (two.desk)->draft, ==, "");
}

/* Both wrote while apart: the later stays, and of the same time one and the same. */
static void
test_drafts_at_once (void)
{
  for (guint i = 0; i < 3; i++) {
    g_auto (Two) two = { 0 };
    const char *wins = i == 0 ? "later" : "z";

    two_init (&two);
    set_draft (two.desk, i == 0 ? "early" : "a");
    test_world_advance (two.world, i == 0 ? 1000 : 0);
    set_draft (two.lap, wins);
    if (i == 1) {
      tell (two.at_desk, two.at_lap);
      tell (two.at_lap, two.at_desk);
    } else {
      tell (two.at_lap, two.at_desk);
      tell (two.at_desk, two.at_lap);
    }
    g_assert_cmpstr (get_general (two.desk)->draft, ==, wins);
    g_assert_cmpstr (get_general (two.lap)->draft, ==, wins);
  }
}

static char *
dup_note (TestPerson *person, const CenId *object)
{
  g_autoptr (GHashTable) notes =
      cen_private_list (person->replica->store, &person->circle->id, CEN_PRIVATE_FSRS, NULL);

  return g_strdup (g_hash_table_lookup (notes, object));
}

static void
set_note (TestPerson *person, const CenId *object, const char *text)
{
  g_assert_true (cen_private_set (person->circle, object, CEN_PRIVATE_FSRS, text, NULL));
}

static void
assert_notes (Two *two, const CenId *object, const char *text)
{
  g_autofree char *desk = dup_note (two->desk, object);
  g_autofree char *lap = dup_note (two->lap, object);

  g_assert_cmpstr (desk, ==, text);
  g_assert_cmpstr (lap, ==, text);
}

/* Of both, told both ways, the later stays; a clock that is behind and dropping make no exception.
 */
static void
test_notes (void)
{
  g_auto (Two) two = { 0 };
  CenId card = { .bytes = { 7 } };

  two_init (&two);
  set_note (two.desk, &card, "one");
  g_assert_cmpuint (tell (two.at_desk, two.at_lap), ==, 1);
  g_assert_cmpuint (tell (two.at_lap, two.at_desk), ==, 0);
  assert_notes (&two, &card, "one");
  two.world->now_ms -= 60000;
  set_note (two.lap, &card, "two");
  tell (two.at_lap, two.at_desk);
  assert_notes (&two, &card, "two");
  set_note (two.desk, &card, "early");
  test_world_advance (two.world, 120000);
  set_note (two.lap, &card, "late");
  tell (two.at_lap, two.at_desk);
  tell (two.at_desk, two.at_lap);
  assert_notes (&two, &card, "late");
  set_note (two.desk, &card, "");
  tell (two.at_desk, two.at_lap);
  g_assert_cmpuint (tell (two.at_lap, two.at_desk), ==, 0);
  assert_notes (&two, &card, NULL);
}

/* More than a frame holds, told anew to a device that knows nothing of it. */
static void
test_many_notes (void)
{
  g_auto (Two) two = { 0 };
  g_autofree char *longest = g_strnfill (CEN_PRIVATE_TEXT_MAX, 's');
  g_autoptr (GHashTable) notes = NULL;

  two_init (&two);
  for (guint i = 0; i < 3 * NET_OWN_NOTES_MAX; i++) {
    CenId card = { .bytes = { (guint8) i, (guint8) (i >> 8), 1 } };

    set_note (two.desk, &card, longest);
  }
  g_assert_cmpuint (tell (two.at_desk, two.at_lap), ==, 3);
  g_assert_cmpuint (tell (two.at_lap, two.at_desk), ==, 0);
  notes = cen_private_list (two.lap->replica->store, &two.lap->circle->id, CEN_PRIVATE_FSRS, NULL);
  g_assert_cmpuint (g_hash_table_size (notes), ==, 3 * NET_OWN_NOTES_MAX);
}

/* What names nothing that is here leaves no trace, and large ones go in several frames. */
static void
test_bounds (void)
{
  g_auto (Two) two = { 0 };
  g_auto (NetOwnNews) news = { NULL };
  g_autoptr (GBytes) frame = NULL;
  g_autoptr (GPtrArray) drafts = NULL;
  g_autoptr (GArray) reads = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *longest = g_strnfill (CEN_DRAFT_MAX, 'd');
  g_autofree char *too_long = g_strnfill (CEN_DRAFT_MAX + 1, 'd');
  CenOwnRead read = { { { 1 } }, { { 2 } } };
  CenId channel;

  two_init (&two);
  net_own_news_init (&news);
  for (guint i = 0; i < 3; i++) {
    CenOwnDraft *draft = g_new0 (CenOwnDraft, 1);

    draft->place.bytes[0] = (guint8) i;
    draft->wall_ms = 5;
    draft->text = g_strdup ("for nobody");
    g_ptr_array_add (news.drafts, draft);
    g_array_append_val (news.reads, read);
  }
  frame = net_own_to_frame (&news);
  g_assert_true (
      net_own_take (two.at_lap, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame), &error));
  drafts = cen_own_list_drafts (two.lap->circle, &error);
  reads = cen_own_list_reads (two.lap->circle, &error);
  g_assert_cmpuint (drafts->len, ==, 0);
  g_assert_cmpuint (reads->len, ==, 0);

  channel = test_person_get_channel (two.desk);
  g_assert_false (cen_own_set_draft (two.desk->circle, &channel, too_long, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  g_clear_error (&error);
  for (guint i = 0; i < 8; i++) {
    const CenId *place = i == 0 ? &channel : &two.lap->circle->self_member;
    CenValue name = { .field = CEN_CHANNEL_NAME, .type = CEN_FIELD_NAME, .text = "more" };
    CenId more;

    if (i > 1) {
      cen_author_create (two.desk->circle, cen_kind_get (CEN_KIND_CHANNEL), &name, 1, &more,
                         &error);
      g_assert_no_error (error);
      place = &more;
    }
    g_assert_true (cen_own_set_draft (two.desk->circle, place, longest, &error));
  }
  test_person_pull (two.lap, two.desk);
  g_assert_cmpuint (tell (two.at_desk, two.at_lap), >, 1);
  g_clear_pointer (&drafts, g_ptr_array_unref);
  drafts = cen_own_list_drafts (two.lap->circle, &error);
  g_assert_cmpuint (drafts->len, ==, 8);
}

static void
test_frame (void)
{
  g_auto (NetOwnNews) news = { NULL };
  g_auto (NetOwnNews) back = { NULL };
  g_autoptr (GBytes) frame = NULL;
  g_autoptr (GBytes) again = NULL;
  CenOwnDraft *draft = g_new0 (CenOwnDraft, 1);
  CenPrivateNote *note = g_new0 (CenPrivateNote, 1);
  CenOwnRead read = { { { 1 } }, { { 2 } } };
  const guint8 *bytes;
  gsize len;

  net_own_news_init (&news);
  g_array_append_val (news.reads, read);
  draft->text = g_strdup ("Dear all 🙂");
  draft->wall_ms = 1760000000000;
  g_ptr_array_add (news.drafts, draft);
  note->key = g_strdup (CEN_PRIVATE_DONE);
  note->text = g_strdup ("1");
  note->wall_ms = 1760000000001;
  g_ptr_array_add (news.notes, note);
  frame = net_own_to_frame (&news);
  bytes = g_bytes_get_data (frame, &len);
  g_assert_true (net_own_from_frame (&back, bytes, len));
  again = net_own_to_frame (&back);
  g_assert_true (g_bytes_equal (frame, again));
  for (gsize cut = 0; cut < len; cut++) {
    NetOwnNews none = { NULL };

    g_assert_false (net_own_from_frame (&none, bytes, cut));
    g_assert_null (none.reads);
  }
}

static gboolean
takes (guint n_reads, guint n_drafts, guint n_keys, guint n_notes)
{
  g_auto (NetOwnNews) news = { NULL };
  g_auto (NetOwnNews) back = { NULL };
  g_autoptr (GBytes) frame = NULL;
  CenOwnRead read = { { { 1 } }, { { 2 } } };
  CenSealedKey key = { .op.bytes = { 3 } };

  net_own_news_init (&news);
  for (guint i = 0; i < n_reads; i++)
    g_array_append_val (news.reads, read);
  for (guint i = 0; i < n_keys; i++)
    g_array_append_val (news.keys, key);
  for (guint i = 0; i < n_drafts; i++) {
    CenOwnDraft *draft = g_new0 (CenOwnDraft, 1);

    draft->text = g_strdup ("Dear all");
    g_ptr_array_add (news.drafts, draft);
  }
  for (guint i = 0; i < n_notes; i++) {
    CenPrivateNote *note = g_new0 (CenPrivateNote, 1);

    note->key = g_strdup (CEN_PRIVATE_DONE);
    note->text = g_strdup ("1");
    g_ptr_array_add (news.notes, note);
  }
  frame = net_own_to_frame (&news);
  return net_own_from_frame (&back, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame)) &&
         back.reads->len == n_reads && back.drafts->len == n_drafts && back.keys->len == n_keys &&
         back.notes->len == n_notes;
}

static void
test_frame_max (void)
{
  g_assert_true (
      takes (NET_OWN_READS_MAX, NET_OWN_DRAFTS_MAX, NET_OWN_KEYS_MAX, NET_OWN_NOTES_MAX));
  g_assert_false (takes (NET_OWN_READS_MAX + 1, 0, 0, 0));
  g_assert_false (takes (0, NET_OWN_DRAFTS_MAX + 1, 0, 0));
  g_assert_false (takes (0, 0, NET_OWN_KEYS_MAX + 1, 0));
  g_assert_false (takes (0, 0, 0, NET_OWN_NOTES_MAX + 1));
}

/* --- In a session --- */

static gboolean
is_own_cb (NetSession *session G_GNUC_UNUSED, gpointer user_data G_GNUC_UNUSED)
{
  return TRUE;
}

/* What was there before they met, and what changes while they are together, which goes after the
 * message that it is about. */
static void
test_session (void)
{
  static const NetSessionEvents events = { .is_own = is_own_cb };
  g_auto (Two) two = { 0 };
  NetSession *sessions[2];
  CenId id;

  two_init (&two);
  set_draft (two.lap, "Begun on the way");
  sessions[0] = net_session_new (two.desk->circle, NET_SIDE_DIALLER, 1, &events, NULL, 0);
  sessions[1] = net_session_new (two.lap->circle, NET_SIDE_LISTENER, 1, &events, NULL, 0);
  test_meeting_run (sessions);
  g_assert_cmpstr (get_general (two.desk)->draft, ==, "Begun on the way");
  id = test_person_post (two.lap, "Look");
  mark_read (two.lap, &id);
  net_session_note_own (sessions[1]);
  test_meeting_run (sessions);
  g_assert_cmpuint (get_general (two.desk)->n_messages, ==, 1);
  g_assert_cmpuint (get_general (two.desk)->n_unread, ==, 0);
  net_session_free (sessions[0]);
  net_session_free (sessions[1]);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/own/reads", test_reads);
  g_test_add_func ("/own/reads-in-another-order", test_reads_in_another_order);
  g_test_add_func ("/own/drafts", test_drafts);
  g_test_add_func ("/own/drafts-at-once", test_drafts_at_once);
  g_test_add_func ("/own/notes", test_notes);
  g_test_add_func ("/own/many-notes", test_many_notes);
  g_test_add_func ("/own/bounds", test_bounds);
  g_test_add_func ("/own/frame", test_frame);
  g_test_add_func ("/own/frame-max", test_frame_max);
  g_test_add_func ("/own/session", test_session);
  return g_test_run ();
}
