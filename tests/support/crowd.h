/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* TestCrowd: up to a thousand devices of one circle on one virtual clock, from one seed. Each has a
 * replica, a tree and an overlay of its own and speaks by real sessions over links with latency
 * that break, as engines do; only the sockets are missing. A few devices write, and all others
 * carry. */

#pragma once

#include "net/overlay.h"
#include "net/session.h"
#include "net/tree.h"
#include "tests/support/people.h"

G_BEGIN_DECLS

#define TEST_CROWD_AUTHORS_MAX 16

typedef struct _TestCrowd TestCrowd;

typedef struct {
  guint n_devices;
  guint n_authors; /* the first ones */
  gint64 latency_min_ms;
  gint64 latency_max_ms;
  NetTreeShape shape;
} TestCrowdPlan;

/* What was counted since test_crowd_count(). */
typedef struct {
  guint n_ops;          /* written */
  guint64 n_deliveries; /* of these, at devices that did not write them */
  guint hops_p50;
  guint hops_p99;
  guint hops_max;
  gint64 last_p50_ms; /* from writing an op until the last device has it */
  gint64 last_p99_ms;
  guint64 n_needed;   /* bytes: each op once to each device */
  guint64 n_ops_sent; /* bytes in PUSH and OPS */
  guint64 n_sent;     /* bytes in all frames */
  guint n_links;
  guint queue_max;      /* bytes that waited in one session */
  guint64 n_frames[32]; /* by type */
} TestCrowdCount;

TestCrowd *test_crowd_new (guint32 seed, const TestCrowdPlan *plan);
void test_crowd_free (TestCrowd *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestCrowd, test_crowd_free)

GRand *test_crowd_get_rand (TestCrowd *self);
gint64 test_crowd_get_now_ms (const TestCrowd *self);
guint test_crowd_get_n_devices (const TestCrowd *self);

void test_crowd_run (TestCrowd *self, gint64 ms);
/* One of those who write does; it may be away. */
void test_crowd_post (TestCrowd *self, guint author);

/* Breaks one link by lot. */
void test_crowd_break_link (TestCrowd *self);
void test_crowd_leave (TestCrowd *self, guint device);
void test_crowd_come (TestCrowd *self, guint device);
/* Its sessions end and what it only had in memory is gone. */
void test_crowd_restart (TestCrowd *self, guint device);
/* Its disk is what it was at the beginning; not for one who writes. */
void test_crowd_restore (TestCrowd *self, guint device);
void test_crowd_skew (TestCrowd *self, guint device, gint64 ms);
/* Nobody of the first @n devices reaches any of the others; 0: all are reached again. */
void test_crowd_part (TestCrowd *self, guint n);
/* All come back and reach all. */
void test_crowd_heal (TestCrowd *self);

/* Runs until all devices hold the same ops, at most @ms; fails when they do not. */
void test_crowd_settle (TestCrowd *self, gint64 ms);
/* Fails unless all views are equal and no memory has grown past its bound. */
void test_crowd_assert_equal (TestCrowd *self);

void test_crowd_count (TestCrowd *self);
void test_crowd_get_count (TestCrowd *self, TestCrowdCount *ret_count);

G_END_DECLS
