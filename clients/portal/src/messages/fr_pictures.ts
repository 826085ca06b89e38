// Images, comparaisons et fils, en français.
import type { Messages } from "./messages.ts";

const sources = (n: number) => `${n.toLocaleString("fr")} ${n < 2 ? "source" : "sources"}`;

export const pictures: Messages["pictures"] = {
  country: (name, n) => `${name} : ${sources(n)}`,
  legend: "Sources réunies ici",
  range: (from, to) => (to === undefined ? `${from} et plus` : `${from} à ${to}`),
  asTable: "La même chose en tableau",
  borders:
    "Frontières telles que les trace Natural Earth, simplifiées ; elles ne disent rien du statut d'aucun territoire. Les " +
    "petits pays sont marqués d'un point.",
  more: "Autres vues des mêmes sources",
};

export const timeline: Messages["timeline"] = {
  title: "Sources par année",
  titleFor: (of) => `Sources par année : ${of}`,
  lead: "Quand les sources réunies ici ont été publiées.",
  description: "Combien des sources réunies ici ont été publiées chaque année.",
  caption: "Sources réunies ici, selon l'année de leur publication ; elles ne disent pas combien le crime était fréquent.",
  topic: "Sujet",
  allTopics: "Tous les sujets",
  country: "Pays",
  allCountries: "Tous les pays",
  show: "Afficher",
  year: "Année",
  years: "Années",
  sources: "Sources",
  bar: (period, n) => `${period} : ${sources(n)}`,
  most: (n) => `Le plus dans une barre : ${n.toLocaleString("fr")}`,
  gap: "aucune source réunie ici",
  undated: (n) => `${sources(n)} sans année connue.`,
  cutOff: "Les années avant la première affichée ne sont pas montrées.",
  nothing: "Aucune source d'année connue n'a été réunie ici pour ce choix.",
  searchAll: (n) => `Chercher dans ${n === 1 ? "cette source" : `ces ${n.toLocaleString("fr")} sources`}`,
  unknown: "Ce sujet ou ce pays n'est pas dans ce catalogue. Choisissez dans les listes :",
};

export const compare: Messages["compare"] = {
  title: "Comparer des pays",
  titleFor: (names) => `Comparer : ${names}`,
  description: "Les sources réunies ici sur deux à cinq pays, côte à côte.",
  lead: "Mettez de deux à cinq pays côte à côte : quels sujets, thèmes, périodes et genres de source sont couverts, et où rien n'a encore été réuni.",
  start: "Comparer avec d'autres pays",
  caption: "Sources réunies ici ; elles ne disent pas combien le crime est fréquent. Un champ vide dit que personne n'y a encore réuni de source, et rien d'autre.",
  gap: "aucune source réunie ici",
  none: "aucune",
  chosen: "Pays comparés",
  remove: (name) => `Retirer ${name}`,
  add: "Ajouter un pays",
  first: "Premier pays",
  choose: "Choisir…",
  topic: "Sujet",
  allTopics: "Tous les sujets",
  show: "Afficher",
  neighbours: "Pays voisins",
  addNeighbour: (name) => `Ajouter ${name}`,
  oneMore: "Choisissez au moins un autre pays pour comparer.",
  full: "Cinq pays, c'est tout ce qui tient côte à côte. Retirez-en un pour en ajouter un autre.",
  tooMany: (n) => `L'adresse nomme ${n} pays. On peut en comparer cinq au plus : les voici tous ; retirez-en.`,
  unknownCountry: (names) =>
    `L'adresse nomme ${names === "" ? "un pays" : names}, que ce catalogue n'a pas. Choisissez dans la liste, qui a tous ceux qu'il a :`,
  unknownTopic: "L'adresse nomme un sujet qui n'est pas dans ce catalogue. Voici tous les sujets ensemble :",
  all: "Toutes les sources",
  topics: "Sujets",
  themes: "Thèmes",
  periods: "Publication",
  types: "Genres de source",
  undated: "sans année connue",
  otherType: "non déterminé",
  decade: (first) => `${first}–${first + 9}`,
  field: "Champ",
  timeline: (name) => `${name} : sources par année`,
  noTheme: "sans thème",
};

export const feeds: Messages["feeds"] = {
  all: "Sources ajoutées ou révisées récemment",
  of: (name) => `Sources ajoutées ou révisées récemment : ${name}`,
  subtitle: "Sources réunies ici ; elles ne disent pas combien le crime est fréquent.",
  follow: "Suivre ce qui est ajouté (fil Atom)",
  searchName: "Chercher dans le catalogue",
};
