import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes } from '../io/exit-code.ts';
import type { ApiOptions } from './api-options.ts';
import { findProfile, type Profile } from './profile.ts';
import { readTokenFile } from './read-token.ts';

/**
 * Where RenderAPI is and who asks: options, then environment, then the profile. A profile's token is for the
 * profile's address only; it is never sent to another.
 *
 * @throws CliError (code 3) naming what is missing
 */
export async function findCredentials(io: CliIo, options: ApiOptions): Promise<Profile> {
  const token =
    options.token ??
    (options.tokenFile === undefined ? undefined : await readTokenFile(io, options.tokenFile)) ??
    fromEnvironment(io, 'TOKEN');
  const given = {
    address: options.address ?? fromEnvironment(io, 'ADDRESS'),
    email: options.email ?? fromEnvironment(io, 'EMAIL'),
    token,
  };
  const { address, email } = given;
  if (address !== undefined && email !== undefined && token !== undefined) {
    return { address: checkedAddress(address), email, token };
  }
  const found = await findProfile(io, options.profile);
  if (found === undefined) throw missing(given);
  const { path, profile } = found;
  if (address !== undefined && checkedAddress(address) !== checkedAddress(profile.address)) {
    throw new CliError(
      exitCodes.credentials,
      'credentials-of-another-address',
      `The profile ${path} is for ${profile.address}, not for ${address}.`,
      {
        next: 'Give --email and --token-file too, or make a profile for that address with `renderonline login`.',
      },
    );
  }
  if (email !== undefined && email !== profile.email && token === undefined) {
    throw new CliError(
      exitCodes.credentials,
      'credentials-of-another-user',
      `The profile ${path} is for ${profile.email}, not for ${email}.`,
      { next: 'Give --token-file too, or sign in as that user with `renderonline login`.' },
    );
  }
  return {
    address: checkedAddress(profile.address),
    email: email ?? profile.email,
    token: token ?? profile.token,
  };
}

function fromEnvironment(io: CliIo, name: string): string | undefined {
  const value = io.env[`RENDERONLINE_${name}`];
  return value === '' ? undefined : value;
}

/** The address without a trailing slash; `farm:5000` means http. */
export function checkedAddress(text: string): string {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.parse(withScheme);
  if (url !== null && ['http:', 'https:'].includes(url.protocol) && url.username === '') {
    return url.origin + url.pathname.replace(/\/+$/, '');
  }
  throw new CliError(exitCodes.usage, 'address-invalid', `"${text}" is not the address of a RenderAPI.`, {
    next: 'Write it like http://farm:5000 or https://farm.example.com.',
  });
}

function missing(given: Partial<Record<'address' | 'email' | 'token', string | undefined>>): CliError {
  const absent = (['address', 'email', 'token'] as const).filter((key) => given[key] === undefined);
  return new CliError(
    exitCodes.credentials,
    'credentials-missing',
    `Where RenderAPI is and who you are is not known: there is no ${absent.join(' and no ')}.`,
    {
      next:
        'Run `renderonline login` once, or give --address, --email and --token-file, or set ' +
        'RENDERONLINE_ADDRESS, RENDERONLINE_EMAIL and RENDERONLINE_TOKEN.',
    },
  );
}
