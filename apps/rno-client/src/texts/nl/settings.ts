import type english from '../en/settings.ts';
import type { SameKeys } from '../same-keys.ts';

const texts: SameKeys<typeof english> = {
  ConnectionString: 'Server=…;Database=…;User Id=…;Password=…; of Data Source=pad.db',
  Port: 'Waar RenderAPI luistert; 0 laat het systeem kiezen. Een getal of een tekst.',
  Certificate: 'Twee PEM-bestanden voor HTTPS, opnieuw gelezen als ze veranderen; null voor HTTP.',
  BindAddress: 'Het adres waarop wordt geluisterd.',
  FarmName: 'Hoe mensen de farm noemen; leeg is de naam van de computer.',
  ClientDirectory:
    'Waar de webclient staat die op / te vinden is; null is die van RenderOnline, leeg is geen.',
  WebhookAllowsPrivateAddresses:
    'Of webhooks van gebruikers naar het lokale netwerk mogen leiden; die van de farm mogen dat.',
  AllowedOrigins:
    'Herkomsten waarvan de pagina’s de API mogen aanroepen (CORS); ["*"] is elke, zoals in 1.x, [] is geen.',
  LogLevel: 'De minst belangrijke regels die worden geschreven.',
  AllowScripts: 'Of scripts in scènes worden uitgevoerd, voor taken die erom vragen.',
  MaxUploadBytes: 'Bytes. Het grootste projectbestand.',
  MinFreeBytes: 'Bytes. Wat een upload op de schijf vrij moet laten.',
  ContentsDirectory: 'Waar de inhoud van projecten van meerdere bestanden wordt bewaard, elk één keer.',
  ContentsS3:
    'S3-compatibele opslag die de inhoud bewaart; null voor ContentsDirectory, waar lopende uploads in elk geval blijven.',
  MaxProjectFiles: 'Bestanden van één project.',
  MaxProjectBytes: 'Bytes. Alle bestanden van één project samen.',
  MaxProjectsPerUser: 'Projecten van veel bestanden die één gebruiker mag hebben.',
  MaxOpenUploadsPerUser: 'Hervatbare uploads die één gebruiker begonnen mag zijn.',
  MaxOpenUploadBytesPerUser: 'Bytes. Die alle samen, zoals aangekondigd.',
  UploadExpiryMs: 'Milliseconden. Een hervatbare upload waar zo lang niets bij komt, wordt verwijderd.',
  UploadIdleTimeoutMs: 'Milliseconden. Een upload die zo lang niets stuurt, wordt opgegeven.',
  UploadTotalTimeoutMs: 'Milliseconden. Hoelang een upload mag duren.',
  RefusedUploadDrainBytes:
    'Bytes. Hoeveel van een geweigerde upload wordt gelezen en weggegooid, zodat de client het antwoord te zien krijgt.',
  RefusedUploadDrainMs: 'Milliseconden. Hoelang dat wordt gedaan.',
  MaxOutputBytes: 'Bytes. Het grootste bestand dat een machine met een verbinding mag uploaden.',
  MaxLogBytes:
    'Bytes. Wat wordt bewaard van alles wat een renderer in één poging zegt: de eerste helft en het laatste.',
  RequestBodyTimeoutMs: 'Milliseconden. Hoelang de inhoud van elk ander verzoek mag duren.',
  ConnectionIdleTimeoutMs: 'Milliseconden. Een verbinding waarop zo lang niets beweegt, wordt beëindigd.',
  MaxFramesPerTask: 'Frames die een taak mag hebben.',
  MaxEventStreams: 'Gebeurtenisstromen (v2) die tegelijk open mogen zijn.',
  MaxEventStreamsPerUser: 'Hoeveel daarvan elke gebruiker mag hebben, van gebeurtenissen, taken en logs elk.',
  KeepTasksDays: 'Dagen na haar einde waarna een taak verdwijnt, met resultaten en logs; null is nooit.',
  KeepTasksBytes: 'Bytes van alle taken die zijn geëindigd; daarboven verdwijnen de oudste; null is nooit.',
  KeepResultsDays:
    'Dagen na haar einde waarna de resultaten en logs van een taak verdwijnen en de taak blijft om op te zoeken; null is nooit.',
  KeepResultsBytes:
    'Bytes van de resultaten en logs van alle taken die zijn geëindigd; daarboven verdwijnen de oudste; null is nooit.',
  KeepLogsDays: 'Dagen na haar einde waarna de logs van een taak verdwijnen; null is nooit.',
  KeepLogsBytes:
    'Bytes van de logs van alle taken die zijn geëindigd; daarboven verdwijnen de oudste; null is nooit.',
  KeepProjectsDays:
    'Dagen na het laatste gebruik waarna een project van veel bestanden verdwijnt dat geen taak heeft; null is nooit.',
  KeepProjectsBytes:
    'Bytes van alle projecten van veel bestanden; daarboven verdwijnen de oudste die geen taak heeft; null is nooit.',
  KeepUnusedContentsHours: 'Uren na de upload waarna inhoud verdwijnt die geen project heeft.',
  RetentionIntervalMs: 'Milliseconden. Hoe vaak daarnaar wordt gekeken.',
  ThumbnailProcesses: 'Processen die tegelijk afbeeldingen voor miniaturen decoderen.',
  ThumbnailMemoryBytes: 'Bytes. Wat elk daarvan mag gebruiken.',
  ThumbnailTimeoutMs: 'Milliseconden. Hoelang de miniatuur van één afbeelding mag duren.',
  ThumbnailWaitMs: 'Milliseconden. Hoelang een afbeelding op haar beurt wacht.',
  MaxEventListeners: 'Luisteraars naar alles wat er gebeurt (v2) die er tegelijk mogen zijn.',
  EventHistoryBytes:
    'Bytes. Hoeveel van de nieuwste gebeurtenissen in het geheugen blijft voor luisteraars die na een onderbreking terugkomen.',
  EventHeartbeatMs: 'Milliseconden. Hoe vaak een stille gebeurtenisstroom zegt dat ze er is.',
  MaxLinkConnections: 'Machines die tegelijk verbonden mogen zijn.',
  Announce:
    'Of RenderAPI het lokale netwerk vertelt waar het is (mDNS); nooit als het alleen op deze computer luistert.',
  CertificatePollMs: 'Milliseconden. Hoe vaak naar de certificaatbestanden wordt gekeken.',
  MachinePollIntervalMs: 'Milliseconden. Hoe vaak een machine die rendert wordt gevraagd hoe het gaat.',
  MachineIdlePollIntervalMs: 'Milliseconden. Hoe vaak een machine zonder werk dat wordt gevraagd.',
  MachineRequestTimeoutMs: 'Milliseconden. Hoelang één aanroep van een machine mag duren.',
  MachineSilentAfterMs: 'Milliseconden. Wat een machine rendert, gaat naar andere als ze zo lang zwijgt.',
  LeaseTtlMs: 'Milliseconden. Hoelang een lease geldt zonder te worden verlengd.',
  MaxAttempts: 'Na zoveel mislukte pogingen mislukt een taak.',
  LeadershipTtlMs: 'Milliseconden. Een andere RenderAPI neemt het over van een die zo lang zwijgt.',
  MaxRenderMs: 'Milliseconden. Hoelang één render mag duren; 0 is onbeperkt.',
  HungAfterMs:
    'Milliseconden. Een render die zo lang niets zegt en geen processor gebruikt, hangt; met een GPU na vier keer zo lang; 0: nooit.',
  HungFrameFactor:
    'Een frame dat zoveel keer zo lang duurt als de frames van de taak op zijn machine, zonder voortgang, hangt; 0: nooit.',
  HungFrameMinMs: 'Milliseconden. Daarvóór geldt geen frame om die reden als vastgelopen.',
  StopTimeoutMs: 'Milliseconden. Hoelang annuleren wacht tot een machine haar render beëindigt.',
  RescanIntervalMs:
    'Milliseconden. Hoe vaak wordt gezocht naar rijen die andere programma’s hebben geschreven.',
  LinkHeartbeatMs: 'Milliseconden. Hoe vaak een verbonden machine met werk zegt hoe het gaat.',
  LinkIdleHeartbeatMs:
    'Milliseconden. Hoe vaak een machine zonder werk dat doet; na 2,5 keer zo lang is ze weg.',
  LinkSilentAfterMs: 'Milliseconden. Een verbonden machine met werk die zo lang niets zegt, is verloren.',
  LinkReconnectGraceMs:
    'Milliseconden. Hoelang een machine erover mag doen om terug te komen als haar verbinding verbrak.',
  LinkReturnGraceMs:
    'Milliseconden. Hoelang verbonden machines na de start van RenderAPI hebben om terug te komen, voordat hun werk naar andere gaat.',
};

export default texts;
