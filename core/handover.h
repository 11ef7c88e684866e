/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* ThreadSanitizer does not see the locks inside an uninstrumented GLib, so what is handed from one
 * thread to another through its queues and sources is announced here. Nothing in other builds. */

#pragma once

#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#define CEN_HAND_OVER(pointer) __tsan_release (pointer)
#define CEN_TAKE_OVER(pointer) __tsan_acquire (pointer)
#else
#define CEN_HAND_OVER(pointer) ((void) (pointer))
#define CEN_TAKE_OVER(pointer) ((void) (pointer))
#endif
