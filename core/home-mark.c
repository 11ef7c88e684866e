/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "home-mark.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

/* One line; "" where the system has none. */
static char *
dup_machine_id (void)
{
  static const char *const paths[] = { "/etc/machine-id", "/var/lib/dbus/machine-id" };
  char *id = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    if (g_file_get_contents (paths[i], &id, NULL, NULL))
      return g_strchomp (id);
  }
  return g_strdup ("");
}

gboolean
cen_home_mark (int fd, guint8 ret_mark[static CEN_ID_LEN])
{
  g_autofree char *machine = dup_machine_id ();
  struct statx info;
  guint64 numbers[3] = { 0 };
  CenPart parts[] = { { machine, strlen (machine) + 1 }, { numbers, sizeof numbers } };

  memset (ret_mark, 0, CEN_ID_LEN);
  if (statx (fd, "", AT_EMPTY_PATH, STATX_INO | STATX_BTIME, &info) != 0)
    return FALSE;
  numbers[0] = info.stx_ino;
  if (info.stx_mask & STATX_BTIME) {
    numbers[1] = (guint64) info.stx_btime.tv_sec;
    numbers[2] = info.stx_btime.tv_nsec;
  } else {
    numbers[1] = info.stx_dev_major;
    numbers[2] = info.stx_dev_minor;
  }
  cen_crypto_hash_parts (ret_mark, NULL, 0, "cen1.home", parts, G_N_ELEMENTS (parts));
  return TRUE;
}
