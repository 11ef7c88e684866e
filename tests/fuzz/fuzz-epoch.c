/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"

#include "core/epoch.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  static const guint8 seed[CEN_KEY_LEN] = { 7 };
  CenEpochKey parents[CEN_EPOCH_PARENTS_MAX];
  CenEpochKey key;
  CenBoxKey own;
  CenEpoch epoch;

  cen_crypto_init ();
  if (!cen_epoch_parse (&epoch, bytes, len, NULL))
    return 0;
  g_assert (epoch.n > 0 && epoch.n_parents <= CEN_EPOCH_PARENTS_MAX);
  g_assert (epoch.n_wraps <= CEN_DEVICES_MAX);
  g_assert (epoch.wraps > bytes && epoch.wraps + epoch.n_wraps * CEN_WRAP_LEN <= bytes + len);
  g_assert (epoch.chain > bytes && epoch.chain + epoch.chain_len <= bytes + len);
  cen_box_key_from_seed (&own, seed);
  cen_epoch_key_from_bytes (&key, seed);
  cen_epoch_open_chain (&epoch, &key, parents);
  if (epoch.n_wraps == 1)
    cen_epoch_wraps_are_right (&epoch, &key, own.public_key, 1);
  if (cen_epoch_open_wrap (&epoch, 0, &own, &key))
    g_assert (epoch.n_wraps > 0);
  return 0;
}
