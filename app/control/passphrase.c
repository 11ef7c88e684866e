/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "passphrase.h"

#include "core/crypto.h"
#include "core/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define LINE_MAX_LEN 1024

static char *
set_missing (GError **error, const char *sentence)
{
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, sentence);
  return NULL;
}

char *
cenacle_passphrase_read (int fd, GError **error)
{
  char *line = cen_crypto_alloc (LINE_MAX_LEN + 2);
  gsize len = 0;
  gssize n = 1;

  /* One byte at a time: what follows the line is for whoever reads next. */
  while (len <= LINE_MAX_LEN && (len == 0 || line[len - 1] != '\n')) {
    n = read (fd, line + len, 1);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      break;
    len++;
  }
  if (len > 0 && line[len - 1] == '\n')
    line[--len] = '\0';
  if (n >= 0 && len > 0 && len <= LINE_MAX_LEN && strlen (line) == len)
    return line;
  cen_crypto_free (line);
  return set_missing (error, _ ("No passphrase could be read."));
}

char *
cenacle_passphrase_ask (const char *question, GError **error)
{
  int fd = g_open ("/dev/tty", O_RDWR | O_CLOEXEC, 0);
  struct termios before, silent;
  char *line;

  if (fd < 0 || tcgetattr (fd, &before) != 0) {
    if (fd >= 0)
      close (fd);
    return set_missing (error, _ ("There is no terminal to ask for the passphrase: give it with "
                                  "--passphrase-fd."));
  }
  silent = before;
  silent.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (fd, TCSAFLUSH, &silent);
  dprintf (fd, "%s ", question);
  line = cenacle_passphrase_read (fd, error);
  dprintf (fd, "\n");
  tcsetattr (fd, TCSAFLUSH, &before);
  close (fd);
  return line;
}

void
cenacle_passphrase_free (char *passphrase)
{
  cen_crypto_free (passphrase);
}
