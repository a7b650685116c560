/**
 * The session as it is built. Its worker is a file of its own that a thread loads without jest, so the tests of the session
 * run on dist/, which `npm test` makes first.
 */
export { openSession } from '../../dist/inference/session.js';
export { embedPictures } from '../../dist/inference/embed.js';
