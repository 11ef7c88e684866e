/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The small circle of tests/vectors/ops.txt, which another implementation made: the same keys give
 * the same bytes here, and those bytes are read to the same state. A vector never changes while its
 * protocol version is spoken. */

#include "core/circle.h"
#include "core/content.h"
#include "core/dag.h"
#include "core/envelope.h"
#include "core/epoch.h"
#include "core/frame.h"
#include "core/invite.h"
#include "core/sealed.h"
#include "core/state.h"

#include <string.h>

#define START_MS   G_GINT64_CONSTANT (1760000000000)
#define EXPIRES_MS (START_MS + G_GINT64_CONSTANT (7 * 86400000))

static GHashTable *vectors; /* char * name → char * value */

/* In the order of the file, which is that of their making. */
static const char *const op_names[] = {
  "genesis", "epoch", "invite", "join",  "admit", "circle", "profile", "channel",
  "message", "mark",  "set",    "merge", "pin",   "gone",   "redact",
};

static const char *
get_value (const char *name)
{
  const char *value = g_hash_table_lookup (vectors, name);

  if (value == NULL)
    g_error ("there is no vector %s", name);
  return value;
}

static GBytes *
get_bytes (const char *prefix, const char *name)
{
  g_autofree char *whole = g_strconcat (prefix, name, NULL);
  const char *hex = get_value (whole);
  gsize len = strcmp (hex, "-") == 0 ? 0 : strlen (hex) / 2;
  guint8 *bytes = g_malloc (len + 1);

  for (gsize i = 0; i < len; i++)
    bytes[i] =
        (guint8) ((g_ascii_xdigit_value (hex[2 * i]) << 4) | g_ascii_xdigit_value (hex[2 * i + 1]));
  return g_bytes_new_take (bytes, len);
}

static CenId
get_id (const char *prefix, const char *name)
{
  g_autoptr (GBytes) bytes = get_bytes (prefix, name);
  CenId id;

  g_assert_cmpuint (g_bytes_get_size (bytes), ==, CEN_ID_LEN);
  cen_id_from_bytes (&id, g_bytes_get_data (bytes, NULL));
  return id;
}

static void
assert_is (const char *prefix, const char *name, const void *bytes, gsize len)
{
  g_autoptr (GBytes) expected = get_bytes (prefix, name);

  g_test_message ("%s%s", prefix, name);
  g_assert_cmpmem (bytes, len, g_bytes_get_data (expected, NULL), g_bytes_get_size (expected));
}

