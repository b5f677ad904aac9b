/** The legal notice that Pivert writes by itself, as Markdown for the others. */
export const LEGAL_TEXT = `## Éditeur du site

**Association de l'essai**
association loi 1901
1 rue du Pré
31000 Toulouse

## Directeur ou directrice de la publication

Camille Roche

## Hébergement

**Les Deux Rives**
3 impasse du Bac
31998 Port-Sarrail

## Données personnelles

Ce site ne dépose aucun cookie, ne mesure pas votre visite et n'appelle aucun autre site tant que vous ne l'avez pas demandé par un clic. Pour toute question sur vos données, écrivez à l'adresse ci-dessus ; vous pouvez aussi saisir la [CNIL](https://www.cnil.fr/).
`;
