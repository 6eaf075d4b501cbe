import type english from '../en/phrases.ts';
import type { SameKeys } from '../same-keys.ts';

const texts: SameKeys<typeof english> = {
  words: '‘{{words}}’',
  more_one: '{{names}} en nog {{count}}',
  more_other: '{{names}} en nog {{count}}',
  'task-paused': 'De taak is gepauzeerd.',
  'first-frames-sent': 'De eerste frames zijn op weg naar een machine.',
  'awaits-task': 'Begint als taak {{taskId}} klaar is.',
  'awaits-tasks': 'Begint als de taken {{taskIds}} klaar zijn.',
  'awaited-failed': 'Taak {{taskId}}, waarop werd gewacht, is mislukt.',
  'awaited-canceled': 'Taak {{taskId}}, waarop werd gewacht, is geannuleerd.',
  'awaited-not-succeeded': 'Taak {{taskId}}, waarop werd gewacht, is niet goed afgelopen.',
  'machines-lost-again':
    'De machines ervoor vielen steeds weer weg zodra ze werk hadden; de volgende wordt over {{retryInMs}} geprobeerd.',
  'machines-decline':
    'De machines ervoor namen zojuist geen werk aan; de volgende wordt over {{retryInMs}} geprobeerd.',
  'failed-retrying': 'Het mislukte en wordt over {{retryInMs}} opnieuw geprobeerd.',
  'machines-at-limit': 'Er werken zoveel machines aan als mag.',
  'failed-everywhere':
    'Het mislukte op elke machine die dit kan renderen, en wordt daar opnieuw geprobeerd zodra er een vrij is.',
  'machines-busy': 'Alle machines ervoor zijn bezig met andere taken.',
  'machines-quarantined': 'De machines ervoor faalden te vaak en staan in quarantaine.',
  'machines-resting':
    'Geen machine ervoor neemt nu werk aan: dat is ze gezegd, ze rusten volgens hun rooster, of iemand gebruikt ze.',
  'no-machine-connected': 'Er is geen machine verbonden.',
  'no-machine-able': 'Geen machine kan dit renderen.',
  'no-machine-of-1x': 'Er is een machine van RenderOnline 1.x voor nodig, en die is er niet.',
  'no-machine-fetches': 'Er is geen machine die scènes van meerdere bestanden aanneemt. Koppel er een.',
  'machines-too-old': 'De machines zijn te oud voor scènes van meerdere bestanden. Werk HPCServer erop bij.',
  'no-machine-with-engine': 'Geen machine heeft de engine {{engineName}}.',
  'no-machine-with-version': 'Geen machine heeft {{engineName}} in versie {{engineVersion}}.',
  'no-machine-with-tag': 'Geen machine met de engine heeft het label ‘{{tag}}’.',
  'no-machine-with-gpu': 'Geen machine met de engine heeft een grafische kaart.',
  'no-machine-with-memory': 'Geen machine met de engine heeft {{memoryMb}} geheugen.',
  'no-machine-yet': 'Er is nog geen machine.',
  'machine-about-to-take': 'Een machine gaat ermee beginnen.',
  'machines-silent-yet': 'De machines hebben nog niet geantwoord.',
  'only-machine-busy': 'De enige machine met de engine {{engineName}} is bezig.',
  'all-machines-busy': 'Alle {{machines}} machines zijn bezig.',
  'other-api-schedules': 'Een andere RenderAPI verdeelt het werk.',
  'machine-declined': '{{machineName}} nam de taak niet aan; dat wordt zo opnieuw geprobeerd.',
  'machine-silent-retrying': '{{machineName}} antwoordt niet; volgende poging over {{retryInMs}}.',
  'machine-refuses-retrying':
    '{{machineName}} neemt geen opdrachten aan; volgende poging over {{retryInMs}}.',
  'machine-silent': '{{machineName}} antwoordt niet.',
  'machine-refuses': '{{machineName}} neemt geen opdrachten aan.',
  'machine-off': 'Ze is uitgeschakeld.',
  'machine-drained': 'Ze mag geen werk meer aannemen.',
  'machine-off-schedule': 'Volgens haar rooster rust ze nu ({{schedule}}).',
  'machine-in-use': 'Iemand gebruikt haar.',
  'machine-outbox-full': 'Ze heeft te veel te melden aan RenderAPI, dat lang onbereikbaar was.',
  'machine-disk-failed': 'Ze kan niet naar haar schijf schrijven.',
  'reason-concealed': 'Een beheerder van de farm kan zien waarom.',
  'machine-quarantined': 'Daar mislukten {{failures}} pogingen op rij, van {{tasks}} taken. De laatste:',
  'no-reason-known': 'Een reden is niet bekend.',
  'not-connected': 'Ze is niet verbonden.',
  'connection-broke': 'De verbinding werd verbroken.',
  'said-goodbye': 'Ze heeft zich afgemeld.',
  'does-not-read': 'Ze leest niet wat haar wordt gestuurd.',
  'said-nothing': 'Ze heeft al {{silentMs}} niets laten horen.',
  'credential-revoked': 'Haar toegang is ingetrokken.',
  'no-answer-within': 'Er kwam binnen {{limitMs}} geen antwoord.',
  'connection-refused': 'Daar neemt niets verbindingen aan. Controleer of HPCServer erop draait.',
  'connection-cut': 'De verbinding werd afgebroken.',
  'address-unknown': 'Haar adres is onbekend.',
  'no-route': 'In het netwerk leidt geen weg naar haar.',
  'connection-timed-out': 'De verbinding duurde te lang.',
  'speaks-no-http': 'Ze spreekt geen HTTP.',
  'answered-status': 'Ze antwoordde met status {{status}}.',
  'no-hpc-server': 'Wat op {{path}} antwoordt is geen HPCServer.',
  'machine-busy': 'Ze is al aan het renderen.',
  'attempt-succeeded': 'De render is gelukt.',
  'attempt-canceled': 'De render is geannuleerd.',
  'exit-code': 'De renderer eindigde met code {{exitCode}}.',
  'ended-by-signal': 'De renderer werd beëindigd door {{signal}}.',
  'not-started': 'De renderer kon niet worden gestart.',
  'machine-lost': 'De machine viel weg.',
  'took-too-long': 'De render duurde te lang.',
  'machine-was-silent': '{{machineName}} liet {{silentMs}} niets horen.',
  'machine-has-left': '{{machineName}} is vertrokken.',
  'machine-is-gone': '{{machineName}} is weg.',
  'machine-removed': 'De machine is uit de farm verwijderd.',
  'machine-not-back': 'De machine kwam niet terug nadat RenderAPI was gestart.',
  'program-restarted': 'HPCServer werd op de machine opnieuw gestart.',
  'connection-broke-often':
    'De verbinding van {{machineName}} viel {{times}} keer weg toen ze de frames kreeg.',
  'other-render-began': 'De machine begon aan een andere render (taak {{taskId}}).',
  'stopped-by-someone': 'Iemand stopte de render op de machine.',
  'stopped-on-machine': 'De render werd op de machine gestopt.',
  'ran-too-long': 'Het duurde langer dan {{limitMs}}.',
  'frame-too-long': 'Het frame duurde langer dan de {{limitMs}} die het mag.',
  'stood-still': 'Er werd {{hungAfterMs}} niets geschreven en niets gerekend.',
  'program-missing':
    'Het programma van {{engineName}} staat niet op {{path}}. Installeer het daar, of corrigeer ExecutablePath in HPCServer.json.',
  'program-forbidden':
    '{{path}} mag niet worden uitgevoerd. Corrigeer de rechten, of ExecutablePath in HPCServer.json.',
  'program-foreign':
    '{{path}} is geen programma voor dit systeem. Corrigeer ExecutablePath in HPCServer.json.',
  'arguments-too-long':
    'De argumenten zijn langer dan het systeem van de machine toelaat. Kort het sjabloon van de engine in, of de waarden.',
  'data-disk-full': 'De schijf met de gegevensmap van de machine is vol. Maak ruimte.',
  'session-closed': 'De engine werd gesloten.',
  'advice-frame-downs-machines':
    'Of het frame laat machines crashen (geheugen, stuurprogramma, stroom), of hun verbinding valt weg als ze het krijgen.',
  'frame-lost': 'Frame {{frame}} ging {{losses}} keer verloren, en dat is geen toeval meer. De laatste keer:',
  'frame-failed': 'Frame {{frame}} is mislukt (pogingen: {{attempts}}, machines: {{machines}}).',
  'no-machine-left': 'Er is geen machine over die dit kan renderen (geprobeerd: {{machines}}).',
  'frames-failed-unlisted_one': '{{count}} frame is mislukt; de andere zijn klaar.',
  'frames-failed-unlisted_other': '{{count}} frames zijn mislukt; de andere zijn klaar.',
  'frames-failed_one': '{{count}} frame is mislukt, de andere zijn klaar. Mislukt: {{frames}}.',
  'frames-failed_other': '{{count}} frames zijn mislukt, de andere zijn klaar. Mislukt: {{frames}}.',
  'failed-under-1x': 'De taak mislukte onder RenderOnline 1.x, dat geen reden bewaarde.',
  'cause-out-of-memory': 'De renderer had niet genoeg geheugen.',
  'advice-out-of-memory':
    'Eis meer geheugen voor de taak, zodat alleen machines met genoeg geheugen haar krijgen, of maak texturen, subdivision of tiles kleiner.',
  'cause-missing-file': 'De renderer vond een bestand niet dat de scène gebruikt.',
  'advice-missing-file':
    'Lever texturen, bibliotheken en caches samen met de scène in, of pak ze erin in, en dien opnieuw in.',
  'cause-engine-error': 'De renderer meldde een fout.',
  'advice-engine-error':
    'Lees de laatste regels van het logboek; hetzelfde frame op uw eigen computer toont meestal dezelfde fout.',
  'cause-scene-invalid': 'De scène kan zo niet worden geopend of gerenderd.',
  'advice-scene-invalid':
    'Open de scène op uw eigen computer, sla haar opnieuw op met een camera erin, en dien opnieuw in.',
  'cause-feature-missing': 'De renderer op de machine is gebouwd zonder iets wat de scène nodig heeft.',
  'advice-feature-missing':
    'Installeer op die machine de renderer van de makers zelf, eis machines met een label of versie, of zet het onderdeel in de scène uit.',
  'cause-killed': 'Iets heeft de renderer beëindigd: hij crashte, of het systeem of een mens stopte hem.',
  'advice-killed':
    'Doet één machine dit steeds weer, kijk dan naar haar geheugen, stuurprogramma’s en temperatuur.',
  'cause-hung': 'De renderer deed niets meer, of had veel langer nodig dan voor de andere frames.',
  'advice-hung':
    'Probeer het frame op uw eigen computer. Zijn zulke frames hier normaal, laat dan de grens voor vastgelopen renders verhogen.',
  'cause-timed-out': 'De render duurde langer dan toegestaan.',
  'advice-timed-out': 'Maak het frame lichter, of laat de grens verhogen.',
  'cause-disk-full': 'Een schijf of haar quotum is vol.',
  'advice-disk-full': 'Maak ruimte vrij op de machine, of maak haar projectcache kleiner.',
  'cause-could-not-start': 'De renderer kon niet worden gestart.',
  'advice-could-not-start':
    'Controleer op die machine of de renderer is geïnstalleerd en of zijn pad goed is ingesteld.',
  'cause-output-missing': 'De renderer eindigde zonder fout, maar schreef geen bestand voor het frame.',
  'advice-output-missing':
    'Controleer de uitvoerinstellingen van de scène: compositor, file-outputnodes en het sjabloon van de engine.',
  'cause-output-broken': 'De renderer schreef een bestand dat geen heel beeld is.',
  'advice-output-broken':
    'Het wordt elders opnieuw gerenderd. Doet één machine dit steeds weer, controleer dan haar schijf en geheugen.',
  'cause-project-unavailable': 'De machine kon het project niet bij RenderAPI ophalen.',
  'advice-project-unavailable':
    'Controleer het netwerk, en of het project nog in de opslag van RenderAPI staat, of de frames van de taak die een stap overneemt.',
  'cause-machine-lost': 'De machine werd uitgezet, opnieuw gestart of afgesneden.',
  'advice-machine-lost':
    'U hoeft niets te doen: de frames worden elders gerenderd. Gebeurt het vaak, kijk dan naar de stroom en het netwerk van de machine.',
  'cause-machine-left': 'De machine stopte netjes met renderen en gaf terug wat ze had.',
  'advice-machine-left': 'U hoeft niets te doen: de frames worden elders gerenderd.',
  'finding-scene-unknown': 'Het bestand heeft geen scène met de naam {{name}}. Het heeft: {{names}}',
  'finding-camera-unknown': 'De scène heeft geen camera met de naam {{name}}. Ze heeft: {{names}}',
  'finding-view-layer-unknown': 'De scène heeft geen view layer met de naam {{name}}. Ze heeft: {{names}}',
  'finding-camera-missing':
    'De scène {{names}} heeft geen camera. Voeg er een toe, of kies een andere scène.',
  'finding-camera-not-active':
    'Geen van de camera’s van de scène {{names}} is de actieve. Maak er een actief, of noem haar bij het indienen.',
  'finding-engine-unknown':
    'De scène {{scene}} wil worden gerenderd met {{engineName}}, dat de Blender op deze machine niet heeft. Installeer de add-on of de versie van Blender die het heeft, of kies een andere engine in de scène.',
  'finding-denoiser-missing':
    'De scène ({{names}}) wil ruisonderdrukking, die de Blender op deze machine niet kan. Dien opnieuw in met denoise op off, of installeer daar Blender van blender.org.',
  'finding-denoising-off':
    '{{names}} wordt zonder ruisonderdrukking gerenderd, die de Blender op deze machine niet kan.',
  'finding-denoise-node-idle':
    'De compositor heeft een Denoise-node, die met de Blender op deze machine niets doet. Installeer daar Blender van blender.org.',
  'finding-osl-missing':
    'De scène gebruikt Open Shading Language, die de Blender op deze machine niet heeft. Zet die uit in de renderinstellingen, of installeer daar Blender van blender.org.',
  'finding-format-unsupported': 'De Blender op deze machine kan het formaat {{format}} niet schrijven.',
  'finding-format-is-movie':
    'De scène moet als film worden geschreven, en frames worden één voor één gerenderd, op veel machines. Dien haar in met het formaat PNG of een ander van beelden, en maak de video van de frames.',
  'finding-library-missing':
    'Gekoppelde scènebestanden ontbreken: {{names}}. Wat erin staat ontbreekt in elk frame. Lever ze samen met de scène in, of maak de inhoud lokaal (Object > Relations > Make Local), en dien opnieuw in.',
  'finding-textures-missing':
    'Texturen ontbreken: {{names}}. Blender rendert zonder, of roze. Lever ze mee in, of pak ze in de scène in (File > External Data > Pack Resources), en dien opnieuw in.',
  'finding-fonts-missing':
    'Lettertypen ontbreken: {{names}}. Blender rendert zonder, of roze. Lever ze mee in, of pak ze in de scène in (File > External Data > Pack Resources), en dien opnieuw in.',
  'finding-sounds-missing':
    'Geluiden ontbreken: {{names}}. Blender rendert zonder, of roze. Lever ze mee in, of pak ze in de scène in (File > External Data > Pack Resources), en dien opnieuw in.',
  'finding-movie-clips-missing':
    'Filmclips ontbreken: {{names}}. Blender rendert zonder, of roze. Lever ze mee in, of pak ze in de scène in (File > External Data > Pack Resources), en dien opnieuw in.',
  'finding-volumes-missing':
    'Volumes ontbreken: {{names}}. Blender rendert zonder, of roze. Lever ze mee in, of pak ze in de scène in (File > External Data > Pack Resources), en dien opnieuw in.',
  'finding-caches-missing':
    'Caches ontbreken: {{names}}. Blender rendert zonder, of roze. Lever ze mee in, of pak ze in de scène in (File > External Data > Pack Resources), en dien opnieuw in.',
  'finding-file-outside-project':
    'Bestanden die niet zijn ingeleverd staan toevallig op deze machine, en misschien niet op andere: {{names}}. Lever ze mee in, of pak ze in de scène in (File > External Data > Pack Resources), en dien opnieuw in.',
  'finding-simulation-not-baked':
    'Simulaties zijn niet gebakken: {{names}}. Elke machine zou ze vanaf haar eigen frame berekenen, en de frames passen dan niet bij elkaar. Bak ze in de scène en dien opnieuw in.',
  'finding-cache-missing':
    'Gebakken simulaties staan naast de scène en ontbreken: {{names}}. Bak ze zonder Disk Cache, of lever de map van de cache mee in.',
  'finding-gpu-missing':
    'De scène wil op een grafische kaart worden gerenderd, en Blender vindt er geen op deze machine. De processor rendert, wat langer duurt. Eis een grafische kaart voor de taak, of installeer daar het stuurprogramma.',
  'finding-scripts-not-run':
    'De scène bevat scripts, die niet worden uitgevoerd: {{names}}. Heeft ze die nodig, vraag er dan om bij het indienen; de farm moet het toestaan.',
  'finding-scene-newer':
    'De scène is opgeslagen met Blender {{sceneVersion}} en deze machine heeft {{machineVersion}}: delen kunnen verloren gaan. Eis de versie van de scène.',
  'finding-frame-blank': 'Frame {{frame}}: {{fileName}} is leeg; alle pixels zien er hetzelfde uit.',
};

export default texts;
