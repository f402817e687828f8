/** Of the documents that definitions are: `keyless-plan:/{plan id}/{group}.json`. */
export const planScheme = 'keyless-plan';