static void
assert_bytes (const char *prefix, const char *name, GBytes *bytes)
{
  assert_is (prefix, name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* --- The world and the people of the vectors --- */

static gint64
now_cb (const CenWorld *world G_GNUC_UNUSED)
{
  return START_MS;
}

static void
random_cb (const CenWorld *world G_GNUC_UNUSED, guint8 *buf, gsize len)
{
  for (gsize i = 0; i < len; i++)
    buf[i] = (guint8) (0xa0 + i);
}

static const CenWorld world = { now_cb, now_cb, random_cb, NULL };

typedef struct {
  CenSignKey member;
  CenSignKey device;
  CenBoxKey box;
  CenBoxKey curve;
} Person;

static Person
make_person (guint8 first)
{
  guint8 seeds[4][CEN_KEY_LEN];
  Person person;

  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
    memset (seeds[i], (int) (first + i), CEN_KEY_LEN);
  cen_sign_key_from_seed (&person.member, seeds[0]);
  cen_sign_key_from_seed (&person.device, seeds[1]);
  cen_box_key_from_seed (&person.box, seeds[2]);
  cen_box_key_from_seed (&person.curve, seeds[3]);
  return person;
}

static CenEpochKey
make_epoch_key (guint8 byte)
{
  guint8 bytes[CEN_KEY_LEN];
  CenEpochKey key;

  memset (bytes, byte, sizeof bytes);
  cen_epoch_key_from_bytes (&key, bytes);
  return key;
}

static void
make_invite_keys (CenInviteKeys *ret_keys)
{
  guint8 seed[CEN_KEY_LEN];

  memset (seed, 0x21, sizeof seed);
  cen_invite_keys_from_seed (ret_keys, seed);
}

static CenCertificate
certify (const Person *person, const CenId *circle)
{
  CenCertificate cert;
  CenId device;

  cen_id_from_bytes (&device, person->device.public_key);
  memcpy (cert.box, person->box.public_key, CEN_KEY_LEN);
  memcpy (cert.curve, person->curve.public_key, CEN_KEY_LEN);
  cen_certificate_sign (&cert, circle, &device, &person->member);
  return cert;
}

/* --- Making --- */

static void
assert_frame (const char *name, const CenFrame *frame)
{
  g_autoptr (GBytes) made = cen_frame_build (frame, &world);
  g_autoptr (GError) error = NULL;
  CenFrame read;

  assert_bytes ("payload.", name, made);
  g_assert_true (cen_frame_parse (&read, frame->kind, g_bytes_get_data (made, NULL),
                                  g_bytes_get_size (made), &error));
  g_assert_no_error (error);
}

static void
test_frame_payloads (void)
{
  const CenId circle = get_id ("circle", "");
  Person ana = make_person (0x01);
  Person bo = make_person (0x11);
  CenEpochKey key = make_epoch_key (0x31);
  CenFrame genesis = { .kind = CEN_OP_GENESIS, .genesis = certify (&ana, NULL) };
  CenFrame invite = { .kind = CEN_OP_INVITE };
  CenFrame join = { .kind = CEN_OP_JOIN, .join.name = "Bo é" };
  CenFrame admit = { .kind = CEN_OP_ADMIT };
  CenInviteKeys keys;
  CenId device;

  assert_frame ("genesis", &genesis);
  make_invite_keys (&keys);
  memcpy (invite.invite.proof_key, keys.proof.public_key, CEN_KEY_LEN);
  memcpy (invite.invite.curve, keys.curve.public_key, CEN_KEY_LEN);
  memcpy (invite.invite.discovery, keys.discovery, CEN_KEY_LEN);
  invite.invite.role = CEN_ROLE_MEMBER;
  invite.invite.max_uses = 1;
  invite.invite.expires_ms = EXPIRES_MS;
  assert_frame ("invite", &invite);

  join.join.certificate = certify (&bo, &circle);
  cen_id_from_bytes (&device, bo.device.public_key);
  cen_frame_join_prove (&join.join, &circle, &device, &keys.proof);
  assert_frame ("join", &join);
  g_assert_true (cen_certificate_is_valid (&join.join.certificate, &circle, &device));
  g_assert_true (cen_frame_join_is_proven (&join.join, &circle, &device));

  admit.admit.join = get_id ("id.", "join");
  admit.admit.invite = get_id ("id.", "invite");
  g_assert_true (cen_key_wrap_seal (&admit.admit.wrap, &key, bo.box.public_key, &world));
  assert_frame ("admit", &admit);
}

static void
assert_fields (const char *name, const CenKind *kind, const CenValue *values, guint n_values)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) made = cen_content_build_fields (kind, values, n_values, &world, &error);

  g_assert_no_error (error);
  assert_bytes ("payload.", name, made);
}

static void
test_content_payloads (void)
{
  CenValue circle[] = {
    { .field = CEN_CIRCLE_INTENTION, .type = CEN_FIELD_TEXT, .text = "To learn" },
    { .field = CEN_CIRCLE_NAME, .type = CEN_FIELD_NAME, .text = "Analysis" },
  };
  CenValue message[] = {
    { .field = CEN_MESSAGE_CHANNEL, .type = CEN_FIELD_REF, .ref = get_id ("id.", "channel") },
    { .field = CEN_MESSAGE_TEXT, .type = CEN_FIELD_TEXT, .text = "How?" },
  };
  CenValue text = { .field = CEN_MESSAGE_TEXT,
                    .type = CEN_FIELD_TEXT,
                    .text = "How do you substitute?" };
  CenValue pin = { .field = CEN_MESSAGE_PINNED, .type = CEN_FIELD_BOOL, .number = 1 };
  g_autoptr (GBytes) mark =
      cen_content_build_mark (CEN_MESSAGE_REACTION, "🙏", CEN_MARK_PUT, &world);
  g_autoptr (GBytes) redact = cen_content_build_empty (&world);

  assert_fields ("circle", cen_kind_get (CEN_KIND_CIRCLE), circle, G_N_ELEMENTS (circle));
  assert_fields ("message", cen_kind_get (CEN_KIND_MESSAGE), message, G_N_ELEMENTS (message));
  assert_fields ("set", NULL, &text, 1);
  assert_fields ("pin", NULL, &pin, 1);
  assert_bytes ("payload.", "mark", mark);
  assert_bytes ("payload.", "redact", redact);
}

