/** Maximum text length of the API. A test keeps it equal to the contract, so the first page needs no
 *  schemas. */
export const MAX_TEXT_LENGTH = 8000;
