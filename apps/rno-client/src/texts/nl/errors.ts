import type english from '../en/errors.ts';
import type { SameKeys } from '../same-keys.ts';

const texts: SameKeys<typeof english> = {
  'admins-only': 'Alleen een beheerder van de farm mag dit.',
  'already-exists': 'Er is er al een met deze naam.',
  'archive-bomb':
    'Uitgepakt zou het archief veel te groot worden. Lever de bestanden los in, zonder ze in te pakken.',
  'archive-entry-refused':
    '‘{{path}}’ in het archief kan niet worden aangenomen. Laat het weg, of pak het archief opnieuw in.',
  'archive-entry-refused_device': '‘{{path}}’ in het archief is een apparaat en geen bestand. Laat het weg.',
  'archive-entry-refused_encrypted':
    '‘{{path}}’ in het archief is versleuteld. Pak het in zonder wachtwoord.',
  'archive-entry-refused_link':
    '‘{{path}}’ in het archief is een koppeling. Pak in plaats daarvan het bestand in waarnaar ze leidt.',
  'archive-invalid':
    'Het archief is geen ZIP-bestand, of het is beschadigd. Pak het opnieuw in, als gewone ZIP.',
  'archive-invalid_empty': 'Er zitten geen bestanden in het archief.',
  'argument-type-invalid':
    'Een argumenttype van deze engine is zo niet te gebruiken. Meld het een beheerder van de farm.',
  'argument-type-not-found': 'Dit argumenttype bestaat niet meer.',
  'argument-type-unknown': 'Het argumenttype {{argtypeId}} bestaat niet meer. Laad de pagina opnieuw.',
  'argument-value-invalid': 'De waarde van {{argtypeId}} is er geen die het kan hebben.',
  'attempt-not-found': 'De taak heeft deze poging niet meer.',
  'body-invalid': 'RenderAPI kon niet lezen wat deze pagina stuurde. Laad de pagina opnieuw.',
  'content-corrupted': 'Wat aankwam is niet wat werd verstuurd. Probeer het opnieuw.',
  'content-damaged':
    'Wat de farm van dit bestand bewaarde is beschadigd. Lever het opnieuw in, en meld het een beheerder van de farm.',
  'content-not-found': 'De farm heeft dit bestand niet meer. Lever het opnieuw in.',
  'content-type-not-json': 'RenderAPI kon niet lezen wat deze pagina stuurde. Laad de pagina opnieuw.',
  'cross-site-request': 'RenderAPI houdt deze pagina niet voor de zijne. Open de farm via haar eigen adres.',
  'database-unreachable': 'De database van de farm antwoordt niet. Probeer het zo opnieuw.',
  'dependency-ended': 'Taak {{taskId}}, waarop deze zou wachten, is mislukt of geannuleerd.',
  'dependency-not-found': 'U hebt geen taak {{taskId}} om op te wachten.',
  'disk-full': 'De schijf van de farm is vol. Meld het de beheerder; wat is aangekomen blijft.',
  'duplicate-email': 'Een andere gebruiker heeft dit e-mailadres.',
  'engine-not-found': 'Deze engine bestaat niet meer. Laad de pagina opnieuw.',
  'enqueue-request-invalid': 'RenderAPI kon niet lezen wat deze pagina stuurde. Laad de pagina opnieuw.',
  'extension-mismatch': 'De engine opent {{engineExtension}}-bestanden, en dit is {{fileExtension}}.',
  'file-name-invalid': 'Het bestand heeft geen bruikbare naam. Noem het bijvoorbeeld scene.blend.',
  'folder-not-writable':
    'RenderAPI mag niet schrijven in de map van deze engine. Meld het een beheerder van de farm.',
  'frame-not-found': 'De taak heeft geen frame {{frames}}, wel {{framesOfTask}}.',
  'frame-range-invalid':
    'De frames lopen achteruit, zijn er te veel of zijn niet te lezen. Schrijf ze als 1-10,15.',
  'http-status': 'De server antwoordde met status {{status}}. Probeer het zo opnieuw.',
  'idempotency-key-reused': 'Dit werd al eerder gestuurd, met iets anders erin. Laad de pagina opnieuw.',
  'internal-error':
    'Er ging iets mis wat RenderAPI niet had voorzien. Probeer het opnieuw; blijft het zo, meld het dan een beheerder van de farm.',
  'last-admin': 'Er zou niemand overblijven die de farm beheert. Maak eerst een andere gebruiker beheerder.',
  'leadership-lost': 'Een andere RenderAPI verdeelt nu het werk. Probeer het zo opnieuw.',
  'machine-has-no-credential':
    'Deze machine heeft geen toegang die kan worden ingetrokken. Schakel haar uit, of verwijder haar.',
  'machine-not-found': 'Deze machine bestaat niet meer.',
  'machine-revoked': 'De toegang van deze machine is ingetrokken: ze kan alleen opnieuw worden gekoppeld.',
  'main-file-ambiguous': 'Meerdere bestanden kunnen het zijn dat de engine opent. Kies er een.',
  'main-file-missing': 'Er is geen bestand bij dat een engine opent.',
  'manifest-invalid': '‘{{path}}’ kan zo niet worden ingeleverd. Sleep de bestanden opnieuw hierheen.',
  'no-file': 'Er werd niets ingeleverd.',
  'no-results': 'Er zijn nog geen bestanden van.',
  'not-renderapi': 'Wat antwoordde is geen RenderAPI, of een proxy ervoor. Probeer het zo opnieuw.',
  'not-scheduling': 'Deze RenderAPI verdeelt nu geen werk. Probeer het zo opnieuw.',
  'object-storage-unavailable':
    'De opslag met de bestanden van scènes antwoordt niet. Probeer het opnieuw; blijft het zo, meld het dan een beheerder van de farm.',
  'open-uploads-limit': 'Er zijn te veel uploads begonnen en niet afgemaakt. Wacht tot de andere klaar zijn.',
  'output-not-found': 'De taak heeft dit bestand niet meer.',
  'placeholder-without-value': '{{placeholder}} heeft geen waarde, of is geen bestaand argument.',
  'project-in-use': 'Taak {{taskId}} gebruikt dit project en is nog niet klaar.',
  'project-incomplete': 'Nog niet alle bestanden zijn aangekomen. Start de upload opnieuw.',
  'project-limit': 'U hebt zoveel projecten als deze farm bewaart. Verwijder er eerst een paar.',
  'project-not-found': 'Het project is er niet meer. Lever de scène opnieuw in.',
  'project-not-readable': 'De bestanden van deze scène zijn niet meer te lezen. Lever de scène opnieuw in.',
  'project-path-invalid':
    '‘{{path}}’ heeft een naam die niet elk systeem kan bewaren. Hernoem het, en laat de scène naar de nieuwe naam verwijzen.',
  'project-paths-clash':
    '‘{{path}}’ en ‘{{otherPath}}’ zouden op sommige systemen één bestand zijn. Hernoem een van de twee.',
  'project-too-large': 'Dit is groter dan de farm aanneemt. Laat weg wat de scène niet nodig heeft.',
  'project-too-large_files':
    'Dit zijn meer bestanden dan de {{maxFiles}} die de farm aanneemt. Laat weg wat de scène niet nodig heeft.',
  'queue-limit-reached':
    'U hebt zoveel taken in de wachtrij als uw abonnement toelaat. Dien opnieuw in als er een klaar is.',
  'range-not-satisfiable': 'Het bestand is ondertussen veranderd. Begin opnieuw met downloaden.',
  'render-not-stopped':
    'De machine heeft niet op tijd gemeld dat ze is gestopt. Probeer het opnieuw; ze krijgt het nog eens te horen.',
  'request-invalid': 'RenderAPI neemt niet aan wat deze pagina stuurde. Laad de pagina opnieuw.',
  'request-part-missing': 'RenderAPI kon niet lezen wat deze pagina stuurde. Laad de pagina opnieuw.',
  'request-timed-out':
    'Het kwam niet op tijd in zijn geheel aan. Controleer de verbinding en probeer het opnieuw.',
  'request-too-large': 'Dit is meer dan RenderAPI in één keer aanneemt.',
  'results-expired':
    'De resultaten zijn vanzelf verdwenen, want de farm bewaart ze maar een tijd. Render de frames opnieuw om ze te krijgen.',
  'route-not-found': 'Deze RenderAPI kent niet wat deze pagina vroeg. Laad de pagina opnieuw.',
  'schedule-invalid': 'Dit is geen rooster. Schrijf het als ‘mon-fri 18:00-08:00; sat,sun’.',
  'scripts-not-allowed': 'Deze farm voert geen scripts uit die in scènes zitten. Dien in zonder scripts.',
  'session-not-found': 'Deze sessie is al beëindigd.',
  'setup-code-wrong': 'Dit is niet de code die RenderAPI heeft getoond. Bij elke start toont het een andere.',
  'setup-done': 'De farm heeft al gebruikers. Log in.',
  'shutting-down': 'RenderAPI wordt opnieuw gestart. Probeer het zo opnieuw.',
  'state-transition-invalid': 'Dat kan niet in de toestand waarin het nu is.',
  'statistics-too-large': 'In deze tijd gebeurde te veel om te tonen. Kies een kortere tijd.',
  'step-input-missing':
    'Taak {{taskId}} heeft de frames niet die moeten worden overgenomen. Laat die eerst renderen.',
  'still-in-use':
    'Er verwijst nog iets naar: taken of gebruikers. Verwijder of wijzig die eerst; een gebruiker kunt u ondertussen buitensluiten.',
  'subscription-not-found': 'Dit abonnement bestaat niet meer.',
  'task-not-found': 'Deze taak bestaat niet meer.',
  'task-not-queued': 'De taak is al afgelopen.',
  'task-template-limit-reached': 'U hebt zoveel sjablonen als toegestaan. Verwijder er eerst één.',
  'task-template-not-found': 'Dit sjabloon bestaat niet meer.',
  'task-template-outdated':
    'Een andere versie van RenderOnline heeft dit sjabloon opgeslagen. Sla het opnieuw op, of verwijder het.',
  'template-invalid': 'Het sjabloon heeft een aanhalingsteken dat nooit wordt gesloten.',
  'thumbnail-failed': 'Van dit bestand kan geen beeld worden gemaakt. Download het en kijk of het heel is.',
  'thumbnail-format-unknown': 'Bestanden van deze soort kunnen hier niet worden getoond. Download het.',
  'thumbnail-program-missing':
    'Op de computer van RenderAPI ontbreekt {{program}}, waarmee dit bestand te tonen is. Meld het een beheerder van de farm.',
  'too-busy': 'RenderAPI is nu druk met anderen. Probeer het zo opnieuw.',
  'too-many-files': 'Zo kan maar één bestand worden ingeleverd.',
  'too-many-steps':
    'Er nemen al zoveel taken de frames van deze over als tegelijk mag. Wacht tot er een klaar is.',
  'too-many-streams': 'RenderOnline staat in te veel vensters open. Sluit de vensters die u niet nodig hebt.',
  'too-many-tries':
    'Er is te vaak geprobeerd. Wacht {{retryAfterSeconds}} en probeer het dan opnieuw met de juiste.',
  'tus-version-unknown':
    'RenderAPI kent een andere versie van uploads dan deze pagina. Laad de pagina opnieuw.',
  unauthorized: 'E-mail en token horen niet bij een gebruiker die mag inloggen.',
  'upload-incomplete': 'De verbinding viel weg voordat alles was aangekomen. Probeer het opnieuw.',
  'upload-locked': 'Een andere pagina uploadt dit bestand. Wacht tot dat klaar is.',
  'upload-not-found':
    'Deze upload is verlopen. Start hem opnieuw; wat heel is aangekomen, wordt niet twee keer gestuurd.',
  'upload-offset-wrong': 'De upload en RenderAPI zijn het niet eens hoe ver hij is. Start hem opnieuw.',
  'upload-timed-out':
    'Er kwam zo lang niets aan dat de upload is opgegeven. Controleer de verbinding en probeer het opnieuw.',
  'upload-too-large': 'Het bestand is groter dan de farm aanneemt.',
  'user-not-found': 'Deze gebruiker bestaat niet meer.',
  'value-invalid': 'Iets wat is ingevuld is leeg, te lang of valt buiten het toegestane bereik.',
  'video-engine-missing':
    'De farm heeft geen engine die van frames video’s maakt. Een beheerder kan die toevoegen.',
  'webhook-limit-reached': 'U hebt zoveel webhooks als toegestaan. Verwijder er eerst één.',
  'webhook-not-found': 'Deze webhook bestaat niet meer.',
  'webhook-url-invalid':
    'RenderAPI stuurt niets naar dit adres. Het moet http of https zijn, zonder wachtwoord; alleen webhooks van de farm leiden naar het lokale netwerk, tenzij de farm het toestaat.',
};

export default texts;
