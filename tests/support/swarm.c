/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/support/swarm.h"

#include "core/kinds-library.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define STEP_MS 1
#define BACKLOG (512 << 10) /* bytes taken onto a link ahead of its speed */

typedef struct {
  GBytes *frame;
  gint64 arrives_ms;
} Flight;

typedef struct {
  gboolean is_up;
  TestSwarmRoad road;
  NetSource *source; /* at the receiving person: the sender */
  GQueue flights;    /* Flight */
  double free_at_ms; /* when the link has sent all it took */
  guint64 n_bytes;
  gint64 queued_ms;
} Link;

typedef struct {
  TestPerson *person;
  char *blobs;
  NetTransfer *transfer;
  NetPool *pool;
  guint n_liars;
} Member;

struct _TestSwarm {
  TestWorld *world;
  guint n;
  Member members[TEST_SWARM_PEOPLE_MAX];
  Link links[TEST_SWARM_PEOPLE_MAX][TEST_SWARM_PEOPLE_MAX]; /* [from][to] */
  TestSwarmFilter filter;
  gpointer filter_data;
  char *broken;
};

static void
ready_cb (NetTransfer *transfer G_GNUC_UNUSED, gpointer user_data G_GNUC_UNUSED)
{
}

static void
liar_cb (NetTransfer *transfer G_GNUC_UNUSED, const CenId *device G_GNUC_UNUSED, gpointer user_data)
{
  ((Member *) user_data)->n_liars++;
}

static void
start (TestSwarm *self, Member *member)
{
  static const NetTransferEvents events = { ready_cb, liar_cb };

  member->pool = net_pool_new (0, NULL, NULL);
  member->transfer = net_transfer_new (member->person->circle, member->pool, &events, member,
                                       self->world->monotonic_ms);
}

TestSwarm *
test_swarm_new (guint32 seed, guint n_people)
{
  TestSwarm *self = g_new0 (TestSwarm, 1);

  self->world = test_world_new (seed);
  self->n = n_people;
  for (guint i = 0; i < n_people; i++) {
    Member *member = &self->members[i];
    g_autofree char *name = g_strdup_printf ("P%u", i);

    member->person = test_person_new (self->world, name);
    member->blobs = g_dir_make_tmp ("swarm-XXXXXX", NULL);
    cen_store_set_blobs (member->person->replica->store, member->blobs);
    if (i == 0)
      test_person_found (member->person, "Analysis");
    else
      test_person_join (member->person, self->members[0].person);
  }
  for (guint i = 0; i < n_people; i++)
    start (self, &self->members[i]);
  return self;
}

static void
remove_folder (const char *path)
{
  GDir *dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *inside = g_build_filename (path, name, NULL);

    if (g_file_test (inside, G_FILE_TEST_IS_DIR))
      remove_folder (inside);
    else
      g_unlink (inside);
  }
  if (dir != NULL)
    g_dir_close (dir);
  g_rmdir (path);
}

static void
clear_link (Link *link)
{
  Flight *flight;

  while ((flight = g_queue_pop_head (&link->flights)) != NULL) {
    g_bytes_unref (flight->frame);
    g_free (flight);
  }
}

void
test_swarm_free (TestSwarm *self)
{
  for (guint i = 0; i < self->n; i++) {
    Member *member = &self->members[i];

    for (guint k = 0; k < self->n; k++)
      clear_link (&self->links[i][k]);
    net_transfer_free (member->transfer);
    net_pool_free (member->pool);
    test_person_free (member->person);
    remove_folder (member->blobs);
    g_free (member->blobs);
  }
  test_world_free (self->world);
  g_free (self->broken);
  g_free (self);
}

TestPerson *
test_swarm_get_person (TestSwarm *self, guint person)
{
  return self->members[person].person;
}

NetTransfer *
test_swarm_get_transfer (TestSwarm *self, guint person)
{
  return self->members[person].transfer;
}

void
test_swarm_set_filter (TestSwarm *self, TestSwarmFilter filter, gpointer user_data)
{
  self->filter = filter;
  self->filter_data = user_data;
}

/* --- Files --- */

static GBytes *
make_content (gsize len, guint8 flavour)
{
  guint8 *bytes = g_malloc (len + 1);

  for (gsize i = 0; i < len; i++)
    bytes[i] = (guint8) (flavour + i * 7 + (i >> 8) * 31 + (i >> 16));
  return g_bytes_new_take (bytes, len);
}