/* Every op, read and signed again from its fields. */
static void
test_ops (void)
{
  const CenId circle = get_id ("circle", "");
  Person people[] = { make_person (0x01), make_person (0x11) };

  for (guint i = 0; i < G_N_ELEMENTS (op_names); i++) {
    g_autoptr (GBytes) bytes = get_bytes ("op.", op_names[i]);
    g_autoptr (GBytes) payload = get_bytes ("payload.", op_names[i]);
    g_autoptr (GBytes) made = NULL;
    g_autoptr (GError) error = NULL;
    const Person *author;
    CenId founded;
    CenOp op;

    cen_op_decode (&op, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
    g_assert_no_error (error);
    assert_is ("id.", op_names[i], op.id.bytes, CEN_ID_LEN);
    g_assert_true (cen_op_verify (&op, &circle));
    g_assert_true (
        cen_op_matches_payload (&op, g_bytes_get_data (payload, NULL), g_bytes_get_size (payload)));
    author = memcmp (op.device.bytes, people[0].device.public_key, CEN_ID_LEN) == 0 ? &people[0]
                                                                                    : &people[1];
    made = cen_op_sign (&op, op.kind == CEN_OP_GENESIS ? NULL : &circle, &author->device);
    assert_bytes ("op.", op_names[i], made);
    if (op.kind == CEN_OP_GENESIS) {
      cen_op_circle_id (&op, &founded);
      assert_is ("circle", "", founded.bytes, CEN_ID_LEN);
    }
  }
}

static void
test_link (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  CenInviteLink link;

  cen_invite_link_parse (&link, get_value ("link.text"), &error);
  g_assert_no_error (error);
  assert_is ("circle", "", link.circle.bytes, CEN_ID_LEN);
  g_assert_cmpuint (link.n_addresses, ==, 1);
  g_assert_cmpstr (link.addresses[0].address, ==, "tcp://192.0.2.7:4747");
  g_assert_cmpint (link.expires_ms, ==, EXPIRES_MS);
  text = cen_invite_link_to_text (&link);
  g_assert_cmpstr (text, ==, get_value ("link.text"));
}

/* Box keys of both in the order of their device keys; which of them Bo's is. */
static guint
list_boxes (guint8 ret_boxes[static 2 * CEN_KEY_LEN])
{
  Person ana = make_person (0x01);
  Person bo = make_person (0x11);
  guint at = memcmp (bo.device.public_key, ana.device.public_key, CEN_KEY_LEN) < 0 ? 0 : 1;

  memcpy (ret_boxes + at * CEN_KEY_LEN, bo.box.public_key, CEN_KEY_LEN);
  memcpy (ret_boxes + (1 - at) * CEN_KEY_LEN, ana.box.public_key, CEN_KEY_LEN);
  return at;
}

static void
test_epochs (void)
{
  Person ana = make_person (0x01);
  Person bo = make_person (0x11);
  CenEpochKey first = make_epoch_key (0x31);
  CenEpochKey second = make_epoch_key (0x32);
  CenEpochKey opened, parents[CEN_EPOCH_PARENTS_MAX];
  guint8 boxes[2 * CEN_KEY_LEN];
  guint at = list_boxes (boxes);
  g_autoptr (GBytes) founding = cen_epoch_build (&first, 0, NULL, 0, ana.box.public_key, 1, &world);
  g_autoptr (GBytes) renewal = cen_epoch_build (&second, 1, &first, 1, boxes, 2, &world);
  g_autoptr (GBytes) stored = get_bytes ("epoch.second", "");
  CenBoxKey introduction;
  CenEpoch epoch;

  assert_is ("key-id.", "first", first.key_id, CEN_KEYID_LEN);
  cen_epoch_key_get_introduction (&first, &introduction);
  assert_is ("introduction.", "first", introduction.public_key, CEN_KEY_LEN);
  assert_bytes ("payload.", "epoch", founding);
  assert_bytes ("epoch.", "second", renewal);

  g_assert_true (
      cen_epoch_parse (&epoch, g_bytes_get_data (stored, NULL), g_bytes_get_size (stored), NULL));
  g_assert_true (cen_epoch_open_wrap (&epoch, at, &bo.box, &opened));
  g_assert_true (cen_epoch_wraps_are_right (&epoch, &opened, boxes, 2));
  g_assert_cmpmem (opened.key, CEN_KEY_LEN, second.key, CEN_KEY_LEN);
  g_assert_true (cen_epoch_open_chain (&epoch, &opened, parents));
  g_assert_cmpmem (parents[0].key, CEN_KEY_LEN, first.key, CEN_KEY_LEN);
}

/* Ana's @name for Bo. @object: NULL for what makes a letter. */
static void
check_sealed (const char *name, guint kind, const CenId *object)
{
  const CenId circle = get_id ("circle", "");
  Person ana = make_person (0x01), bo = make_person (0x11);
  g_autoptr (GArray) readers = g_array_new (FALSE, TRUE, sizeof (CenSealedReader));
  g_autoptr (GBytes) stored = get_bytes ("sealed.", name);
  g_autoptr (GBytes) built = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (CenSealedInner) inner = { .kind = kind, .has_object = object != NULL };
  g_auto (CenSealedInner) opened = { 0 };
  CenSealedReader both[2];
  CenId named;
  guint8 key[CEN_KEY_LEN], found[CEN_KEY_LEN];
  CenSealed sealed;

  inner.object = object != NULL ? *object : (CenId){ 0 };
  inner.payload = get_bytes ("inner.", name);
  cen_id_from_bytes (&named, bo.member.public_key);
  cen_id_from_bytes (&both[0].device, ana.device.public_key);
  memcpy (both[0].box, ana.box.public_key, CEN_KEY_LEN);
  cen_id_from_bytes (&both[1].device, bo.device.public_key);
  memcpy (both[1].box, bo.box.public_key, CEN_KEY_LEN);
  g_array_append_vals (readers, both, 2);
  built =
      cen_sealed_build (&circle, &both[0].device, &named, 1, readers, &inner, &world, key, &error);
  g_assert_no_error (error);
  assert_bytes ("sealed.", name, built);

  g_assert_true (
      cen_sealed_parse (&sealed, g_bytes_get_data (stored, NULL), g_bytes_get_size (stored), NULL));
  g_assert_true (cen_sealed_names (&sealed, &named));
  g_assert_false (cen_sealed_find_key (&sealed, &both[1].device, &ana.box, found));
  g_assert_true (cen_sealed_find_key (&sealed, &both[1].device, &bo.box, found));
  g_assert_cmpmem (found, CEN_KEY_LEN, key, CEN_KEY_LEN);
  g_assert_false (cen_sealed_open (&sealed, found, &circle, &both[1].device, &opened));
  g_assert_true (cen_sealed_open (&sealed, found, &circle, &both[0].device, &opened));
  g_assert_cmpuint (opened.kind, ==, kind);
  g_assert_cmpint (opened.has_object, ==, object != NULL);
  g_assert_true (object == NULL || cen_id_equal (&opened.object, object));
  assert_bytes ("inner.", name, opened.payload);
}

static void
test_sealed (void)
{
  const CenId message = get_id ("id.", "message");

  check_sealed ("letter", CEN_OP_CREATE, NULL);
  check_sealed ("change", CEN_OP_SET, &message);
}

static void
check_envelope (const char *name, const guint8 *payload_ct_hash)
{
  const CenId circle = get_id ("circle", "");
  CenEpochKey key = make_epoch_key (0x31);
  g_autoptr (GBytes) op = get_bytes ("op.", "message");
  g_autoptr (GBytes) payload = get_bytes ("payload.", "message");
  g_autoptr (GBytes) stored = get_bytes ("envelope.", name);
  g_autoptr (GBytes) read_op = NULL;
  g_autoptr (GBytes) read_payload = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GError) error = NULL;
  CenId id;

  sealed = cen_envelope_seal (&key, &circle, op, payload_ct_hash == NULL ? payload : NULL,
                              payload_ct_hash, &id);
  assert_bytes ("envelope.", name, sealed);
  assert_is ("envelope-id.", name, id.bytes, CEN_ID_LEN);
  cen_envelope_open (&key, &circle, g_bytes_get_data (stored, NULL), g_bytes_get_size (stored),
                     &read_op, &read_payload, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (read_op, op));
  if (payload_ct_hash == NULL)
    g_assert_true (g_bytes_equal (read_payload, payload));
  else
    g_assert_null (read_payload);
}

