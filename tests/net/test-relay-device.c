/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One person's second device that never meets the first: both look in at a relay. */

#include "core/author-rotate.h"
#include "core/sponsor.h"
#include "net/admission.h"
#include "net/device-wire.h"
#include "tests/support/post.h"

#include <string.h>

/* One who has a device link. */
typedef struct {
  TestPerson *person;
  CenDeviceRequest *request;
} Device;

static void
device_clear (Device *self)
{
  g_clear_pointer (&self->person, test_person_free);
  g_clear_pointer (&self->request, cen_device_request_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Device, device_clear)

/* A link of the first person. */
static CenDeviceLink
make_link (TestPost *post)
{
  TestPerson *ana = test_post_get_person (post, 0);
  CenDeviceLink link = { .circle = ana->circle->id };
  g_autoptr (GError) error = NULL;

  link.expires_ms = ana->circle->world->now_ms (ana->circle->world) + CEN_DEVICE_LINK_MS;
  cen_sponsor_create_link (ana->replica->secrets, ana->circle, link.expires_ms, link.seed, &error);
  g_assert_no_error (error);
  return link;
}

static void
device_begin (Device *self, TestPost *post, const char *name, const CenDeviceLink *link)
{
  g_autoptr (GError) error = NULL;

  self->person = test_person_new (test_post_get_world (post), name);
  self->request = cen_replica_begin_device (self->person->replica, link, &error);
  g_assert_no_error (error);
}

static NetRelayWord
ask (TestPost *post, const Device *device)
{
  g_auto (NetRelayWord) request = { NET_RELAY_WORD_REQUEST, device->request->claim.device,
                                    net_device_req_to_frame (&device->request->claim) };
  gboolean is_let_in;
  NetRelayWord found =
      test_post_look_in (post, device->request->link_keys.discovery, &request, &is_let_in);

  g_assert_true (is_let_in);
  return found;
}

static void
assert_silence (TestPost *post, const Device *device)
{
  g_auto (NetRelayWord) word = ask (post, device);

  g_assert_null (word.content);
}

static void
assert_refused (TestPost *post, const Device *device, NetBye code)
{
  g_auto (NetRelayWord) word = ask (post, device);
  NetBye bye;

  g_assert_cmpint (word.kind, ==, NET_RELAY_WORD_REFUSAL);
  g_assert_true (net_bye_from_frame (&bye, g_bytes_get_data (word.content, NULL),
                                     g_bytes_get_size (word.content)));
  g_assert_cmpint (bye, ==, code);
}

/* The answer is here: as the node does it. Returns the number of the new device in @post. */
static guint
enter (TestPost *post, Device *device, const NetRelayWord *word)
{
  TestPerson *person = g_steal_pointer (&device->person);
  const CenWorld *world = person->replica->world;
  CenDeviceRequest *request = device->request;
  CenBoxKey box = request->keys->box;
  g_auto (CenDeviceAnswer) answer = { 0 };
  g_auto (NetRelayAnswer) handed = { 0 };
  g_auto (NetRelayAnswer) kept = { 0 };
  g_auto (CenReceived) received = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  guint number;

  g_assert_cmpint (word->kind, ==, NET_RELAY_WORD_ANSWER);
  g_assert_true (net_relay_answer_open (&handed, &box, word->content));
  g_assert_true (net_device_ok_from_frame (&answer, g_bytes_get_data (handed.device_ok, NULL),
                                           g_bytes_get_size (handed.device_ok)));
  cen_device_request_sign (request, &answer, world, &error);
  g_assert_no_error (error);
  bytes = net_admission_hand_device (request, &answer, &handed, world);
  person->circle = cen_replica_finish_device (person->replica, request, &answer, &error);
  g_assert_no_error (error);
  g_assert_true (net_relay_answer_open (&kept, &box, bytes));
  g_assert_null (kept.device_ok);
  number = test_post_add (post, person);
  for (guint i = 0; i < kept.keys->len; i++)
    cen_carried_add_key (test_post_get_carried (post, number),
                         g_array_index (kept.keys, CenEpochKey, i).key);
  g_assert_true (cen_dag_receive (person->circle, (const CenIncoming *) kept.ops->data,
                                  kept.ops->len, 0, CEN_STORE_NORMAL, &received, NULL));
  return number;
}

static gboolean
knows (TestPost *post, guint person, const CenId *device)
{
  CenCircle *circle = test_post_get_person (post, person)->circle;
  const CenDevice *found = cen_circle_find_device (circle, device);

  return found != NULL && cen_circle_device_is_effective (circle, found);
}

/* Neither is ever there when the other is; Bo, who cannot answer, learns of it. */
static void
test_never_there_together (void)
{
  g_autoptr (TestPost) post = test_post_new (1, 2, 1);
  TestPerson *ana = test_post_get_person (post, 0);
  g_auto (Device) lap = { 0 };
  g_auto (NetRelayWord) answer = { 0 };
  CenDeviceLink link;
  CenId id;
  guint n;

  for (guint i = 0; i < 30; i++)
    test_person_post (ana, "Before");
  g_assert_true (cen_author_rotate (ana->circle, NULL));
  test_person_post (ana, "Under another key");
  link = make_link (post);
  test_post_visit_well (post, 0, 0);
  device_begin (&lap, post, "Ana's laptop", &link);
  id = lap.request->claim.device;
  assert_silence (post, &lap);
  test_post_visit_well (post, 1, 0);
  assert_silence (post, &lap);
  test_post_visit_well (post, 0, 0);
  answer = ask (post, &lap);
  n = enter (post, &lap, &answer);
  g_assert_false (knows (post, n, &id));
  test_post_visit_well (post, n, 0);
  g_assert_true (knows (post, n, &id));
  test_person_post (test_post_get_person (post, n), "From the train");
  test_post_visit_well (post, n, 0);
  test_post_visit_well (post, 1, 0);
  g_assert_true (knows (post, 1, &id));
  test_assert_same_state (test_post_get_person (post, 1), test_post_get_person (post, n));
  test_post_visit_well (post, 0, 0);
  test_assert_same_state (ana, test_post_get_person (post, n));
}

/* A link is bound to who asked first; the other one is told, whenever they come. */
static void
test_opened_twice (void)
{
  g_autoptr (TestPost) post = test_post_new (2, 1, 1);
  g_auto (Device) first = { 0 };
  g_auto (Device) second = { 0 };
  g_auto (Device) third = { 0 };
  g_auto (NetRelayWord) one = { 0 };
  g_auto (NetRelayWord) again = { 0 };
  CenDeviceLink link = make_link (post);
  guint n;

  test_post_visit_well (post, 0, 0);
  device_begin (&first, post, "Laptop", &link);
  device_begin (&second, post, "Thief", &link);
  device_begin (&third, post, "Later", &link);
  assert_silence (post, &first);
  assert_silence (post, &second);
  test_post_visit_well (post, 0, 0);
  one = ask (post, &first);
  assert_refused (post, &second, NET_BYE_INVITE_USED_UP);
  /* It is answered once, however often it is asked. */
  test_post_visit_well (post, 0, 0);
  again = ask (post, &first);
  g_assert_true (g_bytes_equal (again.content, one.content));
  n = enter (post, &first, &one);
  test_post_visit_well (post, n, 0);
  test_post_visit_well (post, 0, 0);
  assert_silence (post, &third);
  test_post_visit_well (post, 0, 0);
  assert_refused (post, &third, NET_BYE_INVITE_USED_UP);
  g_assert_cmpuint (test_post_get_person (post, 0)->circle->devices->len, ==, 2);
}

/* What comes too late is answered by nobody, and the tray is gone. */
static void
test_expired_link (void)
{
  g_autoptr (TestPost) post = test_post_new (3, 1, 1);
  g_auto (Device) lap = { 0 };
  g_auto (NetRelayWord) word = { 0 };
  CenDeviceLink link = make_link (post);
  gboolean is_let_in;

  test_post_visit_well (post, 0, 0);
  device_begin (&lap, post, "Laptop", &link);
  assert_silence (post, &lap);
  test_world_advance (test_post_get_world (post), CEN_DEVICE_LINK_MS);
  test_post_visit_well (post, 0, 0);
  word = test_post_look_in (post, lap.request->link_keys.discovery, NULL, &is_let_in);
  g_assert_false (is_let_in);
  g_assert_cmpuint (test_post_get_person (post, 0)->circle->devices->len, ==, 1);
}

/* Who holds another link, or none, finds nothing; what is for one device opens for no other, and
 * what was said about one is no word about another. */
static void
test_others_find_nothing (void)
{
  g_autoptr (TestPost) post = test_post_new (4, 1, 1);
  g_auto (Device) lap = { 0 };
  g_auto (Device) eve = { 0 };
  g_auto (NetRelayWord) answer = { 0 };
  g_auto (NetRelayWord) none = { 0 };
  g_auto (NetRelayAnswer) opened = { 0 };
  g_auto (NetRelayWord) foreign = { NET_RELAY_WORD_REQUEST, { { 0 } }, NULL };
  CenDeviceLink link = make_link (post);
  CenDeviceLink guessed = link;
  gboolean is_let_in;

  test_post_visit_well (post, 0, 0);
  guessed.seed[0] ^= 1;
  device_begin (&eve, post, "Eve", &guessed);
  none = test_post_look_in (post, eve.request->link_keys.discovery, NULL, &is_let_in);
  g_assert_false (is_let_in);
  device_begin (&lap, post, "Laptop", &link);
  /* Eve's keys in the name of the laptop, by way of the right tray. */
  foreign.join = lap.request->claim.device;
  foreign.content = net_device_req_to_frame (&eve.request->claim);
  none = test_post_look_in (post, lap.request->link_keys.discovery, &foreign, &is_let_in);
  g_assert_true (is_let_in);
  test_post_visit_well (post, 0, 0);
  none = test_post_look_in (post, lap.request->link_keys.discovery, &foreign, &is_let_in);
  g_assert_null (none.content);
}

/* A relay that loses every word costs a visit, and what it gives again changes nothing. */
static GBytes *
lose_marks (guint relay G_GNUC_UNUSED, gboolean is_up, GBytes *frame, gpointer user_data)
{
  guint *n_lost = user_data;

  if (is_up || net_frame_get_type (g_bytes_get_data (frame, NULL), g_bytes_get_size (frame)) !=
                   NET_RELAY_MARKS)
    return frame;
  ++*n_lost;
  g_bytes_unref (frame);
  return NULL;
}

static void
test_withheld_and_replayed (void)
{
  g_autoptr (TestPost) post = test_post_new (5, 1, 1);
  TestPerson *ana = test_post_get_person (post, 0);
  g_auto (Device) lap = { 0 };
  g_auto (NetRelayWord) answer = { 0 };
  g_auto (NetRelayAnswer) opened = { 0 };
  g_auto (TestPostVisit) visit = { 0 };
  CenDeviceLink link = make_link (post);
  CenBoxKey other;
  guint n_lost = 0;
  gint64 n_ops;
  guint n;

  test_post_visit_well (post, 0, 0);
  device_begin (&lap, post, "Laptop", &link);
  assert_silence (post, &lap);
  test_post_set_filter (post, lose_marks, &n_lost);
  test_post_visit (post, 0, 0, &visit);
  g_assert_cmpuint (n_lost, >, 0);
  assert_silence (post, &lap);
  test_post_set_filter (post, NULL, NULL);
  test_post_visit_well (post, 0, 0);
  answer = ask (post, &lap);
  cen_box_key_generate (&other, &test_post_get_world (post)->world);
  g_assert_false (net_relay_answer_open (&opened, &other, answer.content));
  n = enter (post, &lap, &answer);
  test_post_visit_well (post, n, 0);
  test_post_visit_well (post, 0, 0);
  n_ops = ana->circle->n_ops;
  /* The relay is as it was on the first day: all is brought there again, and asked again. */
  test_post_set_back (post, 0);
  test_post_visit_well (post, 0, 0);
  test_post_visit_well (post, n, 0);
  test_post_visit_well (post, 0, 0);
  g_assert_cmpint (ana->circle->n_ops, ==, n_ops);
  test_assert_same_state (ana, test_post_get_person (post, n));
}

/* Forms: whole or not at all. */
static void
test_answers (void)
{
  g_autoptr (TestWorld) world = test_world_new (6);
  g_autoptr (GBytes) ok = g_bytes_new_static ("\026rest", 5);
  g_auto (NetRelayAnswer) answer = { g_bytes_ref (ok), net_ops_array_new (),
                                     g_array_new (FALSE, FALSE, sizeof (CenEpochKey)) };
  CenIncoming one = { .op = g_bytes_new_static ("op", 2),
                      .payload = g_bytes_new_static ("payload", 7) };
  g_auto (NetRelayAnswer) back = { 0 };
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GBytes) two = NULL;
  CenBoxKey box;

  g_assert_cmpint (NET_FRAME_DEVICE_OK, ==, 026);
  cen_box_key_generate (&box, &world->world);
  g_array_append_val (answer.ops, one);
  g_assert_cmpuint (answer.ops->len, ==, NET_RELAY_DEVICE_OPS);
  content = net_relay_answer_seal (&answer, box.public_key, &world->world);
  g_assert_true (net_relay_answer_open (&back, &box, content));
  g_assert_true (g_bytes_equal (back.device_ok, ok));
  g_assert_cmpuint (back.ops->len, ==, NET_RELAY_DEVICE_OPS);
  for (gsize i = 0; i < g_bytes_get_size (content); i++) {
    g_autoptr (GBytes) part = g_bytes_new_from_bytes (content, 0, i);
    g_auto (NetRelayAnswer) none = { 0 };

    g_assert_false (net_relay_answer_open (&none, &box, part));
  }
  /* One op more than belongs there, and without what makes it a device's. */
  g_bytes_ref (one.op);
  g_bytes_ref (one.payload);
  g_array_append_val (answer.ops, one);
  two = net_relay_answer_seal (&answer, box.public_key, &world->world);
  net_relay_answer_clear (&back);
  g_assert_false (net_relay_answer_open (&back, &box, two));
  g_clear_pointer (&answer.device_ok, g_bytes_unref);
  g_bytes_unref (two);
  two = net_relay_answer_seal (&answer, box.public_key, &world->world);
  g_assert_false (net_relay_answer_open (&back, &box, two));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay-device/never-there-together", test_never_there_together);
  g_test_add_func ("/relay-device/opened-twice", test_opened_twice);
  g_test_add_func ("/relay-device/expired-link", test_expired_link);
  g_test_add_func ("/relay-device/others-find-nothing", test_others_find_nothing);
  g_test_add_func ("/relay-device/withheld-and-replayed", test_withheld_and_replayed);
  g_test_add_func ("/relay-device/answers", test_answers);
  return g_test_run ();
}
