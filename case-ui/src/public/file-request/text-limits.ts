/** The longest text the API takes; kept equal to the contract by a test, so that the first page needs no schemas. */
export const MAX_TEXT_LENGTH = 8000;
