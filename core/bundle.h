/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenBundle: what a circle has, or what somebody lacks of it, in one file for those who share no
 * network (PROTOCOL.md, Bundles). Ops are in envelopes, files in their closed blocks, so whoever
 * finds the file reads nothing. Writing gives the file piece by piece, reading takes it so: neither
 * holds more than a few of these. */

#pragma once

#include "circle.h"
#include "dag.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_BUNDLE_HEAD_LEN   32
#define CEN_BUNDLE_RECORD_MAX (512 << 10)

typedef struct _CenBundleWriter CenBundleWriter;

typedef enum {
  CEN_BUNDLE_WORDS, /* ops alone */
  CEN_BUNDLE_FILES, /* and every file that is whole here */
} CenBundleScope;

typedef struct {
  guint n_ops;
  guint n_left_out; /* that go from member to member only */
  guint n_files;
} CenBundleWritten;

/**
 * cen_bundle_writer_new: @circle must outlive it.
 * @heads: ids of the heads of who shall read it, whose past is left out; unknown ones say nothing;
 * NULL for everything
 * Errors: CEN_ERROR_STORAGE; CEN_ERROR_REFUSED when no key of the circle is known here.
 */
CenBundleWriter *cen_bundle_writer_new (CenCircle *circle, const CenId *heads, guint n_heads,
                                        CenBundleScope scope, GError **error);
void cen_bundle_writer_free (CenBundleWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenBundleWriter, cen_bundle_writer_free)
/* The next bytes of the file, about 1 MiB at most; NULL at its end, or with an error:
 * CEN_ERROR_STORAGE. */
GBytes *cen_bundle_writer_next (CenBundleWriter *self, GError **error);
void cen_bundle_writer_get_written (const CenBundleWriter *self, CenBundleWritten *ret_written);

/* Whether a file that begins with these bytes is meant to be one. */
gboolean cen_bundle_is_head (const guint8 *bytes, gsize len);

typedef struct _CenBundleReader CenBundleReader;

typedef struct {
  CenId circle;
  guint n_ops;     /* new here */
  guint n_known;   /* were here */
  guint n_unread;  /* under a key that is not known here, or not sound */
  guint n_waiting; /* wait for ops that are not in the file */
  guint n_files;   /* became whole */
  gboolean is_whole;
} CenBundleRead;

/* Finds the circle whose tag is @tag; NULL when this home has none such. */
typedef CenCircle *(*CenBundleFindFunc) (const guint8 *tag, gpointer user_data);

void cen_bundle_get_tag (const CenId *circle, guint8 ret_tag[static 16]);

CenBundleReader *cen_bundle_reader_new (CenBundleFindFunc find, gpointer user_data);
void cen_bundle_reader_free (CenBundleReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenBundleReader, cen_bundle_reader_free)
/**
 * cen_bundle_reader_feed: takes the next bytes of the file, as many as there are; what is complete
 * in them is checked and taken in.
 * Errors: CEN_ERROR_INVALID (no bundle, or damaged), CEN_ERROR_NEWER, CEN_ERROR_NOT_FOUND (of a
 * circle that is not here), CEN_ERROR_STORAGE. What was taken in before stays.
 */
gboolean
cen_bundle_reader_feed (CenBundleReader *self, const guint8 *bytes, gsize len, GError **error);
/* After the last bytes. Whether all of the file was there is told by is_whole. */
gboolean cen_bundle_reader_finish (CenBundleReader *self, CenBundleRead *ret_read, GError **error);

G_END_DECLS