static void
test_envelopes (void)
{
  g_autoptr (GBytes) dropped = get_bytes ("envelope.", "dropped");
  const guint8 *end =
      (const guint8 *) g_bytes_get_data (dropped, NULL) + g_bytes_get_size (dropped);

  check_envelope ("whole", NULL);
  /* The hash of what was dropped stands just before the null that ends it. */
  check_envelope ("dropped", end - 1 - CEN_ID_LEN);
}

static void
test_tag (void)
{
  const CenId circle = get_id ("circle", "");
  const CenId id = get_id ("id.", "message");
  guint8 dialler[16], listener[16], key[CEN_KEY_LEN];
  CenPart parts[] = {
    { circle.bytes, CEN_ID_LEN },
    { dialler, sizeof dialler },
    { listener, sizeof listener },
  };
  CenId tag;

  memset (dialler, 0x51, sizeof dialler);
  memset (listener, 0x52, sizeof listener);
  cen_crypto_hash_parts (key, NULL, 0, "cen1.rbsr", parts, G_N_ELEMENTS (parts));
  cen_crypto_tag_id (&tag, key, &id);
  assert_is ("tag", "", tag.bytes, CEN_ID_LEN);
}

/* --- Reading --- */

static CenIncoming
read_incoming (const char *name)
{
  return (CenIncoming){ .op = get_bytes ("op.", name), .payload = get_bytes ("payload.", name) };
}

