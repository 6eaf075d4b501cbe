/** A file became another one while it was uploaded. */
export class ProjectChanged extends Error {
  override readonly name = 'ProjectChanged';

  constructor(filePath: string) {
    super(`${filePath} changed while it was uploaded; save it and submit again.`);
  }
}
