/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "frame.h"

#include "cbor.h"

#include <string.h>

gboolean
cen_name_is_valid (const char *name)
{
  glong n_points;

  if (!g_utf8_validate (name, -1, NULL))
    return FALSE;
  n_points = g_utf8_strlen (name, -1);
  if (n_points < 1 || n_points > CEN_NAME_POINTS_MAX)
    return FALSE;
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p)) {
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  }
  return TRUE;
}

/* --- Reading: one function a kind; `key` has been read, the value is next. --- */

static gboolean
read_certificate_key (CenCertificate *cert, guint64 key, CenCborReader *reader)
{
  switch (key) {
  case 0:
    return cen_cbor_read_fixed (reader, cert->member.bytes, CEN_ID_LEN);
  case 1:
    return cen_cbor_read_fixed (reader, cert->box, CEN_KEY_LEN);
  case 2:
    return cen_cbor_read_fixed (reader, cert->curve, CEN_KEY_LEN);
  case 3:
    return cen_cbor_read_fixed (reader, cert->sig, CEN_SIG_LEN);
  default:
    return cen_cbor_skip (reader, NULL, NULL);
  }
}

static gboolean
read_text_into (CenCborReader *reader, char *ret_text, gsize max)
{
  const char *text;
  gsize len;

  if (!cen_cbor_read_text (reader, &text, &len) || len > max)
    return FALSE;
  memcpy (ret_text, text, len);
  ret_text[len] = '\0';
  return TRUE;
}

static gboolean
read_role (CenCborReader *reader, CenRole *ret_role)
{
  guint64 value;

  if (!cen_cbor_read_uint_max (reader, CEN_ROLE_GUEST, &value))
    return FALSE;
  *ret_role = (CenRole) value;
  return TRUE;
}

static gboolean
read_invite_key (CenFrameInvite *invite, guint64 key, CenCborReader *reader)
{
  guint64 value;

  switch (key) {
  case 0:
    return cen_cbor_read_fixed (reader, invite->proof_key, CEN_KEY_LEN);
  case 1:
    return cen_cbor_read_fixed (reader, invite->curve, CEN_KEY_LEN);
  case 2:
    return cen_cbor_read_fixed (reader, invite->discovery, CEN_KEY_LEN);
  case 3:
    return read_role (reader, &invite->role);
  case 4:
    if (!cen_cbor_read_uint_max (reader, CEN_INVITE_USES_MAX, &value))
      return FALSE;
    invite->max_uses = (guint) value;
    return TRUE;
  case 5:
    if (!cen_cbor_read_uint_max (reader, CEN_OP_NUMBER_MAX, &value))
      return FALSE;
    invite->expires_ms = (gint64) value;
    return TRUE;
  case 6:
    return cen_cbor_read_bool (reader, &invite->needs_confirmation);
  default:
    return cen_cbor_skip (reader, NULL, NULL);
  }
}

static gboolean
read_join_key (CenFrameJoin *join, guint64 key, CenCborReader *reader)
{
  switch (key) {
  case 4:
    return read_text_into (reader, join->name, CEN_NAME_MAX);
  case 5:
    return cen_cbor_read_fixed (reader, join->proof_key, CEN_KEY_LEN);
  case 6:
    return cen_cbor_read_fixed (reader, join->proof, CEN_SIG_LEN);
  default:
    return read_certificate_key (&join->certificate, key, reader);
  }
}

/* The three fields of a wrap stand at the keys from @first on. */
static gboolean
read_wrap_key (CenKeyWrap *wrap, guint64 key, guint64 first, CenCborReader *reader)
{
  if (key == first)
    return cen_cbor_read_fixed (reader, wrap->key_id, CEN_KEYID_LEN);
  if (key == first + 1)
    return cen_cbor_read_fixed (reader, wrap->sender, CEN_KEY_LEN);
  if (key == first + 2)
    return cen_cbor_read_fixed (reader, wrap->wrap, CEN_WRAP_LEN);
  return cen_cbor_skip (reader, NULL, NULL);
}

static gboolean
read_admit_key (CenFrameAdmit *admit, guint64 key, CenCborReader *reader)
{
  switch (key) {
  case 0:
    return cen_cbor_read_fixed (reader, admit->join.bytes, CEN_ID_LEN);
  case 1:
    return cen_cbor_read_fixed (reader, admit->invite.bytes, CEN_ID_LEN);
  default:
    return read_wrap_key (&admit->wrap, key, 2, reader);
  }
}

static gboolean
read_device_add_key (CenFrameDeviceAdd *add, guint64 key, CenCborReader *reader)
{
  if (key < 4)
    return read_certificate_key (&add->certificate, key, reader);
  add->has_wrap = add->has_wrap || key == 4;
  return read_wrap_key (&add->wrap, key, 4, reader);
}

