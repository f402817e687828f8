export const cleanUpMessages = {
  'cleanUp.usedBy': 'Used by {groups}, which no plan made: it would get stuck.',
  'cleanUp.pulledWith': '{groups} may no longer pull: no plan made it.',
  'cleanUp.holdsImages': 'A registry: its images go with it.',
  'cleanUp.others': 'Also holds what no plan made ({count}): {names}. It would go too.',
  'cleanUp.unreadContents': 'What else it holds could not be read.',
  'cleanUp.holdsUnsafe': 'Holds {name}, which is better kept.',
  'cleanUp.goesWith': 'Everything in {group} goes with it: {names}.',
  'cleanUp.unreadIn': 'What {group} holds could not be read; it all goes with it.',
  'cleanUp.imagesGo': 'The images in {name} go with it.',
  'cleanUp.unread': 'Not everything could be read in: {names}. Groups there may use what goes.',
  'cleanUp.final': 'What is deleted can’t be brought back. Logs go with their container groups.',
} as const;
