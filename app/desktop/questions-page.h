/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleQuestionsPage: what was asked in the circle, what waits for an answer first. */

#pragma once

#include "object-page.h"

G_BEGIN_DECLS

#define CENACLE_TYPE_QUESTIONS_PAGE (cenacle_questions_page_get_type ())
G_DECLARE_FINAL_TYPE (CenacleQuestionsPage, cenacle_questions_page, CENACLE, QUESTIONS_PAGE,
                      CenacleObjectPage)

G_END_DECLS
