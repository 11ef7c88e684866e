/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "load-words.h"

/* --- English --- */

static const char *const phrases_en[] = {
  "How do you choose the substitution in the third exercise?",
  "I would integrate by parts first and look at what is left.",
  "Page 12 of the notes has a picture that helped me.",
  "Can somebody explain why the limit and the integral may change places here?",
  "Dominated convergence: find one function that stands above all of them.",
  "I tried, and I get the opposite sign; where is my mistake?",
  "You forgot the derivative of the inner function, I think.",
  "Shall we meet on Tuesday before the test and go through last year's?",
  "Yes, and I can present the part on series.",
  "The **second** proof is shorter, but the first one tells more.",
  "Here is a way to remember it: draw the graph, then the area.",
  "Thank you, that was exactly what I was missing.",
  "There is a good exercise on this in the green book, number 4.7.",
  "Let us write the summary together, I will begin with the definitions.",
  "What does *uniformly* add there, compared with point by point?",
  "One rate for all points at once; the rate may not depend on where you are.",
  NULL,
};

static const char *const skills_en[] = { "Series",       "LaTeX",  "Topology", "Piano", "Integrals",
                                         "Proofreading", "Python", "Drawing",  NULL };

static const char *const about_en[] = {
  "Learns best by drawing. Ask me about pictures of proofs.",
  "Night owl; I answer after ten.",
  "Back at school after twelve years in a kitchen.",
  "I collect beautiful mistakes.",
  NULL,
};

static const CenacleLoadRow channels_en[] = { { { "integrals", "Areas, and how to find them" } },
                                              { { "papers", "What we read" } },
                                              { { NULL } } };

static const CenacleLoadRow questions_en[] = {
  { { "Why must a continuous function on a closed interval have a maximum?",
      "I see it in the *picture*, but not in the proof. Where is it used that the interval is "
      "closed?",
      "Topology", "Try `1/x` on the **open** interval first: what goes wrong?",
      "And then read page 41, second paragraph." } },
  { { "Is there a trick to see which substitution works?", "", "Integrals",
      "Look for a function whose derivative stands beside it." } },
  { { "How do I write a matrix in LaTeX?", "", "LaTeX", "`pmatrix`, from amsmath." } },
  { { "Does a series converge when its terms go to zero?", "", "Series",
      "No: the harmonic series does not, although its terms do.",
      "It is only half of what you need." } },
  { { "What is a good first book on topology?", "", "Topology" } },
  { { "How do I plot a function with a hole in Python?", "At the hole it draws a wall.",
      "Python" } },
  { { NULL } },
};

static const CenacleLoadRow proposals_en[] = {
  { { "Fourier series", "From the *heat* equation to music." } },
  { { "What is measure, really?", "" } },
  { { "An evening of mistakes", "Each brings one that taught them something." } },
  { { "How to read a proof", "We take one page, and an hour." } },
  { { NULL } },
};

static const CenacleLoadRow polls_en[] = {
  { { "When do we meet next?", "Tuesday at 18:00", "Thursday at 18:00", "Saturday morning" } },
  { { "What shall we read first?", "Series", "Integrals", "Topology" } },
  { { "What do you bring to the picnic?", "Bread", "Cheese", "Cherries", "A blanket" } },
  { { NULL } },
};

static const CenacleLoadRow sessions_en[] = {
  { { "Thursday class", "Bring *one* question, however small.", "Room 3", "workshop" } },
  { { "Reading: Spivak, chapter 5", "We read aloud, and stop at each *clearly*.", "The library",
      "reading" } },
  { { "Series, at last", "Which one do you find beautiful?", "Room 3", "talk" } },
  { { NULL } },
};

static const char *const agenda_en[] = { "10 What is unclear", "35 Exercises in pairs",
                                         "15 What we take home", NULL };

static const CenacleLoadRow kudos_en[] = { { { "for drawing it until I saw it", "patience" } },
                                           { { "for the summary of chapter 4", "LaTeX" } },
                                           { { "for asking what nobody dared to", "courage" } },
                                           { { "for staying until I had it", "Integrals" } },
                                           { { NULL } } };

