/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleIndexer: reads the words of files that came, one at a time and in the background, so that
 * search finds them. Where it was interrupted it goes on at the next start. */

#pragma once

#include "app/control/looker.h"
#include "worker.h"

G_BEGIN_DECLS

typedef struct _CenacleIndexer CenacleIndexer;

CenacleIndexer *cenacle_indexer_new (CenacleLooker *looker);
/* Once @worker runs. It is lent until cenacle_indexer_stop(). */
void cenacle_indexer_start (CenacleIndexer *self, CenacleWorker *worker);
/* Before the worker ends, and once the looker is stopped: what is being read is dropped. */
void cenacle_indexer_stop (CenacleIndexer *self);
/* After the worker has ended. */
void cenacle_indexer_free (CenacleIndexer *self);

/* Files may have come, or gone. On the node thread. */
void cenacle_indexer_note_files (CenacleIndexer *self);

G_END_DECLS
