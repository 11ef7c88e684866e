/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/queries-copies.h"
#include "core/queries-faults.h"
#include "core/queries.h"
#include "core/store-private.h"
#include "core/store-sql.h"
#include "tests/support/people.h"

#include <string.h>

#define N_MESSAGES 25

typedef struct {
  TestWorld *world;
  TestPerson *ana;
  TestPerson *bo;
  CenId channel;
  CenId messages[N_MESSAGES]; /* by Ana and Bo in turn, each seen by the other before the next */
} Scene;

static void
scene_clear (Scene *scene)
{
  test_person_free (scene->ana);
  test_person_free (scene->bo);
  test_world_free (scene->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

static void
begin (Scene *scene)
{
  scene->world = test_world_new (1);
  scene->ana = test_person_new (scene->world, "Ana");
  scene->bo = test_person_new (scene->world, "Bo");
  test_person_found (scene->ana, "Analysis");
  test_person_join (scene->bo, scene->ana);
  test_person_pull (scene->ana, scene->bo);
  scene->channel = test_person_get_channel (scene->ana);
  for (guint i = 0; i < N_MESSAGES; i++) {
    g_autofree char *text = g_strdup_printf ("message number%u", i);

    if (i % 2 == 0) {
      scene->messages[i] = test_person_post (scene->ana, text);
      test_person_pull (scene->bo, scene->ana);
    } else {
      scene->messages[i] = test_person_post (scene->bo, text);
      test_person_pull (scene->ana, scene->bo);
    }
  }
}

static GPtrArray *
read_page (Scene *scene, const CenPage *page)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows =
      cen_query_messages (scene->ana->replica->store, &scene->ana->circle->id, page, &error);

  g_assert_no_error (error);
  return rows;
}

static void
assert_ids (Scene *scene, GPtrArray *rows, guint first, guint n)
{
  g_assert_cmpuint (rows->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_true (
        cen_id_equal (&((CenMessageRow *) rows->pdata[i])->id, &scene->messages[first + i]));
}

static void
test_pages (void)
{
  static const struct {
    CenPageDirection direction;
    guint anchor, limit, first, n;
  } rows[] = {
    { CEN_PAGE_NEWEST, 0, 10, 15, 10 }, { CEN_PAGE_NEWEST, 0, 100, 0, 25 },
    { CEN_PAGE_NEWEST, 0, 0, 0, 25 },   { CEN_PAGE_OLDEST, 0, 10, 0, 10 },
    { CEN_PAGE_BEFORE, 12, 5, 7, 5 },   { CEN_PAGE_BEFORE, 3, 5, 0, 3 },
    { CEN_PAGE_BEFORE, 0, 5, 0, 0 },    { CEN_PAGE_AFTER, 12, 5, 13, 5 },
    { CEN_PAGE_AFTER, 22, 5, 23, 2 },   { CEN_PAGE_AFTER, 24, 5, 0, 0 },
    { CEN_PAGE_AROUND, 12, 10, 7, 10 }, { CEN_PAGE_AROUND, 12, 11, 7, 11 },
    { CEN_PAGE_AROUND, 0, 10, 0, 5 },   { CEN_PAGE_AROUND, 24, 10, 19, 6 },
    { CEN_PAGE_AROUND, 5, 1, 5, 1 },
  };
  g_auto (Scene) scene = { 0 };

  begin (&scene);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    for (guint k = 0; k < 2; k++) {
      CenPage page = { .channel = k == 0 ? &scene.channel : NULL,
                       .anchor = &scene.messages[rows[i].anchor],
                       .direction = rows[i].direction,
                       .limit = rows[i].limit };
      g_autoptr (GPtrArray) found = read_page (&scene, &page);

      g_test_message ("row %u", i);
      assert_ids (&scene, found, rows[i].first, rows[i].n);
    }
  }
}

/* From the newest to the oldest and back by pages of three: every message once, in order. */
static void
test_walk (void)
{
  g_auto (Scene) scene = { 0 };
  CenPage page = { .direction = CEN_PAGE_NEWEST, .limit = 3 };
  guint at = N_MESSAGES;

  begin (&scene);
  page.channel = &scene.channel;
  while (at > 0) {
    g_autoptr (GPtrArray) found = read_page (&scene, &page);

    g_assert_cmpuint (found->len, >, 0);
    at -= found->len;
    assert_ids (&scene, found, at, found->len);
    page.anchor = &scene.messages[at];
    page.direction = CEN_PAGE_BEFORE;
  }
}

static void
test_unknown (void)
{
  g_auto (Scene) scene = { 0 };
  CenId unknown = { { 1 } };
  CenPage pages[] = { { .anchor = &unknown }, { .channel = &unknown }, { .thread = &unknown } };
  g_autoptr (GError) error = NULL;

  begin (&scene);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++) {
    g_assert_null (
        cen_query_messages (scene.ana->replica->store, &scene.ana->circle->id, &pages[i], &error));
    g_assert_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND);
    g_clear_error (&error);
  }
  g_assert_null (cen_query_messages (scene.ana->replica->store, &unknown, &pages[0], &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (
      cen_query_message (scene.ana->replica->store, &scene.ana->circle->id, &unknown, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (cen_query_circle (scene.ana->replica->store, &unknown, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND);
}

static CenId
post_reply (TestPerson *person, const CenId *channel, const CenId *thread, const char *text)
{
  CenValue values[] = {
    { .field = CEN_MESSAGE_CHANNEL, .type = CEN_FIELD_REF, .ref = *channel },
    { .field = CEN_MESSAGE_TEXT, .type = CEN_FIELD_TEXT, .text = text },
    { .field = CEN_MESSAGE_REPLY_TO, .type = CEN_FIELD_REF, .ref = *thread },
    { .field = CEN_MESSAGE_THREAD, .type = CEN_FIELD_REF, .ref = *thread },
  };
  g_autoptr (GError) error = NULL;
  CenId id;

  cen_author_create (person->circle, cen_kind_get (CEN_KIND_MESSAGE), values, 4, &id, &error);
  g_assert_no_error (error);
  return id;
}

static void
test_threads (void)
{
  g_auto (Scene) scene = { 0 };
  CenPage page = { .direction = CEN_PAGE_OLDEST, .limit = 10 };
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *long_text = g_strnfill (500, 'w');
  const CenMessageRow *row;

  begin (&scene);
  post_reply (scene.ana, &scene.channel, &scene.messages[3], "first");
  post_reply (scene.ana, &scene.channel, &scene.messages[3], long_text);
  page.thread = &scene.messages[3];
  found = read_page (&scene, &page);
  g_assert_cmpuint (found->len, ==, 3);
  row = found->pdata[0];
  g_assert_true (cen_id_equal (&row->id, &scene.messages[3]));
  g_assert_cmpuint (row->n_replies, ==, 2);
  g_assert_true (cen_id_is_zero (&row->thread));
  row = found->pdata[1];
  g_assert_cmpstr (row->text, ==, "first");
  g_assert_cmpstr (row->reply_author_name, ==, "Bo");
  g_assert_cmpstr (row->reply_snippet, ==, "message number3");
  g_assert_true (cen_id_equal (&row->thread, &scene.messages[3]));
}

static void
test_pinned (void)
{
  g_auto (Scene) scene = { 0 };
  CenValue pinned = { .field = CEN_MESSAGE_PINNED, .type = CEN_FIELD_BOOL, .number = 1 };
  CenPage page = { .direction = CEN_PAGE_OLDEST, .only_pinned = TRUE };
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) in_channel = NULL;

  begin (&scene);
  g_assert_true (cen_author_set (scene.ana->circle, &scene.messages[5], &pinned, 1, NULL));
  found = read_page (&scene, &page);
  assert_ids (&scene, found, 5, 1);
  page.channel = &scene.channel;
  in_channel = read_page (&scene, &page);
  assert_ids (&scene, in_channel, 5, 1);
}

/* Bo's messages stand at odd numbers; a mark at one leaves those that arrived after it. */
static void
test_unread (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (CenCircleRow) circle = NULL;
  g_autoptr (CenMessageRow) read = NULL;
  g_autoptr (CenMessageRow) unread = NULL;
  g_autoptr (CenMessageRow) own = NULL;
  const CenChannelRow *row;
  CenStore *store;
  g_autoptr (GError) error = NULL;

  begin (&scene);
  store = scene.ana->replica->store;
  before = cen_query_channels (store, &scene.ana->circle->id, NULL);
  row = before->pdata[0];
  g_assert_cmpuint (row->n_messages, ==, N_MESSAGES);
  g_assert_cmpuint (row->n_unread, ==, N_MESSAGES / 2);
  g_assert_true (cen_id_equal (&row->first_unread, &scene.messages[1]));
  cen_sql_run (store, &error,
               "INSERT INTO read_mark (channel, op) SELECT c.no, m.no FROM op c, op m"
               " WHERE c.id = ? AND m.id = ?",
               "II", &scene.channel, &scene.messages[20]);
  g_assert_no_error (error);
  after = cen_query_channels (store, &scene.ana->circle->id, NULL);
  row = after->pdata[0];
  g_assert_cmpuint (row->n_unread, ==, 2);
  g_assert_true (cen_id_equal (&row->first_unread, &scene.messages[21]));
  circle = cen_query_circle_counted (store, &scene.ana->circle->id, NULL);
  g_assert_cmpuint (circle->n_unread, ==, 2);
  read = cen_query_message (store, &scene.ana->circle->id, &scene.messages[19], NULL);
  unread = cen_query_message (store, &scene.ana->circle->id, &scene.messages[21], NULL);
  own = cen_query_message (store, &scene.ana->circle->id, &scene.messages[22], NULL);
  g_assert_false (read->is_unread);
  g_assert_true (unread->is_unread);
  g_assert_false (own->is_unread);
}

static void
test_reactions (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (CenMessageRow) row = NULL;
  const CenReactionRow *reaction;

  begin (&scene);
  g_assert_true (
      cen_author_mark (scene.bo->circle, &scene.messages[0], "reaction", "b", CEN_MARK_PUT, NULL));
  g_assert_true (
      cen_author_mark (scene.bo->circle, &scene.messages[0], "reaction", "a", CEN_MARK_PUT, NULL));
  test_person_pull (scene.ana, scene.bo);
  g_assert_true (
      cen_author_mark (scene.ana->circle, &scene.messages[0], "reaction", "b", CEN_MARK_PUT, NULL));
  row = cen_query_message (scene.ana->replica->store, &scene.ana->circle->id, &scene.messages[0],
                           NULL);
  g_assert_cmpuint (row->reactions->len, ==, 2);
  reaction = row->reactions->pdata[0];
  g_assert_cmpstr (reaction->emoji, ==, "b");
  g_assert_cmpstr (reaction->names, ==, "Ana, Bo");
  g_assert_true (reaction->is_mine);
  reaction = row->reactions->pdata[1];
  g_assert_cmpstr (reaction->names, ==, "Bo");
  g_assert_false (reaction->is_mine);
}

static void
test_resolve (void)
{
  g_auto (Scene) scene = { 0 };
  g_autofree char *text = NULL;
  g_autofree char *capitals = NULL;
  g_autofree char *circle_text = NULL;
  g_autofree char *member_text = NULL;
  g_autoptr (GError) error = NULL;
  CenStore *store;
  const CenId *circle;
  CenId found, twin;

  begin (&scene);
  store = scene.ana->replica->store;
  circle = &scene.ana->circle->id;
  text = cen_id_dup_text (&scene.messages[7]);
  capitals = g_ascii_strup (text, -1);
  circle_text = cen_id_dup_text (circle);
  member_text = cen_id_dup_text (&scene.bo->circle->self_member);
  g_assert_true (cen_query_resolve (store, circle, text, &found, NULL));
  g_assert_true (cen_id_equal (&found, &scene.messages[7]));
  g_assert_true (cen_query_resolve (store, circle, capitals, &found, NULL));
  capitals[12] = '\0';
  g_assert_true (cen_query_resolve (store, circle, capitals, &found, NULL));
  g_assert_true (cen_id_equal (&found, &scene.messages[7]));
  member_text[12] = '\0';
  g_assert_true (cen_query_resolve (store, circle, member_text, &found, NULL));
  g_assert_true (cen_id_equal (&found, &scene.bo->circle->self_member));
  g_assert_true (cen_query_resolve (store, NULL, circle_text, &found, NULL));
  g_assert_true (cen_id_equal (&found, circle));
  g_assert_false (cen_query_resolve (store, circle, circle_text, &found, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  /* A member whose id begins as that of the message does. */
  twin = scene.messages[7];
  twin.bytes[CEN_ID_LEN - 1] ^= 1;
  cen_sql_run (store, &error, "INSERT INTO member (circle, id) VALUES (?, ?)", "iI",
               scene.ana->circle->no, &twin);
  g_assert_no_error (error);
  capitals[12] = '\0';
  g_assert_false (cen_query_resolve (store, circle, capitals, &found, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (cen_query_resolve (store, circle, text, &found, NULL));
}

static void
test_resolve_refused (void)
{
  static const char *const rows[] = {
    "", "abc", "ab1c", "abcd!", "%%%%", "ab cd", "\xff\xff\xff\xff"
  };
  g_auto (Scene) scene = { 0 };
  CenId found;

  begin (&scene);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (cen_query_resolve (scene.ana->replica->store, &scene.ana->circle->id, rows[i],
                                       &found, &error));
    g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  }
}

/* --- Cost --- */

static guint64
count_steps (CenStore *store)
{
  guint64 n = 0;

  for (sqlite3_stmt *statement = sqlite3_next_stmt (store->db, NULL); statement != NULL;
       statement = sqlite3_next_stmt (store->db, statement))
    n += (guint64) sqlite3_stmt_status (statement, SQLITE_STMTSTATUS_VM_STEP, 0);
  return n;
}

/* Asks what the engine and the windows ask all the time; gives the steps that SQLite took. */
static guint64
ask_how_it_stands (TestPerson *person, const CenId *message)
{
  CenStore *store = person->replica->store;
  const CenId *circle = &person->circle->id;
  guint64 before = count_steps (store);
  g_autoptr (GPtrArray) faults = cen_query_faults (store, circle, NULL);
  g_autoptr (GPtrArray) copies = cen_query_copies (store, circle, message, NULL);
  g_autoptr (GPtrArray) members = cen_query_members (store, circle, NULL);

  g_assert_true (faults != NULL && copies != NULL && members != NULL);
  return count_steps (store) - before;
}

/* How things stand is asked at every turn: it may not cost what the history costs. */
static void
test_steps (void)
{
  g_auto (Scene) scene = { 0 };
  guint64 before, after;

  begin (&scene);
  ask_how_it_stands (scene.ana, &scene.messages[0]);
  before = ask_how_it_stands (scene.ana, &scene.messages[0]);
  for (guint i = 0; i < 300; i++)
    test_person_post (scene.ana, "more");
  after = ask_how_it_stands (scene.ana, &scene.messages[0]);
  g_assert_cmpuint (before, >, 0);
  g_assert_cmpuint (after, <, before + 100);
}

/* --- Search --- */

static guint
count_found (Scene *scene, const char *text)
{
  static const char *const messages[] = { "message", NULL };
  CenSearch search = { .text = text, .kinds = messages, .limit = 100 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = cen_query_search (scene->ana->replica->store, &search, &error);

  g_assert_no_error (error);
  return found->len;
}

static void
test_search (void)
{
  static const struct {
    const char *text;
    guint n;
  } rows[] = {
    { "message", 25 },
    { "mess", 25 },
    { "number7", 1 },
    { "number2", 6 }, /* number2 and number20 to 24 */
    { "MESSAGE NUMBER7", 1 },
    { "\"message number7\"", 1 },
    { "number7 message", 1 },
    { "\"number7 message\"", 0 },
    { "number7 number8", 0 },
    { "mess number7", 0 }, /* only the last word is a prefix */
    { "nothing", 0 },
    { "me", 25 },
    { "m", 0 }, /* one letter is a word of its own */
  };
  g_auto (Scene) scene = { 0 };

  begin (&scene);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].text);
    g_assert_cmpuint (count_found (&scene, rows[i].text), ==, rows[i].n);
  }
}

/* Whatever a person types is words, never syntax, and never an error. */
static void
test_search_hostile (void)
{
  static const char *const rows[] = {
    "",
    " ",
    "\"",
    "\"\"",
    "\"\"\"",
    "\" \"",
    "*",
    "**",
    "a*",
    "*a",
    "^a",
    "AND",
    "OR",
    "NOT",
    "a AND",
    "AND b",
    "NEAR",
    "NEAR(a b)",
    "NEAR(a b, 3)",
    "(",
    ")",
    "((((",
    "{",
    "}",
    "title:",
    "title:x",
    "{title body}:x",
    "-",
    "-x",
    "+",
    "a + b",
    ":",
    "'",
    "''",
    ";",
    "; DROP TABLE op",
    "\\",
    "%",
    "_",
    "\x01",
    "\x02\x03",
    "a\x7f",
    "a\nb",
    "\t",
    "é",
    "\xcc\x81",
    "🌱",
    "日本",
    "\"unclosed phrase",
    "a\"b\"c",
    "x\"",
    "\"x",
    "\xff",
    "ab\xf0",
    "\xc3",
    "\xe2\x80",
    ".",
    "...",
  };
  g_auto (Scene) scene = { 0 };
  g_autoptr (GString) many = g_string_new (NULL);

  begin (&scene);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *twice = g_strconcat ("message ", rows[i], NULL);

    g_test_message ("%u", i);
    count_found (&scene, rows[i]);
    count_found (&scene, twice);
  }
  for (guint i = 0; i < 2000; i++)
    g_string_append (many, "message ");
  count_found (&scene, many->str);
}

/* What says a word more often, in fewer words or in its title fits better; of what fits alike, and
 * when asked so, the newest comes first. */
static void
test_search_order (void)
{
  static const char *const texts[] = {
    "a lemma stands among many other words that say nothing of it at all",
    "lemma lemma lemma",
    "the lemma, once more",
    "the lemma, once more",
  };
  static const guint best[] = { 1, 3, 2, 0 };
  g_auto (Scene) scene = { 0 };
  CenSearch search = { .text = "lemma" };
  g_autoptr (GPtrArray) by_fit = NULL;
  g_autoptr (GPtrArray) by_age = NULL;
  CenId ids[G_N_ELEMENTS (texts)];

  begin (&scene);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    ids[i] = test_person_post (scene.ana, texts[i]);
  by_fit = cen_query_search (scene.ana->replica->store, &search, NULL);
  search.order = CEN_SEARCH_NEWEST;
  by_age = cen_query_search (scene.ana->replica->store, &search, NULL);
  g_assert_cmpuint (by_fit->len, ==, G_N_ELEMENTS (texts));
  g_assert_cmpuint (by_age->len, ==, G_N_ELEMENTS (texts));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    const CenSearchRow *fit = by_fit->pdata[i];
    const CenSearchRow *age = by_age->pdata[i];

    g_assert_true (cen_id_equal (&fit->id, &ids[best[i]]));
    g_assert_cmpfloat (fit->score, >, 0);
    g_assert_true (cen_id_equal (&age->id, &ids[G_N_ELEMENTS (texts) - 1 - i]));
  }
}

static void
test_search_filters (void)
{
  g_auto (Scene) scene = { 0 };
  CenSearch search = { .text = "message" };
  static const char *const unknown_kinds[] = { "nothing", NULL };
  CenId unknown = { { 1 } };
  g_autoptr (GPtrArray) by_bo = NULL;
  g_autoptr (GPtrArray) elsewhere = NULL;
  g_autoptr (GPtrArray) other_kind = NULL;
  g_autoptr (GPtrArray) limited = NULL;
  const CenSearchRow *row;

  begin (&scene);
  search.author = &scene.bo->circle->self_member;
  search.channel = &scene.channel;
  search.circle = &scene.ana->circle->id;
  by_bo = cen_query_search (scene.ana->replica->store, &search, NULL);
  g_assert_cmpuint (by_bo->len, ==, N_MESSAGES / 2);
  row = by_bo->pdata[0];
  g_assert_cmpstr (row->author_name, ==, "Bo");
  g_assert_cmpstr (row->channel_name, ==, "general");
  g_assert_cmpstr (row->circle_name, ==, "Analysis");
  search.limit = 3;
  limited = cen_query_search (scene.ana->replica->store, &search, NULL);
  g_assert_cmpuint (limited->len, ==, 3);
  search.channel = &unknown;
  elsewhere = cen_query_search (scene.ana->replica->store, &search, NULL);
  g_assert_cmpuint (elsewhere->len, ==, 0);
  search.channel = NULL;
  search.kinds = unknown_kinds;
  other_kind = cen_query_search (scene.ana->replica->store, &search, NULL);
  g_assert_cmpuint (other_kind->len, ==, 0);
}

static void
test_n_ops (void)
{
  g_auto (Scene) scene = { 0 };
  guint64 n;

  begin (&scene);
  g_assert_true (cen_query_n_ops (scene.ana->replica->store, &scene.ana->circle->id, &n, NULL));
  g_assert_cmpuint (n, ==, scene.ana->circle->n_ops);
}

static void
test_invites (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (GPtrArray) rows = NULL;
  guint8 seed[CEN_KEY_LEN];
  const CenInviteRow *row;
  CenId id;

  begin (&scene);
  g_assert_true (cen_author_invite (scene.ana->circle, CEN_ROLE_GUEST, 3, 99, seed, &id, NULL));
  g_assert_true (cen_author_revoke_invite (scene.ana->circle, &id, NULL));
  rows = cen_query_invites (scene.ana->replica->store, &scene.ana->circle->id, NULL);
  g_assert_cmpuint (rows->len, ==, 2);
  row = rows->pdata[0];
  g_assert_true (cen_id_equal (&row->id, &id));
  g_assert_true (row->is_revoked);
  g_assert_cmpint (row->role, ==, CEN_ROLE_GUEST);
  g_assert_cmpuint (row->n_uses_max, ==, 3);
  g_assert_cmpint (row->expires_ms, ==, 99);
  row = rows->pdata[1];
  g_assert_false (row->is_revoked);
  g_assert_cmpuint (row->n_uses, ==, 1);
  g_assert_cmpuint (row->joined->len, ==, 1);
  g_assert_cmpstr (row->joined->pdata[0], ==, "Bo");
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/queries/pages", test_pages);
  g_test_add_func ("/queries/walk", test_walk);
  g_test_add_func ("/queries/unknown", test_unknown);
  g_test_add_func ("/queries/threads", test_threads);
  g_test_add_func ("/queries/pinned", test_pinned);
  g_test_add_func ("/queries/unread", test_unread);
  g_test_add_func ("/queries/reactions", test_reactions);
  g_test_add_func ("/queries/resolve", test_resolve);
  g_test_add_func ("/queries/resolve-refused", test_resolve_refused);
  g_test_add_func ("/queries/search", test_search);
  g_test_add_func ("/queries/search-order", test_search_order);
  g_test_add_func ("/queries/search-hostile", test_search_hostile);
  g_test_add_func ("/queries/search-filters", test_search_filters);
  g_test_add_func ("/queries/n-ops", test_n_ops);
  g_test_add_func ("/queries/invites", test_invites);
  g_test_add_func ("/queries/steps", test_steps);
  return g_test_run ();
}
