import { make, spokenLanguage, t, the } from './page.ts';
import type { CertificateNotice } from './shell-calls.ts';

/** Shows a certificate and asks whether to trust it. Leaving the dialog in any other way is a no. */
export function askToTrust(notice: CertificateNotice): Promise<boolean> {
  const dialog = the('certificate', HTMLDialogElement);
  const isChanged = notice.kind === 'changed-certificate';
  dialog.classList.toggle('loud', isChanged);
  dialog.role = isChanged ? 'alertdialog' : 'dialog';
  the('certificate-heading', HTMLElement).textContent = t(
    isChanged ? 'certificateChanged' : 'certificateUnknown',
  );
  the('certificate-advice', HTMLElement).textContent = t(
    isChanged ? 'certificateChangedAdvice' : 'certificateUnknownAdvice',
  );
  the('certificate-facts', HTMLElement).replaceChildren(...factsOf(notice));
  const no = the('certificate-no', HTMLButtonElement);
  const yes = the('certificate-yes', HTMLButtonElement);
  no.textContent = t('certificateNo');
  yes.textContent = t('certificateYes');
  return new Promise((resolve) => {
    let isTrusted = false;
    no.onclick = () => {
      dialog.close();
    };
    yes.onclick = () => {
      isTrusted = true;
      dialog.close();
    };
    dialog.onclose = () => {
      resolve(isTrusted);
    };
    dialog.showModal();
  });
}

function factsOf(notice: CertificateNotice): HTMLElement[] {
  const { certificate, address } = notice;
  const day = new Intl.DateTimeFormat(spokenLanguage(), { dateStyle: 'medium' });
  const valid = day.formatRange(
    certificate.notBefore * 1000,
    Math.max(certificate.notBefore, certificate.notAfter) * 1000,
  );
  const rows: readonly (readonly [string, string, string?])[] = [
    [t('address'), address],
    [t('certificateHosts'), certificate.hosts.join(', ')],
    [t('certificateSubject'), certificate.subject],
    [t('certificateIssuer'), certificate.issuer],
    [t('certificateValid'), valid],
    [t('certificateFingerprint'), certificate.fingerprint, 'code'],
    notice.kind === 'changed-certificate'
      ? [t('certificatePinned'), notice.pinned, 'code']
      : [t('certificateReason'), notice.reason],
  ];
  return rows.flatMap(([name, value, className = '']) => [
    make('dt', {}, name),
    make('dd', { className }, value === '' ? '–' : value),
  ]);
}
