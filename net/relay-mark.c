/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "relay-mark.h"

#include <string.h>

#define HEAD_LEN (CEN_ID_LEN + 8 + CEN_SIG_LEN + 4) /* D, wall_ms, sig, length of the clock */
#define STEP     1024                               /* what is closed is a multiple of it */

static void
derive_key (const CenEpochKey *epoch, guint8 ret_key[static CEN_KEY_LEN])
{
  cen_crypto_derive (ret_key, epoch->key, "cen1.rly.mark", NULL, 0);
}

static void
fill_parts (CenPart parts[static 3], const CenCircle *circle, const guint8 *wall,
            const guint8 *clock, gsize clock_len)
{
  parts[0] = (CenPart){ circle->id.bytes, CEN_ID_LEN };
  parts[1] = (CenPart){ wall, 8 };
  parts[2] = (CenPart){ clock, clock_len };
}

GBytes *
net_relay_mark_seal (CenCircle *circle, const CenEpochKey *epoch,
                     guint8 ret_slot[static CEN_MAIL_SLOT_LEN])
{
  g_autoptr (GArray) entries = net_clock_list (circle);
  g_autoptr (GBytes) clock =
      net_clock_to_frame ((const NetClockEntry *) entries->data, entries->len);
  gsize clock_len = g_bytes_get_size (clock);
  gsize len = (HEAD_LEN + clock_len + STEP - 1) / STEP * STEP;
  g_autofree guint8 *plain = g_malloc0 (len);
  g_autofree guint8 *ct = g_malloc (CEN_NONCE_LEN + len + CEN_MAC_LEN);
  guint8 key[CEN_KEY_LEN];
  guint64 wall = GUINT64_TO_LE ((guint64) MAX (circle->world->now_ms (circle->world), 0));
  guint32 le_len = GUINT32_TO_LE ((guint32) clock_len);
  CenPart parts[3];

  if (CEN_NONCE_LEN + len + CEN_MAC_LEN > CEN_MAIL_MARK_MAX)
    return NULL;
  cen_crypto_derive (key, epoch->key, "cen1.rly.slot", circle->self_device.bytes, CEN_ID_LEN);
  memcpy (ret_slot, key, CEN_MAIL_SLOT_LEN);
  memcpy (plain, circle->self_device.bytes, CEN_ID_LEN);
  memcpy (plain + CEN_ID_LEN, &wall, sizeof wall);
  memcpy (plain + HEAD_LEN - sizeof le_len, &le_len, sizeof le_len);
  memcpy (plain + HEAD_LEN, g_bytes_get_data (clock, NULL), clock_len);
  fill_parts (parts, circle, plain + CEN_ID_LEN, plain + HEAD_LEN, clock_len);
  cen_crypto_sign (plain + CEN_ID_LEN + 8, &circle->keys->device, "cen1.rly.mark", parts, 3);
  circle->world->random (circle->world, ct, CEN_NONCE_LEN);
  derive_key (epoch, key);
  cen_crypto_seal (ct + CEN_NONCE_LEN, key, ct, plain, len, NULL, 0);
  cen_crypto_wipe (key, sizeof key);
  return g_bytes_new_take (g_steal_pointer (&ct), CEN_NONCE_LEN + len + CEN_MAC_LEN);
}

static guint8 *
open_bytes (const CenEpochKey *epoch, GBytes *mark, gsize *ret_len)
{
  gsize len;
  const guint8 *ct = g_bytes_get_data (mark, &len);
  g_autofree guint8 *plain = NULL;
  guint8 key[CEN_KEY_LEN];
  gboolean ok;

  if (len < CEN_NONCE_LEN + HEAD_LEN + CEN_MAC_LEN)
    return NULL;
  *ret_len = len - CEN_NONCE_LEN - CEN_MAC_LEN;
  plain = g_malloc (*ret_len);
  derive_key (epoch, key);
  ok = cen_crypto_open (plain, key, ct, ct + CEN_NONCE_LEN, len - CEN_NONCE_LEN, NULL, 0);
  cen_crypto_wipe (key, sizeof key);
  return ok ? g_steal_pointer (&plain) : NULL;
}

const CenDevice *
net_relay_mark_open (CenCircle *circle, const CenEpochKey *epoch, GBytes *mark, GArray **ret_clock,
                     gint64 *ret_wall_ms)
{
  gsize len = 0;
  g_autofree guint8 *plain = open_bytes (epoch, mark, &len);
  g_autoptr (GArray) clock = NULL;
  const CenDevice *device;
  guint32 clock_len;
  guint64 wall;
  CenPart parts[3];
  CenId id;

  if (plain == NULL)
    return NULL;
  memcpy (id.bytes, plain, CEN_ID_LEN);
  memcpy (&wall, plain + CEN_ID_LEN, sizeof wall);
  memcpy (&clock_len, plain + HEAD_LEN - sizeof clock_len, sizeof clock_len);
  clock_len = GUINT32_FROM_LE (clock_len);
  if (clock_len > len - HEAD_LEN)
    return NULL;
  device = cen_circle_find_device (circle, &id);
  fill_parts (parts, circle, plain + CEN_ID_LEN, plain + HEAD_LEN, clock_len);
  if (device == NULL || !cen_circle_device_is_effective (circle, device) ||
      !cen_crypto_verify (plain + CEN_ID_LEN + 8, id.bytes, "cen1.rly.mark", parts, 3))
    return NULL;
  clock = net_clock_from_frame (plain + HEAD_LEN, clock_len);
  if (clock == NULL)
    return NULL;
  *ret_clock = g_steal_pointer (&clock);
  *ret_wall_ms = (gint64) GUINT64_FROM_LE (wall);
  return device;
}