static const CenacleLoadRow badges_en[] = {
  { { "Owl", "🦉", "for a question that helped all" } },
  { { "Bridge", "🌉", "for bringing two ideas together" } },
  { { NULL } },
};

static const CenacleLoadRow boosts_en[] = {
  { { "The green book", "Every exercise has a hint, and none gives it away." } },
  { { "Drawings of proofs", "I saw at once what I had read for a week." } },
  { { NULL } },
};

static const CenacleLoadRow pairs_en[] = { { { "Write the notes of the term in LaTeX" } },
                                           { { "Understand one proof a week" } },
                                           { { NULL } } };

static const CenacleLoadRow paths_en[] = {
  { { "Integrals, from zero", "What an area is", "Substitution", "By parts",
      "Improper integrals" } },
  { { "Series for the impatient", "Sums without end", "Four tests", "Power series" } },
  { { NULL } },
};

static const CenacleLoadRow decks_en[] = {
  { { "Derivatives", "sin x", "cos x", "ln x", "1/x", "tan x", "1/cos² x" } },
  { { "Words of topology", "open", "with a room around each of its points", "closed",
      "its complement is open", "compact", "every open cover has a finite one" } },
  { { NULL } },
};

static const CenacleLoadRow resources_en[] = {
  { { "Calculus, by Michael Spivak", "", "The chapters on limits; ask the library." } },
  { { "A picture for each theorem", "https://example.org/pictures", "Draws what we prove." } },
  { { "Exercises of the last ten years", "https://example.org/exercises", "With hints." } },
  { { NULL } },
};

static const CenacleLoadRow notes_en[] = {
  { { "Integrals, what we know",
      "# Areas\n\nAn integral is an area with a *sign*: below the axis it counts as less.\n",
      "\n## Substitution\n\n1. Look for an inner function.\n2. Its derivative should stand beside "
      "it.\n3. Do not forget the limits.\n",
      "\n- [x] example of the class\n- [ ] an example with a root\n",
      "\n## Words\n\n- antiderivative :: a function whose derivative is the given one\n- integrand "
      ":: "
      "what stands under the sign\n" } },
  { { "Thursday class, 5th time",
      "## What we did\n\n- Exercises 3 to 5\n- Why closed intervals matter\n",
      "\n## Who does what\n\n- [ ] draw the second proof\n- [ ] bring the green book\n" } },
  { { "Questions for the exam",
      "Everybody adds one, and an answer to somebody else’s.\n\n1. When may one swap limit and "
      "integral?\n",
      "2. What is a series that converges, but not absolutely?\n" } },
  { { NULL } },
};

static const CenacleLoadWords english = {
  phrases_en,
  skills_en,
  about_en,
  "# How we learn here\n\n- We listen before we answer.\n- No question is too small.\n"
  "- We say where we learned things.",
  channels_en,
  questions_en,
  proposals_en,
  polls_en,
  sessions_en,
  agenda_en,
  "We did exercises 3 to 5; number 6 comes next time.\n\n- [ ] draw the second proof",
  kudos_en,
  badges_en,
  boosts_en,
  pairs_en,
  paths_en,
  decks_en,
  resources_en,
  notes_en,
};

/* --- French --- */

static const char *const phrases_fr[] = {
  "Comment choisis-tu le changement de variable dans le troisième exercice ?",
  "J’intégrerais d’abord par parties, pour voir ce qui reste.",
  "À la page 12 des notes, il y a un dessin qui m’a aidé.",
  "Qui peut expliquer pourquoi on échange ici la limite et l’intégrale ?",
  "Convergence dominée : trouve une fonction au-dessus de toutes les autres.",
  "J’ai essayé, et je trouve le signe opposé ; où est mon erreur ?",
  "Tu as oublié la dérivée de la fonction intérieure, je crois.",
  "On se voit mardi avant le contrôle, pour reprendre celui de l’an dernier ?",
  "Oui, et je peux présenter la partie sur les séries.",
  "La **deuxième** preuve est plus courte, mais la première en dit plus.",
  "Un moyen de s’en souvenir : dessiner la courbe, puis l’aire.",
  "Merci, c’est exactement ce qui me manquait.",
  "Il y a un bon exercice là-dessus dans le livre vert, le 4.7.",
  "Écrivons le résumé ensemble, je commence par les définitions.",
  "Qu’ajoute *uniformément*, par rapport à point par point ?",
  "Une seule vitesse pour tous les points ; elle ne dépend pas de l’endroit.",
  NULL,
};