static gboolean
read_grant_key (CenFrameGrant *grant, guint64 key, CenCborReader *reader)
{
  switch (key) {
  case 0:
    return cen_cbor_read_fixed (reader, grant->member.bytes, CEN_ID_LEN);
  case 1:
    return read_role (reader, &grant->role);
  case 2:
    return cen_cbor_read_fixed (reader, grant->succeeds.bytes, CEN_ID_LEN);
  default:
    return cen_cbor_skip (reader, NULL, NULL);
  }
}

static gboolean
read_cut (CenFrameRevoke *revoke, CenCborReader *reader)
{
  guint64 n;

  if (!cen_cbor_enter_array (reader, &n) || n > CEN_FRAME_CUT_MAX)
    return FALSE;
  for (guint i = 0; i < n; i++) {
    if (!cen_cbor_read_fixed (reader, revoke->cut[i].bytes, CEN_ID_LEN))
      return FALSE;
  }
  revoke->n_cut = (guint) n;
  return cen_cbor_leave (reader);
}

/* Of a REVOKE its member, of a DEVICE_REMOVE its device. */
static gboolean
read_revoke_key (CenFrameRevoke *revoke, guint64 key, CenCborReader *reader)
{
  switch (key) {
  case 0:
    return cen_cbor_read_fixed (reader, revoke->member.bytes, CEN_ID_LEN);
  case 1:
    return read_cut (revoke, reader);
  case 2:
    return read_text_into (reader, revoke->reason, CEN_FRAME_REASON_MAX);
  default:
    return cen_cbor_skip (reader, NULL, NULL);
  }
}

static gboolean
read_key (CenFrame *frame, guint64 key, CenCborReader *reader)
{
  switch (frame->kind) {
  case CEN_OP_GENESIS:
    return read_certificate_key (&frame->genesis, key, reader);
  case CEN_OP_DEVICE_ADD:
    return read_device_add_key (&frame->device_add, key, reader);
  case CEN_OP_INVITE:
    return read_invite_key (&frame->invite, key, reader);
  case CEN_OP_INVITE_REVOKE:
    return key == 0 ? cen_cbor_read_fixed (reader, frame->invite_revoke.bytes, CEN_ID_LEN)
                    : cen_cbor_skip (reader, NULL, NULL);
  case CEN_OP_JOIN:
    return read_join_key (&frame->join, key, reader);
  case CEN_OP_ADMIT:
    return read_admit_key (&frame->admit, key, reader);
  case CEN_OP_GRANT:
    return read_grant_key (&frame->grant, key, reader);
  case CEN_OP_REVOKE:
  case CEN_OP_DEVICE_REMOVE:
    return read_revoke_key (&frame->revoke, key, reader);
  default:
    return cen_cbor_skip (reader, NULL, NULL);
  }
}

/* Bits of the keys that the kind cannot do without. */
static guint64
get_required_keys (guint kind)
{
  switch (kind) {
  case CEN_OP_GENESIS:
  case CEN_OP_DEVICE_ADD:
    return 0xf;
  case CEN_OP_INVITE:
    return 0x3f;
  case CEN_OP_INVITE_REVOKE:
  case CEN_OP_REVOKE:
  case CEN_OP_DEVICE_REMOVE:
    return 0x1;
  case CEN_OP_JOIN:
    return 0x7f;
  case CEN_OP_ADMIT:
    return 0x1f;
  case CEN_OP_GRANT:
    return 0x3;
  default:
    return 0;
  }
}

/* The keys of a wrap in a DEVICE_ADD stand together: all of them or none. */
static guint64
get_missing_wrap_keys (const CenFrame *frame, guint64 seen)
{
  const guint64 wrap = 0x70;

  return frame->kind == CEN_OP_DEVICE_ADD && (seen & wrap) != 0 ? wrap & ~seen : 0;
}

static gboolean
is_sound (const CenFrame *frame)
{
  switch (frame->kind) {
  case CEN_OP_JOIN:
    return cen_name_is_valid (frame->join.name);
  case CEN_OP_INVITE:
    return frame->invite.role >= CEN_ROLE_MEMBER && frame->invite.max_uses > 0;
  case CEN_OP_GRANT:
    return frame->grant.role != CEN_ROLE_OWNER;
  default:
    return TRUE;
  }
}

