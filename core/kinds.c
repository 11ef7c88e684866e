/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "kinds.h"

#include "kinds-far.h"
#include "kinds-library.h"
#include "kinds-life.h"
#include "kinds-meet.h"
#include "kinds-note.h"

#include <string.h>

static const CenKind *const tables[] = {
  cen_kinds_base, cen_kinds_life, cen_kinds_meet, cen_kinds_note, cen_kinds_library, cen_kinds_far,
};

const CenKind *
cen_kind_get_nth (guint n)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    for (const CenKind *kind = tables[i]; kind->id != 0; kind++) {
      if (n-- == 0)
        return kind;
    }
  }
  return NULL;
}

const CenKind *
cen_kind_get (guint64 id)
{
  for (guint i = 0; id != 0 && i < G_N_ELEMENTS (tables); i++) {
    for (const CenKind *kind = tables[i]; kind->id != 0; kind++) {
      if (kind->id == id)
        return kind;
    }
  }
  return NULL;
}

const CenKind *
cen_kind_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    for (const CenKind *kind = tables[i]; kind->id != 0; kind++) {
      if (strcmp (kind->name, name) == 0)
        return kind;
    }
  }
  return NULL;
}

const CenField *
cen_kind_get_field (const CenKind *self, guint64 id)
{
  for (const CenField *f = self->fields; f < self->fields + CEN_KIND_FIELDS_MAX && f->id > 0; f++) {
    if (f->id == id)
      return f;
  }
  return NULL;
}

const CenField *
cen_kind_field_from_name (const CenKind *self, const char *name)
{
  for (const CenField *f = self->fields; f < self->fields + CEN_KIND_FIELDS_MAX && f->id > 0; f++) {
    if (strcmp (f->name, name) == 0)
      return f;
  }
  return NULL;
}

const CenField *
cen_kind_field_by_use (const CenKind *self, CenFieldUse use)
{
  for (const CenField *f = self->fields; f < self->fields + CEN_KIND_FIELDS_MAX && f->id > 0; f++) {
    if (f->use == use)
      return f;
  }
  return NULL;
}

gboolean
cen_field_is_required (const CenField *self)
{
  return self->use == CEN_FIELD_REQUIRED || self->use == CEN_FIELD_PARENT ||
         self->use == CEN_FIELD_OTHERS;
}

const CenMark *
cen_kind_get_mark (const CenKind *self, guint64 id)
{
  for (const CenMark *m = self->marks; m < self->marks + CEN_KIND_MARKS_MAX && m->id > 0; m++) {
    if (m->id == id)
      return m;
  }
  return NULL;
}

const CenMark *
cen_kind_mark_from_name (const CenKind *self, const char *name)
{
  for (const CenMark *m = self->marks; m < self->marks + CEN_KIND_MARKS_MAX && m->id > 0; m++) {
    if (strcmp (m->name, name) == 0)
      return m;
  }
  return NULL;
}
