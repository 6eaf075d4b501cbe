import type english from '../en/errors.ts';
import type { SameKeys } from '../same-keys.ts';

const texts: SameKeys<typeof english> = {
  'admins-only': 'Das darf nur eine Verwalterin oder ein Verwalter der Farm.',
  'already-exists': 'Es gibt schon etwas mit diesem Namen.',
  'archive-bomb':
    'Ausgepackt würde das Archiv viel zu groß. Reichen Sie die Dateien einzeln ein, ohne sie zu packen.',
  'archive-entry-refused':
    '„{{path}}“ im Archiv kann nicht angenommen werden. Lassen Sie es weg oder packen Sie das Archiv neu.',
  'archive-entry-refused_device': '„{{path}}“ im Archiv ist ein Gerät und keine Datei. Lassen Sie es weg.',
  'archive-entry-refused_encrypted': '„{{path}}“ im Archiv ist verschlüsselt. Packen Sie es ohne Passwort.',
  'archive-entry-refused_link':
    '„{{path}}“ im Archiv ist eine Verknüpfung. Packen Sie stattdessen die Datei, auf die sie zeigt.',
  'archive-invalid':
    'Das Archiv ist keine ZIP-Datei, oder es ist beschädigt. Packen Sie es neu, als einfache ZIP-Datei.',
  'archive-invalid_empty': 'Im Archiv sind keine Dateien.',
  'argument-type-invalid':
    'Ein Argumenttyp dieser Engine ist so nicht zu gebrauchen. Sagen Sie es der Verwaltung der Farm.',
  'argument-type-not-found': 'Diesen Argumenttyp gibt es nicht mehr.',
  'argument-type-unknown': 'Den Argumenttyp {{argtypeId}} gibt es nicht mehr. Laden Sie die Seite neu.',
  'argument-value-invalid': '{{argtypeId}} kann diesen Wert nicht haben.',
  'attempt-not-found': 'Der Auftrag hat diesen Versuch nicht mehr.',
  'body-invalid': 'RenderAPI konnte nicht lesen, was diese Seite gesendet hat. Laden Sie die Seite neu.',
  'content-corrupted': 'Was ankam, ist nicht, was gesendet wurde. Versuchen Sie es noch einmal.',
  'content-damaged':
    'Was die Farm von dieser Datei aufbewahrt hat, ist beschädigt. Reichen Sie sie noch einmal ein und sagen Sie es der Verwaltung der Farm.',
  'content-not-found': 'Die Farm hat diese Datei nicht mehr. Reichen Sie sie noch einmal ein.',
  'content-type-not-json':
    'RenderAPI konnte nicht lesen, was diese Seite gesendet hat. Laden Sie die Seite neu.',
  'cross-site-request':
    'RenderAPI hält diese Seite nicht für die eigene. Öffnen Sie die Farm unter ihrer eigenen Adresse.',
  'database-unreachable': 'Die Datenbank der Farm antwortet nicht. Versuchen Sie es gleich noch einmal.',
  'dependency-ended':
    'Auftrag {{taskId}}, auf den dieser warten sollte, ist fehlgeschlagen oder abgebrochen.',
  'dependency-not-found': 'Sie haben keinen Auftrag {{taskId}}, auf den man warten könnte.',
  'disk-full': 'Die Platte der Farm ist voll. Sagen Sie es der Verwaltung; was angekommen ist, bleibt.',
  'duplicate-email': 'Jemand anderes hat diese E-Mail-Adresse.',
  'engine-not-found': 'Diese Engine gibt es nicht mehr. Laden Sie die Seite neu.',
  'enqueue-request-invalid':
    'RenderAPI konnte nicht lesen, was diese Seite gesendet hat. Laden Sie die Seite neu.',
  'extension-mismatch': 'Die Engine öffnet {{engineExtension}}-Dateien, und diese ist {{fileExtension}}.',
  'file-name-invalid': 'Die Datei hat keinen brauchbaren Namen. Nennen Sie sie zum Beispiel szene.blend.',
  'folder-not-writable':
    'RenderAPI darf nicht in den Ordner dieser Engine schreiben. Sagen Sie es der Verwaltung der Farm.',
  'frame-not-found': 'Der Auftrag hat kein Bild {{frames}}; er hat {{framesOfTask}}.',
  'frame-range-invalid':
    'Die Bilder laufen rückwärts, sind zu viele oder nicht lesbar. Schreiben Sie sie wie 1-10,15.',
  'http-status': 'Der Server antwortete mit Status {{status}}. Versuchen Sie es gleich noch einmal.',
  'idempotency-key-reused': 'Das wurde schon einmal gesendet, mit anderem Inhalt. Laden Sie die Seite neu.',
  'internal-error':
    'Etwas ging schief, womit RenderAPI nicht gerechnet hat. Versuchen Sie es noch einmal; bleibt es so, sagen Sie es der Verwaltung der Farm.',
  'last-admin': 'Niemand bliebe übrig, der die Farm verwaltet. Geben Sie erst jemand anderem diese Rolle.',
  'leadership-lost': 'Eine andere RenderAPI verteilt jetzt die Arbeit. Versuchen Sie es gleich noch einmal.',
  'machine-has-no-credential':
    'Dieser Rechner hat keinen Zugang, der sich entziehen ließe. Schalten Sie ihn ab oder entfernen Sie ihn.',
  'machine-not-found': 'Diesen Rechner gibt es nicht mehr.',
  'machine-revoked': 'Diesem Rechner wurde der Zugang entzogen: Er lässt sich nur neu koppeln.',
  'main-file-ambiguous': 'Mehrere Dateien könnten die sein, die die Engine öffnet. Wählen Sie eine.',
  'main-file-missing': 'Keine Datei davon ist eine, die eine Engine öffnet.',
  'manifest-invalid':
    '„{{path}}“ lässt sich so nicht einreichen. Ziehen Sie die Dateien noch einmal hierher.',
  'no-file': 'Es wurde nichts eingereicht.',
  'no-results': 'Davon gibt es noch keine Dateien.',
  'not-renderapi':
    'Was antwortete, ist keine RenderAPI oder ein Proxy davor. Versuchen Sie es gleich noch einmal.',
  'not-scheduling': 'Diese RenderAPI verteilt gerade keine Arbeit. Versuchen Sie es gleich noch einmal.',
  'object-storage-unavailable':
    'Der Speicher mit den Dateien der Szenen antwortet nicht. Versuchen Sie es noch einmal; bleibt es so, sagen Sie es der Verwaltung der Farm.',
  'open-uploads-limit':
    'Zu viele Uploads wurden begonnen und nicht beendet. Warten Sie, bis die anderen fertig sind.',
  'output-not-found': 'Der Auftrag hat diese Datei nicht mehr.',
  'placeholder-without-value': '{{placeholder}} hat keinen Wert oder ist kein Argument, das es gibt.',
  'project-in-use': 'Auftrag {{taskId}} verwendet dieses Projekt und ist noch nicht zu Ende.',
  'project-incomplete': 'Noch sind nicht alle Dateien angekommen. Starten Sie den Upload noch einmal.',
  'project-limit': 'Sie haben so viele Projekte, wie diese Farm aufbewahrt. Löschen Sie erst welche.',
  'project-not-found': 'Das Projekt ist nicht mehr da. Reichen Sie die Szene noch einmal ein.',
  'project-not-readable':
    'Die Dateien dieser Szene sind nicht mehr lesbar. Reichen Sie die Szene noch einmal ein.',
  'project-path-invalid':
    '„{{path}}“ hat einen Namen, den nicht jedes System speichern kann. Benennen Sie es um und lassen Sie die Szene auf den neuen Namen verweisen.',
  'project-paths-clash':
    '„{{path}}“ und „{{otherPath}}“ wären auf manchen Systemen dieselbe Datei. Benennen Sie eine davon um.',
  'project-too-large': 'Das ist größer, als die Farm annimmt. Lassen Sie weg, was die Szene nicht braucht.',
  'project-too-large_files':
    'Das sind mehr Dateien als die {{maxFiles}}, die die Farm annimmt. Lassen Sie weg, was die Szene nicht braucht.',
  'queue-limit-reached':
    'Sie haben so viele Aufträge in der Warteschlange, wie Ihr Abonnement erlaubt. Reichen Sie noch einmal ein, wenn einer fertig ist.',
  'range-not-satisfiable': 'Die Datei hat sich inzwischen geändert. Beginnen Sie den Download von vorn.',
  'render-not-stopped':
    'Der Rechner hat nicht rechtzeitig gemeldet, dass er aufgehört hat. Versuchen Sie es noch einmal; es wird ihm erneut gesagt.',
  'request-invalid': 'RenderAPI nimmt nicht an, was diese Seite gesendet hat. Laden Sie die Seite neu.',
  'request-part-missing':
    'RenderAPI konnte nicht lesen, was diese Seite gesendet hat. Laden Sie die Seite neu.',
  'request-timed-out':
    'Es kam nicht rechtzeitig ganz an. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.',
  'request-too-large': 'Das ist mehr, als RenderAPI auf einmal annimmt.',
  'results-expired':
    'Die Ergebnisse sind von selbst verschwunden, denn die Farm bewahrt sie nur eine Zeit lang auf. Rendern Sie die Bilder noch einmal, um sie zu bekommen.',
  'route-not-found': 'Diese RenderAPI kennt nicht, was diese Seite verlangt hat. Laden Sie die Seite neu.',
  'schedule-invalid': 'Das ist kein Zeitplan. Schreiben Sie ihn wie „mon-fri 18:00-08:00; sat,sun“.',
  'scripts-not-allowed':
    'Diese Farm führt keine Skripte aus, die in Szenen stecken. Reichen Sie ohne sie ein.',
  'session-not-found': 'Diese Sitzung ist schon beendet.',
  'setup-code-wrong':
    'Das ist nicht der Code, den RenderAPI angezeigt hat. Bei jedem Start zeigt sie einen anderen.',
  'setup-done': 'Die Farm wird schon benutzt. Melden Sie sich an.',
  'shutting-down': 'RenderAPI wird neu gestartet. Versuchen Sie es gleich noch einmal.',
  'state-transition-invalid': 'Das geht im jetzigen Zustand nicht.',
  'statistics-too-large': 'In dieser Zeit ist zu viel geschehen, um es zu zeigen. Wählen Sie eine kürzere.',
  'step-input-missing':
    'Auftrag {{taskId}} hat die Bilder nicht, die übernommen werden sollen. Lassen Sie sie erst rendern.',
  'still-in-use':
    'Es wird noch gebraucht: von Aufträgen oder Personen. Entfernen oder ändern Sie diese zuerst; jemanden aussperren können Sie gleich.',
  'subscription-not-found': 'Dieses Abonnement gibt es nicht mehr.',
  'task-not-found': 'Diesen Auftrag gibt es nicht mehr.',
  'task-not-queued': 'Der Auftrag ist schon zu Ende.',
  'task-template-limit-reached': 'Sie haben so viele Vorlagen, wie man haben darf. Löschen Sie erst eine.',
  'task-template-not-found': 'Diese Vorlage gibt es nicht mehr.',
  'task-template-outdated':
    'Eine andere Version von RenderOnline hat diese Vorlage gespeichert. Speichern Sie sie neu oder löschen Sie sie.',
  'template-invalid': 'Die Vorlage hat ein Anführungszeichen, das nie geschlossen wird.',
  'thumbnail-failed':
    'Aus dieser Datei lässt sich kein Bild machen. Laden Sie sie herunter und sehen Sie nach, ob sie ganz ist.',
  'thumbnail-format-unknown': 'Dateien dieser Art lassen sich hier nicht zeigen. Laden Sie sie herunter.',
  'thumbnail-program-missing':
    'Dem Computer von RenderAPI fehlt {{program}}, um diese Datei zu zeigen. Sagen Sie es der Verwaltung der Farm.',
  'too-busy': 'RenderAPI ist gerade mit anderen beschäftigt. Versuchen Sie es gleich noch einmal.',
  'too-many-files': 'So lässt sich nur eine Datei einreichen.',
  'too-many-steps':
    'So viele Aufträge, wie gleichzeitig dürfen, übernehmen schon die Bilder dieses Auftrags. Warten Sie, bis einer fertig ist.',
  'too-many-streams':
    'RenderOnline ist in zu vielen Fenstern offen. Schließen Sie die, die Sie nicht brauchen.',
  'too-many-tries':
    'Es wurde zu oft versucht. Warten Sie {{retryAfterSeconds}} und versuchen Sie es dann mit dem richtigen.',
  'tus-version-unknown':
    'RenderAPI kennt eine andere Version von Uploads als diese Seite. Laden Sie die Seite neu.',
  unauthorized: 'E-Mail und Token gehören zu niemandem, der sich anmelden darf.',
  'upload-incomplete': 'Die Verbindung endete, bevor alles angekommen war. Versuchen Sie es noch einmal.',
  'upload-locked': 'Eine andere Seite lädt diese Datei gerade hoch. Warten Sie, bis sie fertig ist.',
  'upload-not-found':
    'Dieser Upload ist abgelaufen. Starten Sie ihn noch einmal; was ganz angekommen ist, wird nicht zweimal gesendet.',
  'upload-offset-wrong':
    'Upload und RenderAPI sind sich nicht einig, wie weit er ist. Starten Sie ihn noch einmal.',
  'upload-timed-out':
    'Es kam so lange nichts an, dass der Upload aufgegeben wurde. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.',
  'upload-too-large': 'Die Datei ist größer, als die Farm annimmt.',
  'user-not-found': 'Diese Person gibt es nicht mehr.',
  'value-invalid': 'Etwas Ausgefülltes ist leer, zu lang oder außerhalb des Erlaubten.',
  'video-engine-missing':
    'Die Farm hat keine Engine, die aus Bildern Videos macht. Die Verwaltung kann sie hinzufügen.',
  'webhook-limit-reached': 'Sie haben so viele Webhooks, wie man haben darf. Entfernen Sie erst einen.',
  'webhook-not-found': 'Diesen Webhook gibt es nicht mehr.',
  'webhook-url-invalid':
    'An diese Adresse sendet RenderAPI nicht. Möglich sind http und https ohne Passwort; ins lokale Netz führen nur Webhooks der Farm, wenn die Farm nichts anderes erlaubt.',
};

export default texts;