gboolean
cen_frame_parse (CenFrame *ret_frame, guint kind, const guint8 *payload, gsize len, GError **error)
{
  CenCborReader reader;
  guint64 required = get_required_keys (kind);
  guint64 seen = 0;
  guint64 n, key;

  memset (ret_frame, 0, sizeof *ret_frame);
  ret_frame->kind = kind;
  if (kind == CEN_OP_MERGE && len == 0)
    return TRUE;
  if (len < CEN_SALT_LEN)
    goto bad;
  cen_cbor_reader_init (&reader, payload + CEN_SALT_LEN, len - CEN_SALT_LEN);
  if (!cen_cbor_enter_map (&reader, &n))
    goto bad;
  while (cen_cbor_next_key (&reader, &key)) {
    if (!read_key (ret_frame, key, &reader))
      goto bad;
    if (key < 64)
      seen |= G_GUINT64_CONSTANT (1) << key;
  }
  if ((required & ~seen) == 0 && get_missing_wrap_keys (ret_frame, seen) == 0 &&
      cen_cbor_leave (&reader) && cen_cbor_finish (&reader) && is_sound (ret_frame))
    return TRUE;

bad:
  g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID,
               "The content of a frame operation (%u) is malformed.", kind);
  return FALSE;
}

/* --- Writing --- */

static void
put_field (CenCborWriter *writer, guint64 key, const guint8 *bytes, gsize len)
{
  cen_cbor_put_uint (writer, key);
  cen_cbor_put_bytes (writer, bytes, len);
}

static void
put_number (CenCborWriter *writer, guint64 key, guint64 value)
{
  cen_cbor_put_uint (writer, key);
  cen_cbor_put_uint (writer, value);
}

static void
put_certificate (CenCborWriter *writer, const CenCertificate *cert)
{
  put_field (writer, 0, cert->member.bytes, CEN_ID_LEN);
  put_field (writer, 1, cert->box, CEN_KEY_LEN);
  put_field (writer, 2, cert->curve, CEN_KEY_LEN);
  put_field (writer, 3, cert->sig, CEN_SIG_LEN);
}

static void
put_wrap (CenCborWriter *writer, guint64 first, const CenKeyWrap *wrap)
{
  put_field (writer, first, wrap->key_id, CEN_KEYID_LEN);
  put_field (writer, first + 1, wrap->sender, CEN_KEY_LEN);
  put_field (writer, first + 2, wrap->wrap, CEN_WRAP_LEN);
}

static void
put_invite (CenCborWriter *writer, const CenFrameInvite *invite)
{
  cen_cbor_put_map (writer, 7);
  put_field (writer, 0, invite->proof_key, CEN_KEY_LEN);
  put_field (writer, 1, invite->curve, CEN_KEY_LEN);
  put_field (writer, 2, invite->discovery, CEN_KEY_LEN);
  put_number (writer, 3, invite->role);
  put_number (writer, 4, invite->max_uses);
  put_number (writer, 5, (guint64) invite->expires_ms);
  cen_cbor_put_uint (writer, 6);
  cen_cbor_put_bool (writer, invite->needs_confirmation);
}

static void
put_join (CenCborWriter *writer, const CenFrameJoin *join)
{
  cen_cbor_put_map (writer, 7);
  put_certificate (writer, &join->certificate);
  cen_cbor_put_uint (writer, 4);
  cen_cbor_put_text (writer, join->name);
  put_field (writer, 5, join->proof_key, CEN_KEY_LEN);
  put_field (writer, 6, join->proof, CEN_SIG_LEN);
}

static void
put_admit (CenCborWriter *writer, const CenFrameAdmit *admit)
{
  cen_cbor_put_map (writer, 5);
  put_field (writer, 0, admit->join.bytes, CEN_ID_LEN);
  put_field (writer, 1, admit->invite.bytes, CEN_ID_LEN);
  put_wrap (writer, 2, &admit->wrap);
}

static void
put_device_add (CenCborWriter *writer, const CenFrameDeviceAdd *add)
{
  cen_cbor_put_map (writer, add->has_wrap ? 7 : 4);
  put_certificate (writer, &add->certificate);
  if (add->has_wrap)
    put_wrap (writer, 4, &add->wrap);
}

static void
put_grant (CenCborWriter *writer, const CenFrameGrant *grant)
{
  gboolean has_succeeds = !cen_id_is_zero (&grant->succeeds);

  cen_cbor_put_map (writer, has_succeeds ? 3 : 2);
  put_field (writer, 0, grant->member.bytes, CEN_ID_LEN);
  put_number (writer, 1, grant->role);
  if (has_succeeds)
    put_field (writer, 2, grant->succeeds.bytes, CEN_ID_LEN);
}

static void
put_revoke (CenCborWriter *writer, const CenFrameRevoke *revoke)
{
  cen_cbor_put_map (writer, 3);
  put_field (writer, 0, revoke->member.bytes, CEN_ID_LEN);
  cen_cbor_put_uint (writer, 1);
  cen_cbor_put_array (writer, revoke->n_cut);
  for (guint i = 0; i < revoke->n_cut; i++)
    cen_cbor_put_bytes (writer, revoke->cut[i].bytes, CEN_ID_LEN);
  cen_cbor_put_uint (writer, 2);
  cen_cbor_put_text (writer, revoke->reason);
}