static void
assert_digests (CenStore *store, const CenId *circle)
{
  g_auto (CenState) state = { 0 };
  g_autoptr (GError) error = NULL;

  cen_state_digest (store, circle, &state, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (state.n_ops, ==, G_N_ELEMENTS (op_names));
  assert_is ("digest.", "set", state.set_digest, CEN_ID_LEN);
  assert_is ("digest.", "views", state.view_digest, CEN_ID_LEN);
}

typedef enum {
  ORDER_WRITTEN,
  ORDER_BACKWARDS,
} Order;

/* A replica that only looks on is given every op singly, and comes to the digests. */
static void
check_state (Order order)
{
  const CenId id = get_id ("circle", "");
  const CenId nobody = { { 0 } };
  g_autoptr (GError) error = NULL;
  g_autoptr (CenStore) store = cen_store_open (":memory:", CEN_STORE_READ_WRITE, &error);
  g_autoptr (CenCircle) circle = NULL;
  guint n = G_N_ELEMENTS (op_names);

  g_assert_no_error (error);
  circle = cen_circle_load (store, &world, cen_circle_insert (store, &id, &nobody, &nobody, &error),
                            NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n; i++) {
    CenIncoming incoming = read_incoming (op_names[order == ORDER_WRITTEN ? i : n - 1 - i]);
    g_auto (CenReceived) received = { 0 };

    cen_dag_receive (circle, &incoming, 1, 1, CEN_STORE_NORMAL, &received, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (received.n_junk, ==, 0);
    g_bytes_unref (incoming.op);
    g_bytes_unref (incoming.payload);
  }
  assert_digests (store, &id);
}

static void
test_state (void)
{
  check_state (ORDER_WRITTEN);
  check_state (ORDER_BACKWARDS);
}

static void
read_vectors (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "vectors", "ops.txt", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  vectors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) words = g_strsplit (lines[i], " ", 2);

    if (lines[i][0] != '\0' && lines[i][0] != '#')
      g_hash_table_insert (vectors, g_strdup (words[0]), g_strdup (words[1]));
  }
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  read_vectors ();
  g_test_add_func ("/vectors/frame-payloads", test_frame_payloads);
  g_test_add_func ("/vectors/content-payloads", test_content_payloads);
  g_test_add_func ("/vectors/ops", test_ops);
  g_test_add_func ("/vectors/link", test_link);
  g_test_add_func ("/vectors/epochs", test_epochs);
  g_test_add_func ("/vectors/sealed", test_sealed);
  g_test_add_func ("/vectors/envelopes", test_envelopes);
  g_test_add_func ("/vectors/tag", test_tag);
  g_test_add_func ("/vectors/state", test_state);
  status = g_test_run ();
  g_hash_table_unref (vectors);
  return status;
}