static const char *const skills_fr[] = { "Séries",    "LaTeX",  "Topologie", "Piano", "Intégrales",
                                         "Relecture", "Python", "Dessin",    NULL };

static const char *const about_fr[] = {
  "Comprend mieux en dessinant. Demandez-moi les preuves en images.",
  "Couche-tard ; je réponds après vingt-deux heures.",
  "De retour à l’école après douze ans en cuisine.",
  "Je collectionne les belles erreurs.",
  NULL,
};

static const CenacleLoadRow channels_fr[] = { { { "intégrales",
                                                  "Les aires, et comment les trouver" } },
                                              { { "lectures", "Ce que nous lisons" } },
                                              { { NULL } } };

static const CenacleLoadRow questions_fr[] = {
  { { "Pourquoi une fonction continue sur un intervalle fermé a-t-elle un maximum ?",
      "Je le vois sur le *dessin*, pas dans la preuve. Où se sert-on de ce que l’intervalle est "
      "fermé ?",
      "Topologie", "Essaie d’abord `1/x` sur l’intervalle **ouvert** : qu’est-ce qui cloche ?",
      "Puis lis la page 41, deuxième paragraphe." } },
  { { "Y a-t-il une astuce pour voir quel changement de variable marche ?", "", "Intégrales",
      "Cherche une fonction dont la dérivée est à côté." } },
  { { "Comment écrire une matrice en LaTeX ?", "", "LaTeX", "`pmatrix`, d’amsmath." } },
  { { "Une série converge-t-elle quand ses termes tendent vers zéro ?", "", "Séries",
      "Non : la série harmonique diverge, et pourtant ses termes tendent vers zéro.",
      "Ce n’est que la moitié de ce qu’il faut." } },
  { { "Quel bon premier livre de topologie ?", "", "Topologie" } },
  { { "Comment tracer en Python une fonction qui a un trou ?", "Au trou, il dessine un mur.",
      "Python" } },
  { { NULL } },
};

static const CenacleLoadRow proposals_fr[] = {
  { { "Les séries de Fourier", "De l’équation de la *chaleur* à la musique." } },
  { { "La mesure, au fond ?", "" } },
  { { "Une soirée d’erreurs", "Chacun en apporte une qui lui a appris quelque chose." } },
  { { "Comment lire une preuve", "Une page, et une heure." } },
  { { NULL } },
};

static const CenacleLoadRow polls_fr[] = {
  { { "Quand nous revoyons-nous ?", "Mardi à 18 h", "Jeudi à 18 h", "Samedi matin" } },
  { { "Que lisons-nous d’abord ?", "Séries", "Intégrales", "Topologie" } },
  { { "Qu’apportes-tu au pique-nique ?", "Du pain", "Du fromage", "Des cerises",
      "Une couverture" } },
  { { NULL } },
};

static const CenacleLoadRow sessions_fr[] = {
  { { "Le cours du jeudi", "Apportez *une* question, même toute petite.", "Salle 3", "workshop" } },
  { { "Lecture : Spivak, chapitre 5", "On lit à voix haute, et on s’arrête à chaque *clairement*.",
      "La bibliothèque", "reading" } },
  { { "Les séries, enfin", "Laquelle trouvez-vous belle ?", "Salle 3", "talk" } },
  { { NULL } },
};

static const char *const agenda_fr[] = { "10 Ce qui n’est pas clair", "35 Exercices à deux",
                                         "15 Ce que nous emportons", NULL };

static const CenacleLoadRow kudos_fr[] = {
  { { "pour l’avoir dessiné jusqu’à ce que je voie", "patience" } },
  { { "pour le résumé du chapitre 4", "LaTeX" } },
  { { "pour avoir demandé ce que personne n’osait", "courage" } },
  { { "pour être resté·e jusqu’à ce que je comprenne", "Intégrales" } },
  { { NULL } },
};

