// Ressources pour l'enseignement, listes de lecture et thèmes, en français.

const count = (n: number, one: string, many: string) => `${n.toLocaleString("fr")} ${n < 2 ? one : many}`;

export const resources = {
  title: "Pour enseigner",
  lead:
    "Plans de cours, sujets de débat, sujets de dissertation et listes de lecture, prêts à imprimer et sans " +
    "compte.",
  description: (kind: string, topic: string) => (topic === "" ? `${kind}, prêt à imprimer.` : `${kind} sur ce sujet : ${topic}. Prêt à imprimer.`),
  found: (n: number) => (n === 0 ? "Rien trouvé" : count(n, "ressource", "ressources")),
  all: (n: number) => `tout ce qu'il y a pour enseigner (${n})`,
  without: (filter: string) => `sans « ${filter} »`,
  nothing: "Rien ici ne réunit tout cela. Vous pouvez essayer :",
  noneYet: "Ce catalogue n'a encore rien pour enseigner. Vous pouvez continuer par ici :",
  unstated: "Ce qui ne précise pas son âge, son niveau ou sa durée n'y est pas compté.",
  pages: "Pages de la liste",
  previousPage: "Page précédente",
  nextPage: "Page suivante",
  kinds: {
    LESSON_PLAN: "Plan de cours",
    DEBATE_TOPICS: "Sujets de débat",
    ESSAY_QUESTIONS: "Sujets de dissertation",
    READING_LIST: "Liste de lecture",
    BACKGROUND: "Arrière-plan",
    COURSE_OUTLINE: "Programme de cours",
    STRATEGY: "Stratégie éducative",
  },
  otherKind: "Ressource",
  filters: { kind: "Nature", topic: "Sujet", age: "Âge", grade: "Niveau", time: "Durée", language: "Langue" },
  bands: { 30: "30 minutes au plus", 60: "de 30 à 60 minutes", 120: "de 1 à 2 heures", longer: "plus de 2 heures" },
  ages: (from: number, to: number | undefined) =>
    to === undefined ? `${from} ans et plus` : from === to ? `${from} ans` : `de ${from} à ${to} ans`,
  gradeIs: "niveau",
  gradeNumber: (grade: string) => `niveau ${grade}`,
  about: "À propos de cette ressource",
  unit: "Unité",
  lesson: "Leçon",
  topic: "Sujet",
  country: "Pays",
  themes: "Thèmes",
  grade: "Niveau",
  age: "Conçu pour",
  time: "Durée",
  method: "Méthode principale",
  uses: "Usage",
  alignment: "Programme",
  alignmentTypes: {
    teaches: "enseigne",
    requires: "suppose",
    assesses: "évalue",
    educationalSubject: "matière",
    educationalLevel: "niveau",
    textComplexity: "complexité du texte",
    readingLevel: "niveau de lecture",
  },
  translations: "Autres langues",
  licence: "Licence",
  noLicence: "aucune n'est indiquée : demandez avant de copier plus qu'une citation",
  licenceTerms: {
    BY: "nommez qui l'a fait",
    NC: "pas d'usage commercial",
    SA: "transmettez vos modifications sous la même licence",
    ND: "pas de version modifiée",
    ZERO: "usage libre",
  },
  purpose: "À quoi elle sert",
  objectives: "Ce que les élèves sauront faire",
  equipment: "Ce qu'il faut",
  equipmentFor: "Pour",
  opening: "Comment commencer",
  procedures: "Étape par étape",
  assignments: "Devoirs",
  closure: "Comment conclure",
  prompts: "Questions et affirmations",
  suggestions: "Pour commencer :",
  sources: "Sources",
  lookFor: "À chercher :",
  printable: "Feuille à imprimer",
  use: "La donner à votre classe",
  preview: "Voici la feuille telle qu'elle sera sur papier. Imprimez-la depuis votre navigateur.",
  backToPage: "Retour à la page",
  name: "Nom",
  date: "Date",
  helpOnPaper: "Si cela vous concerne, vous ou quelqu'un que vous connaissez, vous pouvez parler à quelqu'un :",
  foundAt: "Cette feuille vient de",
};