static CenBlobRef
take_in (TestSwarm *self, guint person, gsize len, guint8 flavour)
{
  CenCircle *circle = self->members[person].person->circle;
  static const guint8 root[CEN_KEY_LEN] = { 1 };
  g_autoptr (GBytes) content = make_content (len, flavour);
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  CenShelfRow row = { .held = CEN_BLOB_WHOLE, .is_kept = TRUE, .size = len };
  CenBlobRef ref;
  int fd = g_file_open_tmp ("swarm-XXXXXX", &path, NULL);

  g_assert_cmpint (write (fd, g_bytes_get_data (content, NULL), len), ==, len);
  g_assert_true (cen_shelf_make_folder (circle, &error));
  folder = cen_shelf_dup_folder (circle->store, &circle->id);
  cen_blob_file_add (fd, root, folder, NULL, NULL, &ref, &error);
  g_assert_no_error (error);
  close (fd);
  g_unlink (path);
  cen_blob_ref_get_id (&ref, &row.id);
  g_assert_true (cen_shelf_put (circle, &row, NULL));
  net_transfer_note_added (self->members[person].transfer, &row.id);
  return ref;
}

CenId
test_swarm_tell (TestSwarm *self, guint person, const CenBlobRef *ref)
{
  CenCircle *circle = self->members[person].person->circle;
  g_autoptr (GBytes) bytes = cen_blob_ref_to_bytes (ref);
  CenValue values[] = {
    { .field = CEN_RESOURCE_TITLE, .type = CEN_FIELD_TEXT, .text = "A file" },
    { .field = CEN_RESOURCE_FILE,
      .type = CEN_FIELD_BYTES,
      .items = g_bytes_get_data (bytes, NULL),
      .n_items = (guint) g_bytes_get_size (bytes) },
  };
  g_autoptr (GError) error = NULL;
  CenId object, blob;

  cen_author_create (circle, cen_kind_get (CEN_KIND_RESOURCE), values, 2, &object, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < self->n; i++) {
    if (i != person)
      test_person_pull (self->members[i].person, self->members[person].person);
    net_transfer_look (self->members[i].transfer);
  }
  cen_blob_ref_get_id (ref, &blob);
  return blob;
}

CenId
test_swarm_share (TestSwarm *self, guint person, gsize len, guint8 flavour)
{
  CenBlobRef ref = take_in (self, person, len, flavour);

  return test_swarm_tell (self, person, &ref);
}

void
test_swarm_give (TestSwarm *self, guint person, gsize len, guint8 flavour)
{
  take_in (self, person, len, flavour);
}

void
test_swarm_fetch (TestSwarm *self, guint person, const CenId *blob)
{
  g_autoptr (GError) error = NULL;

  net_transfer_fetch (self->members[person].transfer, blob, &error);
  g_assert_no_error (error);
}

gboolean
test_swarm_is_here (TestSwarm *self, guint person, const CenId *blob)
{
  CenCircle *circle = self->members[person].person->circle;
  gboolean is_found;
  CenShelfRow row;

  g_assert_true (cen_shelf_get (circle->store, &circle->id, blob, &is_found, &row, NULL));
  return is_found && row.held == CEN_BLOB_WHOLE;
}

void
test_swarm_assert_content (TestSwarm *self, guint person, const CenId *blob, gsize len,
                           guint8 flavour)
{
  CenCircle *circle = self->members[person].person->circle;
  g_autofree char *path = cen_shelf_dup_path (circle->store, &circle->id, blob);
  g_autoptr (GBytes) expected = make_content (len, flavour);
  g_autoptr (CenBlobReader) reader = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_found;
  CenBlobRef ref;

  g_assert_true (cen_shelf_find_ref (circle->store, &circle->id, blob, &is_found, &ref, NULL) &&
                 is_found);
  reader = cen_blob_reader_open (path, &ref, &error);
  g_assert_no_error (error);
  bytes = cen_blob_reader_read (reader, G_MAXUINT32, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, expected));
}

/* --- Links --- */

static void
attach (TestSwarm *self, guint from, guint to)
{
  Link *link = &self->links[from][to];

  if (!link->is_up || link->source != NULL)
    return;
  link->source = net_transfer_add_source (self->members[to].transfer,
                                          &self->members[from].person->circle->self_device);
}

static void
detach (TestSwarm *self, guint from, guint to)
{
  Link *link = &self->links[from][to];

  if (link->source != NULL)
    net_transfer_remove_source (self->members[to].transfer, link->source);
  link->source = NULL;
  clear_link (link);
  link->free_at_ms = 0;
}

void
test_swarm_link (TestSwarm *self, guint a, guint b, const TestSwarmRoad *road)
{
  self->links[a][b] = (Link){ .is_up = TRUE, .road = *road };
  self->links[b][a] = (Link){ .is_up = TRUE, .road = *road };
  attach (self, a, b);
  attach (self, b, a);
}

