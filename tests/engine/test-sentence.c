/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every sentence about how a circle stands, in both languages: what the engine tells, as text, and
 * what people read of it. */

#include "app/control/name-list.h"
#include "app/control/sentence.h"

#include <glib/gi18n.h>
#include <locale.h>

typedef struct {
  const char *status; /* a{sv} */
  const char *english;
  const char *french;
} Case;

/* Members' ids, as they stand in a status. */
#define BO "'member': <'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'>, 'name': <'Bo'>"
#define CY "'member': <'baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'>, 'name': <'Cy'>"
#define DI "'member': <'caaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'>, 'name': <'Di'>"
#define EL "'member': <'daaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'>, 'name': <'El'>"

#define NOBODY "'member': <'eaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'>, 'name': <''>"

#define PEERS(peers)    "'peers': <[" peers "]>"
#define IN_SYNC         "'state': <'connected'>, 'in-sync': <true>"
#define HERE            "'state': <'connected'>"
#define AWAY            "'state': <'away'>"
#define LAGS(behind, n) "'behind': <uint64 " #behind ">, 'ahead': <uint64 " #n ">"

static const Case circles[] = {
  { "{'removed': <'device'>, " PEERS ("{" BO ", " AWAY "}") "}",
    "This device was removed from the circle.", "Cet appareil a été retiré du cercle." },
  { "{'removed': <'member'>, 'removed-by': <'Bo'>, 'online': <false>}",
    "Bo removed you from this circle.", "Bo vous a retiré·e de ce cercle." },
  { "{'removed': <'member'>, 'removed-by': <'Bo'>, 'reason': <'Spam'>}",
    "Bo removed you from this circle: “Spam”.", "Bo vous a retiré·e de ce cercle : « Spam »." },
  { "{'removed': <'device'>, 'removed-by': <'Bo'>}", "Bo removed this device from the circle.",
    "Bo a retiré cet appareil du cercle." },
  { "{'removed': <'device'>, 'removed-by': <'Bo'>, 'reason': <'Lost'>}",
    "Bo removed this device from the circle: “Lost”.",
    "Bo a retiré cet appareil du cercle : « Lost »." },
  { "{'removed': <'own-device'>, 'removed-by': <'Ana'>}",
    "Another device of yours removed this one from the circle.",
    "Un autre de vos appareils a retiré celui-ci du cercle." },
  { "{'online': <false>, 'disk-full': <true>}", "Offline, as you chose.",
    "Hors ligne, comme vous l’avez choisi." },
  { "{'disk-full': <true>, " PEERS ("{" BO ", " IN_SYNC "}") "}",
    "What others send cannot be kept: the disk may be full.",
    "Ce que les autres envoient ne peut pas être gardé : le disque est peut-être plein." },
  { "{'ops': <uint64 3>}", "You are alone in this circle so far.",
    "Vous êtes pour l’instant seul·e dans ce cercle." },
  { "{" PEERS ("{" BO ", " AWAY "}") "}",
    "Nobody else is here now; what you write reaches them when you meet.",
    "Personne d’autre n’est là ; les messages partiront à la prochaine rencontre." },
  { "{" PEERS ("{" BO ", " AWAY ", " LAGS (1, 0) "}") "}",
    "Nobody else is here now; 1 thing of yours waits until you meet.",
    "Personne d’autre n’est là ; 1 élément attend la prochaine rencontre." },
  { "{" PEERS ("{" BO ", " AWAY ", " LAGS (2, 0) "}, {" CY ", " AWAY ", " LAGS (7, 0) "}") "}",
    "Nobody else is here now; 7 things of yours wait until you meet.",
    "Personne d’autre n’est là ; 7 éléments attendent la prochaine rencontre." },
  { "{" PEERS ("{" BO ", " AWAY ", " LAGS (2, 1) "}") "}",
    "You lack 1 thing; only people who are away have it: Bo.",
    "Il vous manque 1 élément, que seuls des absents ont : Bo." },
  { "{" PEERS ("{" BO ", " AWAY ", " LAGS (0, 5) "}, {" CY ", " AWAY ", " LAGS (0, 9) "}") "}",
    "You lack 9 things; only people who are away have them: Bo and Cy.",
    "Il vous manque 9 éléments, que seuls des absents ont : Bo et Cy." },
  { "{" PEERS ("{" BO ", 'state': <'connecting'>}, {" CY ", 'state': <'refused'>}") "}",
    "Looking for the others…", "À la recherche des autres…" },
  { "{" PEERS ("{" BO ", 'state': <'connecting'>, " LAGS (1, 0) "}") "}",
    "Nobody else is here now; 1 thing of yours waits until you meet.",
    "Personne d’autre n’est là ; 1 élément attend la prochaine rencontre." },
  { "{" PEERS ("{" BO ", 'state': <'refused'>}, {" CY ", " AWAY "}") "}",
    "This device is not let in by Bo: it is not known there yet, or was removed.",
    "Cet appareil n’est pas admis par Bo : il n’y est pas encore connu, ou a été retiré." },
  { "{'inside': <false>, " PEERS ("{" BO ", " AWAY "}") "}",
    "Nothing has arrived yet: it comes by itself when one of the others is here.",
    "Rien n’est encore arrivé : tout viendra de soi-même dès que quelqu’un du cercle sera là." },
  { "{'inside': <false>, " PEERS ("{" BO ", 'state': <'refused'>}, {" CY ", " AWAY "}") "}",
    "This device is not let in yet: it gets in when whoever let it in is here too, or by a new "
    "link.",
    "Cet appareil n’est pas encore admis : il le sera quand la personne qui l’a fait entrer sera "
    "là "
    "aussi, ou par un nouveau lien." },
  { "{'inside': <false>, " PEERS ("{" NOBODY ", " HERE ", " LAGS (0, 7) "}") "}",
    "Receiving 7 things from somebody.", "Réception de 7 éléments de quelqu’un." },
  { "{" PEERS ("{" BO ", 'own': <true>, " IN_SYNC "}, {" CY ", " IN_SYNC "}") "}",
    "Up to date with Cy and your other devices.", "À jour avec Cy et vos autres appareils." },
  { "{" PEERS ("{" BO ", " HERE ", " LAGS (0, 1) "}") "}", "Receiving 1 thing from Bo.",
    "Réception de 1 élément de Bo." },
  { "{" PEERS ("{" BO ", " HERE ", " LAGS (3, 12) "}, {" CY ", " IN_SYNC "}") "}",
    "Receiving 12 things from Bo.", "Réception de 12 éléments de Bo." },
  { "{'early': <uint32 20>, 'time-left': <int64 9000>, " PEERS ("{" BO ", " HERE
                                                                ", " LAGS (0, 5000) "}") "}",
    "Receiving 5000 things from Bo. What is newest can be read already.",
    "Réception de 5 000 éléments de Bo. Le plus récent se lit déjà." },
  { "{'early': <uint32 20>, 'time-left': <int64 41000>, " PEERS ("{" BO ", " HERE
                                                                 ", " LAGS (0, 5000) "}") "}",
    "Receiving 5000 things from Bo. About 41 seconds left. What is newest can be read already.",
    "Réception de 5 000 éléments de Bo. Encore 41 secondes environ. Le plus récent se lit déjà." },
  { "{'time-left': <int64 190000>, " PEERS ("{" BO ", " HERE ", " LAGS (0, 5000) "}") "}",
    "Receiving 5000 things from Bo. About 3 minutes left.",
    "Réception de 5 000 éléments de Bo. Encore 3 minutes environ." },
  { "{" PEERS ("{" BO ", " HERE ", " LAGS (1, 0) "}") "}", "Sending 1 thing to Bo.",
    "Envoi de 1 élément à Bo." },
  { "{" PEERS ("{" BO ", " HERE ", " LAGS (4, 0) "}, {" CY ", " HERE ", " LAGS (5, 0) "}") "}",
    "Sending 5 things to Bo and Cy.", "Envoi de 5 éléments à Bo et Cy." },
  { "{" PEERS ("{" BO ", " HERE "}") "}", "Comparing with Bo…", "Comparaison avec Bo…" },
  { "{'waiting': <uint32 1>, " PEERS ("{" BO ", " IN_SYNC "}") "}",
    "1 thing cannot be shown yet: what comes before it has not arrived.",
    "1 élément ne peut pas encore être affiché : ce qui le précède n’est pas arrivé." },
  { "{'waiting': <uint32 8>, " PEERS ("{" BO ", " IN_SYNC "}") "}",
    "8 things cannot be shown yet: what comes before them has not arrived.",
    "8 éléments ne peuvent pas encore être affichés : ce qui les précède n’est pas arrivé." },
  { "{" PEERS ("{" BO ", " IN_SYNC "}, {" CY ", " AWAY ", " LAGS (0, 6) "}") "}",
    "You lack 6 things; only people who are away have them: Cy.",
    "Il vous manque 6 éléments, que seuls des absents ont : Cy." },
  { "{'key-due': <true>, " PEERS ("{" BO ", " IN_SYNC "}") "}",
    "Up to date with Bo; the circle’s key is being renewed.",
    "À jour avec Bo ; la clé du cercle est en train d’être renouvelée." },
  { "{" PEERS ("{" BO ", " IN_SYNC "}, {" CY ", " AWAY ", " LAGS (6, 0) "}") "}",
    "Up to date with Bo.", "À jour avec Bo." },
  /* Two devices of one person are one person. */
  { "{" PEERS ("{" BO ", " AWAY ", " LAGS (9, 9) "}, {" BO ", " IN_SYNC "}, {" CY ", " IN_SYNC
                                                 "}") "}",
    "Up to date with Bo and Cy.", "À jour avec Bo et Cy." },
  { "{" PEERS ("{" CY ", " IN_SYNC "}, {" BO ", " IN_SYNC "}") "}", "Up to date with Bo and Cy.",
    "À jour avec Bo et Cy." },
  { "{" PEERS ("{" BO ", " IN_SYNC "}, {" CY ", " IN_SYNC "}, {" DI ", " IN_SYNC "}, {" EL
               ", " IN_SYNC "}") "}",
    "Up to date with Bo, Cy, Di and others.", "À jour avec Bo, Cy, Di et d’autres." },
};

