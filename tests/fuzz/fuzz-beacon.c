/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The input is one datagram. A stranger can send any; without a key nothing may be found in it but
 * by a chance of one in 2^96. The seeds in the corpus hold entries under these keys. */

#include "fuzz.h"

#include "net/beacon.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  static const NetBeaconKey keys[] = {
    { .kind = NET_BEACON_PAIR, .key = { 1 } },
    { .kind = NET_BEACON_SHARED, .key = { 2 } },
  };
  static const NetIp ip = { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 1 } };
  g_autoptr (GArray) found = NULL;

  cen_crypto_init ();
  found = net_beacon_read (bytes, len, &ip, keys, G_N_ELEMENTS (keys));
  g_assert ((found != NULL) == (len == NET_BEACON_LEN && bytes[0] == NET_BEACON_VERSION));
  for (guint i = 0; found != NULL && i < found->len; i++) {
    const NetBeaconFound *one = &g_array_index (found, NetBeaconFound, i);

    /* What the seeds say. */
    g_assert (one->key == i || found->len == 1);
    g_assert (one->entry.port == 4711);
  }
  return 0;
}