static void
put_frame (CenCborWriter *writer, const CenFrame *frame)
{
  switch (frame->kind) {
  case CEN_OP_GENESIS:
    cen_cbor_put_map (writer, 4);
    put_certificate (writer, &frame->genesis);
    break;
  case CEN_OP_DEVICE_ADD:
    put_device_add (writer, &frame->device_add);
    break;
  case CEN_OP_INVITE:
    put_invite (writer, &frame->invite);
    break;
  case CEN_OP_INVITE_REVOKE:
    cen_cbor_put_map (writer, 1);
    put_field (writer, 0, frame->invite_revoke.bytes, CEN_ID_LEN);
    break;
  case CEN_OP_JOIN:
    put_join (writer, &frame->join);
    break;
  case CEN_OP_ADMIT:
    put_admit (writer, &frame->admit);
    break;
  case CEN_OP_GRANT:
    put_grant (writer, &frame->grant);
    break;
  case CEN_OP_REVOKE:
  case CEN_OP_DEVICE_REMOVE:
    put_revoke (writer, &frame->revoke);
    break;
  default:
    cen_cbor_put_map (writer, 0);
    break;
  }
}

GBytes *
cen_frame_build (const CenFrame *frame, const CenWorld *world)
{
  guint8 buf[8192];
  CenCborWriter writer;

  if (frame->kind == CEN_OP_MERGE)
    return g_bytes_new (NULL, 0);
  world->random (world, buf, CEN_SALT_LEN);
  cen_cbor_writer_init (&writer, buf + CEN_SALT_LEN, sizeof buf - CEN_SALT_LEN);
  put_frame (&writer, frame);
  g_assert (!writer.has_overflowed);
  return g_bytes_new (buf, CEN_SALT_LEN + writer.len);
}

/* --- Certificates and proofs --- */

static void
fill_certificate_parts (CenPart parts[static 4], const CenCertificate *cert, const CenId *circle,
                        const CenId *device)
{
  static const CenId no_circle;

  parts[0] = (CenPart){ circle != NULL ? circle->bytes : no_circle.bytes, CEN_ID_LEN };
  parts[1] = (CenPart){ device->bytes, CEN_ID_LEN };
  parts[2] = (CenPart){ cert->box, CEN_KEY_LEN };
  parts[3] = (CenPart){ cert->curve, CEN_KEY_LEN };
}

void
cen_certificate_sign (CenCertificate *self, const CenId *circle, const CenId *device,
                      const CenSignKey *member)
{
  CenPart parts[4];

  cen_id_from_bytes (&self->member, member->public_key);
  fill_certificate_parts (parts, self, circle, device);
  cen_crypto_sign (self->sig, member, "cen1.cert", parts, G_N_ELEMENTS (parts));
}

gboolean
cen_certificate_is_valid (const CenCertificate *self, const CenId *circle, const CenId *device)
{
  CenPart parts[4];

  fill_certificate_parts (parts, self, circle, device);
  return cen_box_public_is_usable (self->box) && cen_box_public_is_usable (self->curve) &&
         cen_crypto_verify (self->sig, self->member.bytes, "cen1.cert", parts,
                            G_N_ELEMENTS (parts));
}

static void
hash_claims (const CenFrameJoin *join, const CenId *device, guint8 ret_hash[static CEN_ID_LEN])
{
  const CenCertificate *cert = &join->certificate;
  CenPart parts[] = {
    { device->bytes, CEN_ID_LEN }, { cert->member.bytes, CEN_ID_LEN },
    { cert->box, CEN_KEY_LEN },    { cert->curve, CEN_KEY_LEN },
    { cert->sig, CEN_SIG_LEN },    { join->name, strlen (join->name) },
  };

  cen_crypto_hash_parts (ret_hash, NULL, 0, "cen1.claims", parts, G_N_ELEMENTS (parts));
}

void
cen_frame_join_prove (CenFrameJoin *self, const CenId *circle, const CenId *device,
                      const CenSignKey *invite_key)
{
  guint8 claims[CEN_ID_LEN];
  CenPart parts[] = { { circle->bytes, CEN_ID_LEN }, { claims, CEN_ID_LEN } };

  hash_claims (self, device, claims);
  memcpy (self->proof_key, invite_key->public_key, CEN_KEY_LEN);
  cen_crypto_sign (self->proof, invite_key, "cen1.join", parts, G_N_ELEMENTS (parts));
}

gboolean
cen_frame_join_is_proven (const CenFrameJoin *self, const CenId *circle, const CenId *device)
{
  guint8 claims[CEN_ID_LEN];
  CenPart parts[] = { { circle->bytes, CEN_ID_LEN }, { claims, CEN_ID_LEN } };

  hash_claims (self, device, claims);
  return cen_crypto_verify (self->proof, self->proof_key, "cen1.join", parts, G_N_ELEMENTS (parts));
}
