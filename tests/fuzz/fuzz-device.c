/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The link by which a device comes in, as text that somebody pastes and as the content of one with
 * the right check; the frames that follow (PROTOCOL.md, Linking a device); and what a new device
 * makes of an answer: the bytes as they are, and as changes to one that is as it should be, each
 * its place in two bytes, the low one first, and what is to be flipped. */

#include "fuzz.h"

#include "core/replica-device.h"
#include "net/device-wire.h"
#include "tests/support/people.h"

#include <string.h>

static TestWorld *world;
static TestPerson *ana;
static CenDeviceLink link_of_ana;
static GBytes *good_answer;

/* --- Text --- */

static void
read_link (const char *text)
{
  CenDeviceLink link, back;
  CenInviteLink other;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;

  if (!cen_device_link_parse (&link, text, &error)) {
    g_assert (g_error_matches (error, CEN_ERROR, CEN_ERROR_INVALID) ||
              g_error_matches (error, CEN_ERROR, CEN_ERROR_NEWER));
    return;
  }
  for (guint i = 0; i < link.n_addresses; i++)
    g_assert (cen_address_get_kind (link.addresses[i].address) != CEN_ADDRESS_NONE);
  again = cen_device_link_to_text (&link);
  g_assert (cen_device_link_parse (&back, again, NULL));
  g_assert (memcmp (&link, &back, sizeof link) == 0);
  /* Nobody takes the one for the other. */
  g_assert (!cen_invite_link_parse (&other, again, NULL));
}

static void
read_checked_link (const uint8_t *bytes, size_t len)
{
  g_autofree guint8 *checked = g_malloc (len + CEN_ID_LEN);
  g_autofree char *encoded = NULL;
  g_autofree char *text = NULL;

  if (len > 0)
    memcpy (checked, bytes, len);
  cen_crypto_hash (checked + len, "cen1.dev.link", bytes, len);
  encoded = cen_base32_encode (checked, len + 4);
  text = g_strconcat ("cenacle:device:1:", encoded, NULL);
  read_link (text);
}

/* --- Frames --- */

static void
read_request (const uint8_t *bytes, size_t len)
{
  CenDeviceClaim claim, back;
  g_autoptr (GBytes) frame = NULL;

  if (!net_device_req_from_frame (&claim, bytes, len))
    return;
  frame = net_device_req_to_frame (&claim);
  g_assert (
      net_device_req_from_frame (&back, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame)));
  g_assert (memcmp (&claim, &back, sizeof claim) == 0);
}

static void
read_add (const uint8_t *bytes, size_t len)
{
  NetOpsFlag flag;
  g_autoptr (GArray) ops = NULL;

  if (net_frame_get_type (bytes, len) == NET_FRAME_DEVICE_ADD)
    ops = net_ops_from_frame (bytes, len, &flag);
  g_assert (ops == NULL || ops->len <= len);
}

/* The keys of the new device are the same each time. */
static CenDeviceRequest *
make_request (void)
{
  g_rand_set_seed (world->rand, 9);
  return cen_device_request_new (&world->world, &link_of_ana, NULL);
}

static void
make_people (void)
{
  g_auto (CenDeviceAnswer) answer = { 0 };
  g_autoptr (CenDeviceRequest) request = NULL;
  CenDeviceLinkKeys keys;

  if (ana != NULL)
    return;
  cen_crypto_init ();
  world = test_world_new (31);
  ana = test_person_new (world, "Ana");
  test_person_found (ana, "Analysis");
  link_of_ana = (CenDeviceLink){ .circle = ana->circle->id };
  g_assert (cen_sponsor_create_link (ana->replica->secrets, ana->circle,
                                     world->now_ms + CEN_DEVICE_LINK_MS, link_of_ana.seed, NULL));
  cen_device_link_keys_from_seed (&keys, link_of_ana.seed);
  request = make_request ();
  g_assert (cen_sponsor_answer (ana->replica->secrets, ana->circle, keys.curve.public_key,
                                &request->claim, &answer, NULL));
  good_answer = net_device_ok_to_frame (&answer);
}

/* A new device believes no answer but by Ana; what it then writes is a whole op. */
static void
finish (const CenDeviceAnswer *answer)
{
  g_autoptr (CenDeviceRequest) request = make_request ();
  g_autoptr (TestPerson) device = test_person_new (world, "Ana's other");
  g_autoptr (GError) error = NULL;
  CenOp op;

  if (cen_replica_finish_device (device->replica, request, answer, &error) == NULL) {
    g_assert (g_error_matches (error, CEN_ERROR, CEN_ERROR_INVALID));
    g_assert (device->replica->circles->len == 0);
    return;
  }
  g_assert (device->replica->circles->len == 1);
  g_assert (cen_op_decode (&op, g_bytes_get_data (request->add, NULL),
                           g_bytes_get_size (request->add), NULL));
  g_assert (cen_op_verify (&op, &ana->circle->id));
  g_assert (cen_id_equal (&op.device, &request->claim.device));
}

static void
read_answer (const uint8_t *bytes, size_t len)
{
  g_auto (CenDeviceAnswer) answer = { 0 };
  g_auto (CenDeviceAnswer) back = { 0 };
  g_autoptr (GBytes) frame = NULL;

  if (!net_device_ok_from_frame (&answer, bytes, len))
    return;
  frame = net_device_ok_to_frame (&answer);
  g_assert (
      net_device_ok_from_frame (&back, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame)));
  g_assert (g_bytes_equal (answer.genesis, back.genesis));
  g_assert (memcmp (&answer.start, &back.start, sizeof answer.start) == 0);
  finish (&answer);
}

static void
read_changed_answer (const uint8_t *bytes, size_t len)
{
  gsize answer_len = g_bytes_get_size (good_answer);
  g_autofree guint8 *answer = g_memdup2 (g_bytes_get_data (good_answer, NULL), answer_len);

  for (size_t at = 0; at + 3 <= len; at += 3)
    answer[(bytes[at] | (gsize) bytes[at + 1] << 8) % answer_len] ^= bytes[at + 2];
  read_answer (answer, answer_len);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  g_autofree char *text = g_strndup ((const char *) bytes, len);

  make_people ();
  read_link (text);
  read_checked_link (bytes, len);
  read_request (bytes, len);
  read_add (bytes, len);
  read_answer (bytes, len);
  read_changed_answer (bytes, len);
  return 0;
}
