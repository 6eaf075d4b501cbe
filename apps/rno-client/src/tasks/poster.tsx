import type { TaskSnapshot } from '@renderonline/contract';
import { IconPhoto } from '@tabler/icons-react';
import { useState } from 'react';
import classes from './tasks.module.css';

/** What browsers and RenderAPI make thumbnails of. */
const pictures = /\.(?:png|jpe?g|tiff?|webp|exr)$/i;

/** The picture that stands for a task; a sign of one until there is. It says nothing that the row does not. */
export function Poster({ task }: { readonly task: TaskSnapshot }) {
  const { taskId, poster } = task;
  /** Of a file that is gone, or that nothing can be made of. */
  const [failed, setFailed] = useState<string | null>(null);
  if (poster === null || poster === failed || !pictures.test(poster)) {
    return (
      <span className={classes.poster} aria-hidden>
        <IconPhoto size={18} />
      </span>
    );
  }
  const path = poster.split('/').map(encodeURIComponent).join('/');
  return (
    <img
      className={classes.poster}
      src={`/renderapi/v2/tasks/${taskId}/thumbnails/${path}?width=160`}
      alt=""
      width={64}
      height={36}
      loading="lazy"
      decoding="async"
      onError={() => {
        setFailed(poster);
      }}
    />
  );
}
