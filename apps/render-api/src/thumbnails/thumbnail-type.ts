/** What every thumbnail is: small, with transparency, and known to all browsers. */
export const thumbnailType = 'image/webp';
