/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/support/cost.h"

#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED TRUE
#else
#define IS_SANITIZED FALSE
#endif

static gsize
read_resident (void)
{
  g_autofree char *text = NULL;
  unsigned long total, resident;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%lu %lu", &total, &resident), ==, 2);
  return resident * (gsize) sysconf (_SC_PAGESIZE);
}

static gint64
read_cpu_us (void)
{
  struct rusage usage;

  g_assert_cmpint (getrusage (RUSAGE_SELF, &usage), ==, 0);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * G_USEC_PER_SEC + usage.ru_utime.tv_usec +
         usage.ru_stime.tv_usec;
}

void
test_cost_begin (TestCost *self)
{
  *self = (TestCost){ .begun_bytes = read_resident (), .begun_cpu_us = read_cpu_us () };
  self->peak_bytes = self->begun_bytes;
}

void
test_cost_look (TestCost *self)
{
  self->peak_bytes = MAX (self->peak_bytes, read_resident ());
}

void
test_cost_end (TestCost *self, const char *attack, const char *sent, const char *outcome,
               gsize growth_max_bytes)
{
  gsize growth;

  test_cost_look (self);
  growth = self->peak_bytes - self->begun_bytes;
  g_print ("# %s | %s | %s | %.1f MiB | %" G_GINT64_FORMAT " ms\n", attack, sent, outcome,
           (double) growth / (1 << 20), (read_cpu_us () - self->begun_cpu_us) / 1000);
  if (!IS_SANITIZED)
    g_assert_cmpuint (growth, <=, growth_max_bytes);
}