export const use = {
  title: "La donner à votre classe",
  titleFor: (title: string) => `La donner à votre classe : ${title}`,
  link: "Par un lien",
  linkText:
    "La page s'ouvre à tout le monde, sans compte. Mettez son adresse là où votre classe la trouve : une " +
    "consigne, un message, le tableau.",
  paper: "Sur papier",
  paperText:
    "La feuille contient le texte, les sources avec leurs adresses, et où trouver de l'aide. Elle ne porte " +
    "aucun numéro de téléphone : on ne corrige pas une feuille quand un numéro change.",
  list: "En liste de lecture",
  listText: (n: number) =>
    `${n < 2 ? "Sa source" : `Ses ${n} sources`} sur une seule page, avec la bibliographie. Ouvrez la liste pour retirer des sources, en ` +
    "ajouter ou changer leur ordre ; l'adresse contient alors votre propre liste, et aucune autre n'en est changée.",
  listCut: (most: number, left: number) => `Une liste a place pour ${most} sources ; ${left} de plus sont sur la page de la ressource.`,
  openList: "Ouvrir la liste de lecture",
  noSources: "Cette ressource n'indique aucune source à lire.",
  care: "Avant le cours",
  careText: [
    "Quelqu'un de votre classe a peut-être vécu ce dont parlent ces sources. Dites à l'avance de quoi traite le " +
      "cours, n'obligez personne à parler, et laissez chacun quitter la salle sans raison à donner.",
    "Sachez à qui un élève peut s'adresser dans votre école, et ayez sous la main les lignes d'écoute de votre pays.",
  ],
};

export const readingList = {
  title: "Liste de lecture",
  titleFor: (title: string) => `Liste de lecture : ${title}`,
  start: "Commencer une liste de lecture",
  startWith: "Commencer une liste de lecture avec cette source",
  beginning: [
    "Une liste de lecture réunit des sources pour une classe, ou pour votre propre travail : dans votre ordre, " +
      "avec une bibliographie dans le style qu'il vous faut. Elle ne demande aucun compte.",
    "Commencez par chercher une source ci-dessous, ou par le lien « Commencer une liste de lecture avec cette " +
      "source » sur la page d'une source.",
  ],
  holds: (n: number) => count(n, "source", "sources"),
  gone: "Une source qui n'est plus montrée ici.",
  replaced: "L'état qui avait été choisi n'est plus montré. Voici la source telle qu'elle est aujourd'hui.",
  earlier: (date: string) => `Telle qu'elle était le ${date}, quand elle a été choisie ; elle a été révisée depuis.`,
  pageHere: "Page de cette source :",
  item: (n: number) => `élément ${n}`,
  up: "Monter",
  down: "Descendre",
  remove: "Retirer",
  adding: "Ajouter une source",
  addLabel: "Des mots à chercher, ou l'adresse de la page d'une source d'ici",
  find: "Chercher",
  add: "Ajouter à la liste",
  proposals: "Sources que vous pouvez ajouter :",
  noProposals:
    "Aucune autre source ne contient ces mots. Des mots moins nombreux ou plus généraux en trouveront peut-être.",
  full: (most: number) => `La liste est pleine : elle a place pour ${most} sources.`,
  tooMany: (most: number, n: number) =>
    `Une liste a place pour ${most} sources. L'adresse en nomme ${n} de plus, qui ${n < 2 ? "n'est" : "ne sont"} pas dans la liste.`,
  unreadable: (n: number) =>
    n < 2
      ? "Une partie de l'adresse ne désigne aucune source et a été laissée de côté."
      : `${n} parties de l'adresse ne désignent aucune source et ont été laissées de côté.`,
  bibliography: "Bibliographie",
  styles: "Styles de citation",
  download: "Pour un logiciel de références :",
  sharing: "Nommer et partager la liste",
  titleLabel: (most: number) => `Titre de la liste (${most} caractères au plus)`,
  rename: "Donner ce titre",
  sharingText: "Qui a cette adresse a la liste. Gardez-la en signet, ou transmettez-la :",
  copyAddress: "Copier l'adresse",
  kept:
    "La liste est dans son adresse et nulle part ailleurs : ce site ne la garde pas. Son titre et le choix des " +
    "sources sont ceux de la personne qui l'a faite.",
};

export const themes = {
  title: "Thèmes",
  lead: "Des questions qui traversent tous les sujets et tous les pays.",
  description: "Les sources par thème, à travers les sujets et les pays.",
  none: "Ce catalogue n'a pas encore de thème.",
  olderTerms:
    "Les textes anciens emploient ces mots. Ils figurent ici pour que vous les reconnaissiez ; une recherche " +
    "sur l'un d'eux trouve le thème.",
  firstSources: "Retour aux sources les plus récentes",
  moreSources: "Plus de sources",
  searchWithin: "Chercher dans ces sources",
};