static const Case clocks[] = {
  { "{'clock-ahead': <int64 0>}", NULL, NULL },
  { "{'clock-ahead': <int64 660000>}",
    "The clock of this machine is 11 minutes ahead of those of the others: please set it.",
    "L’horloge de cette machine avance de 11 minutes sur celles des autres : réglez-la." },
  { "{'clock-ahead': <int64 -10800000>}",
    "The clock of this machine is 3 hours behind those of the others: please set it.",
    "L’horloge de cette machine retarde de 3 heures sur celles des autres : réglez-la." },
  { "{'clock-ahead': <int64 -259200000>}",
    "The clock of this machine is 3 days behind those of the others: please set it.",
    "L’horloge de cette machine retarde de 3 jours sur celles des autres : réglez-la." },
  { "{'clock-ahead': <int64 -315360000000>}",
    "The clock of this machine is 10 years behind those of the others: please set it.",
    "L’horloge de cette machine retarde de 10 ans sur celles des autres : réglez-la." },
};

static const Case people[] = {
  { "{" AWAY "}", "", "" },
  { "{" HERE "}", "", "" },
  { "{'state': <'refused'>, " LAGS (1, 1) "}",
    "does not let this device in: it is not known there yet, or was removed",
    "ne laisse pas entrer cet appareil : il n’y est pas encore connu, ou a été retiré" },
  { "{" HERE ", " LAGS (0, 0) "}", "comparing…", "comparaison…" },
  { "{" IN_SYNC ", " LAGS (0, 0) "}", "has everything that you have", "a tout ce que vous avez" },
  { "{" AWAY ", " LAGS (0, 0) "}", "has everything that you have", "a tout ce que vous avez" },
  { "{" AWAY ", " LAGS (1, 0) "}", "lacks 1 thing that you have",
    "il lui manque 1 élément que vous avez" },
  { "{" AWAY ", " LAGS (4, 0) "}", "lacks 4 things that you have",
    "il lui manque 4 éléments que vous avez" },
  { "{" HERE ", " LAGS (0, 1) "}", "has 1 thing that you lack", "a 1 élément qui vous manque" },
  { "{" HERE ", " LAGS (2, 3) "}", "lacks 2 things that you have · has 3 things that you lack",
    "il lui manque 2 éléments que vous avez · a 3 éléments qui vous manquent" },
  { "{" IN_SYNC ", " LAGS (0, 0) ", 'clock-ahead': <int64 7200000>}",
    "has everything that you have · their clock is 2 hours ahead of yours",
    "a tout ce que vous avez · son horloge avance de 2 heures sur la vôtre" },
  { "{" IN_SYNC ", 'clock-ahead': <int64 -660000>}", "their clock is 11 minutes behind yours",
    "son horloge retarde de 11 minutes sur la vôtre" },
};