void
test_swarm_cut (TestSwarm *self, guint a, guint b)
{
  detach (self, a, b);
  detach (self, b, a);
  self->links[a][b].is_up = self->links[b][a].is_up = FALSE;
}

void
test_swarm_restart (TestSwarm *self, guint person)
{
  Member *member = &self->members[person];

  for (guint i = 0; i < self->n; i++) {
    detach (self, i, person);
    detach (self, person, i);
  }
  net_transfer_free (member->transfer);
  net_pool_free (member->pool);
  start (self, member);
  for (guint i = 0; i < self->n; i++) {
    attach (self, i, person);
    attach (self, person, i);
  }
}

static void
send_frame (TestSwarm *self, guint from, guint to, GBytes *frame)
{
  Link *link = &self->links[from][to];
  double now = (double) self->world->monotonic_ms;
  Flight *flight;

  if (self->filter != NULL)
    frame = self->filter (from, to, frame, self->filter_data);
  if (frame == NULL)
    return;
  flight = g_new (Flight, 1);
  if (link->free_at_ms > now)
    link->queued_ms = MAX (link->queued_ms, (gint64) (link->free_at_ms - now));
  link->free_at_ms = MAX (link->free_at_ms, now) +
                     (double) g_bytes_get_size (frame) * 1000 / (double) link->road.bytes_per_s;
  *flight = (Flight){ frame, (gint64) link->free_at_ms + link->road.latency_ms };
  g_queue_push_tail (&link->flights, flight);
}

/* What the sender has for this link, as far as the link takes it. */
static void
pump (TestSwarm *self, guint from, guint to)
{
  Link *link = &self->links[from][to];
  NetSource *source = self->links[to][from].source;
  double ahead_ms = (double) BACKLOG * 1000 / (double) link->road.bytes_per_s;

  while (source != NULL && link->free_at_ms - (double) self->world->monotonic_ms < ahead_ms) {
    GBytes *frame = net_transfer_pop_word (self->members[from].transfer, source);

    if (frame == NULL)
      frame = net_transfer_pop_block (self->members[from].transfer, source);
    if (frame == NULL)
      return;
    send_frame (self, from, to, frame);
  }
}

static void
deliver (TestSwarm *self, guint from, guint to)
{
  Link *link = &self->links[from][to];
  Flight *flight;

  while (link->source != NULL && (flight = g_queue_peek_head (&link->flights)) != NULL &&
         flight->arrives_ms <= self->world->monotonic_ms) {
    g_autoptr (GError) error = NULL;
    gboolean is_flood;
    gsize len;
    const guint8 *bytes = g_bytes_get_data (flight->frame, &len);

    g_queue_pop_head (&link->flights);
    link->n_bytes += len;
    if (!net_transfer_receive (self->members[to].transfer, link->source, bytes, len,
                               self->world->monotonic_ms, &is_flood, &error)) {
      g_free (self->broken);
      self->broken = g_strdup (error->message);
      test_swarm_cut (self, from, to);
    }
    g_bytes_unref (flight->frame);
    g_free (flight);
  }
}

static void
step (TestSwarm *self)
{
  test_world_advance (self->world, STEP_MS);
  for (guint i = 0; i < self->n; i++) {
    for (guint k = 0; k < self->n; k++)
      deliver (self, i, k);
  }
  for (guint i = 0; i < self->n; i++) {
    Member *member = &self->members[i];

    net_pool_collect (member->pool);
    if (self->world->monotonic_ms >= net_transfer_get_deadline (member->transfer))
      net_transfer_tick (member->transfer, self->world->monotonic_ms);
  }
  for (guint i = 0; i < self->n; i++) {
    for (guint k = 0; k < self->n; k++)
      pump (self, i, k);
  }
}

void
test_swarm_run (TestSwarm *self, gint64 ms)
{
  for (gint64 i = 0; i < ms; i += STEP_MS)
    step (self);
}

void
test_swarm_until_here (TestSwarm *self, guint person, const CenId *blob, gint64 ms)
{
  for (gint64 i = 0; i < ms && !test_swarm_is_here (self, person, blob); i += STEP_MS)
    step (self);
  g_assert_true (test_swarm_is_here (self, person, blob));
}

gint64
test_swarm_get_now_ms (TestSwarm *self)
{
  return self->world->monotonic_ms;
}

guint
test_swarm_get_n_liars (TestSwarm *self, guint person)
{
  return self->members[person].n_liars;
}

guint64
test_swarm_get_n_received (TestSwarm *self, guint person, guint from)
{
  return self->links[from][person].n_bytes;
}

gint64
test_swarm_get_queued_ms (TestSwarm *self, guint person, guint from)
{
  return self->links[from][person].queued_ms;
}

const char *
test_swarm_get_broken (TestSwarm *self)
{
  return self->broken;
}
