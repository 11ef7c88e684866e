/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/author-members.h"
#include "core/author-rotate.h"
#include "core/author.h"
#include "core/mailboxes.h"
#include "net/relay-word.h"
#include "tests/support/post.h"

#include <string.h>

/* One who has a link and has met nobody. */
typedef struct {
  TestPerson *person;
  CenJoinRequest *request;
  CenInviteKeys keys;
} Newcomer;

static void
newcomer_clear (Newcomer *self)
{
  g_clear_pointer (&self->person, test_person_free);
  g_clear_pointer (&self->request, cen_join_request_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Newcomer, newcomer_clear)

static CenInviteLink
invite (TestPost *post, guint n_uses, CenId *ret_invite)
{
  CenCircle *circle = test_post_get_person (post, 0)->circle;
  CenInviteLink link = { .circle = circle->id };
  g_autoptr (GError) error = NULL;

  cen_author_invite (circle, CEN_ROLE_MEMBER, n_uses, 0, link.seed, ret_invite, &error);
  g_assert_no_error (error);
  return link;
}

static void
newcomer_begin (Newcomer *self, TestPost *post, const char *name, const CenInviteLink *link)
{
  g_autoptr (GError) error = NULL;

  self->person = test_person_new (test_post_get_world (post), name);
  self->request = cen_replica_begin_join (self->person->replica, link, name, &error);
  g_assert_no_error (error);
  cen_invite_keys_from_seed (&self->keys, link->seed);
}

static NetRelayWord
ask (TestPost *post, const Newcomer *newcomer)
{
  const CenIncoming join = { .op = newcomer->request->op, .payload = newcomer->request->payload };
  g_auto (NetRelayWord) request = { NET_RELAY_WORD_REQUEST, newcomer->request->join,
                                    net_ops_to_frame (NET_FRAME_JOIN_REQ, NET_OPS_LAST, &join, 1) };
  gboolean is_let_in;
  NetRelayWord found = test_post_look_in (post, newcomer->keys.discovery, &request, &is_let_in);

  g_assert_true (is_let_in);
  return found;
}

/* The answer is here: as the node does it. Returns the number of the new person of @post. */
static guint
enter (TestPost *post, Newcomer *newcomer, const NetRelayWord *word)
{
  TestPerson *person = g_steal_pointer (&newcomer->person);
  g_auto (NetRelayAnswer) answer = { 0 };
  g_auto (CenReceived) received = { 0 };
  g_autoptr (GError) error = NULL;
  const CenIncoming *ops;
  guint number;

  g_assert_cmpint (word->kind, ==, NET_RELAY_WORD_ANSWER);
  g_assert_true (net_relay_answer_open (&answer, &newcomer->request->keys->box, word->content));
  ops = (const CenIncoming *) answer.ops->data;
  person->circle = cen_replica_finish_join (person->replica, newcomer->request, ops[0].op,
                                            ops[0].payload, ops[1].op, ops[1].payload, &error);
  g_assert_no_error (error);
  number = test_post_add (post, person);
  for (guint i = 0; i < answer.keys->len; i++)
    cen_carried_add_key (test_post_get_carried (post, number),
                         g_array_index (answer.keys, CenEpochKey, i).key);
  g_assert_true (
      cen_dag_receive (person->circle, ops, answer.ops->len, 0, CEN_STORE_NORMAL, &received, NULL));
  return number;
}

static void
test_never_met (void)
{
  g_autoptr (TestPost) post = test_post_new (1, 2, 1);
  TestPerson *ana = test_post_get_person (post, 0);
  g_auto (Newcomer) cleo = { 0 };
  g_auto (NetRelayWord) none = { 0 };
  g_auto (NetRelayWord) preview = { 0 };
  g_auto (NetRelayWord) answer = { 0 };
  g_auto (NetPreview) shown = { 0 };
  CenInviteLink link;
  gboolean is_let_in;
  CenId id;
  guint n;

  for (guint i = 0; i < 30; i++)
    test_person_post (ana, "Before");
  g_assert_true (cen_author_rotate (ana->circle, NULL));
  test_person_post (ana, "Under another key");
  link = invite (post, 1, &id);
  test_post_visit_well (post, 0, 0);
  newcomer_begin (&cleo, post, "Cleo", &link);
  preview = test_post_look_in (post, cleo.keys.discovery, NULL, &is_let_in);
  g_assert_true (is_let_in);
  g_assert_true (net_preview_from_frame (&shown, g_bytes_get_data (preview.content, NULL),
                                         g_bytes_get_size (preview.content)));
  g_assert_cmpstr (shown.name, ==, "Far away");
  none = ask (post, &cleo);
  g_assert_null (none.content);
  /* Bo, who did not make the invite, looks in and answers; he never met her. */
  test_post_visit_well (post, 1, 0);
  answer = ask (post, &cleo);
  n = enter (post, &cleo, &answer);
  test_post_visit_well (post, n, 0);
  test_assert_same_state (test_post_get_person (post, 1), test_post_get_person (post, n));
  test_person_post (test_post_get_person (post, n), "Hello");
  test_post_visit_well (post, n, 0);
  test_post_visit_well (post, 0, 0);
  test_assert_same_state (ana, test_post_get_person (post, n));
}

/* One use: who asks second is told, also when both asked before anybody looked in. */
static void
test_used_once (void)
{
  g_autoptr (TestPost) post = test_post_new (2, 2, 1);
  g_auto (Newcomer) first = { 0 };
  g_auto (Newcomer) second = { 0 };
  g_auto (NetRelayWord) none = { 0 };
  g_auto (NetRelayWord) none_either = { 0 };
  g_auto (NetRelayWord) one = { 0 };
  g_auto (NetRelayWord) other = { 0 };
  g_auto (NetRelayWord) again = { 0 };
  CenInviteLink link;
  NetBye bye;
  CenId id;

  link = invite (post, 1, &id);
  test_post_visit_well (post, 0, 0);
  newcomer_begin (&first, post, "Cleo", &link);
  newcomer_begin (&second, post, "Dan", &link);
  none = ask (post, &first);
  none_either = ask (post, &second);
  test_post_visit_well (post, 0, 0);
  one = ask (post, &first);
  other = ask (post, &second);
  g_assert_cmpint (one.kind, ==, NET_RELAY_WORD_ANSWER);
  g_assert_cmpint (other.kind, ==, NET_RELAY_WORD_REFUSAL);
  g_assert_true (net_bye_from_frame (&bye, g_bytes_get_data (other.content, NULL),
                                     g_bytes_get_size (other.content)));
  g_assert_cmpint (bye, ==, NET_BYE_INVITE_USED_UP);
  /* Nobody is let in twice, whoever looks in. */
  test_post_visit_well (post, 1, 0);
  again = ask (post, &first);
  g_assert_true (g_bytes_equal (again.content, one.content));
}

static void
test_taken_back (void)
{
  g_autoptr (TestPost) post = test_post_new (3, 1, 1);
  g_auto (Newcomer) cleo = { 0 };
  g_auto (NetRelayWord) none = { 0 };
  g_auto (NetRelayWord) word = { 0 };
  CenInviteLink link;
  NetBye bye;
  CenId id;

  link = invite (post, 5, &id);
  test_post_visit_well (post, 0, 0);
  newcomer_begin (&cleo, post, "Cleo", &link);
  none = ask (post, &cleo);
  g_assert_true (cen_author_revoke_invite (test_post_get_person (post, 0)->circle, &id, NULL));
  test_post_visit_well (post, 0, 0);
  word = ask (post, &cleo);
  g_assert_cmpint (word.kind, ==, NET_RELAY_WORD_REFUSAL);
  g_assert_true (net_bye_from_frame (&bye, g_bytes_get_data (word.content, NULL),
                                     g_bytes_get_size (word.content)));
  g_assert_cmpint (bye, ==, NET_BYE_INVITE_REVOKED);
}

/* A link that was guessed leads to no tray; a request under another's keys lets nobody in; what
 * another holder of the link leaves there in our name is none of an answer. */
static void
test_guessed_and_replayed (void)
{
  g_autoptr (TestPost) post = test_post_new (4, 1, 1);
  TestPerson *ana = test_post_get_person (post, 0);
  g_auto (Newcomer) cleo = { 0 };
  g_auto (Newcomer) eve = { 0 };
  g_auto (NetRelayWord) none = { 0 };
  g_auto (NetRelayWord) answer = { 0 };
  g_auto (NetRelayAnswer) opened = { 0 };
  CenInviteLink link, guessed;
  gboolean is_let_in;
  CenId id;

  link = invite (post, 5, &id);
  test_post_visit_well (post, 0, 0);
  guessed = link;
  guessed.seed[0] ^= 1;
  newcomer_begin (&eve, post, "Eve", &guessed);
  test_post_look_in (post, eve.keys.discovery, NULL, &is_let_in);
  g_assert_false (is_let_in);
  newcomer_begin (&cleo, post, "Cleo", &link);
  /* Her JOIN, signed with the wrong proof, by way of the right tray. */
  eve.keys = cleo.keys;
  none = ask (post, &eve);
  test_post_visit_well (post, 0, 0);
  g_assert_null (none.content);
  none = ask (post, &eve);
  g_assert_null (none.content);
  /* What is for Cleo opens for nobody else. */
  none = ask (post, &cleo);
  test_post_visit_well (post, 0, 0);
  answer = ask (post, &cleo);
  g_assert_cmpint (answer.kind, ==, NET_RELAY_WORD_ANSWER);
  g_assert_false (net_relay_answer_open (&opened, &eve.request->keys->box, answer.content));
  g_assert_cmpuint (ana->circle->devices->len, ==, 2);
}

/* More invites than are looked after: the newest are. */
static void
test_many_invites (void)
{
  g_autoptr (TestPost) post = test_post_new (7, 1, 1);
  g_auto (NetRelayWord) preview = { 0 };
  g_auto (NetRelayWord) none = { 0 };
  gboolean is_let_in;
  CenInviteKeys keys;
  CenInviteLink first, last;
  CenId id;

  first = invite (post, 1, &id);
  for (guint i = 0; i < NET_RELAY_TRAYS_MAX; i++)
    last = invite (post, 1, &id);
  test_post_visit_well (post, 0, 0);
  cen_invite_keys_from_seed (&keys, last.seed);
  preview = test_post_look_in (post, keys.discovery, NULL, &is_let_in);
  g_assert_true (is_let_in);
  cen_invite_keys_from_seed (&keys, first.seed);
  none = test_post_look_in (post, keys.discovery, NULL, &is_let_in);
  g_assert_false (is_let_in);
}

/* Forms: whole or not at all. */
static void
test_words (void)
{
  g_autoptr (TestWorld) world = test_world_new (5);
  const guint8 discovery[CEN_KEY_LEN] = { 7 };
  const guint8 other[CEN_KEY_LEN] = { 8 };
  guint8 slot[CEN_MAIL_SLOT_LEN], refusal[CEN_MAIL_SLOT_LEN];
  g_auto (NetRelayWord) back = { 0 };
  g_autofree guint8 *much = g_malloc0 (CEN_MAIL_MARK_MAX);
  NetRelayWord word = { NET_RELAY_WORD_ANSWER, { { 3 } }, NULL };
  g_autoptr (GBytes) mark = NULL;
  g_autoptr (GBytes) same = NULL;
  gsize len;

  word.content = g_bytes_new_static ("word", 4);
  mark = net_relay_word_seal (&word, discovery, &world->world, slot);
  g_assert_cmpuint (g_bytes_get_size (mark) % 1024, ==, 24 + 16);
  g_assert_true (net_relay_word_open (&back, discovery, mark));
  g_assert_cmpint (back.kind, ==, NET_RELAY_WORD_ANSWER);
  g_assert_true (cen_id_equal (&back.join, &word.join));
  g_assert_true (g_bytes_equal (back.content, word.content));
  net_relay_word_clear (&back);
  g_assert_false (net_relay_word_open (&back, other, mark));
  len = g_bytes_get_size (mark);
  for (gsize i = 0; i < len; i += 41) {
    g_autoptr (GBytes) part = g_bytes_new_from_bytes (mark, 0, i);

    g_assert_false (net_relay_word_open (&back, discovery, part));
  }
  word.kind = NET_RELAY_WORD_REFUSAL;
  same = net_relay_word_seal (&word, discovery, &world->world, refusal);
  g_assert_cmpmem (slot, sizeof slot, refusal, sizeof refusal);
  g_bytes_unref (word.content);
  word.content = g_bytes_new_static (much, CEN_MAIL_MARK_MAX);
  g_assert_null (net_relay_word_seal (&word, discovery, &world->world, slot));
  g_bytes_unref (word.content);
}

/* The most keys that are handed over fit into a mark. */
static void
test_many_keys (void)
{
  g_autoptr (TestWorld) world = test_world_new (6);
  const guint8 discovery[CEN_KEY_LEN] = { 7 };
  guint8 slot[CEN_MAIL_SLOT_LEN];
  g_auto (NetRelayAnswer)
      answer = { NULL, net_ops_array_new (), g_array_new (FALSE, FALSE, sizeof (CenEpochKey)) };
  g_auto (NetRelayAnswer) back = { 0 };
  g_auto (NetRelayWord) word = { .kind = NET_RELAY_WORD_ANSWER };
  g_autoptr (GBytes) mark = NULL;
  CenBoxKey box;

  cen_box_key_generate (&box, &world->world);
  for (guint i = 0; i < NET_RELAY_ANSWER_OPS; i++) {
    CenIncoming one = { .op = g_bytes_new_take (g_malloc0 (1024), 1024),
                        .payload = g_bytes_new_take (g_malloc0 (1024), 1024) };

    g_array_append_val (answer.ops, one);
  }
  for (guint i = 0; i < NET_RELAY_KEYS_MAX + 3; i++) {
    guint8 bytes[CEN_KEY_LEN] = { (guint8) i, (guint8) (i >> 8) };
    CenEpochKey key;

    cen_epoch_key_from_bytes (&key, bytes);
    g_array_append_val (answer.keys, key);
  }
  word.content = net_relay_answer_seal (&answer, box.public_key, &world->world);
  mark = net_relay_word_seal (&word, discovery, &world->world, slot);
  g_assert_nonnull (mark);
  g_assert_true (net_relay_answer_open (&back, &box, word.content));
  g_assert_cmpuint (back.keys->len, ==, NET_RELAY_KEYS_MAX);
  g_assert_cmpint (g_array_index (back.keys, CenEpochKey, 0).key[0], ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay-join/never-met", test_never_met);
  g_test_add_func ("/relay-join/used-once", test_used_once);
  g_test_add_func ("/relay-join/taken-back", test_taken_back);
  g_test_add_func ("/relay-join/guessed-and-replayed", test_guessed_and_replayed);
  g_test_add_func ("/relay-join/many-invites", test_many_invites);
  g_test_add_func ("/relay-join/words", test_words);
  g_test_add_func ("/relay-join/many-keys", test_many_keys);
  return g_test_run ();
}