typedef char *(*TellFunc) (GVariant *dict);

static char *
tell_circle (GVariant *dict)
{
  g_autoptr (CenaclePresence) presence = cenacle_presence_new (dict);

  return cenacle_sentence_dup (presence);
}

static char *
tell_clock (GVariant *dict)
{
  g_autoptr (CenaclePresence) presence = cenacle_presence_new (dict);

  return cenacle_sentence_dup_clock (presence);
}

static char *
tell_person (GVariant *dict)
{
  g_autoptr (CenaclePeer) peer = cenacle_peer_new (dict);

  return cenacle_sentence_dup_peer (peer);
}

static void
check (const Case *cases, gsize n, TellFunc tell, gboolean is_french)
{
  for (gsize i = 0; i < n; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) dict =
        g_variant_parse (G_VARIANT_TYPE_VARDICT, cases[i].status, NULL, NULL, &error);
    g_autofree char *told = NULL;

    g_assert_no_error (error);
    told = tell (dict);
    g_assert_cmpstr (told, ==, is_french ? cases[i].french : cases[i].english);
  }
}

static void
check_all (gboolean is_french)
{
  check (circles, G_N_ELEMENTS (circles), tell_circle, is_french);
  check (clocks, G_N_ELEMENTS (clocks), tell_clock, is_french);
  check (people, G_N_ELEMENTS (people), tell_person, is_french);
}

