/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The page of a certificate, drawn the same on a screen, on paper and into a PDF. */

#pragma once

#include <pango/pangocairo.h>

G_BEGIN_DECLS

#define CENACLE_CERTIFICATE_STEPS_MAX 24 /* named on the page; of more the number is told */

typedef struct {
  char *circle;
  char *member;
  char *path;
  GPtrArray *steps; /* char * */
  char *day;
  char *code; /* by which it can be checked */
} CenacleCertificateWords;

void cenacle_certificate_words_clear (CenacleCertificateWords *self);

/* In the units of @cr; @width and @height are those of the page. */
void cenacle_certificate_draw (cairo_t *cr, double width, double height,
                               const CenacleCertificateWords *words);

/* The code in groups of four, which are easier to read and to type. */
char *cenacle_certificate_dup_groups (const char *code);

G_END_DECLS
