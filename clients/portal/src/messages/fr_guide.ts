// Le guide de recherche pour les travaux écrits, en français.

import type { GuideTexts } from "./en_guide.ts";

export const guide: GuideTexts = {
  title: "Écrire un travail",
  link: "Comment écrire un travail avec ces sources",
  lead: "D'une première idée à la liste des sources, en sept étapes. Vous pouvez commencer par n'importe laquelle.",
  contents: "Les étapes",
  sections: [
    {
      id: "question",
      heading: "Trouver une question à laquelle on peut répondre",
      paragraphs: [
        "« La traite des êtres humains » est un domaine, pas une question. Un travail devient bon quand sa " +
          "question est assez petite pour qu'on y réponde avec les sources qu'on peut lire dans le temps qu'on a.",
        "Trois coupes réduisent un domaine : un pays, ou deux à comparer ; un espace d'années ; une chose que " +
          "quelqu'un a faite ou omise.",
      ],
      points: [
        { term: "Trop large :", text: "que fait-on contre la traite des êtres humains ?" },
        {
          term: "On peut y répondre :",
          text:
            "qu'est-ce qui a changé, dans un pays, dans la façon de reconnaître les victimes depuis son dernier " +
            "examen, et qui le dit ?",
        },
        {
          term: "On peut comparer :",
          text:
            "deux rapports sur le même pays arrivent à des constats différents. Est-ce dû à leur mandat, à leur " +
            "méthode ou à leurs années ?",
        },
      ],
      links: [
        { label: "Tous les sujets, avec des conseils pour chacun", path: "/topics" },
        { label: "Les thèmes qui les traversent", path: "/themes" },
      ],
    },
    {
      id: "finding",
      heading: "Trouver des sources par pays et par sujet",
      paragraphs: [
        "Commencez par la page de votre pays sur votre sujet : elle a une introduction, et les sources dans " +
          "l'ordre où la rédaction les lirait. Cherchez ensuite les mots de votre question, et affinez par nature " +
          "de source et par années.",
        "Peu de sources sur un pays ne veut pas dire qu'il s'y passe peu de choses. Peut-être personne ne l'a " +
          "écrit, ou on l'a écrit dans une autre langue, ou personne ne l'a réuni ici. Une lacune est un résultat " +
          ": dites dans votre travail que vous avez cherché, et où.",
      ],
      points: [
        { term: "« … » entre guillemets", text: "trouve des mots qui se suivent, comme dans « intérêt supérieur »." },
        { term: "-mot", text: "laisse de côté ce qui contient le mot." },
        { term: "traffick*", text: "trouve tous les mots qui commencent ainsi." },
        { term: "Mots anciens :", text: "chercher un terme qu'on n'emploie plus trouve aussi celui d'aujourd'hui." },
      ],
      links: [
        { label: "Les sources par pays", path: "/countries" },
        { label: "Recherche", path: "/search" },
      ],
    },
    {
      id: "judging",
      heading: "Juger chaque source avant de s'y fier",
      paragraphs: [
        "Posez quatre questions à chaque source. Ce site montre à côté du titre ce qu'il sait des réponses ; le " +
          "reste est dans la source, le plus souvent dans un chapitre sur la méthode, qu'on saute facilement.",
      ],
      points: [
        {
          term: "De quelle nature est-elle ?",
          text:
            "Une loi dit ce qui doit être, un jugement ce qui a été décidé dans un cas, une enquête ce que des " +
            "gens ont répondu, un article de presse ce qu'on savait un jour donné. Aucun ne remplace l'autre.",
        },
        {
          term: "Quel âge a-t-elle ?",
          text:
            "La date de publication et le jour où la rédaction l'a lue sont sous le titre. Un chiffre d'il y a " +
            "dix ans peut être juste et ne rien dire d'aujourd'hui.",
        },
        {
          term: "Quelqu'un a-t-il vérifié l'affirmation ?",
          text:
            "Si la rédaction l'a fait, le passage le dit : confirmée par une source indépendante, contestée, " +
            "remplacée ou corrigée. Si rien n'est dit, personne ne l'a encore vérifiée.",
        },
        {
          term: "Vos lecteurs peuvent-ils encore la trouver ?",
          text:
            "Les adresses meurent. S'il y a une copie archivée, un lien y mène. Si une adresse appartient " +
            "maintenant à quelqu'un d'autre, elle n'est pas montrée ; citez alors la copie archivée.",
        },
      ],
      links: [],
    },
    {
      id: "numbers",
      heading: "Se méfier des chiffres",
      paragraphs: [
        "Pour chaque chiffre, notez ce qui a été compté, par qui, où et pour quelles années. Si vous ne pouvez " +
          "pas, ce chiffre n'est pas encore à vous : cherchez la source d'où il vient.",
        "Une estimation n'est pas un comptage. Les cas connus des autorités ne mesurent pas combien il y en a. " +
          "Les nombres à côté des pays et des sujets de ce site comptent des sources, et rien d'autre.",
      ],
      points: [],
      links: [],
    },
    {
      id: "quoting",
      heading: "Citer de sorte qu'on retrouve l'endroit",
      paragraphs: [
        "Beaucoup de passages portent ici le repère que leur source leur donne, par exemple [27] pour un " +
          "paragraphe. Reprenez les mots exactement et donnez ce repère : il reste juste quand les pages d'une " +
          "édition ne le sont plus.",
        "« Trouver ce passage dans la source » ouvre la source à ces mots. Lisez ce qui les précède et ce qui " +
          "les suit. Une phrase peut dire le contraire une fois ses voisines parties.",
        "Titres et citations restent tels qu'ils ont été imprimés, même avec des mots que personne " +
          "n'emploierait plus. Dans vos propres phrases, employez les termes d'aujourd'hui, et jamais un nom ni " +
          "un détail qui permettrait de reconnaître une victime.",
      ],
      points: [],
      links: [],
    },
    {
      id: "citing",
      heading: "Donner ses sources et garder sa liste",
      paragraphs: [
        "Chaque source a sa rubrique pour la citer, avec une adresse permanente. Suivie de « @ » et d'un " +
          "nombre, cette adresse montre la page comme vous l'avez vue, quoi qu'on y change ensuite : c'est celle " +
          "à citer.",
        "Une liste de lecture réunit vos sources, dans le style que votre école demande, ou en fichier pour un " +
          "logiciel de références. Elle vit dans son adresse : gardez celle-ci en signet. Il n'y a pas de compte.",
        "Relisez une bibliographie avant de la rendre. Un nom que le catalogue écrit mal est mal écrit dans " +
          "votre travail aussi.",
      ],
      points: [],
      links: [{ label: "Commencer une liste de lecture", path: "/list" }],
    },
    {
      id: "care",
      heading: "Prendre soin de soi",
      paragraphs: [
        "Ces textes parlent de violences contre des personnes, dont beaucoup d'enfants. Ce n'est pas une " +
          "faiblesse si l'un d'eux ne vous quitte pas. Vous pouvez le fermer, en prendre un autre, ou changer de " +
          "question.",
        "Une note sous un titre dit ce qu'une source décrit. Les listes et la recherche peuvent ne montrer que " +
          "des sources sans note. Des lois, des rapports d'organes de suivi et des études de méthode portent un " +
          "travail entier sans décrire ce qu'on a fait à quelqu'un.",
        "Travaillez de jour, avec des pauses, et dites à quelqu'un à quoi vous travaillez. « Quitter ce site » " +
          "est en haut de chaque page.",
        "Si quelque chose ici vous concerne, vous ou quelqu'un que vous connaissez, vous n'avez pas à finir le " +
          "travail d'abord.",
      ],
      points: [],
      links: [{ label: "Trouver de l'aide", path: "/help" }],
    },
  ],
};