static void
test_english (void)
{
  check_all (FALSE);
}

static void
test_french (void)
{
  if (!g_file_test (BUILD_ROOT "/po/fr/LC_MESSAGES/cenacle.mo", G_FILE_TEST_EXISTS)) {
    g_test_skip ("this build made no translations");
    return;
  }
  if (setlocale (LC_ALL, "fr_FR.UTF-8") == NULL) {
    g_test_skip ("there is no French locale here");
    return;
  }
  bindtextdomain (GETTEXT_PACKAGE, BUILD_ROOT "/po");
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  check_all (TRUE);
  setlocale (LC_ALL, "C");
}

/* Any number of names, as English says them, and that what others wrote is no pattern. */
static void
test_names (void)
{
  static const struct {
    const char *names[5];
    const char *text;
  } rows[] = {
    { { NULL }, "" },
    { { "Ana" }, "Ana" },
    { { "Ana", "Bo" }, "Ana and Bo" },
    { { "Ana", "Bo", "Cy" }, "Ana, Bo and Cy" },
    { { "100 %s", "%n", "", "Di" }, "100 %s, %n,  and Di" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    g_autofree char *text = NULL;

    for (gsize k = 0; rows[i].names[k] != NULL; k++)
      g_ptr_array_add (names, (gpointer) rows[i].names[k]);
    text = cenacle_name_list_dup_text (names);
    g_assert_cmpstr (text, ==, rows[i].text);
  }
}

static void
test_of_one_circle (void)
{
  g_autoptr (GVariant) status = g_variant_parse (
      G_VARIANT_TYPE ("aa{sv}"),
      "[{'circle': <'x'>, 'online': <false>}, {'circle': <'y'>, 'in-sync': <true>}]", NULL, NULL,
      NULL);
  g_autoptr (CenaclePresence) x = cenacle_presence_new_from_status (status, "x");
  g_autoptr (CenaclePresence) y = cenacle_presence_new_from_status (status, "y");

  g_assert_true (!x->is_online && !x->is_in_sync);
  g_assert_true (y->is_online && y->is_in_sync);
  g_assert_null (cenacle_presence_new_from_status (status, "z"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sentence/english", test_english);
  g_test_add_func ("/sentence/french", test_french);
  g_test_add_func ("/sentence/names", test_names);
  g_test_add_func ("/sentence/of-one-circle", test_of_one_circle);
  return g_test_run ();
}
