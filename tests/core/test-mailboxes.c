/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/envelope.h"
#include "core/kinds-far.h"
#include "core/mailboxes.h"
#include "core/parcel.h"
#include "core/relay-link.h"
#include "core/store-settings.h"
#include "tests/support/world.h"

#include <string.h>

#define DAY_MS CEN_MAILBOX_ROOM_MS

typedef struct {
  TestWorld *world;
  CenStore *store;
  CenVisitor visitor;
} Scene;

static void
scene_clear (Scene *scene)
{
  cen_store_free (scene->store);
  test_world_free (scene->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

static void
begin (Scene *scene)
{
  static const guint8 key[CEN_KEY_LEN] = { 9 };
  g_autoptr (GError) error = NULL;

  scene->world = test_world_new (1);
  scene->store = cen_store_open (":memory:", CEN_STORE_READ_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (cen_mailboxes_add_grant (scene->store, key, 0, 0, &error));
  g_assert_true (cen_mailboxes_recognise (scene->store, key, 1, &scene->visitor, &error));
  g_assert_cmpint (scene->visitor.kind, ==, CEN_VISITOR_GRANT);
}

static CenId
id_of (guint n)
{
  CenId id = { { (guint8) n, (guint8) (n >> 8), 3 } };

  return id;
}

static CenMailAnswer
make (Scene *scene, CenVisitor *visitor, guint n)
{
  CenDrawerWish wish = { .id = id_of (n) };
  CenMailAnswer answer;

  g_assert_true (cen_mailboxes_make (scene->store, visitor, &wish, 1, &answer, NULL));
  return answer;
}

static CenMailAnswer
make_tray (Scene *scene, CenVisitor *visitor, guint n, gint64 expires_ms)
{
  CenDrawerWish wish = { id_of (n), TRUE, expires_ms };
  CenMailAnswer answer;

  g_assert_true (cen_mailboxes_make (scene->store, visitor, &wish, 1, &answer, NULL));
  return answer;
}

static void
leave_mark (Scene *scene, const CenVisitor *visitor, const CenDrawer *drawer, guint slot,
            GBytes *mark)
{
  guint8 bytes[CEN_MAIL_SLOT_LEN] = { 0 };

  memcpy (bytes, &slot, sizeof slot);
  g_assert_true (cen_mailboxes_mark (scene->store, visitor, drawer, bytes, mark, NULL));
}

static guint
count_marks (Scene *scene, const CenDrawer *drawer)
{
  g_autoptr (GArray) marks = cen_mailboxes_list_marks (scene->store, drawer->no, 0, 1 << 20, NULL);

  return marks->len;
}

static CenDrawer
find (Scene *scene, guint n)
{
  CenId id = id_of (n);
  CenDrawer drawer;

  g_assert_true (cen_mailboxes_find (scene->store, &id, &drawer, NULL));
  return drawer;
}

static CenVisitor
visitor_of (Scene *scene, guint n)
{
  CenId id = id_of (n);
  CenVisitor visitor;

  g_assert_true (cen_mailboxes_recognise (scene->store, id.bytes, 1, &visitor, NULL));
  return visitor;
}

/* An envelope of a payload of @len bytes. */
static GBytes *
seal (guint n, gsize len)
{
  g_autofree guint8 *payload = g_malloc0 (len);
  guint8 op[48] = { (guint8) n, (guint8) (n >> 8), (guint8) (n >> 16) };
  const guint8 secret[CEN_KEY_LEN] = { 1 };
  const CenId circle = { { 2 } };
  g_autoptr (GBytes) bytes = g_bytes_new (op, sizeof op);
  g_autoptr (GBytes) content = g_bytes_new (payload, len);
  CenEpochKey key;
  CenId id;

  cen_epoch_key_from_bytes (&key, secret);
  return cen_envelope_seal (&key, &circle, bytes, content, NULL, &id);
}

static CenMailAnswer
put (Scene *scene, CenDrawer *drawer, guint first, guint n, gsize len, gint64 now_ms)
{
  g_autoptr (GPtrArray) envelopes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  CenMailAnswer answer;
  guint n_new;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (envelopes, seal (first + i, len));
  g_assert_true (
      cen_mailboxes_put (scene->store, drawer, envelopes, now_ms, &n_new, &answer, NULL));
  return answer;
}

static guint
count (Scene *scene, const CenDrawer *drawer, gint64 after)
{
  g_autoptr (GArray) mail =
      cen_mailboxes_list_after (scene->store, drawer->no, after, 1 << 30, NULL);

  return mail->len;
}

static void
test_links (void)
{
  g_auto (Scene) scene = { 0 };
  guint8 key[CEN_KEY_LEN] = { 4 };
  g_autoptr (GError) error = NULL;
  CenVisitor visitor;

  begin (&scene);
  g_assert_true (cen_mailboxes_add_grant (scene.store, key, 0, 100, NULL));
  g_assert_true (cen_mailboxes_recognise (scene.store, key, 99, &visitor, NULL));
  g_assert_cmpint (visitor.kind, ==, CEN_VISITOR_GRANT);
  g_assert_true (cen_mailboxes_recognise (scene.store, key, 100, &visitor, NULL));
  g_assert_cmpint (visitor.kind, ==, CEN_VISITOR_NONE);
  for (guint i = 0; i + 1 < CEN_GRANTS_MAX; i++) {
    guint8 other[CEN_KEY_LEN] = { 7, (guint8) i, (guint8) (i >> 8) };

    g_assert_true (cen_mailboxes_add_grant (scene.store, other, 200, 0, &error));
    g_assert_no_error (error);
  }
  key[1] = 1;
  g_assert_false (cen_mailboxes_add_grant (scene.store, key, 200, 0, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
}

static void
test_link_text (void)
{
  CenRelayLink link = { .circle = id_of (1), .n_addresses = 1, .expires_ms = 5 };
  g_autofree char *text = NULL;
  g_autofree char *bare = NULL;
  g_autoptr (GError) error = NULL;
  CenRelayLink read;

  g_strlcpy (link.addresses[0].address, "tcp://10.0.0.1:5", sizeof link.addresses[0].address);
  text = cen_relay_link_to_text (&link);
  g_assert_true (cen_relay_link_is_one (text));
  g_assert_true (cen_relay_link_parse (&read, text, NULL));
  g_assert_true (cen_id_equal (&read.circle, &link.circle));
  link.n_addresses = 0;
  bare = cen_relay_link_to_text (&link);
  g_assert_false (cen_relay_link_parse (&read, bare, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  g_assert_cmpint (CEN_RELAY_ADDRESSES_MAX, <=, CEN_INVITE_ADDRS_MAX);
  g_assert_cmpint (CEN_RELAYS_MAX, <=, 8);
}

/* A drawer is made with a link, or with the key of one of the same mailbox; so many and no more. */
static void
test_drawers (void)
{
  g_auto (Scene) scene = { 0 };
  const guint8 other_key[CEN_KEY_LEN] = { 10 };
  CenVisitor member, other;
  guint n = 100;

  begin (&scene);
  g_assert_cmpint (make (&scene, &scene.visitor, 1), ==, CEN_MAIL_DONE);
  g_assert_cmpint (make (&scene, &scene.visitor, 1), ==, CEN_MAIL_DONE);
  member = visitor_of (&scene, 1);
  g_assert_cmpint (member.kind, ==, CEN_VISITOR_DRAWER);
  g_assert_cmpint (member.mailbox, ==, scene.visitor.mailbox);
  g_assert_true (cen_mailboxes_add_grant (scene.store, other_key, 0, 0, NULL));
  g_assert_true (cen_mailboxes_recognise (scene.store, other_key, 0, &other, NULL));
  g_assert_cmpint (make (&scene, &other, 1), ==, CEN_MAIL_DENIED);
  for (guint i = 0; i < CEN_DRAWER_FOLLOWERS_MAX; i++)
    g_assert_cmpint (make (&scene, &member, 2 + i), ==, CEN_MAIL_DONE);
  g_assert_cmpint (make (&scene, &member, 50), ==, CEN_MAIL_FULL);
  g_assert_true (find (&scene, 1).is_followed);
  g_assert_false (find (&scene, 2).is_followed);
  for (; n < 100 + CEN_DRAWERS_MAX - CEN_DRAWER_FOLLOWERS_MAX - 1; n++)
    g_assert_cmpint (make (&scene, &scene.visitor, n), ==, CEN_MAIL_DONE);
  g_assert_cmpint (make (&scene, &scene.visitor, n), ==, CEN_MAIL_FULL);
}

static void
test_envelopes (void)
{
  g_auto (Scene) scene = { 0 };
  CenDrawer drawer;
  g_autoptr (GPtrArray) junk = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  CenMailAnswer answer;
  guint n_new;

  begin (&scene);
  make (&scene, &scene.visitor, 1);
  drawer = find (&scene, 1);
  g_assert_cmpint (put (&scene, &drawer, 0, 5, 100, 10), ==, CEN_MAIL_DONE);
  g_assert_cmpuint (drawer.held.n, ==, 5);
  g_assert_cmpint (put (&scene, &drawer, 3, 4, 100, 11), ==, CEN_MAIL_DONE);
  g_assert_cmpuint (drawer.held.n, ==, 7);
  g_assert_cmpuint (count (&scene, &drawer, 0), ==, 7);
  g_assert_cmpuint (count (&scene, &drawer, 5), ==, 2);
  g_ptr_array_add (junk, seal (90, 10));
  g_ptr_array_add (junk, g_bytes_new_static ("junk", 4));
  g_assert_true (cen_mailboxes_put (scene.store, &drawer, junk, 12, &n_new, &answer, NULL));
  g_assert_cmpint (answer, ==, CEN_MAIL_BROKEN);
  g_assert_cmpuint (count (&scene, &drawer, 0), ==, 7);
}

/* What is older than a day makes room; what is younger is not let go for what comes. */
static void
test_quota (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (GPtrArray) rows = NULL;
  const CenMailboxRow *row;
  CenDrawer drawer;

  begin (&scene);
  make (&scene, &scene.visitor, 1);
  drawer = find (&scene, 1);
  g_assert_true (cen_mailboxes_set_quota (scene.store, scene.visitor.mailbox, 30000, NULL));
  g_assert_false (cen_mailboxes_set_quota (scene.store, 99, 30000, NULL));
  g_assert_cmpint (put (&scene, &drawer, 0, 8, 3000, 10), ==, CEN_MAIL_DONE);
  g_assert_cmpint (put (&scene, &drawer, 20, 4, 3000, 20), ==, CEN_MAIL_FULL);
  g_assert_cmpint (put (&scene, &drawer, 20, 4, 3000, DAY_MS + 20), ==, CEN_MAIL_DONE);
  g_assert_cmpuint (drawer.held.n, ==, 12);
  rows = cen_mailboxes_list (scene.store, NULL);
  row = rows->pdata[0];
  g_assert_cmpint (row->bytes, <=, 30000);
  g_assert_cmpuint (row->n_envelopes, <, 12);
  /* One that was let go comes back when it is brought again. */
  g_assert_true (cen_mailboxes_set_quota (scene.store, scene.visitor.mailbox, 0, NULL));
  g_assert_cmpint (put (&scene, &drawer, 0, 8, 3000, DAY_MS + 30), ==, CEN_MAIL_DONE);
  g_assert_cmpuint (count (&scene, &drawer, 0), ==, 12);
  g_assert_cmpuint (drawer.held.n, ==, 12);
  g_assert_true (cen_setting_set (scene.store, CEN_SETTING_RELAY_QUOTA, 1000, NULL));
  g_assert_cmpint (put (&scene, &drawer, 60, 1, 3000, DAY_MS + 31), ==, CEN_MAIL_FULL);
}

/* Into a drawer that is followed come only stragglers. */
static void
test_followed (void)
{
  g_auto (Scene) scene = { 0 };
  CenVisitor member;
  CenDrawer drawer;
  guint n = 0;

  begin (&scene);
  make (&scene, &scene.visitor, 1);
  member = visitor_of (&scene, 1);
  make (&scene, &member, 2);
  drawer = find (&scene, 1);
  while (put (&scene, &drawer, 10 * n, 10, 40000, 10) == CEN_MAIL_DONE)
    n++;
  g_assert_cmpuint (n, >, 5);
  g_assert_cmpuint (n * 10 * 40000, <=, CEN_DRAWER_LATE_MAX);
  drawer = find (&scene, 2);
  g_assert_cmpint (put (&scene, &drawer, 10 * n, 10, 40000, 10), ==, CEN_MAIL_DONE);
}

static void
test_time (void)
{
  g_auto (Scene) scene = { 0 };
  CenDrawer drawer;
  g_autoptr (GPtrArray) rows = NULL;

  begin (&scene);
  make (&scene, &scene.visitor, 1);
  drawer = find (&scene, 1);
  put (&scene, &drawer, 0, 3, 100, 10);
  put (&scene, &drawer, 3, 2, 100, 20 * DAY_MS);
  g_assert_true (cen_mailboxes_expire (scene.store, 25 * DAY_MS, 20 * DAY_MS, NULL));
  g_assert_cmpuint (count (&scene, &drawer, 0), ==, 2);
  g_assert_cmpuint (find (&scene, 1).held.n, ==, 5);
  g_assert_true (cen_mailboxes_visit (scene.store, &drawer, 25 * DAY_MS, NULL));
  g_assert_true (cen_mailboxes_expire (scene.store, 80 * DAY_MS, 20 * DAY_MS, NULL));
  g_assert_cmpint (find (&scene, 1).no, !=, 0);
  g_assert_true (cen_mailboxes_expire (scene.store, 86 * DAY_MS, 20 * DAY_MS, NULL));
  g_assert_cmpint (find (&scene, 1).no, ==, 0);
  rows = cen_mailboxes_list (scene.store, NULL);
  g_assert_cmpuint (rows->len, ==, 0);
}

static void
test_marks (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (GBytes) mark = g_bytes_new_static ("mark", 4);
  g_autoptr (GArray) all = NULL;
  g_autoptr (GArray) new = NULL;
  CenDrawer drawer;

  begin (&scene);
  make (&scene, &scene.visitor, 1);
  drawer = find (&scene, 1);
  for (guint i = 0; i < CEN_DRAWER_MARKS_MAX + 5; i++)
    leave_mark (&scene, &scene.visitor, &drawer, i, mark);
  all = cen_mailboxes_list_marks (scene.store, drawer.no, 0, 1 << 20, NULL);
  g_assert_cmpuint (all->len, ==, CEN_DRAWER_MARKS_MAX);
  leave_mark (&scene, &scene.visitor, &drawer, 0, mark);
  new = cen_mailboxes_list_marks (scene.store, drawer.no,
                                  g_array_index (all, CenMail, all->len - 1).no, 1 << 20, NULL);
  g_assert_cmpuint (new->len, ==, 1);
}

static void
test_removed (void)
{
  g_auto (Scene) scene = { 0 };
  CenDrawer drawer;

  begin (&scene);
  make (&scene, &scene.visitor, 1);
  drawer = find (&scene, 1);
  put (&scene, &drawer, 0, 3, 100, 10);
  g_assert_true (cen_mailboxes_remove (scene.store, scene.visitor.mailbox, NULL));
  g_assert_cmpint (find (&scene, 1).no, ==, 0);
  g_assert_false (cen_mailboxes_remove (scene.store, scene.visitor.mailbox, NULL));
  g_assert_true (cen_mailboxes_recognise (scene.store, scene.visitor.key, 1, &scene.visitor, NULL));
  g_assert_cmpint (scene.visitor.kind, ==, CEN_VISITOR_NONE);
}

/* Who has an invite may leave marks in its tray, in places that are free, and nothing else. */
static void
test_trays (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (GBytes) mark = g_bytes_new_static ("mark", 4);
  g_autoptr (GBytes) other = g_bytes_new_static ("other", 5);
  g_autoptr (GArray) marks = NULL;
  CenVisitor member, guest;
  CenDrawer tray;
  CenId id = id_of (2);

  begin (&scene);
  g_assert_cmpint (make (&scene, &scene.visitor, 1), ==, CEN_MAIL_DONE);
  id = id_of (1);
  g_assert_true (cen_mailboxes_recognise (scene.store, id.bytes, 1, &member, NULL));
  g_assert_cmpint (make_tray (&scene, &member, 2, 100), ==, CEN_MAIL_DONE);
  g_assert_false (find (&scene, 1).is_followed);
  tray = find (&scene, 2);
  id = id_of (2);
  g_assert_true (cen_mailboxes_recognise (scene.store, id.bytes, 1, &guest, NULL));
  g_assert_cmpint (guest.kind, ==, CEN_VISITOR_TRAY);
  g_assert_cmpint (make (&scene, &guest, 3), ==, CEN_MAIL_DENIED);
  g_assert_cmpint (make_tray (&scene, &guest, 3, 0), ==, CEN_MAIL_DENIED);
  leave_mark (&scene, &guest, &tray, 1, mark);
  leave_mark (&scene, &guest, &tray, 1, other);
  marks = cen_mailboxes_list_marks (scene.store, tray.no, 0, 1 << 20, NULL);
  g_assert_cmpuint (marks->len, ==, 1);
  g_assert_true (g_bytes_equal (g_array_index (marks, CenMail, 0).bytes, mark));
  g_clear_pointer (&marks, g_array_unref);
  leave_mark (&scene, &member, &tray, 1, other);
  marks = cen_mailboxes_list_marks (scene.store, tray.no, 0, 1 << 20, NULL);
  g_assert_true (g_bytes_equal (g_array_index (marks, CenMail, 0).bytes, other));
  for (guint i = 2; i < CEN_TRAY_MARKS_MAX + 5; i++)
    leave_mark (&scene, &guest, &tray, i, mark);
  g_assert_cmpuint (count_marks (&scene, &tray), ==, CEN_TRAY_MARKS_MAX);
  for (guint i = 1; i < CEN_TRAYS_MAX; i++)
    g_assert_cmpint (make_tray (&scene, &member, 100 + i, 0), ==, CEN_MAIL_DONE);
  g_assert_cmpint (make_tray (&scene, &member, 99, 0), ==, CEN_MAIL_FULL);
  g_assert_cmpint (make (&scene, &member, 98), ==, CEN_MAIL_DONE);
  /* Its time is over. */
  g_assert_true (cen_mailboxes_recognise (scene.store, id.bytes, 101, &guest, NULL));
  g_assert_cmpint (guest.kind, ==, CEN_VISITOR_NONE);
  g_assert_true (cen_mailboxes_expire (scene.store, 101, 1000, NULL));
  g_assert_cmpint (find (&scene, 2).no, ==, 0);
  g_assert_cmpuint (count_marks (&scene, &tray), ==, 0);
}

/* --- Parcels --- */

static CenMailAnswer
store_parcel (Scene *scene, const CenDrawer *drawer, guint name, gsize len, gint64 now_ms)
{
  g_autofree guint8 *bytes = g_malloc0 (len);
  g_autoptr (GBytes) parcel = g_bytes_new (bytes, len);
  CenId id = id_of (name);
  CenMailAnswer answer;

  g_assert_true (cen_mailboxes_store (scene->store, drawer, &id, parcel, now_ms, &answer, NULL));
  return answer;
}

static CenParcelState
look_for (Scene *scene, guint name)
{
  CenId id = id_of (name);
  CenParcelState state;

  g_assert_true (cen_mailboxes_look_for (scene->store, scene->visitor.mailbox, &id, &state, NULL));
  return state;
}

/* The oldest parcels go for newer ones, and before any envelope. */
static void
test_parcels (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (GBytes) none = NULL;
  CenDrawer drawer;
  CenMailAnswer answer;
  guint64 bytes;
  CenId id = id_of (23);

  begin (&scene);
  g_assert_cmpint (make (&scene, &scene.visitor, 1), ==, CEN_MAIL_DONE);
  drawer = find (&scene, 1);
  g_assert_true (cen_mailboxes_set_quota (scene.store, drawer.mailbox, 5 * CEN_PARCEL_MIN, NULL));
  g_assert_cmpint (store_parcel (&scene, &drawer, 20, CEN_PARCEL_MIN - 1, 1), ==, CEN_MAIL_BROKEN);
  g_assert_cmpint (store_parcel (&scene, &drawer, 20, CEN_PARCEL_MAX + 1, 1), ==, CEN_MAIL_BROKEN);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpint (store_parcel (&scene, &drawer, 20 + i, CEN_PARCEL_MIN, 10 + i), ==,
                     CEN_MAIL_DONE);
  g_assert_cmpint (look_for (&scene, 19), ==, CEN_PARCEL_UNKNOWN);
  g_assert_cmpint (look_for (&scene, 20), ==, CEN_PARCEL_LET_GO);
  g_assert_cmpint (look_for (&scene, 21), ==, CEN_PARCEL_HERE);
  g_assert_cmpint (store_parcel (&scene, &drawer, 30, 6 * CEN_PARCEL_MIN, 20), ==, CEN_MAIL_FULL);
  g_assert_cmpint (put (&scene, &drawer, 1, 1, 2 * CEN_PARCEL_MIN, 30), ==, CEN_MAIL_DONE);
  g_assert_cmpint (look_for (&scene, 23), !=, CEN_PARCEL_HERE);
  g_assert_true (cen_mailboxes_drop (scene.store, &drawer, NULL, &id, 1, &answer, NULL));
  g_assert_cmpint (answer, ==, CEN_MAIL_DONE);
  g_assert_cmpint (look_for (&scene, 23), ==, CEN_PARCEL_UNKNOWN);
  none = cen_mailboxes_fetch (scene.store, drawer.mailbox, &id, NULL);
  g_assert_null (none);
  g_assert_true (cen_mailboxes_expire (scene.store, 1000, 10, NULL));
  g_assert_true (cen_mailboxes_measure (scene.store, drawer.mailbox, &bytes, NULL));
  g_assert_cmpuint (bytes, ==, 0);
}

/* Contents go, ids stay; and who is out, having keys of followed drawers alone, changes nothing. */
static void
test_drops (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (GBytes) envelope = seal (1, 5000);
  g_autoptr (GArray) mail = NULL;
  guint8 key_id[CEN_KEYID_LEN];
  CenDrawer drawer, before, next;
  CenVisitor member;
  CenMailAnswer answer;
  CenId id, left;

  begin (&scene);
  make (&scene, &scene.visitor, 1);
  drawer = find (&scene, 1);
  put (&scene, &drawer, 1, 1, 5000, 1);
  before = find (&scene, 1);
  g_assert_true (cen_envelope_peek (g_bytes_get_data (envelope, NULL), g_bytes_get_size (envelope),
                                    &id, key_id, NULL));
  g_assert_true (cen_mailboxes_drop (scene.store, &before, &before, &id, 1, &answer, NULL));
  drawer = find (&scene, 1);
  g_assert_cmpuint (drawer.held.n, ==, 1);
  g_assert_cmpmem (drawer.held.sum, CEN_ID_LEN, before.held.sum, CEN_ID_LEN);
  mail = cen_mailboxes_list_after (scene.store, drawer.no, 0, 1 << 20, NULL);
  envelope = (g_bytes_unref (envelope), g_bytes_ref (g_array_index (mail, CenMail, 0).bytes));
  g_assert_cmpuint (g_bytes_get_size (envelope), <, 300);
  g_assert_true (cen_envelope_peek (g_bytes_get_data (envelope, NULL), g_bytes_get_size (envelope),
                                    &left, key_id, NULL));
  g_assert_true (cen_id_equal (&id, &left));
  member = visitor_of (&scene, 1);
  make (&scene, &member, 2);
  drawer = find (&scene, 1);
  next = find (&scene, 2);
  g_assert_cmpint (store_parcel (&scene, &drawer, 20, CEN_PARCEL_MIN, 1), ==, CEN_MAIL_LATE);
  g_assert_cmpint (store_parcel (&scene, &next, 20, CEN_PARCEL_MIN, 1), ==, CEN_MAIL_DONE);
  id = id_of (20);
  g_assert_true (cen_mailboxes_drop (scene.store, &drawer, NULL, &id, 1, &answer, NULL));
  g_assert_cmpint (answer, ==, CEN_MAIL_LATE);
  g_assert_cmpint (look_for (&scene, 20), ==, CEN_PARCEL_HERE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/mailboxes/links", test_links);
  g_test_add_func ("/mailboxes/link-text", test_link_text);
  g_test_add_func ("/mailboxes/drawers", test_drawers);
  g_test_add_func ("/mailboxes/envelopes", test_envelopes);
  g_test_add_func ("/mailboxes/quota", test_quota);
  g_test_add_func ("/mailboxes/followed", test_followed);
  g_test_add_func ("/mailboxes/time", test_time);
  g_test_add_func ("/mailboxes/marks", test_marks);
  g_test_add_func ("/mailboxes/trays", test_trays);
  g_test_add_func ("/mailboxes/removed", test_removed);
  g_test_add_func ("/mailboxes/parcels", test_parcels);
  g_test_add_func ("/mailboxes/drops", test_drops);
  return g_test_run ();
}
