import type english from '../en/phrases.ts';
import type { SameKeys } from '../same-keys.ts';

const texts: SameKeys<typeof english> = {
  words: '„{{words}}“',
  more_one: '{{names}} und {{count}} weitere',
  more_other: '{{names}} und {{count}} weitere',
  'task-paused': 'Der Auftrag ist angehalten.',
  'first-frames-sent': 'Die ersten Bilder sind auf dem Weg zu einem Rechner.',
  'awaits-task': 'Er beginnt, wenn Auftrag {{taskId}} fertig ist.',
  'awaits-tasks': 'Er beginnt, wenn die Aufträge {{taskIds}} fertig sind.',
  'awaited-failed': 'Auftrag {{taskId}}, auf den er wartete, ist fehlgeschlagen.',
  'awaited-canceled': 'Auftrag {{taskId}}, auf den er wartete, wurde abgebrochen.',
  'awaited-not-succeeded': 'Auftrag {{taskId}}, auf den er wartete, ging nicht gut aus.',
  'machines-lost-again':
    'Die Rechner dafür fielen immer wieder aus, sobald sie Arbeit hatten; der nächste wird in {{retryInMs}} versucht.',
  'machines-decline':
    'Die Rechner dafür nahmen gerade keine Arbeit an; der nächste wird in {{retryInMs}} versucht.',
  'failed-retrying': 'Er schlug fehl und wird in {{retryInMs}} noch einmal versucht.',
  'machines-at-limit': 'Es arbeiten so viele Rechner daran, wie dürfen.',
  'failed-everywhere':
    'Er schlug auf jedem Rechner fehl, der ihn rendern kann, und wird dort noch einmal versucht, sobald einer frei ist.',
  'machines-busy': 'Alle Rechner dafür sind mit anderen Aufträgen beschäftigt.',
  'machines-quarantined': 'Die Rechner dafür versagten zu oft und sind in Quarantäne.',
  'machines-resting':
    'Kein Rechner dafür nimmt jetzt Arbeit an: Es wurde ihnen gesagt, sie ruhen nach ihrem Zeitplan, oder jemand benutzt sie.',
  'no-machine-connected': 'Kein Rechner ist verbunden.',
  'no-machine-able': 'Kein Rechner kann ihn rendern.',
  'no-machine-of-1x': 'Er braucht einen Rechner von RenderOnline 1.x, und es gibt keinen.',
  'no-machine-fetches': 'Es gibt keinen Rechner, der Szenen aus mehreren Dateien annimmt. Koppeln Sie einen.',
  'machines-too-old':
    'Die Rechner sind zu alt für Szenen aus mehreren Dateien. Aktualisieren Sie dort HPCServer.',
  'no-machine-with-engine': 'Kein Rechner hat die Engine {{engineName}}.',
  'no-machine-with-version': 'Kein Rechner hat {{engineName}} in Version {{engineVersion}}.',
  'no-machine-with-tag': 'Kein Rechner mit der Engine hat das Etikett „{{tag}}“.',
  'no-machine-with-gpu': 'Kein Rechner mit der Engine hat eine Grafikkarte.',
  'no-machine-with-memory': 'Kein Rechner mit der Engine hat {{memoryMb}} Speicher.',
  'no-machine-yet': 'Es gibt noch keinen Rechner.',
  'machine-about-to-take': 'Ein Rechner fängt gleich damit an.',
  'machines-silent-yet': 'Die Rechner haben noch nicht geantwortet.',
  'only-machine-busy': 'Der einzige Rechner mit der Engine {{engineName}} ist beschäftigt.',
  'all-machines-busy': 'Alle {{machines}} Rechner sind beschäftigt.',
  'other-api-schedules': 'Eine andere RenderAPI verteilt die Arbeit.',
  'machine-declined': '{{machineName}} nahm ihn nicht an; es wird gleich noch einmal versucht.',
  'machine-silent-retrying': '{{machineName}} antwortet nicht; nächster Versuch in {{retryInMs}}.',
  'machine-refuses-retrying':
    '{{machineName}} nimmt keine Anweisungen an; nächster Versuch in {{retryInMs}}.',
  'machine-silent': '{{machineName}} antwortet nicht.',
  'machine-refuses': '{{machineName}} nimmt keine Anweisungen an.',
  'machine-off': 'Er ist abgeschaltet.',
  'machine-drained': 'Er soll keine Arbeit mehr annehmen.',
  'machine-off-schedule': 'Nach seinem Zeitplan ruht er jetzt ({{schedule}}).',
  'machine-in-use': 'Jemand benutzt ihn.',
  'machine-outbox-full': 'Er hat RenderAPI zu viel zu melden, die lange nicht erreichbar war.',
  'machine-disk-failed': 'Er kann nicht auf seine Platte schreiben.',
  'reason-concealed': 'Die Verwaltung der Farm kann sehen, warum.',
  'machine-quarantined':
    'Dort schlugen {{failures}} Versuche nacheinander fehl, von {{tasks}} Aufträgen. Der letzte:',
  'no-reason-known': 'Ein Grund ist nicht bekannt.',
  'not-connected': 'Er ist nicht verbunden.',
  'connection-broke': 'Die Verbindung brach ab.',
  'said-goodbye': 'Er hat sich abgemeldet.',
  'does-not-read': 'Er liest nicht, was ihm gesendet wird.',
  'said-nothing': 'Er hat seit {{silentMs}} nichts von sich hören lassen.',
  'credential-revoked': 'Ihm wurde der Zugang entzogen.',
  'no-answer-within': 'Innerhalb von {{limitMs}} kam keine Antwort.',
  'connection-refused': 'Dort nimmt nichts Verbindungen an. Prüfen Sie, ob HPCServer darauf läuft.',
  'connection-cut': 'Die Verbindung wurde getrennt.',
  'address-unknown': 'Seine Adresse ist unbekannt.',
  'no-route': 'Im Netzwerk führt kein Weg zu ihm.',
  'connection-timed-out': 'Die Verbindung dauerte zu lange.',
  'speaks-no-http': 'Er spricht kein HTTP.',
  'answered-status': 'Er antwortete mit Status {{status}}.',
  'no-hpc-server': 'Was unter {{path}} antwortet, ist kein HPCServer.',
  'machine-busy': 'Er rendert schon.',
  'attempt-succeeded': 'Das Rendern ist gelungen.',
  'attempt-canceled': 'Das Rendern wurde abgebrochen.',
  'exit-code': 'Der Renderer endete mit Code {{exitCode}}.',
  'ended-by-signal': 'Der Renderer wurde durch {{signal}} beendet.',
  'not-started': 'Der Renderer ließ sich nicht starten.',
  'machine-lost': 'Der Rechner fiel aus.',
  'took-too-long': 'Das Rendern dauerte zu lange.',
  'machine-was-silent': '{{machineName}} ließ {{silentMs}} nichts von sich hören.',
  'machine-has-left': '{{machineName}} ist gegangen.',
  'machine-is-gone': '{{machineName}} ist weg.',
  'machine-removed': 'Der Rechner wurde aus der Farm entfernt.',
  'machine-not-back': 'Der Rechner kam nicht zurück, nachdem RenderAPI gestartet wurde.',
  'program-restarted': 'HPCServer wurde auf dem Rechner neu gestartet.',
  'connection-broke-often':
    'Die Verbindung von {{machineName}} brach {{times}}-mal ab, als er die Bilder bekam.',
  'other-render-began': 'Der Rechner begann mit etwas anderem (Auftrag {{taskId}}).',
  'stopped-by-someone': 'Jemand hat das Rendern auf dem Rechner angehalten.',
  'stopped-on-machine': 'Das Rendern wurde auf dem Rechner angehalten.',
  'ran-too-long': 'Es dauerte länger als {{limitMs}}.',
  'frame-too-long': 'Das Bild dauerte länger als die {{limitMs}}, die es darf.',
  'stood-still': '{{hungAfterMs}} lang wurde nichts geschrieben und nichts gerechnet.',
  'program-missing':
    'Das Programm von {{engineName}} ist nicht unter {{path}}. Installieren Sie es dort oder berichtigen Sie ExecutablePath in HPCServer.json.',
  'program-forbidden':
    '{{path}} darf nicht ausgeführt werden. Berichtigen Sie die Rechte oder ExecutablePath in HPCServer.json.',
  'program-foreign':
    '{{path}} ist kein Programm für dieses System. Berichtigen Sie ExecutablePath in HPCServer.json.',
  'arguments-too-long':
    'Die Argumente sind länger, als das System des Rechners erlaubt. Kürzen Sie die Vorlage der Engine oder die Werte.',
  'data-disk-full': 'Die Platte mit dem Datenordner des Rechners ist voll. Schaffen Sie Platz.',
  'session-closed': 'Die Engine wurde geschlossen.',
  'advice-frame-downs-machines':
    'Entweder bringt das Bild Rechner zum Absturz (Speicher, Treiber, Strom), oder ihre Verbindungen brechen ab, wenn sie es bekommen.',
  'frame-lost': 'Bild {{frame}} ging {{losses}}-mal verloren, und das ist kein Zufall mehr. Das letzte Mal:',
  'frame-failed': 'Bild {{frame}} ist fehlgeschlagen (Versuche: {{attempts}}, Rechner: {{machines}}).',
  'no-machine-left': 'Kein Rechner ist übrig, der ihn rendern kann (versucht: {{machines}}).',
  'frames-failed-unlisted_one': '{{count}} Bild ist fehlgeschlagen; die anderen sind fertig.',
  'frames-failed-unlisted_other': '{{count}} Bilder sind fehlgeschlagen; die anderen sind fertig.',
  'frames-failed_one':
    '{{count}} Bild ist fehlgeschlagen, die anderen sind fertig. Fehlgeschlagen: {{frames}}.',
  'frames-failed_other':
    '{{count}} Bilder sind fehlgeschlagen, die anderen sind fertig. Fehlgeschlagen: {{frames}}.',
  'failed-under-1x': 'Er schlug unter RenderOnline 1.x fehl, das keinen Grund festhielt.',
  'cause-out-of-memory': 'Dem Renderer ging der Speicher aus.',
  'advice-out-of-memory':
    'Verlangen Sie für den Auftrag mehr Speicher, damit ihn nur Rechner mit genug davon bekommen, oder machen Sie Texturen, Subdivision oder Kacheln kleiner.',
  'cause-missing-file': 'Der Renderer fand eine Datei nicht, die die Szene verwendet.',
  'advice-missing-file':
    'Reichen Sie Texturen, Bibliotheken und Caches zusammen mit der Szene ein oder packen Sie sie hinein und reichen Sie noch einmal ein.',
  'cause-engine-error': 'Der Renderer meldete einen Fehler.',
  'advice-engine-error':
    'Lesen Sie die letzten Zeilen des Protokolls; dasselbe Bild auf Ihrem eigenen Computer zeigt meist denselben Fehler.',
  'cause-scene-invalid': 'Die Szene lässt sich so nicht öffnen oder rendern.',
  'advice-scene-invalid':
    'Öffnen Sie die Szene auf Ihrem eigenen Computer, speichern Sie sie neu mit einer Kamera darin und reichen Sie noch einmal ein.',
  'cause-feature-missing': 'Dem Renderer auf dem Rechner fehlt etwas, das die Szene braucht.',
  'advice-feature-missing':
    'Installieren Sie auf diesem Rechner den Renderer seiner Hersteller, verlangen Sie Rechner nach Etikett oder Version, oder schalten Sie die Funktion in der Szene aus.',
  'cause-killed':
    'Etwas hat den Renderer beendet: Er stürzte ab, oder das Betriebssystem oder ein Mensch hielt ihn an.',
  'advice-killed':
    'Tut ein Rechner das immer wieder, sehen Sie nach seinem Speicher, seinen Treibern und seiner Temperatur.',
  'cause-hung': 'Der Renderer tat nichts mehr oder brauchte viel länger als für die anderen Bilder.',
  'advice-hung':
    'Probieren Sie das Bild auf Ihrem eigenen Computer. Sind solche Bilder hier normal, lassen Sie die Grenze für hängende Renderer anheben.',
  'cause-timed-out': 'Das Rendern dauerte länger als erlaubt.',
  'advice-timed-out': 'Machen Sie das Bild leichter oder lassen Sie die Grenze anheben.',
  'cause-disk-full': 'Eine Platte oder ihr Kontingent ist voll.',
  'advice-disk-full': 'Schaffen Sie Platz auf dem Rechner oder machen Sie seinen Projektcache kleiner.',
  'cause-could-not-start': 'Der Renderer ließ sich nicht starten.',
  'advice-could-not-start':
    'Prüfen Sie auf diesem Rechner, ob der Renderer installiert und sein Pfad richtig eingestellt ist.',
  'cause-output-missing': 'Der Renderer endete ohne Fehler, schrieb aber keine Datei für das Bild.',
  'advice-output-missing':
    'Prüfen Sie die Ausgabe der Szene: Compositor, File-Output-Nodes und die Vorlage der Engine.',
  'cause-output-broken': 'Der Renderer schrieb eine Datei, die kein ganzes Bild ist.',
  'advice-output-broken':
    'Es wird anderswo noch einmal gerendert. Tut ein Rechner das immer wieder, prüfen Sie seine Platte und seinen Speicher.',
  'cause-project-unavailable': 'Der Rechner konnte das Projekt nicht von RenderAPI holen.',
  'advice-project-unavailable':
    'Prüfen Sie das Netzwerk, und ob das Projekt noch im Speicher von RenderAPI liegt oder die Bilder des Auftrags, die ein Schritt übernimmt.',
  'cause-machine-lost': 'Der Rechner wurde ausgeschaltet, neu gestartet oder abgeschnitten.',
  'advice-machine-lost':
    'Es ist nichts zu tun: Die Bilder werden anderswo gerendert. Geschieht es oft, sehen Sie nach Strom und Netzwerk des Rechners.',
  'cause-machine-left': 'Der Rechner hörte geordnet auf zu rendern und gab zurück, was er hatte.',
  'advice-machine-left': 'Es ist nichts zu tun: Die Bilder werden anderswo gerendert.',
  'finding-scene-unknown': 'Die Datei hat keine Szene namens {{name}}. Sie hat: {{names}}',
  'finding-camera-unknown': 'Die Szene hat keine Kamera namens {{name}}. Sie hat: {{names}}',
  'finding-view-layer-unknown': 'Die Szene hat kein View Layer namens {{name}}. Sie hat: {{names}}',
  'finding-camera-missing':
    'Die Szene {{names}} hat keine Kamera. Fügen Sie eine hinzu oder wählen Sie eine andere Szene.',
  'finding-camera-not-active':
    'Keine der Kameras der Szene {{names}} ist die aktive. Machen Sie eine aktiv oder nennen Sie sie beim Einreichen.',
  'finding-engine-unknown':
    'Die Szene {{scene}} will mit {{engineName}} gerendert werden, das Blender auf diesem Rechner nicht hat. Installieren Sie das Add-on oder die Version von Blender, die es hat, oder wählen Sie in der Szene eine andere Engine.',
  'finding-denoiser-missing':
    'Die Szene ({{names}}) verlangt Entrauschen, das Blender auf diesem Rechner nicht kann. Reichen Sie sie mit denoise auf off noch einmal ein oder installieren Sie dort Blender von blender.org.',
  'finding-denoising-off':
    '{{names}} wird ohne Entrauschen gerendert, das Blender auf diesem Rechner nicht kann.',
  'finding-denoise-node-idle':
    'Der Compositor hat einen Denoise-Node, der mit Blender auf diesem Rechner nichts tut. Installieren Sie dort Blender von blender.org.',
  'finding-osl-missing':
    'Die Szene verwendet Open Shading Language, die Blender auf diesem Rechner nicht hat. Schalten Sie sie in den Rendereinstellungen aus oder installieren Sie dort Blender von blender.org.',
  'finding-format-unsupported': 'Blender auf diesem Rechner kann das Format {{format}} nicht schreiben.',
  'finding-format-is-movie':
    'Die Szene soll als Film geschrieben werden, und Bilder werden einzeln gerendert, auf vielen Rechnern. Reichen Sie sie mit dem Format PNG oder einem anderen für Bilder ein und machen Sie das Video aus den Bildern.',
  'finding-library-missing':
    'Verknüpfte Szenendateien fehlen: {{names}}. Was darin ist, fehlt in jedem Bild. Reichen Sie sie zusammen mit der Szene ein oder machen Sie ihren Inhalt lokal (Object > Relations > Make Local) und reichen Sie noch einmal ein.',
  'finding-textures-missing':
    'Texturen fehlen: {{names}}. Blender rendert ohne sie oder rosa. Reichen Sie sie mit ein oder packen Sie sie in die Szene (File > External Data > Pack Resources) und reichen Sie noch einmal ein.',
  'finding-fonts-missing':
    'Schriften fehlen: {{names}}. Blender rendert ohne sie oder rosa. Reichen Sie sie mit ein oder packen Sie sie in die Szene (File > External Data > Pack Resources) und reichen Sie noch einmal ein.',
  'finding-sounds-missing':
    'Töne fehlen: {{names}}. Blender rendert ohne sie oder rosa. Reichen Sie sie mit ein oder packen Sie sie in die Szene (File > External Data > Pack Resources) und reichen Sie noch einmal ein.',
  'finding-movie-clips-missing':
    'Filmclips fehlen: {{names}}. Blender rendert ohne sie oder rosa. Reichen Sie sie mit ein oder packen Sie sie in die Szene (File > External Data > Pack Resources) und reichen Sie noch einmal ein.',
  'finding-volumes-missing':
    'Volumen fehlen: {{names}}. Blender rendert ohne sie oder rosa. Reichen Sie sie mit ein oder packen Sie sie in die Szene (File > External Data > Pack Resources) und reichen Sie noch einmal ein.',
  'finding-caches-missing':
    'Caches fehlen: {{names}}. Blender rendert ohne sie oder rosa. Reichen Sie sie mit ein oder packen Sie sie in die Szene (File > External Data > Pack Resources) und reichen Sie noch einmal ein.',
  'finding-file-outside-project':
    'Dateien, die nicht eingereicht wurden, sind zufällig auf diesem Rechner und vielleicht nicht auf anderen: {{names}}. Reichen Sie sie mit ein oder packen Sie sie in die Szene (File > External Data > Pack Resources) und reichen Sie noch einmal ein.',
  'finding-simulation-not-baked':
    'Simulationen sind nicht gebacken: {{names}}. Jeder Rechner würde sie von seinem Bild an berechnen, und die Bilder passen nicht zusammen. Backen Sie sie in die Szene und reichen Sie noch einmal ein.',
  'finding-cache-missing':
    'Gebackene Simulationen liegen neben der Szene und fehlen: {{names}}. Backen Sie sie ohne Disk Cache oder reichen Sie den Ordner des Caches mit ein.',
  'finding-gpu-missing':
    'Die Szene will auf einer Grafikkarte gerendert werden, und Blender findet auf diesem Rechner keine. Der Prozessor rendert, was länger dauert. Verlangen Sie für den Auftrag eine Grafikkarte oder installieren Sie dort ihren Treiber.',
  'finding-scripts-not-run':
    'Die Szene enthält Skripte, die nicht ausgeführt werden: {{names}}. Braucht sie sie, verlangen Sie es beim Einreichen; die Farm muss es erlauben.',
  'finding-scene-newer':
    'Die Szene wurde mit Blender {{sceneVersion}} gespeichert, und dieser Rechner hat {{machineVersion}}: Teile können verloren gehen. Verlangen Sie die Version der Szene.',
  'finding-frame-blank': 'Bild {{frame}}: {{fileName}} ist leer; alle Pixel sehen gleich aus.',
};

export default texts;