static const CenacleLoadRow badges_fr[] = {
  { { "Chouette", "🦉", "pour une question qui a aidé tout le monde" } },
  { { "Pont", "🌉", "pour avoir rapproché deux idées" } },
  { { NULL } },
};

static const CenacleLoadRow boosts_fr[] = {
  { { "Le livre vert", "Chaque exercice a un indice, et aucun ne vend la mèche." } },
  { { "Les preuves dessinées", "J’ai vu d’un coup ce que je lisais depuis une semaine." } },
  { { NULL } },
};

static const CenacleLoadRow pairs_fr[] = { { { "Rédiger les notes du semestre en LaTeX" } },
                                           { { "Comprendre une preuve par semaine" } },
                                           { { NULL } } };

static const CenacleLoadRow paths_fr[] = {
  { { "Les intégrales, de zéro", "Ce qu’est une aire", "Changement de variable", "Par parties",
      "Intégrales impropres" } },
  { { "Les séries pour gens pressés", "Des sommes sans fin", "Quatre critères",
      "Séries entières" } },
  { { NULL } },
};

static const CenacleLoadRow decks_fr[] = {
  { { "Dérivées", "sin x", "cos x", "ln x", "1/x", "tan x", "1/cos² x" } },
  { { "Mots de topologie", "ouvert", "avec de la place autour de chacun de ses points", "fermé",
      "son complémentaire est ouvert", "compact",
      "de tout recouvrement ouvert on en tire un fini" } },
  { { NULL } },
};

static const CenacleLoadRow resources_fr[] = {
  { { "Calculus, de Michael Spivak", "", "Les chapitres sur les limites ; à la bibliothèque." } },
  { { "Un dessin par théorème", "https://example.org/dessins", "Montre ce que nous prouvons." } },
  { { "Dix ans d’exercices", "https://example.org/exercices", "Avec des indices." } },
  { { NULL } },
};

static const CenacleLoadRow notes_fr[] = {
  { { "Les intégrales, ce que nous savons",
      "# Des aires\n\nUne intégrale est une aire avec un *signe* : sous l’axe, elle compte en "
      "moins.\n",
      "\n## Changement de variable\n\n1. Chercher une fonction intérieure.\n2. Sa dérivée devrait "
      "se trouver à côté.\n3. Ne pas oublier les bornes.\n",
      "\n- [x] l’exemple du cours\n- [ ] un exemple avec une racine\n",
      "\n## Des mots\n\n- primitive :: une fonction dont la dérivée est celle qu’on donne\n- "
      "intégrande :: ce qui est sous le signe\n" } },
  { { "Cours du jeudi, 5e fois",
      "## Ce que nous avons fait\n\n- Exercices 3 à 5\n- Pourquoi un intervalle fermé\n",
      "\n## Qui fait quoi\n\n- [ ] dessiner la deuxième preuve\n- [ ] apporter le livre vert\n" } },
  { { "Des questions pour l’examen",
      "Chacun en ajoute une, et répond à celle d’un autre.\n\n1. Quand peut-on échanger limite et "
      "intégrale ?\n",
      "2. Quelle série converge, mais pas absolument ?\n" } },
  { { NULL } },
};

static const CenacleLoadWords french = {
  phrases_fr,
  skills_fr,
  about_fr,
  "# Comment nous apprenons\n\n- Nous écoutons avant de répondre.\n- Aucune question n’est trop "
  "petite.\n- Nous disons d’où nous le savons.",
  channels_fr,
  questions_fr,
  proposals_fr,
  polls_fr,
  sessions_fr,
  agenda_fr,
  "Exercices 3 à 5 faits ; le 6 la prochaine fois.\n\n- [ ] dessiner la deuxième preuve",
  kudos_fr,
  badges_fr,
  boosts_fr,
  pairs_fr,
  paths_fr,
  decks_fr,
  resources_fr,
  notes_fr,
};

const CenacleLoadWords *
cenacle_load_words_get (void)
{
  const char *const *names = g_get_language_names ();

  return g_str_has_prefix (names[0], "fr") ? &french : &english;
}
