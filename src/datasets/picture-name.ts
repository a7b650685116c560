/** How the name of a picture ends. What is in the file decides how it is read. */
const PICTURE = /\.(jpe?g|png|webp)$/i;

/** Whether `path` is called as a picture is. */
export function isPictureName(path: string): boolean {
  return PICTURE.test(path);
}
