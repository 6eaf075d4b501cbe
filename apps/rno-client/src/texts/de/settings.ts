import type english from '../en/settings.ts';
import type { SameKeys } from '../same-keys.ts';

const texts: SameKeys<typeof english> = {
  ConnectionString: 'Server=…;Database=…;User Id=…;Password=…; oder Data Source=pfad.db',
  Port: 'Wo RenderAPI lauscht; bei 0 wählt das System. Eine Zahl oder ein Text.',
  Certificate: 'Zwei PEM-Dateien für HTTPS, neu gelesen, wenn sie sich ändern; null für HTTP.',
  BindAddress: 'Die Adresse, auf der gelauscht wird.',
  FarmName: 'Wie man die Farm nennt; leer ist der Name des Computers.',
  ClientDirectory:
    'Wo der Web-Client liegt, der unter / zu finden ist; null ist der von RenderOnline, leer ist keiner.',
  WebhookAllowsPrivateAddresses:
    'Ob Webhooks von Benutzern ins lokale Netz führen dürfen; die der Farm dürfen es.',
  AllowedOrigins:
    'Herkünfte, deren Seiten die API aufrufen dürfen (CORS); ["*"] ist jede, wie in 1.x, [] ist keine.',
  LogLevel: 'Die unwichtigsten Zeilen, die geschrieben werden.',
  AllowScripts: 'Ob in Szenen eingebettete Skripte laufen, für Aufträge, die darum bitten.',
  MaxUploadBytes: 'Bytes. Die größte Projektdatei.',
  MinFreeBytes: 'Bytes. Was ein Upload auf der Platte frei lassen muss.',
  ContentsDirectory: 'Wo die Inhalte von Projekten aus mehreren Dateien aufbewahrt werden, jeder einmal.',
  ContentsS3:
    'S3-kompatibler Speicher, der die Inhalte aufbewahrt; null für ContentsDirectory, wo laufende Uploads in jedem Fall bleiben.',
  MaxProjectFiles: 'Dateien eines Projekts.',
  MaxProjectBytes: 'Bytes. Alle Dateien eines Projekts zusammen.',
  MaxProjectsPerUser: 'Projekte aus vielen Dateien, die ein Benutzer haben darf.',
  MaxOpenUploadsPerUser: 'Fortsetzbare Uploads, die ein Benutzer begonnen haben darf.',
  MaxOpenUploadBytesPerUser: 'Bytes. Alle diese zusammen, wie angekündigt.',
  UploadExpiryMs:
    'Millisekunden. Ein fortsetzbarer Upload, zu dem so lange nichts hinzukommt, wird entfernt.',
  UploadIdleTimeoutMs: 'Millisekunden. Ein Upload, der so lange nichts sendet, wird aufgegeben.',
  UploadTotalTimeoutMs: 'Millisekunden. Wie lange ein Upload dauern darf.',
  RefusedUploadDrainBytes:
    'Bytes. Wie viel eines abgelehnten Uploads gelesen und verworfen wird, damit der Client die Antwort zu sehen bekommt.',
  RefusedUploadDrainMs: 'Millisekunden. Wie lange das geschieht.',
  MaxOutputBytes: 'Bytes. Die größte Datei, die ein verbundener Rechner hochladen darf.',
  MaxLogBytes:
    'Bytes. Was von allem bleibt, was ein Renderer in einem Versuch sagt: die erste Hälfte und das Letzte.',
  RequestBodyTimeoutMs: 'Millisekunden. Wie lange der Inhalt jeder anderen Anfrage dauern darf.',
  ConnectionIdleTimeoutMs:
    'Millisekunden. Eine Verbindung, auf der sich so lange nichts bewegt, wird beendet.',
  MaxFramesPerTask: 'Bilder, die ein Auftrag haben darf.',
  MaxEventStreams: 'Ereignisströme (v2), die zugleich offen sein dürfen.',
  MaxEventStreamsPerUser:
    'Wie viele davon jeder Benutzer haben darf, von Ereignissen, Aufträgen und Protokollen je.',
  KeepTasksDays:
    'Tage nach seinem Ende, nach denen ein Auftrag mit Ergebnissen und Protokollen entfällt; null ist nie.',
  KeepTasksBytes: 'Bytes aller beendeten Aufträge; darüber entfallen die ältesten; null ist nie.',
  KeepResultsDays:
    'Tage nach seinem Ende, nach denen Ergebnisse und Protokolle eines Auftrags entfallen, während er selbst zum Nachschlagen bleibt; null ist nie.',
  KeepResultsBytes:
    'Bytes der Ergebnisse und Protokolle aller beendeten Aufträge; darüber entfallen die ältesten; null ist nie.',
  KeepLogsDays: 'Tage nach seinem Ende, nach denen die Protokolle eines Auftrags entfallen; null ist nie.',
  KeepLogsBytes:
    'Bytes der Protokolle aller beendeten Aufträge; darüber entfallen die ältesten; null ist nie.',
  KeepProjectsDays:
    'Tage nach der letzten Verwendung, nach denen ein Projekt aus vielen Dateien entfällt, das kein Auftrag hat; null ist nie.',
  KeepProjectsBytes:
    'Bytes aller Projekte aus vielen Dateien; darüber entfallen die ältesten, die kein Auftrag hat; null ist nie.',
  KeepUnusedContentsHours: 'Stunden nach dem Upload, nach denen ein Inhalt entfällt, den kein Projekt hat.',
  RetentionIntervalMs: 'Millisekunden. Wie oft danach gesehen wird.',
  ThumbnailProcesses: 'Prozesse, die zugleich Bilder für Vorschaubilder dekodieren.',
  ThumbnailMemoryBytes: 'Bytes. Was jeder davon belegen darf.',
  ThumbnailTimeoutMs: 'Millisekunden. Wie lange die Vorschau eines Bildes dauern darf.',
  ThumbnailWaitMs: 'Millisekunden. Wie lange ein Bild wartet, bis es an der Reihe ist.',
  MaxEventListeners: 'Zuhörer für alles, was geschieht (v2), die zugleich da sein dürfen.',
  EventHistoryBytes:
    'Bytes. Wie viel der neuesten Ereignisse im Speicher bleibt, für Zuhörer, die nach einer Unterbrechung wiederkommen.',
  EventHeartbeatMs: 'Millisekunden. Wie oft ein stiller Ereignisstrom sagt, dass er da ist.',
  MaxLinkConnections: 'Rechner, die zugleich verbunden sein dürfen.',
  Announce:
    'Ob RenderAPI dem lokalen Netz sagt, wo sie ist (mDNS); nie, wenn sie nur auf diesem Computer lauscht.',
  CertificatePollMs: 'Millisekunden. Wie oft nach den Zertifikatsdateien gesehen wird.',
  MachinePollIntervalMs: 'Millisekunden. Wie oft ein Rechner, der rendert, gefragt wird, wie es steht.',
  MachineIdlePollIntervalMs: 'Millisekunden. Wie oft ein Rechner ohne Arbeit das gefragt wird.',
  MachineRequestTimeoutMs: 'Millisekunden. Wie lange ein Aufruf eines Rechners dauern darf.',
  MachineSilentAfterMs: 'Millisekunden. Was ein Rechner rendert, bekommen andere, wenn er so lange schweigt.',
  LeaseTtlMs: 'Millisekunden. Wie lange eine Zuteilung gilt, ohne erneuert zu werden.',
  MaxAttempts: 'Nach so vielen misslungenen Versuchen misslingt ein Auftrag.',
  LeadershipTtlMs: 'Millisekunden. Eine andere RenderAPI übernimmt von einer, die so lange schweigt.',
  MaxRenderMs: 'Millisekunden. Wie lange ein Rendern dauern darf; 0 ist unbegrenzt.',
  HungAfterMs:
    'Millisekunden. Ein Rendern, das so lange nichts ausgibt und keinen Prozessor nutzt, hängt; mit GPU nach viermal so langer Zeit; 0: nie.',
  HungFrameFactor:
    'Ein Bild, das ohne Fortschritt so viele Male so lange dauert wie die Bilder des Auftrags auf seinem Rechner, hängt; 0: nie.',
  HungFrameMinMs: 'Millisekunden. Vorher gilt kein Bild aus diesem Grund als hängend.',
  StopTimeoutMs: 'Millisekunden. Wie lange das Abbrechen wartet, bis ein Rechner sein Rendern beendet.',
  RescanIntervalMs:
    'Millisekunden. Wie oft nach Zeilen gesucht wird, die andere Programme geschrieben haben.',
  LinkHeartbeatMs: 'Millisekunden. Wie oft ein verbundener Rechner mit Arbeit sagt, wie es steht.',
  LinkIdleHeartbeatMs:
    'Millisekunden. Wie oft ein Rechner ohne Arbeit das tut; nach 2,5-mal so langer Zeit ist er weg.',
  LinkSilentAfterMs:
    'Millisekunden. Ein verbundener Rechner mit Arbeit, der so lange nichts sagt, ist verloren.',
  LinkReconnectGraceMs:
    'Millisekunden. Wie lange ein Rechner zum Wiederkommen brauchen darf, wenn seine Verbindung abgebrochen ist.',
  LinkReturnGraceMs:
    'Millisekunden. Wie lange verbundene Rechner nach dem Start von RenderAPI zum Wiederkommen haben, bevor andere ihre Arbeit bekommen.',
};

export default texts;
