/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "notes-page.h"

#include "note-editor.h"
#include "note-list.h"

#include "core/kinds-note.h"
#include "core/queries-objects.h"

struct _CenacleNotesPage {
  AdwBin parent;
  GtkStack *stack;
  GtkWidget *list;
  GtkWidget *editor;
  CenacleCircle *circle;
};

static void page_iface_init (CenaclePageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CenacleNotesPage, cenacle_notes_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (CENACLE_TYPE_PAGE, page_iface_init))

static void
close_note (CenacleNotesPage *self)
{
  cenacle_note_editor_open (CENACLE_NOTE_EDITOR (self->editor), self->circle, NULL);
  gtk_stack_set_visible_child (self->stack, self->list);
}

static void
chosen_cb (CenacleNotesPage *self, const char *note)
{
  CenId id;

  if (self->circle == NULL || !cen_id_from_text (&id, note))
    return;
  gtk_stack_set_visible_child (self->stack, self->editor);
  cenacle_note_editor_open (CENACLE_NOTE_EDITOR (self->editor), self->circle, &id);
}

static void
set_circle (CenaclePage *page, CenacleCircle *circle)
{
  CenacleNotesPage *self = CENACLE_NOTES_PAGE (page);

  close_note (self);
  g_set_object (&self->circle, circle);
  cenacle_page_set_circle (CENACLE_PAGE (self->list), circle);
}

/* A comment shows with its note. */
static CenId
find_note (CenacleNotesPage *self, const CenId *object)
{
  CenStore *store = self->circle != NULL ? cenacle_circle_get_store (self->circle) : NULL;
  g_autoptr (CenObjectRow) row =
      store != NULL ? cen_query_object (store, cenacle_circle_get_id (self->circle), object, NULL)
                    : NULL;

  return row != NULL && row->kind != NULL && row->kind->id == CEN_KIND_COMMENT ? row->parent
                                                                               : *object;
}

static void
open_object (CenaclePage *page, const CenId *object)
{
  CenacleNotesPage *self = CENACLE_NOTES_PAGE (page);
  CenId note = find_note (self, object);
  g_autofree char *id = cen_id_dup_text (&note);

  chosen_cb (CENACLE_NOTES_PAGE (page), id);
}

static void
page_iface_init (CenaclePageInterface *iface)
{
  iface->set_circle = set_circle;
  iface->open = open_object;
}

static void
cenacle_notes_page_dispose (GObject *object)
{
  g_clear_object (&CENACLE_NOTES_PAGE (object)->circle);
  G_OBJECT_CLASS (cenacle_notes_page_parent_class)->dispose (object);
}

static void
cenacle_notes_page_class_init (CenacleNotesPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cenacle_notes_page_dispose;
}

static void
cenacle_notes_page_init (CenacleNotesPage *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  self->list = g_object_new (CENACLE_TYPE_NOTE_LIST, NULL);
  self->editor = cenacle_note_editor_new ();
  gtk_stack_add_child (self->stack, self->list);
  gtk_stack_add_child (self->stack, self->editor);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
  g_signal_connect_object (self->list, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "closed", G_CALLBACK (close_note), self,
                           G_CONNECT_SWAPPED);
}
