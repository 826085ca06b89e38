// Les pages du site sur lui-même, en français.

export const about = {
  title: "À propos de ce site",
  contact: "Qui répond de ce site",
  noEditor: "L'institution qui tient ce site en répond.",
  sections: [
    {
      heading: "Ce que c'est",
      paragraphs: [
        "Un catalogue de sources pour des travaux écrits et des cours : rapports, traités, lois, jugements, livres et articles sur " +
          "la traite des êtres humains, les enfants en situation de rue et l'exploitation sexuelle des enfants. Chaque source a sa " +
          "page, avec ce qu'elle dit, sa date de publication et le jour où la rédaction l'a lue.",
        "Des personnes choisissent et décrivent les sources, et les relisent avant qu'elles soient montrées.",
      ],
    },
    {
      heading: "Ce que disent les nombres",
      paragraphs: [
        "Les nombres à côté des pays et des sujets comptent les sources réunies ici. Ils ne disent pas combien un crime est " +
          "fréquent : un pays qui a beaucoup de sources est peut-être simplement un pays dont on parle beaucoup.",
        "Une source dit ce qu'elle disait le jour où elle a été écrite. Regardez sa date, et si la rédaction a trouvé une source " +
          "plus récente qui la conteste ou la remplace.",
      ],
    },
    {
      heading: "Les mots que nous employons",
      paragraphs: [
        "Dans nos propres textes, nous employons les termes d'aujourd'hui, ceux des personnes concernées et des organismes qui les " +
          "protègent. Titres et citations restent tels qu'ils ont été imprimés, même avec des mots qu'on n'emploie plus.",
        "Les personnes dont il est question sont des victimes. Aucune n'est nommée ici de façon qu'on puisse la reconnaître, et " +
          "qui le demande est retiré.",
      ],
    },
    {
      heading: "Lire sans laisser de trace",
      paragraphs: [
        "Il n'y a ni cookie ni compte. Rien n'est chargé d'ailleurs, et les liens vers d'autres sites ne leur disent pas d'où vous " +
          "venez. Ce que vous ouvrez ou cherchez n'est écrit dans aucun journal.",
        "Les numéros de téléphone des textes cités sont masqués, car ils ont l'âge du texte. Les numéros vérifiés sont sur la page " +
          "d'aide, avec la date.",
      ],
    },
  ],
};

export const accessibility = {
  title: "Accessibilité",
  sections: [
    {
      heading: "Ce que nous visons",
      paragraphs: [
        "Tout le monde doit pouvoir lire ces pages : au clavier seul, avec un lecteur d'écran, agrandies quatre fois, sur un petit " +
          "téléphone, imprimées, dans le noir. La norme que nous suivons et vérifions est celle des Règles pour l'accessibilité " +
          "des contenus Web 2.2, niveau AA.",
      ],
    },
    {
      heading: "Comment c'est fait",
      paragraphs: [
        "Toutes les pages fonctionnent sans script. Un script complète ce que vous tapez dans le champ de recherche, copie une " +
          "citation et rend « Quitter ce site » plus rapide ; rien n'en dépend.",
        "Couleurs et tailles suivent les réglages de votre navigateur et de votre système, le mode sombre et la réduction des " +
          "animations compris. Rien n'est dit par la seule couleur, et chaque image de chiffres a son tableau.",
      ],
    },
    {
      heading: "Ce qui manque encore",
      paragraphs: [
        "Titres et citations sont dans la langue de leur source, et marqués ainsi. Ils ne sont pas traduits.",
        "Les documents derrière les liens appartiennent à leurs éditeurs. Beaucoup des plus anciens sont numérisés et ne peuvent " +
          "pas être lus à voix haute.",
      ],
    },
    {
      heading: "Si quelque chose vous empêche de lire",
      paragraphs: [
        "Dites à l'institution qui tient ce site ce que vous vouliez lire et ce qui vous a gêné. C'est un défaut de notre part, et " +
          "nous voulons le corriger.",
      ],
    },
  ],
};

export const rights = {
  title: "Droits et retrait",
  sections: [
    {
      heading: "À qui sont ces textes",
      paragraphs: [
        "Titres et passages cités appartiennent à leurs auteurs et éditeurs. Ils sont cités pour l'enseignement et la recherche, " +
          "avec leur source. Respectez leurs droits si vous reprenez davantage qu'une citation.",
        "L'introduction d'une page de pays dit d'où elle vient. Nos propres annotations peuvent être reprises avec l'adresse de la " +
          "page pour source.",
      ],
    },
    {
      heading: "S'il est question de vous",
      paragraphs: [
        "Si un texte d'ici permet de vous reconnaître, vous, votre enfant ou un proche, écrivez à l'institution qui tient ce site. " +
          "Vous n'avez pas à donner de raison, ni à être sûr. Le passage est d'abord masqué, puis vérifié.",
        "Ce qui est retiré est effacé pour de bon : de la page, de ses états antérieurs, de la recherche et des copies que nous " +
          "détenons.",
      ],
    },
    {
      heading: "Si un de vos droits est en cause",
      paragraphs: [
        "Dites à l'institution qui tient ce site de quelle page il s'agit, et ce qui doit être retiré ou corrigé. D'ici là, la " +
          "source peut être enlevée des pages.",
      ],
    },
  ],
};
